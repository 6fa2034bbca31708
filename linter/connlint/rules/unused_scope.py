"""unused-scope: no request of the code needs it, and all of them are known."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.jsonc import StringNode
from connlint.project import Connector
from connlint.rules.rule import Finding, Rule
from connlint.rules.scopes import without
from connlint.severity import Safety, Severity
from connlint.wording import plural, quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.needs import Use

__all__ = ["RULE"]


def _check(connector: Connector, catalog: Catalog, use: Use | None) -> Iterator[Finding]:
    if use is None or not use.is_understood:
        return
    from connlint.sufficiency import Verdict, judgement_of

    judgement = judgement_of(use)
    if judgement is None:
        return
    unused = {each.scope for each in judgement.scopes if each.verdict is Verdict.UNUSED}
    for node in connector.scope_strings:
        if node.value in unused:
            yield _finding(connector, node, catalog, use)


def _finding(connector: Connector, node: StringNode, catalog: Catalog, use: Use) -> Finding:
    count = len({need.request[:3] for need in use.needs})
    requests = plural(count, "request")
    all_of_them = "and it is understood" if count == 1 else "and all are understood"
    return Finding(
        connector.source,
        node.span,
        f"no request of the code needs the scope {quote(node.value)}",
        f"remove it; the code makes {requests} with the token of {catalog.name(use.type)}, "
        f"{all_of_them}",
        changes=without(f"Remove {quote(node.value)}", Safety.UNSAFE, connector, node),
    )


RULE = Rule(
    "unused-scope",
    Severity.INFO,
    "No request of the code needs a scope",
    check_use=_check,
)

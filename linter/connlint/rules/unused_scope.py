"""The rule `unused-scope`: scopes that no request needs, where all requests are understood."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Safety, Severity
from connlint.jsonc import StringNode
from connlint.project import Connector
from connlint.rules.rule import Finding, Rule
from connlint.rules.scopes import without
from connlint.text.escaping import plural, quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.usage.connector_usage import ConnectorUsage

__all__ = ["RULE"]


def _check(connector: Connector, catalog: Catalog, use: ConnectorUsage | None) -> Iterator[Finding]:
    if use is None or not use.is_understood:
        return
    from connlint.usage.judgement import Verdict
    from connlint.usage.sufficiency import judgement_of

    judgement = judgement_of(use)
    if judgement is None:
        return
    unused = {judged.scope for judged in judgement.scopes if judged.verdict is Verdict.UNUSED}
    for node in connector.scope_strings:
        if node.value in unused:
            yield _finding(connector, node, catalog, use)


def _finding(
    connector: Connector, node: StringNode, catalog: Catalog, use: ConnectorUsage
) -> Finding:
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

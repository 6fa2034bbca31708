"""The rule `unused-scope`: scopes that no request needs, where all requests are understood."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Safety, Severity
from connlint.jsonc import StringNode
from connlint.project import Connector
from connlint.rules.rule import Finding, Rule
from connlint.rules.scopes import without
from connlint.text.escaping import quote

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
    name = catalog.name(use.type)
    checked = f"the only {name} request" if count == 1 else f"all {count} {name} requests"
    return Finding(
        connector.source,
        node.span,
        f"No request in your code needs the scope {quote(node.value)}",
        f"Remove it (connlint checked {checked})",
        changes=without(f"Remove {quote(node.value)}", Safety.UNSAFE, connector, node),
    )


RULE = Rule(
    "unused-scope",
    Severity.INFO,
    "No request in your code needs a scope",
    check_use=_check,
)

"""The rule `foreign-scope`: scopes that exist, but for another connector."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog, ConnectorType
from connlint.diagnostics.severity import Safety, Severity
from connlint.project import Connector
from connlint.rules.rule import Change, Finding, Rule
from connlint.rules.scopes import doubtful_scopes, foreign, without
from connlint.text.escaping import quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.usage.connector_usage import ConnectorUsage

__all__ = ["RULE"]


def _check(connector: Connector, catalog: Catalog, use: ConnectorUsage | None) -> Iterator[Finding]:
    for node, entry in doubtful_scopes(connector, catalog):
        fault = foreign(node.value, entry, catalog)
        if fault is None:
            continue
        # A scope that the token can never have cannot be needed by a request.
        is_needless = fault.severity == Severity.ERROR or not _may_be_needed(node.value, entry, use)
        changes: tuple[Change, ...] = ()
        if fault.removable and is_needless:
            changes = without(f"Remove {quote(node.value)}", Safety.UNSAFE, connector, node)
        yield Finding(
            connector.source,
            node.span,
            fault.message,
            fault.help if is_needless else f"{fault.help}; first change the requests that need it",
            changes=changes,
            severity=fault.severity,
        )


def _may_be_needed(scope: str, entry: ConnectorType, use: ConnectorUsage | None) -> bool:
    """Tell whether the code may make a request that only this scope allows.

    Base44 has been seen to keep scopes of other products, and then such a request works.
    """
    if use is None or not use.calls:
        return False
    if not use.is_understood:
        return True
    name = entry.bare(scope)
    accepted = (method.accepted for need in use.needs for method in need.methods)
    return any(name in scopes for alternatives in accepted for scopes in alternatives)


RULE = Rule(
    "foreign-scope",
    Severity.WARNING,
    "A scope belongs to another connector",
    check_use=_check,
)

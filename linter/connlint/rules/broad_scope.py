"""The rule `broad-scope`: wide access where the provider offers narrower scopes."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Severity
from connlint.project import Connector
from connlint.rules.rule import Finding, Rule
from connlint.rules.scopes import entry_of
from connlint.text.escaping import listing, quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.usage.connector_usage import ConnectorUsage

__all__ = ["RULE"]


def _check(connector: Connector, catalog: Catalog, use: ConnectorUsage | None) -> Iterator[Finding]:
    entry = entry_of(connector, catalog)
    if entry is None:
        return
    for node in connector.scope_strings:
        narrower = entry.narrower(node.value)
        if narrower and not (use is not None and _is_needed(node.value, narrower, use)):
            yield Finding(
                connector.source,
                node.span,
                f"The scope {quote(node.value)} gives more access than most apps need",
                f"Use {listing((quote(scope) for scope in narrower), 'or')} if your app needs less",
            )


def _is_needed(scope: str, narrower: tuple[str, ...], use: ConnectorUsage) -> bool:
    """Tell whether this scope allows a known request, and the narrower ones together do not."""
    from connlint.usage.sufficiency import is_needed_beyond

    return is_needed_beyond(scope, narrower, use)


RULE = Rule(
    "broad-scope",
    Severity.WARNING,
    "A scope gives more access than most apps need",
    check_use=_check,
)

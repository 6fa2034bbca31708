"""unused-scope: no request of the code needs it, and all of them are known."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
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
    if use is None or use.entry is None or not use.is_understood:
        return
    from connlint.needs import covers

    entry = use.entry
    needed = {
        scope
        for need in use.needs
        for method in need.methods
        for scopes in method.accepted
        for scope in scopes
    }
    for node in connector.scope_strings:
        # What is wrong with other strings, other rules say.
        if entry.bare(node.value) not in entry.facts or node.value in entry.companions:
            continue
        if needed.isdisjoint(covers([node.value], entry)):
            count = len({need.request[:3] for need in use.needs})
            requests = plural(count, "request")
            all_of_them = "and it is understood" if count == 1 else "and all are understood"
            yield Finding(
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

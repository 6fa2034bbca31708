"""redundant-scope: another scope in the file covers this one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connlint.catalog import Catalog, ConnectorType
from connlint.jsonc import StringNode
from connlint.project import Connector
from connlint.rules.rule import Finding, Place, Rule
from connlint.rules.scopes import entry_of, without
from connlint.severity import Safety, Severity
from connlint.wording import quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.needs import Use

__all__ = ["RULE"]


def _check(connector: Connector, catalog: Catalog, use: Use | None) -> Iterator[Finding]:
    entry = entry_of(connector, catalog)
    if entry is None:
        return
    covered = _covered(connector.scope_strings, entry)
    too_wide: list[str] = []
    for node in connector.scope_strings:
        cover = covered.get(entry.bare(node.value))
        if cover is None or node.value in entry.companions:
            continue
        if cover.value in too_wide:
            continue
        if use is not None and _is_enough_without([*too_wide, cover.value], connector, use):
            # The calls prove which of the two to keep.
            too_wide.append(cover.value)
            yield Finding(
                connector.source,
                cover.span,
                f"the code needs nothing of {quote(cover.value)} that {quote(node.value)} "
                "does not allow",
                "remove the wider scope",
                (Place(connector.source, node.span, "this scope is enough"),),
                without(f"Remove {quote(cover.value)}", Safety.UNSAFE, connector, cover),
            )
            continue
        yield Finding(
            connector.source,
            node.span,
            f"the scope {quote(node.value)} is covered by {quote(cover.value)}",
            "remove it, or the wider one if this is all that the app needs",
            (Place(connector.source, cover.span, "this scope allows all that the other does"),),
            without(f"Remove {quote(node.value)}", Safety.UNSAFE, connector, node),
        )


def _is_enough_without(dropped: Sequence[str], connector: Connector, use: Use) -> bool:
    """Whether all requests are known, and the scopes of the file without these allow them."""
    if not use.is_understood or use.entry is None:
        return False
    from connlint.needs import accepted_by, covers

    others = [node.value for node in connector.scope_strings if node.value not in dropped]
    granted = covers([*others, *use.entry.companions], use.entry)
    return all(accepted_by(method, granted) for need in use.needs for method in need.methods)


def _covered(nodes: tuple[StringNode, ...], entry: ConnectorType) -> dict[str, StringNode]:
    """Which scopes the listed ones cover, and by which one.

    Of two scopes that cover each other the first one stays.
    """
    covered: dict[str, StringNode] = {}
    for node in nodes:
        name = entry.bare(node.value)
        # Most scopes cover no other one.
        if name in covered or not entry.implied_by(name):
            continue
        for other in entry.reach([name]):
            if other != name:
                covered.setdefault(other, node)
    return covered


RULE = Rule(
    "redundant-scope",
    Severity.WARNING,
    "A scope is covered by another one in the same file",
    check_use=_check,
)

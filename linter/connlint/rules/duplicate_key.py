"""The rule `duplicate-key`: properties that an object has twice; Base44 takes the last one."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Safety, Severity
from connlint.jsonc import ArrayNode, Member, Node, ObjectNode
from connlint.project import Connector
from connlint.rules.rule import Finding, Place, Rule
from connlint.text.escaping import quote

__all__ = ["RULE"]


def _check(connector: Connector, _: Catalog) -> Iterator[Finding]:
    pending: list[Node | None] = [connector.document.root]
    while pending:
        node = pending.pop()
        if isinstance(node, ArrayNode):
            pending.extend(node.elements)
        elif isinstance(node, ObjectNode):
            yield from _repeated(connector, node)
            pending.extend(member.value for member in node.members)


def _repeated(connector: Connector, node: ObjectNode) -> Iterator[Finding]:
    last: dict[str, Member] = {}
    for member in node.members:
        key = member.key
        earlier = last.get(key.name)
        last[key.name] = member
        if earlier is None:
            continue
        from connlint.rules.removal import remove

        yield Finding(
            connector.source,
            key.span,
            f"The property {quote(key.name)} appears twice; Base44 uses only the last one",
            "Keep one of the two, with everything that you need",
            (Place(connector.source, earlier.key.span, "Base44 silently ignores this one"),),
            remove(
                "Remove the one that Base44 ignores",
                Safety.SAFE,
                connector.source.text,
                connector.document,
                node,
                earlier.span,
            ),
        )


RULE = Rule(
    "duplicate-key",
    Severity.ERROR,
    "The same property appears twice",
    check_connector=_check,
)

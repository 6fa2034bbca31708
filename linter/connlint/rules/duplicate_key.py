"""duplicate-key: an object has the same property twice; Base44 takes the last in silence."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.jsonc import ArrayNode, Key, ObjectNode
from connlint.project import Connector
from connlint.rules.rule import Finding, Place, Rule
from connlint.severity import Severity
from connlint.wording import quote

__all__ = ["RULE"]


def _check(connector: Connector, _: Catalog) -> Iterator[Finding]:
    pending: list[ObjectNode | ArrayNode] = []
    if isinstance(connector.document.root, (ObjectNode, ArrayNode)):
        pending.append(connector.document.root)
    while pending:
        node = pending.pop()
        if isinstance(node, ObjectNode):
            if len({member.key.name for member in node.members}) < len(node.members):
                yield from _repeated(connector, node)
            inner = [member.value for member in node.members]
        else:
            inner = list(node.elements)
        pending.extend(item for item in inner if isinstance(item, (ObjectNode, ArrayNode)))


def _repeated(connector: Connector, node: ObjectNode) -> Iterator[Finding]:
    first: dict[str, Key] = {}
    for member in node.members:
        key = member.key
        earlier = first.setdefault(key.name, key)
        if earlier is key:
            continue
        yield Finding(
            connector.source,
            key.span,
            f"the property {quote(key.name)} is already there, and Base44 takes only the last",
            "keep one of them",
            (Place(connector.source, earlier.span, "this one is dropped without a word"),),
        )


RULE = Rule(
    "duplicate-key",
    Severity.ERROR,
    "A property is there twice in one object",
    check_connector=_check,
)

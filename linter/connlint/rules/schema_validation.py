"""Validation of connectors with the JSON Schema; the only module that imports jsonschema."""

from __future__ import annotations

from collections.abc import Iterator

from jsonschema import Draft202012Validator

import connlint_schemas
from connlint.jsonc import InvalidNode, Member, Node, ObjectNode, to_python
from connlint.project import Connector

__all__ = ["schema_errors"]

# A connector is an object that contains an array of strings.
_DEPTH = 2


def schema_errors(connector: Connector) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the path of each value that violates the schema, and the schema's keyword.

    A misspelled property counts as the one that was meant; one whose value was not
    readable counts as absent.
    """
    schema = connlint_schemas.load("connector.schema.json")
    errors = Draft202012Validator(schema).iter_errors(_instance(connector))
    for error in sorted(errors, key=lambda error: [str(part) for part in error.absolute_path]):
        yield tuple(error.absolute_path), str(error.validator)


def _instance(connector: Connector) -> object:
    root = connector.document.root
    if root is None or isinstance(root, InvalidNode):
        return {}
    if not isinstance(root, ObjectNode):
        return to_python(root, _DEPTH - 1)
    properties = {"type": connector.type, "scopes": connector.scopes}
    return {
        name: to_python(value, _DEPTH)
        for name, member in properties.items()
        if (value := _readable(member)) is not None
    }


def _readable(member: Member | None) -> Node | None:
    value = member.value if member else None
    return None if isinstance(value, InvalidNode) else value

"""schema: the file's value does not have the shape that Base44 demands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.jsonc import ArrayNode, InvalidNode, Node, StringNode, kind
from connlint.project import Connector, Project
from connlint.rules.config_shape import config_findings
from connlint.rules.rule import Finding, Rule
from connlint.severity import Severity
from connlint.source import Span
from connlint.wording import quote

__all__ = ["RULE"]


def _check_config(project: Project, _: Catalog) -> Iterator[Finding]:
    return config_findings(project)


def _check(connector: Connector, catalog: Catalog) -> Iterator[Finding]:
    if is_plainly_right(connector):
        return
    # jsonschema takes nine times as long to import as Python to start, and most
    # files do not need it.
    from connlint.shape import schema_errors

    root = connector.document.root
    assert root is not None  # noqa: S101 - is_plainly_right said so; for the type checker
    for path, keyword in schema_errors(connector):
        if keyword == "required":
            if not connector.document.problems:
                yield _missing_type(connector, root, catalog)
        elif not path:
            message = f"a connector file holds an object, but this is {kind(root)}"
            yield Finding(connector.source, root.span, message, _object_help(root))
        elif keyword == "minLength":
            yield _finding(connector, _value(connector, path), '"type" is empty', _TYPE_HELP)
        elif keyword == "type":
            value = _value(connector, path)
            if not isinstance(value, InvalidNode):
                yield _wrong_type(connector, path, value)
        # The pattern of a type is left to unknown-type, which knows what was meant.


_TYPE_HELP = 'name the service, like "gmail" or "slack"'


def is_plainly_right(connector: Connector) -> bool:
    """Whether the shape is right at a glance; agrees with the JSON Schema where it can be read.

    True as well where there is no value at all: syntax-error has said so.
    """
    root = connector.document.root
    if root is None or isinstance(root, InvalidNode):
        return True
    if connector.type is None:
        return False
    name = connector.type.value
    if not isinstance(name, StringNode) or not _is_type_name(name.value):
        return False
    return connector.scopes is None or connector.has_only_strings


def _is_type_name(text: str) -> bool:
    """What `/^[a-z0-9_-]+$/i` says, Base44's only check of a type."""
    return text.isascii() and text.replace("-", "a").replace("_", "a").isalnum()


def _value(connector: Connector, path: tuple[str | int, ...]) -> Node:
    member = connector.type if path[0] == "type" else connector.scopes
    value = member.value if member else None
    if len(path) > 1 and isinstance(value, ArrayNode):
        value = value.elements[int(path[1])]
    assert value is not None  # noqa: S101 - the schema saw a value there
    return value


def _finding(connector: Connector, node: Node, message: str, help_text: str) -> Finding:
    return Finding(connector.source, node.span, message, help_text)


def _missing_type(connector: Connector, root: Node, catalog: Catalog) -> Finding:
    stem = connector.source.name.partition(".")[0]
    name = catalog.meant_type(stem)
    help_text = f'add "type": "{name}"' if name else f'add "type", and {_TYPE_HELP}'
    span = Span(root.span.start, root.span.start + 1)
    return Finding(connector.source, span, 'the property "type" is missing', help_text)


def _object_help(root: Node) -> str:
    if isinstance(root, ArrayNode) and root.elements:
        if len(root.elements) == 1:
            return "remove the square brackets around it"
        return "put each connector in a file of its own"
    return 'write {"type": "…", "scopes": ["…"]}'


def _wrong_type(connector: Connector, path: tuple[str | int, ...], value: Node) -> Finding:
    found = kind(value)
    if len(path) > 1:
        message = f"a scope must be a string, but this is {found}"
        return _finding(connector, value, message, "write each scope as a string of its own")
    if path[0] == "type":
        return _finding(
            connector, value, f'"type" must be a string, but this is {found}', _TYPE_HELP
        )
    help_text = "write the scopes as strings in square brackets, [] for none"
    if isinstance(value, StringNode):
        parts = (quote(part) for part in re.split(r"[\s,;]+", value.value) if part)
        help_text = f"put it in square brackets: [{', '.join(parts)}]"
    message = f'"scopes" must be an array of strings, but this is {found}'
    return _finding(connector, value, message, help_text)


RULE = Rule(
    "schema",
    Severity.ERROR,
    "The shape of the file is not the one that Base44 demands",
    check_connector=_check,
    check_project=_check_config,
)

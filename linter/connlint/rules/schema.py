"""The rule `schema`: the value of a file does not have the shape that Base44 requires."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Severity
from connlint.jsonc import ArrayNode, InvalidNode, Node, StringNode, kind
from connlint.project import Connector, Project
from connlint.rules.config_shape import config_findings
from connlint.rules.rule import Finding, Rule
from connlint.text.escaping import quote
from connlint.text.source import Span

__all__ = ["RULE"]


def _check_config(project: Project, _: Catalog) -> Iterator[Finding]:
    return config_findings(project)


def _check(connector: Connector, catalog: Catalog) -> Iterator[Finding]:
    if is_plainly_right(connector):
        return
    # Importing jsonschema takes nine times as long as starting Python, and most
    # files do not need it.
    from connlint.rules.schema_validation import schema_errors

    root = connector.document.root
    assert root is not None  # noqa: S101 - is_plainly_right checked it; for the type checker
    for path, keyword in schema_errors(connector):
        if keyword == "required":
            if not connector.document.problems:
                yield _missing_type(connector, root, catalog)
        elif not path:
            message = f"A connector file must hold an object, but this is {kind(root)}"
            yield Finding(connector.source, root.span, message, _object_help(root))
        elif keyword == "minLength":
            yield _finding(connector, _value(connector, path), '"type" is empty', _TYPE_HELP)
        elif keyword == "type":
            value = _value(connector, path)
            if not isinstance(value, InvalidNode):
                yield _wrong_type(connector, path, value)
        # A type that breaks the pattern is left to unknown-type, which suggests the right one.


_TYPE_HELP = 'Write the type of the service, such as "gmail" or "slack"'


def is_plainly_right(connector: Connector) -> bool:
    """Tell whether the shape is right, without the JSON Schema but with the same result.

    Also true if there is no value or an unreadable one, which syntax-error reports.
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
    """Tell whether a string matches `/^[a-z0-9_-]+$/i`, Base44's only check of a type."""
    return text.isascii() and text.replace("-", "a").replace("_", "a").isalnum()


def _value(connector: Connector, path: tuple[str | int, ...]) -> Node:
    member = connector.type if path[0] == "type" else connector.scopes
    value = member.value if member else None
    if len(path) > 1 and isinstance(value, ArrayNode):
        value = value.elements[int(path[1])]
    assert value is not None  # noqa: S101 - the schema found a value there
    return value


def _finding(connector: Connector, node: Node, message: str, help_text: str) -> Finding:
    return Finding(connector.source, node.span, message, help_text)


def _missing_type(connector: Connector, root: Node, catalog: Catalog) -> Finding:
    stem = connector.source.name.partition(".")[0]
    name = catalog.meant_type(stem)
    help_text = f'Add "type": "{name}"' if name else 'Add "type" with a service such as "gmail"'
    span = Span(root.span.start, root.span.start + 1)
    return Finding(connector.source, span, 'The property "type" is missing', help_text)


def _object_help(root: Node) -> str:
    if isinstance(root, ArrayNode) and root.elements:
        if len(root.elements) == 1:
            return "Remove the square brackets around it"
        return "Put each connector into its own file"
    return 'Write {"type": "…", "scopes": ["…"]}'


def _wrong_type(connector: Connector, path: tuple[str | int, ...], value: Node) -> Finding:
    actual = kind(value)
    if len(path) > 1:
        message = f"A scope must be a string, but this is {actual}"
        return _finding(connector, value, message, "Write each scope as its own string")
    if path[0] == "type":
        return _finding(
            connector, value, f'"type" must be a string, but this is {actual}', _TYPE_HELP
        )
    help_text = "Write the scopes as strings in square brackets, or [] for none"
    if isinstance(value, StringNode):
        parts = (quote(part) for part in re.split(r"[\s,;]+", value.value) if part)
        help_text = f"Put it in square brackets: [{', '.join(parts)}]"
    message = f'"scopes" must be an array of strings, but this is {actual}'
    return _finding(connector, value, message, help_text)


RULE = Rule(
    "schema",
    Severity.ERROR,
    "The file is valid JSON, but does not have the properties that Base44 needs",
    check_connector=_check,
    check_project=_check_config,
)

"""The rule `json5-syntax`: JSON5 that Base44 reads, but an editor in JSONC mode does not."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Safety, Severity
from connlint.jsonc import ArrayNode, Key, Node, NumberNode, ObjectNode, StringNode
from connlint.project import Connector
from connlint.rules.rule import Change, Finding, Rule
from connlint.rules.strings import literal
from connlint.text.escaping import quote
from connlint.text.source import Span

__all__ = ["RULE"]

_EFFECT = "Base44 accepts that, other tools do not"
# Compiled where they are used, which is rare; re caches them.
_JSON_NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
_JSON_STRING = r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"'


def _check(connector: Connector, _: Catalog) -> Iterator[Finding]:
    root = connector.document.root
    if root is None or connector.document.problems:
        return
    for part in _parts(root):
        yield from _judge(connector, part)


def _parts(root: Node) -> Iterator[Key | StringNode | NumberNode]:
    """Yield all keys, strings and numbers of a tree."""
    pending: list[Node | None] = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, ObjectNode):
            yield from (member.key for member in node.members)
            pending.extend(member.value for member in node.members)
        elif isinstance(node, ArrayNode):
            pending.extend(node.elements)
        elif isinstance(node, (StringNode, NumberNode)):
            yield node


def _judge(connector: Connector, part: Key | StringNode | NumberNode) -> Iterator[Finding]:
    written = connector.source.slice(part.span)
    if isinstance(part, NumberNode):
        if not re.fullmatch(_JSON_NUMBER, written):
            text = _number(part.value)
            message = f"{quote(written)} is not a JSON number: {_EFFECT}"
            yield _finding(connector, part.span, message, text)
        return
    if re.fullmatch(_JSON_STRING, written):
        return
    text = literal(part.name if isinstance(part, Key) else part.value, '"')
    if written[0] not in "\"'":
        message = f"{quote(written)} has no quotes: {_EFFECT}"
    elif written[0] == "'":
        message = f"{quote(written[1:-1])} is in single quotes: {_EFFECT}"
    else:
        message = f"{quote(written[1:-1])} is written in a way that JSON does not have: {_EFFECT}"
    yield _finding(connector, part.span, message, text)


def _number(value: float) -> str:
    """Return a number as JSON text; empty if JSON cannot express it."""
    if not math.isfinite(value):
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)


def _finding(connector: Connector, span: Span, message: str, text: str) -> Finding:
    changes = (Change(f"Write it as {text}", Safety.SAFE, span, text),) if text else ()
    return Finding(
        connector.source,
        span,
        message,
        f"Write {text}" if text else "Write a number that JSON has",
        changes=changes,
    )


RULE = Rule(
    "json5-syntax",
    Severity.INFO,
    "Base44 reads the file, but editors and other tools reject it",
    check_connector=_check,
)

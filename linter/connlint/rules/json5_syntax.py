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
            yield _finding(connector, part.span, f"the number {quote(written)}", text)
        return
    if re.fullmatch(_JSON_STRING, written):
        return
    text = literal(part.name if isinstance(part, Key) else part.value, '"')
    if written[0] not in "\"'":
        what = f"the name {quote(written)} without quotes"
    elif written[0] == "'":
        what = f"the text {quote(written[1:-1])} in single quotes"
    else:
        what = f"the text {quote(written[1:-1])} with what is in it"
    yield _finding(connector, part.span, what, text)


def _number(value: float) -> str:
    """Return a number as JSON text; empty if JSON cannot express it."""
    if not math.isfinite(value):
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)


def _finding(connector: Connector, span: Span, what: str, text: str) -> Finding:
    changes = (Change(f"Write it as {text}", Safety.SAFE, span, text),) if text else ()
    return Finding(
        connector.source,
        span,
        f"Base44 reads {what}, but editors and other tools read JSON with comments",
        f"write {text}" if text else "write a number that JSON has",
        changes=changes,
    )


RULE = Rule(
    "json5-syntax",
    Severity.INFO,
    "Base44 reads the file, but editors that expect JSON with comments do not",
    check_connector=_check,
)

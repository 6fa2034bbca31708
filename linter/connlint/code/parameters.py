"""The parameters of a request: read out of its query, of objects and of bodies."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from connlint.code.contexts import in_contexts
from connlint.code.expressions import argument, arguments, callee_of, spreads
from connlint.code.limits import TooMuch
from connlint.code.model import Parameters
from connlint.code.places import At, Frame
from connlint.code.queries import Encoded, Found, Later, Pair, Query
from connlint.code.syntax import text_of
from connlint.code.texts import literal, written
from connlint.code.uses import Change, changes
from connlint.code.values import Value, Values
from connlint.code.writing import as_query

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["merged", "parameters_of"]

_Known = tuple[str, "str | None"]
_MOST = 60
"""Parameters of a request, each as often as it has values."""
_MOST_VALUES = 16
_MOST_QUERIES = 400
_DEEP = 6
_LONGEST = 500
"""The characters of a value that is kept."""
_MAKERS = frozenset({"URLSearchParams", "FormData"})
_BOOLEANS = frozenset({"true", "false"})
_PAIR = 2
_BLANK = {ord(sign): None for sign in "\t\r\n"}
"""What is dropped from an address wherever it is."""


def parameters_of(values: Values, queries: Sequence[Query], sender: At | None) -> Parameters:
    """Read the parameters that any of several queries has.

    `sender` is the call that sends the request. It takes steps of its own: where they are too
    few, the parameters are not complete.
    """
    found = _Found(values, sender)
    with values.answers.budget.aside():
        try:
            _, is_cut = values.answers.apart(lambda: found.add_queries(queries, _DEEP))
        except TooMuch:
            is_cut = True
    return Parameters(_ordered(found.known), found.is_complete and not is_cut)


def merged(one: Parameters, other: Parameters) -> Parameters:
    """Give the parameters that either of two requests has."""
    if one == other:
        return one
    known = _ordered(dict.fromkeys([*one.known, *other.known]))
    is_complete = one.is_complete and other.is_complete and len(known) <= _MOST
    return Parameters(known[:_MOST], is_complete)


class _Found:
    """The parameters that are found, as long as they are few."""

    def __init__(self, values: Values, sender: At | None) -> None:
        self.known: dict[_Known, None] = {}
        self.is_complete = True
        self._values = values
        self._sender = sender
        self._open: set[object] = set()

    def add_queries(self, queries: Iterable[Query], depth: int) -> None:
        """Add what is in queries."""
        for query in queries:
            self._add_query(query, depth)

    def _add(self, name: str, value: str | None) -> None:
        if value is not None and len(value) > _LONGEST:
            value = None
        if len(self.known) < _MOST:
            self.known[name, value] = None
        elif (name, value) not in self.known:
            self.is_complete = False

    def _add_query(self, query: Query, depth: int) -> None:
        pending: list[tuple[Query, bool]] = [(query, False)]
        seen = {id(query)}
        while pending:
            here, is_entered = pending.pop()
            self._values.answers.budget.spend()
            if is_entered:
                self.is_complete &= here.is_complete
                for each in here.found:
                    self._add_found(each, depth)
                continue
            pending.append((here, True))
            for before in reversed(here.before):
                if len(seen) >= _MOST_QUERIES:
                    self.is_complete = False
                elif id(before) not in seen:
                    seen.add(id(before))
                    pending.append((before, False))
        for pair in query.ends():
            self._add_found(pair, depth)

    def _add_found(self, found: Found, depth: int) -> None:
        self._values.answers.budget.spend()
        if isinstance(found, Later):
            self._add_later(found, depth)
        elif isinstance(found.value, Encoded):
            for name in _decoded(found.name):
                self._add_encoded(name, found.value)
        else:
            self._add_pair(found)

    def _add_pair(self, pair: Pair) -> None:
        value = pair.value
        values = _decoded(value) if isinstance(value, str) else [None]
        for name in _decoded(pair.name):
            for each in values:
                self._add(name, each)

    def _add_encoded(self, name: str, value: Encoded) -> None:
        if not value.of:
            self._add(name, None)
        for at, frame in value.of:
            self._add_value(name, at, frame)

    def _add_value(self, name: str, at: At, frame: Frame | None) -> None:
        """A parameter has the value of an expression."""
        for text in self._texts(at, frame):
            self._add(name, text)

    def _texts(self, at: At, frame: Frame | None) -> list[str | None]:
        """What an expression can be as a text; None for what only a run can tell."""
        values = self._values

        def texts(chain: Frame | None) -> list[str | None]:
            found = values.of(at, chain)
            if all(value.at.node.type in _BOOLEANS for value in found):
                return [value.at.node.type for value in found]
            return [
                text.pieces[0]
                if len(text.pieces) == 1 and isinstance(text.pieces[0], str) and text.query is None
                else ("" if not text.pieces and text.query is None else None)
                for text in written(values, at, chain)
            ]

        found: dict[str | None, None] = {}
        for _, given in in_contexts(values, frame, texts):
            found.update(dict.fromkeys(given))
        return list(found) if len(found) <= _MOST_VALUES else [None]

    def _add_later(self, later: Later, depth: int) -> None:
        key = later.kind, later.at.key, id(later.frame)
        if key in self._open or depth <= 0:
            self.is_complete = False
            return
        self._open.add(key)
        work = _KINDS[later.kind]
        if later.kind in _IN_CONTEXTS:
            look = partial(self._values.of, later.at)
            for _, given in in_contexts(self._values, later.frame, look):
                for value in given:
                    work(self, value, depth - 1)
        else:
            work(self, Value(later.at, later.frame), depth - 1)
        self._open.remove(key)

    def _of_expression(self, kind: str, at: At | None, frame: Frame | None, depth: int) -> None:
        if at is None:
            self.is_complete = False
        else:
            self._add_later(Later(kind, at, frame), depth)

    def holder(self, value: Value, depth: int) -> None:
        """Add what is in an object, in a list of pairs, in a query, or in URLSearchParams."""
        node = value.at.node
        if value.is_nothing or node.type == "false":
            return
        if node.type == "object":
            self._object(value, depth)
        elif node.type == "array":
            self._pairs(value, depth)
        elif node.type == "new_expression" and _maker(node) in _MAKERS:
            self._of_expression("search", value.at, value.frame, depth)
        elif node.type == "binary_expression" and _operator(node) == "&&":
            right = value.at.to(node.child_by_field_name("right"))
            self._of_expression("holder", right, value.frame, depth)
        elif node.type in _TEXTS:
            for text in written(self._values, value.at, value.frame):
                self._add_query(as_query(text), depth)
        else:
            self.is_complete = False

    def _object(self, value: Value, depth: int) -> None:
        names, frame = value.at.names, value.frame
        for child in names.syntax.children(value.at.node):
            at = At(names, child)
            key = _key(at)
            if child.type == "spread_element":
                inner = names.syntax.children(child)
                self._of_expression("holder", at.to(inner[0] if inner else None), frame, depth)
            elif key is None:
                self.is_complete = False
            elif child.type == "method_definition":
                self._add(key, None)
            else:
                given = at.to(child.child_by_field_name("value")) if child.type == "pair" else at
                if given is not None:
                    self._add_value(key, given, frame)
        self._changes(value, "object", depth)

    def _pairs(self, value: Value, depth: int) -> None:
        """`[["name", value], …]`, written out where it is given."""
        names = value.at.names
        around = names.syntax.parent(value.at.node)
        self.is_complete &= around is not None and around.type == "arguments"
        for child in names.syntax.children(value.at.node):
            parts = names.syntax.children(child) if child.type == "array" else ()
            if len(parts) == _PAIR:
                name, given = (At(names, part) for part in parts)
                self._put(Change(name, given, value.frame), depth)
            else:
                self.is_complete = False

    def _changes(self, value: Value, kind: str, depth: int) -> None:
        for change in changes(self._values, value.at, value.frame, kind, self._sender):
            if change is None:
                self.is_complete = False
            else:
                self._put(change, depth)

    def _put(self, change: Change, depth: int) -> None:
        if change.name is None:
            self._of_expression("holder", change.value, change.frame, depth)
            return
        names: Sequence[str | None] = (
            [change.name]
            if isinstance(change.name, str)
            else self._texts(change.name, change.frame)
        )
        for name in names:
            if name is None:
                self.is_complete = False
            elif change.value is None:
                self._add(name, None)
            else:
                self._add_value(name, change.value, change.frame)

    def search(self, value: Value, depth: int) -> None:
        """Add what `new URLSearchParams(…)` has."""
        if spreads(value.at):
            self.is_complete = False
        elif _maker(value.at.node) != "FormData" and (first := argument(value.at, 0)) is not None:
            self._of_expression("holder", first, value.frame, depth)
        self._changes(value, "search", depth)

    def url(self, value: Value, depth: int) -> None:
        """Add what is added to `new URL(…)`."""
        self._changes(value, "url", depth)

    def body(self, value: Value, depth: int) -> None:
        """Add the arguments that a body has."""
        node = value.at.node
        callee = callee_of(value.at) if node.type == "call_expression" else None
        given = arguments(value.at) if callee is not None else ()
        if callee is not None and callee.text == "JSON.stringify" and len(given) == 1:
            self._of_expression("holder", value.at.to(given[0]), value.frame, depth)
            return
        text = literal(value.at)
        if text is None or text.lstrip()[:1] != "{":
            self.holder(value, depth)
            return
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            self.is_complete = False
            return
        for name, each in found.items():
            self._add(name, each if isinstance(each, str) else None)


def _ordered(known: Iterable[_Known]) -> tuple[_Known, ...]:
    """Parameters by their names and values."""
    return tuple(sorted(known, key=lambda each: (each[0], each[1] is not None, each[1] or "")))


_TEXTS = frozenset(
    {
        "augmented_assignment_expression",
        "binary_expression",
        "call_expression",
        "string",
        "template_string",
    }
)
_KINDS: dict[str, Callable[[_Found, Value, int], None]] = {
    "holder": _Found.holder,
    "search": _Found.search,
    "url": _Found.url,
    "body": _Found.body,
}
_IN_CONTEXTS = frozenset({"holder", "body"})
"""The kinds of which an expression is looked through first, whoever calls."""


def _decoded(text: str) -> list[str]:
    """A name or a value without its escapes; as it may be where blanks are dropped, too."""
    found = [text, text.translate(_BLANK), text.strip()]
    if "%" in text or "+" in text:
        from urllib.parse import unquote_plus

        found = [unquote_plus(each) for each in found]
    return list(dict.fromkeys(found))


def _key(child: At) -> str | None:
    """The name of a part of an object, None where it is computed."""
    node = child.node
    if node.type == "shorthand_property_identifier":
        return text_of(node)
    key = child.to(node.child_by_field_name("key") or node.child_by_field_name("name"))
    if key is None or key.node.type == "computed_property_name":
        return None
    return literal(key) if key.node.type == "string" else text_of(key.node)


def _maker(node: Node) -> str:
    maker = node.child_by_field_name("constructor")
    return text_of(maker) if maker is not None else ""


def _operator(node: Node) -> str:
    operator = node.child_by_field_name("operator")
    return operator.type if operator is not None else ""

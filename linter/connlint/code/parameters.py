"""The parameters of a request: read out of its query, of objects and of bodies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from connlint.code.contexts import in_contexts
from connlint.code.entries import entries_of, is_value_of, looped
from connlint.code.expressions import (
    argument,
    arguments,
    callee_of,
    member_name,
    operator_of,
    spreads,
)
from connlint.code.gathering import Gathering
from connlint.code.model import Parameters
from connlint.code.places import At, Frame
from connlint.code.queries import Later, Query
from connlint.code.syntax import text_of
from connlint.code.texts import literal, written
from connlint.code.uses import Change, changes
from connlint.code.values import Value, Values
from connlint.code.writing import as_query

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["parameters_of"]

_DEEP = 6
_LONGEST = 500
_MAKERS = frozenset({"URLSearchParams", "FormData"})
_GRAPH = frozenset(
    {
        "count",
        "expand",
        "filter",
        "orderby",
        "search",
        "select",
        "skip",
        "skipToken",
        "top",
    }
)
"""The methods of a request to Microsoft Graph that are named like a parameter."""
_GRAPH_OPTIONS = frozenset(
    {"header", "headers", "middlewareOptions", "option", "options", "responseType", "version"}
)
_PAIR = 2


def parameters_of(values: Values, queries: Sequence[Query], senders: Iterable[At]) -> Parameters:
    """Read the parameters that any of several queries has.

    `senders` are calls that only read what they are given. It takes steps of its own: where they
    are too few, the parameters are not complete.
    """
    found = _Found(values, {sender.key for sender in senders})

    def look() -> None:
        _, is_cut = values.answers.apart(lambda: found.add_queries(queries, _DEEP))
        found.is_complete &= not is_cut

    return found.result(is_complete=values.answers.budget.aside(look))


class _Found(Gathering):
    def add_later(self, later: Later, depth: int) -> None:
        key = later.kind, later.at.key, id(later.frame), later.path
        if key in self._open or depth <= 0:
            self.is_complete = False
            return
        self._open.add(key)
        work = _KINDS[later.kind]
        if later.kind in _IN_CONTEXTS:
            look = partial(self.values.of, later.at)
            for _, given in in_contexts(self.values, later.frame, look):
                for value in given:
                    if later.path:
                        self._inside(value, later, depth - 1)
                    else:
                        work(self, value, depth - 1)
        else:
            work(self, Value(later.at, later.frame), depth - 1)
        self._open.remove(key)

    def _of_expression(
        self,
        kind: str,
        at: At | None,
        frame: Frame | None,
        depth: int,
        path: Sequence[str] = (),
    ) -> None:
        """Add what an expression has, or a property of it."""
        if at is None:
            self.is_complete = False
        else:
            self.add_later(Later(kind, at, frame, tuple(path)), depth)

    def _inside(self, value: Value, later: Later, depth: int) -> None:
        """Add what a property of an object has, by whatever way it got there."""
        if value.is_nothing:
            return
        if value.at.node.type != "object":
            self.is_complete = False
            return
        name, *path = later.path
        names = value.at.names
        for child in names.syntax.children(value.at.node):
            at = At(names, child)
            key = _key(at)
            if child.type == "spread_element":
                inner = at.to(next(iter(names.syntax.children(child)), None))
                self._of_expression(later.kind, inner, value.frame, depth, later.path)
            elif key is None:
                self.is_complete = False
            elif key == name:
                given = at.to(child.child_by_field_name("value")) if child.type == "pair" else at
                self._of_expression(later.kind, given, value.frame, depth, path)
        for change in changes(self.values, value.at, value.frame, "object", self.senders):
            if change is None:
                self.is_complete = False
            elif change.name in {None, name}:
                rest = later.path if change.name is None else path
                self._of_expression(later.kind, change.value, change.frame, depth, rest)

    def holder(self, value: Value, depth: int) -> None:
        """Add what is in an object, in a list of pairs, in a query, or in URLSearchParams."""
        node = value.at.node
        if node.type == "array":
            self._pairs(value, depth)
        elif node.type == "new_expression" and _maker(node) in _MAKERS:
            self._of_expression("search", value.at, value.frame, depth)
        elif (entries := entries_of(value.at)) is not None:
            self._of_expression("object", entries, value.frame, depth)
            # The list of entries, or what is made of it, is another object.
            callee = callee_of(value.at)
            is_object = callee is not None and callee.text == "Object.fromEntries"
            self._changes(value, "object" if is_object else "array", depth)
        elif node.type in _TEXTS and not _is_tested(node):
            for text in written(self.values, value.at, value.frame):
                self.add_query(as_query(text), depth)
        else:
            self.object(value, depth)

    def object(self, value: Value, depth: int) -> None:
        """Add what is in an object."""
        node = value.at.node
        if value.is_nothing or node.type == "false":
            return
        if node.type == "object":
            self._object(value, depth)
        elif _is_tested(node):
            right = value.at.to(node.child_by_field_name("right"))
            self._of_expression("object", right, value.frame, depth)
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
                self.add(key, None)
            else:
                given = at.to(child.child_by_field_name("value")) if child.type == "pair" else at
                if given is not None:
                    self.add_value(key, given, frame)
        self._changes(value, "object", depth)

    def _pairs(self, value: Value, depth: int) -> None:
        """`[["name", value], …]`, written out where it is given."""
        names = value.at.names
        self._changes(value, "array", depth)
        for child in names.syntax.children(value.at.node):
            parts = names.syntax.children(child) if child.type == "array" else ()
            if len(parts) == _PAIR:
                name, given = (At(names, part) for part in parts)
                self._put(Change(name, given, value.frame), depth)
            else:
                self.is_complete = False

    def _changes(self, value: Value, kind: str, depth: int) -> None:
        for change in changes(self.values, value.at, value.frame, kind, self.senders):
            if change is None:
                self.is_complete = False
            else:
                self._put(change, depth)

    def _put(self, change: Change, depth: int) -> None:
        if change.name is None:
            self._of_expression("holder", change.value, change.frame, depth)
            return
        if isinstance(change.name, At) and (holder := looped(change.name)) is not None:
            self._copied(holder, change, depth)
            return
        names: Sequence[str | None] = (
            [change.name] if isinstance(change.name, str) else self.texts(change.name, change.frame)
        )
        for name in names:
            if name is None:
                self.is_complete = False
            elif change.value is None:
                self.add(name, None)
            else:
                self.add_value(name, change.value, change.frame)

    def _copied(self, holder: At, change: Change, depth: int) -> None:
        """Add what an object has that is gone through, name by name."""
        inside = _Found(self.values, self.senders)
        inside._of_expression("object", holder, change.frame, depth)
        self.is_complete &= inside.is_complete
        is_same = change.value is not None and is_value_of(change.value, change.name)
        for name, value in inside.known:
            self.add(name, value if is_same else None)

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

    def graph(self, value: Value, depth: int) -> None:
        """Add what a chain of calls of the client of Microsoft Graph has: `.top(5).get()`."""
        call: At | None = value.at
        while call is not None:
            self.values.answers.budget.spend()
            callee = callee_of(call)
            call = callee.to(callee.node.child_by_field_name("object")) if callee else None
            if call is None or call.node.type != "call_expression":
                # The chain begins in a variable.
                self.is_complete = False
                return
            callee = callee_of(call)
            name = member_name(callee.node) if callee is not None else ""
            if name == "api":
                return
            self.senders.add(call.key)
            self._asked_of_graph(name, call, value.frame, depth)

    def _asked_of_graph(self, name: str, call: At, frame: Frame | None, depth: int) -> None:
        first = argument(call, 0)
        if name == "query":
            self._of_expression("holder", first, frame, depth)
        elif name in _GRAPH:
            given = arguments(call)
            if len(given) == 1 and first is not None and first.node.type != "array":
                self.add_value(f"${name}", first, frame)
                return
            if first is not None and first.node.type == "array":
                given = call.names.syntax.children(first.node)
            texts = [self.texts(At(call.names, each), frame) for each in given]
            known = [text for (text, *others) in texts if text is not None and not others]
            value = ",".join(known) if known and len(known) == len(given) else None
            self.add(f"${name}", value)
        elif name not in _GRAPH_OPTIONS:
            self.is_complete = False

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
        import json

        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            self.is_complete = False
            return
        for name, each in found.items():
            self.add(name, each if isinstance(each, str) else None)


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
    "object": _Found.object,
    "graph": _Found.graph,
    "search": _Found.search,
    "url": _Found.url,
    "body": _Found.body,
}
_IN_CONTEXTS = frozenset({"holder", "object", "body"})
"""The kinds of which an expression is looked through first, whoever calls."""


def _key(child: At) -> str | None:
    """The name of a part of an object, None where it is computed."""
    node = child.node
    if node.type == "shorthand_property_identifier":
        return text_of(node)
    key = child.to(node.child_by_field_name("key") or node.child_by_field_name("name"))
    if key is None or key.node.type == "computed_property_name":
        return None
    return literal(key) if key.node.type == "string" else text_of(key.node)


def _is_tested(node: Node) -> bool:
    """Whether an expression is `condition && value`."""
    return node.type == "binary_expression" and operator_of(node) == "&&"


def _maker(node: Node) -> str:
    maker = node.child_by_field_name("constructor")
    return text_of(maker) if maker is not None else ""

"""Parameters of a request, read from its query, from objects and from bodies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from connlint.code.model import Parameters
from connlint.code.requests.gathering import ParameterCollection
from connlint.code.requests.mutations import Change, changes
from connlint.code.requests.partial_string import as_query
from connlint.code.requests.query_string import DeferredParameters, Query
from connlint.code.requests.strings import abstract_strings
from connlint.code.semantics.contexts import in_contexts
from connlint.code.semantics.evaluate import AbstractValue, Evaluator
from connlint.code.syntax import grammar
from connlint.code.syntax.entries import entries_of, is_value_of, looped
from connlint.code.syntax.literals import name_text
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import (
    argument,
    arguments,
    callee_of,
    member_name,
    operator_of,
    spreads,
)
from connlint.code.syntax.treesitter import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["parameters_of"]

_DEPTH = 6
_MAKERS = frozenset({"URLSearchParams", "FormData"})
_GRAPH_PARAMETERS = frozenset(
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


def parameters_of(
    evaluator: Evaluator, queries: Sequence[Query], senders: Iterable[NodeRef]
) -> Parameters:
    """Return the parameters that any of several queries has.

    `senders` are calls that only read their arguments. The work uses the spare steps of the
    budget: where they are too few, the parameters are not complete.
    """
    collector = _Collector(evaluator, {sender.key for sender in senders})

    def look() -> None:
        _, is_cut = evaluator.memo.without_cuts(lambda: collector.add_queries(queries, _DEPTH))
        collector.is_complete &= not is_cut

    return collector.result(is_complete=evaluator.memo.budget.run_with_spare(look))


class _Collector(ParameterCollection):
    def add_later(self, later: DeferredParameters, depth: int) -> None:
        key = later.kind, later.at.key, id(later.context), later.path
        if key in self._open or depth <= 0:
            self.is_complete = False
            return
        self._open.add(key)
        work = _KINDS[later.kind]
        if later.kind in _IN_CONTEXTS:
            look = partial(self.evaluator.evaluate, later.at)
            for _, values in in_contexts(self.evaluator, later.context, look):
                for value in values:
                    if value.part:
                        self.is_complete = False
                    elif later.path:
                        self._inside(value, later, depth - 1)
                    else:
                        work(self, value, depth - 1)
        else:
            work(self, AbstractValue(later.at, later.context), depth - 1)
        self._open.remove(key)

    def _of_expression(
        self,
        kind: str,
        at: NodeRef | None,
        context: CallContext | None,
        depth: int,
        path: Sequence[str] = (),
    ) -> None:
        """Add the parameters of an expression, or of the property at a path in it."""
        if at is None:
            self.is_complete = False
        else:
            self.add_later(DeferredParameters(kind, at, context, tuple(path)), depth)

    def _inside(self, value: AbstractValue, later: DeferredParameters, depth: int) -> None:
        """Add the parameters of a property of an object, however the property was set."""
        if value.is_nothing:
            return
        if value.at.node.type != "object":
            self.is_complete = False
            return
        name, *path = later.path
        names = value.at.names
        for child in names.syntax.children(value.at.node):
            at = NodeRef(names, child)
            key = _key(at)
            if child.type == "spread_element":
                inner = at.to(next(iter(names.syntax.children(child)), None))
                self._of_expression(later.kind, inner, value.context, depth, later.path)
            elif key is None:
                self.is_complete = False
            elif key == name:
                field = at.to(grammar.value_of(child)) if child.type == "pair" else at
                self._of_expression(later.kind, field, value.context, depth, path)
        for change in changes(self.evaluator, value.at, value.context, "object", self.senders):
            if change is None:
                self.is_complete = False
            elif change.name in {None, name}:
                rest = later.path if change.name is None else path
                self._of_expression(later.kind, change.value, change.context, depth, rest)

    def holder(self, value: AbstractValue, depth: int) -> None:
        """Add the parameters of an object, a list of pairs, a query, or URLSearchParams."""
        node = value.at.node
        if node.type == "array":
            self._pairs(value, depth)
        elif node.type == "new_expression" and _class(node) in _MAKERS:
            self._of_expression("search", value.at, value.context, depth)
        elif (entries := entries_of(value.at)) is not None:
            self._of_expression("object", entries, value.context, depth)
            # The list of entries, or the object made of it, is changed apart from its source.
            callee = callee_of(value.at)
            is_object = callee is not None and callee.text == "Object.fromEntries"
            self._changes(value, "object" if is_object else "array", depth)
        elif node.type in _STRINGS and not _is_tested(node):
            for text in abstract_strings(self.evaluator, value.at, value.context):
                self.add_query(as_query(text), depth)
        else:
            self.object(value, depth)

    def object(self, value: AbstractValue, depth: int) -> None:
        """Add the parameters of an object."""
        node = value.at.node
        if value.is_nothing or node.type == "false":
            return
        if node.type == "object":
            self._literal(value, depth)
        elif _is_tested(node):
            right = value.at.to(grammar.right_of(node))
            self._of_expression("object", right, value.context, depth)
        else:
            self.is_complete = False

    def _literal(self, value: AbstractValue, depth: int) -> None:
        names, context = value.at.names, value.context
        for child in names.syntax.children(value.at.node):
            at = NodeRef(names, child)
            key = _key(at)
            if child.type == "spread_element":
                inner = names.syntax.children(child)
                self._of_expression("holder", at.to(inner[0] if inner else None), context, depth)
            elif key is None:
                self.is_complete = False
            elif child.type == "method_definition":
                self.add(key, None)
            else:
                field = at.to(grammar.value_of(child)) if child.type == "pair" else at
                if field is not None:
                    self.add_value(key, field, context)
        self._changes(value, "object", depth)

    def _pairs(self, value: AbstractValue, depth: int) -> None:
        """Add the parameters of a literal list of pairs: `[["name", value], …]`."""
        names = value.at.names
        self._changes(value, "array", depth)
        for child in names.syntax.children(value.at.node):
            parts = names.syntax.children(child) if child.type == "array" else ()
            if len(parts) == _PAIR:
                name, second = (NodeRef(names, part) for part in parts)
                self._add_change(Change(name, second, value.context), depth)
            else:
                self.is_complete = False

    def _changes(self, value: AbstractValue, kind: str, depth: int) -> None:
        for change in changes(self.evaluator, value.at, value.context, kind, self.senders):
            if change is None:
                self.is_complete = False
            else:
                self._add_change(change, depth)

    def _add_change(self, change: Change, depth: int) -> None:
        if change.name is None:
            self._of_expression("holder", change.value, change.context, depth)
            return
        if isinstance(change.name, NodeRef) and (holder := looped(change.name)) is not None:
            self._copied(holder, change, depth)
            return
        names: Sequence[str | None] = (
            [change.name]
            if isinstance(change.name, str)
            else self.strings(change.name, change.context)
        )
        for name in names:
            if name is None:
                self.is_complete = False
            elif change.value is None:
                self.add(name, None)
            else:
                self.add_value(name, change.value, change.context)

    def _copied(self, holder: NodeRef, change: Change, depth: int) -> None:
        """Add the parameters of an object that a loop copies, name by name."""
        inside = _Collector(self.evaluator, self.senders)
        inside._of_expression("object", holder, change.context, depth)
        self.is_complete &= inside.is_complete
        is_same = change.value is not None and is_value_of(change.value, change.name)
        for name, value in inside.known:
            self.add(name, value if is_same else None)

    def search(self, value: AbstractValue, depth: int) -> None:
        """Add the parameters of `new URLSearchParams(…)` or `new FormData()`."""
        if spreads(value.at):
            self.is_complete = False
        elif _class(value.at.node) != "FormData" and (first := argument(value.at, 0)) is not None:
            self._of_expression("holder", first, value.context, depth)
        self._changes(value, "search", depth)

    def url(self, value: AbstractValue, depth: int) -> None:
        """Add the parameters that the code adds to `new URL(…)`."""
        self._changes(value, "url", depth)

    def graph(self, value: AbstractValue, depth: int) -> None:
        """Add the parameters of a call chain of the Microsoft Graph client: `.top(5).get()`."""
        call: NodeRef | None = value.at
        while call is not None:
            self.evaluator.memo.budget.spend()
            callee = callee_of(call)
            call = callee.to(grammar.object_of(callee.node)) if callee else None
            if call is None or call.node.type != "call_expression":
                # The chain begins in a variable.
                self.is_complete = False
                return
            callee = callee_of(call)
            name = member_name(callee.node) if callee is not None else ""
            if name == "api":
                return
            self.senders.add(call.key)
            self._graph_option(name, call, value.context, depth)

    def _graph_option(
        self, name: str, call: NodeRef, context: CallContext | None, depth: int
    ) -> None:
        first = argument(call, 0)
        if name == "query":
            self._of_expression("holder", first, context, depth)
        elif name in _GRAPH_PARAMETERS:
            values = arguments(call)
            if len(values) == 1 and first is not None and first.node.type != "array":
                self.add_value(f"${name}", first, context)
                return
            if first is not None and first.node.type == "array":
                values = call.names.syntax.children(first.node)
            strings = [self.strings(NodeRef(call.names, node), context) for node in values]
            literals = [text for (text, *others) in strings if text is not None and not others]
            value = ",".join(literals) if literals and len(literals) == len(values) else None
            self.add(f"${name}", value)
        elif name not in _GRAPH_OPTIONS:
            self.is_complete = False

    def body(self, value: AbstractValue, depth: int) -> None:
        """Add the parameters of a request body."""
        node = value.at.node
        callee = callee_of(value.at) if node.type == "call_expression" else None
        serialized = arguments(value.at) if callee is not None else ()
        if callee is not None and callee.text == "JSON.stringify" and len(serialized) == 1:
            self._of_expression("holder", value.at.to(serialized[0]), value.context, depth)
            return
        text = value.at.literal
        if text is None or text.lstrip()[:1] != "{":
            self.holder(value, depth)
            return
        import json

        try:
            fields = json.loads(text)
        except (ValueError, RecursionError):
            self.is_complete = False
            return
        for name, field in fields.items():
            self.add(name, field if isinstance(field, str) else None)


_STRINGS = frozenset(
    {
        "augmented_assignment_expression",
        "binary_expression",
        "call_expression",
        "string",
        "template_string",
    }
)
_KINDS: dict[str, Callable[[_Collector, AbstractValue, int], None]] = {
    "holder": _Collector.holder,
    "object": _Collector.object,
    "graph": _Collector.graph,
    "search": _Collector.search,
    "url": _Collector.url,
    "body": _Collector.body,
}
_IN_CONTEXTS = frozenset({"holder", "object", "body"})
"""The kinds whose expression is evaluated first, in all its call contexts."""


def _key(child: NodeRef) -> str | None:
    """Return the name of a part of an object literal; None for a computed one or a spread."""
    node = child.node
    if node.type == "shorthand_property_identifier":
        return text_of(node)
    key = child.to(grammar.key_of(node) or grammar.name_of(node))
    if key is None or key.node.type == "computed_property_name":
        return None
    return name_text(key.node)


def _is_tested(node: Node) -> bool:
    """Tell whether an expression is `condition && value`."""
    return node.type == "binary_expression" and operator_of(node) == "&&"


def _class(node: Node) -> str:
    maker = grammar.constructor_of(node)
    return text_of(maker) if maker is not None else ""

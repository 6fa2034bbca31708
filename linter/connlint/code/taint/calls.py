"""Propagation of tokens through call arguments, into functions, built-ins and sinks."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.code.semantics.callees import (
    functions,
    holds_strings,
    missing_import,
    values_in_contexts,
)
from connlint.code.syntax import grammar
from connlint.code.syntax.arguments import BY_METHOD, FIRST_OF_TIMER, TIMERS
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import (
    argument,
    arguments,
    callee_of,
    declaration_of_root,
    member_name,
    parsed_around,
    root_of,
    shortened,
    text_key,
)
from connlint.code.syntax.patterns import ANY, ENTRY, IN_SET
from connlint.code.syntax.treesitter import text_of
from connlint.code.taint.builtin_results import element, results_of
from connlint.code.taint.functions import QUESTIONS, FunctionTransfer
from connlint.code.taint.harmless import ARGUMENT_OF, CALLS
from connlint.code.taint.state import CALL, FLOW_END, TaintState, Transfer
from connlint.text.escaping import quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["CallTransfer"]

_SETTERS = frozenset({"append", "set"})
_ADDERS = {"push": 0, "unshift": 0, "add": 0, "fill": 0, "splice": 2}
"""Methods that add arguments to a list or set, with the index of the first one they add."""
_INTO = frozenset({"Object.assign", "Object.defineProperty", "Reflect.set"})
_NAMED = frozenset({"identifier", "member_expression"})
_LONGEST_INDEX = 4
_TEXTS = frozenset({"JSON.stringify", "String"})
"""Functions whose result is a text of the value."""


class CallTransfer(FunctionTransfer):
    """The propagation steps of a token in the arguments of a call."""

    def passed(self, state: TaintState, given: Node) -> Iterator[Transfer]:
        """Yield the results of a call whose arguments, the node `given`, have the value."""
        names = state.at.names
        call = NodeRef(names, names.syntax.parent(given) or given)
        index = names.syntax.position(state.at.node)
        before = names.syntax.children(given)
        is_exact = not any(
            node.type == "spread_element" and node.start_byte < state.at.node.start_byte
            for node in before
        )
        yield from self.given(state, call, index, is_exact=is_exact)

    def spread(self, state: TaintState, spread: Node) -> Iterator[Transfer]:
        """Yield the results of `[...token]`, `{ ...token }` and `f(...token)`."""
        names, path = state.at.names, state.path
        outer = names.syntax.parent(spread)
        kind = outer.type if outer is not None else ""
        if outer is None or (kind != "object" and not path):
            yield self.escaped(state, "is spread, which connlint does not follow")
        elif kind == "object":
            yield state.to(NodeRef(names, outer), path)
        elif kind == "array":
            yield state.to(NodeRef(names, outer), element(path))
        else:
            call = NodeRef(names, names.syntax.parent(outer) or outer)
            first = path[0]
            index = names.syntax.position(spread)
            exact = first.isdigit() and len(first) < _LONGEST_INDEX
            inner = state.to(state.at, element(path)[1:])
            index += int(first) if exact else 0
            yield from self.given(inner, call, index, is_exact=exact)

    def given(
        self, state: TaintState, call: NodeRef, index: int, *, is_exact: bool
    ) -> Iterator[Transfer]:
        """Yield the results of a call with the value at an index or, if not exact, from it on."""
        yield FLOW_END
        callee = callee_of(call)
        if callee is None:
            yield self.escaped(state, "is used in a call that connlint does not follow")
            return
        callees = functions(self.evaluator, callee, state.context)
        for function in callees.entered:
            yield from self.entered(state, function, index, call, is_exact=is_exact)
        if callees.is_complete:
            return
        requested = self.sinks.requested(state, call)
        if requested is not None:
            yield from requested
            return
        if not callees.entered:
            results = list(self._built_in(state, call, callee, index))
            if results:
                yield from results
                return
        missing = missing_import(self.evaluator, callee)
        states = self.sinks.passed(state, call) if not missing else None
        if missing:
            what = f"{shortened(callee.text)}, imported from {quote(missing)}"
            yield self.escaped(state, f"is given to {what}, which connlint does not find")
        elif states is None:
            what = shortened(callee.text)
            yield self.escaped(state, f"is given to {what}, which connlint does not know")
        else:
            yield from states

    def _built_in(
        self, state: TaintState, call: NodeRef, callee: NodeRef, index: int
    ) -> Iterator[Transfer]:
        """Yield the results of a call of a built-in function or method; nothing for any other."""
        text = callee.text if callee.node.type in _NAMED else ""
        if text in CALLS:
            yield FLOW_END
        elif text in TIMERS:
            yield from self._timed(state, call, index)
        elif text in _INTO and index and index == len(arguments(call)) - 1:
            yield from self._put_by(state, call, text)
        elif text in {"Array.from", "Array.fromAsync"} and len(arguments(call)) > 1:
            yield from self._array_from(state, call, index)
        elif text in _TEXTS and self.sinks.is_data(state):
            yield FLOW_END
        elif text == "JSON.stringify":
            yield self._written_as_json(state, call)
        elif (paths := results_of(text, state.path, call, index)) is not None:
            yield from (state.to(call, path) for path in paths)
        elif (promise := _promise_of(callee)) is not None:
            yield state.to(promise, state.path)
        elif callee.node.type == "member_expression":
            yield from self._by_method(state, call, callee, index)

    def _written_as_json(self, state: TaintState, call: NodeRef) -> Transfer:
        replacer = argument(call, 1)
        if replacer is not None and replacer.node.type not in {"array", "null", "undefined"}:
            return self.escaped(state, "is given to JSON.stringify with a function of its own")
        outer = parsed_around(call)
        is_copy = outer is not None and len(arguments(outer)) == 1
        return state.to(outer, state.path) if outer and is_copy else state.to(call, ())

    def _put_by(self, state: TaintState, call: NodeRef, name: str) -> Iterator[Transfer]:
        """Yield the results of `Object.assign(target, token)` and others that change `target`."""
        target, key = argument(call, 0), argument(call, 1)
        path = state.path
        if target is None or key is None:
            return
        if name != "Object.assign":
            text = text_key(key)
            if name == "Object.defineProperty":
                if path[:1] != ("value",):
                    return
                path = path[1:]
            path = (ANY if text is None else text, *path)
        yield from self.into(state, target, path)
        yield state.to(call, path)

    def _array_from(self, state: TaintState, call: NodeRef, index: int) -> Iterator[Transfer]:
        """Yield the results of `Array.from(list, make)`."""
        function = argument(call, 1)
        if index and state.path[:1] == (CALL,):
            yield state.to(call, (ANY, *state.path[1:]))
        elif function is not None and state.path and not index:
            within = state.to(state.at, element(state.path)[1:])
            yield from self.handed(within, function, 0, call)

    def _timed(self, state: TaintState, call: NodeRef, index: int) -> Iterator[Transfer]:
        """Yield the results of `setTimeout(send, 0, token)`."""
        if index >= FIRST_OF_TIMER:
            first = argument(call, 0)
            if first is not None:
                yield from self.handed(state, first, index - FIRST_OF_TIMER, call)
        elif state.path[:1] == (CALL,):
            yield FLOW_END

    def _by_method(
        self, state: TaintState, call: NodeRef, callee: NodeRef, index: int
    ) -> Iterator[Transfer]:
        name = member_name(callee.node)
        target = callee.to(grammar.object_of(callee.node))
        if target is None:
            return
        if name in BY_METHOD:
            yield from self._called_by(state, call, target, name, index)
        elif name in _ADDERS and index >= _ADDERS[name] and not self._is_import(target):
            element_of = IN_SET if name == "add" else ANY
            yield from self.into(state, target, (element_of, *state.path))
            yield state.to(call, (element_of, *state.path))
        elif name in _SETTERS and index:
            yield from self._set(state, call, target, name)
        elif name == "concat":
            yield state.to(call, element(state.path) if state.path else ())
            if self._is_list(target, state.context):
                yield state.to(call, (ANY, *state.path))
        elif name in ARGUMENT_OF and not self._is_import(target):
            yield FLOW_END
        elif state.path[:1] == (CALL,) and index == 0:
            yield from self._by_callback(state, call, name)

    def _is_import(self, target: NodeRef) -> bool:
        meant = declaration_of_root(target)
        return meant is not None and meant.kind == "import"

    def _is_list(self, target: NodeRef, context: CallContext | None) -> bool:
        return any(
            value.at.node.type == "array"
            for value in values_in_contexts(self.evaluator, target, context)
        )

    def _called_by(
        self, state: TaintState, call: NodeRef, target: NodeRef, name: str, index: int
    ) -> Iterator[Transfer]:
        """Yield the results of `send.call(this, token)`, and of `send.apply` and `send.bind`."""
        callees = functions(self.evaluator, target, state.context)
        if not callees.entered or not callees.is_complete or index == 0:
            return
        path = state.path
        if name == "apply":
            if index > 1 or not path:
                return
            index = int(path[0]) + 1 if path[0].isdigit() and len(path[0]) < _LONGEST_INDEX else 1
            state = state.to(state.at, path[1:])
        for function in callees.entered:
            exact = name != "apply" or path[0].isdigit()
            yield from self.entered(state, function, index - 1, call, is_exact=exact)

    def _set(
        self, state: TaintState, call: NodeRef, target: NodeRef, name: str
    ) -> Iterator[Transfer]:
        """Yield the results of `map.set(key, token)`, also for headers and URL parameters."""
        holder = root_of(target)
        is_name = holder.node.type == "identifier"
        if is_name and holds_strings(self.evaluator, holder, state.context):
            yield from self.uses(state, holder.node, ())
            yield state.to(call, ())
        elif name == "set" and not self._is_import(target):
            key = text_key(argument(call, 0))
            path = (ENTRY + (ANY if key is None else key), *state.path)
            yield from self.into(state, target, path)
            yield state.to(call, path)

    def _by_callback(self, state: TaintState, call: NodeRef, name: str) -> Iterator[Transfer]:
        """Yield the results of a method whose callback, the first argument, returns the token."""
        inner = state.path[1:]
        if name in {"map", "flatMap"}:
            yield state.to(call, (ANY, *inner) if name == "map" else element(inner))
        elif name in {"then", "catch"}:
            yield state.to(call, inner)
        elif name in {"reduce", "reduceRight"}:
            # The next call of the callback gets the token as its first argument.
            yield state.to(call, inner)
            yield from self.handed(state.to(state.at, inner), state.at, 0, call)
        elif name in QUESTIONS:
            yield FLOW_END


def _promise_of(callee: NodeRef) -> NodeRef | None:
    """Return the `new Promise((done) => done(x))` whose `done` is called; None for others."""
    is_name = callee.node.type == "identifier"
    declaration = callee.names.resolve(callee.node) if is_name else None
    if declaration is None or declaration.kind != "parameter" or declaration.position:
        return None
    around = callee.names.syntax.parent(declaration.home)
    promise = callee.names.syntax.parent(around) if around is not None else None
    maker = grammar.constructor_of(promise) if promise is not None else None
    if promise is None or maker is None or text_of(maker) != "Promise":
        return None
    return NodeRef(callee.names, promise)

"""Propagation of tokens through methods of strings, lists, maps, promises and functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connlint.code.syntax.arguments import ON_ELEMENTS
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import argument, arguments, text_key
from connlint.code.syntax.parameter_list import parameters
from connlint.code.syntax.patterns import ANY, ENTRY, IN_SET, is_element
from connlint.code.taint.builtin_results import element
from connlint.code.taint.calls import CallTransfer
from connlint.code.taint.harmless import METHODS
from connlint.code.taint.state import CALL, FLOW_END, TaintState, Transfer

__all__ = ["LIST_METHODS", "PROMISE_METHODS", "MethodTransfer"]

_TO_STRING = frozenset(
    {
        "concat",
        "normalize",
        "padEnd",
        "padStart",
        "repeat",
        "replace",
        "replaceAll",
        "toLocaleLowerCase",
        "toLocaleUpperCase",
        "toLowerCase",
        "toString",
        "toUpperCase",
        "toWellFormed",
        "trim",
        "trimEnd",
        "trimLeft",
        "trimRight",
        "trimStart",
        "valueOf",
        # Of headers and URL parameters that have the token.
        "get",
    }
)
"""Methods whose result is a string that still has the token."""
_TO_STRINGS = frozenset({"getAll", "getSetCookie", "split", "values"})
"""Methods whose result is a list of such strings."""
PROMISE_METHODS = frozenset({"catch", "finally", "then"})
"""The methods of promises."""
_ELEMENT = frozenset({"at", "find", "findLast", "pop", "shift"})
_SOME = frozenset(
    {
        "concat",
        "copyWithin",
        "drop",
        "fill",
        "filter",
        "flat",
        "reverse",
        "slice",
        "sort",
        "splice",
        "take",
        "toArray",
        "toReversed",
        "toSorted",
        "toSpliced",
        "values",
        "with",
    }
)
_JOINED = frozenset({"join", "toLocaleString", "toString"})
_NUMBERS = frozenset({"every", "findIndex", "findLastIndex", "forEach", "keys", "some"})
_ADDING = frozenset({"append", "push", "set", "unshift"})
"""Methods that add another value to their receiver, and return at most a number."""
_MOVING = frozenset({"copyWithin", "fill", "reverse", "shift", "sort", "splice", "unshift"})
_SETS = frozenset({"difference", "intersection", "symmetricDifference", "union"})
LIST_METHODS = frozenset(
    {*_ELEMENT, *_SOME, *_JOINED, *METHODS, *_NUMBERS, *_ADDING, *ON_ELEMENTS, "entries", "next"}
)
"""The methods of lists and of their iterators."""
_THIRD = 2


class MethodTransfer(CallTransfer):
    """The propagation steps of a token through methods of the value that has it."""

    def method(self, state: TaintState, name: str, call: NodeRef) -> Iterator[Transfer]:
        """Yield the results of a method call on a value that has the token; nothing if unknown."""
        path = state.path
        if name in PROMISE_METHODS:
            yield from self._awaited(state, name, call)
        elif not path:
            yield from self._of_string(state, name, call)
        elif path[0] == CALL:
            yield from self._of_function(state, name, call)
        elif path[0] == IN_SET:
            yield from self._of_set(state, name, call)
        elif is_element(path[0]):
            yield from self._of_list(state, name, call)
        else:
            yield from self._of_entries(state, name, call)

    def _awaited(self, state: TaintState, name: str, call: NodeRef) -> Iterator[Transfer]:
        callbacks = arguments(call)
        if name == "then":
            for function in callbacks[:1]:
                yield from self.handed(state, NodeRef(call.names, function), 0, call)
        if name != "then" or not callbacks:
            yield state.to(call, state.path)

    def _of_string(self, state: TaintState, name: str, call: NodeRef) -> Iterator[Transfer]:
        if name in METHODS or name in _ADDING:
            yield FLOW_END
        elif name == "forEach":
            yield from self._for_each_entry(state, call, state)
        elif name in _TO_STRING:
            yield state.to(call, ())
            if name in {"replace", "replaceAll"}:
                yield from self._replaced(state, call)
        elif name in _TO_STRINGS:
            yield state.to(call, (ANY,))
        elif name == "entries":
            yield state.to(call, (ANY, "1"))

    def _replaced(self, state: TaintState, call: NodeRef) -> Iterator[Transfer]:
        """Yield the results of `token.replace(pattern, (match) => …)`."""
        function = argument(call, 1)
        if function is not None and function.node.type not in {"string", "template_string"}:
            yield from self.handed(state, function, 0, call)

    def _for_each_entry(
        self, state: TaintState, call: NodeRef, inner: TaintState
    ) -> Iterator[Transfer]:
        """Yield the results of `forEach` of maps and headers: value first, the whole third."""
        function = argument(call, 0)
        if function is not None:
            yield from self.handed(inner, function, 0, call)
            if len(parameters(function.names.syntax, function.node)) > _THIRD:
                yield from self.handed(state, function, _THIRD, call)

    def _of_function(self, state: TaintState, name: str, call: NodeRef) -> Iterator[Transfer]:
        if name in {"apply", "call"}:
            yield state.to_named(call, state.path[1:])
        elif name == "bind":
            yield state.to(call, state.path)

    def _of_list(self, state: TaintState, name: str, call: NodeRef) -> Iterator[Transfer]:
        path = state.path
        if name in ON_ELEMENTS:
            yield from self._for_each(state, name, call)
        elif name in {"sort", "toSorted"}:
            yield from self._sorted(state, call)
        if name in _MOVING and path[0] != ANY:
            # Afterwards, the token may be at another index of the list.
            yield from self.into(state, state.at, (ANY, *path[1:]))
        if name in _ELEMENT:
            yield state.to_named(call, path[1:])
        elif name in METHODS or name in _NUMBERS or name in _ADDING:
            yield FLOW_END
        else:
            yield from (state.to(call, inner) for inner in _of_elements(name, path))

    def _of_set(self, state: TaintState, name: str, call: NodeRef) -> Iterator[Transfer]:
        inner = state.path[1:]
        if name == "forEach":
            function = argument(call, 0)
            within = state.to(state.at, inner)
            yield from self._for_each_entry(state, call, within)
            if function is not None:
                yield from self.handed(within, function, 1, call)
        elif name in {"keys", "values"}:
            yield state.to(call, (ANY, *inner))
        elif name == "entries":
            yield state.to(call, (ANY, ANY, *inner))
        elif name in _SETS or name == "add":
            yield state.to(call, state.path)
        elif name in METHODS:
            yield FLOW_END

    def _sorted(self, state: TaintState, call: NodeRef) -> Iterator[Transfer]:
        function = argument(call, 0)
        within = state.to(state.at, state.path[1:])
        for number in (0, 1) if function is not None else ():
            yield from self.handed(within, function or call, number, call)

    def _for_each(self, state: TaintState, name: str, call: NodeRef) -> Iterator[Transfer]:
        function = argument(call, 0)
        if function is None:
            return
        number = ON_ELEMENTS[name]
        within = state.to(state.at, state.path[1:])
        yield from self.handed(within, function, number, call)
        if len(parameters(function.names.syntax, function.node)) > number + _THIRD:
            yield from self.handed(state, function, number + _THIRD, call)
        if number:
            # Without an initial value, `reduce` begins with the first element.
            yield from self.handed(within, function, 0, call)
            yield state.to(call, state.path[1:])

    def _of_entries(self, state: TaintState, name: str, call: NodeRef) -> Iterator[Transfer]:
        """Yield the results of methods of maps and headers that have the token under a key."""
        path = state.path
        own = path[0].removeprefix(ENTRY)
        if name == "get":
            wanted = text_key(argument(call, 0))
            is_same_key = wanted is None or own == ANY or wanted.lower() == own.lower()
            yield state.to_named(call, path[1:]) if is_same_key else FLOW_END
        elif name == "forEach":
            yield from self._for_each_entry(state, call, state.to(state.at, path[1:]))
        elif name == "values":
            yield state.to(call, (ANY, *path[1:]))
        elif name == "entries":
            yield state.to(call, (ANY, "1", *path[1:]))
        elif name == "set":
            yield state.to(call, path)
        elif name in METHODS or name == "append" or (name == "keys" and path[0] != name):
            yield FLOW_END


def _of_elements(name: str, path: tuple[str, ...]) -> Sequence[tuple[str, ...]]:
    """Return the paths of the token in the result of a list method; none if it is unknown."""
    if name == "flat":
        return [element(path[1:]), element(path)]
    if name in _SOME:
        return [element(path)]
    if name == "entries":
        return [(ANY, "1", *path[1:])]
    if name in _JOINED:
        return [()]
    if name == "next":
        return [("value", *path[1:])]
    # These add another value, and return their receiver.
    return [path] if name in {"add", "set"} else []

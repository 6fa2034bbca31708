"""What the methods of texts, lists, maps, promises and functions do with a token in them."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.code.binding import ANY, ENTRY
from connlint.code.calls import ON_ELEMENTS
from connlint.code.carried import CALL, ENDED, Carried, Step
from connlint.code.expressions import argument, arguments
from connlint.code.harmless import METHODS
from connlint.code.names import parameters
from connlint.code.passing import Passing
from connlint.code.places import At
from connlint.code.results import element

__all__ = ["LIST_METHODS", "Methods"]

_TEXT = frozenset(
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
        # Of headers and parameters that have the token.
        "get",
    }
)
"""Methods whose result is a text that still has the token."""
_PARTS = frozenset({"getAll", "getSetCookie", "split", "values"})
"""Methods whose result is a list of such texts."""
_PROMISE = frozenset({"catch", "finally", "then"})
_ELEMENT = frozenset({"at", "find", "findLast", "pop", "shift"})
_SOME = frozenset(
    {
        "concat",
        "copyWithin",
        "fill",
        "filter",
        "flat",
        "reverse",
        "slice",
        "sort",
        "splice",
        "toReversed",
        "toSorted",
        "toSpliced",
        "values",
        "with",
    }
)
_JOINED = frozenset({"join", "toLocaleString", "toString"})
LIST_METHODS = _ELEMENT | _SOME | _JOINED | METHODS | ON_ELEMENTS.keys() | {"entries", "next"}
"""The methods of lists and of what goes through them."""
_THIRD = 2


class Methods(Passing):
    """The steps of a token through methods of what has it."""

    def method(self, carried: Carried, name: str, call: At) -> Iterator[Step]:
        """A method of a value that has the token is called; nothing where it is not known."""
        path = carried.path
        if name in _PROMISE:
            yield from self._awaited(carried, name, call)
        elif not path:
            yield from self._of_text(carried, name, call)
        elif path[0] == CALL:
            yield from self._of_function(carried, name, call)
        elif path[0] == ANY or path[0].isdigit():
            yield from self._of_list(carried, name, call)
        else:
            yield from self._of_entries(carried, name, call)

    def _awaited(self, carried: Carried, name: str, call: At) -> Iterator[Step]:
        given = arguments(call)
        if name == "then":
            for function in given[:1]:
                yield from self.handed(carried, At(call.names, function), 0, call)
        if name != "then" or not given:
            yield carried.to(call, carried.path)

    def _of_text(self, carried: Carried, name: str, call: At) -> Iterator[Step]:
        if name in METHODS or name == "set":
            yield ENDED
        elif name in _TEXT:
            yield carried.to(call, ())
        elif name in _PARTS:
            yield carried.to(call, (ANY,))
        elif name == "entries":
            yield carried.to(call, (ANY, "1"))

    def _of_function(self, carried: Carried, name: str, call: At) -> Iterator[Step]:
        if name in {"apply", "call"}:
            yield carried.to_named(call, carried.path[1:])
        elif name == "bind":
            yield carried.to(call, carried.path)

    def _of_list(self, carried: Carried, name: str, call: At) -> Iterator[Step]:
        path = carried.path
        if name in ON_ELEMENTS:
            yield from self._for_each(carried, name, call)
        if name in _ELEMENT:
            yield carried.to_named(call, path[1:])
        elif name == "flat":
            yield carried.to(call, element(path[1:]))
            yield carried.to(call, element(path))
        elif name in _SOME:
            yield carried.to(call, element(path))
        elif name == "entries":
            yield carried.to(call, (ANY, "1", *path[1:]))
        elif name in _JOINED:
            yield carried.to(call, ())
        elif name == "next":
            yield carried.to(call, ("value", *path[1:]))
        elif name in METHODS:
            yield ENDED
        elif name in {"add", "set"}:
            # Something else is put in, and the same comes back.
            yield carried.to(call, path)

    def _for_each(self, carried: Carried, name: str, call: At) -> Iterator[Step]:
        function = argument(call, 0)
        if function is None:
            return
        number = ON_ELEMENTS[name]
        within = carried.to(carried.at, carried.path[1:])
        yield from self.handed(within, function, number, call)
        if len(parameters(function.names.syntax, function.node)) > number + _THIRD:
            yield from self.handed(carried, function, number + _THIRD, call)
        if number:
            # Without another beginning, it begins with the first element.
            yield from self.handed(within, function, 0, call)
            yield carried.to(call, carried.path[1:])

    def _of_entries(self, carried: Carried, name: str, call: At) -> Iterator[Step]:
        """Methods of maps and headers, which have the token under a key."""
        path = carried.path
        own = path[0].removeprefix(ENTRY)
        if name == "get":
            key = argument(call, 0)
            is_text = key is not None and key.node.type == "string"
            wanted = key.text.strip("\"'").lower() if key is not None and is_text else ANY
            is_it = ANY in {own, wanted} or wanted == own.lower()
            yield carried.to_named(call, path[1:]) if is_it else ENDED
        elif name == "forEach":
            function = argument(call, 0)
            if function is not None:
                within = carried.to(carried.at, path[1:])
                yield from self.handed(within, function, 0, call)
                if len(parameters(function.names.syntax, function.node)) > _THIRD:
                    yield from self.handed(carried, function, _THIRD, call)
        elif name == "values":
            yield carried.to(call, (ANY, *path[1:]))
        elif name == "entries":
            yield carried.to(call, (ANY, "1", *path[1:]))
        elif name == "set":
            yield carried.to(call, path)
        elif name in METHODS - {"push", "unshift", "every", "some"}:
            yield ENDED

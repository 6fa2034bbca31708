"""What the methods of texts, lists, maps, promises and functions do with a token in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connlint.code.binding import ANY, ENTRY, IN_SET, is_element
from connlint.code.calls import ON_ELEMENTS
from connlint.code.carried import CALL, ENDED, Carried, Step
from connlint.code.expressions import argument, arguments, text_key
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
_PUTTING = frozenset({"append", "push", "set", "unshift"})
"""Methods that put something else in, and give no more than a number."""
_MOVING = frozenset({"copyWithin", "fill", "reverse", "shift", "sort", "splice", "unshift"})
_SETS = frozenset({"difference", "intersection", "symmetricDifference", "union"})
LIST_METHODS = frozenset(
    {*_ELEMENT, *_SOME, *_JOINED, *METHODS, *_NUMBERS, *_PUTTING, *ON_ELEMENTS, "entries", "next"}
)
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
        elif path[0] == IN_SET:
            yield from self._of_set(carried, name, call)
        elif is_element(path[0]):
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
        if name in METHODS or name in _PUTTING:
            yield ENDED
        elif name == "forEach":
            yield from self._for_each_entry(carried, call, carried)
        elif name in _TEXT:
            yield carried.to(call, ())
            if name in {"replace", "replaceAll"}:
                yield from self._replaced(carried, call)
        elif name in _PARTS:
            yield carried.to(call, (ANY,))
        elif name == "entries":
            yield carried.to(call, (ANY, "1"))

    def _replaced(self, carried: Carried, call: At) -> Iterator[Step]:
        """`token.replace(pattern, (match) => …)`."""
        function = argument(call, 1)
        if function is not None and function.node.type not in {"string", "template_string"}:
            yield from self.handed(carried, function, 0, call)

    def _for_each_entry(self, carried: Carried, call: At, inner: Carried) -> Iterator[Step]:
        """`forEach` of maps and headers: the value is first, all of them are third."""
        function = argument(call, 0)
        if function is not None:
            yield from self.handed(inner, function, 0, call)
            if len(parameters(function.names.syntax, function.node)) > _THIRD:
                yield from self.handed(carried, function, _THIRD, call)

    def _of_function(self, carried: Carried, name: str, call: At) -> Iterator[Step]:
        if name in {"apply", "call"}:
            yield carried.to_named(call, carried.path[1:])
        elif name == "bind":
            yield carried.to(call, carried.path)

    def _of_list(self, carried: Carried, name: str, call: At) -> Iterator[Step]:
        path = carried.path
        if name in ON_ELEMENTS:
            yield from self._for_each(carried, name, call)
        elif name in {"sort", "toSorted"}:
            yield from self._sorted(carried, call)
        if name in _MOVING and path[0] != ANY:
            # From now on it is somewhere else in the list.
            yield from self.into(carried, carried.at, (ANY, *path[1:]))
        if name in _ELEMENT:
            yield carried.to_named(call, path[1:])
        elif name in METHODS or name in _NUMBERS or name in _PUTTING:
            yield ENDED
        else:
            yield from (carried.to(call, inner) for inner in _of_elements(name, path))

    def _of_set(self, carried: Carried, name: str, call: At) -> Iterator[Step]:
        inner = carried.path[1:]
        if name == "forEach":
            function = argument(call, 0)
            within = carried.to(carried.at, inner)
            yield from self._for_each_entry(carried, call, within)
            if function is not None:
                yield from self.handed(within, function, 1, call)
        elif name in {"keys", "values"}:
            yield carried.to(call, (ANY, *inner))
        elif name == "entries":
            yield carried.to(call, (ANY, ANY, *inner))
        elif name in _SETS or name == "add":
            yield carried.to(call, carried.path)
        elif name in METHODS:
            yield ENDED

    def _sorted(self, carried: Carried, call: At) -> Iterator[Step]:
        function = argument(call, 0)
        within = carried.to(carried.at, carried.path[1:])
        for number in (0, 1) if function is not None else ():
            yield from self.handed(within, function or call, number, call)

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
            wanted = text_key(argument(call, 0))
            is_it = wanted is None or own == ANY or wanted.lower() == own.lower()
            yield carried.to_named(call, path[1:]) if is_it else ENDED
        elif name == "forEach":
            yield from self._for_each_entry(carried, call, carried.to(carried.at, path[1:]))
        elif name == "values":
            yield carried.to(call, (ANY, *path[1:]))
        elif name == "entries":
            yield carried.to(call, (ANY, "1", *path[1:]))
        elif name == "set":
            yield carried.to(call, path)
        elif name in METHODS or name == "append" or (name == "keys" and path[0] != name):
            yield ENDED


def _of_elements(name: str, path: tuple[str, ...]) -> Sequence[tuple[str, ...]]:
    """The paths of the token in what a method of a list gives; none for one that is not known."""
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
    # Where something else is put in, the same comes back.
    return [path] if name in {"add", "set"} else []

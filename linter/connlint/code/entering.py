"""How a token gets into functions as an argument, and out of them as what they give back."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.code.binding import ANY
from connlint.code.callees import functions
from connlint.code.calls import way_of
from connlint.code.carried import CALL, ENDED, Carried, Step
from connlint.code.classes import CLASSES, owner_of_this
from connlint.code.expressions import (
    callee_of,
    caller_around,
    field_of,
    function_around,
    member_name,
    shortened,
)
from connlint.code.harmless import CALLS
from connlint.code.keeping import Keeping
from connlint.code.limits import CALLS_DEEP, TOO_MANY_CALLS
from connlint.code.names import parameter_at, parameters
from connlint.code.places import At, Frame
from connlint.code.results import element
from connlint.code.syntax import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["QUESTIONS", "Entering"]

_DROPPING = frozenset({"Promise", "queueMicrotask", "setInterval", "setTimeout"})
"""What calls a function without a look at what that gives back."""
QUESTIONS = frozenset(
    {
        "every",
        "filter",
        "finally",
        "find",
        "findIndex",
        "findLast",
        "findLastIndex",
        "forEach",
        "some",
        "sort",
        "toSorted",
    }
)
"""Methods that only look whether what a function gives back is true, or its sign."""
_GENERATORS = frozenset({"generator_function", "generator_function_declaration"})


class Entering(Keeping):
    """The steps of a token into functions and out of them."""

    def knows(self, carried: Carried, callee: At) -> bool:
        """Whether all functions that a call may enter are the program's own, and known by `this`.

        `this` in a function that is put into an object later is not followed.
        """
        found = functions(self.values, callee, carried.frame)
        return found.is_complete and not any(map(_has_this_of_others, found.entered))

    def handed(self, carried: Carried, function: At, index: int, call: At) -> Iterator[Step]:
        """A call is given a function, and calls it with the value as an argument."""
        yield ENDED
        found = functions(self.values, function, carried.frame)
        for each in found.entered:
            yield from self.entered(carried, each, index, call, is_exact=True, is_handed=True)
        if found.is_complete or function.text in CALLS:
            return
        if not self.sinks.handed(carried, function):
            what = shortened(function.text)
            yield self.lost(carried, f"is given to {what}, which connlint does not know")

    def entered(
        self,
        carried: Carried,
        function: At,
        index: int,
        call: At,
        *,
        is_exact: bool = True,
        is_handed: bool = False,
    ) -> Iterator[Step]:
        """The value is a function's argument."""
        yield ENDED
        frame = carried.frame
        entered = frame.of(function) if frame is not None else None
        if entered is None:
            if frame is not None and len(frame.keys) > CALLS_DEEP:
                yield self.lost(carried, TOO_MANY_CALLS)
                return
            entered = self.program.frame(function, call, frame, is_handed=is_handed)
        elif entered.call is not None and entered.call.key != call.key and not is_handed:
            yield from self._called_again(entered, Carried(call, frame, (), carried.client, call))
        within = Carried(function, entered, carried.path, carried.client)
        syntax = function.names.syntax
        count = len(parameters(syntax, function.node))
        for number in [index] if is_exact else range(index, max(count, index + 1)):
            parameter = parameter_at(syntax, function.node, number)
            if parameter is None:
                continue
            yield from self.bound(within, parameter, carried.path)
            own_field = field_of(syntax, parameter)
            if own_field is not None:
                name = text_of(own_field)
                yield from self.field(within, At(function.names, own_field), name, carried.path)
        place = str(index) if is_exact else ANY
        for use in _arguments_in(function):
            yield within.to(use, (place, *carried.path))

    def is_called(self, carried: Carried, call: Node) -> Iterator[Step]:
        """The value is a function that gives the token back, and is called."""
        place = At(carried.at.names, call)
        if call.child_by_field_name("function") != carried.at.node:
            # A template behind the name of a function.
            callee = call.child_by_field_name("function")
            if callee is not None and text_of(callee) == "String.raw":
                yield carried.to(place, ())
            else:
                what = shortened(text_of(callee)) if callee is not None else "a template"
                yield self.lost(carried, f"is given to {what}, which connlint does not know")
        elif carried.path and carried.path[0] in {CALL, ANY}:
            yield carried.to_named(place, carried.path[1:])
        elif carried.client is not None and not carried.path:
            found = self.sinks.member(carried, [], carried.at)
            yield from found or ()
            if found is None:
                yield self.lost(carried, "is used by a call that connlint does not know")
            else:
                yield ENDED

    def given_back(self, carried: Carried, parent: Node) -> Iterator[Step]:
        """`return token`, and an arrow function that is nothing but the value."""
        is_body = parent.child_by_field_name("body") == carried.at.node
        if parent.type == "return_statement" or is_body:
            yield from self.returned(carried, carried.path)

    def yielded(self, carried: Carried, parent: Node) -> Iterator[Step]:
        """A generator gives the token as one of its elements."""
        if carried.at.names.syntax.has(parent, "*"):
            yield from self.returned(carried, element(carried.path), is_yielded=True)
        else:
            yield from self.returned(carried, (ANY, *carried.path), is_yielded=True)

    def returned(
        self, carried: Carried, path: tuple[str, ...], *, is_yielded: bool = False
    ) -> Iterator[Step]:
        """The value goes back to whoever called the function."""
        home = function_around(carried.at)
        if home is None:
            yield self.lost(carried, "is given back outside of a function")
            return
        if _is_generator(home) and not is_yielded:
            yield self.lost(carried, "is what a generator gives in the end")
            return
        frame = carried.frame
        call = frame.call if frame is not None and frame.function.key == home.key else None
        if frame is not None and call is not None:
            yield from self._to_call(carried, frame, call, path)
            return
        path = (CALL, *path)
        if home.node.type == "method_definition":
            yield from self._from_method(carried, home, path)
            return
        name = home.node.child_by_field_name("name")
        declaration = home.names.declaration_at(name) if name is not None else None
        if declaration is not None:
            yield from self.references(carried.to(home, carried.path), declaration, path)
        if not home.node.type.endswith("_declaration"):
            yield carried.to(home, path)

    def _called_again(self, frame: Frame, again: Carried) -> Iterator[Step]:
        """A function calls itself: that call, too, gets what the function gives back."""
        calls, results = self._recursions.setdefault(frame, ([], []))
        calls.append(again)
        yield from (again._replace(path=path, client=client) for path, client in results)

    def _to_call(
        self, carried: Carried, frame: Frame, call: At, path: tuple[str, ...]
    ) -> Iterator[Step]:
        """The call that entered a function gets what the function gives back."""
        calls, results = self._recursions.setdefault(frame, ([], []))
        results.append((path, carried.client))
        yield from (each._replace(path=path, client=carried.client) for each in calls)
        result = Carried(call, frame.outer, path, carried.client, call)
        if not frame.is_handed:
            is_bound = way_of(call, frame.function) == "bind"
            yield result._replace(path=(CALL, *path)) if is_bound else result
            return
        callee = callee_of(call)
        is_member = callee is not None and callee.node.type == "member_expression"
        name = member_name(callee.node) if callee is not None and is_member else ""
        if name in {"map", "from"}:
            yield result._replace(path=(ANY, *path))
        elif name == "flatMap":
            yield result._replace(path=element(path))
        elif name in {"then", "catch"}:
            yield result
        elif name in {"reduce", "reduceRight"}:
            yield result
            yield from self.entered(result, frame.function, 0, call, is_handed=True)
        elif name in QUESTIONS or (callee is not None and callee.text in _DROPPING):
            yield ENDED
        else:
            what = shortened(callee.text) if callee is not None else "a call"
            yield self.lost(carried, f"is given back to {what}, which connlint does not know")

    def _from_method(self, carried: Carried, method: At, path: tuple[str, ...]) -> Iterator[Step]:
        """What a method gives back: of an object by way of it, of a class by way of its objects."""
        names = method.names
        name = method.node.child_by_field_name("name")
        owner = names.syntax.parent(method.node)
        if name is None or owner is None or name.type == "computed_property_name":
            yield self.lost(carried, "is given back by a method without a name")
            return
        if names.syntax.has(method.node, "get"):
            path = path[1:]
        here = carried.to(method, carried.path)
        if owner.type == "object":
            yield carried.to(At(names, owner), (text_of(name), *path))
            yield from self.own(here, At(names, owner), text_of(name), path)
            return
        around = names.syntax.parent(owner)
        if around is None or around.type not in CLASSES or text_of(name) == "constructor":
            yield self.lost(carried, "is given back by a method that connlint does not follow")
            return
        yield from self.member(here, method, At(names, around), text_of(name), path)


def _arguments_in(function: At) -> Iterator[At]:
    """The places where a function has all that it is given by the name `arguments`."""
    if function.node.type == "arrow_function":
        return
    for node in function.names.syntax.occurrences("arguments", function.node):
        use = At(function.names, node)
        home = caller_around(use)
        if home is not None and home.node.id == function.node.id and node.type == "identifier":
            yield use


def _has_this_of_others(function: At) -> bool:
    """Whether a function has a `this` that only its caller gives."""
    if function.node.type in {"arrow_function", "method_definition"}:
        return False
    uses = function.names.syntax.occurrences("this", function.node)
    return any(owner_of_this(At(function.names, use)) is None for use in uses)


def _is_generator(function: At) -> bool:
    if function.node.type in _GENERATORS:
        return True
    is_method = function.node.type == "method_definition"
    return is_method and function.names.syntax.has(function.node, "*")

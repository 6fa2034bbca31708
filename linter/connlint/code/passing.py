"""What calls do that are given a token: functions of the program, of the language, and sinks."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.code.binding import ANY, ENTRY, IN_SET
from connlint.code.callees import functions, holds_texts, missing_import, values_in_contexts
from connlint.code.calls import BY_METHOD, FIRST_OF_TIMER, TIMERS
from connlint.code.carried import CALL, ENDED, Carried, Step
from connlint.code.entering import QUESTIONS, Entering
from connlint.code.expressions import (
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
from connlint.code.harmless import ARGUMENT_OF, CALLS
from connlint.code.places import At, Frame
from connlint.code.results import element, results_of
from connlint.code.syntax import text_of
from connlint.wording import quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["Passing"]

_SETTERS = frozenset({"append", "set"})
_ADDERS = {"push": 0, "unshift": 0, "add": 0, "fill": 0, "splice": 2}
"""Methods that put arguments into a list or set, with the number of the first of them."""
_INTO = frozenset({"Object.assign", "Object.defineProperty", "Reflect.set"})
_NAMED = frozenset({"identifier", "member_expression"})
_LONGEST_INDEX = 4


class Passing(Entering):
    """The steps of a token that is among the arguments of a call."""

    def passed(self, carried: Carried, given: Node) -> Iterator[Step]:
        """The value is an argument of a call."""
        names = carried.at.names
        call = At(names, names.syntax.parent(given) or given)
        index = names.syntax.position(carried.at.node)
        before = names.syntax.children(given)
        is_exact = not any(
            each.type == "spread_element" and each.start_byte < carried.at.node.start_byte
            for each in before
        )
        yield from self.given(carried, call, index, is_exact=is_exact)

    def spread(self, carried: Carried, spread: Node) -> Iterator[Step]:
        """`[...token]`, `{ ...token }` and `f(...token)`."""
        names, path = carried.at.names, carried.path
        outer = names.syntax.parent(spread)
        kind = outer.type if outer is not None else ""
        if outer is None or (kind != "object" and not path):
            yield self.lost(carried, "is spread, which connlint does not follow")
        elif kind == "object":
            yield carried.to(At(names, outer), path)
        elif kind == "array":
            yield carried.to(At(names, outer), element(path))
        else:
            call = At(names, names.syntax.parent(outer) or outer)
            first = path[0]
            index = names.syntax.position(spread)
            exact = first.isdigit() and len(first) < _LONGEST_INDEX
            inner = carried.to(carried.at, element(path)[1:])
            index += int(first) if exact else 0
            yield from self.given(inner, call, index, is_exact=exact)

    def given(self, carried: Carried, call: At, index: int, *, is_exact: bool) -> Iterator[Step]:
        """A call has the value among its arguments, at an index or, if not exact, from it on."""
        yield ENDED
        callee = callee_of(call)
        if callee is None:
            yield self.lost(carried, "is used in a call that connlint does not follow")
            return
        found = functions(self.values, callee, carried.frame)
        for function in found.entered:
            yield from self.entered(carried, function, index, call, is_exact=is_exact)
        if found.is_complete:
            return
        if not found.entered:
            ways = list(self._built_in(carried, call, callee, index))
            if ways:
                yield from ways
                return
        missing = missing_import(self.values, callee)
        known = self.sinks.passed(carried, call) if not missing else None
        if missing:
            what = f"{shortened(callee.text)}, imported from {quote(missing)}"
            yield self.lost(carried, f"is given to {what}, which connlint does not find")
        elif known is None:
            what = shortened(callee.text)
            yield self.lost(carried, f"is given to {what}, which connlint does not know")
        else:
            yield from known

    def _built_in(self, carried: Carried, call: At, callee: At, index: int) -> Iterator[Step]:
        """The value is given to something that the language itself has; nothing for all else."""
        text = callee.text if callee.node.type in _NAMED else ""
        if text in CALLS:
            yield ENDED
        elif text in TIMERS:
            yield from self._timed(carried, call, index)
        elif text in _INTO and index and index == len(arguments(call)) - 1:
            yield from self._put_by(carried, call, text)
        elif text in {"Array.from", "Array.fromAsync"} and len(arguments(call)) > 1:
            yield from self._array_from(carried, call, index)
        elif text == "JSON.stringify":
            yield self._written_as_json(carried, call)
        elif (paths := results_of(text, carried.path, call, index)) is not None:
            yield from (carried.to(call, path) for path in paths)
        elif (made := _promise_of(callee)) is not None:
            yield carried.to(made, carried.path)
        elif callee.node.type == "member_expression":
            yield from self._by_method(carried, call, callee, index)

    def _written_as_json(self, carried: Carried, call: At) -> Step:
        replacer = argument(call, 1)
        if replacer is not None and replacer.node.type not in {"array", "null", "undefined"}:
            return self.lost(carried, "is given to JSON.stringify with a function of its own")
        outer = parsed_around(call)
        is_copy = outer is not None and len(arguments(outer)) == 1
        return carried.to(outer, carried.path) if outer and is_copy else carried.to(call, ())

    def _put_by(self, carried: Carried, call: At, name: str) -> Iterator[Step]:
        """`Object.assign(target, token)` and what else puts it into the first argument."""
        target, key = argument(call, 0), argument(call, 1)
        path = carried.path
        if target is None or key is None:
            return
        if name != "Object.assign":
            text = text_key(key)
            if name == "Object.defineProperty":
                if path[:1] != ("value",):
                    return
                path = path[1:]
            path = (ANY if text is None else text, *path)
        yield from self.into(carried, target, path)
        yield carried.to(call, path)

    def _array_from(self, carried: Carried, call: At, index: int) -> Iterator[Step]:
        """`Array.from(list, make)`."""
        function = argument(call, 1)
        if index and carried.path[:1] == (CALL,):
            yield carried.to(call, (ANY, *carried.path[1:]))
        elif function is not None and carried.path and not index:
            within = carried.to(carried.at, element(carried.path)[1:])
            yield from self.handed(within, function, 0, call)

    def _timed(self, carried: Carried, call: At, index: int) -> Iterator[Step]:
        """`setTimeout(send, 0, token)`."""
        if index >= FIRST_OF_TIMER:
            first = argument(call, 0)
            if first is not None:
                yield from self.handed(carried, first, index - FIRST_OF_TIMER, call)
        elif carried.path[:1] == (CALL,):
            yield ENDED

    def _by_method(self, carried: Carried, call: At, callee: At, index: int) -> Iterator[Step]:
        name = member_name(callee.node)
        target = callee.to(callee.node.child_by_field_name("object"))
        if target is None:
            return
        if name in BY_METHOD:
            yield from self._called_by(carried, call, target, name, index)
        elif name in _ADDERS and index >= _ADDERS[name] and not self._is_import(target):
            element_of = IN_SET if name == "add" else ANY
            yield from self.into(carried, target, (element_of, *carried.path))
            yield carried.to(call, (element_of, *carried.path))
        elif name in _SETTERS and index:
            yield from self._set(carried, call, target, name)
        elif name == "concat":
            yield carried.to(call, element(carried.path) if carried.path else ())
            if self._is_list(target, carried.frame):
                yield carried.to(call, (ANY, *carried.path))
        elif name in ARGUMENT_OF and not self._is_import(target):
            yield ENDED
        elif carried.path[:1] == (CALL,) and index == 0:
            yield from self._made_by(carried, call, name)

    def _is_import(self, target: At) -> bool:
        meant = declaration_of_root(target)
        return meant is not None and meant.kind == "import"

    def _is_list(self, target: At, frame: Frame | None) -> bool:
        return any(
            value.at.node.type == "array"
            for value in values_in_contexts(self.values, target, frame)
        )

    def _called_by(
        self, carried: Carried, call: At, target: At, name: str, index: int
    ) -> Iterator[Step]:
        """`send.call(this, token)`, `send.apply(this, [token])` and `send.bind(this, token)`."""
        found = functions(self.values, target, carried.frame)
        if not found.entered or not found.is_complete or index == 0:
            return
        path = carried.path
        if name == "apply":
            if index > 1 or not path:
                return
            index = int(path[0]) + 1 if path[0].isdigit() and len(path[0]) < _LONGEST_INDEX else 1
            carried = carried.to(carried.at, path[1:])
        for function in found.entered:
            exact = name != "apply" or path[0].isdigit()
            yield from self.entered(carried, function, index - 1, call, is_exact=exact)

    def _set(self, carried: Carried, call: At, target: At, name: str) -> Iterator[Step]:
        """`map.set(key, token)`, and the same of headers and parameters."""
        holder = root_of(target)
        is_name = holder.node.type == "identifier"
        if is_name and holds_texts(self.values, holder, carried.frame):
            yield from self.uses(carried, holder.node, ())
            yield carried.to(call, ())
        elif name == "set" and not self._is_import(target):
            key = text_key(argument(call, 0))
            path = (ENTRY + (ANY if key is None else key), *carried.path)
            yield from self.into(carried, target, path)
            yield carried.to(call, path)

    def _made_by(self, carried: Carried, call: At, name: str) -> Iterator[Step]:
        """A function that gives the token is called by a method that is given the function."""
        inner = carried.path[1:]
        if name in {"map", "flatMap"}:
            yield carried.to(call, (ANY, *inner) if name == "map" else element(inner))
        elif name in {"then", "catch"}:
            yield carried.to(call, inner)
        elif name in {"reduce", "reduceRight"}:
            # The next call gets it as its first argument.
            yield carried.to(call, inner)
            yield from self.handed(carried.to(carried.at, inner), carried.at, 0, call)
        elif name in QUESTIONS:
            yield ENDED


def _promise_of(callee: At) -> At | None:
    """The promise that a call of the first parameter fulfils: `new Promise((done) => done(x))`."""
    is_name = callee.node.type == "identifier"
    declaration = callee.names.resolve(callee.node) if is_name else None
    if declaration is None or declaration.kind != "parameter" or declaration.position:
        return None
    around = callee.names.syntax.parent(declaration.home)
    made = callee.names.syntax.parent(around) if around is not None else None
    maker = made.child_by_field_name("constructor") if made is not None else None
    if made is None or maker is None or text_of(maker) != "Promise":
        return None
    return At(callee.names, made)

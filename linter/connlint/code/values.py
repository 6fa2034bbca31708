"""Backwards: what an expression can be, through names, parameters, properties and imports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from connlint.code.answers import Answers
from connlint.code.assignments import AUGMENTED, reaching
from connlint.code.binding import ANY, KEYS, MEMBERS, each_of, is_any
from connlint.code.calls import Untold, given_to
from connlint.code.choices import Choices
from connlint.code.classes import CLASSES, members, owner_of_this
from connlint.code.conditions import holds, truth
from connlint.code.elements import call_of
from connlint.code.expressions import (
    assigned_to_members,
    default_of,
    function_around,
    member_name,
    returned,
    shortened,
)
from connlint.code.limits import (
    ALTERNATIVES,
    CALLS_DEEP,
    TOO_MANY_ALTERNATIVES,
    TOO_MANY_CALLS,
    TOO_MANY_EXPRESSIONS,
    VALUES_DEEP,
)
from connlint.code.names import FUNCTIONS, USES, Declaration, Names
from connlint.code.places import At, Frame
from connlint.code.program import MODULE, Program
from connlint.code.properties import property_of
from connlint.code.value import Unbound, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["Unbound", "Value", "Values"]

TRANSPARENT = frozenset(
    {
        "parenthesized_expression",
        "await_expression",
        "as_expression",
        "satisfies_expression",
        "non_null_expression",
        "type_assertion",
    }
)
"""Expressions that are what is in them."""
_EITHER = frozenset({"||", "??"})
_LEADING = (
    USES | MEMBERS | TRANSPARENT | {"call_expression", "ternary_expression", "binary_expression"}
)
"""Expressions that may lead to others, which they are."""


class Values:
    """Finds what expressions can be.

    All raise Unbound where that depends on a caller, and TooMuch where no steps are left.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.answers = Answers(program.budget)
        self.choices = Choices(self.answers)

    def of(self, at: At, frame: Frame | None, depth: int = VALUES_DEEP) -> Sequence[Value]:
        """The expressions whose value an expression can have, at least one.

        What is not understood stands for itself.
        """
        if at.node.type not in _LEADING:
            self.program.budget.spend()
            return [Value(at, frame)]
        if depth <= 0:
            self.answers.run_short(TOO_MANY_EXPRESSIONS)
            return [Value(at, frame)]
        key = "value", at.node.id, id(frame)
        found = self.answers.ask(key, depth, lambda: self._seen_through(at, frame, depth))
        return found or [Value(at, frame)]

    def few(self, found: Iterable[Sequence[Value]]) -> list[Value]:
        """What several expressions can be together, as long as it is not too much."""
        result: list[Value] = []
        for each in found:
            result += each
            if len(result) > ALTERNATIVES:
                self.answers.cut(TOO_MANY_ALTERNATIVES)
                return result[:ALTERNATIVES]
        return result

    def _seen_through(self, at: At, frame: Frame | None, depth: int) -> Sequence[Value] | None:
        """What an expression can be that is not itself a value; nothing where it is one."""
        node = at.node
        kind = node.type
        if kind in USES:
            declaration = at.names.resolve(node)
            return self._declared(at, declaration, frame, depth) if declaration else None
        if kind in MEMBERS:
            return self._member(at, frame, depth)
        if kind == "call_expression":
            return self._returned(at, frame, depth)
        if kind in TRANSPARENT:
            inner = at.names.syntax.children(node)
            # `<T>value` has its type first, all others have it last.
            chosen = at.to((inner[-1] if kind == "type_assertion" else inner[0]) if inner else None)
            return self.of(chosen, frame, depth - 1) if chosen else None
        if kind == "ternary_expression":
            return self._either(at, self._sides(at, frame), frame, depth)
        if kind == "binary_expression":
            operator = node.child_by_field_name("operator")
            if operator is not None and operator.type in _EITHER:
                sides = [node.child_by_field_name(name) for name in ("left", "right")]
                return self._either(at, sides, frame, depth)
        return None

    def _sides(self, at: At, frame: Frame | None) -> list[Node | None]:
        """The sides of `condition ? one : other` that it can give."""
        condition = at.to(at.node.child_by_field_name("condition"))
        taken = holds(self, condition, frame)
        if taken is None and condition is not None:
            taken = self.choices.decided(condition, frame)
        one, other = (at.node.child_by_field_name(name) for name in ("consequence", "alternative"))
        return [one, other] if taken is None else [one if taken else other]

    def _either(
        self, at: At, sides: list[Node | None], frame: Frame | None, depth: int
    ) -> list[Value]:
        found: list[list[Value]] = []
        is_choice = at.node.type == "ternary_expression"
        for side in sides:
            if side is not None:
                values = self.of(At(at.names, side), frame, depth - 1)
                found.append([value for value in values if not value.is_nothing])
                if not is_choice and all(truth(value.at.node) for value in values):
                    # The other side of `||` and `??` is never reached.
                    break
        return self.few(found) or [Value(at, frame)]

    def _declared(
        self, at: At, declaration: Declaration, frame: Frame | None, depth: int
    ) -> Sequence[Value]:
        names = at.names
        found: Sequence[Value] = []
        if depth <= 0:
            # Files may import a name from each other in a circle.
            self.answers.run_short(TOO_MANY_EXPRESSIONS)
        elif declaration.kind == "import":
            origin = self.program.origin(names, declaration)
            if origin is not None:
                place = At(origin[0], origin[1].node)
                return self._declared(place, origin[1], frame, depth - 1)
        elif declaration.kind == MODULE:
            return [Value(At(names, declaration.node), None)]
        elif declaration.kind == "default":
            return self.of(At(names, declaration.node), None, depth - 1)
        elif declaration.kind in {"function", "class"}:
            return [Value(At(names, declaration.home), frame)]
        elif declaration.kind == "loop":
            found = self._looped(at, declaration, frame, depth)
        elif declaration.kind in {"parameter", "variable"}:
            found = self._given(at, declaration, frame, depth)
        return found or [Value(at, frame)]

    def _looped(
        self, at: At, declaration: Declaration, frame: Frame | None, depth: int
    ) -> Sequence[Value]:
        """What the variable of a loop can be: each element of the list, or each key."""
        syntax, loop = at.names.syntax, declaration.home
        right = at.to(loop.child_by_field_name("right"))
        if right is None or at.names.assignments(declaration):
            return []
        part = each_of(str(loop.id)) if syntax.has(loop, "of") else KEYS
        return self._inside(right, (part, *declaration.path), frame, depth)

    def _given(
        self, at: At, declaration: Declaration, frame: Frame | None, depth: int
    ) -> Sequence[Value]:
        """What a variable or parameter can be, from its declaration and all assignments."""
        if not at.names.assignments(declaration):
            return self._at_first(at, declaration, frame, depth)
        places = reaching(at, declaration)
        if len(places) > ALTERNATIVES:
            self.answers.cut(TOO_MANY_ALTERNATIVES)
            places = places[:ALTERNATIVES]

        def written(place: At | None) -> Sequence[Value]:
            if place is None:
                return self._at_first(at, declaration, frame, depth)
            if place.node.type == AUGMENTED:
                return [Value(place, frame)]
            right = place.to(place.node.child_by_field_name("right"))
            # What `index++` counts up to is only known at run time.
            return self.of(right, frame, depth - 1) if right is not None else [Value(place, frame)]

        return self.few(map(written, self.choices.among(places, frame)))

    def _at_first(
        self, at: At, declaration: Declaration, frame: Frame | None, depth: int
    ) -> Sequence[Value]:
        """What a variable or parameter is before anything else is put into it."""
        if declaration.kind == "parameter":
            return self._argument(at, declaration, frame, depth)
        return self._initial(at, declaration, frame, depth)

    def _initial(
        self, at: At, declaration: Declaration, frame: Frame | None, depth: int
    ) -> Sequence[Value]:
        """What a variable is declared with, or what its pattern takes out of that."""
        value = at.to(declaration.home.child_by_field_name("value"))
        if value is None:
            return []
        inside = self._inside(value, declaration.path, frame, depth)
        found = [each for each in inside if not each.is_nothing]
        if not declaration.path or (inside and len(found) == len(inside)):
            return inside
        default = default_of(at.names, declaration)
        if default is not None:
            return self.few([found, self.of(At(at.names, default), frame, depth - 1)])
        return inside or [Value(At(at.names, declaration.node), frame, is_missing=True)]

    def property(self, value: Value, name: str) -> Sequence[Value] | None:
        """What a property of an object or an element of an array can be.

        Empty where it surely has none, None where that is not known.
        """
        return property_of(self, value, name, VALUES_DEEP)

    def part(self, value: Value, name: str, depth: int) -> Sequence[Value] | None:
        """Return the same as `property` where some depth is spent; see property_of."""
        return property_of(self, value, name, depth)

    def frame_of(self, function: At, frame: Frame | None) -> Frame:
        """How a function was entered; raises Unbound where a chain of calls does not say so."""
        entered = frame.of(function) if frame is not None else None
        if entered is None:
            raise Unbound(function)
        return entered

    def _argument(
        self, at: At, declaration: Declaration, frame: Frame | None, depth: int
    ) -> Sequence[Value]:
        """What a parameter can be: the argument of the call, else its default."""
        entered = self.frame_of(At(at.names, declaration.home), frame)
        if entered.call is None:
            return [Value(at, frame)]
        source = given_to(entered, declaration.position)
        if isinstance(source, Untold):
            return [Value(at, frame)]
        if source is not None:
            path = (*source.path, *declaration.path)
            found = self._inside(source.at, path, entered.outer, depth)
            if found or declaration.path == ():
                return found or [Value(at, frame)]
        default = default_of(at.names, declaration)
        if default is None:
            return [Value(at, frame, is_missing=True)]
        return self.of(At(at.names, default), frame, depth - 1)

    def _inside(
        self, at: At, path: tuple[str, ...], frame: Frame | None, depth: int
    ) -> Sequence[Value]:
        """What lies within an expression at a path of property names."""
        values = self.of(at, frame, depth - 1)
        for name in path:
            values = self.few(self._part(value, name, depth - 1) for value in values)
        return values

    def _part(self, value: Value, name: str, depth: int) -> Sequence[Value]:
        inside = property_of(self, value, name, depth)
        # What is not known is taken for itself, which no text is made of.
        return [value] if inside is None else inside

    def _member(self, at: At, frame: Frame | None, depth: int) -> Sequence[Value] | None:
        node = at.node
        target = at.to(node.child_by_field_name("object"))
        name = member_name(node)
        if target is None:
            return None
        if not name:
            name = self._index(at, frame, depth)
        if target.node.type in {"this", "super"}:
            return self._field(at, name, frame, depth)
        holders = self.of(target, frame, depth - 1)
        parts: list[Sequence[Value]] = []
        for each in holders:
            inside = property_of(self, each, name, depth - 1)
            if inside is None and not each.is_missing:
                return None
            parts.append(inside or [])
        return self.few(chain(parts, self._assigned(target, name, frame, depth))) or None

    def _index(self, at: At, frame: Frame | None, depth: int) -> str:
        """The name of the property that `[index]` takes, any where it is not one text."""
        index = at.to(at.node.child_by_field_name("index"))
        found = self.of(index, frame, depth - 1) if index is not None else []
        nodes = [value.at for value in found if not value.is_missing]
        if len(nodes) != 1 or nodes[0].node.type not in {"string", "number"}:
            # The same index in the same function is of the same part.
            home = function_around(at)
            place = home.node.id if home is not None else 0
            return each_of(f"{place} {shortened(index.text)}") if index is not None else ANY
        return nodes[0].text.strip("\"'")

    def declared(self, names: Names, declaration: Declaration, depth: int) -> Sequence[Value]:
        """What a declaration of another file can be."""
        return self._declared(At(names, declaration.node), declaration, None, depth)

    def _assigned(
        self, target: At, name: str, frame: Frame | None, depth: int
    ) -> Iterator[Sequence[Value]]:
        """What is assigned to a property of a variable."""
        is_name = target.node.type == "identifier"
        declaration = target.names.resolve(target.node) if is_name else None
        if declaration is not None and declaration.kind == "variable":
            for right in assigned_to_members(target.names, declaration, name):
                yield self.of(right, frame, depth - 1)

    def _field(self, at: At, name: str, frame: Frame | None, depth: int) -> list[Value] | None:
        """What `this.name` can be, from all that the class around it and its family give to it."""
        owner = owner_of_this(at)
        if owner is None or is_any(name):
            return None
        if owner.node.type not in CLASSES:
            found = property_of(self, Value(owner, frame), name, depth - 1)
            return list(found) if found else None
        places, is_all = members(self.program, owner, name)
        found = self.of_members(places, frame, depth)
        return found if found and is_all else None

    def of_members(self, places: Iterable[At], frame: Frame | None, depth: int) -> list[Value]:
        """What members of a class can be: a method is itself, the value of a field any other."""
        return self.few(
            [Value(place, frame)]
            if place.node.type == "method_definition"
            else self.of(place, frame, depth - 1)
            for place in places
        )

    def _returned(self, at: At, frame: Frame | None, depth: int) -> list[Value] | None:
        """What a call of a function of the program gives back."""
        callee = at.to(at.node.child_by_field_name("function"))
        keys = frame.keys if frame is not None else ()
        built_in = call_of(self, at, frame, depth)
        if built_in is not None:
            return self.few([built_in])
        entered = self.of(callee, frame, depth - 1) if callee is not None else []
        if not entered or any(each.at.node.type not in FUNCTIONS for each in entered):
            return None
        if len(keys) > CALLS_DEEP:
            # What a function gives that calls itself again and again is only known at run time.
            if at.key not in keys:
                self.answers.cut(TOO_MANY_CALLS)
            return None
        return (
            self.few(
                self.of(result, self.program.frame(value.at, at, frame), depth - 1)
                for value in entered
                for result in returned(value.at)
            )
            or None
        )

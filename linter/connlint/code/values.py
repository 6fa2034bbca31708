"""Backwards: what an expression can be, through names, parameters, properties and imports."""

from __future__ import annotations

from connlint.code.assignments import AUGMENTED, reaching
from connlint.code.binding import MEMBERS
from connlint.code.choices import Choices, condition_key
from connlint.code.conditions import holds, truth
from connlint.code.expressions import (
    argument,
    assigned_to_member,
    default_of,
    fields,
    member_name,
    method_name,
    returned,
    spreads,
    static_fields,
)
from connlint.code.names import FUNCTIONS, REST, USES, Declaration, pattern_key
from connlint.code.program import At, Frame, Program
from connlint.code.syntax import TooMuch, named, text_of
from connlint.code.value import Unbound, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["Unbound", "Value", "Values"]

_DEPTH = 40
_ALTERNATIVES = 60
"""More sides of a choice nobody writes."""
_STEPS = 50_000
"""How many expressions are looked at for one file."""
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
_HOLDERS = frozenset({"object", "array", "class_declaration", "enum_declaration"})
_EITHER = frozenset({"||", "??"})


class Values:
    """Finds what expressions can be.

    All raise Unbound where that depends on a caller, and TooMuch where it takes more steps
    than a file has that was written by hand.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.choices = Choices()
        self._path = ""
        self._left = _STEPS

    def begin(self, path: str) -> None:
        """Begin with a file: it has all steps before it."""
        self._path, self._left = path, _STEPS

    def spend(self) -> None:
        """Take a step; raises TooMuch where none is left."""
        self._left -= 1
        if self._left < 0:
            raise TooMuch(self._path)

    def of(self, at: At, frame: Frame | None, depth: int = _DEPTH) -> list[Value]:
        """The expressions whose value an expression can have, at least one.

        What is not understood stands for itself.
        """
        self.spend()
        found = self._seen_through(at, frame, depth) if depth > 0 else None
        return found or [Value(at, frame)]

    def _seen_through(self, at: At, frame: Frame | None, depth: int) -> list[Value] | None:
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
            inner = named(node)
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
            taken = self.choices.decided(condition_key(condition))
        one, other = (at.node.child_by_field_name(name) for name in ("consequence", "alternative"))
        return [one, other] if taken is None else [one if taken else other]

    def _either(
        self, at: At, sides: list[Node | None], frame: Frame | None, depth: int
    ) -> list[Value]:
        found: list[Value] = []
        is_choice = at.node.type == "ternary_expression"
        for side in sides:
            if side is not None:
                values = self.of(At(at.names, side), frame, depth - 1)
                found += [value for value in values if not value.is_nothing]
                if not is_choice and all(truth(value.at.node) for value in values):
                    # The other side of `||` and `??` is never reached.
                    break
        return found[:_ALTERNATIVES] or [Value(at, frame)]

    def _declared(
        self, at: At, declaration: Declaration, frame: Frame | None, depth: int
    ) -> list[Value]:
        names = at.names
        found: list[Value] = []
        if declaration.kind == "import":
            origin = self.program.origin(names, declaration)
            if origin is not None:
                place = At(origin[0], origin[1].node)
                return self._declared(place, origin[1], frame, depth - 1)
            exported = self.program.default(names, declaration)
            if exported is not None:
                return self.of(exported, None, depth - 1)
        elif declaration.kind in {"function", "class"}:
            return [Value(At(names, declaration.home), frame)]
        elif declaration.kind in {"parameter", "variable"}:
            found = self._given(at, declaration, frame, depth)
        return found or [Value(at, frame)]

    def _given(
        self, at: At, declaration: Declaration, frame: Frame | None, depth: int
    ) -> list[Value]:
        """What a variable or parameter can be, from its declaration and all assignments."""
        if not at.names.assignments(declaration):
            return self._at_first(at, declaration, frame, depth)[:_ALTERNATIVES]
        found: list[Value] = []
        for place in self.choices.among(reaching(at, declaration)):
            right = place.to(place.node.child_by_field_name("right")) if place else None
            if place is None:
                found += self._at_first(at, declaration, frame, depth)
            elif place.node.type == AUGMENTED:
                found.append(Value(place, frame))
            elif right is not None:
                found += self.of(right, frame, depth - 1)
        return found[:_ALTERNATIVES]

    def _at_first(
        self, at: At, declaration: Declaration, frame: Frame | None, depth: int
    ) -> list[Value]:
        """What a variable or parameter is before anything else is put into it."""
        if declaration.kind == "parameter":
            return self._argument(at, declaration, frame, depth)
        return self._initial(at, declaration, frame, depth)

    def _initial(
        self, at: At, declaration: Declaration, frame: Frame | None, depth: int
    ) -> list[Value]:
        """What a variable is declared with, or what its pattern takes out of that."""
        value = at.to(declaration.home.child_by_field_name("value"))
        if value is None:
            return []
        inside = self._inside(value, declaration.path, frame, depth)
        found = [each for each in inside if not each.is_nothing]
        if not declaration.path or (inside and len(found) == len(inside)):
            return inside
        default = default_of(declaration)
        if default is not None:
            return found + self.of(At(at.names, default), frame, depth - 1)
        return inside or [Value(At(at.names, declaration.node), frame, is_missing=True)]

    def frame_of(self, function: At, frame: Frame | None) -> Frame:
        """How a function was entered; raises Unbound where a chain of calls does not say so."""
        entered = frame.of(function) if frame is not None else None
        if entered is None:
            raise Unbound(function)
        return entered

    def _argument(
        self, at: At, declaration: Declaration, frame: Frame | None, depth: int
    ) -> list[Value]:
        """What a parameter can be: the argument of the call, else its default."""
        entered = self.frame_of(At(at.names, declaration.home), frame)
        if entered.call is None:
            return [Value(at, frame)]
        given = argument(entered.call, declaration.position)
        if given is not None:
            found = self._inside(given, declaration.path, entered.outer, depth)
            if found or declaration.path == ():
                return found or [Value(at, frame)]
        default = default_of(declaration)
        if default is None:
            return [Value(at, frame, is_missing=given is not None or not spreads(entered.call))]
        return self.of(At(at.names, default), frame, depth - 1)

    def _inside(
        self, at: At, path: tuple[str, ...], frame: Frame | None, depth: int
    ) -> list[Value]:
        """What lies within an expression at a path of property names."""
        values = self.of(at, frame, depth - 1)
        for name in path:
            found: list[Value] = []
            for value in values:
                inside = self.property(value, name, depth - 1)
                # What is not known is taken for itself, which no text is made of.
                found += [value] if inside is None else inside
            values = found
        return values

    def _member(self, at: At, frame: Frame | None, depth: int) -> list[Value] | None:
        node = at.node
        target = at.to(node.child_by_field_name("object"))
        name = member_name(node)
        if target is None or not name:
            return None
        if target.node.type == "this":
            return self._field(at, name, frame, depth)
        if target.node.type == "identifier":
            declaration = at.names.resolve(target.node)
            if declaration is not None and declaration.kind == "import":
                found = self.program.member(at.names, declaration, name)
                if found is not None:
                    return self._declared(At(found[0], found[1].node), found[1], frame, depth - 1)
        result: list[Value] = []
        for value in self.of(target, frame, depth - 1):
            if not value.is_missing and value.at.node.type not in _HOLDERS:
                return None
            result += self.property(value, name, depth - 1) or []
        if target.node.type == "identifier":
            result += self._assigned(target, name, frame, depth)
        return result[:_ALTERNATIVES] or None

    def _assigned(self, target: At, name: str, frame: Frame | None, depth: int) -> list[Value]:
        """What is assigned to a property of a variable."""
        declaration = target.names.resolve(target.node)
        if declaration is None or declaration.kind != "variable":
            return []
        found: list[Value] = []
        for node in target.names.references(declaration):
            right = assigned_to_member(target.names, node, name)
            if right is not None:
                found += self.of(right, frame, depth - 1)
        return found

    def _field(self, at: At, name: str, frame: Frame | None, depth: int) -> list[Value] | None:
        """What `this.name` can be, from the field's value and what methods assign to it."""
        found: list[Value] = []
        for place in fields(at, name):
            found += self.of(place, frame, depth - 1)
        return found[:_ALTERNATIVES] or None

    def property(self, value: Value, name: str, depth: int = _DEPTH) -> list[Value] | None:
        """What a property of an object or an element of an array can be.

        Empty where it surely has none, None where that is not known.
        """
        node = value.at.node
        if value.is_missing:
            return []
        if node.type in {"class_declaration", "enum_declaration"}:
            places = static_fields(value.at, name)
            return [each for place in places for each in self.of(place, None, depth - 1)]
        if node.type == "array":
            return self._item(value, name, depth)
        if node.type != "object" or name == REST or depth <= 0:
            return None
        return self._in_object(value, name, depth)

    def _in_object(self, value: Value, name: str, depth: int) -> list[Value] | None:
        names = value.at.names
        found: list[Value] | None = []
        # The last one wins.
        for child in reversed(named(value.at.node)):
            if child.type == "pair" and pattern_key(child) == name:
                inner = child.child_by_field_name("value")
                mine = self.of(At(names, inner), value.frame, depth - 1) if inner else []
                return mine + (found or [])
            if child.type == "shorthand_property_identifier" and text_of(child) == name:
                return self.of(At(names, child), value.frame, depth - 1) + (found or [])
            if child.type == "method_definition" and method_name(child) == name:
                return [Value(At(names, child), value.frame)]
            if child.type == "spread_element" and named(child):
                inside = self._spread(At(names, named(child)[0]), name, value.frame, depth)
                if inside and all(each is not None for each in inside):
                    return [each for each in inside if each] + (found or [])
                found = None if inside is None or found is None else [*found, *filter(None, inside)]
        return found

    def _item(self, array: Value, name: str, depth: int) -> list[Value] | None:
        items = named(array.at.node)
        if not name.isdigit() or int(name) >= len(items):
            return None
        return self.of(At(array.at.names, items[int(name)]), array.frame, depth - 1)

    def _spread(
        self, at: At, name: str, frame: Frame | None, depth: int
    ) -> list[Value | None] | None:
        """What a property of something that is spread can be; None in the list for not there."""
        found: list[Value | None] = []
        for value in self.of(at, frame, depth - 1):
            inside = [] if value.is_nothing else self.property(value, name, depth - 1)
            if inside is None:
                return None
            found += inside or [None]
        return found

    def _returned(self, at: At, frame: Frame | None, depth: int) -> list[Value] | None:
        """What a call of a function of the program gives back."""
        callee = at.to(at.node.child_by_field_name("function"))
        if callee is None or depth <= 0 or (frame is not None and len(frame.keys) > 6):  # noqa: PLR2004
            return None
        found: list[Value] = []
        for value in self.of(callee, frame, depth - 1):
            if value.at.node.type not in FUNCTIONS:
                return None
            entered = Frame(value.at, at, frame)
            for result in returned(value.at):
                found += self.of(result, entered, depth - 1)
        return found[:_ALTERNATIVES] or None

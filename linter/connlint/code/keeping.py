"""Where a token is kept, and what carries it from there: names, properties, fields of classes."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from connlint.code.binding import ANY, MEMBERS, bindings
from connlint.code.callees import holds_texts
from connlint.code.callers import frames
from connlint.code.calls import Given, Untold, given_to
from connlint.code.carried import ENDED, Carried, Client, Ended, Sinks, Step
from connlint.code.classes import (
    CLASSES,
    class_named,
    declaration_of,
    family_of,
    new_uses,
    owner_of_this,
)
from connlint.code.exports import default_of_file
from connlint.code.expressions import (
    callee_of,
    caller_around,
    is_assigned,
    member_name,
    shortened,
)
from connlint.code.limits import PROPERTIES_DEEP
from connlint.code.names import Declaration, pattern_key
from connlint.code.places import At, Frame
from connlint.code.syntax import text_of
from connlint.code.values import TRANSPARENT, Unbound, Values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["Keeping"]

_HELD = frozenset({"array", "new_expression", "object"})
_TEXTS = frozenset({"number", "string", "template_string"})
# What these give is new, and nobody else has it.
_NEW = frozenset(
    {
        "assign",
        "concat",
        "create",
        "filter",
        "formData",
        "from",
        "fromEntries",
        "json",
        "map",
        "parse",
        "slice",
        "structuredClone",
    }
)


_Result = tuple[tuple[str, ...], "Client | None"]
"""Where the token is in what a function gives back, and the client that has it."""


class Keeping:
    """The steps of a token through what keeps it."""

    def __init__(self, values: Values, sinks: Sinks) -> None:
        self.values = values
        self.program = values.program
        self.sinks = sinks
        self._done: set[tuple[object, ...]] = set()
        self._recursions: dict[Frame, tuple[list[Carried], list[_Result]]] = {}
        """Per function, the calls of it from within itself, and what it gives back."""

    def lost(self, carried: Carried, reason: str) -> Ended:
        """Tell that the token goes where it is not followed."""
        self.sinks.lost(carried, reason)
        return ENDED

    def kept(self, carried: Carried, what: str) -> Ended:
        """Tell that the token is kept somewhere that is not followed."""
        return self.lost(carried, f"is kept in {shortened(what)}, which connlint does not follow")

    def is_done(self, carried: Carried, what: Hashable, path: tuple[str, ...]) -> bool:
        """Whether the uses of something that has the token were all looked for before."""
        key = (what, path, *carried.context)
        if key in self._done:
            return True
        self._done.add(key)
        return False

    def shorthand(self, carried: Carried, parent: Node) -> Iterator[Step]:
        """`{ token }`."""
        name = text_of(carried.at.node)
        yield carried.to(At(carried.at.names, parent), (name, *carried.path))
        yield from self.own(carried, At(carried.at.names, parent), name, carried.path)

    def paired(self, carried: Carried, pair: Node) -> Iterator[Step]:
        """`{ key: token }`."""
        names = carried.at.names
        outer = names.syntax.parent(pair)
        if outer is None or pair.child_by_field_name("value") != carried.at.node:
            return
        name = pattern_key(pair)
        yield carried.to(At(names, outer), (name, *carried.path))
        yield from self.own(carried, At(names, outer), name, carried.path)

    def bound(self, around: Carried, pattern: Node | None, path: tuple[str, ...]) -> Iterator[Step]:
        """The names and properties to which a pattern gives the token."""
        yield ENDED
        for node, rest in bindings(around.at.names.syntax, pattern, path):
            if node.type in MEMBERS:
                yield from self.put(around, At(around.at.names, node), rest)
            elif around.at.names.resolve(node) is not None:
                yield from self.uses(around, node, rest)
            else:
                yield self.kept(around, text_of(node))

    def uses(self, around: Carried, name: Node, path: tuple[str, ...]) -> Iterator[Step]:
        """The uses of a name to which the token is given."""
        names = around.at.names
        declaration = names.resolve(name)
        if declaration is None:
            yield self.kept(around, text_of(name))
            return
        yield from self.references(around, declaration, path)

    def references(
        self, around: Carried, declaration: Declaration, path: tuple[str, ...]
    ) -> Iterator[Step]:
        """The uses of a declaration that has the token, by its name and by way of its file."""
        yield ENDED
        names = around.at.names
        if not self.is_done(around, declaration.node.id, path):
            for use in self.program.references(names, declaration):
                if not is_assigned(use):
                    yield around.to_named(use, path)
            for place, name in self.program.spaces(names, declaration):
                yield around.to_named(place, (name, *path))

    def exported(self, carried: Carried, statement: Node) -> Iterator[Step]:
        """`export default` of an expression; a name is exported as what it stands for."""
        default = default_of_file(carried.at.names)
        if carried.at.node.type == "identifier":
            yield ENDED
        elif default is not None and default.home.id == statement.id:
            yield from self.references(carried, default, carried.path)

    # What is put into an object that others may have as well.

    def put(self, around: Carried, member: At, path: tuple[str, ...]) -> Iterator[Step]:
        """The value is put into a property of something: that carries it from now on."""
        target = member.to(member.node.child_by_field_name("object"))
        name = member_name(member.node) or ANY
        if target is None or name in {"defaults", "__proto__"}:
            yield self.kept(around, member.text)
            return
        if target.node.type == "identifier" and holds_texts(self.values, target, around.frame):
            # As `url.search = token`: it is in the whole from now on.
            yield from self.uses(around, target.node, ())
        yield from self.into(around, target, (name, *path))

    def into(self, around: Carried, target: At, path: tuple[str, ...]) -> Iterator[Step]:
        """An object gets the token at a path; whoever has the object has it then."""
        node = target.node
        while node.type in TRANSPARENT:
            inner = target.names.syntax.children(node)
            if not inner:
                break
            node = inner[-1] if node.type == "type_assertion" else inner[0]
        target = At(target.names, node)
        if not path:
            # It has all parts of the value, as after `Object.assign(target, client)`.
            yield from self.uses(around, node, ()) if node.type == "identifier" else (ENDED,)
        elif len(path) > PROPERTIES_DEEP:
            yield self.kept(around, target.text)
        elif self.is_done(around, ("into", node.id), path):
            yield ENDED
        elif node.type in MEMBERS:
            yield from self.put(around, target, path)
        elif node.type == "this":
            yield from self.field(around, target, path[0], path[1:])
        elif node.type == "identifier":
            yield from self._into_name(around, target, path)
        else:
            yield from self._into_values(around, target, path)

    def _into_name(self, around: Carried, target: At, path: tuple[str, ...]) -> Iterator[Step]:
        declaration = target.names.resolve(target.node)
        if declaration is None:
            yield self.kept(around, target.text)
            return
        names = target.names
        if declaration.kind == "import":
            origin = self.program.origin(names, declaration)
            if origin is None:
                yield self.kept(around, target.text)
                return
            names, declaration = origin
        here = around.to(target, around.path)._replace(at=At(names, declaration.node))
        yield from self.references(here, declaration, path)
        if declaration.kind == "variable":
            value = At(names, declaration.home).to(declaration.home.child_by_field_name("value"))
            sources = [value.node] if value is not None else []
            sources += [
                right for right in map(names.assigned, names.references(declaration)) if right
            ]
            for source in sources:
                yield from self._into_values(here, At(names, source), (*declaration.path, *path))
        elif declaration.kind == "parameter":
            yield from self._into_argument(here, declaration, path)
        elif declaration.kind not in {"class", "function", "module"}:
            yield self.kept(around, target.text)

    def _into_values(self, around: Carried, source: At, path: tuple[str, ...]) -> Iterator[Step]:
        """All that an expression can be gets the token, as far as others may have it."""
        yield ENDED
        if source.node.type in MEMBERS | {"identifier", "this"}:
            yield from self.into(around, source, path)
            return
        try:
            found = self.values.of(source, around.frame)
        except Unbound:
            yield self.kept(around, source.text)
            return
        for value in found:
            kind = value.at.node.type
            if value.is_nothing or kind in _TEXTS:
                continue
            if kind not in _HELD:
                yield ENDED if _is_new(value.at) else self.kept(around, value.at.text)
                continue
            yield from self._into_made(around, value.at, path)
            if value.at.key != source.key:
                yield Carried(value.at, value.frame, path, around.client, around.named)

    def _into_made(self, around: Carried, made: At, path: tuple[str, ...]) -> Iterator[Step]:
        """The methods of an object have the token, too, by way of `this`."""
        maker = made.to(made.node.child_by_field_name("constructor"))
        owner = class_named(self.program, maker) if maker is not None else None
        if made.node.type == "object":
            yield from self.own(around, made, path[0], path[1:])
        elif owner is not None:
            yield from self._in_family(around, owner, path[0], path[1:])

    def _into_argument(
        self, around: Carried, declaration: Declaration, path: tuple[str, ...]
    ) -> Iterator[Step]:
        """The object that a parameter stands for is that of the caller."""
        function = At(around.at.names, declaration.home)
        known = around.frame.of(function) if around.frame is not None else None
        entered = (
            [known]
            if known is not None
            else frames(self.program, self.values.answers, function, None)
        )
        for frame in entered:
            given = given_to(frame, declaration.position)
            if isinstance(given, Given):
                outside = around._replace(frame=frame.outer)
                whole = (*given.path, *declaration.path, *path)
                yield from self._into_values(outside, given.at, whole)
            elif isinstance(given, Untold):
                yield self.kept(around, declaration.name)

    # Fields of classes, and properties of objects that have methods.

    def field(
        self, carried: Carried, place: At, name: str, path: tuple[str, ...]
    ) -> Iterator[Step]:
        """`this.name` gets the token, at some place."""
        owner = owner_of_this(place)
        if owner is None or name == ANY:
            yield self.kept(carried, f"this.{name}")
        elif owner.node.type not in CLASSES:
            yield carried.to(owner, (name, *path))
            yield from self.own(carried, owner, name, path)
        else:
            yield from self._in_family(carried, owner, name, path)
            yield from self._in_instances(carried, place, owner, (name, *path))

    def member(
        self, carried: Carried, member: At, owner: At, name: str, path: tuple[str, ...]
    ) -> Iterator[Step]:
        """A method or field of a class has the token, whoever made the objects."""
        if owner.names.syntax.has(member.node, "static"):
            declaration = declaration_of(owner)
            yield from self.own(carried, owner, name, path)
            if declaration is not None:
                here = carried.to(owner, carried.path)
                yield from self.references(here, declaration, (name, *path))
            return
        yield from self._in_family(carried, owner, name, path)
        yield from self._in_all_instances(carried, owner, (name, *path))

    def _in_family(
        self, carried: Carried, owner: At, name: str, path: tuple[str, ...]
    ) -> Iterator[Step]:
        family = family_of(self.program, owner)
        if family.gap:
            yield self.lost(carried, family.gap)
        for each in family.classes:
            yield from self.own(carried, each, name, path)

    def _in_instances(
        self, carried: Carried, place: At, owner: At, path: tuple[str, ...]
    ) -> Iterator[Step]:
        """The objects whose `this` it is: that of the call which led here, or else all."""
        frame = self._method_frame(carried.frame, place)
        while frame is not None and frame.call is not None:
            call = frame.call
            callee = callee_of(call)
            if call.node.type == "new_expression":
                yield Carried(call, frame.outer, path, carried.client)
                return
            if callee is None or frame.is_handed:
                break
            if callee.node.type == "super":
                frame = self._method_frame(frame.outer, call)
                continue
            target = callee.to(callee.node.child_by_field_name("object"))
            if callee.node.type != "member_expression" or target is None:
                break
            if target.node.type in {"this", "super"}:
                frame = self._method_frame(frame.outer, call)
                continue
            outside = Carried(call, frame.outer, carried.path, carried.client)
            yield from self.into(outside, target, path)
            return
        yield from self._in_all_instances(carried, owner, path)

    def _method_frame(self, frame: Frame | None, place: At) -> Frame | None:
        """The frame of the method around a place."""
        home = caller_around(place)
        return frame.of(home) if frame is not None and home is not None else None

    def _in_all_instances(
        self, carried: Carried, owner: At, path: tuple[str, ...]
    ) -> Iterator[Step]:
        yield ENDED
        if self.is_done(carried, ("instances", owner.key), path):
            return
        for each in family_of(self.program, owner).classes:
            made, is_all = new_uses(self.program, each)
            for place in made:
                yield Carried(place, None, path, carried.client)
            if not is_all:
                yield self.kept(carried, "a class that goes where connlint does not follow it")

    def own(self, carried: Carried, owner: At, name: str, path: tuple[str, ...]) -> Iterator[Step]:
        """All uses of `this.name` in a class or an object, and of `this` as a whole."""
        yield ENDED
        names = owner.names
        is_needless = not names.syntax.has_this and not names.syntax.has_setter
        if is_needless or self.is_done(carried, (owner.node.id, name), path):
            return
        within = owner.node.child_by_field_name("body") or owner.node
        is_class = owner.node.type in CLASSES
        for use in names.syntax.occurrences(name, within):
            member = names.syntax.parent(use)
            if member is not None and member.type == "method_definition":
                if names.syntax.has(member, "set"):
                    yield self.kept(carried, f"what the setter {name} makes of it")
                continue
            target = member.child_by_field_name("object") if member is not None else None
            if member is None or target is None or target.type not in {"this", "super"}:
                continue
            place = At(names, member)
            if not is_assigned(place) and (is_class or _is_own(place, owner)):
                yield carried.to_named(place, path)
        for use in names.syntax.occurrences("this", within):
            around = names.syntax.parent(use)
            is_alone = around is not None and around.type != "member_expression"
            if use.type == "this" and is_alone and _is_own(At(names, use), owner):
                yield carried.to_named(At(names, use), (name, *path))


def _is_own(place: At, owner: At) -> bool:
    """Whether `this` means a class or an object at a place."""
    meant = owner_of_this(place)
    return meant is not None and meant.node.id == owner.node.id


def _is_new(at: At) -> bool:
    """Whether a call gives something that nobody else has."""
    callee = callee_of(at) if at.node.type == "call_expression" else None
    if callee is None:
        return False
    name = member_name(callee.node) if callee.node.type == "member_expression" else callee.text
    return name in _NEW

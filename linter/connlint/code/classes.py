"""Classes of a program: what they inherit, who inherits from them, and what they are used for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connlint.code.exports import default_of_file
from connlint.code.expressions import fields_of
from connlint.code.limits import FAMILY, TOO_LARGE_A_FAMILY
from connlint.code.names import USES, Declaration, Names
from connlint.code.places import At
from connlint.code.program import Program
from connlint.code.syntax import text_of
from connlint.tuples import NamedTuple

__all__ = [
    "CLASSES",
    "Family",
    "Member",
    "class_named",
    "constructor_of",
    "declaration_of",
    "family_of",
    "members",
    "members_of",
    "new_uses",
    "owner_of_this",
    "parent_of",
]

CLASSES = frozenset({"class_declaration", "abstract_class_declaration", "class"})
"""The node types of classes."""

_FIELDS = frozenset({"public_field_definition", "field_definition"})
_ORDINARY = frozenset({"function_expression", "function_declaration", "generator_function"})
_HERITAGE = frozenset({"class_heritage", "extends_clause"})
_NOT_MADE = _HERITAGE | {
    "member_expression",
    "binary_expression",
    "export_specifier",
    "export_statement",
    "type_query",
}
"""What may be around the name of a class without anything being made of it."""


class Family(NamedTuple):
    """A class with all that it inherits from, and all that inherit from it.

    `gap` says why there may be more of them; it is empty where these are all.
    """

    classes: tuple[At, ...]
    gap: str = ""


class Member(NamedTuple):
    """A member of a class: a method, or the value of a field."""

    at: At
    is_method: bool
    is_getter: bool = False


def class_named(program: Program, at: At) -> At | None:
    """Return the class that an expression names; None where that is not known."""
    node = at.node
    if node.type in CLASSES:
        return at
    if node.type in USES or node.type == "type_identifier":
        declaration = at.names.resolve(node)
        found = (at.names, declaration) if declaration is not None else None
        if declaration is not None and declaration.kind == "import":
            found = program.origin(at.names, declaration)
        return _declared(program, *found) if found is not None and found[1] is not None else None
    if node.type == "member_expression":
        target = node.child_by_field_name("object")
        name = node.child_by_field_name("property")
        space = at.names.resolve(target) if target and target.type == "identifier" else None
        if space is not None and name is not None and space.kind == "import":
            origin = program.member(at.names, space, text_of(name))
            return _declared(program, *origin) if origin is not None else None
    return None


def _declared(program: Program, names: Names, declaration: Declaration) -> At | None:
    if declaration.home.type in CLASSES:
        return At(names, declaration.home)
    if declaration.kind == "default":
        return At(names, declaration.node) if declaration.node.type in CLASSES else None
    value = declaration.home.child_by_field_name("value")
    is_plain = declaration.kind == "variable" and not declaration.path and value is not None
    if not is_plain or value is None or names.assignments(declaration):
        return None
    if value.type in CLASSES:
        return At(names, value)
    is_name = value.type in USES and value.id != declaration.node.id
    return class_named(program, At(names, value)) if is_name else None


def _superclass(owner: At) -> At | None:
    """Return the expression behind `extends`."""
    children = owner.names.syntax.children
    for child in children(owner.node):
        if child.type != "class_heritage":
            continue
        for inner in children(child):
            if inner.type == "extends_clause":
                return owner.to(inner.child_by_field_name("value"))
            if inner.type != "implements_clause":
                return At(owner.names, inner)
    return None


def parent_of(program: Program, owner: At) -> tuple[At | None, bool]:
    """Return the class that a class inherits from, and whether that is all there is to know."""
    written = _superclass(owner)
    if written is None:
        return None, True
    found = class_named(program, written)
    return found, found is not None


def declaration_of(at: At) -> Declaration | None:
    """Return the name under which a class or function is known, None where it has none.

    That is its own name, that of the variable whose value it is, or the default export.
    """
    name = at.node.child_by_field_name("name")
    if name is not None and at.node.type != "method_definition":
        found = at.names.declaration_at(name)
        if found is not None:
            return found
    outer = at.names.syntax.parent(at.node)
    if outer is None:
        return None
    if outer.type == "variable_declarator" and outer.child_by_field_name("value") == at.node:
        return at.names.declaration_at(outer.child_by_field_name("name"))
    return default_of_file(at.names) if outer.type == "export_statement" else None


def family_of(program: Program, owner: At) -> Family:
    """Return all classes that share `this` with a class, itself first."""
    return program.once(("family", owner.key), lambda: _family(program, owner))


def _family(program: Program, owner: At) -> Family:
    found = {owner.key: owner}
    pending = [owner]
    gap = ""
    while pending:
        current = pending.pop()
        parent, is_known = parent_of(program, current)
        if not is_known:
            gap = "is kept in a class that inherits from one which connlint does not find"
        for relative in (*([parent] if parent is not None else []), *_children(program, current)):
            if relative.key not in found:
                found[relative.key] = relative
                pending.append(relative)
        program.budget.spend(2)
        if len(found) > FAMILY:
            return Family(tuple(found.values()), TOO_LARGE_A_FAMILY)
    return Family(tuple(found.values()), gap)


def _children(program: Program, owner: At) -> Iterator[At]:
    """The classes that inherit from a class directly."""
    declaration = declaration_of(owner)
    for use in program.references(owner.names, declaration) if declaration is not None else ():
        around = use.names.syntax.parent(use.node)
        while around is not None and around.type in _HERITAGE:
            outer = use.names.syntax.parent(around)
            if outer is not None and outer.type in CLASSES:
                yield At(use.names, outer)
            around = outer


def members_of(program: Program, owner: At, name: str, *, static: bool = False) -> list[Member]:
    """Return the methods and declared fields of a name, of the class and what it inherits from.

    The nearest one hides the others.
    """
    for each, _ in _ancestry(program, owner):
        found = list(_own_members(each, name, static=static)) if each is not None else []
        if found:
            return found
    return []


def _ancestry(program: Program, owner: At) -> Iterator[tuple[At | None, bool]]:
    """A class and those that it inherits from; then None, and whether there is no more of them."""
    current: At | None = owner
    is_known = True
    for _ in range(FAMILY):
        yield current, is_known
        if current is None:
            return
        current, is_known = parent_of(program, current)
    yield None, True


def _own_members(owner: At, name: str, *, static: bool) -> Iterator[Member]:
    syntax = owner.names.syntax
    body = owner.node.child_by_field_name("body")
    for use in syntax.occurrences(name, body) if body is not None else ():
        member = syntax.parent(use)
        home = syntax.parent(member) if member is not None else None
        if member is None or home is None or body is None or home.id != body.id:
            continue
        key = member.child_by_field_name("name") or member.child_by_field_name("property")
        value = member.child_by_field_name("value")
        if key is None or key.id != use.id or syntax.has(member, "static") != static:
            continue
        if member.type == "method_definition":
            yield Member(At(owner.names, member), True, syntax.has(member, "get"))
        elif member.type in _FIELDS and value is not None:
            yield Member(At(owner.names, value), False)


def members(program: Program, owner: At, name: str) -> tuple[list[At], bool]:
    """Return what `this.name` may be in a class, and whether that is all.

    That is a method, or an expression that this class or one of its family gives to a field.
    """
    family = family_of(program, owner)
    found: list[At] = []
    for each in family.classes:
        body = each.node.child_by_field_name("body")
        if body is not None:
            found += fields_of(each.names, body, name)
            own = _own_members(each, name, static=False)
            found += [member.at for member in own if member.is_method and not member.is_getter]
    is_whole = family.gap != TOO_LARGE_A_FAMILY
    return found, is_whole and not _is_assigned_outside(program, owner, name)


def _is_assigned_outside(program: Program, owner: At, name: str) -> bool:
    """Whether a file that may know the class puts something into a property of this name.

    What it is put into may be an object of the class.
    """

    def made() -> bool:
        for names in (owner.names, *program.importers(owner.names)):
            for node in names.syntax.occurrences(name):
                member = names.syntax.parent(node)
                target = member.child_by_field_name("object") if member is not None else None
                if member is None or target is None or target.type == "this":
                    continue
                if names.assignment_to(member) is not None:
                    return True
        return False

    return program.once(("assigned outside", (owner.key, name)), made)


def constructor_of(program: Program, owner: At) -> tuple[At | None, bool]:
    """Return the constructor that `new` runs, and whether all of it is known."""
    for each, is_known in _ancestry(program, owner):
        if each is None:
            return None, is_known
        found = next(_own_members(each, "constructor", static=False), None)
        if found is not None:
            return found.at, True
    return None, True


def owner_of_this(at: At) -> At | None:
    """Return the class or object whose `this` a place has; None where nobody can tell."""
    current = at.node
    for around in at.names.syntax.ancestors(at.node):
        if around.type in _ORDINARY:
            return None
        if around.type in CLASSES:
            return At(at.names, around)
        if around.type == "object" and current.type == "method_definition":
            return At(at.names, around)
        current = around
    return None


def new_uses(program: Program, owner: At) -> tuple[Sequence[At], bool]:
    """Return the places where a class is made by `new`, and whether these are all."""
    return program.once(("made", owner.key), lambda: _new_uses(program, owner))


def _new_uses(program: Program, owner: At) -> tuple[Sequence[At], bool]:
    declaration = declaration_of(owner)
    if declaration is None:
        return (), False
    found: list[At] = []
    is_all = True
    for use in program.references(owner.names, declaration):
        around = use.names.syntax.parent(use.node)
        kind = around.type if around is not None else ""
        if around is not None and kind == "new_expression":
            if around.child_by_field_name("constructor") == use.node:
                found.append(At(use.names, around))
            else:
                is_all = False
        elif kind not in _NOT_MADE:
            is_all = False
    return found, is_all

"""Classes of a program: their inheritance, members and instances."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connlint.code.limits import FAMILY, TOO_LARGE_A_FAMILY
from connlint.code.modules.program import Program
from connlint.code.syntax import grammar
from connlint.code.syntax.exports import default_of_file
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import fields_of
from connlint.code.syntax.symbol_table import USES, Declaration, SymbolTable
from connlint.code.syntax.treesitter import text_of
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
_WITH_OWN_THIS = frozenset({"function_expression", "function_declaration", "generator_function"})
_HERITAGE = frozenset({"class_heritage", "extends_clause"})
_NOT_CREATING = _HERITAGE | {
    "member_expression",
    "binary_expression",
    "export_specifier",
    "export_statement",
    "type_query",
}
"""The node types around the name of a class that create no instance of it."""


class Family(NamedTuple):
    """A class with all classes that inheritance connects it to.

    `gap` is the reason why there may be more of them; it is empty where these are all.
    """

    classes: tuple[NodeRef, ...]
    gap: str = ""


class Member(NamedTuple):
    """A member of a class: a method, or the value of a field."""

    at: NodeRef
    is_method: bool
    is_getter: bool = False


def class_named(program: Program, at: NodeRef) -> NodeRef | None:
    """Return the class that an expression names; None where that is not known."""
    node = at.node
    if node.type in CLASSES:
        return at
    if node.type in USES or node.type == "type_identifier":
        declaration = at.names.resolve(node)
        named = (at.names, declaration) if declaration is not None else None
        if declaration is not None and declaration.kind == "import":
            named = program.origin(at.names, declaration)
        return _declared(program, *named) if named is not None and named[1] is not None else None
    if node.type == "member_expression":
        target = grammar.object_of(node)
        name = grammar.property_of(node)
        space = at.names.resolve(target) if target and target.type == "identifier" else None
        if space is not None and name is not None and space.kind == "import":
            origin = program.member(at.names, space, text_of(name))
            return _declared(program, *origin) if origin is not None else None
    return None


def _declared(program: Program, names: SymbolTable, declaration: Declaration) -> NodeRef | None:
    if declaration.home.type in CLASSES:
        return NodeRef(names, declaration.home)
    if declaration.kind == "default":
        return NodeRef(names, declaration.node) if declaration.node.type in CLASSES else None
    value = grammar.value_of(declaration.home)
    is_plain = declaration.kind == "variable" and not declaration.path and value is not None
    if not is_plain or value is None or names.assignments(declaration):
        return None
    if value.type in CLASSES:
        return NodeRef(names, value)
    is_name = value.type in USES and value.id != declaration.node.id
    return class_named(program, NodeRef(names, value)) if is_name else None


def _superclass(owner: NodeRef) -> NodeRef | None:
    """Return the expression behind `extends`; None where there is none."""
    children = owner.names.syntax.children
    for child in children(owner.node):
        if child.type != "class_heritage":
            continue
        for inner in children(child):
            if inner.type == "extends_clause":
                return owner.to(grammar.value_of(inner))
            if inner.type != "implements_clause":
                return NodeRef(owner.names, inner)
    return None


def parent_of(program: Program, owner: NodeRef) -> tuple[NodeRef | None, bool]:
    """Return the superclass of a class, None if none is found; and whether that is sure."""
    superclass = _superclass(owner)
    if superclass is None:
        return None, True
    parent = class_named(program, superclass)
    return parent, parent is not None


def declaration_of(at: NodeRef) -> Declaration | None:
    """Return the declaration that names a class or function, None where it has none.

    That is the one of its own name, that of the variable whose value it is, or the default export.
    """
    name = grammar.name_of(at.node)
    if name is not None and at.node.type != "method_definition":
        declaration = at.names.declaration_at(name)
        if declaration is not None:
            return declaration
    outer = at.names.syntax.parent(at.node)
    if outer is None:
        return None
    if outer.type == "variable_declarator" and grammar.value_of(outer) == at.node:
        return at.names.declaration_at(grammar.name_of(outer))
    return default_of_file(at.names) if outer.type == "export_statement" else None


def family_of(program: Program, owner: NodeRef) -> Family:
    """Return all classes that share `this` with a class, itself first."""
    return program.once(("family", owner.key), lambda: _family(program, owner))


def _family(program: Program, owner: NodeRef) -> Family:
    relatives = {owner.key: owner}
    pending = [owner]
    gap = ""
    while pending:
        current = pending.pop()
        parent, is_known = parent_of(program, current)
        if not is_known:
            gap = "is kept in a class that inherits from one which connlint does not find"
        for relative in (*([parent] if parent is not None else []), *_children(program, current)):
            if relative.key not in relatives:
                relatives[relative.key] = relative
                pending.append(relative)
        program.budget.spend(2)
        if len(relatives) > FAMILY:
            return Family(tuple(relatives.values()), TOO_LARGE_A_FAMILY)
    return Family(tuple(relatives.values()), gap)


def _children(program: Program, owner: NodeRef) -> Iterator[NodeRef]:
    """Yield the classes that inherit from a class directly."""
    declaration = declaration_of(owner)
    for use in program.references(owner.names, declaration) if declaration is not None else ():
        around = use.names.syntax.parent(use.node)
        while around is not None and around.type in _HERITAGE:
            outer = use.names.syntax.parent(around)
            if outer is not None and outer.type in CLASSES:
                yield NodeRef(use.names, outer)
            around = outer


def members_of(
    program: Program, owner: NodeRef, name: str, *, static: bool = False
) -> list[Member]:
    """Return the methods and declared fields called `name` of a class and its ancestors.

    Those of the nearest class hide the others.
    """
    for current, _ in _ancestry(program, owner):
        own = list(_own_members(current, name, static=static)) if current is not None else []
        if own:
            return own
    return []


def _ancestry(program: Program, owner: NodeRef) -> Iterator[tuple[NodeRef | None, bool]]:
    """Yield a class and its ancestors, then None with whether there are surely no more.

    Of a very long chain, or one that leads back to itself, the end is not known.
    """
    current: NodeRef | None = owner
    is_known = True
    for _ in range(FAMILY):
        yield current, is_known
        if current is None:
            return
        current, is_known = parent_of(program, current)
    yield None, False


def _own_members(owner: NodeRef, name: str, *, static: bool) -> Iterator[Member]:
    syntax = owner.names.syntax
    body = grammar.body_of(owner.node)
    for use in syntax.occurrences(name, body) if body is not None else ():
        member = syntax.parent(use)
        home = syntax.parent(member) if member is not None else None
        if member is None or home is None or body is None or home.id != body.id:
            continue
        key = grammar.name_of(member) or grammar.property_of(member)
        value = grammar.value_of(member)
        if key is None or key.id != use.id or syntax.has(member, "static") != static:
            continue
        if member.type == "method_definition":
            yield Member(NodeRef(owner.names, member), True, syntax.has(member, "get"))
        elif member.type in _FIELDS and value is not None:
            yield Member(NodeRef(owner.names, value), False)


def members(program: Program, owner: NodeRef, name: str) -> tuple[list[NodeRef], bool]:
    """Return the possible values of `this.name` in a class, and whether these are all.

    They are methods, and expressions that the class or one of its family assigns to a field.
    """
    family = family_of(program, owner)
    candidates: list[NodeRef] = []
    for relative in family.classes:
        body = grammar.body_of(relative.node)
        if body is not None:
            candidates += fields_of(relative.names, body, name)
            own = _own_members(relative, name, static=False)
            candidates += [member.at for member in own if member.is_method and not member.is_getter]
    is_whole = family.gap != TOO_LARGE_A_FAMILY
    return candidates, is_whole and not _is_assigned_outside(program, owner, name)


def _is_assigned_outside(program: Program, owner: NodeRef, name: str) -> bool:
    """Tell whether a file that may know the class assigns to a property `name`.

    The receiver of the assignment, unless it is `this`, may be an object of the class.
    """

    def is_assigned() -> bool:
        for names in (owner.names, *program.importers(owner.names)):
            for node in names.syntax.occurrences(name):
                member = names.syntax.parent(node)
                target = grammar.object_of(member) if member is not None else None
                if member is None or target is None or target.type == "this":
                    continue
                if names.assignment_to(member) is not None:
                    return True
        return False

    return program.once(("assigned outside", (owner.key, name)), is_assigned)


def constructor_of(program: Program, owner: NodeRef) -> tuple[NodeRef | None, bool]:
    """Return the constructor that `new` runs, None for no known one; and whether that is sure."""
    for current, is_known in _ancestry(program, owner):
        if current is None:
            return None, is_known
        constructor = next(_own_members(current, "constructor", static=False), None)
        if constructor is not None:
            return constructor.at, True
    return None, False


def owner_of_this(at: NodeRef) -> NodeRef | None:
    """Return the class or object that `this` means at a node; None where that is not known."""
    current = at.node
    for around in at.names.syntax.ancestors(at.node):
        if around.type in _WITH_OWN_THIS:
            return None
        if around.type in CLASSES:
            return NodeRef(at.names, around)
        if around.type == "object" and current.type == "method_definition":
            return NodeRef(at.names, around)
        current = around
    return None


def new_uses(program: Program, owner: NodeRef) -> tuple[Sequence[NodeRef], bool]:
    """Return the `new` expressions of a class, and whether these create all its instances."""
    return program.once(("made", owner.key), lambda: _new_uses(program, owner))


def _new_uses(program: Program, owner: NodeRef) -> tuple[Sequence[NodeRef], bool]:
    declaration = declaration_of(owner)
    if declaration is None:
        return (), False
    creations: list[NodeRef] = []
    is_all = True
    for use in program.references(owner.names, declaration):
        around = use.names.syntax.parent(use.node)
        kind = around.type if around is not None else ""
        if around is not None and kind == "new_expression":
            if grammar.constructor_of(around) == use.node:
                creations.append(NodeRef(use.names, around))
            else:
                is_all = False
        elif kind not in _NOT_CREATING:
            is_all = False
    return creations, is_all

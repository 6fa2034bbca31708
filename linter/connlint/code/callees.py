"""Which functions of the program a call may enter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from connlint.code.binding import MEMBERS
from connlint.code.classes import CLASSES, constructor_of, owner_of_this, parent_of
from connlint.code.contexts import in_contexts
from connlint.code.expressions import declaration_of_root, member_name, root_of
from connlint.code.names import FUNCTIONS, Names
from connlint.code.places import At, Frame
from connlint.code.syntax import text_of
from connlint.code.values import Unbound, Value, Values
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["Callees", "functions", "holds_texts", "missing_import", "values_in_contexts"]

_HOLDERS = frozenset({"Headers", "URL", "URLSearchParams", "FormData"})


class Callees(NamedTuple):
    """The functions of the program that a call may enter; `is_complete` says that these are all."""

    entered: Sequence[At]
    is_complete: bool


_UNKNOWN = Callees((), False)


def functions(values: Values, callee: At, frame: Frame | None) -> Callees:
    """Find the functions of the program that an expression can be, constructors included."""
    if callee.node.type == "super":
        return _super_constructor(values, callee)
    if _is_global(callee):
        return _UNKNOWN
    entered: dict[tuple[str, int], At] = {}
    is_complete = True
    for value in values_in_contexts(values, callee, frame):
        node = value.at.node
        if node.type in FUNCTIONS:
            entered[value.at.key] = value.at
        elif node.type in CLASSES:
            maker, is_known = constructor_of(values.program, value.at)
            is_complete &= is_known
            if maker is not None:
                entered[maker.key] = maker
        else:
            is_complete &= value.is_nothing
    if not entered and callee.node.type == "member_expression":
        return Callees(_methods(callee), False)
    return Callees(list(entered.values()), is_complete)


def _is_global(callee: At) -> bool:
    """Whether the language or the runtime has what is called: `fetch`, `Promise.all`."""
    is_name = root_of(callee).node.type == "identifier"
    return is_name and declaration_of_root(callee) is None


def _super_constructor(values: Values, callee: At) -> Callees:
    owner = owner_of_this(callee)
    if owner is None or owner.node.type not in CLASSES:
        return Callees((), False)
    parent, is_known = parent_of(values.program, owner)
    if parent is None:
        return Callees((), is_known)
    maker, is_known = constructor_of(values.program, parent)
    return Callees([maker] if maker is not None else [], is_known)


def values_in_contexts(values: Values, at: At, frame: Frame | None) -> list[Value]:
    """Find what an expression can be, for each call that it may depend on."""
    found: dict[tuple[object, ...], Value] = {}
    for _, given in in_contexts(values, frame, partial(values.of, at)):
        for value in given:
            found.setdefault((value.at.key, value.is_missing), value)
    return list(found.values())


def missing_import(values: Values, callee: At) -> str:
    """The specifier of the import by which a callee is known, where its file is not found."""
    node: Node | None = callee.node
    while node is not None and node.type in MEMBERS:
        node = node.child_by_field_name("object")
    is_name = node is not None and node.type == "identifier"
    declaration = callee.names.resolve(node) if node is not None and is_name else None
    return values.program.missing(callee.names, declaration) if declaration is not None else ""


def holds_texts(values: Values, at: At, frame: Frame | None) -> bool:
    """Whether a variable is made as Headers, URL, URLSearchParams or FormData."""
    try:
        found = values.of(at, frame)
    except Unbound:
        return False
    return any(
        (maker := value.at.node.child_by_field_name("constructor")) is not None
        and text_of(maker) in _HOLDERS
        for value in found
    )


def _methods(callee: At) -> Sequence[At]:
    """The method that `this.name` or `new Class().name` calls, where one class has it."""
    target = callee.node.child_by_field_name("object")
    if target is None or target.type not in {"this", "identifier"}:
        return []
    names, name = callee.names, member_name(callee.node)
    found = names.once(("methods", name), lambda: list(_methods_of_classes(names, name)))
    return found if len(found) == 1 else []


def _methods_of_classes(names: Names, name: str) -> Iterator[At]:
    for use in names.syntax.occurrences(name):
        parent = names.syntax.parent(use)
        if parent is None or parent.type != "method_definition":
            continue
        owner = names.syntax.parent(parent)
        if owner is not None and owner.type == "class_body":
            yield At(names, parent)

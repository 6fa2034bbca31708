"""Which functions of the program a call may enter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from connlint.code.contexts import in_contexts
from connlint.code.expressions import member_name, method_name
from connlint.code.names import FUNCTIONS, Names
from connlint.code.places import At, Frame
from connlint.code.syntax import Syntax, text_of
from connlint.code.values import Unbound, Value, Values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["functions", "holds_texts"]

_HOLDERS = frozenset({"Headers", "URL", "URLSearchParams", "FormData"})


def functions(values: Values, callee: At, frame: Frame | None) -> Sequence[At]:
    """The functions of the program that an expression can be, constructors included."""
    entered = []
    for value in _values(values, callee, frame):
        node = value.at.node
        syntax = value.at.names.syntax
        maker = _constructor(syntax, node) if node.type == "class_declaration" else node
        if maker is not None and maker.type in FUNCTIONS:
            entered.append(At(value.at.names, maker))
    if not entered and callee.node.type == "member_expression":
        return _methods(callee)
    return entered


def _values(values: Values, at: At, frame: Frame | None) -> list[Value]:
    """What an expression can be, for each call that it may depend on."""
    found: dict[tuple[object, ...], Value] = {}
    for _, given in in_contexts(values, frame, partial(values.of, at)):
        for value in given:
            found.setdefault((value.at.key, value.is_missing), value)
    return list(found.values())


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


def _constructor(syntax: Syntax, node: Node) -> Node | None:
    for member in syntax.children(node.child_by_field_name("body")):
        if member.type == "method_definition" and method_name(member) == "constructor":
            return member
    return None


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

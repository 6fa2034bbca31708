"""Which functions of the program a call may enter."""

from __future__ import annotations

from connlint.code.callers import frames
from connlint.code.expressions import member_name, method_name
from connlint.code.names import FUNCTIONS
from connlint.code.program import At, Frame
from connlint.code.syntax import named, text_of
from connlint.code.values import Unbound, Value, Values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["functions", "holds_texts"]

_CHAINS = 200
_HOLDERS = frozenset({"Headers", "URL", "URLSearchParams", "FormData"})


def functions(values: Values, callee: At, frame: Frame | None) -> list[At]:
    """The functions of the program that an expression can be, constructors included."""
    entered = []
    for value in _values(values, callee, frame):
        node = value.at.node
        maker = _constructor(node) if node.type == "class_declaration" else node
        if maker is not None and maker.type in FUNCTIONS:
            entered.append(At(value.at.names, maker))
    if not entered and callee.node.type == "member_expression":
        return _methods(callee)
    return entered


def _values(values: Values, at: At, frame: Frame | None) -> list[Value]:
    """What an expression can be, for each call that it may depend on."""
    pending: list[Frame | None] = [frame]
    found: list[Value] = []
    for _ in range(_CHAINS):
        if not pending:
            break
        chain = pending.pop(0)
        try:
            found += values.of(at, chain)
        except Unbound as unbound:
            pending += list(frames(values.program, unbound.function, chain))
    return found


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


def _constructor(node: Node) -> Node | None:
    for member in named(node.child_by_field_name("body")):
        if member.type == "method_definition" and method_name(member) == "constructor":
            return member
    return None


def _methods(callee: At) -> list[At]:
    """The method that `this.name` or `new Class().name` calls, where one class has it."""
    target = callee.node.child_by_field_name("object")
    if target is None or target.type not in {"this", "identifier"}:
        return []
    found = []
    for use in callee.names.syntax.occurrences(member_name(callee.node)):
        parent = callee.names.syntax.parent(use)
        if parent is None or parent.type != "method_definition":
            continue
        owner = callee.names.syntax.parent(parent)
        if owner is not None and owner.type == "class_body":
            found.append(At(callee.names, parent))
    return found if len(found) == 1 else []

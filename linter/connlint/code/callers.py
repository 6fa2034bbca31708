"""Who calls a function of the program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from connlint.code.answers import Answers
from connlint.code.calls import BY_METHOD
from connlint.code.exports import default_of_file
from connlint.code.expressions import WRAPPERS, function_around, member_name
from connlint.code.limits import (
    CALLERS,
    CALLS_DEEP,
    MAKERS_DEEP,
    TOO_MANY_CALLERS,
    TOO_MANY_CALLS,
    TOO_MANY_MAKERS,
)
from connlint.code.names import Names, pattern_key
from connlint.code.places import At, Frame
from connlint.code.program import Program
from connlint.code.syntax import text_of
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["called", "frames"]

_SAME = WRAPPERS | {"await_expression", "non_null_expression"}
_FOR_AN_ENTRY = 4
_GIVING = frozenset({"return_statement", "arrow_function"})
_CLASSES = frozenset({"class_declaration", "abstract_class_declaration"})


class _Entry(NamedTuple):
    """A call of a function, and the frame of the function that gave it back, if one did.

    `call` is None where nobody can tell who calls it. `is_handed` says that the call is given the
    function, and `is_cut` that calls were not looked for because of a limit.
    """

    call: At | None
    maker: Frame | None = None
    is_cut: bool = False
    is_handed: bool = False


def frames(program: Program, answers: Answers, function: At, frame: Frame | None) -> list[Frame]:
    """The ways to enter a function, one for each call of it, on top of a chain of calls.

    Where nobody is seen to call it, one that knows nothing of the arguments.
    """
    keys = frame.keys if frame is not None else ()
    entries = program.once(
        ("entries", function.key), lambda: list(_entries(program, function, MAKERS_DEEP))
    )
    # A function that calls itself tells nothing new.
    entries = [entry for entry in entries if not entry.call or entry.call.key not in keys]
    if any(entry.is_cut for entry in entries):
        answers.cut(TOO_MANY_MAKERS)
    if entries and len(keys) >= CALLS_DEEP:
        answers.cut(TOO_MANY_CALLS)
        entries = []
    if len(entries) > CALLERS:
        answers.cut(TOO_MANY_CALLERS)
        entries = [*entries[:CALLERS], _Entry(None)]
    program.budget.spend(1 + len(entries) * _FOR_AN_ENTRY)
    if not entries:
        return [_beneath(program, frame, program.frame(function, None, None))]
    found: list[Frame] = []
    for entry in entries:
        maker = entry.maker
        known = frame.of(maker.function) if frame is not None and maker is not None else None
        if known is None or (maker is not None and known.call in {None, maker.call}):
            outer = maker if known is None else None
            bottom = program.frame(function, entry.call, outer, is_handed=entry.is_handed)
            found.append(_beneath(program, frame, bottom))
    return found


def _beneath(program: Program, frame: Frame | None, bottom: Frame) -> Frame:
    """A chain of calls, with one more call that all of it began with."""
    if frame is None:
        return bottom
    outer = _beneath(program, frame.outer, bottom)
    return program.on_top(frame, outer)


def _entries(program: Program, function: At, nesting: int) -> Iterator[_Entry]:
    """The calls of a function, in the order of files and places."""
    names = function.names
    name = _own_name(function)
    if name is not None:
        declaration = names.declaration_at(name)
        if declaration is not None:
            yield from _uses(program.references(names, declaration), None)
        return
    outer = names.syntax.parent(_unwrapped(function))
    default = default_of_file(names) if outer is not None else None
    if default is not None and outer is not None and default.home.id == outer.id:
        yield from _uses(program.references(names, default), None)
    elif function.node.type == "method_definition":
        yield from _method_calls(program, function)
    elif outer is not None and outer.type == "pair":
        yield from _member_calls(program, function, pattern_key(outer), "")
    elif outer is not None and outer.type == "arguments":
        yield _handed(names, outer, None)
    elif outer is not None and outer.type in _GIVING:
        if nesting:
            yield from _calls_of_given(program, outer, function, nesting)
        else:
            yield _Entry(None, is_cut=True)


def _own_name(function: At) -> Node | None:
    """The name by which a function is declared, or that of the variable whose value it is."""
    if function.node.type in {"function_declaration", "generator_function_declaration"}:
        return function.node.child_by_field_name("name")
    parent = function.names.syntax.parent(_unwrapped(function))
    if parent is None or parent.type != "variable_declarator":
        return None
    return parent.child_by_field_name("name")


def _unwrapped(at: At, wrappers: frozenset[str] = WRAPPERS) -> Node:
    """The outermost expression that is nothing but a node."""
    node = at.node
    parent = at.names.syntax.parent(node)
    while parent is not None and parent.type in wrappers:
        node, parent = parent, at.names.syntax.parent(parent)
    return node


def _uses(uses: Iterable[At], maker: Frame | None) -> Iterator[_Entry]:
    """The calls among the uses of a function's name, and where it is handed on."""
    for use in uses:
        call = called(use)
        around = use.names.syntax.parent(use.node)
        if call is not None:
            yield _Entry(call, maker)
        elif around is not None and around.type == "arguments":
            yield _handed(use.names, around, maker)
        elif around is not None and member_name(around) in BY_METHOD:
            call = called(At(use.names, around))
            if call is not None:
                yield _Entry(call, maker)


def _handed(names: Names, arguments: Node, maker: Frame | None) -> _Entry:
    """A function that is an argument of a call."""
    call = names.syntax.parent(arguments)
    return _Entry(At(names, call) if call is not None else None, maker, is_handed=True)


def called(use: At) -> At | None:
    """The call in which something is what is called."""
    parent = use.names.syntax.parent(use.node)
    if parent is None or parent.type not in {"call_expression", "new_expression"}:
        return None
    callee = parent.child_by_field_name("function") or parent.child_by_field_name("constructor")
    return At(use.names, parent) if callee == use.node else None


def _calls_of_given(program: Program, giving: Node, function: At, nesting: int) -> Iterator[_Entry]:
    """Calls of a function that another one gives back: `make(token)(path)`, or by a variable."""
    around = At(function.names, giving)
    maker = function_around(around) if giving.type != "arrow_function" else around
    if maker is None:
        return
    for entry in _entries(program, maker, nesting - 1):
        if entry.call is None:
            yield _Entry(None, is_cut=entry.is_cut)
            continue
        frame = program.frame(maker, entry.call, entry.maker, is_maker=True)
        result = At(entry.call.names, _unwrapped(entry.call, _SAME))
        call = called(result)
        if call is not None:
            yield _Entry(call, frame)
        home = result.names.syntax.parent(result.node)
        name = home.child_by_field_name("name") if home is not None else None
        if home is None or home.type != "variable_declarator" or name is None:
            continue
        declaration = result.names.declaration_at(name)
        if declaration is not None:
            yield from _uses(program.references(result.names, declaration), frame)


def _method_calls(program: Program, function: At) -> Iterator[_Entry]:
    """Calls of a method of a class or object, by its name; of a constructor, by the class's."""
    name = function.node.child_by_field_name("name")
    if name is None:
        return
    names = function.names
    around = (node for node in names.syntax.ancestors(function.node) if node.type in _CLASSES)
    owner = next(around, None)
    owner_name = owner.child_by_field_name("name") if owner is not None else None
    if text_of(name) != "constructor":
        own = text_of(owner_name) if owner_name is not None else ""
        yield from _member_calls(program, function, text_of(name), own)
        return
    declaration = names.declaration_at(owner_name)
    for use in program.references(names, declaration) if declaration is not None else ():
        call = called(use)
        if call is not None and call.node.type == "new_expression":
            yield _Entry(call)


def _member_calls(program: Program, function: At, name: str, owner: str) -> Iterator[_Entry]:
    """Calls of what an object or a class has by a name, in its file and in those that import it.

    `owner` is the name of the class, empty for an object.
    """
    for names in (function.names, *program.importers(function.names)):
        for use in names.syntax.occurrences(name):
            member = names.syntax.parent(use)
            if member is None:
                continue
            if use.type == "shorthand_property_identifier_pattern":
                yield from _taken_out(program, At(names, use))
            elif member.type == "member_expression" and _may_be(At(names, member), owner):
                yield from _uses([At(names, member)], None)


def _taken_out(program: Program, taken: At) -> Iterator[_Entry]:
    """Calls of what a pattern takes out of an object: `const { get } = api`."""
    declaration = taken.names.declaration_at(taken.node)
    if declaration is not None:
        yield from _uses(program.references(taken.names, declaration), None)


def _may_be(member: At, owner: str) -> bool:
    """Whether what a member is taken of may be the object or the class that has it."""
    names = member.names
    target = member.node.child_by_field_name("object")
    if target is None or target.type in {"new_expression", "call_expression"}:
        maker = target.child_by_field_name("constructor") if target is not None else None
        return maker is None or text_of(maker) == owner
    if target.type == "member_expression":
        return member_name(target) not in {"searchParams", "headers"}
    declaration = names.resolve(target) if target.type == "identifier" else None
    value = declaration.home.child_by_field_name("value") if declaration is not None else None
    maker = value.child_by_field_name("constructor") if value is not None else None
    made = names.resolve(maker) if maker is not None else None
    return maker is None or text_of(maker) == owner or (made is not None and made.kind == "import")

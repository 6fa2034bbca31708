"""Who calls a function of the program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from connlint.code.names import FUNCTIONS
from connlint.code.program import At, Frame, Program
from connlint.code.syntax import text_of

if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["calls_of", "frames", "function_around"]

_CHAIN = 6
"""How many calls within calls are followed."""
_CALLERS = 60
_WRAPPERS = frozenset({"parenthesized_expression", "as_expression", "satisfies_expression"})


def frames(program: Program, function: At, frame: Frame | None) -> Iterator[Frame]:
    """The ways to enter a function, one for each call of it, on top of a chain of calls.

    Where nobody is seen to call it, one that knows nothing of the arguments.
    """
    length = len(frame.keys) if frame is not None else 0
    calls = list(calls_of(program, function))[:_CALLERS] if length < _CHAIN else []
    # A function that calls itself tells nothing new.
    calls = [call for call in calls if call.key not in (frame.keys if frame is not None else ())]
    if not calls:
        yield _beneath(frame, Frame(function, None, None))
    for call in calls:
        yield _beneath(frame, Frame(function, call, None))


def _beneath(frame: Frame | None, bottom: Frame) -> Frame:
    """A chain of calls, with one more call that all of it began with."""
    if frame is None:
        return bottom
    return frame._replace(outer=_beneath(frame.outer, bottom))


def calls_of(program: Program, function: At) -> Iterator[At]:
    """The calls of a function, in the order of files and places."""
    node, names = function.node, function.names
    if node.type == "method_definition":
        yield from _method_calls(function)
        return
    name = node.child_by_field_name("name")
    if name is None or node.type not in {"function_declaration", "generator_function_declaration"}:
        name = _variable(function)
    if name is None:
        return
    for declaration in names.declared(text_of(name)):
        if declaration.node.id != name.id:
            continue
        for use in program.references(names, declaration):
            call = called(use)
            if call is not None:
                yield call


def called(use: At) -> At | None:
    """The call in which something is what is called."""
    parent = use.names.syntax.parent(use.node)
    if parent is None or parent.type not in {"call_expression", "new_expression"}:
        return None
    callee = parent.child_by_field_name("function") or parent.child_by_field_name("constructor")
    return At(use.names, parent) if callee == use.node else None


def _variable(function: At) -> Node | None:
    """The name of the variable whose value a function is."""
    node = function.node
    parent = function.names.syntax.parent(node)
    while parent is not None and parent.type in _WRAPPERS:
        node, parent = parent, function.names.syntax.parent(parent)
    if parent is None or parent.type != "variable_declarator":
        return None
    return parent.child_by_field_name("name")


def _method_calls(function: At) -> Iterator[At]:
    """Calls of a method of a class or object, by its name; of a constructor, by the class's."""
    name = function.node.child_by_field_name("name")
    if name is None:
        return
    syntax = function.names.syntax
    if text_of(name) == "constructor":
        for around in syntax.ancestors(function.node):
            owner = around.child_by_field_name("name")
            if around.type == "class_declaration" and owner is not None:
                for use in syntax.occurrences(text_of(owner)):
                    call = called(At(function.names, use))
                    if call is not None and call.node.type == "new_expression":
                        yield call
                return
        return
    for use in syntax.occurrences(text_of(name)):
        member = syntax.parent(use)
        if member is None or member.type != "member_expression":
            continue
        call = called(At(function.names, member))
        if call is not None:
            yield call


def function_around(at: At) -> At | None:
    """The function in which a node stands."""
    for around in at.names.syntax.ancestors(at.node):
        if around.type in FUNCTIONS:
            return At(at.names, around)
    return None

"""Options of requests: objects in arguments, those of a call before those of its client."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from connlint.code.limits import ALTERNATIVES, TOO_MANY_ALTERNATIVES
from connlint.code.requests.mutations import changes
from connlint.code.requests.partial_string import UNKNOWN
from connlint.code.requests.strings import AbstractString, abstract_strings, strings
from connlint.code.semantics.evaluate import AbstractValue, Evaluator
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.treesitter import Syntax
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["Option", "limited", "option", "option_strings", "option_verbs"]

_ASSIGNING = frozenset({"arguments", "assignment_expression", "call_expression"})


class Option(NamedTuple):
    """The values that an option can have, None for an unknown one; it may be absent too."""

    values: Sequence[AbstractValue | None]
    may_be_absent: bool

    @property
    def is_given(self) -> bool:
        """Tell whether some call surely has it, for all that is known."""
        return any(value is not None for value in self.values)


def option(evaluator: Evaluator, sources: Iterable[AbstractValue], name: str) -> Option:
    """Return what an option can be in several objects, of which the first one that has it counts.

    Raises ContextRequired where that depends on a caller.
    """
    found: list[AbstractValue | None] = []
    for source in sources:
        is_certain = True
        for value in evaluator.evaluate(source.at, source.context):
            inside = [] if value.is_nothing else _inside(evaluator, value, name, source.at)
            present = [each for each in inside if each is None or not each.is_nothing]
            found += present
            is_certain &= bool(present) and len(present) == len(inside)
        if is_certain:
            return Option(found, may_be_absent=False)
    return Option(found, may_be_absent=True)


def _inside(
    evaluator: Evaluator, value: AbstractValue, name: str, use: NodeRef
) -> Sequence[AbstractValue | None]:
    """Return what an object has under a name where it is used, `undefined` where nothing."""
    initial = evaluator.property(value, name)
    found: list[AbstractValue | None] = [None] if initial is None else [*initial]
    if value.at.node.type != "object" or value.part:
        return found
    for change in changes(evaluator, value.at, value.context, "object", ()):
        if change is None or change.name not in {None, name}:
            continue
        new: Sequence[AbstractValue | None] = [None]
        if change.value is not None:
            values = evaluator.evaluate(change.value, change.context)
            new = [] if change.name is None else values
            for each in values if change.name is None else ():
                copied = evaluator.property(each, name)
                new = [*new, *([None] if copied is None else copied)]
        is_certain = change.value is not None and _comes_before(change.value, value.at, use)
        if new and is_certain:
            found = [*new]
        elif new:
            found = [*(found or [value._replace(is_missing=True)]), *new]
    return found


def _comes_before(change: NodeRef, made: NodeRef, use: NodeRef) -> bool:
    """Tell whether a change is made in the block that makes an object, before its use."""
    syntax = change.names.syntax
    if change.names is not made.names or change.names is not use.names:
        return False
    statement = syntax.parent(change.node)
    while statement is not None and statement.type in _ASSIGNING:
        statement = syntax.parent(statement)
    if statement is None or statement.type != "expression_statement":
        return False
    is_between = made.node.end_byte <= change.node.start_byte < use.node.start_byte
    block = syntax.parent(statement)
    return is_between and block is not None and block == _block(syntax, made.node)


def _block(syntax: Syntax, node: Node) -> Node | None:
    """Return the node around the statement that has an expression."""
    around = syntax.parent(node)
    while around is not None and not around.type.endswith(("_statement", "_declaration")):
        around = syntax.parent(around)
    return syntax.parent(around) if around is not None else None


def option_strings(evaluator: Evaluator, found: Option) -> list[AbstractString]:
    """Return the strings that an option can be; none if it is surely absent."""
    result: list[AbstractString] = []
    for value in found.values:
        if value is None or value.part:
            result.append(UNKNOWN)
        else:
            result += abstract_strings(evaluator, value.at, value.context)
    return limited(evaluator, result)


def limited(evaluator: Evaluator, found: list[AbstractString]) -> list[AbstractString]:
    """Return at most ALTERNATIVES of some strings."""
    if len(found) > ALTERNATIVES:
        evaluator.memo.cut(TOO_MANY_ALTERNATIVES)
    return found[:ALTERNATIVES]


def option_verbs(
    evaluator: Evaluator, found: Option, default: Sequence[str] = ("GET",)
) -> Sequence[str]:
    """Return the verbs that the option `method` can be, empty for an unknown one."""
    verbs: list[str] = []
    for value in found.values:
        if value is None or value.part:
            verbs.append("")
            continue
        texts = strings(evaluator, value.at, value.context)
        verbs += [(text[0] or "").upper() if len(text) == 1 else "" for text in texts]
    if found.may_be_absent:
        verbs += default
    verbs = list(dict.fromkeys(verbs))
    if len(verbs) > ALTERNATIVES:
        evaluator.memo.cut(TOO_MANY_ALTERNATIVES)
    return verbs[:ALTERNATIVES]

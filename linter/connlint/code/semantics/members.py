"""Evaluation of member accesses: `object.name`, `list[index]` and `this.field`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from connlint.code.semantics.abstract_value import AbstractValue
from connlint.code.semantics.classes import CLASSES, members, owner_of_this
from connlint.code.semantics.properties import property_of
from connlint.code.syntax import grammar
from connlint.code.syntax.literals import name_text
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import (
    assigned_to_members,
    function_around,
    member_name,
    shortened,
)
from connlint.code.syntax.patterns import ANY, element_part, is_any

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.code.semantics.interface import EvaluatorInterface

__all__ = ["member_access"]


def member_access(
    evaluator: EvaluatorInterface, at: NodeRef, context: CallContext | None, depth: int
) -> Sequence[AbstractValue] | None:
    """Return the values of a member access; None or empty if it is a value itself."""
    node = at.node
    target = at.to(grammar.object_of(node))
    name = member_name(node)
    if target is None:
        return None
    if not name:
        name = _index(evaluator, at, context, depth)
    if target.node.type in {"this", "super"}:
        return _field(evaluator, at, name, context, depth)
    holders = evaluator.evaluate(target, context, depth - 1)
    parts: list[Sequence[AbstractValue]] = []
    for holder in holders:
        inside = property_of(evaluator, holder, name, depth - 1)
        if inside is None and not holder.is_missing:
            return None
        parts.append(inside or [])
    return (
        evaluator.capped(chain(parts, _assigned(evaluator, target, name, context, depth))) or None
    )


def _index(
    evaluator: EvaluatorInterface, at: NodeRef, context: CallContext | None, depth: int
) -> str:
    """Return the name of the property `[index]`, or a part for any name if it is unknown."""
    index = at.to(grammar.index_of(at.node))
    values = evaluator.evaluate(index, context, depth - 1) if index is not None else []
    nodes = [value.at for value in values if not value.is_missing]
    if len(nodes) != 1 or nodes[0].node.type not in {"string", "number"}:
        # Equal index expressions within one function take the same part.
        function = function_around(at)
        function_id = function.node.id if function is not None else 0
        return element_part(f"{function_id} {shortened(index.text)}") if index is not None else ANY
    return name_text(nodes[0].node)


def _assigned(
    evaluator: EvaluatorInterface,
    target: NodeRef,
    name: str,
    context: CallContext | None,
    depth: int,
) -> Iterator[Sequence[AbstractValue]]:
    """Yield the values that are assigned to a property of a variable."""
    is_name = target.node.type == "identifier"
    declaration = target.names.resolve(target.node) if is_name else None
    if declaration is not None and declaration.kind == "variable":
        for right in assigned_to_members(target.names, declaration, name):
            yield evaluator.evaluate(right, context, depth - 1)


def _field(
    evaluator: EvaluatorInterface, at: NodeRef, name: str, context: CallContext | None, depth: int
) -> list[AbstractValue] | None:
    """Return the values that a class and its family give to `this.name`; None if unknown."""
    owner = owner_of_this(at)
    if owner is None or is_any(name):
        return None
    if owner.node.type not in CLASSES:
        values = property_of(evaluator, AbstractValue(owner, context), name, depth - 1)
        return list(values) if values else None
    candidates, is_all = members(evaluator.program, owner, name)
    values = evaluator.of_members(candidates, context, depth)
    return values if values and is_all else None

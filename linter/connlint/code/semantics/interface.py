"""Interface of the evaluator, for the modules that it is made of."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Protocol

    from connlint.code.modules.program import Program
    from connlint.code.semantics.abstract_value import AbstractValue
    from connlint.code.semantics.correlation import Choices
    from connlint.code.semantics.memo import Memo
    from connlint.code.syntax.noderef import CallContext, NodeRef
    from connlint.code.syntax.symbol_table import Declaration, SymbolTable
else:
    Protocol = object

__all__ = ["EvaluatorInterface"]


class EvaluatorInterface(Protocol):
    """The part of Evaluator that conditions, members, properties and elements use; see there."""

    program: Program
    memo: Memo
    choices: Choices

    def evaluate(
        self, at: NodeRef, context: CallContext | None, depth: int = ...
    ) -> Sequence[AbstractValue]:
        """Return the expressions whose value an expression can have."""

    def capped(self, found: Iterable[Sequence[AbstractValue]]) -> list[AbstractValue]:
        """Return the values of several expressions together."""

    def part(self, value: AbstractValue, name: str, depth: int) -> Sequence[AbstractValue] | None:
        """Return what a property of a value can be."""

    def declared(
        self, names: SymbolTable, declaration: Declaration, depth: int
    ) -> Sequence[AbstractValue]:
        """Return what a declaration of another file can be."""

    def of_members(
        self, places: Iterable[NodeRef], context: CallContext | None, depth: int
    ) -> list[AbstractValue]:
        """Return what members of a class can be."""

    def context_of(self, function: NodeRef, context: CallContext | None) -> CallContext:
        """Return the context in which a function was entered."""

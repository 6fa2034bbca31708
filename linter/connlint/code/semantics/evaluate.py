"""Evaluation of expressions through names, parameters, properties and imports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from connlint.code.limits import (
    ALTERNATIVES,
    CALLS_DEEP,
    TOO_MANY_ALTERNATIVES,
    TOO_MANY_CALLS,
    TOO_MANY_EXPRESSIONS,
    VALUES_DEEP,
)
from connlint.code.modules.program import MODULE, Program
from connlint.code.semantics.abstract_value import AbstractValue, ContextRequired
from connlint.code.semantics.conditions import eval_condition, truthiness
from connlint.code.semantics.correlation import Choices
from connlint.code.semantics.elements import call_of
from connlint.code.semantics.members import member_access
from connlint.code.semantics.memo import Memo
from connlint.code.semantics.properties import property_of
from connlint.code.syntax import grammar
from connlint.code.syntax.arguments import UnknownArgument, argument_for
from connlint.code.syntax.assignments import AUGMENTED, reaching_assignments
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import default_of, returned
from connlint.code.syntax.patterns import KEYS, MEMBERS, element_part
from connlint.code.syntax.symbol_table import FUNCTIONS, USES, Declaration, SymbolTable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["AbstractValue", "ContextRequired", "Evaluator"]

TRANSPARENT = frozenset(
    {
        "parenthesized_expression",
        "await_expression",
        "as_expression",
        "satisfies_expression",
        "non_null_expression",
        "type_assertion",
    }
)
"""The node types of expressions with the value of the expression in them."""
_CHOOSING = frozenset({"||", "??"})
_RESOLVABLE = (
    USES | MEMBERS | TRANSPARENT | {"call_expression", "ternary_expression", "binary_expression"}
)
"""The node types of expressions that may evaluate to another expression."""


class Evaluator:
    """The evaluator of expressions, with its memo.

    Methods raise ContextRequired if the result depends on a caller, and LimitExceeded if no steps
    are left.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.memo = Memo(program.budget)
        self.choices = Choices(self.memo)

    def evaluate(
        self, at: NodeRef, context: CallContext | None, depth: int = VALUES_DEEP
    ) -> Sequence[AbstractValue]:
        """Return the expressions whose value an expression can have, at least one.

        An expression that cannot be resolved is its only value.
        """
        if at.node.type not in _RESOLVABLE:
            self.program.budget.spend()
            return [AbstractValue(at, context)]
        if depth <= 0:
            self.memo.run_short(TOO_MANY_EXPRESSIONS)
            return [AbstractValue(at, context)]
        key = "value", at.node.id, id(context)
        values = self.memo.ask(key, depth, lambda: self._resolved(at, context, depth))
        return values or [AbstractValue(at, context)]

    def capped(self, found: Iterable[Sequence[AbstractValue]]) -> list[AbstractValue]:
        """Return the values of several expressions together, at most ALTERNATIVES of them."""
        result: list[AbstractValue] = []
        for values in found:
            result += values
            if len(result) > ALTERNATIVES:
                self.memo.cut(TOO_MANY_ALTERNATIVES)
                return result[:ALTERNATIVES]
        return result

    def _resolved(
        self, at: NodeRef, context: CallContext | None, depth: int
    ) -> Sequence[AbstractValue] | None:
        """Return the values of an expression that is not a value itself; None or empty if it is."""
        node = at.node
        kind = node.type
        if kind in USES:
            declaration = at.names.resolve(node)
            return self._declared(at, declaration, context, depth) if declaration else None
        if kind in MEMBERS:
            return member_access(self, at, context, depth)
        if kind == "call_expression":
            return self._returned(at, context, depth)
        if kind in TRANSPARENT:
            inner = at.names.syntax.children(node)
            # `<T>value` has its type first, all others have it last.
            chosen = at.to((inner[-1] if kind == "type_assertion" else inner[0]) if inner else None)
            return self.evaluate(chosen, context, depth - 1) if chosen else None
        if kind == "ternary_expression":
            return self._either(at, self._sides(at, context), context, depth)
        if kind == "binary_expression":
            operator = grammar.operator_of(node)
            if operator is not None and operator.type in _CHOOSING:
                sides = [grammar.left_of(node), grammar.right_of(node)]
                return self._either(at, sides, context, depth)
        return None

    def _sides(self, at: NodeRef, context: CallContext | None) -> list[Node | None]:
        """Return the sides of `condition ? one : other` that can be its value."""
        condition = at.to(grammar.condition_of(at.node))
        taken = eval_condition(self, condition, context)
        if taken is None and condition is not None:
            taken = self.choices.decided(condition, context)
        one, other = grammar.consequence_of(at.node), grammar.alternative_of(at.node)
        return [one, other] if taken is None else [one if taken else other]

    def _either(
        self, at: NodeRef, sides: list[Node | None], context: CallContext | None, depth: int
    ) -> list[AbstractValue]:
        alternatives: list[list[AbstractValue]] = []
        is_choice = at.node.type == "ternary_expression"
        for side in sides:
            if side is not None:
                values = self.evaluate(NodeRef(at.names, side), context, depth - 1)
                alternatives.append([value for value in values if not value.is_nothing])
                if not is_choice and all(truthiness(value.at.node) for value in values):
                    # The other side of `||` and `??` is never reached.
                    break
        return self.capped(alternatives) or [AbstractValue(at, context)]

    def _declared(
        self, at: NodeRef, declaration: Declaration, context: CallContext | None, depth: int
    ) -> Sequence[AbstractValue]:
        names = at.names
        values: Sequence[AbstractValue] = []
        if depth <= 0:
            # Imports of a name may form a cycle of files.
            self.memo.run_short(TOO_MANY_EXPRESSIONS)
        elif declaration.kind == "import":
            origin = self.program.origin(names, declaration)
            if origin is not None:
                target = NodeRef(origin[0], origin[1].node)
                return self._declared(target, origin[1], context, depth - 1)
        elif declaration.kind == MODULE:
            return [AbstractValue(NodeRef(names, declaration.node), None)]
        elif declaration.kind == "default":
            return self.evaluate(NodeRef(names, declaration.node), None, depth - 1)
        elif declaration.kind in {"function", "class"}:
            return [AbstractValue(NodeRef(names, declaration.home), context)]
        elif declaration.kind == "loop":
            values = self._looped(at, declaration, context, depth)
        elif declaration.kind in {"parameter", "variable"}:
            values = self._of_variable(at, declaration, context, depth)
        return values or [AbstractValue(at, context)]

    def _looped(
        self, at: NodeRef, declaration: Declaration, context: CallContext | None, depth: int
    ) -> Sequence[AbstractValue]:
        """Return the values of a loop variable: each element of the list, or each key."""
        syntax, loop = at.names.syntax, declaration.home
        right = at.to(grammar.right_of(loop))
        if right is None or at.names.assignments(declaration):
            return []
        part = element_part(str(loop.id)) if syntax.has(loop, "of") else KEYS
        return self._inside(right, (part, *declaration.path), context, depth)

    def _of_variable(
        self, at: NodeRef, declaration: Declaration, context: CallContext | None, depth: int
    ) -> Sequence[AbstractValue]:
        """Return the values of a variable or parameter: its initial ones and those assigned."""
        if not at.names.assignments(declaration):
            return self._initial(at, declaration, context, depth)
        assignments = reaching_assignments(at, declaration)
        if len(assignments) > ALTERNATIVES:
            self.memo.cut(TOO_MANY_ALTERNATIVES)
            assignments = assignments[:ALTERNATIVES]

        def assigned(assignment: NodeRef | None) -> Sequence[AbstractValue]:
            if assignment is None:
                return self._initial(at, declaration, context, depth)
            if assignment.node.type == AUGMENTED:
                return [AbstractValue(assignment, context)]
            right = assignment.to(grammar.right_of(assignment.node))
            # The result of `index++` is only known at run time.
            return (
                self.evaluate(right, context, depth - 1)
                if right is not None
                else [AbstractValue(assignment, context)]
            )

        return self.capped(map(assigned, self.choices.possible_assignments(assignments, context)))

    def _initial(
        self, at: NodeRef, declaration: Declaration, context: CallContext | None, depth: int
    ) -> Sequence[AbstractValue]:
        """Return the values of a variable or parameter before any assignment."""
        if declaration.kind == "parameter":
            return self._argument(at, declaration, context, depth)
        return self._of_initializer(at, declaration, context, depth)

    def _of_initializer(
        self, at: NodeRef, declaration: Declaration, context: CallContext | None, depth: int
    ) -> Sequence[AbstractValue]:
        """Return the values of an initializer, or what the pattern takes out of them."""
        value = at.to(grammar.value_of(declaration.home))
        if value is None:
            return []
        inside = self._inside(value, declaration.path, context, depth)
        present = [part for part in inside if not part.is_nothing]
        if not declaration.path or (inside and len(present) == len(inside)):
            return inside
        default = default_of(at.names, declaration)
        if default is not None:
            return self.capped(
                [present, self.evaluate(NodeRef(at.names, default), context, depth - 1)]
            )
        return inside or [
            AbstractValue(NodeRef(at.names, declaration.node), context, is_missing=True)
        ]

    def property(self, value: AbstractValue, name: str) -> Sequence[AbstractValue] | None:
        """Return the values of a property of an object or an element of an array.

        Empty where it surely has none, None where that is not known.
        """
        return property_of(self, value, name, VALUES_DEEP)

    def part(self, value: AbstractValue, name: str, depth: int) -> Sequence[AbstractValue] | None:
        """Return the same as `property`, within the depth that is left; see property_of."""
        return property_of(self, value, name, depth)

    def context_of(self, function: NodeRef, context: CallContext | None) -> CallContext:
        """Return the context of the call that entered a function.

        Raises ContextRequired where `context` contains none.
        """
        entered = context.enclosing(function) if context is not None else None
        if entered is None:
            raise ContextRequired(function)
        return entered

    def _argument(
        self, at: NodeRef, declaration: Declaration, context: CallContext | None, depth: int
    ) -> Sequence[AbstractValue]:
        """Return the values of a parameter: the argument of the call, else its default."""
        entered = self.context_of(NodeRef(at.names, declaration.home), context)
        if entered.call is None:
            return [AbstractValue(at, context)]
        source = argument_for(entered, declaration.position)
        if isinstance(source, UnknownArgument):
            return [AbstractValue(at, context)]
        if source is not None:
            path = (*source.path, *declaration.path)
            values = self._inside(source.at, path, entered.outer, depth)
            if values or declaration.path == ():
                return values or [AbstractValue(at, context)]
        default = default_of(at.names, declaration)
        if default is None:
            return [AbstractValue(at, context, is_missing=True)]
        return self.evaluate(NodeRef(at.names, default), context, depth - 1)

    def _inside(
        self, at: NodeRef, path: tuple[str, ...], context: CallContext | None, depth: int
    ) -> Sequence[AbstractValue]:
        """Return the values at a path of property names within an expression."""
        values = self.evaluate(at, context, depth - 1)
        for name in path:
            values = self.capped(self._part(value, name, depth - 1) for value in values)
        return values

    def _part(self, value: AbstractValue, name: str, depth: int) -> Sequence[AbstractValue]:
        inside = property_of(self, value, name, depth)
        # An unknown part is represented by its holder, which gives no known string.
        return [value._replace(part=(*value.part, name))] if inside is None else inside

    def declared(
        self, names: SymbolTable, declaration: Declaration, depth: int
    ) -> Sequence[AbstractValue]:
        """Return the values of a declaration of another file."""
        return self._declared(NodeRef(names, declaration.node), declaration, None, depth)

    def of_members(
        self, places: Iterable[NodeRef], context: CallContext | None, depth: int
    ) -> list[AbstractValue]:
        """Return the values of class members: a method itself, or those of a field's expression."""
        return self.capped(
            [AbstractValue(member, context)]
            if member.node.type == "method_definition"
            else self.evaluate(member, context, depth - 1)
            for member in places
        )

    def _returned(
        self, at: NodeRef, context: CallContext | None, depth: int
    ) -> list[AbstractValue] | None:
        """Return the values that a call of a function of the program returns; None if unknown."""
        callee = at.to(grammar.function_of(at.node))
        keys = context.keys if context is not None else ()
        built_in = call_of(self, at, context, depth)
        if built_in is not None:
            return self.capped([built_in])
        functions = self.evaluate(callee, context, depth - 1) if callee is not None else []
        if not functions or any(function.at.node.type not in FUNCTIONS for function in functions):
            return None
        if len(keys) > CALLS_DEEP:
            # No limit is reported for recursion: its result is only known at run time.
            if at.key not in keys:
                self.memo.cut(TOO_MANY_CALLS)
            return None
        return (
            self.capped(
                self.evaluate(result, self.program.context(function.at, at, context), depth - 1)
                for function in functions
                for result in returned(function.at)
            )
            or None
        )

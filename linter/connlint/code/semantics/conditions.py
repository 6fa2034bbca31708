"""Evaluation of conditions from literals, and from the arguments of a call."""

from __future__ import annotations

from connlint.code.limits import STRING_LENGTH
from connlint.code.semantics.abstract_value import is_undefined
from connlint.code.syntax import grammar
from connlint.code.syntax.literals import number, string_text
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import WRAPPERS, argument, default_of, negated, spreads
from connlint.code.syntax.symbol_table import FUNCTIONS, USES, Declaration, pattern_key
from connlint.code.syntax.treesitter import text_of
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from connlint.code.semantics.interface import EvaluatorInterface

__all__ = ["eval_condition", "truthiness"]

_DEPTH = 12
_TRUE = FUNCTIONS | {"object", "array", "new_expression", "true", "regex"}
_FALSE = frozenset({"null", "undefined", "false"})
_EQUAL = frozenset({"===", "=="})
_UNEQUAL = frozenset({"!==", "!="})


class _Constant(NamedTuple):
    """The expression that a name is; `node` is None where the name surely has no value."""

    node: Node | None


def eval_condition(
    evaluator: EvaluatorInterface,
    at: NodeRef | None,
    context: CallContext | None,
    depth: int = _DEPTH,
) -> bool | None:
    """Return whether a condition holds; None where that is not known.

    Raises ContextRequired where it depends on the arguments of a call that is not given.
    """
    if at is None:
        return None
    if depth <= 0:
        # No limit is reported: with an unknown condition both branches count, so nothing is missed.
        evaluator.memo.run_short("")
        return None
    key = "holds", at.node.id, id(context)
    return evaluator.memo.ask(key, depth, lambda: _eval(evaluator, at, context, depth))


def _eval(
    evaluator: EvaluatorInterface, at: NodeRef, context: CallContext | None, depth: int
) -> bool | None:
    node = at.node
    operand = negated(at)
    if operand is not None:
        inner = eval_condition(evaluator, operand, context, depth - 1)
        return None if inner is None else not inner
    if node.type == "binary_expression":
        return _eval_binary(evaluator, at, context, depth)
    constant = _resolve(evaluator, at, context, depth)
    return None if constant is None else truthiness(constant.node)


def truthiness(node: Node | None) -> bool | None:
    """Tell whether an expression is surely truthy or surely falsy; None where neither is known."""
    if node is None or node.type in _FALSE:
        return False
    if node.type in _TRUE:
        return True
    if node.type == "string":
        return node.named_child_count > 0
    value = number(node)
    return None if value is None else value != 0


def _eval_binary(
    evaluator: EvaluatorInterface, at: NodeRef, context: CallContext | None, depth: int
) -> bool | None:
    left, right = at.to(grammar.left_of(at.node)), at.to(grammar.right_of(at.node))
    operator = grammar.operator_of(at.node)
    kind = operator.type if operator is not None else ""
    if left is None or right is None or kind not in _EQUAL | _UNEQUAL | {"&&", "||"}:
        return None
    if kind in {"&&", "||"}:
        sides = {eval_condition(evaluator, side, context, depth - 1) for side in (left, right)}
        decisive = kind == "||"
        return decisive if decisive in sides else None if None in sides else not decisive
    strings = [_literal_text(_resolve(evaluator, side, context, depth)) for side in (left, right)]
    if None in strings:
        return None
    return (strings[0] == strings[1]) == (kind in _EQUAL)


def _literal_text(constant: _Constant | None) -> str | None:
    """Return the text of a string literal; None for all else, and for a very long literal."""
    node = constant.node if constant is not None else None
    if node is None or node.type != "string" or node.end_byte - node.start_byte > STRING_LENGTH:
        return None
    return string_text(node)


def _resolve(
    evaluator: EvaluatorInterface, at: NodeRef, context: CallContext | None, depth: int
) -> _Constant | None:
    """Return the constant that an expression surely is, through names; None where it is unknown."""
    node = at.node
    if depth <= 0:
        evaluator.memo.run_short("")
        return None
    inner = at.names.syntax.children(node)[:1] if node.type in WRAPPERS else ()
    if inner:
        return _resolve(evaluator, NodeRef(at.names, inner[0]), context, depth - 1)
    if node.type not in USES:
        return _Constant(node)
    declaration = at.names.resolve(node)
    if declaration is None:
        return None
    if at.names.assignments(declaration):
        return None
    if declaration.kind == "parameter":
        return _argument_constant(evaluator, at, declaration, context, depth)
    value = grammar.value_of(declaration.home)
    if declaration.kind != "variable" or declaration.path or value is None:
        return None
    return _resolve(evaluator, NodeRef(at.names, value), context, depth - 1)


def _argument_constant(
    evaluator: EvaluatorInterface,
    at: NodeRef,
    declaration: Declaration,
    context: CallContext | None,
    depth: int,
) -> _Constant | None:
    function = NodeRef(at.names, declaration.home)
    entered = evaluator.context_of(function, context)
    if entered.call is None or len(declaration.path) > 1:
        return None
    source = argument(entered.call, declaration.position)
    if source is None and spreads(entered.call):
        return None
    value: _Constant | None = _Constant(None)
    if source is not None:
        value = _resolve(evaluator, source, entered.outer, depth - 1)
        if value is not None and declaration.path:
            value = _property_constant(
                evaluator, source, value.node, declaration.path[0], entered.outer, depth
            )
    if value is None or (value.node is not None and not is_undefined(value.node)):
        return value
    default = default_of(at.names, declaration)
    return _resolve(evaluator, NodeRef(at.names, default), context, depth - 1) if default else value


def _property_constant(
    evaluator: EvaluatorInterface,
    source: NodeRef,
    node: Node | None,
    name: str,
    context: CallContext | None,
    depth: int,
) -> _Constant | None:
    """Return a property of an object literal that is the argument itself; None if unknown."""
    if node is None or source.node.id != node.id or node.type != "object":
        return None
    for child in source.names.syntax.children(node):
        if child.type == "pair" and pattern_key(child) == name:
            value = grammar.value_of(child)
            return (
                _resolve(evaluator, NodeRef(source.names, value), context, depth - 1)
                if value
                else None
            )
        if child.type == "shorthand_property_identifier" and text_of(child) == name:
            return _resolve(evaluator, NodeRef(source.names, child), context, depth - 1)
        if child.type not in {"pair", "shorthand_property_identifier"}:
            return None
    return _Constant(None)

"""Results of connector calls, and the variables that never have another value."""

from __future__ import annotations

from collections.abc import Sequence

from connlint.code.connectors_module import TOKEN, TOKENS
from connlint.code.model import ConnectorCall, Holder
from connlint.code.semantics.evaluate import TRANSPARENT
from connlint.code.syntax import grammar
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import argument, member_name, returned
from connlint.code.syntax.patterns import MEMBERS
from connlint.code.syntax.symbol_table import FUNCTIONS, Declaration, SymbolTable
from connlint.code.syntax.treesitter import Syntax, text_of
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["CallResult", "CallResults", "target_of"]

_NOTHING = frozenset({"null", "undefined"})


class CallResult(NamedTuple):
    """The value of an expression: the result of a connector call, awaited or still a promise.

    `is_named` says that the expression is a variable.
    """

    call: ConnectorCall
    holder: Holder
    is_awaited: bool = False
    is_named: bool = False

    def is_like(self, other: CallResult) -> bool:
        """Tell whether both have the same holder, and both or neither are awaited."""
        return self.holder is other.holder and self.is_awaited == other.is_awaited


class CallResults:
    """The results of some connector calls of a file, by the ids of their nodes."""

    def __init__(self, names: SymbolTable, calls: dict[int, ConnectorCall]) -> None:
        self._names = names
        self._syntax: Syntax = names.syntax
        self._calls = calls

    def called(self, place: int) -> CallResult:
        """Return the result, not yet awaited, of the call whose node has the id `place`."""
        call = self._calls[place]
        return CallResult(call, Holder.TOKEN if call.method in TOKENS else Holder.CONNECTION)

    def is_only(self, declaration: Declaration, given: CallResult) -> bool:
        """Tell whether a variable never has a value but such a result, `null` or `undefined`."""
        assignments = self._names.assignments(declaration)
        if declaration.kind == "parameter":
            return not assignments and not self._is_in_pattern(declaration)
        if declaration.kind != "variable":
            return False
        first = grammar.value_of(declaration.home)
        values = [first] if first is not None else []
        for assignment in assignments:
            right = grammar.right_of(assignment)
            if assignment.type != "assignment_expression" or right is None:
                return False
            values.append(right)
        return (
            all(self._is_result(value, given) for value in values)
            and not self._is_exported(declaration.home)
            and (self._is_constant(declaration.home) or not self._is_in_pattern(declaration))
        )

    def _is_result(self, value: Node, expected: CallResult) -> bool:
        """Tell whether an expression is such a result, `null` or `undefined`."""
        if value.type in _NOTHING:
            return True
        result = self._result(value)
        if result is None and value.type in MEMBERS and member_name(value) == TOKEN:
            target = grammar.object_of(value)
            holder = self._result(target) if target is not None else None
            is_there = holder is not None and holder.holder is Holder.CONNECTION
            result = holder._replace(holder=Holder.TOKEN) if holder and is_there else None
        return result is not None and result.is_like(expected)

    def _result(self, value: Node) -> CallResult | None:
        """Return the result of the connector call that an expression is; None for others."""
        is_awaited = False
        inner: Node | None = value
        while inner is not None and inner.type in TRANSPARENT:
            is_awaited |= inner.type == "await_expression"
            children = self._syntax.children(inner)
            chosen = children[-1:] if inner.type == "type_assertion" else children[:1]
            inner = chosen[0] if chosen else None
        if inner is not None and inner.type == "call_expression" and inner.id not in self._calls:
            inner = self._behind_catch(inner)
        if inner is None or inner.id not in self._calls:
            return None
        return self.called(inner.id)._replace(is_awaited=is_awaited)

    def _behind_catch(self, call: Node) -> Node | None:
        """Return the receiver of `.finally(…)` or `.catch(() => null)`; None for other calls."""
        member = grammar.function_of(call)
        if member is None or member.type != "member_expression":
            return None
        is_same = self.adds_nothing(call, member_name(member))
        return grammar.object_of(member) if is_same else None

    def adds_nothing(self, call: Node, name: str) -> bool:
        """Tell whether a call is `.finally(…)` or `.catch(() => null)`, which add no result."""
        first = argument(NodeRef(self._names, call), 0)
        if name not in {"catch", "finally"} or first is None or first.node.type not in FUNCTIONS:
            return False
        return name == "finally" or all(each.node.type in _NOTHING for each in returned(first))

    def _is_constant(self, home: Node) -> bool:
        statement = self._syntax.parent(home)
        return statement is not None and self._syntax.has(statement, "const")

    def _is_exported(self, home: Node) -> bool:
        statement = self._syntax.parent(home)
        around = self._syntax.parent(statement) if statement is not None else None
        return around is not None and around.type == "export_statement"

    def _is_in_pattern(self, declaration: Declaration) -> bool:
        """Tell whether a pattern may assign to a variable: `({ name } = other)`."""
        return any(
            node.type == "shorthand_property_identifier_pattern"
            and self._names.declaration_at(node) is None
            for node in self._syntax.occurrences(declaration.name)
        )

    def of_all(self, array: Node) -> Sequence[Node] | None:
        """Return the parts of the pattern that destructures `await Promise.all([…])`, if any."""
        around = self._syntax.parent(array)
        call = self._syntax.parent(around) if around is not None else None
        callee = grammar.function_of(call) if call is not None else None
        awaited = self._syntax.parent(call) if call is not None else None
        if callee is None or awaited is None or text_of(callee) != "Promise.all":
            return None
        home = self._syntax.parent(awaited)
        pattern = target_of(home, awaited) if home is not None else None
        if home is None or pattern is None or pattern.type != "array_pattern":
            return None
        is_plain = (
            awaited.type == "await_expression"
            and self._is_constant(home)
            and not self._is_exported(home)
        )
        if not is_plain or self._has_gaps(array) or self._has_gaps(pattern):
            return None
        return self._syntax.children(pattern)

    def _has_gaps(self, array: Node) -> bool:
        """Tell whether the elements of an array or pattern cannot simply be counted."""
        text = "".join(text_of(array).split())
        return self._syntax.has(array, "spread_element") or "[," in text or ",," in text


def target_of(parent: Node, node: Node) -> Node | None:
    """Return the name or pattern that a node is directly assigned to; None without one."""
    if parent.type == "variable_declarator" and grammar.value_of(parent) == node:
        return grammar.name_of(parent)
    if parent.type == "assignment_expression" and grammar.right_of(parent) == node:
        return grammar.left_of(parent)
    return None

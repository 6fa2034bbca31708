"""Forward propagation of the token of a connector call, step by step.

A `TaintState` is a node whose value has the token at a path of property names, or is a client of an
SDK that holds it. One step looks at the parent of the node, and results in the next states that
have the token, or in the end of the flow: a sink that gets the token, a use that passes on no part
of it (`harmless`), or an escape with a reason. A step without any result is an escape, too, so that
no token vanishes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping

from connlint.code.limits import (
    FLOW_STEPS,
    PROPERTIES_DEEP,
    TOO_MANY_PROPERTIES,
    TOO_MANY_WAYS,
)
from connlint.code.semantics.evaluate import TRANSPARENT, Evaluator
from connlint.code.syntax import grammar
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import call_of, is_assigned, member_name, operator_of, shortened
from connlint.code.syntax.patterns import ANY, ENTRY, IN_SET, REQUEST, is_element
from connlint.code.syntax.treesitter import text_of
from connlint.code.taint.harmless import METHODS, NODES, OF_REQUESTS, OPERATORS, PROPERTIES
from connlint.code.taint.methods import LIST_METHODS, PROMISE_METHODS, MethodTransfer
from connlint.code.taint.state import CALL, FLOW_END, FlowEnd, SinkHandler, TaintState, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["propagate"]

_STEPS_PER_STATE = 4
_REQUEST_PARTS = frozenset({"body", "headers", "integrity", "referrer", "url"})
_TO_STRING = frozenset({"toString", "valueOf"})
"""Methods that convert an object to a string."""
_URL_PROPERTIES = frozenset({"hash", "headers", "href", "search", "searchParams"})
"""Properties of URLs and requests that may have the token."""


def propagate(evaluator: Evaluator, start: TaintState, sinks: SinkHandler) -> None:
    """Propagate a token from a connector call, and report its uses and escapes to `sinks`."""
    flow = _Flow(evaluator, sinks)
    pending = deque([start])
    seen = {start.key}
    for _ in range(FLOW_STEPS):
        if not pending:
            return
        current = pending.popleft()
        for state in flow.transfer(current):
            evaluator.program.budget.spend(_STEPS_PER_STATE)
            if isinstance(state, FlowEnd) or state.key in seen:
                continue
            seen.add(state.key)
            if len(state.path) > PROPERTIES_DEEP:
                sinks.escaped(current, TOO_MANY_PROPERTIES)
            else:
                pending.append(state)
        # Every limit met in the evaluations of this step makes its result incomplete.
        for reason in evaluator.memo.take_cuts():
            sinks.escaped(current, reason)
    if pending:
        sinks.escaped(pending[0], TOO_MANY_WAYS)


class _Flow(MethodTransfer):
    def transfer(self, state: TaintState) -> Iterable[Transfer]:
        """Return the results of one step; report an escape where there are none."""
        parent = state.at.names.syntax.parent(state.at.node)
        kind = parent.type if parent is not None else ""
        step = _STEPS.get(kind)
        if kind in NODES:
            return (FLOW_END,)
        transfers = list(step(self, state, parent)) if step is not None and parent else []
        if not transfers:
            syntax = state.at.names.syntax
            text = shortened(syntax.text(parent)) if parent is not None else "the file"
            self.sinks.escaped(state, f"is used in `{text}`, which connlint does not follow")
        return transfers

    def same(self, state: TaintState, parent: Node) -> Iterator[Transfer]:
        """Yield the parent, which has the same value."""
        yield state.to(NodeRef(state.at.names, parent), state.path)

    def last(self, state: TaintState, sequence: Node) -> Iterator[Transfer]:
        """Yield the sequence `(one, two)` if the node is its last part, the value; else the end."""
        children = state.at.names.syntax.children(sequence)
        is_last = children[-1] == state.at.node
        yield state.to(NodeRef(state.at.names, sequence), state.path) if is_last else FLOW_END

    def chosen(self, state: TaintState, parent: Node) -> Iterator[Transfer]:
        """Yield a conditional expression, unless the node is its condition."""
        if grammar.condition_of(parent) == state.at.node:
            yield FLOW_END
        else:
            yield from self.same(state, parent)

    def combined(self, state: TaintState, parent: Node) -> Iterator[Transfer]:
        """Yield the result of a binary operator with the node as an operand."""
        kind = operator_of(parent)
        is_left = grammar.left_of(parent) == state.at.node
        if kind in OPERATORS or (kind == "&&" and is_left):
            yield FLOW_END
        elif kind in {"||", "??", "&&"}:
            yield from self.same(state, parent)
        elif kind == "+":
            yield self._as_string(state, parent)

    def _as_string(self, state: TaintState, outer: Node) -> Transfer:
        """Return the state of a string made of the value; an object's has none of its contents."""
        first = state.path[0] if state.path else ANY
        if first not in _TO_STRING and (first == IN_SET or not is_element(first)):
            return FLOW_END
        if self.sinks.is_data(state):
            return FLOW_END
        return state.to(NodeRef(state.at.names, outer), ())

    def substituted(self, state: TaintState, substitution: Node) -> Iterator[Transfer]:
        """Yield the template literal that has the value in a substitution."""
        template = state.at.names.syntax.parent(substitution)
        if template is not None:
            yield self._as_string(state, template)

    def declared(self, state: TaintState, declarator: Node) -> Iterator[Transfer]:
        yield from self.bound(state, grammar.name_of(declarator), state.path)

    def defaulted(self, state: TaintState, pattern: Node) -> Iterator[Transfer]:
        """Yield the uses of a default value; the end if the node is the target it may replace."""
        left = grammar.left_of(pattern) or grammar.pattern_of(pattern)
        if left == state.at.node:
            yield FLOW_END
        else:
            yield from self.bound(state, left, state.path)

    def looped(self, state: TaintState, loop: Node) -> Iterator[Transfer]:
        path = state.path
        if grammar.right_of(loop) != state.at.node:
            yield FLOW_END
        elif not state.at.names.syntax.has(loop, "of"):
            # `for…in` gives only the names of the properties.
            yield FLOW_END
        elif path and is_element(path[0]):
            yield from self.bound(state, grammar.left_of(loop), path[1:])
        elif path and path[0].startswith(ENTRY):
            yield from self.bound(state, grammar.left_of(loop), ("1", *path[1:]))

    def stored(self, state: TaintState, field: Node) -> Iterator[Transfer]:
        """Yield the uses of a class field that has the value."""
        names = state.at.names
        key = grammar.name_of(field) or grammar.property_of(field)
        body = names.syntax.parent(field)
        owner = names.syntax.parent(body) if body is not None else None
        is_value = grammar.value_of(field) == state.at.node
        if key is None or owner is None or not is_value:
            return
        if key.type == "computed_property_name":
            yield self.kept(state, text_of(key))
        else:
            definition, home = NodeRef(names, field), NodeRef(names, owner)
            yield from self.member(state, definition, home, text_of(key), state.path)

    def listed(self, state: TaintState, array: Node) -> Iterator[Transfer]:
        syntax = state.at.names.syntax
        start = state.at.node.start_byte
        is_behind_spread = any(
            child.type == "spread_element" and child.start_byte < start
            for child in syntax.children(array)
        )
        index = ANY if is_behind_spread else str(syntax.position(state.at.node))
        yield state.to(NodeRef(state.at.names, array), (index, *state.path))

    def instantiated(self, state: TaintState, _parent: Node) -> Iterator[Transfer]:
        """Yield the end for a class in `new Class()`; the arguments are followed separately."""
        if state.path and state.path[0] != CALL:
            yield FLOW_END
        elif state.client is not None and not state.path:
            yield from self.sinks.member(state, [], state.at) or ()

    # Member accesses on a value that has the token.

    def accessed(self, state: TaintState, member: Node) -> Iterator[Transfer]:
        names = state.at.names
        access = NodeRef(names, member)
        path = state.path
        if grammar.object_of(member) != state.at.node:
            # The token is the key of a property of another object, which is read or assigned.
            if not is_assigned(access):
                yield FLOW_END
            return
        name = member_name(member)
        if is_assigned(access):
            # The member is overwritten with another value.
            yield FLOW_END
        elif state.client is not None and not path:
            call = call_of(access) if name in PROMISE_METHODS else None
            # A promise of a client, or of what a call of it gives back.
            yield from (
                self.method(state, name, call) if call else self.client_members(state, member)
            )
        elif path and path[0] == REQUEST:
            if name in _REQUEST_PARTS:
                yield state.to_named(access, ())
            elif name in OF_REQUESTS:
                yield FLOW_END
        elif path and path[0] == name:
            yield state.to_named(access, path[1:])
        elif name and (call := call_of(access)) is not None:
            yield from self._called(state, name, access, call)
        else:
            yield from self._read(state, name, access)

    def _read(self, state: TaintState, name: str, access: NodeRef) -> Iterator[Transfer]:
        """Yield a property of a value that is the token, or has it under another or any name."""
        path = state.path
        first = path[0] if path else ANY
        is_list = first == CALL or is_element(first)
        if name in PROPERTIES and is_list:
            yield FLOW_END
        elif not path:
            if name in _URL_PROPERTIES:
                yield state.to(access, path)
        elif (first == ANY or not name) and not first.startswith(ENTRY):
            yield state.to_named(access, path[1:])
        else:
            # The property has no part of the token.
            yield FLOW_END

    def _called(
        self, state: TaintState, name: str, access: NodeRef, call: NodeRef
    ) -> Iterator[Transfer]:
        """Yield the results of a method call on a value that is the token, or has it inside."""
        path = state.path
        transfers = list(self.method(state, name, call))
        if transfers:
            yield from transfers
        elif path[:2] in {(ANY, CALL), (ANY, name)} and name not in LIST_METHODS:
            yield state.to_named(access, path[1:])
        elif path and self.knows(state, access):
            # The uses of `this` in the method are followed separately.
            yield FLOW_END
        elif name in METHODS:
            yield FLOW_END
        else:
            what = shortened(access.text)
            yield self.escaped(state, f"is used by {what}, which connlint does not know")

    def client_members(self, state: TaintState, member: Node) -> Iterator[Transfer]:
        """Report the longest member chain of a client to the sinks: `slack.chat.postMessage`."""
        names = state.at.names
        chain = [member_name(member)]
        end = member
        while (outer := names.syntax.parent(end)) is not None:
            if outer.type != "member_expression" or grammar.object_of(outer) != end:
                break
            chain.append(member_name(outer))
            end = outer
        states = self.sinks.member(state, chain, NodeRef(names, end))
        if states is None:
            what = ".".join(chain) if "" not in chain else shortened(names.syntax.text(end))
            reason = f"is used by {what}, which connlint does not know"
            yield self.escaped(state, reason)
        else:
            yield FLOW_END
            yield from states

    def assigned(self, state: TaintState, assignment: Node) -> Iterator[Transfer]:
        left = grammar.left_of(assignment)
        kind = operator_of(assignment) or "="
        if left == state.at.node:
            yield FLOW_END
        elif kind in {"=", "||=", "??=", "&&="}:
            yield from self.same(state, assignment)
            yield from self.bound(state, left, state.path)
        elif kind == "+=":
            whole = self._as_string(state, assignment)
            yield whole
            if isinstance(whole, TaintState):
                yield from self.bound(state, left, ())
        else:
            yield FLOW_END


_STEPS: Mapping[str, Callable[[_Flow, TaintState, Node], Iterable[Transfer]]] = {
    **dict.fromkeys(TRANSPARENT, _Flow.same),
    "sequence_expression": _Flow.last,
    "ternary_expression": _Flow.chosen,
    "binary_expression": _Flow.combined,
    "template_substitution": _Flow.substituted,
    "member_expression": _Flow.accessed,
    "subscript_expression": _Flow.accessed,
    "variable_declarator": _Flow.declared,
    "assignment_expression": _Flow.assigned,
    "augmented_assignment_expression": _Flow.assigned,
    "assignment_pattern": _Flow.defaulted,
    "object_assignment_pattern": _Flow.defaulted,
    "required_parameter": _Flow.defaulted,
    "optional_parameter": _Flow.defaulted,
    "for_in_statement": _Flow.looped,
    "public_field_definition": _Flow.stored,
    "field_definition": _Flow.stored,
    "object": _Flow.shorthand,
    "pair": _Flow.paired,
    "spread_element": _Flow.spread,
    "array": _Flow.listed,
    "arguments": _Flow.passed,
    "call_expression": _Flow.is_called,
    "new_expression": _Flow.instantiated,
    "return_statement": _Flow.given_back,
    "arrow_function": _Flow.given_back,
    "yield_expression": _Flow.yielded,
    "export_statement": _Flow.exported,
}
"""The step for each type of parent node."""

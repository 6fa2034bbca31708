"""Propagation of tokens into functions as arguments, and out of them as return values."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.code.limits import CALLS_DEEP, TOO_MANY_CALLS
from connlint.code.semantics.callees import functions
from connlint.code.semantics.classes import CLASSES, owner_of_this
from connlint.code.syntax import grammar
from connlint.code.syntax.arguments import indirect_method
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import (
    callee_of,
    caller_around,
    field_of,
    function_around,
    member_name,
    shortened,
)
from connlint.code.syntax.parameter_list import parameter_at, parameters
from connlint.code.syntax.patterns import ANY
from connlint.code.syntax.treesitter import text_of
from connlint.code.taint.builtin_results import element
from connlint.code.taint.harmless import CALLS
from connlint.code.taint.state import CALL, FLOW_END, TaintState, Transfer
from connlint.code.taint.storage import StorageTransfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["QUESTIONS", "FunctionTransfer"]

_IGNORING_RESULT = frozenset({"Promise", "queueMicrotask", "setInterval", "setTimeout"})
"""Functions that call their callback and ignore its return value."""
QUESTIONS = frozenset(
    {
        "every",
        "filter",
        "finally",
        "find",
        "findIndex",
        "findLast",
        "findLastIndex",
        "forEach",
        "some",
        "sort",
        "toSorted",
    }
)
"""Methods that use at most the truth or the sign of what their callback returns."""
_GENERATORS = frozenset({"generator_function", "generator_function_declaration"})


class FunctionTransfer(StorageTransfer):
    """The propagation steps of a token into functions and out of them."""

    def knows(self, state: TaintState, callee: NodeRef) -> bool:
        """Tell whether all callees are functions of the program whose `this` can be resolved.

        The `this` of a function that is put into an object later is not followed.
        """
        found = functions(self.evaluator, callee, state.context)
        return found.is_complete and not any(map(_has_this_of_caller, found.entered))

    def handed(
        self, state: TaintState, function: NodeRef, index: int, call: NodeRef
    ) -> Iterator[Transfer]:
        """Yield the results of a call that passes the value on to a callback as an argument."""
        yield FLOW_END
        callees = functions(self.evaluator, function, state.context)
        for callee in callees.entered:
            yield from self.entered(state, callee, index, call, is_exact=True, is_callback=True)
        if callees.is_complete or function.text in CALLS:
            return
        if not self.sinks.handed(state, function):
            what = shortened(function.text)
            yield self.escaped(state, f"is given to {what}, which connlint does not know")

    def entered(
        self,
        state: TaintState,
        function: NodeRef,
        index: int,
        call: NodeRef,
        *,
        is_exact: bool = True,
        is_callback: bool = False,
    ) -> Iterator[Transfer]:
        """Yield the uses of the value in a function: as the argument at `index`, or from it on."""
        yield FLOW_END
        context = state.context
        entered = context.enclosing(function) if context is not None else None
        if entered is None:
            if context is not None and len(context.keys) > CALLS_DEEP:
                yield self.escaped(state, TOO_MANY_CALLS)
                return
            entered = self.program.context(function, call, context, is_callback=is_callback)
        elif entered.call is not None and entered.call.key != call.key and not is_callback:
            yield from self._recursive_call(
                entered, TaintState(call, context, (), state.client, call)
            )
        within = TaintState(function, entered, state.path, state.client)
        syntax = function.names.syntax
        count = len(parameters(syntax, function.node))
        for number in [index] if is_exact else range(index, max(count, index + 1)):
            parameter = parameter_at(syntax, function.node, number)
            if parameter is None:
                continue
            yield from self.bound(within, parameter, state.path)
            own_field = field_of(syntax, parameter)
            if own_field is not None:
                name = text_of(own_field)
                yield from self.field(within, NodeRef(function.names, own_field), name, state.path)
        position = str(index) if is_exact else ANY
        for use in _arguments_in(function):
            yield within.to(use, (position, *state.path))

    def is_called(self, state: TaintState, call: Node) -> Iterator[Transfer]:
        """Yield the results of a call of the value: a function with the token, or a client."""
        result = NodeRef(state.at.names, call)
        if grammar.function_of(call) != state.at.node:
            # The value is the template of a tagged template.
            callee = grammar.function_of(call)
            text = result.names.syntax.text(callee) if callee is not None else ""
            if text == "String.raw":
                yield state.to(result, ())
            else:
                what = shortened(text) or "a template"
                yield self.escaped(state, f"is given to {what}, which connlint does not know")
        elif state.path and state.path[0] in {CALL, ANY}:
            yield state.to_named(result, state.path[1:])
        elif state.client is not None and not state.path:
            states = self.sinks.member(state, [], state.at)
            yield from states or ()
            if states is None:
                yield self.escaped(state, "is used by a call that connlint does not know")
            else:
                yield FLOW_END

    def given_back(self, state: TaintState, parent: Node) -> Iterator[Transfer]:
        """Yield the results of `return token`, and of an arrow function whose body is the value."""
        is_body = grammar.body_of(parent) == state.at.node
        if parent.type == "return_statement" or is_body:
            yield from self.returned(state, state.path)

    def yielded(self, state: TaintState, parent: Node) -> Iterator[Transfer]:
        """Yield the results of a generator that yields the token as one of its elements."""
        if state.at.names.syntax.has(parent, "*"):
            yield from self.returned(state, element(state.path), is_yielded=True)
        else:
            yield from self.returned(state, (ANY, *state.path), is_yielded=True)

    def returned(
        self, state: TaintState, path: tuple[str, ...], *, is_yielded: bool = False
    ) -> Iterator[Transfer]:
        """Yield what gets the value that the function around the node returns."""
        home = function_around(state.at)
        if home is None:
            yield self.escaped(state, "is given back outside of a function")
            return
        if _is_generator(home) and not is_yielded:
            yield self.escaped(state, "is what a generator gives in the end")
            return
        context = state.context
        call = context.call if context is not None and context.function.key == home.key else None
        if context is not None and call is not None:
            yield from self._to_call(state, context, call, path)
            return
        path = (CALL, *path)
        if home.node.type == "method_definition":
            yield from self._from_method(state, home, path)
            return
        name = grammar.name_of(home.node)
        declaration = home.names.declaration_at(name) if name is not None else None
        if declaration is not None:
            yield from self.references(state.to(home, state.path), declaration, path)
        if not home.node.type.endswith("_declaration"):
            yield state.to(home, path)

    def _recursive_call(self, context: CallContext, again: TaintState) -> Iterator[Transfer]:
        """Register a recursive call of a function; yield it with the results known so far."""
        calls, results = self._recursions.setdefault(context, ([], []))
        calls.append(again)
        yield from (again._replace(path=path, client=client) for path, client in results)

    def _to_call(
        self, state: TaintState, context: CallContext, call: NodeRef, path: tuple[str, ...]
    ) -> Iterator[Transfer]:
        """Yield the calls that get a return value: the entering one, and the recursive ones."""
        calls, results = self._recursions.setdefault(context, ([], []))
        results.append((path, state.client))
        yield from (recursive._replace(path=path, client=state.client) for recursive in calls)
        result = TaintState(call, context.outer, path, state.client, call)
        if not context.is_callback:
            is_bound = indirect_method(call, context.function) == "bind"
            yield result._replace(path=(CALL, *path)) if is_bound else result
            return
        callee = callee_of(call)
        is_member = callee is not None and callee.node.type == "member_expression"
        name = member_name(callee.node) if callee is not None and is_member else ""
        if name in {"map", "from"}:
            yield result._replace(path=(ANY, *path))
        elif name == "flatMap":
            yield result._replace(path=element(path))
        elif name in {"then", "catch"}:
            yield result
        elif name in {"reduce", "reduceRight"}:
            yield result
            yield from self.entered(result, context.function, 0, call, is_callback=True)
        elif name in QUESTIONS or (callee is not None and callee.text in _IGNORING_RESULT):
            yield FLOW_END
        else:
            what = shortened(callee.text) if callee is not None else "a call"
            yield self.escaped(state, f"is given back to {what}, which connlint does not know")

    def _from_method(
        self, state: TaintState, method: NodeRef, path: tuple[str, ...]
    ) -> Iterator[Transfer]:
        """Yield the object, or the instances of the class, whose method returns the token."""
        names = method.names
        name = grammar.name_of(method.node)
        owner = names.syntax.parent(method.node)
        if name is None or owner is None or name.type == "computed_property_name":
            yield self.escaped(state, "is given back by a method without a name")
            return
        if names.syntax.has(method.node, "get"):
            path = path[1:]
        origin = state.to(method, state.path)
        if owner.type == "object":
            yield state.to(NodeRef(names, owner), (text_of(name), *path))
            yield from self.own(origin, NodeRef(names, owner), text_of(name), path)
            return
        around = names.syntax.parent(owner)
        if around is None or around.type not in CLASSES or text_of(name) == "constructor":
            yield self.escaped(state, "is given back by a method that connlint does not follow")
            return
        yield from self.member(origin, method, NodeRef(names, around), text_of(name), path)


def _arguments_in(function: NodeRef) -> Iterator[NodeRef]:
    """Yield the references to the `arguments` object of a function."""
    if function.node.type == "arrow_function":
        return
    for node in function.names.syntax.occurrences("arguments", function.node):
        use = NodeRef(function.names, node)
        home = caller_around(use)
        if home is not None and home.node.id == function.node.id and node.type == "identifier":
            yield use


def _has_this_of_caller(function: NodeRef) -> bool:
    """Tell whether a function uses a `this` that only its caller determines."""
    if function.node.type in {"arrow_function", "method_definition"}:
        return False
    uses = function.names.syntax.occurrences("this", function.node)
    return any(owner_of_this(NodeRef(function.names, use)) is None for use in uses)


def _is_generator(function: NodeRef) -> bool:
    if function.node.type in _GENERATORS:
        return True
    is_method = function.node.type == "method_definition"
    return is_method and function.names.syntax.has(function.node, "*")

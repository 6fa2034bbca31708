"""Propagation of tokens through what stores them: names, properties and fields of classes."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.code.limits import PROPERTIES_DEEP
from connlint.code.semantics.call_graph import callers_of
from connlint.code.semantics.callees import holds_strings
from connlint.code.semantics.classes import CLASSES, class_named, owner_of_this
from connlint.code.semantics.evaluate import TRANSPARENT, ContextRequired, Evaluator
from connlint.code.syntax import grammar
from connlint.code.syntax.arguments import KnownArgument, UnknownArgument, argument_for
from connlint.code.syntax.exports import default_of_file
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import callee_of, caller_around, member_name
from connlint.code.syntax.patterns import ANY, MEMBERS, destructure, taken_names
from connlint.code.syntax.symbol_table import Declaration, pattern_key
from connlint.code.syntax.treesitter import text_of
from connlint.code.taint.instances import InstanceTransfer
from connlint.code.taint.state import (
    CALL,
    FLOW_END,
    ClientHandle,
    SinkHandler,
    TaintState,
    Transfer,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["StorageTransfer"]

_HELD = frozenset({"array", "new_expression", "object"})
_PRIMITIVES = frozenset({"number", "string", "template_string"})
# Functions and methods whose result is new, so that no other code has a reference to it.
_NEW = frozenset(
    {
        "assign",
        "concat",
        "create",
        "filter",
        "formData",
        "from",
        "fromEntries",
        "json",
        "map",
        "parse",
        "slice",
        "structuredClone",
    }
)


_Result = tuple[tuple[str, ...], "ClientHandle | None"]
"""The path of the token in a return value, and the client that holds it."""


class StorageTransfer(InstanceTransfer):
    """The propagation steps of a token through names, properties and fields."""

    def __init__(self, evaluator: Evaluator, sinks: SinkHandler) -> None:
        super().__init__(evaluator, sinks)
        self._recursions: dict[CallContext, tuple[list[TaintState], list[_Result]]] = {}
        """The recursive calls of each entered function, and its results so far."""

    def shorthand(self, state: TaintState, parent: Node) -> Iterator[Transfer]:
        """Yield the object `{ token }`, and the uses of the property in its own methods."""
        name = text_of(state.at.node)
        yield state.to(NodeRef(state.at.names, parent), (name, *state.path))
        yield from self.own(state, NodeRef(state.at.names, parent), name, state.path)

    def paired(self, state: TaintState, pair: Node) -> Iterator[Transfer]:
        """Yield the object `{ key: token }`, and the uses of the property in its own methods."""
        names = state.at.names
        outer = names.syntax.parent(pair)
        if outer is None or grammar.value_of(pair) != state.at.node:
            return
        name = pattern_key(pair)
        yield state.to(NodeRef(names, outer), (name, *state.path))
        yield from self.own(state, NodeRef(names, outer), name, state.path)

    def bound(
        self, around: TaintState, pattern: Node | None, path: tuple[str, ...]
    ) -> Iterator[Transfer]:
        """Yield the uses of the names and properties to which a pattern assigns the token."""
        yield FLOW_END
        if around.client is not None and not path and pattern is not None:
            yield from self._taken_from_client(around, pattern)
            return
        for node, rest in destructure(around.at.names.syntax, pattern, path):
            if node.type in MEMBERS:
                yield from self.put(around, NodeRef(around.at.names, node), rest)
            elif around.at.names.resolve(node) is not None:
                yield from self.uses(around, node, rest)
            else:
                yield self.kept(around, text_of(node))

    def _taken_from_client(self, around: TaintState, pattern: Node) -> Iterator[Transfer]:
        """Yield the uses of the names that get a client, or members of it: `{ chat } = slack`."""
        names = around.at.names
        for node, taken in taken_names(names.syntax, pattern):
            at = NodeRef(names, node)
            if node.type in MEMBERS:
                yield from self.put(around, at, ())
            elif taken is None or names.resolve(node) is None:
                yield self.kept(around, text_of(node))
            elif not taken:
                yield from self.uses(around, node, ())
            else:
                states = self.sinks.member(around._replace(at=at), list(taken), at)
                if states is None:
                    reason = f"is used by {'.'.join(taken)}, which connlint does not know"
                    yield self.escaped(around, reason)
                for state in states or ():
                    is_name = state.at.node == node
                    yield from self.uses(state, node, state.path) if is_name else (state,)

    def uses(self, around: TaintState, name: Node, path: tuple[str, ...]) -> Iterator[Transfer]:
        """Yield the uses of a name that is assigned the token."""
        names = around.at.names
        declaration = names.resolve(name)
        if declaration is None:
            yield self.kept(around, text_of(name))
            return
        yield from self.references(around, declaration, path)

    def exported(self, state: TaintState, statement: Node) -> Iterator[Transfer]:
        """Yield the uses of an `export default`; an exported name has its references anyway."""
        default = default_of_file(state.at.names)
        if state.at.node.type == "identifier":
            yield FLOW_END
        elif default is not None and default.home.id == statement.id:
            yield from self.references(state, default, state.path)

    # Assignments into an object that other code may have a reference to.

    def put(self, around: TaintState, member: NodeRef, path: tuple[str, ...]) -> Iterator[Transfer]:
        """Yield the uses of an object after the value is assigned to a member of it."""
        target = member.to(grammar.object_of(member.node))
        name = member_name(member.node) or ANY
        if target is None or name in {"defaults", "__proto__"}:
            configured = around.to(around.at, path)
            states = (
                self.sinks.configured(configured, target) if target and name == "defaults" else None
            )
            yield from [self.kept(around, member.text)] if states is None else states
            return
        if target.node.type == "identifier" and holds_strings(
            self.evaluator, target, around.context
        ):
            # After `url.search = token`, the whole URL has the token.
            yield from self.uses(around, target.node, ())
        yield from self.into(around, target, (name, *path))

    def into(
        self, around: TaintState, target: NodeRef, path: tuple[str, ...]
    ) -> Iterator[Transfer]:
        """Yield the uses of an object that gets the token at a path, by any reference to it."""
        node = target.node
        while node.type in TRANSPARENT:
            inner = target.names.syntax.children(node)
            if not inner:
                break
            node = inner[-1] if node.type == "type_assertion" else inner[0]
        target = NodeRef(target.names, node)
        if not path:
            # The target gets all parts of the value, as in `Object.assign(target, client)`.
            yield from self.uses(around, node, ()) if node.type == "identifier" else (FLOW_END,)
        elif len(path) > PROPERTIES_DEEP:
            yield self.kept(around, target.text)
        elif self.mark_done(around, ("into", node.id), path):
            yield FLOW_END
        elif node.type in MEMBERS:
            yield from self.put(around, target, path)
        elif node.type == "this":
            yield from self.field(around, target, path[0], path[1:])
        elif node.type == "identifier":
            yield from self._into_name(around, target, path)
        else:
            yield from self._into_values(around, target, path)

    def _into_name(
        self, around: TaintState, target: NodeRef, path: tuple[str, ...]
    ) -> Iterator[Transfer]:
        declaration = target.names.resolve(target.node)
        if declaration is None:
            yield self.kept(around, target.text)
            return
        names = target.names
        if declaration.kind == "import":
            origin = self.program.origin(names, declaration)
            if origin is None:
                states = self.sinks.stored(around, target, path)
                yield from states if states is not None else (self.kept(around, target.text),)
                return
            names, declaration = origin
        declared = around.to(target, around.path)._replace(at=NodeRef(names, declaration.node))
        yield from self.references(declared, declaration, path)
        if declaration.kind == "variable":
            value = NodeRef(names, declaration.home).to(grammar.value_of(declaration.home))
            sources = [value.node] if value is not None else []
            sources += [
                right for right in map(names.assigned, names.references(declaration)) if right
            ]
            for source in sources:
                yield from self._into_values(
                    declared, NodeRef(names, source), (*declaration.path, *path)
                )
        elif declaration.kind == "parameter":
            yield from self._into_argument(declared, declaration, path)
        elif declaration.kind not in {"class", "function", "module"}:
            yield self.kept(around, target.text)

    def _into_values(
        self, around: TaintState, source: NodeRef, path: tuple[str, ...]
    ) -> Iterator[Transfer]:
        """Yield the uses of all values of an expression, as far as other code refers to them."""
        yield FLOW_END
        if source.node.type in MEMBERS | {"identifier", "this"}:
            yield from self.into(around, source, path)
            return
        try:
            values = self.evaluator.evaluate(source, around.context)
        except ContextRequired:
            yield self.kept(around, source.text)
            return
        for value in values:
            kind = value.at.node.type
            if value.is_nothing or kind in _PRIMITIVES:
                continue
            if kind not in _HELD:
                yield FLOW_END if _is_new(value.at) else self.kept(around, value.at.text)
                continue
            yield from self._into_methods(around, value.at, path)
            if value.at.key != source.key:
                yield TaintState(value.at, value.context, path, around.client, around.named)

    def _into_methods(
        self, around: TaintState, created: NodeRef, path: tuple[str, ...]
    ) -> Iterator[Transfer]:
        """Yield the uses of the token in the methods of an object, through `this`."""
        maker = created.to(grammar.constructor_of(created.node))
        owner = class_named(self.program, maker) if maker is not None else None
        if created.node.type == "object":
            yield from self.own(around, created, path[0], path[1:])
        elif owner is not None:
            yield from self.in_family(around, owner, path[0], path[1:])

    def _into_argument(
        self, around: TaintState, declaration: Declaration, path: tuple[str, ...]
    ) -> Iterator[Transfer]:
        """Yield the uses of the caller's object that a parameter refers to."""
        function = NodeRef(around.at.names, declaration.home)
        enclosing = around.context.enclosing(function) if around.context is not None else None
        entered = (
            [enclosing]
            if enclosing is not None
            else callers_of(self.program, self.evaluator.memo, function, None)
        )
        for context in entered:
            argument = argument_for(context, declaration.position)
            if isinstance(argument, KnownArgument):
                outside = around._replace(context=context.outer)
                whole = (*argument.path, *declaration.path, *path)
                yield from self._into_values(outside, argument.at, whole)
            elif isinstance(argument, UnknownArgument):
                outside = around if enclosing is None else around._replace(context=context.outer)
                whole = (*declaration.path, *path)
                yield from self._into_unknown(outside, context, declaration, whole)

    def _into_unknown(
        self,
        around: TaintState,
        context: CallContext,
        declaration: Declaration,
        path: tuple[str, ...],
    ) -> Iterator[Transfer]:
        """Yield the uses of what the callee of a callback gives it, whose parameter that is."""
        states = None
        if context.call is not None and context.is_callback and not declaration.position:
            changed = around.to(around.at, (CALL, *path))
            states = self.sinks.changed(changed, context.call, context.function)
        yield from (
            [self.kept(around, declaration.name)] if states is None else states or (FLOW_END,)
        )

    # Fields of classes, and properties of objects that have methods.

    def field(
        self, state: TaintState, place: NodeRef, name: str, path: tuple[str, ...]
    ) -> Iterator[Transfer]:
        """Yield the uses of `this.name`, which is assigned the token at `place`."""
        owner = owner_of_this(place)
        if owner is None or name == ANY:
            yield self.kept(state, f"this.{name}")
        elif owner.node.type not in CLASSES:
            yield state.to(owner, (name, *path))
            yield from self.own(state, owner, name, path)
        else:
            yield from self.in_family(state, owner, name, path)
            yield from self._in_instances(state, place, owner, (name, *path))

    def _in_instances(
        self, state: TaintState, use: NodeRef, owner: NodeRef, path: tuple[str, ...]
    ) -> Iterator[Transfer]:
        """Yield the receiver in the call context, which `this` refers to; else all instances."""
        context = self._method_context(state.context, use)
        while context is not None and context.call is not None:
            call = context.call
            callee = callee_of(call)
            if call.node.type == "new_expression":
                yield TaintState(call, context.outer, path, state.client)
                return
            if callee is None or context.is_callback:
                break
            if callee.node.type == "super":
                context = self._method_context(context.outer, call)
                continue
            target = callee.to(grammar.object_of(callee.node))
            if callee.node.type != "member_expression" or target is None:
                break
            if target.node.type in {"this", "super"}:
                context = self._method_context(context.outer, call)
                continue
            outside = TaintState(call, context.outer, state.path, state.client)
            yield from self.into(outside, target, path)
            return
        yield from self.in_all_instances(state, owner, path)

    def _method_context(self, context: CallContext | None, place: NodeRef) -> CallContext | None:
        """Return the call context of the method around a node; None if it has none."""
        home = caller_around(place)
        return context.enclosing(home) if context is not None and home is not None else None


def _is_new(at: NodeRef) -> bool:
    """Tell whether a call returns a new object that no other code refers to."""
    callee = callee_of(at) if at.node.type == "call_expression" else None
    if callee is None:
        return False
    name = member_name(callee.node) if callee.node.type == "member_expression" else callee.text
    return name in _NEW

"""Propagation of tokens through the members of classes and of objects that have methods."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from connlint.code.semantics.classes import (
    CLASSES,
    declaration_of,
    family_of,
    new_uses,
    owner_of_this,
)
from connlint.code.semantics.evaluate import Evaluator
from connlint.code.syntax import grammar
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import is_assigned, shortened
from connlint.code.syntax.symbol_table import Declaration
from connlint.code.taint.state import FLOW_END, FlowEnd, SinkHandler, TaintState, Transfer

__all__ = ["InstanceTransfer"]


class InstanceTransfer:
    """The propagation steps of a token through members, for all instances at once."""

    def __init__(self, evaluator: Evaluator, sinks: SinkHandler) -> None:
        self.evaluator = evaluator
        self.program = evaluator.program
        self.sinks = sinks
        self._done: set[tuple[object, ...]] = set()

    def escaped(self, state: TaintState, reason: str) -> FlowEnd:
        """Report a flow that cannot be followed, and return its end."""
        self.sinks.escaped(state, reason)
        return FLOW_END

    def kept(self, state: TaintState, what: str) -> FlowEnd:
        """Report that the token is kept where it cannot be followed, and return the end."""
        return self.escaped(state, f"is kept in {shortened(what)}, which connlint does not follow")

    def mark_done(self, state: TaintState, what: Hashable, path: tuple[str, ...]) -> bool:
        """Tell whether the uses of `what` with the token at `path` were followed; mark them so."""
        key = (what, path, *state.identity)
        if key in self._done:
            return True
        self._done.add(key)
        return False

    def references(
        self, around: TaintState, declaration: Declaration, path: tuple[str, ...]
    ) -> Iterator[Transfer]:
        """Yield the references to a declaration that has the token, and to its whole module."""
        yield FLOW_END
        names = around.at.names
        if not self.mark_done(around, declaration.node.id, path):
            for use in self.program.references(names, declaration):
                if not is_assigned(use):
                    yield around.to_named(use, path)
            for module, name in self.program.namespaces_exporting(names, declaration):
                yield around.to_named(module, (name, *path))

    def member(
        self, state: TaintState, member: NodeRef, owner: NodeRef, name: str, path: tuple[str, ...]
    ) -> Iterator[Transfer]:
        """Yield the uses of a method or field that has the token, in all instances of a class."""
        if owner.names.syntax.has(member.node, "static"):
            declaration = declaration_of(owner)
            yield from self.own(state, owner, name, path)
            if declaration is not None:
                origin = state.to(owner, state.path)
                yield from self.references(origin, declaration, (name, *path))
            return
        yield from self.in_family(state, owner, name, path)
        yield from self.in_all_instances(state, owner, (name, *path))

    def in_family(
        self, state: TaintState, owner: NodeRef, name: str, path: tuple[str, ...]
    ) -> Iterator[Transfer]:
        """Yield all uses of `this.name` in a class and in the classes related to it."""
        family = family_of(self.program, owner)
        if family.gap:
            yield self.escaped(state, family.gap)
        for relative in family.classes:
            yield from self.own(state, relative, name, path)

    def in_all_instances(
        self, state: TaintState, owner: NodeRef, path: tuple[str, ...]
    ) -> Iterator[Transfer]:
        """Yield all instances of a class and of the classes related to it."""
        yield FLOW_END
        if self.mark_done(state, ("instances", owner.key), path):
            return
        for relative in family_of(self.program, owner).classes:
            instances, is_all = new_uses(self.program, relative)
            for instance in instances:
                yield TaintState(instance, None, path, state.client)
            if not is_all:
                yield self.kept(state, "a class that goes where connlint does not follow it")

    def own(
        self, state: TaintState, owner: NodeRef, name: str, path: tuple[str, ...]
    ) -> Iterator[Transfer]:
        """Yield all uses of `this.name` in a class or an object, and of `this` as a whole."""
        yield FLOW_END
        names = owner.names
        is_needless = not names.syntax.has_this and not names.syntax.has_setter
        if is_needless or self.mark_done(state, (owner.node.id, name), path):
            return
        within = grammar.body_of(owner.node) or owner.node
        is_class = owner.node.type in CLASSES
        for use in names.syntax.occurrences(name, within):
            member = names.syntax.parent(use)
            if member is not None and member.type == "method_definition":
                if names.syntax.has(member, "set"):
                    yield self.kept(state, f"what the setter {name} makes of it")
                continue
            target = grammar.object_of(member) if member is not None else None
            if member is None or target is None or target.type not in {"this", "super"}:
                continue
            access = NodeRef(names, member)
            if not is_assigned(access) and (is_class or _is_own(access, owner)):
                yield state.to_named(access, path)
        for use in names.syntax.occurrences("this", within):
            around = names.syntax.parent(use)
            is_alone = around is not None and around.type != "member_expression"
            if use.type == "this" and is_alone and _is_own(NodeRef(names, use), owner):
                yield state.to_named(NodeRef(names, use), (name, *path))


def _is_own(place: NodeRef, owner: NodeRef) -> bool:
    """Tell whether `this` refers to a class or an object at a node."""
    meant = owner_of_this(place)
    return meant is not None and meant.node.id == owner.node.id

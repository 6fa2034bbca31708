"""Options with which a client is made: whether all of them are known, and the base address."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from connlint.code.clients.services.makers import FETCH, Maker
from connlint.code.limits import ALTERNATIVES, TOO_MANY_ALTERNATIVES
from connlint.code.modules.packages import imported
from connlint.code.requests.mutations import changes
from connlint.code.requests.partial_string import UNKNOWN, AbstractString
from connlint.code.requests.strings import abstract_strings
from connlint.code.semantics.callees import values_in_contexts
from connlint.code.semantics.contexts import in_contexts
from connlint.code.semantics.evaluate import AbstractValue, Evaluator
from connlint.code.syntax import grammar
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import argument, arguments, spreads
from connlint.code.syntax.symbol_table import pattern_key
from connlint.code.syntax.treesitter import text_of

__all__ = ["are_known", "base_of", "values_of"]

_DEEP = 4
_OWN_FETCH = frozenset({"fetch", "globalThis.fetch", "self.fetch", "window.fetch"})
_STRINGS = frozenset({"string", "template_string"})
_NAMES = frozenset({"pair", "shorthand_property_identifier"})


def are_known(
    evaluator: Evaluator, call: NodeRef, context: CallContext | None, maker: Maker
) -> bool:
    """Tell whether a client is made with known options only, none of which changes its requests."""
    options = argument(call, maker.options)
    if options is None:
        return not spreads(call)
    if maker.is_by_position and len(arguments(call)) > 1:
        return True
    reader = _Options(evaluator, call, maker)
    return reader.are_known(options, context, _DEEP)


class _Options:
    def __init__(self, evaluator: Evaluator, call: NodeRef, maker: Maker) -> None:
        self._evaluator = evaluator
        self._call = call
        self._known = maker.known | ({maker.base} if maker.base else set())
        self._fixed = dict(maker.fixed)
        self._nested = maker.nested

    def are_known(self, at: NodeRef, context: CallContext | None, depth: int) -> bool:
        return depth > 0 and all(
            self._is_known(value, depth)
            for value in values_in_contexts(self._evaluator, at, context)
        )

    def _is_known(self, value: AbstractValue, depth: int) -> bool:
        at = value.at
        if value.is_nothing:
            return True
        if at.node.type in _STRINGS:
            # A version or an id in place of options.
            return True
        if at.node.type != "object":
            return False
        is_known = True
        for child in at.names.syntax.children(at.node):
            if child.type == "spread_element":
                inner = at.to(next(iter(at.names.syntax.children(child)), None))
                if inner is None or not self.are_known(inner, value.context, depth - 1):
                    return False
            elif child.type not in _NAMES:
                return False
            else:
                is_known &= self._allows(NodeRef(at.names, child), value.context, depth)
        senders = {self._call.key}
        return is_known and all(
            change is not None and change.name in self._known
            for change in changes(self._evaluator, at, value.context, "object", senders)
        )

    def _allows(self, node: NodeRef, context: CallContext | None, depth: int) -> bool:
        """Tell whether a property of the options changes no request."""
        is_short = node.node.type == "shorthand_property_identifier"
        name = text_of(node.node) if is_short else pattern_key(node.node)
        given = node if is_short else node.to(grammar.value_of(node.node))
        if name in self._fixed and given is not None:
            found = imported(self._evaluator.program, given)
            return found is not None and found.name == self._fixed[name]
        if name == self._nested and given is not None:
            return self.are_known(given, context, depth - 1)
        if name != FETCH:
            return name in self._known
        is_global = given is not None and given.text in _OWN_FETCH
        root = (
            given.names.resolve(given.node) if given is not None and given.text == FETCH else None
        )
        return is_global and root is None


def base_of(
    evaluator: Evaluator, call: NodeRef, context: CallContext | None, maker: Maker, provider: str
) -> Sequence[AbstractString]:
    """Return the base addresses of a client: those in its options, else that of its provider."""
    own = AbstractString((provider,))
    options = argument(call, maker.options)
    if not maker.base or options is None:
        return [own]
    bases: dict[AbstractString, None] = {}
    read = partial(_bases, evaluator, options, maker, own)
    for _, found in in_contexts(evaluator, context, read):
        bases.update(dict.fromkeys(found))
    if len(bases) > ALTERNATIVES:
        evaluator.memo.cut(TOO_MANY_ALTERNATIVES)
    return list(bases)[:ALTERNATIVES] or [UNKNOWN]


def _bases(
    evaluator: Evaluator,
    options: NodeRef,
    maker: Maker,
    own: AbstractString,
    context: CallContext | None,
) -> list[AbstractString]:
    bases: list[AbstractString] = []
    for value in evaluator.evaluate(options, context):
        inside = evaluator.property(value, maker.base)
        if inside is None or _is_changed(evaluator, value, maker.base):
            bases.append(UNKNOWN)
            continue
        for each in inside or ():
            if each.is_nothing:
                bases.append(own)
                continue
            for text in abstract_strings(evaluator, each.at, each.context):
                pieces = text.without_slash().text
                bases.append(AbstractString((maker.below,)).after(pieces) if pieces else own)
        if not inside:
            bases.append(own)
    return bases


def _is_changed(evaluator: Evaluator, value: AbstractValue, name: str) -> bool:
    """Tell whether an option may be set after the object is made."""
    if value.at.node.type != "object":
        return False
    found = changes(evaluator, value.at, value.context, "object", ())
    return any(change is not None and change.name == name for change in found)


def values_of(
    evaluator: Evaluator, holder: NodeRef, context: CallContext | None, name: str
) -> Sequence[AbstractString]:
    """Return the strings that a property of an object can be, UNKNOWN where that is not known."""
    found: list[AbstractString] = []
    for value in evaluator.evaluate(holder, context):
        inside = evaluator.property(value, name)
        if not inside or _is_changed(evaluator, value, name):
            return [UNKNOWN]
        for each in inside:
            found += abstract_strings(evaluator, each.at, each.context)
    if len(found) > ALTERNATIVES:
        evaluator.memo.cut(TOO_MANY_ALTERNATIVES)
    return found[:ALTERNATIVES] or [UNKNOWN]

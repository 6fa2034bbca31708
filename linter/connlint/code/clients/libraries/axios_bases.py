"""Base URLs in the defaults of axios or of a client of it: `axios.defaults.baseURL = "…"`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connlint.code.requests.partial_string import UNKNOWN, AbstractString
from connlint.code.requests.strings import abstract_strings
from connlint.code.semantics.evaluate import AbstractValue, ContextRequired, Evaluator
from connlint.code.semantics.origins import origins
from connlint.code.syntax import grammar
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import member_name
from connlint.code.syntax.patterns import MEMBERS
from connlint.tuples import NamedTuple

__all__ = ["assigned_bases"]

_BASE = "baseURL"
_DEFAULTS = "defaults"


class _Assignment(NamedTuple):
    client: NodeRef
    value: NodeRef | None


def assigned_bases(
    evaluator: Evaluator, made: Sequence[AbstractValue], *, has_own: bool
) -> Sequence[AbstractString]:
    """Return the base URLs that code assigns to defaults; none where it does not.

    They are those of the client that the calls `made` make, or of axios itself. Not known are they
    where several places assign one, also of other clients, and where the client `has_own`.
    """
    found = evaluator.program.once(("base URLs", 0), lambda: list(_assignments(evaluator)))
    if not found:
        return ()
    client, value = found[0]
    if len(found) > 1 or has_own or value is None:
        return [UNKNOWN]
    wanted = [creation.at.key for creation in made]
    try:
        for origin in origins(evaluator, client, None):
            calls = [step.at.key for step in origin.steps if isinstance(step, AbstractValue)]
            if calls == wanted:
                return abstract_strings(evaluator, value, None)
    except ContextRequired:
        pass
    return [UNKNOWN]


def _assignments(evaluator: Evaluator) -> Iterator[_Assignment]:
    """Yield what code puts into the base URL of defaults."""
    for names in evaluator.program.all_names():
        for node in names.syntax.occurrences(_BASE):
            member = names.syntax.parent(node)
            defaults = grammar.object_of(member) if member is not None else None
            if member is None or defaults is None or member.type not in MEMBERS:
                continue
            client = grammar.object_of(defaults)
            if client is None or member_name(defaults) != _DEFAULTS:
                continue
            if names.assignment_to(member) is not None:
                value = names.assigned(member)
                at = NodeRef(names, client)
                yield _Assignment(at, at.to(value))

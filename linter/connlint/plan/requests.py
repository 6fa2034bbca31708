"""Requests of two states: which are new, whether the scopes allow them, which lose their scope."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from connlint.catalog.partial import Coverage
from connlint.plan.model import PlannedRequest, RequestAdded
from connlint.plan.state import State, planned
from connlint.text.escaping import listing
from connlint.usage.connector_usage import ConnectorUsage, RequiredScopes
from connlint.usage.grades import graded
from connlint.usage.judgement import Refusal
from connlint.usage.recommendation import held
from connlint.usage.sufficiency import judge, judgement_of

__all__ = ["broken_requests", "new_requests", "unchecked_requests"]

_Key = tuple[str, tuple[str, ...]]
"""The type whose token a request carries, and the methods that it may be."""


def new_requests(before: State | None, now: State) -> Iterator[RequestAdded]:
    """Yield the requests that only the code of now makes, each once for a file.

    Neither a request that has moved within its file is new, nor one that has moved to another.
    """
    then = _by_place(before) if before is not None else {}
    for key, places in _by_place(now).items():
        old = then.get(key, {})
        added = [place for place in places if place not in old]
        # As many as are gone from other files have moved from there.
        moved = sum(place not in places for place in old)
        for place in added[moved:]:
            use, need = places[place]
            added_request = RequestAdded(key[0], now.name(key[0]), planned(need), None)
            yield _judged(added_request, use, need, now)


def _by_place(state: State) -> dict[_Key, dict[str, tuple[ConnectorUsage, RequiredScopes]]]:
    """Return the requests of a state by their keys, then by their files, first ones first."""
    found: dict[_Key, dict[str, tuple[ConnectorUsage, RequiredScopes]]] = {}
    for use, need in state.requests():
        key = use.written or use.type, tuple(sorted(planned(need).methods))
        place = state.place(need.request.source.location)
        found.setdefault(key, {}).setdefault(place, (use, need))
    return found


def unchecked_requests(before: State | None, now: State) -> Iterator[PlannedRequest]:
    """Yield the requests of now that are not understood, and that the code of then does not make.

    Each stands for its file: how many of them there are is not known better than that.
    """
    seen = set()
    if before is not None:
        seen = {_gap_key(before, use, need) for use, need in _unknown(before)}
    for use, need in _unknown(now):
        key = _gap_key(now, use, need)
        if key not in seen:
            seen.add(key)
            yield planned(need)


def _unknown(state: State) -> Iterator[tuple[ConnectorUsage, RequiredScopes]]:
    for use in state.uses.values():
        for need in use.needs:
            if not need.methods and not need.misplaced:
                yield use, need


def _gap_key(state: State, use: ConnectorUsage, need: RequiredScopes) -> tuple[object, ...]:
    request = need.request
    what = request.verb, request.address, request.sdk, request.operation
    return use.type, state.place(request.source.location), what


def _judged(
    added: RequestAdded, use: ConnectorUsage, need: RequiredScopes, state: State
) -> RequestAdded:
    """Return a new request with the answer whether the scopes allow it, as far as it is known."""
    if use.connector is None:
        is_app = bool(state.declared) and not state.is_hidden and not state.untyped
        if is_app and use.entry is not None and use.entry.token in {"platform", "metered"}:
            because = f"{added.name} has no connector file"
            return added._replace(allowed=False, because=because)
        # Without any files, the scopes are managed elsewhere.
        return added
    if use.entry is None or not use.has_list or use.written:
        return added
    if need.owners:
        names = listing((state.name(owner) for owner in need.owners), "or")
        return added._replace(allowed=False, because=f"it needs the token of {names}")
    if not use.entry.takes_scopes:
        return added._replace(allowed=True)
    judgement = judgement_of(use)
    refusal = _of(need, judgement.refusals if judgement is not None else ())
    if refusal is not None and refusal.is_sure:
        is_had = all(map(use.entry.has, refusal.lacking))
        return added._replace(allowed=False, lacking=refusal.lacking if is_had else ())
    token = held([node.value for node in use.connector.scope_strings], use.entry)
    given = [graded(method, need.request).standing(*token).given for method in need.methods]
    is_allowed = refusal is None and bool(given) and min(given) >= Coverage.PART
    return added._replace(allowed=True) if is_allowed else added


def _of(need: RequiredScopes, refusals: Sequence[Refusal]) -> Refusal | None:
    return next((refusal for refusal in refusals if refusal.need is need), None)


def broken_requests(
    use: ConnectorUsage, removed: Sequence[str]
) -> Mapping[str, tuple[PlannedRequest, ...]]:
    """Return the requests that removed scopes allowed, at least perhaps, and that surely fail now.

    A request that needed several of them together is there for each of these.
    """
    broken: dict[str, tuple[PlannedRequest, ...]] = dict.fromkeys(removed, ())
    if use.entry is None or use.connector is None or not use.has_list:
        return broken
    judgement = judgement_of(use)
    refused = [each.need for each in judgement.refusals if each.is_sure] if judgement else []
    declared = [node.value for node in use.connector.scope_strings]
    was_refused = _refused(use, [*declared, *removed])
    lost = [need for need in refused if id(need) not in was_refused]
    alone = {scope: _refused(use, [*declared, scope]) for scope in removed} if lost else {}
    for scope in removed:
        broken[scope] = tuple(
            dict.fromkeys(planned(need) for need in lost if _is_owed(need, scope, alone, use))
        )
    return broken


def _is_owed(
    need: RequiredScopes, scope: str, alone: Mapping[str, set[int]], use: ConnectorUsage
) -> bool:
    """Tell whether a request was allowed by a scope, alone or, if no one alone did, with others."""
    if all(id(need) in refused for refused in alone.values()):
        accepted = {name for method in need.methods for names in method.accepted for name in names}
        return use.entry is not None and not use.entry.reach([scope]).isdisjoint(accepted)
    return id(need) not in alone[scope]


def _refused(use: ConnectorUsage, scopes: Sequence[str]) -> set[int]:
    """Return the identities of the requests that are surely refused with these scopes."""
    if use.entry is None:
        return set()
    judgement = judge(scopes, use.needs, use.entry, proven=use.is_understood)
    return {id(refusal.need) for refusal in judgement.refusals if refusal.is_sure}

"""Merging of results: of several units, and of the same request by several call chains."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from operator import eq

from connlint.code.model import (
    CodeAnalysis,
    ConnectorCall,
    MissingProperty,
    Parameters,
    Receiver,
    Request,
    TokenLeak,
    UnresolvedFlow,
)
from connlint.code.requests.gathering import merged
from connlint.code.taint.flow_results import Chain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    _Found = TypeVar("_Found", ConnectorCall, Request, TokenLeak, UnresolvedFlow, MissingProperty)

__all__ = ["merge_analyses", "merge_requests", "with_rivals"]

_CHAINS = 200
"""Call chains that are compared with one; if there are more, one of them is taken to match."""


def merge_analyses(readings: Iterable[CodeAnalysis]) -> CodeAnalysis:
    """Merge the analyses of several units, without duplicates."""
    parts = list(readings)
    calls: dict[tuple[str, int, int], ConnectorCall] = {}
    for call in (call for part in parts for call in part.calls):
        first = calls.setdefault(_position(call), call)
        if first is not call:
            # The analysis of one unit may know what that of another one does not.
            values = tuple(dict.fromkeys([*first.values, *call.values]))
            is_open = first.receiver is Receiver.UNKNOWN
            calls[_position(call)] = first._replace(
                values=values, receiver=call.receiver if is_open else first.receiver
            )
    return CodeAnalysis(
        calls=tuple(sorted(calls.values(), key=_position)),
        requests=_ordered(
            merge_requests(
                (request._replace(parameters=Parameters()), request.parameters)
                for part in parts
                for request in part.requests
            )
        ),
        token_leaks=_ordered(leak for part in parts for leak in part.token_leaks),
        unresolved_flows=_ordered(flow for part in parts for flow in part.unresolved_flows),
        unread=tuple(dict.fromkeys(file for part in parts for file in part.unread)),
        failures=tuple(
            {item.source.path: item for part in parts for item in part.failures}.values()
        ),
        missing_properties=_ordered(item for part in parts for item in part.missing_properties),
    )


def merge_requests(pairs: Iterable[tuple[Request, Parameters]]) -> list[Request]:
    """Merge requests that differ only in their parameters into one that has all of them.

    Requests that differ only in `rivals` remain, but each of them gets the parameters of all.
    """
    together: dict[Request, Parameters] = {}
    requests: dict[Request, Request] = {}
    for request, parameters in pairs:
        own = requests[request] = request._replace(rivals=())
        before = together.get(own)
        together[own] = parameters if before is None else merged(before, parameters)
    return [one._replace(parameters=together[own]) for one, own in requests.items()]


def _ordered(found: Iterable[_Found]) -> tuple[_Found, ...]:
    return tuple(sorted(dict.fromkeys(found), key=_position))


def with_rivals(
    requests: Mapping[Request, Mapping[Chain, Parameters]],
) -> Iterator[tuple[Request, Parameters]]:
    """Yield each request with the other types whose tokens it may carry instead.

    A request is yielded once per call chain, with the parameters that it has in that chain.
    """
    types_of: dict[Request, dict[str, dict[Chain, None]]] = {}
    for request, chains in requests.items():
        types = types_of.setdefault(_without_token(request), {})
        types.setdefault(request.type, {}).update(dict.fromkeys(chains))
    for request, chains in requests.items():
        others = {
            name: theirs
            for name, theirs in types_of[_without_token(request)].items()
            if name != request.type
        }
        for chain, parameters in chains.items():
            yield request._replace(rivals=_rivals(chain, others)), parameters


def _without_token(request: Request) -> Request:
    return request._replace(type="", files=(), in_body=False, call=("", 0))


def _rivals(chain: Chain, others: Mapping[str, Collection[Chain]]) -> tuple[str, ...]:
    """Return the types whose token reaches a place by a call chain that may be the same."""
    return tuple(
        name
        for name, chains in others.items()
        # A chain that is shorter does not say which calls come before it.
        if len(chains) > _CHAINS or any(all(map(eq, chain, other)) for other in chains)
    )


def _position(
    found: ConnectorCall | Request | TokenLeak | UnresolvedFlow | MissingProperty,
) -> tuple[str, int, int]:
    return found.source.path, found.span.start, found.span.end

"""Requests that Base44 makes for the code: `callApi("x", { method, path })`."""

from __future__ import annotations

from collections.abc import Sequence

from connlint.code.requests.partial_string import UNKNOWN
from connlint.code.requests.request_site import RequestSite, given, under, verb_of
from connlint.code.requests.strings import AbstractString, abstract_strings
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import argument
from connlint.code.taint.flow_results import FlowResults
from connlint.code.taint.state import TaintState

__all__ = ["add_metered_request"]

_APIS: dict[str, tuple[str, str]] = {"x": ("https://api.x.com", "/2/")}
"""The origin of the API of each metered type, and the prefix of all of its paths."""


def add_metered_request(results: FlowResults, type_name: str, state: TaintState) -> None:
    """Add the request that a call of `callApi` for a connector type makes."""
    options = argument(state.at, 1)
    if type_name not in _APIS or options is None:
        results.add_unresolved(state, "is used by callApi, whose request is not known")
        return
    origin, version = _APIS[type_name]

    def addresses(context: CallContext | None) -> Sequence[AbstractString]:
        return [_absolute(origin, version, text) for text in _paths(results, options, context)]

    verbs = verb_of(results.evaluator, options, "GET")
    more = given(state.at, options, "holder", "query")
    results.request(RequestSite(state.at, addresses, verbs, more=more), state)
    for reason in results.evaluator.memo.take_cuts():
        results.add_unresolved(state, reason)


def _paths(
    results: FlowResults, options: NodeRef, context: CallContext | None
) -> Sequence[AbstractString]:
    return [
        text
        for value in results.evaluator.evaluate(options, context)
        for inner in results.evaluator.property(value, "path") or ()
        for text in abstract_strings(results.evaluator, inner.at, inner.context)
    ] or [UNKNOWN]


def _absolute(origin: str, version: str, path: AbstractString) -> AbstractString:
    start = path.pieces[0] if path.pieces else None
    if not isinstance(start, str):
        return UNKNOWN
    below = "/" + start.lstrip("/")
    return under(AbstractString((origin if below.startswith(version) else origin + version,)), path)

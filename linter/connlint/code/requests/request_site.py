"""Resolution of requests: their addresses, verbs and parameters, from the code that sends them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import partial

from connlint.code.limits import ALTERNATIVES, TOO_MANY_ALTERNATIVES, VALUES_DEEP
from connlint.code.model import Parameters
from connlint.code.requests.parameters import parameters_of
from connlint.code.requests.partial_string import NOTHING
from connlint.code.requests.query_string import UNCLEAR, DeferredParameters, Query
from connlint.code.requests.strings import (
    UNKNOWN_STRING,
    AbstractString,
    PartialString,
    abstract_strings,
    strings,
)
from connlint.code.semantics.contexts import in_contexts
from connlint.code.semantics.evaluate import ContextRequired, Evaluator
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import assigned_to_members, spreads
from connlint.tuples import NamedTuple

__all__ = [
    "RequestSite",
    "ResolvedRequest",
    "based",
    "given",
    "resolve",
    "under",
    "url_of",
    "verb_of",
]


_STEPS_PER_REQUEST = 4
_QueriesOf = Callable[["CallContext | None"], Sequence[Query]]


class ResolvedRequest(NamedTuple):
    """A request that a site can make; `at` is the call that decides which one."""

    at: NodeRef
    verb: str
    address: PartialString
    parameters: Parameters


class RequestSite(NamedTuple):
    """A place that makes requests, with functions that return addresses and verbs in a context.

    `key` distinguishes it from all other sites at the same node. `more` returns the queries that
    it has besides those of the addresses. `readers` are other calls that only read their arguments.
    """

    at: NodeRef
    addresses: Callable[[CallContext | None], Sequence[AbstractString]]
    verbs: Callable[[CallContext | None], Sequence[str]]
    key: Hashable = None
    more: _QueriesOf | None = None
    readers: tuple[NodeRef, ...] = ()


def resolve(
    evaluator: Evaluator, made: RequestSite, context: CallContext | None
) -> Sequence[ResolvedRequest]:
    """Return the requests that a site makes in all call contexts that lead to it.

    `context` is extended only where the answer depends on it.
    """
    key = "requests", made.at.key, made.key, id(context)
    return evaluator.memo.ask(key, VALUES_DEEP, lambda: _resolve_all(evaluator, made, context))


def _resolve_all(
    evaluator: Evaluator, site: RequestSite, context: CallContext | None
) -> list[ResolvedRequest]:
    resolved: dict[tuple[object, ...], tuple[NodeRef, str, PartialString]] = {}
    queries: dict[tuple[object, ...], dict[Query, None]] = {}
    for chain, (at, requests) in in_contexts(
        evaluator, context, partial(_in_shortest_context, evaluator, site)
    ):
        more = site.more(chain) if site.more is not None else ()
        for (verb, text), own in requests.items():
            key = at.key, verb, text
            resolved.setdefault(key, (at, verb, text))
            queries.setdefault(key, {}).update(dict.fromkeys([*own, *more]))
    readers = [site.at, *site.readers]
    return [
        ResolvedRequest(*request, parameters_of(evaluator, list(queries[key]), readers))
        for key, request in resolved.items()
    ]


_Requests = dict[tuple[str, PartialString], dict[Query, None]]
"""Verbs and addresses, each with its possible queries."""


def _in_shortest_context(
    evaluator: Evaluator, site: RequestSite, context: CallContext | None
) -> tuple[NodeRef, _Requests]:
    """Return the innermost call that leaves nothing open, else the site, and the requests."""
    chain: list[CallContext] = []
    while context is not None:
        chain.append(context)
        context = context.outer
    for length in range(len(chain) + 1):
        cut: CallContext | None = None
        for step in reversed(chain[:length]):
            cut = evaluator.program.with_outer(step, cut)
        try:
            combined: _Requests = {}
            for addresses, verbs in evaluator.choices.correlated(
                partial(site.addresses, cut), partial(site.verbs, cut)
            ):
                for text in addresses:
                    address = () if text.text == UNKNOWN_STRING else text.address
                    query = {text.parameters: None}
                    for verb in verbs:
                        combined.setdefault((verb, address), {}).update(query)
        except ContextRequired:
            if length == len(chain):
                raise
            continue
        # A function that the platform calls has no call in the code.
        calls = [
            step.call
            for step in reversed(chain[:length])
            if step.call and not step.is_factory and not step.is_callback
        ]
        call = calls[0] if calls else None
        evaluator.memo.budget.spend(1 + len(combined) * _STEPS_PER_REQUEST)
        return call or site.at, combined
    raise AssertionError("the loop ends with an answer or an exception")


def url_of(
    evaluator: Evaluator,
    at: NodeRef | None,
    base: Callable[[CallContext | None], Sequence[AbstractString]] | None = None,
) -> Callable[[CallContext | None], Sequence[AbstractString]]:
    """Return a function that gives the addresses of an expression, relative ones on a base."""

    def addresses(context: CallContext | None) -> Sequence[AbstractString]:
        paths = abstract_strings(evaluator, at, context) if at is not None else [NOTHING]
        return paths if base is None else based(evaluator, paths, base(context))

    return addresses


def given(call: NodeRef, at: NodeRef | None, kind: str, *path: str) -> _QueriesOf:
    """Return a function that gives the queries of an argument of a call.

    `at` is None for an absent argument; `kind` and `path` are those of DeferredParameters.
    """
    if at is None:
        found = (UNCLEAR,) if spreads(call) else ()
        return lambda _: found
    return lambda context: (Query.of(DeferredParameters(kind, at, context, path)),)


def based(
    evaluator: Evaluator, found: Sequence[AbstractString], bases: Sequence[AbstractString]
) -> Sequence[AbstractString]:
    """Return addresses, the relative ones below each of the bases."""
    if len(found) * len(bases) > ALTERNATIVES:
        evaluator.memo.cut(TOO_MANY_ALTERNATIVES)
        found = found[:1]
    return [text if text.is_absolute else under(start, text) for text in found for start in bases]


def verb_of(
    evaluator: Evaluator, options: NodeRef | None, default: str
) -> Callable[[CallContext | None], Sequence[str]]:
    """Return a function that gives the verbs which an object of options has under `method`."""

    def verbs(context: CallContext | None) -> Sequence[str]:
        if options is None:
            return [default]
        key = "verbs", options.node.id, id(context), default
        work = partial(_verbs, evaluator, options, default, context)
        return evaluator.memo.ask(key, VALUES_DEEP, work)

    return verbs


def _verbs(
    evaluator: Evaluator, options: NodeRef, default: str, context: CallContext | None
) -> Sequence[str]:
    verbs: list[str] = []
    values = evaluator.evaluate(options, context)
    assigned = (
        _assigned_verbs(evaluator, options, context)
        if not all(value.is_nothing for value in values)
        else []
    )
    for value in values:
        if value.is_nothing:
            verbs.append(default)
            continue
        inner = evaluator.property(value, "method")
        if inner is None:
            verbs += assigned or [""]
            continue
        methods = [item for item in inner if not item.is_nothing]
        initial = [
            _verb(text) for item in methods for text in strings(evaluator, item.at, item.context)
        ]
        verbs += [*initial, *assigned] or [default]
    verbs = list(dict.fromkeys(verbs)) or [default]
    if len(verbs) > ALTERNATIVES:
        evaluator.memo.cut(TOO_MANY_ALTERNATIVES)
    return verbs[:ALTERNATIVES]


def _assigned_verbs(
    evaluator: Evaluator, options: NodeRef, context: CallContext | None
) -> Sequence[str]:
    """Return the verbs that are assigned to the options later: `init.method = "POST"`."""
    declaration = options.names.resolve(options.node) if options.node.type == "identifier" else None
    if declaration is None or declaration.kind != "variable":
        return []
    verbs: dict[str, None] = {}
    for right in assigned_to_members(options.names, declaration, "method"):
        verbs.update((_verb(text), None) for text in strings(evaluator, right, context))
    return list(verbs)


def _verb(text: PartialString) -> str:
    return text[0].upper() if len(text) == 1 and text[0] is not None else ""


def under(base: AbstractString, path: AbstractString) -> AbstractString:
    """Return a path below a base, with one slash between them."""
    start = base.text
    if not path.pieces:
        return base if path.query is None else base.with_parameters(path.query)
    if base.query is not None:
        path = path.with_parameters(UNCLEAR)
    if not start or start[-1] is None:
        return path.after(start)
    before = start[-1].rstrip("/")
    first = path.pieces[0]
    if not isinstance(first, str):
        return path.after([*start[:-1], before + "/"])
    rest = AbstractString((first.lstrip("/"), *path.pieces[1:]), path.query)
    return rest.after([*start[:-1], before + "/"])

"""What a request is: its address and verb, worked out backwards from the place that makes it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import partial

from connlint.code.contexts import in_contexts
from connlint.code.expressions import assigned_to_members, spreads
from connlint.code.limits import ALTERNATIVES, TOO_MANY_ALTERNATIVES, VALUES_DEEP
from connlint.code.model import Parameters
from connlint.code.parameters import parameters_of
from connlint.code.places import At, Frame
from connlint.code.queries import UNCLEAR, Later, Query
from connlint.code.texts import UNKNOWN_TEXT, Text, Written, texts, written
from connlint.code.values import Unbound, Values
from connlint.code.writing import NOTHING
from connlint.tuples import NamedTuple

__all__ = ["Made", "Resolved", "based", "given", "resolve", "under", "url_of", "verb_of"]


_FOR_A_REQUEST = 4
_More = Callable[["Frame | None"], Sequence[Query]]


class Resolved(NamedTuple):
    """One request that a place can make; `at` is the call that decides which."""

    at: At
    verb: str
    address: Text
    parameters: Parameters


class Made(NamedTuple):
    """How a request is made: what gives its addresses, and what its verbs, in a chain of calls.

    `key` tells it from all others that are made at the same place. `more` gives the parameters
    that it has besides those of the addresses.
    """

    at: At
    addresses: Callable[[Frame | None], Sequence[Written]]
    verbs: Callable[[Frame | None], Sequence[str]]
    key: Hashable = None
    more: _More | None = None


def resolve(values: Values, made: Made, frame: Frame | None) -> Sequence[Resolved]:
    """The requests that a place makes, for all chains of calls that lead to it.

    A chain that is given is made longer only where the answer depends on it.
    """
    key = "requests", made.at.key, made.key, id(frame)
    return values.answers.ask(key, VALUES_DEEP, lambda: _resolved(values, made, frame))


def _resolved(values: Values, made: Made, frame: Frame | None) -> list[Resolved]:
    found: dict[tuple[object, ...], tuple[At, str, Text]] = {}
    queries: dict[tuple[object, ...], dict[Query, None]] = {}
    for chain, (at, requests) in in_contexts(values, frame, partial(_shortest, values, made)):
        more = made.more(chain) if made.more is not None else ()
        for (verb, text), own in requests.items():
            key = at.key, verb, text
            found.setdefault(key, (at, verb, text))
            queries.setdefault(key, {}).update(dict.fromkeys([*own, *more]))
    return [
        Resolved(*each, parameters_of(values, list(queries[key]), [made.at]))
        for key, each in found.items()
    ]


_Requests = dict[tuple[str, Text], dict[Query, None]]
"""Verbs and addresses, each with what may stand in the query."""


def _shortest(values: Values, made: Made, frame: Frame | None) -> tuple[At, _Requests]:
    """The requests, and the innermost call from which on nothing is left open."""
    chain: list[Frame] = []
    while frame is not None:
        chain.append(frame)
        frame = frame.outer
    for length in range(len(chain) + 1):
        cut: Frame | None = None
        for each in reversed(chain[:length]):
            cut = values.program.on_top(each, cut)
        try:
            combined: _Requests = {}
            for found, verbs in values.choices.together(
                partial(made.addresses, cut), partial(made.verbs, cut)
            ):
                for text in found:
                    where = () if text.text == UNKNOWN_TEXT else text.address
                    query = {text.parameters: None}
                    for verb in verbs:
                        combined.setdefault((verb, where), {}).update(query)
        except Unbound:
            if length == len(chain):
                raise
            continue
        # A function that the platform calls has no call in the code.
        calls = [
            each.call
            for each in reversed(chain[:length])
            if each.call and not each.is_maker and not each.is_handed
        ]
        call = calls[0] if calls else None
        values.answers.budget.spend(1 + len(combined) * _FOR_A_REQUEST)
        return call or made.at, combined
    raise AssertionError("the loop ends with an answer or an exception")


def url_of(
    values: Values, at: At | None, base: Callable[[Frame | None], Sequence[Written]] | None = None
) -> Callable[[Frame | None], Sequence[Written]]:
    """What gives the addresses of an expression, on a base where they are relative."""

    def addresses(frame: Frame | None) -> Sequence[Written]:
        found = written(values, at, frame) if at is not None else [NOTHING]
        return found if base is None else based(values, found, base(frame))

    return addresses


def given(call: At, at: At | None, kind: str, *path: str) -> _More:
    """What gives the parameters that an argument of a call has, None for one that is not there.

    `kind` and `path` are those of Later.
    """
    if at is None:
        found = (UNCLEAR,) if spreads(call) else ()
        return lambda _: found
    return lambda frame: (Query.of(Later(kind, at, frame, path)),)


def based(values: Values, found: Sequence[Written], bases: Sequence[Written]) -> Sequence[Written]:
    """Addresses, below each of the bases where they are relative."""
    if len(found) * len(bases) > ALTERNATIVES:
        values.answers.cut(TOO_MANY_ALTERNATIVES)
        found = found[:1]
    return [text if text.is_absolute else under(start, text) for text in found for start in bases]


def verb_of(
    values: Values, options: At | None, default: str
) -> Callable[[Frame | None], Sequence[str]]:
    """What gives the verbs that an object of options has under `method`."""

    def verbs(frame: Frame | None) -> Sequence[str]:
        if options is None:
            return [default]
        key = "verbs", options.node.id, id(frame), default
        work = partial(_verbs, values, options, default, frame)
        return values.answers.ask(key, VALUES_DEEP, work)

    return verbs


def _verbs(values: Values, options: At, default: str, frame: Frame | None) -> Sequence[str]:
    found: list[str] = []
    given = values.of(options, frame)
    assigned = (
        _assigned_verbs(values, options, frame)
        if not all(value.is_nothing for value in given)
        else []
    )
    for value in given:
        if value.is_nothing:
            found.append(default)
            continue
        inner = values.property(value, "method")
        if inner is None:
            found += assigned or [""]
            continue
        places = [each for each in inner if not each.is_nothing]
        known = [_verb(text) for each in places for text in texts(values, each.at, each.frame)]
        found += [*known, *assigned] or [default]
    found = list(dict.fromkeys(found)) or [default]
    if len(found) > ALTERNATIVES:
        values.answers.cut(TOO_MANY_ALTERNATIVES)
    return found[:ALTERNATIVES]


def _assigned_verbs(values: Values, options: At, frame: Frame | None) -> Sequence[str]:
    """Verbs that are put into the options later: `init.method = "POST"`."""
    declaration = options.names.resolve(options.node) if options.node.type == "identifier" else None
    if declaration is None or declaration.kind != "variable":
        return []
    found: dict[str, None] = {}
    for right in assigned_to_members(options.names, declaration, "method"):
        found.update((_verb(text), None) for text in texts(values, right, frame))
    return list(found)


def _verb(text: Text) -> str:
    return text[0].upper() if len(text) == 1 and text[0] is not None else ""


def under(base: Written, path: Written) -> Written:
    """A path below a base, with one slash between them."""
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
    rest = Written((first.lstrip("/"), *path.pieces[1:]), path.query)
    return rest.after([*start[:-1], before + "/"])

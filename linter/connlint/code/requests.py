"""What a request is: its address and verb, worked out backwards from the place that makes it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import partial

from connlint.code.contexts import in_contexts
from connlint.code.expressions import assigned_to_members
from connlint.code.limits import ALTERNATIVES, TOO_MANY_ALTERNATIVES, VALUES_DEEP
from connlint.code.places import At, Frame
from connlint.code.texts import UNKNOWN, Text, address, texts
from connlint.code.values import Unbound, Values
from connlint.tuples import NamedTuple

__all__ = ["Made", "Resolved", "based", "resolve", "under", "url_of", "verb_of"]


_FOR_A_REQUEST = 4


class Resolved(NamedTuple):
    """One request that a place can make; `at` is the call that decides which."""

    at: At
    verb: str
    address: Text


class Made(NamedTuple):
    """How a request is made: what gives its addresses, and what its verbs, in a chain of calls.

    `key` tells it from all others that are made at the same place.
    """

    at: At
    addresses: Callable[[Frame | None], Sequence[Text]]
    verbs: Callable[[Frame | None], Sequence[str]]
    key: Hashable = None


def resolve(values: Values, made: Made, frame: Frame | None) -> Sequence[Resolved]:
    """The requests that a place makes, for all chains of calls that lead to it.

    A chain that is given is made longer only where the answer depends on it.
    """
    key = "requests", made.at.key, made.key, id(frame)
    return values.answers.ask(key, VALUES_DEEP, lambda: _resolved(values, made, frame))


def _resolved(values: Values, made: Made, frame: Frame | None) -> list[Resolved]:
    found: dict[tuple[object, ...], Resolved] = {}
    for _, (at, requests) in in_contexts(values, frame, partial(_shortest, values, made)):
        for verb, text in requests:
            found.setdefault((at.key, verb, text), Resolved(at, verb, text))
    return list(found.values())


def _shortest(values: Values, made: Made, frame: Frame | None) -> tuple[At, list[tuple[str, Text]]]:
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
            combined = {
                (verb, () if text == UNKNOWN else address(text)): None
                for found, verbs in values.choices.together(
                    partial(made.addresses, cut), partial(made.verbs, cut)
                )
                for text in found
                for verb in verbs
            }
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
        return call or made.at, list(combined)
    raise AssertionError("the loop ends with an answer or an exception")


def url_of(
    values: Values, at: At | None, base: Callable[[Frame | None], Sequence[Text]] | None = None
) -> Callable[[Frame | None], Sequence[Text]]:
    """What gives the addresses of an expression, on a base where they are relative."""

    def addresses(frame: Frame | None) -> Sequence[Text]:
        found: Sequence[Text] = texts(values, at, frame) if at is not None else [()]
        return found if base is None else based(values, found, base(frame))

    return addresses


def based(values: Values, found: Sequence[Text], bases: Sequence[Text]) -> Sequence[Text]:
    """Addresses, below each of the bases where they are relative."""
    if len(found) * len(bases) > ALTERNATIVES:
        values.answers.cut(TOO_MANY_ALTERNATIVES)
        found = found[:1]
    return [text if _is_absolute(text) else under(start, text) for text in found for start in bases]


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


def _is_absolute(text: Text) -> bool:
    return bool(text) and text[0] is not None and "://" in text[0]


def under(base: Text, path: Text) -> Text:
    """A path below a base, with one slash between them."""
    if not base or base[-1] is None:
        return (*base, *path)
    if not path:
        return base
    start = base[-1].rstrip("/")
    first = path[0]
    if first is None:
        return (*base[:-1], start + "/", *path)
    return (*base[:-1], start + "/" + first.lstrip("/"), *path[1:])

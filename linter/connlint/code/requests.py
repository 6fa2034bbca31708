"""What a request is: its address and verb, worked out backwards from the place that makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from connlint.code.callers import frames
from connlint.code.expressions import assigned_to_member
from connlint.code.program import At, Frame
from connlint.code.texts import UNKNOWN, Text, address, texts
from connlint.code.values import Unbound, Values
from connlint.tuples import NamedTuple

__all__ = ["Made", "Resolved", "resolve", "under", "url_of", "verb_of"]

_CHAINS = 200


class Resolved(NamedTuple):
    """One request that a place can make; `at` is the call that decides which."""

    at: At
    verb: str
    address: Text


class Made(NamedTuple):
    """How a request is made: what gives its addresses, and what its verbs, in a chain of calls."""

    at: At
    addresses: Callable[[Frame | None], list[Text]]
    verbs: Callable[[Frame | None], list[str]]


def resolve(values: Values, made: Made, frame: Frame | None) -> Iterator[Resolved]:
    """The requests that a place makes, for all chains of calls that lead to it.

    A chain that is given is made longer only where the answer depends on it. Where there are
    too many chains, the last request is one of which nothing is known.
    """
    pending: list[Frame | None] = [frame]
    seen: set[tuple[object, ...]] = set()
    for _ in range(_CHAINS):
        if not pending:
            break
        chain = pending.pop(0)
        try:
            at, found = _shortest(values, made, chain)
        except Unbound as unbound:
            pending += list(frames(values.program, unbound.function, chain))
            continue
        for verb, text in found:
            key = (at.key, verb, text)
            if key not in seen:
                seen.add(key)
                yield Resolved(at, verb, text)
    if pending:
        yield Resolved(made.at, "", ())


def _shortest(values: Values, made: Made, frame: Frame | None) -> tuple[At, list[tuple[str, Text]]]:
    """The requests, and the innermost call from which on nothing is left open."""
    chain: list[Frame] = []
    while frame is not None:
        chain.append(frame)
        frame = frame.outer
    for length in range(len(chain) + 1):
        cut: Frame | None = None
        for each in reversed(chain[:length]):
            cut = Frame(each.function, each.call, cut, each.is_maker)
        try:
            combined = [
                (verb, () if text == UNKNOWN else address(text))
                for found, verbs in values.choices.together(
                    partial(made.addresses, cut), partial(made.verbs, cut)
                )
                for text in found
                for verb in verbs
            ]
        except Unbound:
            if length == len(chain):
                raise
            continue
        # A function that the platform calls has no call in the code.
        calls = [each.call for each in reversed(chain[:length]) if each.call and not each.is_maker]
        call = calls[0] if calls else None
        return call or made.at, combined
    raise AssertionError("the loop ends with an answer or an exception")


def url_of(
    values: Values, at: At | None, base: Callable[[Frame | None], list[Text]] | None = None
) -> Callable[[Frame | None], list[Text]]:
    """What gives the addresses of an expression, on a base where they are relative."""

    def addresses(frame: Frame | None) -> list[Text]:
        found: list[Text] = texts(values, at, frame) if at is not None else [()]
        if base is None:
            return found
        return [
            text if _is_absolute(text) else under(start, text)
            for text in found
            for start in base(frame)
        ]

    return addresses


def verb_of(
    values: Values, options: At | None, default: str
) -> Callable[[Frame | None], list[str]]:
    """What gives the verbs that an object of options has under `method`."""

    def verbs(frame: Frame | None) -> list[str]:
        if options is None:
            return [default]
        found: list[str] = []
        for value in values.of(options, frame):
            if value.is_nothing:
                found.append(default)
                continue
            inner = values.property(value, "method")
            assigned = _assigned_verbs(values, options, frame)
            if inner is None:
                found += assigned or [""]
                continue
            given = [each for each in inner if not each.is_nothing]
            known = [_verb(text) for each in given for text in texts(values, each.at, each.frame)]
            found += [*known, *assigned] or [default]
        return list(dict.fromkeys(found)) or [default]

    return verbs


def _assigned_verbs(values: Values, options: At, frame: Frame | None) -> list[str]:
    """Verbs that are put into the options later: `init.method = "POST"`."""
    if options.node.type != "identifier":
        return []
    declaration = options.names.resolve(options.node)
    if declaration is None or declaration.kind != "variable":
        return []
    found = []
    for node in options.names.references(declaration):
        right = assigned_to_member(options.names, node, "method")
        given = texts(values, right, frame) if right is not None else []
        found += [_verb(text) for text in given]
    return found


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

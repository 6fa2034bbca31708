"""The one decision on the scopes of a connector: which are needed, covered, unused or missing.

Rules and the report about least privilege all ask here, so that they never contradict each other.
Nothing is said to be needless that may be needed: a scope that gives only a part of what another
one gives (connlint.catalog.partial) takes its place only where a request's parameters prove that
the part is all that it asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from functools import lru_cache

from connlint.asking import covers, held, least_of
from connlint.catalog import ConnectorType
from connlint.catalog.methods import ApiMethod
from connlint.catalog.partial import Given
from connlint.covering import covering
from connlint.grades import Graded, Refused, Standing, graded
from connlint.needs import Need, Use
from connlint.tuples import NamedTuple
from connlint.wanted import Accepting, Reach, Wanted

__all__ = [
    "Judged",
    "Judgement",
    "Refusal",
    "Verdict",
    "is_needed_beyond",
    "judge",
    "judgement_of",
]


_SENSITIVITIES = ("", "sensitive", "restricted")


class Verdict(Enum):
    """What the code says about a scope."""

    NEEDED = "needed"
    """A request needs it, or the platform adds it by itself."""
    COVERED = "covered by another"
    """Other declared scopes allow all that it is there for."""
    UNUSED = "unused"
    """All requests are understood, and none needs it."""
    MISSING = "missing"
    """A request needs it, and it is not declared."""
    NOT_UNDERSTOOD = "not understood"
    """No known request needs it, but not everything is known."""


class Judged(NamedTuple):
    """A scope with its verdict, the requests that it allows, and what covers it.

    `is_implied` says that the covering scopes allow all that it allows, whatever the code does;
    else they allow all that the code does with it.
    """

    scope: str
    verdict: Verdict
    needs: tuple[Need, ...] = ()
    covered_by: tuple[str, ...] = ()
    is_implied: bool = False


class Refusal(NamedTuple):
    """A request that the service refuses, or perhaps refuses (`is_sure`).

    `wanted` is the alternative to ask for, `lacking` what of it is not granted, and `others` are
    what would do as well.
    `because` says which scope is there but does not allow the parameters of the request, and
    `in_the_way` is a declared scope without which the request would be allowed.
    """

    need: Need
    method: ApiMethod
    wanted: tuple[str, ...]
    lacking: tuple[str, ...]
    others: tuple[tuple[str, ...], ...]
    because: Refused | None = None
    in_the_way: str = ""
    is_sure: bool = True


class Judgement(NamedTuple):
    """Verdicts on declared scopes in their order, then missing ones; refusals; the smallest set.

    `is_enough` says that the smallest set surely allows all requests: none of them gets only a part
    of what others would give.
    """

    scopes: tuple[Judged, ...]
    refusals: tuple[Refusal, ...]
    smallest: tuple[str, ...]
    is_enough: bool = True


def judgement_of(use: Use) -> Judgement | None:
    """The judgement on the connector of a use; None where there is nothing to judge.

    The last ones are kept, because several rules ask for the same.
    """
    return _judgement_of(_Same(use))


class _Same:
    """A use that is the same only as itself, so that nobody compares all that it holds."""

    def __init__(self, use: Use) -> None:
        self.use = use

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.use is self.use

    def __hash__(self) -> int:
        return id(self.use)


@lru_cache(maxsize=8)
def _judgement_of(same: _Same) -> Judgement | None:
    use = same.use
    if use.entry is None or not use.entry.takes_scopes:
        return None
    nodes = use.connector.scope_strings if use.connector is not None else ()
    return judge([node.value for node in nodes], use.needs, use.entry, proven=use.is_understood)


def judge(
    declared: Sequence[str], needs: Sequence[Need], entry: ConnectorType, *, proven: bool
) -> Judgement:
    """Judge the scopes that a connector declares, each once.

    `proven` says that all requests are understood, and that there are no others than `needs`.
    """
    return _Judge(declared, needs, entry, proven=proven).judgement()


def is_needed_beyond(scope: str, narrower: Sequence[str], use: Use) -> bool:
    """Whether a request is allowed by a scope, and surely not by narrower ones together."""
    wide, narrow = covers([scope], use.entry), covers(narrower, use.entry)
    for need in use.needs:
        found = [graded(method, need.request) for method in need.methods]
        if found and all(
            each.standing(wide, wide).given and not each.standing(narrow, narrow).given
            for each in found
        ):
            return True
    return False


class _Judge:
    def __init__(
        self, declared: Sequence[str], needs: Sequence[Need], entry: ConnectorType, *, proven: bool
    ) -> None:
        self.entry = entry
        self.proven = proven
        self.declared = list(dict.fromkeys(declared))
        # Microsoft's scopes have two spellings.
        names = {entry.bare(scope): scope for scope in reversed(self.declared)}
        self.own = [
            scope for name, scope in reversed(names.items()) if name not in entry.companions
        ]
        self.reach = Reach(entry)
        found = [Wanted.of(need) for need in needs if need.methods]
        # What a token may do without any declared scope, a scope is not needed for.
        without = self._standings((), found)
        self.wanted = [
            each
            for each, standings in zip(found, without, strict=True)
            if not all(standing.given is Given.WHOLE for standing in standings)
        ]
        self.covering = covering(self.own, entry)
        self.accepting = Accepting(self.wanted, self.reach)
        # An app asks for the same again and again, and a file may list what no request accepts.
        self.kinds = list({each.graded: each for each in self.wanted}.values())
        blocking = {name for each in self.kinds for name in each.blocked_by}
        self.serving = [
            scope
            for scope in self.own
            if self.accepting.by(scope) or self.entry.bare(scope) in blocking
        ]
        self.granted = covers([*self.serving, *entry.companions], entry)

    def judgement(self) -> Judgement:
        standings = self._standings(self.serving, self.wanted)
        refusals = tuple(self._refusals(standings))
        kept = self._kept(refusals)
        verdicts = {self.entry.bare(scope): self._judged(scope, kept) for scope in self.own}
        judged = [
            verdicts[name]._replace(scope=scope)
            if (name := self.entry.bare(scope)) in verdicts
            else Judged(scope, Verdict.NEEDED)
            for scope in self.declared
        ]
        sure = [refusal for refusal in refusals if refusal.is_sure]
        smallest = self._smallest(sure, standings, kept)
        is_enough = all(
            standing.given is Given.WHOLE
            for found in self._standings(smallest, self.kinds)
            for standing in found
        )
        return Judgement((*judged, *self._missing(sure)), refusals, smallest, is_enough)

    def _standings(
        self, scopes: Sequence[str], wanted: Iterable[Wanted]
    ) -> list[tuple[Standing, ...]]:
        """What a token with these scopes, and with what the platform adds, may do.

        What is unsure are those of the scopes that give a part: one may give more than another,
        though it is accepted only because it covers it.
        """
        token = held(scopes, self.entry)

        def own(standing: Standing) -> Standing:
            unsure = frozenset(
                scope for scope in scopes if not standing.unsure.isdisjoint(self.reach[scope])
            )
            return standing._replace(unsure=unsure) if standing.unsure else standing

        return [tuple(own(found.standing(*token)) for found in each.graded) for each in wanted]

    def _kept(self, refusals: Iterable[Refusal]) -> list[str]:
        """The declared scopes without which a request may fail, the widest left out first.

        Nobody knows what a scope does that the catalogue does not have, and what a refused request
        needs with others is needed.
        """
        asked = {
            scope for refusal in refusals if not refusal.in_the_way for scope in refusal.wanted
        }
        known = [
            scope
            for scope in self.serving
            if self._is_known(scope) and asked.isdisjoint(self.reach[scope])
        ]
        by_width = sorted(known, key=self._width, reverse=True)
        left = self._without_needless(by_width, self.serving, self.kinds)
        return [scope for scope in left if not self._is_covered(scope, left)]

    def _is_covered(self, scope: str, others: Sequence[str]) -> bool:
        """Whether one of some scopes allows all that a scope allows, whatever the code does."""
        return any(each in others for each in self.covering.get(self.entry.bare(scope), ()))

    def _without_needless(
        self, candidates: Iterable[str], scopes: Sequence[str], wanted: Sequence[Wanted]
    ) -> list[str]:
        """The scopes without those candidates that take nothing away from any request."""
        kept = list(scopes)
        now = self._standings(kept, wanted)
        for scope in candidates:
            rest = [other for other in kept if other != scope]
            then = self._standings(rest, wanted)
            if all(map(_are_kept, now, then)):
                kept, now = rest, then
        return kept

    def _is_known(self, scope: str) -> bool:
        return self.entry.bare(scope) in self.entry.facts

    def _judged(self, scope: str, kept: Sequence[str]) -> Judged:
        served = self.accepting.by(scope)
        wider = tuple(self.covering.get(self.entry.bare(scope), ()))
        if not self.proven or not self._is_known(scope):
            # Nobody knows what the wider one is there for, but it is there.
            if wider:
                return Judged(scope, Verdict.COVERED, served, wider, is_implied=True)
            return Judged(scope, Verdict.NEEDED if served else Verdict.NOT_UNDERSTOOD, served)
        if scope in kept:
            return Judged(scope, Verdict.NEEDED, served)
        wider = tuple(other for other in wider if other in kept)
        if wider:
            return Judged(scope, Verdict.COVERED, served, wider, is_implied=True)
        own = set(map(id, served))
        others = tuple(
            other for other in kept if not own.isdisjoint(map(id, self.accepting.by(other)))
        )
        if others:
            return Judged(scope, Verdict.COVERED, served, others)
        return Judged(scope, Verdict.UNUSED)

    def _refusals(self, standings: Iterable[Sequence[Standing]]) -> Iterator[Refusal]:
        for wanted, found in zip(self.wanted, standings, strict=True):
            # Where it may be one of several methods, one that is allowed is enough.
            given = max(standing.given for standing in found)
            is_demanded = all(each.method.is_demanded for each in wanted.graded)
            if given <= Given.DOUBTFUL and is_demanded:
                yield self._refusal(wanted, is_sure=given is Given.REFUSED)

    def _refusal(self, wanted: Wanted, *, is_sure: bool) -> Refusal:
        found = wanted.graded[0]
        granted = self.granted
        options = {each.scopes: each.given for each in found.options if each.given > Given.DOUBTFUL}
        asked = least_of(found.method, options, self.entry)
        because = next((each for each in found.refused if each.scope in granted), None)
        blocking = (scope for scope in self.serving if self.entry.bare(scope) in wanted.blocked_by)
        return Refusal(
            need=wanted.need,
            method=found.method,
            wanted=asked,
            lacking=tuple(scope for scope in asked if scope not in granted),
            others=tuple(
                scopes
                for scopes, given in options.items()
                if scopes != asked and given is Given.WHOLE and not self._is_special(scopes)
            ),
            because=because,
            in_the_way=next(blocking, "") if granted.issuperset(asked) else "",
            is_sure=is_sure,
        )

    def _is_special(self, scopes: Iterable[str]) -> bool:
        """Whether scopes are made for something else than a backend."""
        return any(self.entry.facts.get(scope, {}).get("special") for scope in scopes)

    def _missing(self, refusals: Sequence[Refusal]) -> Iterator[Judged]:
        """The scopes that refused requests ask for, without those that others make needless."""
        wanted = [Wanted.of(refusal.need) for refusal in refusals]
        blocking = {name for each in wanted for name in each.blocked_by}
        own = [scope for scope in self.serving if self.entry.bare(scope) not in blocking]
        granted = covers([*own, *self.entry.companions], self.entry)
        asked = dict.fromkeys(scope for refusal in refusals for scope in refusal.wanted)
        lacking = [scope for scope in asked if scope not in granted]
        left = self._without_needless(lacking, [*own, *lacking], wanted)
        accepting = Accepting(wanted, self.reach)
        for scope in lacking:
            if scope in left:
                yield Judged(scope, Verdict.MISSING, accepting.by(scope))

    def _smallest(
        self,
        refusals: Sequence[Refusal],
        standings: Iterable[Sequence[Standing]],
        kept: Sequence[str],
    ) -> tuple[str, ...]:
        """A smallest set that allows the requests, of what each would ask for by itself.

        Where it is not known whether the declared scopes are enough for a request, they stay. A
        declared scope that is not kept is not part of the set.
        """
        asked = {id(refusal.need): refusal.wanted for refusal in refusals}
        chosen: dict[str, None] = {}
        for wanted, found in zip(self.wanted, standings, strict=True):
            for each, standing in zip(wanted.graded, found, strict=True):
                chosen.update(dict.fromkeys(self._enough(each, standing, kept)))
            chosen.update(dict.fromkeys(asked.get(id(wanted.need), ())))
        names = [scope for scope in chosen if scope not in self.entry.companions]
        blocking = {name for wanted in self.wanted for name in wanted.blocked_by}
        first = sorted(names, key=lambda scope: self.entry.bare(scope) not in blocking)
        return tuple(self._without_needless(first, names, self.kinds))

    def _enough(self, found: Graded, standing: Standing, kept: Sequence[str]) -> Iterable[str]:
        """What is enough for a request that the declared scopes allow, or perhaps allow."""
        if standing.given is not Given.WHOLE:
            return [scope for scope in kept if scope in standing.unsure]
        sure = [each.scopes for each in found.options if each.given is Given.WHOLE]
        asked = least_of(found.method, sure, self.entry)
        dropped = {self.entry.bare(scope) for scope in self.serving if scope not in kept}
        if not dropped.isdisjoint(asked):
            granted = covers([*kept, *self.entry.companions], self.entry).difference(dropped)
            left = [scopes for scopes in sure if granted.issuperset(scopes)]
            asked = least_of(found.method, left or sure, self.entry)
        return (*asked, *found.besides)

    def _width(self, scope: str) -> tuple[bool, bool, int, int, bool]:
        """How much a scope allows, compared with others; what is in the way comes first."""
        fact = self.entry.scope(scope)
        name = self.entry.bare(scope)
        return (
            any(name in each.blocked_by for each in self.wanted),
            bool(self.entry.narrower(scope)),
            len(self.reach[scope]),
            _SENSITIVITIES.index(fact.sensitivity) if fact is not None else 0,
            fact is not None and fact.access != "read",
        )


def _are_kept(now: Sequence[Standing], then: Sequence[Standing]) -> bool:
    return all(before.is_kept_by(after) for before, after in zip(now, then, strict=True))

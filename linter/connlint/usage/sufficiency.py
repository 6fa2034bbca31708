"""Judgement on the scopes of a connector: which are needed, covered, unused or missing.

Rules and the report about least privilege all use it, so that they never contradict each other.
No scope is called needless that may be needed: a scope that gives only a part of what another
one gives (connlint.catalog.partial) replaces it only if a request's parameters prove that the
part is all that it asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from connlint.catalog import Completeness, ConnectorType
from connlint.catalog.partial import Coverage
from connlint.usage.connector_usage import ConnectorUsage, RequiredScopes
from connlint.usage.coverage import covering
from connlint.usage.grades import MethodGrade, Permission, graded
from connlint.usage.judgement import Judgement, Refusal, ScopeVerdict, Verdict
from connlint.usage.recommendation import breadth, covers, held, least_of, only_reads
from connlint.usage.requirements import Accepting, GradedRequest, Reach

__all__ = ["is_needed_beyond", "judge", "judgement_of"]


def judgement_of(use: ConnectorUsage) -> Judgement | None:
    """Return the judgement on the connector of a usage; None if there is nothing to judge.

    The latest results are cached, because several rules need the same one.
    """
    return _judgement_of(_ByIdentity(use))


class _ByIdentity:
    """Wrapper of a usage that compares by identity, because a comparison of its content is slow."""

    def __init__(self, use: ConnectorUsage) -> None:
        self.use = use

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and other.use is self.use

    def __hash__(self) -> int:
        return id(self.use)


@lru_cache(maxsize=8)
def _judgement_of(wrapper: _ByIdentity) -> Judgement | None:
    use = wrapper.use
    if use.entry is None or not use.entry.takes_scopes:
        return None
    nodes = use.connector.scope_strings if use.connector is not None else ()
    return judge([node.value for node in nodes], use.needs, use.entry, proven=use.is_understood)


def judge(
    declared: Sequence[str], needs: Sequence[RequiredScopes], entry: ConnectorType, *, proven: bool
) -> Judgement:
    """Judge the scopes that a connector declares, each once.

    `proven` says that all requests are understood, and that there are no others than `needs`.
    """
    return _Judge(declared, needs, entry, proven=proven).judgement()


def is_needed_beyond(scope: str, narrower: Sequence[str], use: ConnectorUsage) -> bool:
    """Tell whether a request is allowed by a scope, and surely not by narrower ones together."""
    wide, narrow = covers([scope], use.entry), covers(narrower, use.entry)
    for need in use.needs:
        grades = [graded(method, need.request) for method in need.methods]
        if grades and all(
            grade.standing(wide, wide).given and not grade.standing(narrow, narrow).given
            for grade in grades
        ):
            return True
    return False


class _Judge:
    def __init__(
        self,
        declared: Sequence[str],
        needs: Sequence[RequiredScopes],
        entry: ConnectorType,
        *,
        proven: bool,
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
        requests = [GradedRequest.of(need) for need in needs if need.methods]
        # A request that is allowed without any declared scope needs none.
        without = self._standings((), requests)
        self.wanted = [
            wanted
            for wanted, standings in zip(requests, without, strict=True)
            if not all(
                standing.given is Coverage.WHOLE and not grade.besides
                for standing, grade in zip(standings, wanted.graded, strict=True)
            )
        ]
        self.covering = covering(self.own, entry)
        self.accepting = Accepting(self.wanted, self.reach)
        # Many requests are alike, and a file may list scopes that no request accepts.
        self.kinds = list({wanted.graded: wanted for wanted in self.wanted}.values())
        blocking = {name for wanted in self.kinds for name in wanted.blocked_by}
        grades = [grade for wanted in self.kinds for grade in wanted.graded]
        self.preferred = {scope for grade in grades for scope in grade.method.narrowest}
        self.doubtful = {
            scope
            for grade in grades
            for option in grade.options
            if only_reads(grade.method, option.scopes, entry)
            for scope in option.scopes
        }
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
            else ScopeVerdict(scope, Verdict.NEEDED)
            for scope in self.declared
        ]
        sure = [refusal for refusal in refusals if refusal.is_sure]
        smallest = self._smallest(sure, kept)
        allowed = covers([*smallest, *self.entry.companions], self.entry)
        is_enough = all(
            standing.given is Coverage.WHOLE and allowed.issuperset(grade.besides)
            for wanted, standings in zip(
                self.kinds, self._standings(smallest, self.kinds), strict=True
            )
            for grade, standing in zip(wanted.graded, standings, strict=True)
        )
        served = tuple(map(self.accepting.by, smallest))
        return Judgement((*judged, *self._missing(sure)), refusals, smallest, is_enough, served)

    def _standings(
        self, scopes: Sequence[str], wanted: Iterable[GradedRequest]
    ) -> list[tuple[Permission, ...]]:
        """Return what a token with these scopes, and with those that the platform adds, may do.

        `unsure` has those of `scopes` that allow a part: one may allow more than another, even
        if it is accepted only because it covers that one.
        """
        token = held(scopes, self.entry)

        def own(standing: Permission) -> Permission:
            unsure = frozenset(
                scope for scope in scopes if not standing.unsure.isdisjoint(self.reach[scope])
            )
            return standing._replace(unsure=unsure) if standing.unsure else standing

        return [tuple(own(grade.standing(*token)) for grade in each.graded) for each in wanted]

    def _kept(self, refusals: Iterable[Refusal]) -> list[str]:
        """Return the declared scopes without which a request may fail; wide ones are dropped first.

        A scope that the catalogue does not have is kept, because its effect is unknown, and so
        is one that a refused request needs together with others.
        """
        asked = {
            scope for refusal in refusals if not refusal.in_the_way for scope in refusal.wanted
        }
        removable = [
            scope
            for scope in self.serving
            if self._is_known(scope) and asked.isdisjoint(self.reach[scope])
        ]
        by_width = sorted(removable, key=self._width, reverse=True)
        left = self._without_needless(by_width, self.serving, self.kinds)
        return [scope for scope in left if not self._is_covered(scope, left)]

    def _is_covered(self, scope: str, others: Sequence[str]) -> bool:
        """Tell whether one of `others` allows all that a scope allows, whatever the code does."""
        return any(each in others for each in self.covering.get(self.entry.bare(scope), ()))

    def _without_needless(
        self, candidates: Iterable[str], scopes: Sequence[str], wanted: Sequence[GradedRequest]
    ) -> list[str]:
        """Return the scopes without those candidates whose removal restricts no request."""
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

    def _judged(self, scope: str, kept: Sequence[str]) -> ScopeVerdict:
        served = self.accepting.by(scope)
        wider = tuple(self.covering.get(self.entry.bare(scope), ()))
        if not self.proven or not self._is_known(scope):
            # It is not known what the wider one is needed for, but it is declared.
            if wider:
                return ScopeVerdict(scope, Verdict.COVERED, served, wider, is_implied=True)
            return ScopeVerdict(scope, Verdict.NEEDED if served else Verdict.NOT_UNDERSTOOD, served)
        if scope in kept:
            return ScopeVerdict(scope, Verdict.NEEDED, served)
        wider = tuple(other for other in wider if other in kept)
        if wider:
            return ScopeVerdict(scope, Verdict.COVERED, served, wider, is_implied=True)
        own = set(map(id, served))
        others = tuple(
            other for other in kept if not own.isdisjoint(map(id, self.accepting.by(other)))
        )
        if others:
            return ScopeVerdict(scope, Verdict.COVERED, served, others)
        return ScopeVerdict(scope, Verdict.UNUSED)

    def _refusals(self, standings: Iterable[Sequence[Permission]]) -> Iterator[Refusal]:
        if self._may_allow_more():
            return
        for wanted, permissions in zip(self.wanted, standings, strict=True):
            # If it may be one of several methods, one that is allowed is enough.
            best = max(standing.given for standing in permissions)
            is_demanded = all(each.method.is_demanded for each in wanted.graded)
            if best <= Coverage.DOUBTFUL and is_demanded:
                yield self._refusal(wanted, is_sure=best is Coverage.REFUSED)

    def _may_allow_more(self) -> bool:
        """Tell whether a declared scope may allow more than is known, as the list lacks it."""
        is_complete = self.entry.completeness is Completeness.COMPLETE
        return not is_complete and not all(map(self._is_known, self.own))

    def _refusal(self, wanted: GradedRequest, *, is_sure: bool) -> Refusal:
        grade = wanted.graded[0]
        granted = self.granted
        options = {
            item.scopes: item.given for item in grade.options if item.given > Coverage.DOUBTFUL
        }
        asked = least_of(grade.method, options, self.entry)
        because = next((item for item in grade.refused if item.scope in granted), None)
        blocking = (scope for scope in self.serving if self.entry.bare(scope) in wanted.blocked_by)
        return Refusal(
            need=wanted.need,
            method=grade.method,
            wanted=asked,
            lacking=tuple(scope for scope in asked if scope not in granted),
            others=tuple(
                scopes
                for scopes, given in options.items()
                if scopes != asked and given is Coverage.WHOLE and not self._is_special(scopes)
            ),
            because=because,
            in_the_way=next(blocking, "") if granted.issuperset(asked) else "",
            is_sure=is_sure,
        )

    def _is_special(self, scopes: Iterable[str]) -> bool:
        """Tell whether one of the scopes is made for something else than a backend."""
        return any(self.entry.facts.get(scope, {}).get("special") for scope in scopes)

    def _missing(self, refusals: Sequence[Refusal]) -> Iterator[ScopeVerdict]:
        """Yield the scopes that refused requests need, without those that others make needless."""
        wanted = [GradedRequest.of(refusal.need) for refusal in refusals]
        blocking = {name for each in wanted for name in each.blocked_by}
        own = [scope for scope in self.serving if self.entry.bare(scope) not in blocking]
        granted = covers([*own, *self.entry.companions], self.entry)
        asked = dict.fromkeys(scope for refusal in refusals for scope in refusal.wanted)
        lacking = [scope for scope in asked if scope not in granted]
        left = self._without_needless(lacking, [*own, *lacking], wanted)
        accepting = Accepting(wanted, self.reach)
        for scope in lacking:
            if scope in left:
                yield ScopeVerdict(scope, Verdict.MISSING, accepting.by(scope))

    def _smallest(self, refusals: Sequence[Refusal], kept: Sequence[str]) -> tuple[str, ...]:
        """Return a smallest set of scopes that allows the requests, from what each needs by itself.

        Declared scopes are part of it if it is not known whether they are enough for a request.
        """
        asked = {id(refusal.need): refusal.wanted for refusal in refusals}
        added = [scope for scopes in asked.values() for scope in scopes]
        standings = self._standings([*self.serving, *added], self.wanted)
        kept = [*kept, *added]
        chosen: dict[str, None] = {}
        for wanted, permissions in zip(self.wanted, standings, strict=True):
            for grade, standing in zip(wanted.graded, permissions, strict=True):
                chosen.update(dict.fromkeys(self._enough(grade, standing, kept)))
            chosen.update(dict.fromkeys(asked.get(id(wanted.need), ())))
        own = [scope for scope in chosen if scope in self.declared or self.entry.may_have(scope)]
        names = [scope for scope in own if scope not in self.entry.companions]
        # Of scopes that allow the same, the wider one is dropped, or else the one that is new.
        first = sorted(names, key=self._cost, reverse=True)
        left = self._without_needless(first, names, self.kinds)
        wider = covering(left, self.entry)
        return tuple(scope for scope in left if self.entry.bare(scope) not in wider)

    def _cost(self, scope: str) -> tuple[object, ...]:
        """Return a sort key for how much speaks against a scope, its sensitivity first."""
        blocks, is_broad, reach, sensitivity, *rest = self._width(scope)
        is_doubtful = self.entry.bare(scope) in self.doubtful
        is_new = scope not in self.declared
        return blocks, is_doubtful, sensitivity, is_broad, reach, *rest, is_new

    def _width(self, scope: str) -> tuple[bool, bool, int, int, bool, bool]:
        blocking = {name for wanted in self.kinds for name in wanted.blocked_by}
        return breadth(scope, self.entry, blocking, self.preferred)

    def _enough(
        self, grade: MethodGrade, standing: Permission, kept: Sequence[str]
    ) -> Iterable[str]:
        """Return scopes that are enough for a request that the declared ones allow, or may."""
        if standing.given is not Coverage.WHOLE:
            unsure = (scope for scope in kept if scope in standing.unsure)
            return (*unsure, *self._besides(grade, kept))
        sure = [each.scopes for each in grade.options if each.given is Coverage.WHOLE]
        if grade.besides or not grade.method.is_demanded:
            # It may need more than that, so whatever the token has must not be replaced.
            granted = covers(kept, self.entry)
            sure = [scopes for scopes in sure if granted.issuperset(scopes)] or sure
        asked = least_of(grade.method, sure, self.entry, kept)
        return (*asked, *self._besides(grade, kept))

    def _besides(self, grade: MethodGrade, kept: Sequence[str]) -> Iterable[str]:
        """Return the scopes that a request may need as well, of those that a token keeps."""
        if not grade.besides:
            return ()
        return sorted(covers(kept, self.entry).intersection(grade.besides))


def _are_kept(now: Sequence[Permission], then: Sequence[Permission]) -> bool:
    return all(before.is_kept_by(after) for before, after in zip(now, then, strict=True))

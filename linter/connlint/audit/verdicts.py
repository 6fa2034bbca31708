"""Verdicts on the scopes of one connector: sets of scopes, held against what requests accept."""

from __future__ import annotations

from collections.abc import Sequence

from connlint.audit.model import Verdict
from connlint.catalog import ConnectorType
from connlint.needs import Need, accepted_by, covers, least
from connlint.tuples import NamedTuple

__all__ = ["Judged", "Judgement", "judge"]


class Judged(NamedTuple):
    """A scope with its verdict, the requests that it allows, and what covers it."""

    scope: str
    verdict: Verdict
    needs: tuple[Need, ...] = ()
    covered_by: tuple[str, ...] = ()


class Judgement(NamedTuple):
    """Verdicts on declared scopes in their order, then missing ones; and the smallest set."""

    scopes: tuple[Judged, ...]
    smallest: tuple[str, ...]


def judge(
    declared: Sequence[str], needs: Sequence[Need], entry: ConnectorType, *, proven: bool
) -> Judgement:
    """Judge the scopes that a connector declares, each once.

    `needs` are the requests that are understood; `proven` says that there are no others.
    """
    return _Judge(declared, needs, entry, proven=proven).judgement()


class _Judge:
    def __init__(
        self, declared: Sequence[str], needs: Sequence[Need], entry: ConnectorType, *, proven: bool
    ) -> None:
        self.entry = entry
        self.proven = proven
        self.declared = list(dict.fromkeys(declared))
        # What a token may do without any declared scope, a scope is not needed for.
        self.needs = [need for need in needs if not self._allows((), need)]
        self.own = [scope for scope in self.declared if scope not in entry.companions]

    def judgement(self) -> Judgement:
        refused = [need for need in self.needs if not self._allows(self.own, need)]
        met = [need for need in self.needs if need not in refused]
        unmet = [need for need in refused if all(method.is_demanded for method in need.methods)]
        kept = self._kept(met)
        judged = [self._declared(scope, met, kept) for scope in self.declared]
        missing = self._smallest(unmet)
        judged += [Judged(scope, Verdict.MISSING, self._served(scope, unmet)) for scope in missing]
        return Judgement(tuple(judged), self._smallest([*met, *unmet]))

    def _allows(self, scopes: Sequence[str], need: Need) -> bool:
        """Whether a token with these scopes, and what the platform adds, may make a request."""
        granted = covers([*scopes, *self.entry.companions], self.entry)
        return any(accepted_by(method, granted) for method in need.methods)

    def _served(self, scope: str, needs: Sequence[Need]) -> tuple[Need, ...]:
        """The requests that accept a scope, alone or with others."""
        granted = covers([scope], self.entry)
        return tuple(
            need
            for need in needs
            if any(
                not granted.isdisjoint(alternative)
                for method in need.methods
                for alternative in method.accepted
            )
        )

    def _kept(self, met: Sequence[Need]) -> list[str]:
        """The declared scopes that are enough for the requests, the widest left out first."""
        kept = [scope for scope in self.own if self._served(scope, met)]
        for scope in sorted(kept, key=self._width, reverse=True):
            rest = [other for other in kept if other != scope]
            if all(self._allows(rest, need) for need in met):
                kept = rest
        return kept

    def _declared(self, scope: str, met: Sequence[Need], kept: Sequence[str]) -> Judged:
        if scope in self.entry.companions:
            return Judged(scope, Verdict.NEEDED)
        served = self._served(scope, met)
        wider = tuple(
            other
            for other in self.own
            if self.entry.bare(other) != self.entry.bare(scope)
            and self.entry.bare(scope) in covers([other], self.entry)
        )
        if scope in kept:
            # Nobody knows what the wider one is there for, but it is there.
            verdict = Verdict.COVERED if wider and not self.proven else Verdict.NEEDED
            return Judged(scope, verdict, served, wider if verdict is Verdict.COVERED else ())
        if wider and not self.proven:
            return Judged(scope, Verdict.COVERED, served, wider)
        if not self.proven or self.entry.bare(scope) not in self.entry.facts:
            return Judged(scope, Verdict.NEEDED if served else Verdict.NOT_UNDERSTOOD, served)
        if served:
            others = tuple(other for other in kept if set(self._served(other, met)) & set(served))
            return Judged(scope, Verdict.COVERED, served, others)
        return Judged(scope, Verdict.UNUSED)

    def _smallest(self, needs: Sequence[Need]) -> tuple[str, ...]:
        """A smallest set that allows the requests, of what each would ask for by itself."""
        wanted = [
            scope
            for need in needs
            for scope in least(need.methods[0], self.entry)
            if scope not in self.entry.companions
        ]
        chosen = list(dict.fromkeys(wanted))
        for scope in list(chosen):
            rest = [other for other in chosen if other != scope]
            if all(self._allows(rest, need) for need in needs):
                chosen = rest
        return tuple(chosen)

    def _width(self, scope: str) -> tuple[bool, int, bool]:
        """How much a scope allows, compared with others."""
        fact = self.entry.scope(scope)
        return (
            bool(self.entry.narrower(scope)),
            len(covers([scope], self.entry)),
            fact is not None and fact.access != "read",
        )

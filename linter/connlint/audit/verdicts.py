"""Verdicts on the scopes of one connector: sets of scopes, held against what requests accept."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

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
        nothing = self._granted(())
        self.needs = [need for need in needs if not _allows(nothing, need)]
        self.own = [scope for scope in self.declared if scope not in entry.companions]
        self.covering: dict[str, list[str]] = {}
        """The scopes of the file that cover a scope, in their order."""
        for scope in self.own:
            for covered in covers([scope], entry):
                self.covering.setdefault(covered, []).append(scope)

    def judgement(self) -> Judgement:
        granted = self._granted(self.own)
        met = [need for need in self.needs if _allows(granted, need)]
        refused = [need for need in self.needs if not _allows(granted, need)]
        unmet = [need for need in refused if all(method.is_demanded for method in need.methods)]
        accepting = _Accepting(met, self.entry)
        kept = self._kept(met, accepting)
        judged = [self._declared(scope, accepting, kept) for scope in self.declared]
        missing = self._smallest(unmet)
        lacking = _Accepting(unmet, self.entry)
        judged += [Judged(scope, Verdict.MISSING, lacking.by(scope)) for scope in missing]
        return Judgement(tuple(judged), self._smallest([*met, *unmet]))

    def _granted(self, scopes: Sequence[str]) -> frozenset[str]:
        """What scopes allow, with what the platform adds."""
        return covers([*scopes, *self.entry.companions], self.entry)

    def _kept(self, met: Sequence[Need], accepting: _Accepting) -> list[str]:
        """The declared scopes that are enough for the requests, the widest left out first."""
        kept = [scope for scope in self.own if accepting.by(scope)]
        for scope in sorted(kept, key=self._width, reverse=True):
            rest = [other for other in kept if other != scope]
            granted = self._granted(rest)
            if all(_allows(granted, need) for need in met):
                kept = rest
        return kept

    def _declared(self, scope: str, accepting: _Accepting, kept: Sequence[str]) -> Judged:
        if scope in self.entry.companions:
            return Judged(scope, Verdict.NEEDED)
        served = accepting.by(scope)
        name = self.entry.bare(scope)
        covering = self.covering.get(name, ())
        wider = tuple(other for other in covering if self.entry.bare(other) != name)
        if scope in kept:
            # Nobody knows what the wider one is there for, but it is there.
            verdict = Verdict.COVERED if wider and not self.proven else Verdict.NEEDED
            return Judged(scope, verdict, served, wider if verdict is Verdict.COVERED else ())
        if wider and not self.proven:
            return Judged(scope, Verdict.COVERED, served, wider)
        if not self.proven or self.entry.bare(scope) not in self.entry.facts:
            return Judged(scope, Verdict.NEEDED if served else Verdict.NOT_UNDERSTOOD, served)
        if served:
            own = set(served)
            others = tuple(other for other in kept if not own.isdisjoint(accepting.by(other)))
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
            granted = self._granted(rest)
            if all(_allows(granted, need) for need in needs):
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


class _Accepting:
    """Which requests accept a scope, alone or with others."""

    def __init__(self, needs: Sequence[Need], entry: ConnectorType) -> None:
        self._entry = entry
        self._numbers: dict[str, dict[int, None]] = {}
        self._needs = needs
        for number, need in enumerate(needs):
            for method in need.methods:
                for scope in chain.from_iterable(method.accepted):
                    self._numbers.setdefault(scope, {})[number] = None

    def by(self, scope: str) -> tuple[Need, ...]:
        """The requests that a scope is accepted for, in their order."""
        granted = covers([scope], self._entry)
        numbers = {number for name in granted for number in self._numbers.get(name, ())}
        return tuple(self._needs[number] for number in sorted(numbers))


def _allows(granted: frozenset[str], need: Need) -> bool:
    """Whether a token that is granted so much may make a request."""
    return any(accepted_by(method, granted) for method in need.methods)

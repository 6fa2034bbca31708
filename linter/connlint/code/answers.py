"""Answers that are kept while a unit is analysed, each with all that it depends on.

What an expression can be depends on the calls that lead there, which its key names, and on what is
assumed of choices that the code makes, which is written down while it is worked out. So is where
a limit is met: whoever gets an answer a second time learns of it as well.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping

from connlint.code.limits import KEPT_ANSWERS, Budget
from connlint.code.value import Unbound
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    _Made = TypeVar("_Made")

__all__ = ["Answers", "Options"]

Options = Mapping[Hashable, None]
"""The ways in which a choice may turn out, in the order of the text."""

_FOR_AN_ANSWER = 2
_FOR_A_NEW_ONE = 4
_MOST_MET = 64
"""The choices that are written down; more are never held against each other."""
_MOST_OPTIONS = 64
_MOST_VARIANTS = 64
"""The answers to one question that are kept, for different assumptions."""


class _Trace:
    """What an answer has to do with: the choices that were met, and the limits.

    Of more choices than are written down, `is_open` says that it may depend on any. `is_short` says
    that it may be another one where more steps into each other are left.
    """

    __slots__ = ("cuts", "is_open", "is_short", "met")

    def __init__(self) -> None:
        self.met: dict[Hashable, Options] = {}
        self.cuts: dict[str, None] = {}
        self.is_open = False
        self.is_short = False

    def meet(self, key: Hashable, options: Options) -> None:
        known = self.met.get(key)
        if known is None and len(self.met) >= _MOST_MET:
            self.is_open = True
        elif known is None:
            self.met[key] = options
        elif known is not options and len(known) < _MOST_OPTIONS:
            self.met[key] = {**known, **options}

    def add(self, other: _Trace) -> None:
        """Add what the answer to a question within this one has to do with."""
        for key, options in other.met.items():
            self.meet(key, options)
        if other.cuts:
            self.cuts.update(other.cuts)
        self.is_open |= other.is_open
        self.is_short |= other.is_short


class _Answer(NamedTuple):
    """An answer, and what was assumed when it was given."""

    result: object
    trace: _Trace
    assumed: Mapping[Hashable, Hashable]


class Answers:
    """The answers of one unit, and what is assumed at the moment."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.assumed: Mapping[Hashable, Hashable] = {}
        """The choices that are taken to have turned out in one way."""
        self._trace = _Trace()
        self._known: dict[Hashable, list[_Answer]] = {}
        self._count = 0
        self._asked: dict[Hashable, int] = {}
        self._loops = 0

    def ask(self, key: Hashable, depth: int, work: Callable[[], _Made]) -> _Made:
        """The answer to a question, which is worked out where it is not known.

        `depth` says how many more questions may be asked within this one. Raises Unbound where the
        work does, also the next time.
        """
        self.budget.spend(_FOR_AN_ANSWER)
        # An answer for which the depth was too little is only one for the same depth.
        short = key, depth, self._loops > 0
        for known in (*self._known.get(key, ()), *self._known.get(short, ())):
            if self._holds(known):
                self._trace.add(known.trace)
                return _given(known.result)  # type: ignore[return-value] # work of this key made it
        self.budget.spend(_FOR_A_NEW_ONE)
        before, self._trace = self._trace, _Trace()
        is_again = key in self._asked
        self._asked[key] = self._asked.get(key, 0) + 1
        self._loops += is_again
        result: object
        try:
            result = work()
        except Unbound as unbound:
            result = unbound
        finally:
            trace, self._trace = self._trace, before
            self._loops -= is_again
            if is_again:
                self._asked[key] -= 1
            else:
                del self._asked[key]
        self._trace.add(trace)
        self._keep(short if trace.is_short else key, _Answer(result, trace, self.assumed))
        return _given(result)  # type: ignore[return-value] # see above

    @property
    def is_in_loop(self) -> bool:
        """Whether a question is asked again before it is answered."""
        return self._loops > 0

    def meet(self, key: Hashable, options: Options) -> Hashable:
        """Write down that an answer depends on a choice; how that is taken to turn out."""
        self._trace.meet(key, options)
        return self.assumed.get(key)

    def cut(self, reason: str) -> None:
        """Write down that a limit was met, so that the answer is not all of it."""
        self._trace.cuts[reason] = None

    def run_short(self, reason: str) -> None:
        """Write down that no depth was left; that is a limit where nothing leads back to itself.

        What does, like a page's number that grows in a loop, is only known at run time.
        """
        self._trace.is_short = True
        if reason and not self._loops:
            self.cut(reason)

    def take_cuts(self) -> list[str]:
        """The limits that were met since this was asked last."""
        cuts = list(self._trace.cuts)
        self._trace = _Trace()
        return cuts

    def collect(self, work: Callable[[], _Made]) -> tuple[_Made, dict[Hashable, Options]]:
        """What work gives, and the choices that are met in it."""
        before, self._trace = self._trace, _Trace()
        try:
            result = work()
        finally:
            trace, self._trace = self._trace, before
            self._trace.add(trace)
        return result, trace.met

    def aside(self, work: Callable[[], object]) -> None:
        """Do work whose result is of no use, so that its limits are none."""
        before, self._trace = self._trace, _Trace()
        try:
            work()
        finally:
            trace, self._trace = self._trace, before
            trace.cuts.clear()
            self._trace.add(trace)

    def _holds(self, known: _Answer) -> bool:
        """Whether what is assumed makes no difference to an answer that is known."""
        trace = known.trace
        now, then = self.assumed, known.assumed
        if now is then or now == then:
            return True
        if trace.is_open:
            return False
        return all(now.get(key) == then.get(key) for key in (*now, *then) if key in trace.met)

    def _keep(self, key: Hashable, answer: _Answer) -> None:
        self._count += 1
        if self._count > KEPT_ANSWERS:
            self._known.clear()
            self._count = 1
        variants = self._known.setdefault(key, [])
        if len(variants) >= _MOST_VARIANTS:
            del variants[0]
        variants.append(answer)
        self.budget.spend(len(answer.trace.met))


def _given(result: object) -> object:
    """The result of a question; an exception is raised anew, because it would grow."""
    if isinstance(result, Unbound):
        raise Unbound(result.function)
    return result

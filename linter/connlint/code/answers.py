"""Answers of the evaluation, kept for one unit, each with all that it depends on.

The key of a question names the calls that lead there. What is assumed of choices that the code
makes is recorded while the answer is worked out, and so are the limits that are met: whoever gets
the answer a second time learns of them as well.
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
"""Steps for an answer that is known."""
_FOR_A_NEW_ONE = 4
"""Steps for one that is worked out, besides those of the work."""
_MOST_CHOICES = 64
"""Choices that are recorded for an answer; of more, none are held against each other."""
_MOST_OPTIONS = 64
_MOST_VARIANTS = 64
"""Answers to one question that are kept, for different assumptions."""


class _Trace:
    """The choices and limits that were met on the way to an answer.

    `is_open` means that there were more choices than are recorded, so that the answer may depend
    on any. `is_short` means that it may be another one where more depth is left.
    """

    __slots__ = ("choices", "cuts", "is_open", "is_short")

    def __init__(self) -> None:
        self.choices: dict[Hashable, Options] = {}
        self.cuts: dict[str, None] = {}
        self.is_open = False
        self.is_short = False

    def meet(self, choice: Hashable, options: Options) -> None:
        """Record a choice."""
        known = self.choices.get(choice)
        if known is None and len(self.choices) >= _MOST_CHOICES:
            self.is_open = True
        elif known is None:
            self.choices[choice] = options
        elif known is not options and len(known) < _MOST_OPTIONS:
            self.choices[choice] = {**known, **options}

    def add(self, inner: _Trace) -> None:
        """Record what was met on the way to an answer that this one is made of."""
        for choice, options in inner.choices.items():
            self.meet(choice, options)
        if inner.cuts:
            self.cuts.update(inner.cuts)
        self.is_open |= inner.is_open
        self.is_short |= inner.is_short


class _Answer(NamedTuple):
    """An answer, how it came about, and what was assumed meanwhile."""

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
        self._open_questions: dict[Hashable, int] = {}
        self._loops = 0

    @property
    def is_in_loop(self) -> bool:
        """True while a question is asked again before it is answered."""
        return self._loops > 0

    def ask(self, key: Hashable, depth: int, work: Callable[[], _Made]) -> _Made:
        """Give the answer that is known, or work it out.

        `depth` is how many more questions may be asked within this one. Raises Unbound where the
        work does, also the next time.
        """
        self.budget.spend(_FOR_AN_ANSWER)
        # Where the depth was too little, more of it or less gives another answer.
        short = key, depth, self._loops > 0
        for answer in (*self._known.get(key, ()), *self._known.get(short, ())):
            if self._is_valid(answer):
                self._trace.add(answer.trace)
                return _given(answer.result)  # type: ignore[return-value] # the work of this key
        self.budget.spend(_FOR_A_NEW_ONE)
        answer = self._work_out(key, work)
        self._keep(short if answer.trace.is_short else key, answer)
        return _given(answer.result)  # type: ignore[return-value] # the same

    def _work_out(self, key: Hashable, work: Callable[[], object]) -> _Answer:
        count = self._open_questions.get(key, 0)
        self._open_questions[key] = count + 1
        self._loops += count > 0
        outer, self._trace = self._trace, _Trace()
        result: object
        try:
            result = work()
        except Unbound as unbound:
            result = unbound
        finally:
            trace, self._trace = self._trace, outer
            self._loops -= count > 0
            self._open_questions[key] = count
        outer.add(trace)
        return _Answer(result, trace, self.assumed)

    def meet(self, choice: Hashable, options: Options) -> Hashable:
        """Record that an answer depends on a choice; return how it is assumed to turn out."""
        self._trace.meet(choice, options)
        return self.assumed.get(choice)

    def cut(self, reason: str) -> None:
        """Record that a limit was met, so that an answer is not complete."""
        self._trace.cuts[reason] = None

    def run_short(self, reason: str) -> None:
        """Record that no depth was left; that is a limit unless something leads back to itself.

        What does, like the number of a page that grows in a loop, is only known at run time.
        """
        self._trace.is_short = True
        if reason and not self._loops:
            self.cut(reason)

    def take_cuts(self) -> list[str]:
        """Return the limits that were met since the last time, and forget them."""
        cuts = list(self._trace.cuts)
        self._trace = _Trace()
        return cuts

    def collect(self, work: Callable[[], _Made]) -> tuple[_Made, Mapping[Hashable, Options]]:
        """Do work, and return its result with the choices that were met."""
        outer, self._trace = self._trace, _Trace()
        try:
            result = work()
        finally:
            trace, self._trace = self._trace, outer
            outer.add(trace)
        return result, trace.choices

    def apart(self, work: Callable[[], _Made]) -> tuple[_Made, bool]:
        """Do work whose limits are no gaps; return its result, and whether one was met."""
        outer, self._trace = self._trace, _Trace()
        try:
            result = work()
        finally:
            trace, self._trace = self._trace, outer
            is_cut = bool(trace.cuts)
            trace.cuts.clear()
            outer.add(trace)
        return result, is_cut

    def _is_valid(self, answer: _Answer) -> bool:
        """Tell if an answer would be the same under what is assumed now."""
        now, then = self.assumed, answer.assumed
        if now is then or now == then:
            return True
        choices = answer.trace.choices
        return not answer.trace.is_open and all(
            now.get(choice) == then.get(choice) for choice in (*now, *then) if choice in choices
        )

    def _keep(self, key: Hashable, answer: _Answer) -> None:
        self._count += 1
        if self._count > KEPT_ANSWERS:
            self._known.clear()
            self._count = 1
        variants = self._known.setdefault(key, [])
        if len(variants) >= _MOST_VARIANTS:
            del variants[0]
        variants.append(answer)
        # One of them is paid with the answer: what is assumed of a whole run is in nearly all.
        self.budget.spend(max(0, len(answer.trace.choices) - 1))


def _given(result: object) -> object:
    """Return a result, or raise it anew: an exception grows each time that it is raised."""
    if isinstance(result, Unbound):
        raise Unbound(result.function)
    return result

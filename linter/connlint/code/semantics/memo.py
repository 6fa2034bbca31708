"""Memoized answers of the evaluation for one unit, each with all that it depends on.

The key of a question names the calls that lead there. The choices of the code and the limits that
are met while the answer is computed are recorded, and reported again when the answer is reused.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping

from connlint.code.limits import KEPT_ANSWERS, Budget
from connlint.code.semantics.abstract_value import ContextRequired
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    _Result = TypeVar("_Result")

__all__ = ["Memo", "Options"]

Options = Mapping[Hashable, None]
"""The possible outcomes of a choice, in the order of the code."""

_STEPS_PER_ANSWER = 2
"""Steps for each question."""
_STEPS_PER_NEW_ANSWER = 4
"""Additional steps for an answer that is computed, besides those of the work."""
_MOST_CHOICES = 64
"""The most choices that are recorded for an answer; further ones are not correlated."""
_MOST_OPTIONS = 64
_MOST_VARIANTS = 64
"""The most answers to one question that are kept, for different assumptions."""


class _Trace:
    """The choices and limits that were met while an answer was computed.

    `is_open` says that there were more choices than are recorded, so that the answer may depend
    on any. `is_short` says that the answer may be different where more depth is left.
    """

    __slots__ = ("choices", "cuts", "is_open", "is_short")

    def __init__(self) -> None:
        self.choices: dict[Hashable, Options] = {}
        self.cuts: dict[str, None] = {}
        self.is_open = False
        self.is_short = False

    def meet(self, choice: Hashable, options: Options) -> None:
        """Record a choice."""
        recorded = self.choices.get(choice)
        if recorded is None and len(self.choices) >= _MOST_CHOICES:
            self.is_open = True
        elif recorded is None:
            self.choices[choice] = options
        elif recorded is not options and len(recorded) < _MOST_OPTIONS:
            self.choices[choice] = {**recorded, **options}

    def add(self, inner: _Trace) -> None:
        """Record what was met for an answer that this one is made of."""
        for choice, options in inner.choices.items():
            self.meet(choice, options)
        if inner.cuts:
            self.cuts.update(inner.cuts)
        self.is_open |= inner.is_open
        self.is_short |= inner.is_short


class _Answer(NamedTuple):
    """An answer, with its trace and the assumptions under which it was computed."""

    result: object
    trace: _Trace
    assumed: Mapping[Hashable, Hashable]


class Memo:
    """The answers of one unit, and the current assumptions."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.assumed: Mapping[Hashable, Hashable] = {}
        """The assumed outcomes of choices."""
        self._trace = _Trace()
        self._answers: dict[Hashable, list[_Answer]] = {}
        self._count = 0
        self._open_questions: dict[Hashable, int] = {}
        self._loops = 0

    @property
    def is_in_loop(self) -> bool:
        """Tell whether a question is being asked again before it is answered."""
        return self._loops > 0

    def ask(self, key: Hashable, depth: int, work: Callable[[], _Result]) -> _Result:
        """Return the memoized answer to a question, or compute it.

        `depth` is how many more questions may be nested in this one. Raises ContextRequired
        where the work does, also when the question is repeated.
        """
        self.budget.spend(_STEPS_PER_ANSWER)
        # An answer for which the depth was too little is only valid for the same depth.
        short = key, depth, self._loops > 0
        for kept in (key, short):
            for answer in self._answers.get(kept, ()):
                if self._is_valid(answer):
                    self._trace.add(answer.trace)
                    return _result_of(answer.result)  # type: ignore[return-value] # the work of this key
        self.budget.spend(_STEPS_PER_NEW_ANSWER)
        answer = self._compute(key, work)
        self._keep(short if answer.trace.is_short else key, answer)
        return _result_of(answer.result)  # type: ignore[return-value] # the same

    def _compute(self, key: Hashable, work: Callable[[], object]) -> _Answer:
        count = self._open_questions.get(key, 0)
        self._open_questions[key] = count + 1
        self._loops += count > 0
        outer, self._trace = self._trace, _Trace()
        result: object
        try:
            result = work()
        except ContextRequired as required:
            result = required
        finally:
            trace, self._trace = self._trace, outer
            self._loops -= count > 0
            self._open_questions[key] = count
        outer.add(trace)
        return _Answer(result, trace, self.assumed)

    def meet(self, choice: Hashable, options: Options) -> Hashable:
        """Record that an answer depends on a choice; return the assumed outcome, None if open."""
        self._trace.meet(choice, options)
        return self.assumed.get(choice)

    def cut(self, reason: str) -> None:
        """Record that a limit was met, so that an answer is not complete."""
        self._trace.cuts[reason] = None

    def run_short(self, reason: str) -> None:
        """Record that no depth was left; that is a limit unless a question depends on itself.

        A value that does, like a page number that grows in a loop, is only known at run time.
        """
        self._trace.is_short = True
        if reason and not self._loops:
            self.cut(reason)

    def take_cuts(self) -> list[str]:
        """Return the limits that were met since the last call, and forget them."""
        cuts = list(self._trace.cuts)
        self._trace = _Trace()
        return cuts

    def collect(self, work: Callable[[], _Result]) -> tuple[_Result, Mapping[Hashable, Options]]:
        """Run `work`, and return its result with the choices that were met."""
        outer, self._trace = self._trace, _Trace()
        try:
            result = work()
        finally:
            trace, self._trace = self._trace, outer
            outer.add(trace)
        return result, trace.choices

    def without_cuts(self, work: Callable[[], _Result]) -> tuple[_Result, bool]:
        """Run `work` without recording its limits; return its result, and whether one was met."""
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
        """Tell whether an answer would be the same under the current assumptions."""
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
            self._answers.clear()
            self._count = 1
        variants = self._answers.setdefault(key, [])
        if len(variants) >= _MOST_VARIANTS:
            del variants[0]
        variants.append(answer)
        # One choice is free: nearly all answers depend on the facts that hold in a whole run.
        if len(answer.trace.choices) > 1:
            self.budget.spend(len(answer.trace.choices) - 1)


def _result_of(result: object) -> object:
    """Return a result, or raise a new copy of it: an exception grows each time it is raised."""
    if isinstance(result, ContextRequired):
        raise ContextRequired(result.function)
    return result

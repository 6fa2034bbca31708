"""Work that many tests look at, and that is repeated once where one of them fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["Twice"]

_Result = TypeVar("_Result")
_MOST = 2


class Twice(Generic[_Result]):
    """Work that is done when its result is first asked for, and at most twice."""

    def __init__(self, work: Callable[[], _Result]) -> None:
        self._work = work
        self._count = 0
        self._results: list[_Result] = []

    def result(self, *, again: bool) -> _Result:
        """Give the last result; do the work if there is none, or `again` if that is still allowed.

        Raises AssertionError where the work has failed twice.
        """
        if not self._results or (again and self._count < _MOST):
            assert self._count < _MOST, "it has failed twice: see the first of these tests"
            self._count += 1
            self._results.clear()
            self._results.append(self._work())
        return self._results[0]

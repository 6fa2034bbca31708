"""Limits of the code analysis: each number with its reason, and what its end is called.

Code that people write stays far below all of them: the measured figures are the most that any of
the 300 functions in the documentation, the tests and the examples takes. Beyond a limit a gap is
named, and nothing is concluded from the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

__all__ = [
    "ALTERNATIVES",
    "CALLERS",
    "CALLS_DEEP",
    "CONTEXTS",
    "FAMILY",
    "FILES_DEEP",
    "FLOW_STEPS",
    "KEPT_ANSWERS",
    "MAKERS_DEEP",
    "NODES_DEEP",
    "PROPERTIES_DEEP",
    "RECEIVERS_DEEP",
    "TEXTS_DEEP",
    "TEXT_LENGTH",
    "TOO_LARGE_A_FAMILY",
    "TOO_LONG_A_TEXT",
    "TOO_MANY_ALTERNATIVES",
    "TOO_MANY_CALLERS",
    "TOO_MANY_CALLS",
    "TOO_MANY_CONTEXTS",
    "TOO_MANY_EXPRESSIONS",
    "TOO_MANY_FILES",
    "TOO_MANY_LEVELS",
    "TOO_MANY_MAKERS",
    "TOO_MANY_PROPERTIES",
    "TOO_MANY_WAYS",
    "VALUES_DEEP",
    "Budget",
    "TooMuch",
    "budget_of",
]

_STEPS = 5_000
"""Steps for a unit of any size; measured 1,500 in all."""
_STEPS_OF_ALL = 50_000
"""These steps for all units together: many small ones take no more than their size allows."""
_FEWEST_STEPS = 1_500
_STEPS_PER_BYTE = 10
"""Steps for each byte, in 10 to 40 µs; measured 2 where all lines are about a token, else 1."""
_SPARE = 4
"""What a unit may take besides for the parameters of requests: this part of its steps."""
_MOST_STEPS = 400_000
"""Steps for a unit of any size: some 100 KB of code in which all lines are about a token."""

ALTERNATIVES = 60
"""Values that an expression can have, or texts; measured 3."""
VALUES_DEEP = 40
"""Names, properties and calls that lead to one value; measured 16."""
TEXTS_DEEP = 24
"""Texts within each other that make one text; measured 3."""
TEXT_LENGTH = 2_000
"""Code points of an address, which services refuse at some 2,000 to 8,000; measured 96."""
CALLS_DEEP = 6
"""Calls of functions within each other; measured 3."""
CALLERS = 200
"""Calls of one function; measured 4."""
CONTEXTS = 200
"""Chains of calls that lead to one request or connector call; measured 4."""
MAKERS_DEEP = 3
"""Functions within each other that give functions back; measured 1."""
RECEIVERS_DEEP = 12
"""Names that lead from a connector call to the client; measured 7."""
FLOW_STEPS = 4_000
"""Places that one token gets to; measured 27."""
PROPERTIES_DEEP = 8
"""Objects, lists and functions within each other that hold a token; measured 3."""
FILES_DEEP = 50
"""Files that one name is exported by way of; measured 1."""
FAMILY = 60
"""Classes that inherit from each other; measured 2."""
NODES_DEEP = 300
"""Levels of the syntax tree above a name; measured 26."""
KEPT_ANSWERS = 50_000
"""Answers that are kept at a time, in some 20 MB; the memory is the reason."""

# Each continues "the token …".
TOO_MANY_ALTERNATIVES = f"is used with a value that has more than {ALTERNATIVES} alternatives"
TOO_MANY_EXPRESSIONS = "is used with a value that leads through too many expressions"
TOO_LONG_A_TEXT = f"is used with a text of more than {TEXT_LENGTH:,} characters"
TOO_MANY_CALLS = f"is used with a value that leads through more than {CALLS_DEEP} calls"
TOO_MANY_CALLERS = f"is used in a function that has more than {CALLERS} calls"
TOO_MANY_MAKERS = (
    f"is used in a function that more than {MAKERS_DEEP} others within each other give back"
)
TOO_LARGE_A_FAMILY = f"is kept in one of more than {FAMILY} classes that inherit from each other"
TOO_MANY_CONTEXTS = f"is used in a place to which more than {CONTEXTS} chains of calls lead"
TOO_MANY_PROPERTIES = f"is kept more than {PROPERTIES_DEEP} properties deep"
TOO_MANY_WAYS = "goes too many ways to be followed"
# Sentences of their own.
TOO_MANY_FILES = f"a name is exported by way of more than {FILES_DEEP} files"
TOO_MANY_LEVELS = f"the code is nested more than {NODES_DEEP} levels deep"


class TooMuch(Exception):  # noqa: N818 - nothing is broken; the file is not one that people write
    """The end of the analysis of a file; its text is a sentence that says why."""


class Budget:
    """The steps that are left for one unit, counted down: the same on every machine.

    A step is an expression that is evaluated, a place that a token gets to, or a node that is
    looked at, and takes one to four microseconds.
    """

    __slots__ = ("left", "spare", "steps")

    def __init__(self, steps: int) -> None:
        self.steps = steps
        self.left = steps
        self.spare = steps // _SPARE

    def is_within(self, steps: int) -> bool:
        """Whether what was taken is no more than a budget of so many steps has."""
        return (
            min(self.left, self.spare) >= 0
            and self.steps - self.left <= steps
            and self.steps // _SPARE - self.spare <= steps // _SPARE
        )

    def aside(self, work: Callable[[], None]) -> bool:
        """Do work at the cost of the spare steps; false where they are too few for all of it."""
        self.left, self.spare = self.spare, self.left
        try:
            work()
        except TooMuch:
            return False
        finally:
            self.left, self.spare = self.spare, self.left
        return True

    def spend(self, steps: int = 1) -> None:
        """Take steps; raises TooMuch where so many are not left, and from then on always."""
        self.left -= steps
        if self.left < 0:
            raise TooMuch(f"the analysis of the file takes more than {self.steps:,} steps")


def budget_of(sizes: Iterable[float], units: int = 1) -> Budget:
    """Make the budget of one of several units, whose files have so many bytes.

    Of a file that several units have, each has a share.
    """
    fixed = max(_FEWEST_STEPS, min(_STEPS, _STEPS_OF_ALL // max(1, units)))
    return Budget(min(_MOST_STEPS, fixed + int(sum(sizes) * _STEPS_PER_BYTE)))

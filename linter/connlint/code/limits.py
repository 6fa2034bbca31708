"""Limits of the code analysis, each with its reason, and the texts that report them.

Code that people write stays far below all of them: a measured figure is the maximum over the
300 functions in the documentation, the tests and the examples. Beyond a limit a gap is reported,
and nothing is concluded from the rest.
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
    "STRINGS_DEEP",
    "STRING_LENGTH",
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
    "LimitExceeded",
    "budget_of",
]

_STEPS = 5_000
"""Steps that a unit gets whatever its size; measured 1,500 in total."""
_STEPS_OF_ALL = 50_000
"""The sum of these steps over all units: with many of them, each gets fewer."""
_FEWEST_STEPS = 1_500
"""The least that a unit gets of these steps, however many units there are."""
_STEPS_PER_BYTE = 10
"""Steps per byte, which take 10 to 40 µs; measured 2 if every line is about a token, else 1."""
_SPARE = 4
"""The parameters of requests may take further steps: those of the unit divided by this."""
_MOST_STEPS = 400_000
"""Maximum for a unit of any size: some 100 KB of code in which every line is about a token."""

ALTERNATIVES = 60
"""Values or strings that an expression can have; measured 3."""
VALUES_DEEP = 40
"""Names, properties and calls that lead to one value; measured 16."""
STRINGS_DEEP = 24
"""Nested strings that one string is built from; measured 3."""
STRING_LENGTH = 2_000
"""Code points of an address; services refuse more than some 2,000 to 8,000; measured 96."""
CALLS_DEEP = 6
"""Nested calls of functions; measured 3."""
CALLERS = 200
"""Calls of one function; measured 4."""
CONTEXTS = 200
"""Call contexts of one request or connector call; measured 4."""
MAKERS_DEEP = 3
"""Nested functions that return functions; measured 1."""
RECEIVERS_DEEP = 12
"""Names that lead from a connector call to the client; measured 7."""
FLOW_STEPS = 4_000
"""Places that one token reaches; measured 27."""
PROPERTIES_DEEP = 8
"""Nested objects, lists and functions that hold a token; measured 3."""
FILES_DEEP = 50
"""Files through which one name is exported; measured 1."""
FAMILY = 60
"""Classes that are related by inheritance; measured 2."""
NODES_DEEP = 300
"""Levels of the syntax tree above a name; measured 26."""
KEPT_ANSWERS = 50_000
"""Answers that a Memo keeps at a time; they take some 20 MB of memory."""

# Each of these completes a sentence that begins with "the token".
TOO_MANY_ALTERNATIVES = f"is used with a value that has more than {ALTERNATIVES} alternatives"
TOO_MANY_EXPRESSIONS = "is used with a value that leads through too many expressions"
TOO_LONG_A_TEXT = f"is used with a text of more than {STRING_LENGTH:,} characters"
TOO_MANY_CALLS = f"is used with a value that leads through more than {CALLS_DEEP} calls"
TOO_MANY_CALLERS = f"is used in a function that has more than {CALLERS} calls"
TOO_MANY_MAKERS = (
    f"is used in a function that more than {MAKERS_DEEP} others within each other give back"
)
TOO_LARGE_A_FAMILY = f"is kept in one of more than {FAMILY} classes that inherit from each other"
TOO_MANY_CONTEXTS = f"is used in a place to which more than {CONTEXTS} chains of calls lead"
TOO_MANY_PROPERTIES = f"is kept more than {PROPERTIES_DEEP} properties deep"
TOO_MANY_WAYS = "goes too many ways to be followed"
# Each of these is a whole sentence.
TOO_MANY_FILES = f"a name is exported by way of more than {FILES_DEEP} files"
TOO_MANY_LEVELS = f"the code is nested more than {NODES_DEEP} levels deep"


class LimitExceeded(Exception):  # noqa: N818 - nothing is broken; the file is not one that people write
    """Exception that ends the analysis of a file; its message is a sentence with the reason."""


class Budget:
    """The number of steps that are left for one unit, which is the same on every machine.

    A step is an expression that is evaluated, a place that a token reaches, or a node that is
    visited, and takes one to four microseconds.
    """

    __slots__ = ("left", "spare", "steps")

    def __init__(self, steps: int) -> None:
        self.steps = steps
        self.left = steps
        self.spare = steps // _SPARE

    def is_within(self, steps: int) -> bool:
        """Tell whether the steps taken so far would fit into a budget of `steps`."""
        return (
            min(self.left, self.spare) >= 0
            and self.steps - self.left <= steps
            and self.steps // _SPARE - self.spare <= steps // _SPARE
        )

    def run_with_spare(self, work: Callable[[], None]) -> bool:
        """Do work at the cost of the spare steps; return False if they do not suffice."""
        self.left, self.spare = self.spare, self.left
        try:
            work()
        except LimitExceeded:
            return False
        finally:
            self.left, self.spare = self.spare, self.left
        return True

    def spend(self, steps: int = 1) -> None:
        """Take steps; raise LimitExceeded if fewer are left, and on every later call as well."""
        self.left -= steps
        if self.left < 0:
            raise LimitExceeded(f"the analysis of the file takes more than {self.steps:,} steps")


def budget_of(sizes: Iterable[float], units: int = 1) -> Budget:
    """Make the budget of one of `units` units; `sizes` are the lengths of its files.

    A file that several units have counts in each of them with a share of its length.
    """
    fixed = max(_FEWEST_STEPS, min(_STEPS, _STEPS_OF_ALL // max(1, units)))
    return Budget(min(_MOST_STEPS, fixed + int(sum(sizes) * _STEPS_PER_BYTE)))

"""Limits of the code analysis: each number, why it is that high, and what ends there.

Code that people write meets none of them. What meets one is named as a gap, and nothing is
concluded from what is left: a unit that takes too many steps counts as files that cannot be read,
a value with too many alternatives as a token that is lost.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = [
    "ALTERNATIVES",
    "CALLERS",
    "CALLS_DEEP",
    "CONTEXTS",
    "FILES_DEEP",
    "FLOW_STEPS",
    "KEPT_ANSWERS",
    "MAKERS_DEEP",
    "NODES_DEEP",
    "PROPERTIES_DEEP",
    "RECEIVERS_DEEP",
    "TEXTS_DEEP",
    "TEXT_LENGTH",
    "TOO_LONG_A_TEXT",
    "TOO_MANY_ALTERNATIVES",
    "TOO_MANY_CALLERS",
    "TOO_MANY_CALLS",
    "TOO_MANY_CONTEXTS",
    "TOO_MANY_EXPRESSIONS",
    "TOO_MANY_FILES",
    "TOO_MANY_LEVELS",
    "TOO_MANY_PROPERTIES",
    "TOO_MANY_WAYS",
    "VALUES_DEEP",
    "Budget",
    "TooMuch",
    "budget_of",
]

_STEPS = 5_000
"""Steps that a unit has whatever its size. The most that one in the examples takes is 1,600."""
_ALL_STEPS = 50_000
"""What all units together have of these, where they are many."""
_FEWEST_STEPS = 1_500
_STEPS_PER_BYTE = 10
"""Steps for each byte of a unit. Dense code takes 2, most takes less than 1."""
_MOST_STEPS = 400_000
"""What a unit has at most, however large it is: code of 200 KB that is as dense."""

ALTERNATIVES = 60
"""What a value or a text can be. The most in a function that somebody wrote is 12."""
VALUES_DEEP = 40
"""Names, properties and calls that lead to one value."""
TEXTS_DEEP = 24
"""Texts that one text is put together from, one within the other."""
TEXT_LENGTH = 2_000
"""Code points of an address. Services refuse longer ones."""
CALLS_DEEP = 6
"""Calls of functions that are followed into each other."""
CALLERS = 200
"""Calls of one function."""
CONTEXTS = 200
"""Chains of calls that lead to one request, or to one connector call."""
MAKERS_DEEP = 3
"""Functions that give functions back, one within the other."""
RECEIVERS_DEEP = 12
"""Names that lead from a connector call to the client."""
FLOW_STEPS = 4_000
"""Places that the token of one connector call is followed to."""
PROPERTIES_DEEP = 8
"""Objects, lists and functions within each other that a token is kept in."""
FILES_DEEP = 50
"""Files that a name is exported by way of."""
NODES_DEEP = 300
"""Levels of the syntax tree."""
KEPT_ANSWERS = 50_000
"""Answers that are kept at a time, which take some 20 MB."""

# Each continues "the token …".
TOO_MANY_ALTERNATIVES = f"is used with a value that has more than {ALTERNATIVES} alternatives"
TOO_MANY_EXPRESSIONS = "is used with a value that leads through too many expressions"
TOO_LONG_A_TEXT = f"is used with a text of more than {TEXT_LENGTH:,} characters"
TOO_MANY_CALLS = f"is used with a value that leads through more than {CALLS_DEEP} calls"
TOO_MANY_CALLERS = f"is used in a function that has more than {CALLERS} calls"
TOO_MANY_CONTEXTS = f"is used in a place to which more than {CONTEXTS} chains of calls lead"
TOO_MANY_PROPERTIES = f"is kept more than {PROPERTIES_DEEP} properties deep"
TOO_MANY_WAYS = "goes too many ways to be followed"
# Sentences of their own.
TOO_MANY_FILES = f"a name is exported by way of more than {FILES_DEEP} files"
TOO_MANY_LEVELS = f"the code is nested more than {NODES_DEEP} levels deep"


class TooMuch(Exception):  # noqa: N818 - nothing is broken; the file is not one that people write
    """A file is not analysed any further: its words say why, as a sentence."""


class Budget:
    """The steps that one unit may take, counted down: the same on every machine.

    A step is an expression that is evaluated, a place that a token gets to, or a node that is
    looked at, in the time of a microsecond or two.
    """

    __slots__ = ("left", "steps")

    def __init__(self, steps: int) -> None:
        self.steps = steps
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        """Take steps; raises TooMuch where so many are not left, and from then on always."""
        self.left -= steps
        if self.left < 0:
            raise TooMuch(f"the analysis of the file takes more than {self.steps:,} steps")


def budget_of(sizes: Iterable[float], units: int = 1) -> Budget:
    """The budget of one of several units, whose files have so many bytes; of a shared one a share.

    So an app of any number of units takes no more than its size allows.
    """
    fixed = max(_FEWEST_STEPS, min(_STEPS, _ALL_STEPS // max(1, units)))
    return Budget(min(_MOST_STEPS, fixed + int(sum(sizes) * _STEPS_PER_BYTE)))

"""Near names: what somebody who wrote one word may have meant.

The distance is the number of typing slips between two words (Damerau-Levenshtein
in its optimal string alignment form: a character added, dropped, changed, or two
neighbours swapped), with letter case ignored.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

__all__ = ["Names", "allowed_slips", "distance", "nearest"]

# How many slips a word of at most so many characters may have.
_LENGTHS = (5, 12)
_SLIPS = (1, 2, 3)
# The same for a word in a longer name, such as each of a scope, where less is told by the rest.
_PART_LENGTHS = (2, 7, 14)
_PART_SLIPS = (0, 1, 2, 3)
# By how much the lengths may differ then, the least first.
_STEPS = {1: (0, -1, 1), 2: (0, -1, 1, -2, 2), 3: (0, -1, 1, -2, 2, -3, 3)}
# A bit for each letter, and a few that digits and other characters share: that lets a few
# more words through. Python reckons fastest with numbers of thirty bits.
_BITS = {char: 1 << index for index, char in enumerate("abcdefghijklmnopqrstuvwxyz")}
_BITS.update((char, 1 << 26 + index % 3) for index, char in enumerate("0123456789"))
# Nobody types a name of this length, and measuring one takes long.
_LONGEST = 200


def distance(first: str, second: str, limit: int) -> int:
    """The number of slips between two words, or `limit + 1` as soon as it exceeds `limit`."""
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    before: list[int] = []
    previous = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        current = [i]
        for j, b in enumerate(second, 1):
            cost = min(previous[j] + 1, current[-1] + 1, previous[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and b == first[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, previous = previous, current
    return previous[-1]


def allowed_slips(length: int) -> int:
    """Give how many slips a word of so many characters may have that is a part of a name."""
    return _PART_SLIPS[bisect_left(_PART_LENGTHS, length)]


def _letters(word: str) -> int:
    mask = 0
    for char in word:
        mask |= _BITS.get(char, 1 << 29)
    return mask


class Names:
    """Candidates to find the nearest of, prepared once for many questions."""

    def __init__(self, candidates: Iterable[str]) -> None:
        self._by_length: dict[int, list[tuple[str, str, int]]] = {}
        for candidate in candidates:
            folded = candidate.casefold()
            entry = (candidate, folded, _letters(folded))
            self._by_length.setdefault(len(folded), []).append(entry)

    def within(self, word: str) -> list[tuple[int, str]]:
        """All candidates that are close enough to `word`, each after its slips, the nearest first.

        What is close enough is said at `nearest`.
        """
        folded = word.casefold()
        if not 1 < len(folded) <= _LONGEST:
            return []
        limit = _SLIPS[bisect_left(_LENGTHS, len(folded))]
        letters = _letters(folded)
        found = []
        for step in _STEPS[limit]:
            for candidate, other, mask in self._by_length.get(len(folded) + step, ()):
                both = letters | mask
                if max((both ^ mask).bit_count(), (both ^ letters).bit_count()) <= limit:
                    slips = distance(folded, other, limit)
                    if slips <= limit:
                        found.append((slips, candidate))
        # Among equals the order stays: the one of the nearer length first.
        return sorted(found, key=_slips)

    def nearest(self, word: str) -> str | None:
        """The candidate that is closest to `word`, or None when none is close enough.

        Close enough is one slip in a word of up to five characters, two in one of up to
        twelve, three in a longer one. Among equals the one of the nearer length wins,
        then the first.
        """
        folded = word.casefold()
        if not 1 < len(folded) <= _LONGEST:
            return None
        limit = _SLIPS[bisect_left(_LENGTHS, len(folded))]
        letters = _letters(folded)
        best: str | None = None
        # Each slip takes one letter out of the set and puts one in at most, so nearly all
        # words are out without measuring them.
        alike = limit
        for step in _STEPS[limit]:
            for candidate, other in [
                (candidate, other)
                for candidate, other, mask in self._by_length.get(len(folded) + step, ())
                if ((both := letters | mask) ^ mask).bit_count() <= alike
                and (both ^ letters).bit_count() <= alike
            ]:
                found = distance(folded, other, limit)
                if found <= limit:
                    best, limit = candidate, found - 1
            if limit < abs(step):
                break
        return best


def _slips(found: tuple[int, str]) -> int:
    return found[0]


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The nearest of a few candidates; see Names.nearest."""
    return Names(candidates).nearest(word)

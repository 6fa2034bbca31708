"""Search for the names that are closest to a misspelled word.

The distance is the number of typing slips between two words (Damerau-Levenshtein
in its optimal string alignment form: a character added, dropped, changed, or two
neighbors swapped), without regard to capitalization.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

__all__ = ["SpellingIndex", "allowed_slips", "closest", "distance"]

# The number of slips that a word of at most 5, at most 12 and more characters may have.
_LENGTHS = (5, 12)
_SLIPS = (1, 2, 3)
# The same for a word that is a part of a longer name, such as a scope: it must match more closely.
_PART_LENGTHS = (2, 7, 14)
_PART_SLIPS = (0, 1, 2, 3)
# For each number of slips: the differences in length that are possible, the smallest first.
_STEPS = {1: (0, -1, 1), 2: (0, -1, 1, -2, 2), 3: (0, -1, 1, -2, 2, -3, 3)}
# One bit for each letter; digits and other characters share a few bits, so that the filter
# lets a few more words through. Python computes fastest with numbers of thirty bits.
_BITS = {char: 1 << index for index, char in enumerate("abcdefghijklmnopqrstuvwxyz")}
_BITS.update((char, 1 << 26 + index % 3) for index, char in enumerate("0123456789"))
# Longer names are not typed by hand, and computing their distance takes long.
_LONGEST = 200


def distance(first: str, second: str, limit: int) -> int:
    """Return the number of slips between two words, or `limit + 1` if it exceeds `limit`."""
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
    """Return the number of slips allowed in a part of a name that has `length` characters."""
    return _PART_SLIPS[bisect_left(_PART_LENGTHS, length)]


def _letters(word: str) -> int:
    mask = 0
    for char in word:
        mask |= _BITS.get(char, 1 << 29)
    return mask


class SpellingIndex:
    """Candidate names, prepared once for many searches of the closest one."""

    def __init__(self, candidates: Iterable[str]) -> None:
        self._by_length: dict[int, list[tuple[str, str, int]]] = {}
        for candidate in candidates:
            folded = candidate.casefold()
            entry = (candidate, folded, _letters(folded))
            self._by_length.setdefault(len(folded), []).append(entry)

    def within(self, word: str) -> list[tuple[int, str]]:
        """Return (slips, candidate) for each candidate close enough to `word`, the closest first.

        `closest` defines what is close enough.
        """
        folded = word.casefold()
        if not 1 < len(folded) <= _LONGEST:
            return []
        limit = _SLIPS[bisect_left(_LENGTHS, len(folded))]
        letters = _letters(folded)
        matches = []
        for step in _STEPS[limit]:
            for candidate, other, mask in self._by_length.get(len(folded) + step, ()):
                both = letters | mask
                if max((both ^ mask).bit_count(), (both ^ letters).bit_count()) <= limit:
                    slips = distance(folded, other, limit)
                    if slips <= limit:
                        matches.append((slips, candidate))
        # The sort is stable: among equals, the candidate whose length is nearer comes first.
        return sorted(matches, key=_slips)

    def closest(self, word: str) -> str | None:
        """Return the candidate that is closest to `word`, or None when none is close enough.

        Close enough is one slip in a word of up to five characters, two in one of up to
        twelve, three in a longer one. Among equals the candidate whose length is nearer
        wins, then the first.
        """
        folded = word.casefold()
        if not 1 < len(folded) <= _LONGEST:
            return None
        limit = _SLIPS[bisect_left(_LENGTHS, len(folded))]
        letters = _letters(folded)
        best: str | None = None
        # Each slip removes at most one letter from the set and adds at most one, so this
        # filter drops nearly all words without computing their distance.
        filter_limit = limit
        for step in _STEPS[limit]:
            for candidate, other in [
                (candidate, other)
                for candidate, other, mask in self._by_length.get(len(folded) + step, ())
                if ((both := letters | mask) ^ mask).bit_count() <= filter_limit
                and (both ^ letters).bit_count() <= filter_limit
            ]:
                slips = distance(folded, other, limit)
                if slips <= limit:
                    best, limit = candidate, slips - 1
            if limit < abs(step):
                break
        return best


def _slips(match: tuple[int, str]) -> int:
    return match[0]


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the closest of a few candidates, as `SpellingIndex.closest` does."""
    return SpellingIndex(candidates).closest(word)

"""Suggestions for a scope that a connector's type does not have.

A suggestion never allows more than was asked for: it is made only if none of the similar scopes
allows less, and a scope that asks for reading is never corrected to one that writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import repeat

from connlint.catalog import ConnectorType
from connlint.text.spelling import SpellingIndex, allowed_slips, distance
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["meant_scope"]

_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
# "read-only" counts as one word.
_READ = re.compile(
    r"(?<![^\W_])(?:read[-_ .]?only|reader|read|viewer|view|ro)(?![^\W_])", re.IGNORECASE
)
_READ_WORDS = ("readonly", "read")
_MOST_READ_WORDS = 4
"""The number of words for reading that are varied; a real scope has one."""
_RANKS = {"read": 0, "write": 1, "admin": 2}


class _ScopeIndex(NamedTuple):
    """An index of the scopes of a type by their key, which lacks the scheme and the type's prefix.

    `scopes` maps keys to scopes, `names` finds similar keys, `words` are the words in the keys.
    """

    scopes: Mapping[str, str]
    names: SpellingIndex
    words: Collection[str]


def meant_scope(scope: str, entry: ConnectorType) -> str | None:
    """Return the scope of the type that was probably meant by an unknown one, or None."""
    index = _build_index(tuple(entry.facts), entry.scope_prefix)
    written = _key(entry.bare(scope), entry.scope_prefix)
    slips: dict[str, int] = {}
    for variant, added in _variants(written):
        for count, key in index.names.within(variant):
            if _is_near(variant, key, index.words):
                name = index.scopes[key]
                slips[name] = min(slips.get(name, count + added), count + added)
    if _READ.search(written):
        slips = {name: count for name, count in slips.items() if _only_reads(name, entry)}
    best = min(slips, key=slips.__getitem__, default=None)
    if best is None or any(_is_wider(best, other, entry) for other in slips):
        return None
    return best


@lru_cache(maxsize=16)
def _build_index(facts: tuple[str, ...], prefix: str) -> _ScopeIndex:
    """Return the index of a type's scopes; types with the same scopes share a cached one."""
    scopes: dict[str, str] = {}
    for scope in facts:
        scopes.setdefault(_key(scope, prefix), scope)
        # The typing slip may be in the prefix.
        scopes.setdefault(_key(scope, ""), scope)
    words = frozenset([word for key in scopes for word in _words(key)])
    return _ScopeIndex(scopes, SpellingIndex(scopes), words)


def _key(scope: str, prefix: str) -> str:
    """Return a scope without its scheme and, if it has it, the prefix of its type."""
    bare, start = _SCHEME.sub("", scope, count=1), _SCHEME.sub("", prefix, count=1)
    return bare[len(start) :] if start and bare.startswith(start) else bare


def _variants(written: str) -> Iterator[tuple[str, int]]:
    """Yield the written key, and variants of it with the other words for reading.

    Each comes with the slips that it adds: 0 for the written key, which is preferred, else 1.
    """
    yield written, 0
    for match in list(_READ.finditer(written))[:_MOST_READ_WORDS]:
        for word in _READ_WORDS:
            if match[0].casefold() != word:
                yield written[: match.start()] + word + written[match.end() :], 1


def _is_near(written: str, listed: str, known_words: Collection[str]) -> bool:
    """Tell whether each word of a scope may be a slip for that of a listed one.

    Words are compared one by one, because two slips are few in a long scope but turn "send" into
    "read". A word that the type's scopes have is not a slip for another. An extra word makes a
    scope narrower in most cases, so a suggestion never leaves one out.
    """
    words, others = _words(written), _words(listed)
    if len(words) == len(others):
        return all(map(_is_slip, words, others, repeat(known_words)))
    limit = 0 if len(words) > len(others) else 1
    return distance("".join(words), "".join(others), limit) <= limit


def _is_slip(word: str, other: str, known_words: Collection[str]) -> bool:
    if word == other or word.removesuffix("s") == other.removesuffix("s"):
        return True
    limit = allowed_slips(max(len(word), len(other)))
    return word not in known_words and distance(word, other, limit) <= limit


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _rank(name: str, entry: ConnectorType) -> int:
    """Return how much a scope allows, from 0 (only reading); an unknown extent is the most."""
    return _RANKS.get(str(entry.facts[name].get("access")), len(_RANKS))


def _only_reads(name: str, entry: ConnectorType) -> bool:
    """Tell whether a scope only reads; if its access is unknown, its name has to say so."""
    access = entry.facts[name].get("access")
    return access == "read" or (access is None and _READ.search(name) is not None)


def _is_wider(one: str, other: str, entry: ConnectorType) -> bool:
    """Tell whether `one` allows, or may allow, more than `other`."""
    if one == other:
        return False
    return (
        _rank(one, entry) > _rank(other, entry)
        or bool(entry.narrower(one)) > bool(entry.narrower(other))
        or (other in entry.reach([one]) and one not in entry.reach([other]))
    )

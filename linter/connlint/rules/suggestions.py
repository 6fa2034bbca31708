"""Which of a type's scopes somebody meant who wrote one that it does not have.

A suggestion may not give more than what was asked for: it is only made where none of the scopes
that are near allows less. Whoever writes that they want to read is never sent to a scope that
writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import repeat

from connlint.catalog import ConnectorType
from connlint.nearest import Names, allowed_slips, distance
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["meant_scope"]

_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
# "read-only" is one word for one thing.
_READ = re.compile(
    r"(?<![^\W_])(?:read[-_ .]?only|reader|read|viewer|view|ro)(?![^\W_])", re.IGNORECASE
)
_READ_WORDS = ("readonly", "read")
_MOST_READ_WORDS = 4
"""Scopes say once that they read; a longer list of variants is of no use."""
_RANKS = {"read": 0, "write": 1, "admin": 2}


class _Known(NamedTuple):
    """The scopes of a type by what tells them apart: without the scheme and the type's prefix.

    `words` are the words that they consist of.
    """

    scopes: Mapping[str, str]
    names: Names
    words: Collection[str]


def meant_scope(scope: str, entry: ConnectorType) -> str | None:
    """Return the scope of the type that somebody meant who wrote another one, or None."""
    known = _prepared(tuple(entry.facts), entry.scope_prefix)
    written = _key(entry.bare(scope), entry.scope_prefix)
    slips: dict[str, int] = {}
    for variant, said in _variants(written):
        for count, key in known.names.within(variant):
            if _is_near(variant, key, known.words):
                name = known.scopes[key]
                slips[name] = min(slips.get(name, count + said), count + said)
    if _READ.search(written):
        slips = {name: count for name, count in slips.items() if _only_reads(name, entry)}
    best = min(slips, key=slips.__getitem__, default=None)
    if best is None or any(_is_wider(best, other, entry) for other in slips):
        return None
    return best


@lru_cache(maxsize=16)
def _prepared(facts: tuple[str, ...], prefix: str) -> _Known:
    """Prepare the scopes of a type; the same ones are prepared once."""
    scopes: dict[str, str] = {}
    for scope in facts:
        scopes.setdefault(_key(scope, prefix), scope)
        # The slip may be in the prefix.
        scopes.setdefault(_key(scope, ""), scope)
    words = frozenset([word for key in scopes for word in _words(key)])
    return _Known(scopes, Names(scopes), words)


def _key(scope: str, prefix: str) -> str:
    """Give a scope without its scheme and, where it has it, the prefix of its type."""
    bare, start = _SCHEME.sub("", scope, count=1), _SCHEME.sub("", prefix, count=1)
    return bare[len(start) :] if start and bare.startswith(start) else bare


def _variants(written: str) -> Iterator[tuple[str, int]]:
    """Give what was written, and the same with the other words for reading.

    Each comes with what it adds to the slips: what was written counts before its variants.
    """
    yield written, 0
    for match in list(_READ.finditer(written))[:_MOST_READ_WORDS]:
        for word in _READ_WORDS:
            if match[0].casefold() != word:
                yield written[: match.start()] + word + written[match.end() :], 1


def _is_near(written: str, known: str, known_words: Collection[str]) -> bool:
    """Tell whether each word of a scope may be a slip for that of another one.

    A slip or two in a long scope are few, but they make "read" of "send" all the same, and what is
    a word of the type's scopes is no slip for another one. A word too many makes a scope narrower
    in most cases, so none is left out.
    """
    words, others = _words(written), _words(known)
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
    """Say how much a scope allows; one of which that is not known counts as the most."""
    return _RANKS.get(str(entry.facts[name].get("access")), len(_RANKS))


def _only_reads(name: str, entry: ConnectorType) -> bool:
    """Tell whether a scope is for reading; one of which nothing else is known has to say so."""
    access = entry.facts[name].get("access")
    return access == "read" or (access is None and _READ.search(name) is not None)


def _is_wider(one: str, other: str, entry: ConnectorType) -> bool:
    """Tell whether a scope gives, or may give, more than another one."""
    if one == other:
        return False
    return (
        _rank(one, entry) > _rank(other, entry)
        or bool(entry.narrower(one)) > bool(entry.narrower(other))
        or (other in entry.reach([one]) and one not in entry.reach([other]))
    )

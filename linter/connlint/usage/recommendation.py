"""Recommendation of scopes: of all that a method accepts, those that allow the least."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from connlint.catalog import ConnectorType
from connlint.catalog.methods import ApiMethod
from connlint.tuples import NamedTuple

__all__ = ["TokenScopes", "breadth", "covers", "held", "least_of", "only_reads"]

# Methods that change a document; some also accept scopes that read what it refers to.
_CHANGES = (
    "append",
    "clear",
    "copy",
    "create",
    "delete",
    "insert",
    "modify",
    "move",
    "patch",
    "send",
    "update",
)

_SENSITIVITIES = ("", "sensitive", "restricted")


def covers(scopes: Iterable[str], entry: ConnectorType | None) -> frozenset[str]:
    """Return the scopes with all that they cover; only themselves if the type is unknown."""
    return entry.reach(scopes) if entry is not None else frozenset(scopes)


class TokenScopes(NamedTuple):
    """The scopes of a token: `granted` has the declared ones with all that they cover.

    It includes the scopes that the platform adds, which are not among the `declared` ones.
    """

    granted: frozenset[str]
    declared: frozenset[str]


def held(scopes: Iterable[str], entry: ConnectorType) -> TokenScopes:
    """Return the scopes of a token for a connector that declares `scopes`."""
    declared = list(scopes)
    granted = covers([*declared, *entry.companions], entry)
    return TokenScopes(granted, frozenset(map(entry.bare, declared)))


def only_reads(method: ApiMethod, scopes: Iterable[str], entry: ConnectorType) -> bool:
    """Tell whether a method changes something, and scopes that it accepts only read.

    It is doubtful whether they are enough.
    """
    name = method.id.rpartition(".")[2].lower()
    return any(word in name for word in _CHANGES) and all(
        entry.facts.get(scope, {}).get("access") == "read" for scope in scopes
    )


def breadth(
    scope: str, entry: ConnectorType, blocking: Collection[str], preferred: Collection[str]
) -> tuple[bool, bool, int, int, bool, bool]:
    """Return a sort key for how much a scope allows; one that blocks a request is widest.

    Of equal ones, one that a provider prefers for a request is narrower.
    """
    fact = entry.scope(scope)
    name = entry.bare(scope)
    return (
        name in blocking,
        bool(entry.narrower(scope)),
        len(entry.reach([scope])),
        _SENSITIVITIES.index(fact.sensitivity) if fact is not None else 0,
        fact is not None and fact.access != "read",
        name not in preferred,
    )


def least_of(
    method: ApiMethod,
    alternatives: Collection[tuple[str, ...]],
    entry: ConnectorType | None,
    declared: Collection[str] = (),
) -> tuple[str, ...]:
    """Return the alternative to recommend, out of some that a method accepts; empty without any.

    An alternative comes last if it is not one of the type's, is deprecated, is made for something
    else, only reads where something is changed, is broad, needs an administrator, gives only a
    part, is sensitive, or changes something where a request only reads, from worst to least bad.
    `declared` are scopes that surely are enough: one of them stays if none is narrower.
    """
    first = [method.narrowest] if method.narrowest in alternatives else []
    if entry is None or not alternatives:
        return next(iter([*first, *alternatives]), ())
    known = entry
    own = set(map(known.bare, declared))
    kept = [scopes for scopes in alternatives if own.issuperset(scopes)]
    is_reader_enough = all(only_reads(method, scopes, known) for scopes in kept)

    def rank(scopes: tuple[str, ...]) -> tuple[bool, ...]:
        facts = [known.facts.get(scope, {}) for scope in scopes]
        return (
            not all(known.has(scope) for scope in scopes),
            any(fact.get("deprecated") for fact in facts),
            any(fact.get("special") for fact in facts),
            not (is_reader_enough and own.issuperset(scopes)) and only_reads(method, scopes, known),
            any(known.narrower(scope) for scope in scopes),
            any(fact.get("admin_consent") for fact in facts),
            not own.issuperset(scopes) and any(fact.get("partial") for fact in facts),
            any(fact.get("sensitivity") == "restricted" for fact in facts),
            any(fact.get("sensitivity") == "sensitive" for fact in facts),
            method.verb == "GET" and any(fact.get("access", "read") != "read" for fact in facts),
        )

    def cost(scopes: tuple[str, ...]) -> tuple[object, ...]:
        # Of two equal ones, prefer the one whose name is part of the method's.
        names = (scope.rpartition("/")[2].partition(".")[0] for scope in scopes)
        return rank(scopes), not any(each in method.id for each in names)

    def width(scopes: tuple[str, ...]) -> tuple[object, ...]:
        return rank(scopes), len(known.reach(scopes))

    best = min([*first, *alternatives], key=cost)
    if method.is_least_known and best == method.narrowest:
        return best
    as_narrow = [scopes for scopes in kept if width(scopes) <= width(best)]
    return min(as_narrow, key=width, default=best)

"""Which scopes to ask for: of all that a method accepts, those that allow the least."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from connlint.catalog import ConnectorType
from connlint.catalog.methods import ApiMethod
from connlint.tuples import NamedTuple

__all__ = ["Held", "covers", "held", "least_of"]

# Some methods that change one document accept scopes that read what it refers to.
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


def covers(scopes: Iterable[str], entry: ConnectorType | None) -> frozenset[str]:
    """What ConnectorType.reach gives; the scopes themselves where nothing is known of a type."""
    return entry.reach(scopes) if entry is not None else frozenset(scopes)


class Held(NamedTuple):
    """What a token has: the scopes that it was granted and all that they cover, and those scopes.

    The platform adds some that are not among the `declared` ones.
    """

    granted: frozenset[str]
    declared: frozenset[str]


def held(scopes: Iterable[str], entry: ConnectorType) -> Held:
    """What a token has of a connector that declares scopes."""
    declared = list(scopes)
    granted = covers([*declared, *entry.companions], entry)
    return Held(granted, frozenset(map(entry.bare, declared)))


def least_of(
    method: ApiMethod, alternatives: Collection[tuple[str, ...]], entry: ConnectorType | None
) -> tuple[str, ...]:
    """The alternative to ask for, out of some that a method accepts.

    One that is out of use, is made for something else, only reads where something is changed,
    gives everything, needs an administrator, gives a part only, has a sensitivity, or changes
    something where a request only reads comes last, in this order from the worst.
    """
    first = [method.least] if method.least in alternatives else []
    if entry is None or not alternatives:
        return next(iter([*first, *alternatives]), ())

    name = method.id.rpartition(".")[2].lower()
    is_change = any(word in name for word in _CHANGES)

    def rank(scopes: tuple[str, ...]) -> tuple[bool, ...]:
        facts = [entry.facts.get(scope, {}) for scope in scopes]
        return (
            not all(entry.has(scope) for scope in scopes),
            any(fact.get("deprecated") for fact in facts),
            any(fact.get("special") for fact in facts),
            is_change and all(fact.get("access") == "read" for fact in facts),
            any(entry.narrower(scope) for scope in scopes),
            any(fact.get("admin_consent") for fact in facts),
            any(fact.get("partial") for fact in facts),
            any(fact.get("sensitivity") == "restricted" for fact in facts),
            any(fact.get("sensitivity") == "sensitive" for fact in facts),
            method.verb == "GET" and any(fact.get("access", "read") != "read" for fact in facts),
            # Of two that are alike, the one that is about the same thing as the method.
            not any(scope.rpartition("/")[2].partition(".")[0] in method.id for scope in scopes),
        )

    return min([*first, *alternatives], key=rank)

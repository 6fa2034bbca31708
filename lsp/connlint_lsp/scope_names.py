"""Scopes as completion shows them: in the form that is typed, the narrowest first."""

from __future__ import annotations

from typing import NamedTuple

from connlint.catalog import ConnectorType

__all__ = ["ShownScope", "narrowest_first", "shown_as"]

_SENSITIVITIES = ("", "sensitive", "restricted")
_ACCESS = ("read", "write", "admin")


class ShownScope(NamedTuple):
    """A scope in a list of completions.

    `filter_text` is what editors compare with what is typed, and `text` is what they insert.
    """

    label: str
    filter_text: str
    text: str


def shown_as(scope: str, entry: ConnectorType, typed: str) -> ShownScope:
    """Return how a scope is shown: without its provider's address, unless that is typed.

    Some editors compare only beginnings, and old ones need a label that begins with what is typed.
    Before anything is typed the text to compare has both forms, with the short one first.
    """
    short = _short_name(scope, entry)
    full = f"{entry.scope_prefix}{short}" if scope != short or entry.ignores_case else scope
    if typed and full.startswith(typed) and not short.startswith(typed):
        return ShownScope(full, full, full)
    return ShownScope(short, short if typed or full == short else f"{short} {full}", scope)


def narrowest_first(entry: ConnectorType) -> list[str]:
    """Return the scopes of a type by how much each allows, and those that the platform adds."""
    scopes = {*entry.facts, *entry.companions}
    return sorted(scopes, key=lambda scope: (*_width(scope, entry), _short_name(scope, entry)))


def _short_name(scope: str, entry: ConnectorType) -> str:
    return scope.removeprefix(entry.scope_prefix) or scope


def _width(scope: str, entry: ConnectorType) -> tuple[bool, bool, bool, int, int, int]:
    """Return a sort key for how much a scope allows; deprecated and special ones are last."""
    facts = entry.facts.get(scope, {})
    sensitivity, access = str(facts.get("sensitivity", "")), str(facts.get("access", ""))
    return (
        entry.is_deprecated(scope),
        bool(facts.get("special")),
        bool(entry.narrower(scope)),
        len(entry.reach([scope])),
        _SENSITIVITIES.index(sensitivity),
        _ACCESS.index(access) if access else len(_ACCESS),
    )

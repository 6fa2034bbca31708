"""Which scopes of a list cover which others, whatever the code does."""

from __future__ import annotations

from collections.abc import Iterable

from connlint.catalog import ConnectorType

__all__ = ["covering"]


def covering(scopes: Iterable[str], entry: ConnectorType) -> dict[str, list[str]]:
    """The scopes of a list that cover others, by the names of these in the catalogue.

    Of scopes that cover each other the first one stays. What is covered need not be in the list.
    """
    found: dict[str, list[str]] = {}
    for scope in scopes:
        name = entry.bare(scope)
        # Most scopes cover no other one.
        for other in entry.reach([name]) if entry.implied_by(name) else ():
            if other != name and other not in map(entry.bare, found.get(name, ())):
                found.setdefault(other, []).append(scope)
    return found

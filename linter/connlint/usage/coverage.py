"""Coverage between scopes, independent of the code."""

from __future__ import annotations

from collections.abc import Iterable

from connlint.catalog import ConnectorType

__all__ = ["covering"]


def covering(scopes: Iterable[str], entry: ConnectorType) -> dict[str, list[str]]:
    """Map each covered scope, by its name in the catalogue, to the scopes of a list that cover it.

    Of scopes that cover each other, the first one counts. A covered scope need not be in the list.
    """
    covered_by: dict[str, list[str]] = {}
    for scope in scopes:
        name = entry.bare(scope)
        # Most scopes cover no other one.
        for other in entry.reach([name]) if entry.implied_by(name) else ():
            if other != name and other not in map(entry.bare, covered_by.get(name, ())):
                covered_by.setdefault(other, []).append(scope)
    return covered_by

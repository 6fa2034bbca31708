"""The files of an app in which pages and server code are together, as far as they matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable

__all__ = ["connected"]

_GENERATED = "routeTree.gen."
"""The list of all routes, which imports everything and calls nothing."""


def connected(
    calling: Iterable[str], locations: Iterable[str], imported: Callable[[str], Iterable[str]]
) -> set[str]:
    """Find the files that call a connector, those that lead to them, and all that these import.

    What one gives back goes to whoever imports it. `imported` says what a file imports.
    """
    importing: dict[str, list[str]] = {}
    for location in locations:
        if _GENERATED not in location:
            for other in imported(location):
                importing.setdefault(other, []).append(location)
    leading = _closure(calling, lambda location: importing.get(location, ()))
    return _closure(leading, imported)


def _closure(start: Iterable[str], following: Callable[[str], Iterable[str]]) -> set[str]:
    found = set(start)
    pending = list(found)
    while pending:
        others = [each for each in following(pending.pop()) if each not in found]
        found.update(others)
        pending += others
    return found

"""Selection of the relevant files in an app that has pages and server code together."""

from __future__ import annotations

from collections.abc import Callable, Iterable

__all__ = ["connected"]

_GENERATED = "routeTree.gen."
"""Part of the name of the generated list of routes, which imports everything and calls nothing."""


def connected(
    calling: Iterable[str], locations: Iterable[str], imported: Callable[[str], Iterable[str]]
) -> set[str]:
    """Return the files that call a connector, the files that import them, and all their imports.

    Importers count because they get what a file returns. `imported` gives a file's imports.
    """
    importing: dict[str, list[str]] = {}
    for location in locations:
        if _GENERATED not in location:
            for other in imported(location):
                importing.setdefault(other, []).append(location)
    leading = _closure(calling, lambda location: importing.get(location, ()))
    return _closure(leading, imported)


def _closure(start: Iterable[str], following: Callable[[str], Iterable[str]]) -> set[str]:
    reached = set(start)
    pending = list(reached)
    while pending:
        others = [other for other in following(pending.pop()) if other not in reached]
        reached.update(others)
        pending += others
    return reached

"""Scopes about which no rule has anything to say: what `quiet.txt` holds."""

from __future__ import annotations

import connlint_schemas

__all__ = ["QuietScopes"]

_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:/-"
"""What scopes are made of that are surely none by mistake."""


class _Type:
    """A connector type: its quiet scopes, those that open no API, and what each covers."""

    __slots__ = ("covers", "idle", "quiet")

    def __init__(self, fields: list[str]) -> None:
        self.quiet = frozenset(fields[0].split())
        self.idle = frozenset(fields[1].split())
        rows = [field.split() for field in fields[2:]]
        self.covers = {row[0]: frozenset(row[1:]) for row in rows}


class QuietScopes:
    """Reads of the list what is asked for, and keeps it."""

    def __init__(self) -> None:
        self._lines = ""
        self._types: dict[str, _Type | None] = {}

    def has(self, type_name: str, scopes: list[str], own: frozenset[str] = frozenset()) -> bool:
        """Whether no rule has anything to say about a connector of a type with these scopes.

        `own` are types of the app's own, of whose scopes nothing is known but their form.
        """
        if type_name in self._types:
            known = self._types[type_name]
        else:
            known = self._types[type_name] = self._read(type_name)
        names = set(scopes)
        if type_name in own:
            is_plain = "" not in names and not any(scope.strip(_PLAIN) for scope in names)
            return known is None and is_plain and len(names) == len(scopes)
        if known is None or len(names) != len(scopes) or not names <= known.quiet:
            return False
        if names and names <= known.idle:
            return False
        return all(names.isdisjoint(known.covers[name]) for name in names & known.covers.keys())

    def _read(self, type_name: str) -> _Type | None:
        # Apps whose code has something to be said about are not looked at any further.
        if not self._lines:
            # It begins and ends with a line end, so that each line has one on both sides.
            self._lines = connlint_schemas.read("quiet.txt").decode("ascii")
        start = self._lines.find(f"\n{type_name}\t")
        # The name may be anything that stands between two quotes.
        if start < 0 or not type_name.isprintable():
            return None
        start += 1
        line = self._lines[start : self._lines.find("\n", start)]
        return _Type(line.split("\t")[1:])

"""Colours for a terminal, or none."""

from __future__ import annotations

from collections.abc import Mapping

from connlint.diagnostics.severity import Severity
from connlint.tuples import NamedTuple

__all__ = ["COLOUR", "PLAIN", "Style"]

_RESET = "\x1b[0m"


class Style(NamedTuple):
    """The escape sequence that begins each part of the output; empty for no colour."""

    severity: Mapping[Severity, str]
    strong: str = ""
    faint: str = ""
    removed: str = ""
    added: str = ""
    code: str = ""
    link: str = ""

    def paint(self, text: str, sequence: str) -> str:
        """Return the text in a colour."""
        return f"{sequence}{text}{_RESET}" if sequence and text else text


PLAIN = Style(dict.fromkeys(Severity, ""))
COLOUR = Style(
    {
        Severity.ERROR: "\x1b[1;31m",
        Severity.WARNING: "\x1b[1;33m",
        Severity.INFO: "\x1b[1;36m",
    },
    strong="\x1b[1m",
    faint="\x1b[2m",
    removed="\x1b[31m",
    added="\x1b[32m",
    code="\x1b[36m",
    link="\x1b[4m",
)

"""The message and help of a finding as one text, for formats with a single text field."""

from __future__ import annotations

from connlint.diagnostics.diagnostic import Diagnostic
from connlint.text.escaping import escape_unprintable

__all__ = ["sentences"]

_ENDS = (".", "!", "?", "…")


def sentences(found: Diagnostic) -> str:
    """Return what is wrong, then what to do, as sentences on one line that are safe to show."""
    message = _ended(escape_unprintable(found.message))
    return f"{message} Help: {_ended(escape_unprintable(found.help))}" if found.help else message


def _ended(text: str) -> str:
    return text if text.endswith(_ENDS) else f"{text}."

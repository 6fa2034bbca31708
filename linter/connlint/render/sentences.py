"""What a finding says, for formats that have one text for all of it."""

from __future__ import annotations

from connlint.diagnostic import Diagnostic
from connlint.wording import visible

__all__ = ["sentences"]

_ENDS = (".", "!", "?", "…")


def sentences(found: Diagnostic) -> str:
    """What is wrong, then what to do, each a sentence; safe to show, and one line."""
    message = _ended(visible(found.message))
    return f"{message} Help: {_ended(visible(found.help))}" if found.help else message


def _ended(text: str) -> str:
    return text if text.endswith(_ENDS) else f"{text}."

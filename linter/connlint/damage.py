"""Errors that say that connlint's own files are damaged, and nothing about what is checked."""

from __future__ import annotations

__all__ = ["DAMAGE", "damage_line"]

DAMAGE = (EOFError, ImportError)
"""Raised where a module is missing, or its compiled form is cut off."""


def damage_line(error: BaseException) -> str:
    """Describe damage in one line."""
    return f"connlint's own files are damaged ({error}); reinstall it"

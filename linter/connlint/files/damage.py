"""Errors that mean that connlint's own files are damaged, and say nothing about the app."""

from __future__ import annotations

from connlint_schemas import DamagedError

__all__ = ["DAMAGE", "damage_line"]

DAMAGE = (EOFError, ImportError, DamagedError)
"""Raised where a module or a data file is missing or cut off."""


def damage_line(error: BaseException) -> str:
    """Return a description of the damage in one line."""
    if isinstance(error, DamagedError):
        return str(error)
    return f"The installation is damaged: {error}. Reinstall connlint"

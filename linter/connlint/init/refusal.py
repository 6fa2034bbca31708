"""The error of a file to which nothing can be added."""

from __future__ import annotations

__all__ = ["InsertionError"]


class InsertionError(Exception):
    """An error: nothing can safely be added to a text; the message says why, for people."""

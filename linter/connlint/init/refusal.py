"""The error of a file to which nothing can be added."""

from __future__ import annotations

__all__ = ["CannotInsert"]


class CannotInsert(Exception):  # noqa: N818 - it says what cannot be done; nothing is broken
    """An error: nothing can safely be added to a text; the message says why, for people."""

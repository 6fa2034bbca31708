"""Why an existing file is not added to."""

from __future__ import annotations

__all__ = ["CannotInsert"]


class CannotInsert(Exception):  # noqa: N818 - it says what cannot be done; nothing is broken
    """Nothing can safely be added to a text; the message says why, for people."""

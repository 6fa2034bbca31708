"""The error that ends the linting of a fleet."""

from __future__ import annotations

__all__ = ["FleetError"]


class FleetError(Exception):
    """A fleet cannot be read, linted or written; the message is one clear line."""

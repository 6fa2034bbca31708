"""Texts of an app that would do harm where a format shows them as they are."""

from __future__ import annotations

__all__ = ["HOSTILE_TEXTS"]

HOSTILE_TEXTS = (
    "a\n::error::x",
    "\x1b[31mred\x1b[0m",
    "a | b",
    "`code` ``",
    "<script>alert(1)</script>",
    "[link](https://example.com)",
    "@somebody #1",
    "\u202egnitsil",
)

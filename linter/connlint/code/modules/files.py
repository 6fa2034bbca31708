"""The record of a code file of an app."""

from __future__ import annotations

from connlint.text.source import SourceFile
from connlint.tuples import NamedTuple

__all__ = ["CodeFile"]


class CodeFile(NamedTuple):
    """A code file of an app; `in_front_end` tells that it is part of the app's pages.

    `is_full_stack` tells that the app has pages and server code in the same files.
    """

    source: SourceFile
    in_front_end: bool = False
    is_full_stack: bool = False

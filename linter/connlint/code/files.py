"""A code file of an app."""

from __future__ import annotations

from connlint.source import SourceFile
from connlint.tuples import NamedTuple

__all__ = ["CodeFile"]


class CodeFile(NamedTuple):
    """A file of code; `in_front_end` says that it is part of the app's pages.

    One that `is_full_stack` is part of an app whose pages and server code are in the same files.
    """

    source: SourceFile
    in_front_end: bool = False
    is_full_stack: bool = False

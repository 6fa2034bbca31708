"""A code file of an app."""

from __future__ import annotations

from typing import NamedTuple

from connlint.source import SourceFile

__all__ = ["ENDINGS", "CodeFile"]

ENDINGS = (".ts", ".js", ".tsx", ".jsx", ".mts", ".mjs", ".cts", ".cjs")
"""What the names of code files end in, in the order in which a name without one is tried."""


class CodeFile(NamedTuple):
    """A file of code; `in_front_end` says that it is part of the app's pages."""

    source: SourceFile
    in_front_end: bool = False

"""The command line. `main` is the entry point; each sub-command has a module."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run connlint and give the exit status; `argv` is without the program's name.

    `connlint check PATH…` without options is what hooks and people run most. It needs
    no option parser, and importing one would double its time.
    """
    from connlint.cli.console import Console, guard

    # A run is over before its cycles would matter, and looking for them takes time.
    gc.disable()
    arguments = list(sys.argv[1:] if argv is None else argv)
    # A stream that was closed before the start is None.
    stdin = sys.stdin.buffer if sys.stdin is not None else io.BytesIO()
    console = Console(stdin, sys.stdout or io.StringIO(), sys.stderr or io.StringIO(), os.environ)
    if arguments[:1] == ["check"] and not any(word.startswith("-") for word in arguments):
        from connlint.cli.check import CheckOptions, check

        options = CheckOptions(paths=tuple(arguments[1:]) or (".",))
        return guard(console, lambda: check(options, console))

    from connlint.cli.commands import run

    return guard(console, lambda: run(arguments, console))

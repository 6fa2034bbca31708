"""The command line. `command` is the entry point; each sub-command has a module."""

from __future__ import annotations

import gc
import io
import os
import sys

# As typing has it, which a run that finds nothing does not import.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn, TextIO

__all__ = ["command", "main"]


def command() -> NoReturn:
    """Run connlint as a program: with the arguments of the process, which ends with it.

    Everything has been written by then. Taking apart all that was read, as Python does before
    it ends, would take as long again as Python's own start.
    """
    from connlint.cli.importer import install

    install()
    status = main()
    _flush(sys.stdout)
    _flush(sys.stderr)
    os._exit(status)


def _flush(stream: TextIO | None) -> None:
    try:
        if stream is not None:
            stream.flush()
    except (OSError, ValueError):
        # Nobody reads any more, or it is closed: what there was to say about it has been said.
        return


def main(argv: Sequence[str] | None = None) -> int:
    """Run connlint and give the exit status; `argv` is without the program's name.

    `connlint check PATH…` without options is what hooks and people run most. It needs
    no option parser, and importing one would double its time.
    """
    # A run is over before its cycles would matter, and looking for them takes time.
    gc.disable()
    arguments = list(sys.argv[1:] if argv is None else argv)
    is_plain = arguments[:1] == ["check"] and not any(word.startswith("-") for word in arguments)
    paths = tuple(arguments[1:]) or (".",)
    is_interrupted = False
    try:
        if is_plain and _finds_nothing(paths):
            return 0
    except KeyboardInterrupt:
        is_interrupted = True

    from connlint.cli.console import Console, guard

    # A stream that was closed before the start is None.
    stdin = sys.stdin.buffer if sys.stdin is not None else io.BytesIO()
    console = Console(stdin, sys.stdout or io.StringIO(), sys.stderr or io.StringIO(), os.environ)
    if is_interrupted:
        return guard(console, _interrupt)
    if is_plain:
        from connlint.cli.check import CheckOptions, check

        options = CheckOptions(paths=paths)
        return guard(console, lambda: check(options, console))

    from connlint.cli.commands import run

    return guard(console, lambda: run(arguments, console))


def _finds_nothing(paths: tuple[str, ...]) -> bool:
    """Whether a glance shows that there is nothing to report."""
    from connlint.quick import finds_nothing

    try:
        return finds_nothing(paths, os.getcwd())
    except OSError:
        # There is no directory to be in, which is said in due form.
        return False


def _interrupt() -> int:
    raise KeyboardInterrupt

"""The command line; each sub-command has a module."""

from __future__ import annotations

import gc
import io
import os
import sys

# As typing has it, whose import costs more than a cached run.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from connlint.cli.console import Console
    from connlint.result_cache import ResultCache

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run connlint and give the exit status; `argv` is without the program's name."""
    # A run is over before its cycles would matter, and looking for them takes time.
    gc.disable()
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] != ["check"]:
        from connlint.cli.first_word import with_command

        arguments = with_command(arguments)
    variables = _variables(os.environ)
    cache = _cache(arguments, variables)
    line = cache.known_line() if cache is not None else None
    if line is not None:
        _print_line(line)
        return 0

    from connlint.cli.console import Console, guard

    # A stream that was closed before the start is None.
    stdin = sys.stdin.buffer if sys.stdin is not None else io.BytesIO()
    stdout, stderr = sys.stdout or io.StringIO(), sys.stderr or io.StringIO()
    console = Console(stdin, stdout, stderr, os.environ, cache)
    return guard(console, _command(arguments, variables, console))


def _variables(environ: Mapping[str, str]) -> list[str]:
    """Return the variables that may set options; those of the cache itself set none."""
    return [
        f"{name}={environ[name]}"
        for name in sorted(environ)
        if name.startswith("CONNLINT_") and name != "CONNLINT_CACHE_DIR" and environ[name]
    ]


def _print_line(line: str) -> None:
    """Print what a run says that has nothing to report; empty for nothing."""
    if not line:
        return
    try:
        sys.stderr.write(f"{line}\n")
    except (AttributeError, OSError, ValueError):
        # Standard error is closed, and the exit status says the same.
        return


def _cache(arguments: Sequence[str], variables: Sequence[str]) -> ResultCache | None:
    """Return the cache for these arguments; None for no check, and for one without the cache."""
    if arguments[:1] != ["check"] or "--no-cache" in arguments:
        return None
    if "GITHUB_STEP_SUMMARY" in os.environ:
        # A healthy run, too, has the summary of a job to write.
        return None
    from connlint.result_cache import ResultCache, cache_folder

    folder = cache_folder(os.environ)
    try:
        # The first word that is no variable is the command, so that the two cannot be confused.
        return ResultCache(folder, [*variables, *arguments], os.getcwd()) if folder else None
    except (OSError, ValueError):
        # There is no directory to be in, which the command says.
        return None


def _command(
    arguments: Sequence[str], variables: Sequence[str], console: Console
) -> Callable[[], int]:
    """Return the command that the arguments ask for.

    `connlint check PATH…` without options is what hooks and people run most. It needs
    no option parser, and importing one would double its time.
    """
    is_plain = not variables and not any(word.startswith("-") for word in arguments)
    if arguments[:1] == ["check"] and is_plain:
        from connlint.cli.check import check
        from connlint.cli.options import CheckOptions, InputOptions

        options = CheckOptions(InputOptions(paths=tuple(arguments[1:]) or (".",)))
        return lambda: check(options, console)

    from connlint.cli.commands import run

    return lambda: run(arguments, console)

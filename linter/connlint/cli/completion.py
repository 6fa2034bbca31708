"""`connlint completion`: print what a shell needs to complete words, or install it."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Mapping

from click.shell_completion import ShellComplete, get_completion_class

from connlint.cli.candidates import COMPLETE, SHELLS
from connlint.cli.console import Console, ExitStatus, UsageError
from connlint.files.atomic_write import remove_leftovers, replace_file
from connlint.text.escaping import escape_unprintable, listing, quote
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    import click

__all__ = ["install", "script"]

_MARK = "# Added by `connlint completion --install`"
_ZSH_START = "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }; "


class _Places(NamedTuple):
    """The file for the script, the start-up file that reads it, empty for none, and the line."""

    script: str
    startup: str
    line: str


def script(shell: str, program: click.Command) -> str:
    """Return the script that makes a shell ask connlint for completions."""
    completer = get_completion_class(shell)
    if completer is None:
        raise UsageError(f"connlint cannot complete words in {shell}")
    # The class for bash would run bash to look at its version.
    text = ShellComplete.source(completer(program, {}, "connlint", COMPLETE))
    if shell == "fish":
        # A list of rules has commas too: only the first one ends the kind.
        text = text.replace('string split ","', 'string split -m 1 ","')
    return text.strip("\n") + "\n"


def install(shell: str | None, program: click.Command, console: Console) -> int:
    """Write the script, have the shell read it when it starts, and say which files were written.

    Without a shell it is the one that SHELL names. A second call writes nothing. Raises
    UsageError for an unknown shell, and for a file that cannot be written.
    """
    shell = shell or _own_shell(console.environ)
    places = _places(shell, console.environ)
    before = _read(places.startup) if places.startup else None
    if before is not None and COMPLETE.encode() in before:
        shown = escape_unprintable(places.startup)
        console.write(f"{shown} already sets up completion ({COMPLETE}); nothing was written\n")
        return ExitStatus.CLEAN
    lines = []
    if _write(places.script, _read(places.script), script(shell, program).encode()):
        lines.append(f"Wrote {places.script}")
    if places.startup and _write(places.startup, before, _with_line(before or b"", places.line)):
        lines.append(f"Added a line to {places.startup}")
    for line in lines:
        console.write(f"{escape_unprintable(line)}\n")
    if lines:
        console.write(f"Open a new {shell} to complete the words of connlint with Tab\n")
    else:
        console.write(f"Completion for {shell} is already installed; nothing was written\n")
    return ExitStatus.CLEAN


def _own_shell(environ: Mapping[str, str]) -> str:
    name = os.path.basename(environ.get("SHELL", ""))
    if name not in SHELLS:
        about = f"SHELL names {quote(name)}" if name else "SHELL is not set"
        known = listing(SHELLS, "or")
        raise UsageError(f"{about}, so name your shell: connlint completion --install {known}")
    return name


def _places(shell: str, environ: Mapping[str, str]) -> _Places:
    home = environ.get("HOME") or os.path.expanduser("~")
    if shell == "fish":
        folder = environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config")
        return _Places(os.path.join(folder, "fish", "completions", "connlint.fish"), "", "")
    data = environ.get("XDG_DATA_HOME") or os.path.join(home, ".local", "share")
    path = os.path.join(data, "connlint", f"completion.{shell}")
    word = shlex.quote(path)
    if shell == "zsh":
        startup = os.path.join(environ.get("ZDOTDIR") or home, ".zshrc")
        return _Places(path, startup, f"if [[ -r {word} ]]; then {_ZSH_START}. {word}; fi")
    # A terminal of a Mac starts login shells, which read another file.
    name = ".bash_profile" if sys.platform == "darwin" else ".bashrc"
    return _Places(path, os.path.join(home, name), f"if [ -r {word} ]; then . {word}; fi")


def _with_line(before: bytes, line: str) -> bytes:
    """Return a start-up file with the line below its mark, in place of an older one."""
    block = f"{_MARK}\n{line}\n".encode()
    old = re.compile(re.escape(_MARK.encode()) + rb"\n[^\n]*\n?")
    if old.search(before):
        return old.sub(lambda _: block, before, count=1)
    separator = b"" if before.endswith(b"\n") or not before else b"\n"
    return before + separator + block


def _read(path: str) -> bytes | None:
    """Return the content of a file, None where there is none."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f'Cannot read "{path}": {error.strerror or error}') from error


def _write(path: str, before: bytes | None, after: bytes) -> bool:
    """Write a file unless it is so already; tell whether it was written."""
    if before == after:
        return False
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        remove_leftovers(os.path.dirname(path))
        replace_file(path, before, after)
    except OSError as error:
        raise UsageError(f'Cannot write "{path}": {error.strerror or error}') from error
    return True

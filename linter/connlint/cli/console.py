"""The streams and the environment of a command, passed in so that tests can pass theirs."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Mapping
from enum import IntEnum

from connlint.files.damage import DAMAGE, damage_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO, Final, TextIO

    from connlint.result_cache import ResultCache

__all__ = ["Console", "ExitStatus", "UsageError", "guard"]


class ExitStatus(IntEnum):
    """Exit statuses of connlint."""

    CLEAN = 0
    FOUND = 1
    FAILED = 2
    """Wrong usage, nothing to lint, or a bug in connlint."""


class UsageError(Exception):
    """The command cannot do what it was asked to; the message is one clear line."""


class Console:
    """The streams and the environment of a command.

    `has_written` says whether anything but a conclusion was printed, and `conclusion` is that line.
    `cache` keeps runs that print nothing else, None for none.
    """

    __slots__ = ("cache", "conclusion", "environ", "has_written", "stderr", "stdin", "stdout")

    def __init__(
        self,
        stdin: BinaryIO,
        stdout: TextIO,
        stderr: TextIO,
        environ: Mapping[str, str],
        cache: ResultCache | None = None,
    ) -> None:
        self.stdin: Final = stdin
        self.stdout: Final = stdout
        self.stderr: Final = stderr
        self.environ: Final = environ
        self.cache: Final = cache
        self.has_written = False
        self.conclusion = ""

    def with_report_on_stderr(self) -> Console:
        """Make a console whose report goes to standard error."""
        return Console(self.stdin, self.stderr, self.stderr, self.environ)

    def silent(self) -> Console:
        """Make a console that prints nothing."""
        return Console(self.stdin, io.StringIO(), io.StringIO(), self.environ)

    def write(self, text: str) -> None:
        """Put a report on standard output, whatever characters its encoding lacks."""
        self.has_written = True
        encoding = self.stdout.encoding or "utf-8"
        self.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
        self.stdout.flush()

    def write_bytes(self, content: bytes) -> None:
        """Put the content of a file on standard output as it is."""
        self.has_written = True
        self.stdout.flush()
        buffer = getattr(self.stdout, "buffer", None)
        if buffer is None:
            self.write(content.decode("utf-8", "replace"))
            return
        buffer.write(content)
        buffer.flush()

    def say(self, text: str) -> None:
        """Print one line on standard error, with the program's name."""
        self.has_written = True
        self._print_beside(f"connlint: {text}\n")

    def add(self, text: str) -> None:
        """Print one line on standard error that belongs to a report on standard output."""
        self.has_written = True
        self._print_beside(f"{text}\n")

    def conclude(self, text: str) -> None:
        """Print the line that ends a healthy run on standard error."""
        self.conclusion = text
        self._print_beside(f"{text}\n")

    def _print_beside(self, line: str) -> None:
        encoding = self.stderr.encoding or "utf-8"
        try:
            self.stderr.write(line.encode(encoding, "backslashreplace").decode(encoding))
        except OSError:
            # Nobody listens there any more; the exit status has to say it.
            return

    def has_colour(self, choice: str) -> bool:
        """Tell whether to use colour, by `--color`, NO_COLOR, FORCE_COLOR, then the terminal."""
        if choice != "auto":
            return choice == "always"
        if self.environ.get("NO_COLOR"):
            return False
        if self.environ.get("FORCE_COLOR", "0") not in {"", "0"}:
            return True
        return self.stdout.isatty() and self.environ.get("TERM") != "dumb"

    def has_hyperlinks(self, choice: str) -> bool:
        """Tell whether to write hyperlinks: in colour, on a terminal that shows them."""
        from connlint.render.hyperlinks import is_supported

        terminal = self.stdout.isatty()
        return self.has_colour(choice) and is_supported(self.environ, terminal=terminal)

    @property
    def job_summary(self) -> str:
        """Return the path of the file for the summary of a job of GitHub Actions; empty without."""
        is_action = self.environ.get("GITHUB_ACTIONS") == "true"
        return self.environ.get("GITHUB_STEP_SUMMARY", "") if is_action else ""

    def columns(self) -> int | None:
        """Return the width of the terminal that the report goes to, None if it goes elsewhere."""
        if not self.stdout.isatty():
            return None
        told = self.environ.get("COLUMNS", "")
        if told.isdecimal() and int(told) > 0:
            return int(told)
        try:
            return os.get_terminal_size(self.stdout.fileno()).columns or None
        except (OSError, ValueError):
            return None


def guard(console: Console, command: Callable[[], int]) -> int:
    """Run a command; whatever goes wrong is one line on standard error and status 2."""
    from connlint.project import NothingToLint
    from connlint.text.escaping import escape_unprintable

    try:
        return int(command())
    except (NothingToLint, UsageError) as error:
        console.say(escape_unprintable(str(error)))
    except KeyboardInterrupt:
        console.say("Interrupted")
    except BrokenPipeError:
        # The reader has gone, as `head` does; Python must not complain when it
        # closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), console.stdout.fileno())
        return int(ExitStatus.FAILED)
    except DAMAGE as error:
        console.say(escape_unprintable(damage_line(error)))
    except OSError as error:
        # A full disk, a working directory that is gone: no fault of connlint's.
        where = f": {error.filename}" if error.filename else ""
        reason = error.strerror or error
        console.say(escape_unprintable(f"The operating system reports: {reason}{where}"))
    except Exception as error:  # noqa: BLE001 - a traceback helps no user
        from connlint.bug_report import bug_report

        console.say(escape_unprintable(bug_report(error)))
    return int(ExitStatus.FAILED)

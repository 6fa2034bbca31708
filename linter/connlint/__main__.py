"""The program `connlint`, also started as `python -m connlint`."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn, TextIO

__all__ = ["command"]

_FAILED = 2


def command() -> NoReturn:
    """Run connlint with the arguments of the process, which ends with it.

    Everything has been written by then. Taking apart all that was read, as Python does before
    it ends, would take as long again as Python's own start.
    """
    try:
        from connlint.cli import main

        status = main()
    except BaseException as error:  # noqa: BLE001 - a traceback helps no user
        status = _FAILED
        _say(error)
    _flush(sys.stdout)
    _flush(sys.stderr)
    os._exit(status)


def _say(error: BaseException) -> None:
    """Say in one line what went wrong before, or beside, all that says so itself."""
    if isinstance(error, KeyboardInterrupt):
        text = "Interrupted"
    elif isinstance(error, (EOFError, ImportError)):
        text = f"The installation is damaged: {error}. Reinstall connlint"
    else:
        text = _report(error)
    try:
        sys.stderr.write(f"connlint: {ascii(text)[1:-1]}\n")
    except (AttributeError, OSError, ValueError):
        # Standard error is closed: the exit status has to say it.
        return


def _report(error: BaseException) -> str:
    """Return the text to report, as far as the modules that make it can be imported."""
    try:
        from connlint.bug_report import bug_report

        return bug_report(error)
    except Exception:  # noqa: BLE001 - the installation is damaged
        return f"The installation is damaged ({type(error).__name__}). Reinstall connlint"


def _flush(stream: TextIO | None) -> None:
    try:
        if stream is not None:
            stream.flush()
    except (OSError, ValueError):
        # Nobody reads any more, or it is closed: what there was to say about it has been said.
        return


if __name__ == "__main__":
    command()

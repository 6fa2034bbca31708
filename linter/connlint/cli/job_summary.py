"""The summary of a job in GitHub Actions, which GitHub shows on the page of the run."""

from __future__ import annotations

import os

from connlint.cli.console import Console
from connlint.render.markdown import LEAST, render_within
from connlint.reporting.report import Report
from connlint.text.escaping import escape_unprintable

__all__ = ["write_job_summary"]

_MOST = 1024 * 1024
"""Bytes that GitHub takes of a step; of more it takes nothing."""


def write_job_summary(report: Report, console: Console) -> None:
    """Add the findings to the summary of the job, if there is one.

    The report is on standard output already, so a summary that cannot be written fails nothing.
    """
    path = console.job_summary
    if not path:
        return
    try:
        # What the step has written before counts as well.
        used = os.path.getsize(path) if os.path.exists(path) else 0
        if used + LEAST > _MOST:
            return
        text = render_within(report, _MOST - used)
        with open(path, "ab") as file:
            file.write(text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        reason = error.strerror or str(error)
        console.say(escape_unprintable(f"the job summary cannot be written: {reason}"))

"""Report of a run: rendered in a format, and written to its destination."""

from __future__ import annotations

import os
from collections.abc import Sequence

from connlint._version import __version__
from connlint.cli.checkout import folder_in_checkout
from connlint.cli.conclusion import hidden_line
from connlint.cli.console import Console, UsageError
from connlint.cli.options import ReportOptions
from connlint.render.registry import FORMATS
from connlint.render.settings import RenderSettings
from connlint.render.style import COLOUR, PLAIN
from connlint.reporting.report import Report, fixable, fixed_line
from connlint.run import Run
from connlint.run_report import Selection, report_of
from connlint.text.escaping import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.diagnostics.diagnostic import Diagnostic

__all__ = ["write_report"]


def write_report(run: Run, output: Selection, options: ReportOptions, console: Console) -> None:
    """Render the report, and print it or write it into the file that was asked for.

    `options.format` must name a format. Raises UsageError when the file cannot be written.
    """
    report = report_of(run, output, os.getcwd())
    closing = _closing(run, report, output)
    output_format = FORMATS[options.format]
    if options.statistics:
        from connlint.render import statistics

        text = statistics.render(report)
    else:
        text = output_format.render(report, _settings(run, options, console, "\n".join(closing)))
    _deliver(text, options.output_file, console)
    if options.format == "github" and not options.statistics:
        from connlint.cli.job_summary import write_job_summary

        write_job_summary(report, console)
    if (options.statistics or output_format.is_terse) and not options.quiet:
        for line in _beside(report, closing, options, output):
            console.add(line)


def _beside(
    report: Report, closing: Sequence[str], options: ReportOptions, output: Selection
) -> Sequence[str]:
    """Return the lines that go to standard error beside a report without them."""
    if options.statistics or not report.diagnostics:
        return closing
    if not FORMATS[options.format].is_summed_up:
        return closing[: 1 if output.fixed else 0]
    from connlint.render.text import summary_line

    return [summary_line(report.summary), *closing]


def _settings(run: Run, options: ReportOptions, console: Console, hint: str) -> RenderSettings:
    """Return the settings that fit the destination of the report."""
    if options.output_file:
        has_colour, columns = options.color == "always", None
    else:
        has_colour, columns = console.has_colour(options.color), console.columns()
    has_hyperlinks = not options.output_file and console.has_hyperlinks(options.color)
    return RenderSettings(
        version=__version__,
        catalogue=run.catalog.date,
        read_page=_read_page,
        # Code scanning there opens alerts for what is marked as suppressed.
        has_suppressed=console.environ.get("GITHUB_ACTIONS") != "true",
        folder=folder_in_checkout(console.environ),
        style=COLOUR if has_colour else PLAIN,
        columns=columns,
        has_summary=not options.quiet,
        hint=hint,
        has_hyperlinks=has_hyperlinks,
        has_addresses=not has_hyperlinks,
    )


def _read_page(name: str) -> str:
    from connlint.render.pages import read_page

    return read_page(name)


def _deliver(text: str, path: str, console: Console) -> None:
    """Write the report into a file, or on standard output where there is no path."""
    if not path:
        console.write(text)
        return
    from connlint.files.atomic_write import write_atomically

    content = text.encode("utf-8", "backslashreplace")
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            # A device or a pipe is written to: no file may take its place.
            with open(path, "wb") as file:
                file.write(content)
        else:
            write_atomically(path, content)
    except OSError as error:
        raise UsageError(f'Cannot write the report "{path}": {error.strerror or error}') from error


def _closing(run: Run, report: Report, output: Selection) -> list[str]:
    """Return the last lines: what was fixed, what can be, what is not shown, and where to read."""
    shown = report.diagnostics
    lines = [
        fixed_line(output.fixed) if output.fixed else "",
        fixable(filter(report.has_fix, shown)),
        _shape(run),
        # The conclusion of a healthy run says it.
        "" if output.is_healthy else hidden_line(run.diagnostics, shown),
        _further(shown),
    ]
    return [line for line in lines if line]


def _further(shown: Sequence[Diagnostic]) -> str:
    """Return a line about how to read more about the findings; empty without any."""
    rules = sorted({finding.rule for finding in shown})
    if not rules:
        return ""
    what = "the rule" if len(rules) == 1 else "a rule"
    return f"To read more about {what}: connlint rule {shown[0].rule}"


def _shape(run: Run) -> str:
    """Return a line about apps that have nothing but functions; empty without one."""
    # A file that cannot be read may be the config.
    apps = [app for app in run.projects if app.is_code_only and not app.unreadable]
    if not apps:
        return ""
    functions = plural(sum(len(app.functions) for app in apps), "function")
    if len(apps) == 1:
        start, whose = "This app has" if len(run.projects) == 1 else "1 app has", "its"
    else:
        start, whose = f"{len(apps)} apps have", "their"
    return f"{start} no config and no connector files: connlint checked {whose} {functions}."

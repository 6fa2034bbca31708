"""Report of a run: rendered in a format, and written to its destination."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from connlint._version import __version__
from connlint.cli.console import Console, UsageError
from connlint.cli.options import ReportOptions
from connlint.diagnostics.severity import Severity
from connlint.files.inside import is_below
from connlint.project import shown_path
from connlint.render.registry import FORMATS
from connlint.render.settings import RenderSettings
from connlint.render.style import COLOUR, PLAIN
from connlint.reporting.report import Part, Report, fixable, fixed_line, summarize
from connlint.run import Run
from connlint.text.escaping import listing, plural
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.diagnostics.diagnostic import Diagnostic

__all__ = ["Output", "write_report"]


class Output(NamedTuple):
    """The part of a run to show, each list by project; `silenced` and `known` are those of Run.

    `files` is the number of connector files, `fixed` that of findings, None where nothing was
    to be fixed, `left` the findings whose fix was left out, each by path, rule and message.
    """

    found: Sequence[Sequence[Diagnostic]]
    silenced: Sequence[Sequence[Diagnostic]]
    known: Sequence[Sequence[Diagnostic]]
    files: int
    fixed: int | None
    left: frozenset[tuple[str, str, str]] = frozenset()


def write_report(run: Run, output: Output, options: ReportOptions, console: Console) -> None:
    """Render the report, and print it or write it into the file that was asked for.

    `options.format` must name a format. Raises UsageError when the file cannot be written.
    """
    report = _report(run, output)
    closing = _closing(run, report.diagnostics, output)
    output_format = FORMATS[options.format]
    if (options.statistics or output_format.is_terse) and not options.quiet:
        # Beside findings only what cannot be seen from them is said.
        for line in closing[: 1 if output.fixed else 0] if report.diagnostics else closing:
            console.say(line)
    if options.statistics:
        from connlint.render import statistics

        text = statistics.render(report)
    else:
        text = output_format.render(report, _settings(run, options, console, "\n".join(closing)))
    _deliver(text, options.output_file, console)


def _report(run: Run, output: Output) -> Report:
    """Make the report that formats render."""
    summary = summarize(
        run.diagnostics,
        len(run.projects),
        output.files,
        suppressed=run.suppressed,
        baselined=run.baselined,
        fixed=output.fixed,
    )
    cwd = os.getcwd()
    parts = tuple(
        Part("." if project.root == cwd else shown_path(project.root, cwd), tuple(diagnostics))
        for diagnostics, project in zip(output.found, run.projects, strict=True)
    )
    return Report(
        _joined(output.found),
        summary,
        run.sources,
        parts,
        silenced=_joined(output.silenced),
        known=_joined(output.known),
    )


def _joined(lists: Iterable[Sequence[Diagnostic]]) -> tuple[Diagnostic, ...]:
    return tuple(chain.from_iterable(lists))


def _settings(run: Run, options: ReportOptions, console: Console, hint: str) -> RenderSettings:
    """Return the settings that fit the destination of the report."""
    if options.output_file:
        has_colour, columns = options.color == "always", None
    else:
        has_colour, columns = console.has_colour(options.color), console.columns()
    return RenderSettings(
        version=__version__,
        catalogue=run.catalog.date,
        read_page=_read_page,
        # Code scanning there opens alerts for what is marked as suppressed.
        has_suppressed=console.environ.get("GITHUB_ACTIONS") != "true",
        folder=_in_checkout(console.environ),
        style=COLOUR if has_colour else PLAIN,
        columns=columns,
        has_summary=not options.quiet,
        hint=hint,
    )


def _read_page(name: str) -> str:
    from connlint.cli.pages import read_page

    return read_page(name)


def _in_checkout(environ: Mapping[str, str]) -> str:
    """Return the path from the checkout of GitHub Actions to the working directory, with `/`."""
    checkout = environ.get("GITHUB_WORKSPACE")
    if not checkout:
        return ""
    cwd, checkout = os.path.realpath(os.getcwd()), os.path.realpath(checkout)
    is_inside = cwd != checkout and is_below(cwd, checkout)
    return f"{shown_path(cwd, checkout)}/" if is_inside else ""


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
        raise UsageError(
            f"the report {path} cannot be written: {error.strerror or error}"
        ) from error


def _closing(run: Run, shown: Sequence[Diagnostic], output: Output) -> list[str]:
    """Return the last lines: what was fixed, what can be, and what is not shown."""
    lines = [
        fixed_line(output.fixed) if output.fixed else "",
        fixable(each for each in shown if (each.path, each.rule, each.message) not in output.left),
        _shape(run),
        _hint(run.diagnostics, shown),
    ]
    return [line for line in lines if line]


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


def _hint(diagnostics: Sequence[Diagnostic], shown: Sequence[Diagnostic]) -> str:
    """Return a line about findings that are not shown; empty when all are."""
    severities = [diagnostic.severity for diagnostic in diagnostics]
    for diagnostic in shown:
        severities.remove(diagnostic.severity)
    if not severities:
        return ""
    counts = [
        plural(severities.count(severity), str(severity))
        for severity in sorted(Severity, reverse=True)
        if severity in severities
    ]
    verb = "is" if len(severities) == 1 else "are"
    return f"{listing(counts)} {verb} not shown (--min-severity {min(severities)} shows all)."

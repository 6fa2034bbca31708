"""The report of a run: rendered in a format, and put where it is wanted."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from connlint._version import __version__
from connlint.cli.console import Console, UsageError
from connlint.project import shown_path
from connlint.report import Part, Report, fixable, fixed_line, summarize
from connlint.run import Run
from connlint.severity import Severity
from connlint.tuples import NamedTuple
from connlint.wording import listing, plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.cli.check import CheckOptions
    from connlint.diagnostic import Diagnostic

__all__ = ["Output", "write_report"]


class Output(NamedTuple):
    """What is to be shown of a run, by project; `silenced` and `known` are those of Run.

    `files` is the number of connector files, `fixed` that of findings, None where nothing was
    to be fixed, `left` the findings whose fix was left out, each by path, rule and message.
    """

    found: Sequence[Sequence[Diagnostic]]
    silenced: Sequence[Sequence[Diagnostic]]
    known: Sequence[Sequence[Diagnostic]]
    files: int
    fixed: int | None
    left: frozenset[tuple[str, str, str]] = frozenset()


def write_report(run: Run, output: Output, options: CheckOptions, console: Console) -> None:
    """Render the report, and print it or put it into the file that was asked for.

    Raises UsageError when the file cannot be written.
    """
    report = _report(run, output)
    closing = _closing(run, report.diagnostics, output)
    is_for_people = options.statistics or options.format in {"concise", "github"}
    if is_for_people and not options.quiet:
        # Beside findings only what cannot be seen from them is said.
        for line in closing[: 1 if output.fixed else 0] if report.diagnostics else closing:
            console.say(line)
    if options.statistics:
        from connlint.render import statistics

        text = statistics.render(report)
    elif options.format == "text":
        text = _pictures(report, options, console, "\n".join(closing))
    else:
        text = _rendered(report, options.format, run.catalog.date, console.environ)
    _deliver(text, options.output_file, console)


def _report(run: Run, output: Output) -> Report:
    """What the formats get."""
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
        Part("." if project.root == cwd else shown_path(project.root, cwd), tuple(found))
        for found, project in zip(output.found, run.projects, strict=True)
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


def _pictures(report: Report, options: CheckOptions, console: Console, hint: str) -> str:
    """The text format, as wide and as colourful as where it goes allows."""
    from connlint.render import text
    from connlint.render.style import COLOUR, PLAIN

    if options.output_file:
        has_colour, columns = options.color == "always", None
    else:
        has_colour, columns = console.has_colour(options.color), console.columns()
    return text.render(
        report,
        style=COLOUR if has_colour else PLAIN,
        columns=columns,
        summary=not options.quiet,
        hint=hint,
    )


def _rendered(report: Report, name: str, catalogue: str, environ: Mapping[str, str]) -> str:
    """The report in a format that is the same wherever it goes."""
    if name == "json":
        from connlint.render import json_report

        return json_report.render(report, version=__version__, catalogue=catalogue)
    if name == "sarif":
        from connlint.cli.pages import read_page
        from connlint.render import sarif

        return sarif.render(
            report,
            version=__version__,
            catalogue=catalogue,
            read_page=read_page,
            # Code scanning there opens alerts for what is marked as suppressed.
            suppressed=environ.get("GITHUB_ACTIONS") != "true",
        )
    if name == "github":
        from connlint.render import github

        return github.render(report, folder=_in_checkout(environ))
    if name == "gitlab":
        from connlint.render import gitlab

        return gitlab.render(report)
    if name == "junit":
        from connlint.render import junit

        return junit.render(report)
    from connlint.render import concise

    return concise.render(report)


def _in_checkout(environ: Mapping[str, str]) -> str:
    """What leads from the checkout of GitHub Actions to the working directory, with `/`."""
    checkout = environ.get("GITHUB_WORKSPACE")
    if not checkout:
        return ""
    cwd, checkout = os.path.realpath(os.getcwd()), os.path.realpath(checkout)
    inside = shown_path(cwd, checkout)
    return "" if os.path.isabs(inside) else f"{inside}/"


def _deliver(text: str, path: str, console: Console) -> None:
    """Put the report into a file, or on standard output where there is no path."""
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
    """The last lines: what was fixed, what can be, and what is not shown."""
    lines = [
        fixed_line(output.fixed) if output.fixed else "",
        fixable(each for each in shown if (each.path, each.rule, each.message) not in output.left),
        _shape(run),
        _hint(run.diagnostics, shown),
    ]
    return [line for line in lines if line]


def _shape(run: Run) -> str:
    """A line about apps that have nothing but functions; empty without one."""
    # A file that cannot be read may be the config.
    apps = [each for each in run.projects if each.is_code_only and not each.unreadable]
    if not apps:
        return ""
    functions = plural(sum(len(app.functions) for app in apps), "function")
    if len(apps) == 1:
        start, whose = "This app has" if len(run.projects) == 1 else "1 app has", "its"
    else:
        start, whose = f"{len(apps)} apps have", "their"
    return f"{start} no config and no connector files: connlint checked {whose} {functions}."


def _hint(found: Sequence[Diagnostic], shown: Sequence[Diagnostic]) -> str:
    """A line about what is not shown; empty when all is."""
    severities = [diagnostic.severity for diagnostic in found]
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

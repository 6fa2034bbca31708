"""`connlint check`: lint projects and print what was found."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from connlint._version import __version__
from connlint.cli.console import Console, ExitStatus, UsageError
from connlint.project import Target, find_targets, find_text_target, shown_path
from connlint.rules import RULES, Rule
from connlint.run import Run, lint_targets
from connlint.severity import Severity
from connlint.source import SourceFile
from connlint.wording import listing, plural, visible

if TYPE_CHECKING:
    from connlint.diagnostic import Diagnostic

__all__ = ["CheckOptions", "check"]


class CheckOptions(NamedTuple):
    """The options of `connlint check`; an empty severity leaves it to the settings."""

    paths: tuple[str, ...] = (".",)
    format: str = "text"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_severity: str = ""
    fail_on: str = ""
    stdin_filename: str | None = None
    color: str = "auto"
    quiet: bool = False
    show_files: bool = False


def check(options: CheckOptions, console: Console) -> int:
    """Lint, print the report, and give the exit status.

    Raises UsageError for a rule that does not exist, and NothingToLint.
    """
    cwd = os.getcwd()
    rules = _chosen_rules(options)
    overlay: dict[str, bytes] = {}
    if options.stdin_filename is None:
        targets = find_targets(options.paths, cwd)
    else:
        target = find_text_target(options.stdin_filename, cwd)
        targets = (target,)
        overlay = dict.fromkeys(target.chosen or (), console.stdin.read())
    run = lint_targets(targets, cwd, rules=rules, overlay=overlay)
    if options.show_files:
        paths = [source.path for source in _files(run, targets)]
        console.write("".join(f"{visible(path)}\n" for path in paths))
        return ExitStatus.CLEAN
    _say_what_is_no_connector(targets, run.sources, cwd, options, console)
    _print(run, targets, options, console)
    return ExitStatus.FOUND if _fails(run, options) else ExitStatus.CLEAN


def _chosen_rules(options: CheckOptions) -> Sequence[Rule]:
    if not options.select and not options.ignore:
        return RULES
    known = {rule.name for rule in RULES}
    for name in (*options.select, *options.ignore):
        if name not in known:
            from connlint.nearest import nearest

            near = nearest(name, sorted(known))
            advice = f"did you mean {near}?" if near else "`connlint rule` lists them"
            raise UsageError(f"there is no rule {name}; {advice}")
    return [
        rule
        for rule in RULES
        if (not options.select or rule.name in options.select) and rule.name not in options.ignore
    ]


def _files(run: Run, targets: Sequence[Target], *, config: bool = True) -> list[SourceFile]:
    """The files that were asked for and are read: each project's config, then by path."""
    found: list[SourceFile] = []
    for target, project in zip(targets, run.projects, strict=True):
        read = {file.source.path: file.source for file in project.unreadable}
        read.update((file.source.path, file.source) for file in project.connectors)
        files = [read[path] for path in sorted(read)]
        if project.config is not None:
            files.insert(0, project.config[0])
        if config and project.settings.source is not None:
            files.insert(0, project.settings.source)
        others = {target.connectors_dir} if config else {target.connectors_dir, target.config}
        found.extend(
            file
            for file in files
            if file.location not in others
            and (target.chosen is None or file.location in target.chosen)
        )
    return found


def _say_what_is_no_connector(
    targets: Sequence[Target],
    sources: Mapping[str, object],
    cwd: str,
    options: CheckOptions,
    console: Console,
) -> None:
    if options.quiet:
        return
    chosen = {path for target in targets for path in target.chosen or ()}
    for path in sorted(shown_path(location, cwd) for location in chosen):
        if path not in sources:
            console.say(visible(f"{path}: no connector file of its project; nothing to check"))


def _print(run: Run, targets: Sequence[Target], options: CheckOptions, console: Console) -> None:
    shown = tuple(_shown(run, options))
    if not shown and not _fails(run, options) and options.format != "json":
        # A healthy project gets no output, and pays for nothing that would print it.
        return
    from connlint.report import Report, summarize

    files = len(_files(run, targets, config=False))
    summary = summarize(run.diagnostics, len(run.projects), files)
    report = Report(shown, summary, run.sources)
    if options.format == "json":
        from connlint.render import json_report

        text = json_report.render(report, version=__version__, catalogue=run.catalog.date)
    elif options.format == "concise":
        from connlint.render import concise

        text = concise.render(report)
        if not shown and not options.quiet:
            console.say(_hint(run.diagnostics, shown))
    else:
        from connlint.render import text as text_format
        from connlint.render.style import COLOUR, PLAIN

        text = text_format.render(
            report,
            style=COLOUR if console.has_colour(options.color) else PLAIN,
            columns=console.columns(),
            summary=not options.quiet,
            hint=_hint(run.diagnostics, shown),
        )
    console.write(text)


def _shown(run: Run, options: CheckOptions) -> Iterator[Diagnostic]:
    """The findings to print: what is asked for on the command line wins over the settings."""
    asked = Severity.parse(options.min_severity) if options.min_severity else None
    for found, project in zip(run.found, run.projects, strict=True):
        least = asked or project.settings.min_severity
        yield from (diagnostic for diagnostic in found if diagnostic.severity >= least)


def _fails(run: Run, options: CheckOptions) -> bool:
    for found, project in zip(run.found, run.projects, strict=True):
        level = project.settings.fail_on
        if options.fail_on:
            level = None if options.fail_on == "never" else Severity.parse(options.fail_on)
        if level is not None and any(diagnostic.severity >= level for diagnostic in found):
            return True
    return False


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

"""`connlint check`: lint projects and print what was found."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
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
    """The options of `connlint check`; `fail_on` is None for never."""

    paths: tuple[str, ...] = (".",)
    format: str = "text"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_severity: Severity = Severity.WARNING
    fail_on: Severity | None = Severity.ERROR
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
    return ExitStatus.FOUND if _fails(run.diagnostics, options) else ExitStatus.CLEAN


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
    shown = tuple(found for found in run.diagnostics if found.severity >= options.min_severity)
    if not shown and not _fails(run.diagnostics, options) and options.format != "json":
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
            console.say(_hint(run.diagnostics, options))
    else:
        from connlint.render import text as text_format
        from connlint.render.style import COLOUR, PLAIN

        text = text_format.render(
            report,
            style=COLOUR if console.has_colour(options.color) else PLAIN,
            columns=console.columns(),
            summary=not options.quiet,
            hint=_hint(run.diagnostics, options),
        )
    console.write(text)


def _fails(diagnostics: Sequence[Diagnostic], options: CheckOptions) -> bool:
    fail_on = options.fail_on
    return fail_on is not None and any(found.severity >= fail_on for found in diagnostics)


def _hint(diagnostics: Sequence[Diagnostic], options: CheckOptions) -> str:
    hidden = [found.severity for found in diagnostics if found.severity < options.min_severity]
    if not hidden:
        return ""
    counts = [
        plural(hidden.count(severity), str(severity))
        for severity in sorted(Severity, reverse=True)
        if severity in hidden
    ]
    verb = "is" if len(hidden) == 1 else "are"
    return f"{listing(counts)} {verb} not shown (--min-severity {min(hidden)} shows all)."

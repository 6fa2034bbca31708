"""`connlint check`: lint projects and print what was found."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from connlint._version import __version__
from connlint.cli.console import Console, ExitStatus, UsageError
from connlint.project import Target, find_targets, find_text_target, shown_path
from connlint.rules import RULES, Rule
from connlint.run import Run, code_files, lint_targets
from connlint.severity import Severity
from connlint.source import SourceFile
from connlint.wording import listing, plural, visible

if TYPE_CHECKING:
    from connlint.diagnostic import Diagnostic

__all__ = ["CheckOptions", "check"]


class CheckOptions(NamedTuple):
    """The options of `connlint check`; an empty severity leaves it to the settings.

    `config` is the path of a configuration, None for none, empty for the nearest one.
    """

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
    config: str | None = ""
    show_config: bool = False
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    baseline: str = ""
    write_baseline: str = ""
    statistics: bool = False
    strict_suppressions: bool = False


def check(options: CheckOptions, console: Console) -> int:
    """Lint, print the report, and give the exit status.

    Raises UsageError for a rule that does not exist and for a baseline that is none, and
    NothingToLint.
    """
    cwd = os.getcwd()
    rules = _chosen_rules(options)
    targets, overlay = _targets(options, cwd, console)
    if options.show_config:
        from connlint.cli.show_config import show_config

        return show_config(targets, cwd, console)
    fixing = None
    if (options.fix or options.diff) and not options.show_files:
        from connlint.cli.fix import fix

        fixing = fix(targets, cwd, rules, options, console, overlay)
        if options.diff:
            return fixing.status
        console = fixing.console
    run = lint_targets(
        targets, cwd, rules=rules, overlay=overlay, strict=options.strict_suppressions
    )
    if options.show_files:
        paths = [source.path for source in _files(run, targets)]
        console.write("".join(f"{visible(path)}\n" for path in paths))
        return ExitStatus.CLEAN
    _say_what_is_no_connector(targets, run.sources, cwd, options, console)
    if options.baseline or options.write_baseline:
        from connlint.cli.baselines import Checked, leave_out_known, write_baseline

        known = None
        if options.baseline:
            checked = Checked(targets, run.projects, {rule.name for rule in rules})
            run, known = leave_out_known(run, options.baseline, cwd, checked, console)
        if options.write_baseline:
            write_baseline(run, options.write_baseline, cwd, known, console)
            if known is None:
                return ExitStatus.CLEAN
    _print(run, targets, options, console, fixing.fixed if fixing else None)
    found = ExitStatus.FOUND if _fails(run, options) else ExitStatus.CLEAN
    return max(found, fixing.status) if fixing else found


def _targets(
    options: CheckOptions, cwd: str, console: Console
) -> tuple[tuple[Target, ...], dict[str, bytes]]:
    """The projects to look at, and what stands in for files on disk."""
    overlay: dict[str, bytes] = {}
    if options.stdin_filename is None:
        targets = find_targets(options.paths, cwd)
    else:
        target = find_text_target(options.stdin_filename, cwd)
        targets = (target,)
        overlay = dict.fromkeys(target.chosen or (), console.stdin.read())
    if options.config != "":
        settings = _config(options, cwd)
        targets = tuple(target._replace(settings=settings) for target in targets)
    return targets, overlay


def _config(options: CheckOptions, cwd: str) -> str | None:
    """The configuration that was asked for, None for none."""
    if options.config is None:
        return None
    location = os.path.normpath(os.path.join(cwd, options.config))
    if not os.path.isfile(location):
        raise UsageError(f"{options.config}: no such configuration file")
    return location


def _chosen_rules(options: CheckOptions) -> Sequence[Rule]:
    if not options.select and not options.ignore:
        return RULES
    known = {rule.name for rule in RULES}
    for name in (*options.select, *options.ignore):
        if name not in known:
            from connlint.cli.rule_names import no_such_rule

            raise no_such_rule(name, known)
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
        if config:
            read.update((source.path, source) for source in code_files(project))
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


def _print(
    run: Run,
    targets: Sequence[Target],
    options: CheckOptions,
    console: Console,
    fixed: int | None = None,
) -> None:
    shown = tuple(_shown(run, options))
    if not shown and not fixed and not _fails(run, options) and options.format != "json":
        # A healthy project gets no output, and pays for nothing that would print it.
        return
    from connlint.report import Report, summarize

    files = len(_files(run, targets, config=False))
    summary = summarize(
        run.diagnostics,
        len(run.projects),
        files,
        suppressed=run.suppressed,
        baselined=run.baselined,
        fixed=fixed,
    )
    report = Report(shown, summary, run.sources)
    if options.format == "json":
        from connlint.render import json_report

        text = json_report.render(report, version=__version__, catalogue=run.catalog.date)
    elif options.statistics or options.format == "concise":
        from connlint.render import concise, statistics

        text = (statistics if options.statistics else concise).render(report)
        lines = _closing(run, shown, fixed) if not options.quiet else []
        # Beside findings only what cannot be seen from them is said.
        for line in lines[: 1 if fixed else 0] if shown else lines:
            console.say(line)
    else:
        from connlint.render import text as text_format
        from connlint.render.style import COLOUR, PLAIN

        text = text_format.render(
            report,
            style=COLOUR if console.has_colour(options.color) else PLAIN,
            columns=console.columns(),
            summary=not options.quiet,
            hint="\n".join(_closing(run, shown, fixed)),
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


def _closing(run: Run, shown: Sequence[Diagnostic], fixed: int | None) -> list[str]:
    """The last lines: what was fixed, what can be, and what is not shown."""
    from connlint.report import fixable, fixed_line

    lines = [
        fixed_line(fixed) if fixed else "",
        fixable(shown),
        _hint(run.diagnostics, shown),
    ]
    return [line for line in lines if line]


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

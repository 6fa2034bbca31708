"""`connlint check`: find the apps, lint them, and report the findings."""

from __future__ import annotations

import os

from connlint.cli.conclusion import conclusion
from connlint.cli.console import Console, ExitStatus
from connlint.cli.inputs import Inputs, chosen_rules, find_inputs
from connlint.cli.options import BaselineOptions, CheckOptions, ReportOptions, RunOptions
from connlint.diagnostics.severity import Severity
from connlint.files.reading import DISK, Disk
from connlint.rules import RULES, RuleSet
from connlint.run import Run, at_least, files_of, finish, lint_in_steps, processors
from connlint.text.escaping import at_line_start, escape_unprintable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.cli.fix import FixOutcome
    from connlint.cli.progress import Progress

__all__ = ["check"]

# Starting more takes longer than what they save in any app that was seen.
_MOST_JOBS = 8


def check(options: CheckOptions, console: Console) -> int:
    """Lint, print the report, and return the exit status; a run without a report is cached.

    Raises UsageError for a rule that does not exist and for a file that is not a baseline, and
    NothingToLint.
    """
    if console.cache is None or not options.is_cacheable:
        return _check(options, console, DISK)
    disk = console.cache.recorder()
    status = _check(options, console, disk)
    if status == ExitStatus.CLEAN and not console.has_written:
        console.cache.keep(disk, console.conclusion)
    return status


def _check(options: CheckOptions, console: Console, disk: Disk) -> int:
    cwd = os.getcwd()
    # RULES is looked up here, so that tests can replace it.
    rules = chosen_rules(options.rules, RULES)
    inputs = find_inputs(options.input, cwd, console, disk)
    if options.run.show_config:
        from connlint.cli.show_config import show_config

        return show_config(inputs.targets, cwd, console)
    fixing = None
    if (options.fixes.fix or options.fixes.diff) and not options.run.show_files:
        from connlint.cli.fix import fix

        fixing = fix(inputs, cwd, rules.names, options.fixes, options.report.least, console)
        if options.fixes.diff:
            return fixing.status
        console = fixing.console
    progress = _progress(options.report, console)
    run = _lint(inputs, cwd, rules, options.run, disk, progress)
    if options.run.show_files:
        paths = [source.path for source in files_of(run, inputs.targets)]
        console.write("".join(f"{at_line_start(path)}\n" for path in paths))
        return ExitStatus.CLEAN
    if not options.report.quiet and options.input.changed is None:
        _warn_of_other_files(run, inputs, cwd, console)
    run, is_written = _compare(run, inputs, rules, options.baseline, cwd, console)
    if is_written:
        return ExitStatus.CLEAN
    written = ExitStatus.CLEAN
    if options.fixes.add_ignore is not None:
        from connlint.cli.add_ignore import add_ignore

        shown = at_least(run, run.found, options.report.least)
        written = add_ignore(run, shown, options.fixes.add_ignore, inputs, rules, console)
        run = _lint(inputs, cwd, rules, options.run, disk, None)
        run, _ = _compare(run, inputs, rules, options.baseline, cwd, console.silent())
    is_shown = _report(run, inputs, options.report, console, fixing)
    status = ExitStatus.FOUND if _fails(run, options.report.fail_on) else ExitStatus.CLEAN
    status = max(status, written, fixing.status if fixing else written)
    if status == ExitStatus.CLEAN and not is_shown and not options.report.quiet:
        line = conclusion(run, inputs.targets)
        if line:
            console.conclude(line)
    return status


def _lint(
    inputs: Inputs,
    cwd: str,
    rules: RuleSet,
    options: RunOptions,
    disk: Disk,
    progress: Progress | None,
) -> Run:
    """Lint the apps, and show how far that is."""
    steps = lint_in_steps(
        inputs.targets,
        cwd,
        rules=rules,
        overlay=inputs.overlay,
        strict=options.strict_suppressions,
        jobs=options.jobs or min(processors(), _MOST_JOBS),
        disk=disk,
    )
    if progress is None:
        return finish(steps)
    try:
        return finish(steps, progress.show)
    finally:
        progress.clear()


def _progress(options: ReportOptions, console: Console) -> Progress | None:
    """Return a progress line where a person may watch, None elsewhere."""
    if options.quiet or not console.stderr.isatty():
        return None
    from connlint.cli.progress import Progress

    return Progress(console.stderr)


def _warn_of_other_files(run: Run, inputs: Inputs, cwd: str, console: Console) -> None:
    """Name the files and folders that were asked for and that have nothing to check."""
    chosen = {path for target in inputs.targets for path in target.chosen or ()}
    folders = {path for target in inputs.targets for path in target.folders}
    if len(chosen) + len(folders) == 0:
        return
    from connlint.cli.other_paths import about_paths

    for line in about_paths(chosen, folders, run.sources.values(), cwd):
        console.say(escape_unprintable(line))


def _compare(
    run: Run,
    inputs: Inputs,
    rules: RuleSet,
    options: BaselineOptions,
    cwd: str,
    console: Console,
) -> tuple[Run, bool]:
    """Take the findings of a baseline out of a run, and write one where that is asked for.

    Returns the run without them, and whether a new baseline takes the place of the report.
    """
    if not options.baseline and not options.write_baseline:
        return run, False
    from connlint.cli.baselines import Checked, leave_out_known, write_baseline

    known = None
    if options.baseline:
        checked = Checked(inputs.targets, run.projects, rules.names)
        run, known = leave_out_known(run, options.baseline, cwd, checked, console)
    if options.write_baseline:
        write_baseline(run, options.write_baseline, cwd, known, console)
    return run, bool(options.write_baseline) and known is None


def _report(
    run: Run,
    inputs: Inputs,
    options: ReportOptions,
    console: Console,
    fixing: FixOutcome | None,
) -> bool:
    """Print the report, unless there is nothing to print; tell whether it has findings."""
    shown = at_least(run, run.found, options.least)
    fixed = fixing.fixed if fixing else None
    name = options.format or _format(console)
    is_healthy = not any(shown) and not _fails(run, options.fail_on)
    if is_healthy and not fixed:
        # A healthy project gets no report, and pays for nothing that would print one.
        if name == "text" and not options.output_file:
            return False
        from connlint.render.registry import FORMATS

        has_frame = FORMATS[name].has_frame or bool(name == "github" and console.job_summary)
        if not options.output_file and not has_frame:
            return False
    from connlint.cli.reporting import write_report
    from connlint.run_report import select

    selection = select(run, shown, inputs.targets, options.least)._replace(
        fixed=fixed, left=fixing.left if fixing else frozenset(), is_healthy=is_healthy
    )
    write_report(run, selection, options._replace(format=name), console)
    return any(selection.found)


def _format(console: Console) -> str:
    """Return the format where none is asked for: in GitHub Actions the one that it shows."""
    is_action = console.environ.get("GITHUB_ACTIONS") == "true" and not console.stdout.isatty()
    return "github" if is_action else "text"


def _fails(run: Run, fail_on: str) -> bool:
    """Tell whether a finding is grave enough for exit status 1."""
    for diagnostics, project in zip(run.found, run.projects, strict=True):
        level = project.settings.fail_on
        if fail_on:
            level = None if fail_on == "never" else Severity.parse(fail_on)
        if level is not None and any(each.severity >= level for each in diagnostics):
            return True
    return False

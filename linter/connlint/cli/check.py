"""`connlint check`: lint projects and print what was found."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence

from connlint.cli.console import Console, ExitStatus, UsageError
from connlint.disk import DISK, Disk
from connlint.project import Target, find_targets, find_text_target, shown_path
from connlint.rules import RULES, RuleSet
from connlint.run import Run, code_files, finish, lint_in_steps
from connlint.severity import Severity
from connlint.tuples import NamedTuple
from connlint.wording import at_line_start, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.cli.fix import Fixing
    from connlint.cli.progress import Progress
    from connlint.diagnostic import Diagnostic
    from connlint.source import SourceFile

__all__ = ["CheckOptions", "check"]

# Starting more takes longer than what they save in any app that was seen.
_MOST_JOBS = 8


class CheckOptions(NamedTuple):
    """The options of `connlint check`; an empty severity leaves it to the settings.

    An empty `format` is the one that fits where connlint runs, an empty `output_file` is
    standard output. `config` is the path of a configuration, None for none, empty for the
    nearest one. `jobs` is 0 for as many as there are processors.
    """

    paths: tuple[str, ...] = (".",)
    format: str = ""
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
    jobs: int = 0
    output_file: str = ""
    no_cache: bool = False


def check(options: CheckOptions, console: Console) -> int:
    """Lint, print the report, and give the exit status; a run that prints nothing is cached.

    Raises UsageError for a rule that does not exist and for a baseline that is none, and
    NothingToLint.
    """
    if console.cache is None or not _is_cacheable(options):
        return _check(options, console, DISK)
    disk = console.cache.recorder()
    status = _check(options, console, disk)
    if status == ExitStatus.CLEAN and not console.has_written:
        console.cache.keep(disk)
    return status


def _is_cacheable(options: CheckOptions) -> bool:
    """Whether a run reads nothing that a recorder misses, and writes nothing."""
    return not (
        options.no_cache
        or options.fix
        or options.diff
        or options.baseline
        or options.write_baseline
        or options.output_file
        or options.stdin_filename is not None
    )


def _check(options: CheckOptions, console: Console, disk: Disk) -> int:
    cwd = os.getcwd()
    options = options._replace(format=options.format or _format(console))
    rules = _chosen_rules(options)
    targets, overlay = _targets(options, cwd, console, disk)
    if options.show_config:
        from connlint.cli.show_config import show_config

        return show_config(targets, cwd, console)
    fixing = None
    if (options.fix or options.diff) and not options.show_files:
        from connlint.cli.fix import fix

        fixing = fix(targets, cwd, rules.names, options, console, overlay)
        if options.diff:
            return fixing.status
        console = fixing.console
    steps = lint_in_steps(
        targets,
        cwd,
        rules=rules,
        overlay=overlay,
        strict=options.strict_suppressions,
        jobs=options.jobs or _processors(),
        disk=disk,
    )
    progress = _progress(options, console)
    try:
        run = finish(steps, progress.show if progress is not None else None)
    finally:
        if progress is not None:
            progress.clear()
    if options.show_files:
        paths = [source.path for source in _files(run, targets)]
        console.write("".join(f"{at_line_start(path)}\n" for path in paths))
        return ExitStatus.CLEAN
    _say_what_is_no_connector(targets, run.sources, cwd, options, console)
    if options.baseline or options.write_baseline:
        from connlint.cli.baselines import Checked, leave_out_known, write_baseline

        known = None
        if options.baseline:
            checked = Checked(targets, run.projects, rules.names)
            run, known = leave_out_known(run, options.baseline, cwd, checked, console)
        if options.write_baseline:
            write_baseline(run, options.write_baseline, cwd, known, console)
            if known is None:
                return ExitStatus.CLEAN
    _print(run, targets, options, console, fixing)
    found = ExitStatus.FOUND if _fails(run, options) else ExitStatus.CLEAN
    return max(found, fixing.status) if fixing else found


def _format(console: Console) -> str:
    """The format where none is asked for: in GitHub Actions the one that it shows in place."""
    is_action = console.environ.get("GITHUB_ACTIONS") == "true" and not console.stdout.isatty()
    return "github" if is_action else "text"


def _progress(options: CheckOptions, console: Console) -> Progress | None:
    """What says how far a run is, where somebody watches."""
    if options.quiet or not console.stderr.isatty():
        return None
    from connlint.cli.progress import Progress

    return Progress(console.stderr)


def _processors() -> int:
    """How many processes can run at a time, as far as it pays."""
    try:
        count = len(os.sched_getaffinity(0))
    except AttributeError:
        count = os.cpu_count() or 1
    return min(count, _MOST_JOBS)


def _targets(
    options: CheckOptions, cwd: str, console: Console, disk: Disk
) -> tuple[tuple[Target, ...], dict[str, bytes]]:
    """The projects to look at, and what stands in for files on disk."""
    overlay: dict[str, bytes] = {}
    if options.stdin_filename is None:
        targets = find_targets(options.paths, cwd, disk)
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


def _chosen_rules(options: CheckOptions) -> RuleSet:
    """The rules that are asked for."""
    if not options.select and not options.ignore:
        return RULES
    for name in (*options.select, *options.ignore):
        if name not in RULES:
            from connlint.cli.rule_names import no_such_rule

            raise no_such_rule(name, set(RULES.names))
    chosen = set(options.select or RULES.names)
    return RULES.chosen(chosen.difference(options.ignore))


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
    fixing: Fixing | None = None,
) -> None:
    fixed = fixing.fixed if fixing else None
    shown = _at_least(run, run.found, options)
    if not any(shown) and not fixed and not _fails(run, options) and not _has_frame(options):
        # A healthy project gets no output, and pays for nothing that would print it.
        return
    from connlint.cli.reporting import Output, write_report

    output = Output(
        shown,
        _at_least(run, run.silenced, options),
        _at_least(run, run.known, options),
        len(_files(run, targets, config=False)),
        fixed,
        fixing.left if fixing else frozenset(),
    )
    write_report(run, output, options, console)


def _has_frame(options: CheckOptions) -> bool:
    """Whether a report without findings is a text all the same, or a file that is to be empty."""
    return bool(options.output_file) or options.format in {"json", "sarif", "gitlab", "junit"}


def _at_least(
    run: Run, found: Iterable[Sequence[Diagnostic]], options: CheckOptions
) -> list[list[Diagnostic]]:
    """The findings to print: what is asked for on the command line wins over the settings."""
    asked = Severity.parse(options.min_severity) if options.min_severity else None
    # Without a baseline there are no lists of what it knows.
    return [
        [each for each in diagnostics if each.severity >= (asked or project.settings.min_severity)]
        for diagnostics, project in zip(found, run.projects, strict=False)
    ]


def _fails(run: Run, options: CheckOptions) -> bool:
    for found, project in zip(run.found, run.projects, strict=True):
        level = project.settings.fail_on
        if options.fail_on:
            level = None if options.fail_on == "never" else Severity.parse(options.fail_on)
        if level is not None and any(diagnostic.severity >= level for diagnostic in found):
            return True
    return False

"""Runs without a command line: load, analyze, lint."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from connlint.files.reading import DISK, Disk
from connlint.project import Project, Target, load_project, shown_path
from connlint.text.source import SourceFile
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.catalog import Catalog
    from connlint.diagnostics.diagnostic import Diagnostic
    from connlint.diagnostics.severity import Severity
    from connlint.project.cache import ProjectCache
    from connlint.rules import RuleSet

__all__ = [
    "Run",
    "Step",
    "at_least",
    "code_files",
    "files_of",
    "finish",
    "lint_in_steps",
    "lint_targets",
    "processors",
    "project_files",
    "read_project",
]


class Run(NamedTuple):
    """The findings about the files that were asked for, and what was read for them.

    `found` has the findings of each project, in the order of `projects`; so have `silenced`,
    which are those that comments silence, and `known`, those that a baseline has taken away.
    """

    found: tuple[list[Diagnostic], ...]
    projects: tuple[Project, ...]
    sources: Mapping[str, SourceFile]
    catalog: Catalog
    silenced: tuple[list[Diagnostic], ...] = ()
    known: tuple[list[Diagnostic], ...] = ()

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """Return the findings of all projects."""
        return [diagnostic for found in self.found for diagnostic in found]

    @property
    def suppressed(self) -> int:
        """Return the number of findings that comments suppress."""
        return sum(map(len, self.silenced))

    @property
    def baselined(self) -> int:
        """Return the number of findings that a baseline has taken away."""
        return sum(map(len, self.known))


class Step(NamedTuple):
    """Progress of a run: `done` of `total` are done, and `what` says what they are."""

    what: str
    done: int
    total: int


def lint_targets(
    targets: Iterable[Target],
    cwd: str,
    *,
    rules: RuleSet | None = None,
    overlay: Mapping[str, bytes] | None = None,
    disk: Disk = DISK,
    catalog: Catalog | None = None,
) -> Run:
    """Lint projects in this process; see lint_in_steps."""
    steps = lint_in_steps(targets, cwd, rules=rules, overlay=overlay, disk=disk, catalog=catalog)
    return finish(steps)


def lint_in_steps(
    targets: Iterable[Target],
    cwd: str,
    *,
    rules: RuleSet | None = None,
    overlay: Mapping[str, bytes] | None = None,
    strict: bool = False,
    jobs: int = 1,
    disk: Disk = DISK,
    catalog: Catalog | None = None,
) -> Generator[Step, None, Run]:
    """Lint projects, and keep the findings about the files that each target chose.

    A finding that points at a chosen file from another one counts as well: it is the
    other end of the same mistake. `rules` are all of them without others. `overlay` is
    explained at load_project, `strict` at examine; `jobs` is how many processes may analyze
    code at a time. A `catalog` that is kept does not read its data again for each run. Yields how
    far the run is, and returns the Run.
    """
    targets = tuple(targets)
    projects = yield from _loaded(targets, cwd, overlay, disk)
    projects = yield from _analyzed(projects, jobs)
    # Without code, an app pays for few of these imports.
    from connlint.catalog import Catalog
    from connlint.engine import Linter
    from connlint.rules import RULES

    catalog = catalog or Catalog()
    examiner = Linter(RULES if rules is None else rules, strict=strict)
    findings: list[list[Diagnostic]] = []
    hidden: list[list[Diagnostic]] = []
    seen: set[Diagnostic] = set()
    for number, (target, project) in enumerate(zip(targets, projects, strict=True)):
        if len(targets) > 1:
            yield Step("apps checked", number, len(targets))
        found, silenced = examiner.examine(project, catalog)
        if target.chosen is not None:
            is_chosen = _chooser(target, cwd)
            found = [diagnostic for diagnostic in found if _concerns(diagnostic, is_chosen)]
            silenced = [each for each in silenced if _concerns(each, is_chosen)]
        if len(targets) > 1:
            # Functions of a plugin are those of each app that has it.
            found = [diagnostic for diagnostic in found if diagnostic not in seen]
            seen.update(found)
        findings.append(found)
        hidden.append(silenced)
    sources = {source.path: source for project in projects for source in project_files(project)}
    return Run(tuple(findings), tuple(projects), sources, catalog, tuple(hidden))


def _loaded(
    targets: Sequence[Target], cwd: str, overlay: Mapping[str, bytes] | None, disk: Disk
) -> Generator[Step, None, list[Project]]:
    projects = []
    for number, target in enumerate(targets):
        if len(targets) > 1:
            yield Step("apps read", number, len(targets))
        projects.append(load_project(target, cwd, overlay, disk=disk))
    return projects


def _analyzed(projects: Sequence[Project], jobs: int) -> Generator[Step, None, list[Project]]:
    """Add to the projects what their code does; most of the time of a run goes into this."""
    if not any(project.files for project in projects):
        return list(projects)
    from connlint.code.modules.units import units_of

    units = [
        [unit for unit in units_of(project.files, project.imports) if unit.has_call]
        for project in projects
    ]
    if not any(units):
        return list(projects)
    from connlint.code.merging import merge_analyses
    from connlint.code.work import work_of
    from connlint.code.workers import analyze_units

    work = [
        each
        for own, project in zip(units, projects, strict=True)
        for each in work_of(own, project.imports)
    ]
    readings = []
    for reading in analyze_units(work, jobs):
        readings.append(reading)
        yield Step("functions analyzed", len(readings), len(work))
    found = iter(readings)
    return [
        project._replace(code=merge_analyses(islice(found, len(own))))
        for own, project in zip(units, projects, strict=True)
    ]


def finish(steps: Generator[Step, None, Run], show: Callable[[Step], None] | None = None) -> Run:
    """Take all steps of a run, and give its result; `show` gets each of them."""
    try:
        while True:
            step = next(steps)
            if show is not None:
                show(step)
    except StopIteration as end:
        run: Run = end.value
        return run


def read_project(
    target: Target,
    cwd: str,
    overlay: Mapping[str, bytes] | None = None,
    cache: ProjectCache | None = None,
    disk: Disk = DISK,
) -> Project:
    """Load a project and analyze its code; the arguments are explained at load_project."""
    project = load_project(target, cwd, overlay, cache, disk)
    if not project.files:
        return project
    from connlint.code.modules.units import units_of

    if not any(unit.has_call for unit in units_of(project.files, project.imports)):
        return project
    from connlint.code.analyzer import Analyzer

    reader = cache.reader if cache is not None else Analyzer()
    return project._replace(code=reader.read(project.files, project.imports))


def _chooser(target: Target, cwd: str) -> Callable[[str], bool]:
    """Return what tells whether a shown path is that of a requested file."""
    chosen = {shown_path(location, cwd) for location in target.chosen or ()}
    if not target.folders:
        return chosen.__contains__
    return lambda path: path in chosen or target.covers(os.path.normpath(os.path.join(cwd, path)))


def _concerns(diagnostic: Diagnostic, is_chosen: Callable[[str], bool]) -> bool:
    return is_chosen(diagnostic.path) or any(
        is_chosen(related.path) for related in diagnostic.related
    )


def project_files(project: Project) -> Iterator[SourceFile]:
    """Yield the files of a project that findings can be about: its config first, then by path."""
    if project.settings.source is not None:
        yield project.settings.source
    if project.config is not None:
        yield project.config[0]
    # What is unreadable has no text; where the same file is a connector too, that has.
    without_text = (*project.ignored, *project.unreadable, *project.outside, *project.outside_code)
    for files in (without_text, project.connectors):
        for file in files:
            yield file.source
    yield from code_files(project)


def code_files(project: Project) -> Iterator[SourceFile]:
    """Yield the configs of functions, the workflows and the code of a project."""
    for function in project.functions:
        if function.config is not None:
            yield function.config[0]
    for source, _ in project.workflows:
        yield source
    for file in project.files:
        yield file.source


def files_of(run: Run, targets: Sequence[Target], *, config: bool = True) -> list[SourceFile]:
    """List the files that were asked for and read: each app's configuration, then by path.

    Without `config`, only connector files are listed.
    """
    files: list[SourceFile] = []
    for target, project in zip(targets, run.projects, strict=True):
        by_path = {file.source.path: file.source for file in project.unreadable}
        by_path.update((file.source.path, file.source) for file in project.connectors)
        if config:
            by_path.update((source.path, source) for source in code_files(project))
        own = [by_path[path] for path in sorted(by_path)]
        if project.config is not None:
            own.insert(0, project.config[0])
        if config and project.settings.source is not None:
            own.insert(0, project.settings.source)
        others = {target.connectors_dir} if config else {target.connectors_dir, target.config}
        files.extend(
            file for file in own if file.location not in others and target.covers(file.location)
        )
    return files


def at_least(
    run: Run, lists: Iterable[Sequence[Diagnostic]], severity: Severity | None
) -> list[list[Diagnostic]]:
    """Select the findings to show from lists by project; without a severity, the settings decide.

    `lists` may be shorter than the projects: without a baseline there are none of what it knows.
    """
    return [
        [each for each in found if each.severity >= (severity or project.settings.min_severity)]
        for found, project in zip(lists, run.projects, strict=False)
    ]


def processors() -> int:
    """Return the number of processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1

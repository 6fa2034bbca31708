"""Linting, fixing, audits and plans of files in memory.

`files` maps `/`-separated paths, from the root of a repository or of an app, to texts or bytes. The
answers are those of the command line for the same files in a repository on disk. Nothing else is
read: a folder without files is given by its path and a `/` at the end, and links cannot be given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from connlint.api.in_memory import TOP, FilesInMemory
from connlint.api.report import AuditReport, FixReport, PlanReport, Report
from connlint.diagnostics.severity import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.project import Target
    from connlint.run import Run

__all__ = ["audit_files", "fix_files", "lint_files", "plan_files"]


def lint_files(
    files: Mapping[str, str | bytes],
    *,
    path: str = ".",
    settings: str | None = None,
    min_severity: Severity | None = None,
) -> Report:
    """Lint the apps among files, as `connlint check` does.

    `path` chooses what of them is reported, as on the command line. `settings` is the text of a
    connlint.toml that takes the place of all settings in the files. Findings below `min_severity`
    are left out; without it, the settings decide, which leave out infos unless they say otherwise.

    Raises NothingToLint if the path leads to no app, ValueError for a path that no file can have,
    TypeError for a content that is neither text nor bytes.
    """
    from connlint.run import lint_targets

    memory = FilesInMemory(files, settings)
    targets = memory.targets(path)
    run = lint_targets(targets, TOP, disk=memory.disk)
    return _report(run, targets, min_severity)


def fix_files(
    files: Mapping[str, str | bytes],
    *,
    path: str = ".",
    settings: str | None = None,
    min_severity: Severity | None = None,
    unsafe: bool = False,
) -> FixReport:
    """Fix findings, as `connlint check --fix` does, and return the new contents.

    With `unsafe`, fixes that may change what the app does are applied too. The other arguments
    and the errors are those of lint_files.
    """
    from connlint.fix.fixer import fix_targets, is_wanted
    from connlint.rules import RULES

    memory = FilesInMemory(files, settings)
    targets = memory.targets(path)
    wanted = is_wanted(RULES.names, unsafe=unsafe)
    result = fix_targets(targets, TOP, wanted, least=min_severity, disk=memory.disk)
    changed: dict[str, str | bytes] = {}
    for file in result.files:
        is_text = isinstance(files[file.source.path], str)
        content = file.content
        changed[file.source.path] = content.decode("utf-8", "surrogatepass") if is_text else content
    count = sum(file.findings for file in result.files)
    report = _report(result.run, targets, min_severity, fixed=count, left=result.left)
    return FixReport(changed, count, result.skipped, report)


def audit_files(
    files: Mapping[str, str | bytes], *, path: str = ".", settings: str | None = None
) -> AuditReport:
    """Return which scopes the apps have and which their code needs, as `connlint audit` does.

    The arguments and the errors are those of lint_files.
    """
    from connlint.audit import audit_projects
    from connlint.catalog import Catalog
    from connlint.whole_apps import read_apps

    memory = FilesInMemory(files, settings)
    apps = read_apps(memory.targets(path), TOP, memory.disk)
    projects = [(app.shown_root, app.project) for app in apps]
    return AuditReport(audit_projects(projects, Catalog()))


def plan_files(
    before: Mapping[str, str | bytes],
    after: Mapping[str, str | bytes],
    *,
    path: str = ".",
    since: str = "before",
) -> PlanReport:
    """Return what a push of `after` would change for the users of the apps, where `before` is live.

    It is what `connlint plan` says; `since` is the name of the state before in the texts. The
    errors are those of lint_files, and ValueError for a path that belongs to no app.
    """
    from connlint.catalog import Catalog
    from connlint.plan import compare
    from connlint.plan.apps import in_commit, state_of, whole_apps
    from connlint.project.places import app_root, shown_root

    old, new = FilesInMemory(before), FilesInMemory(after)
    catalog = Catalog()
    plans = []
    for target in whole_apps(path, TOP, new.disk):
        was = in_commit(target, TOP, TOP, old.disk, new.disk)
        now = state_of(target, catalog, TOP, new.disk)
        live = state_of(was, catalog, TOP, old.disk) if was is not None else None
        plans.append(compare(live, now, shown_root(app_root(target), TOP), since))
    return PlanReport(tuple(plans))


def _report(
    run: Run,
    targets: Sequence[Target],
    least: Severity | None,
    fixed: int | None = None,
    left: frozenset[tuple[str, str, str]] = frozenset(),
) -> Report:
    from connlint.run import at_least
    from connlint.run_report import report_of, select

    found = at_least(run, run.found, least)
    selection = select(run, found, targets, least)._replace(fixed=fixed, left=left)
    return Report(report_of(run, selection, TOP), run.catalog.date)

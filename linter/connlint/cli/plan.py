"""`connlint plan`: print what the next push changes for the people who use an app."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack

from connlint.catalog import Catalog
from connlint.cli.apps import say_outside
from connlint.cli.console import Console, ExitStatus, UsageError
from connlint.files.inside import repository_of
from connlint.files.reading import DISK, Disk
from connlint.git.commits import open_commit
from connlint.git.repository import GitError, Repository, find_git
from connlint.plan import AppPlan, compare
from connlint.plan.apps import in_commit, in_folder, state_of, whole_apps
from connlint.plan.failing import FailOn, fails
from connlint.project import Target, shown_path
from connlint.project.places import app_root, shown_root
from connlint.tuples import NamedTuple

__all__ = ["PlanOptions", "plan"]

_MOST_NAMES = 3


class PlanOptions(NamedTuple):
    """Options of `plan`.

    `since` is a revision of git, empty for the one where the branch began; `folder` is a folder
    with the other state instead, empty for none. `fail_on` has at least one element.
    """

    path: str
    since: str
    folder: str
    output_format: str
    fail_on: tuple[FailOn, ...]
    color: str


class _Old(NamedTuple):
    """The app as it was, None if there was none, with its disk and the name of that state."""

    target: Target | None
    disk: Disk
    since: str


def plan(options: PlanOptions, console: Console) -> int:
    """Print the plan for each app, and return whether something in it is to fail the command.

    Raises NothingToLint for a path that leads to no app, and UsageError where the two states
    cannot be compared.
    """
    cwd = os.getcwd()
    targets = _apps(options.path, cwd)
    if not options.folder and any(repository_of(app_root(each)) is None for each in targets):
        # A link may lead to a folder of a repository.
        targets = _apps(os.path.realpath(os.path.join(cwd, options.path)), cwd)
    if options.output_format == "json" and len(targets) > 1:
        roots = [shown_path(app_root(target), cwd) for target in targets]
        more = ", …" if len(roots) > _MOST_NAMES else ""
        raise UsageError(
            f"--format json is about one app, and here are {len(roots)} "
            f"({', '.join(roots[:_MOST_NAMES])}{more}); name one: connlint plan PATH/TO/APP"
        )
    catalog = Catalog()
    with ExitStack() as stack:
        plans = [
            _compared(target, old, catalog, cwd, console)
            for target, old in zip(targets, _old(targets, options, cwd, stack), strict=True)
        ]
    console.write(_rendered(plans, options, console))
    is_found = any(fails(each, options.fail_on) for each in plans)
    return ExitStatus.FOUND if is_found else ExitStatus.CLEAN


def _apps(path: str, cwd: str) -> list[Target]:
    """Return the apps that a path denotes, each as a whole."""
    try:
        return whole_apps(path, cwd)
    except ValueError as error:
        raise UsageError(str(error)) from error


def _old(
    targets: Sequence[Target], options: PlanOptions, cwd: str, stack: ExitStack
) -> Iterator[_Old]:
    """Yield each app as it was; `stack` keeps open what is read from."""
    if options.folder:
        base = os.path.normpath(os.path.join(cwd, options.path))
        other = os.path.normpath(os.path.join(cwd, options.folder))
        for before in in_folder(targets, base, _apps(options.folder, cwd), other):
            yield _Old(before, DISK, options.folder)
        return
    commits: dict[str, tuple[Disk, str]] = {}
    for target in targets:
        root = app_root(target)
        top = repository_of(root)
        if top is None:
            raise UsageError(
                f"plan compares with a commit, and {root} is in no git repository; "
                "compare with another folder instead: connlint plan --from DIR"
            )
        try:
            if top not in commits:
                commits[top] = _opened(top, options.since, cwd, stack)
            disk, since = commits[top]
            before = in_commit(target, top, cwd, disk)
        except GitError as error:
            raise UsageError(str(error)) from error
        yield _Old(before, disk, since)


def _opened(top: str, since: str, cwd: str, stack: ExitStack) -> tuple[Disk, str]:
    program = find_git(cwd)
    if program is None:
        raise UsageError("plan needs git, which is not installed, or --from DIR")
    repository = Repository(program, top)
    repository.ensure_readable()
    name, commit = (since, repository.commit(since)) if since else repository.fork_point()
    return stack.enter_context(open_commit(repository, commit)), name


def _compared(target: Target, old: _Old, catalog: Catalog, cwd: str, console: Console) -> AppPlan:
    now = state_of(target, catalog, cwd)
    say_outside(now.project, console)
    before = None
    if old.target is not None:
        before = state_of(old.target, catalog, cwd, old.disk)
    return compare(before, now, shown_root(app_root(target), cwd), old.since)


def _rendered(plans: Sequence[AppPlan], options: PlanOptions, console: Console) -> str:
    if options.output_format == "text":
        from connlint.render import plan_text
        from connlint.render.style import COLOUR, PLAIN

        style = COLOUR if console.has_colour(options.color) else PLAIN
        return plan_text.render(plans, style, console.columns())
    if options.output_format == "json":
        from connlint.render import plan_json

        return plan_json.render(plans[0])
    if options.output_format == "markdown":
        from connlint.render import plan_markdown

        return plan_markdown.render(plans)
    from connlint.cli.checkout import folder_in_checkout
    from connlint.render import plan_github

    return plan_github.render(plans, folder_in_checkout(console.environ))

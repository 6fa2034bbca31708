"""A whole run without a command line: paths in, findings out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from connlint.code.errand import Errand, Tell
from connlint.project import Project, Target, load_project, shown_path
from connlint.source import SourceFile
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.catalog import Catalog
    from connlint.code.files import CodeFile
    from connlint.diagnostic import Diagnostic
    from connlint.rules import Rule

__all__ = ["Run", "code_files", "lint_targets", "project_files"]


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
        """The findings of all projects."""
        return [diagnostic for found in self.found for diagnostic in found]

    @property
    def suppressed(self) -> int:
        """How many findings comments silence."""
        return sum(map(len, self.silenced))

    @property
    def baselined(self) -> int:
        """How many findings a baseline has taken away."""
        return sum(map(len, self.known))


def lint_targets(
    targets: Iterable[Target],
    cwd: str,
    *,
    rules: Sequence[Rule] | None = None,
    overlay: Mapping[str, bytes] | None = None,
    strict: bool = False,
    jobs: int = 1,
    tell: Tell | None = None,
) -> Run:
    """Lint projects, and keep the findings about the files that each target chose.

    A finding that points at a chosen file from another one counts as well: it is the
    other end of the same mistake. `rules` are all of them without others. `overlay` and `jobs`
    are explained at load_project, `strict` at examine. `tell` is told of each project and each
    function that is about to be read.
    """
    findings: list[list[Diagnostic]] = []
    projects: list[Project] = []
    sources: dict[str, SourceFile] = {}
    hidden: list[list[Diagnostic]] = []
    after = _After()
    everything = tuple(targets)
    for number, target in enumerate(everything):
        if tell is not None and len(everything) > 1:
            tell("apps", number, len(everything))
        errand = Errand(after.get_ready, tell if len(everything) == 1 else None)
        project = load_project(target, cwd, overlay, jobs=jobs, errand=errand)
        projects.append(project)
        sources.update((source.path, source) for source in project_files(project))
        # Not before: other processes may read code while rules are imported.
        from connlint.engine import examine
        from connlint.rules import RULES

        asked = RULES if rules is None else rules
        found, silenced = examine(project, after.catalog, asked, strict=strict)
        if target.chosen is not None:
            chosen = {shown_path(location, cwd) for location in target.chosen}
            found = [diagnostic for diagnostic in found if _concerns(diagnostic, chosen)]
            silenced = [diagnostic for diagnostic in silenced if _concerns(diagnostic, chosen)]
        findings.append(found)
        hidden.append(silenced)
    return Run(tuple(findings), tuple(projects), sources, after.catalog, tuple(hidden))


class _After:
    """What comes after reading code: made when it is needed, or while other processes read."""

    def __init__(self) -> None:
        self._catalog: Catalog | None = None

    @property
    def catalog(self) -> Catalog:
        """The catalogue that connlint ships."""
        if self._catalog is None:
            from connlint.catalog import Catalog

            self._catalog = Catalog()
        return self._catalog

    def get_ready(self, files: Sequence[CodeFile]) -> None:
        """Do what can be done before it is known what code does; there is code that does much."""
        import connlint.engine
        import connlint.findings
        import connlint.needs  # noqa: F401
        from connlint.rules.unused_suppression import has_mark

        self.catalog.methods()
        for file in files:
            # What it says is kept beside the text.
            file.source.once(has_mark)


def _concerns(diagnostic: Diagnostic, chosen: set[str]) -> bool:
    return diagnostic.path in chosen or any(
        related.path in chosen for related in diagnostic.related
    )


def project_files(project: Project) -> Iterator[SourceFile]:
    """The files of a project that findings can be about: its config first, then by path."""
    if project.settings.source is not None:
        yield project.settings.source
    if project.config is not None:
        yield project.config[0]
    # What is unreadable has no text; where the same file is a connector too, that has.
    for files in (project.ignored, project.unreadable, project.connectors):
        for file in files:
            yield file.source
    yield from code_files(project)


def code_files(project: Project) -> Iterator[SourceFile]:
    """The configs of functions, the workflows and the code of a project."""
    for function in project.functions:
        if function.config is not None:
            yield function.config[0]
    for source, _ in project.workflows:
        yield source
    for file in project.files:
        yield file.source

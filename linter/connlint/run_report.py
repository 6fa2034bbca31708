"""The report of a run: what of it is to be shown, and the counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from connlint.project import shown_path
from connlint.reporting.report import Part, Report, summarize
from connlint.run import Run, at_least, files_of
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.diagnostics.diagnostic import Diagnostic
    from connlint.diagnostics.severity import Severity
    from connlint.project import Target

__all__ = ["Selection", "report_of", "select"]


class Selection(NamedTuple):
    """The part of a run to show, each list by project; `silenced` and `known` are those of Run.

    `files` is the number of connector files, `fixed` that of findings, None where nothing was
    to be fixed, `left` the findings whose fix was left out, each by path, rule and message.
    `is_healthy` says that nothing is shown and nothing fails.
    """

    found: Sequence[Sequence[Diagnostic]]
    silenced: Sequence[Sequence[Diagnostic]]
    known: Sequence[Sequence[Diagnostic]]
    files: int
    fixed: int | None = None
    left: frozenset[tuple[str, str, str]] = frozenset()
    is_healthy: bool = False


def select(
    run: Run,
    found: Sequence[Sequence[Diagnostic]],
    targets: Sequence[Target],
    least: Severity | None,
) -> Selection:
    """Add to the selected findings what else is at least as severe; see at_least."""
    return Selection(
        found,
        at_least(run, run.silenced, least),
        at_least(run, run.known, least),
        len(files_of(run, targets, config=False)),
    )


def report_of(run: Run, selection: Selection, cwd: str) -> Report:
    """Return the report that formats render."""
    summary = summarize(
        run.diagnostics,
        len(run.projects),
        selection.files,
        suppressed=run.suppressed,
        baselined=run.baselined,
        fixed=selection.fixed,
    )
    parts = tuple(
        Part("." if project.root == cwd else shown_path(project.root, cwd), tuple(diagnostics))
        for diagnostics, project in zip(selection.found, run.projects, strict=True)
    )
    return Report(
        _joined(selection.found),
        summary,
        run.sources,
        parts,
        silenced=_joined(selection.silenced),
        known=_joined(selection.known),
        left=selection.left,
    )


def _joined(lists: Iterable[Sequence[Diagnostic]]) -> tuple[Diagnostic, ...]:
    return tuple(chain.from_iterable(lists))

"""What a rule is, and what it yields.

A rule is a function from frozen data to findings: it keeps no state, prints nothing
and reads nothing. Findings speak of spans; the engine turns them into diagnostics.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from connlint.catalog import Catalog
from connlint.project import Connector, Project
from connlint.severity import Safety, Severity
from connlint.source import SourceFile, Span
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.needs import Use

__all__ = ["Change", "Finding", "Place", "Rule"]


class Place(NamedTuple):
    """Another place that belongs to a finding, and what it has to do with it."""

    source: SourceFile
    span: Span
    message: str


class Change(NamedTuple):
    """A fix: put `text` in place of `span`, in `source`, or else in the file of the finding.

    `more` are further edits of that file that belong to it; no two of them overlap.
    """

    title: str
    safety: Safety
    span: Span
    text: str
    more: tuple[tuple[Span, str], ...] = ()
    source: SourceFile | None = None

    @property
    def edits(self) -> tuple[tuple[Span, str], ...]:
        """All edits, each a span and what takes its place."""
        return ((self.span, self.text), *self.more)


class Finding(NamedTuple):
    """What a rule found; `severity` is None where the rule's own severity holds.

    `failed` says that the rule did not come to an end.
    """

    source: SourceFile
    span: Span
    message: str
    help: str
    related: tuple[Place, ...] = ()
    changes: tuple[Change, ...] = ()
    severity: Severity | None = None
    failed: bool = False


class Rule(NamedTuple):
    """A rule: its public name, its severity, one sentence about it, and what it does.

    `check_connector` looks at one connector file, `check_project` at the project as a
    whole, `check_use` at a connector file and at what the code does with it, which is None
    where there is no such code; a rule has one of them, or it looks at the project and at each
    of its connector files.
    `reads_broken_text` says that the rule is about the text itself: other rules are not heard
    where a syntax problem makes the text doubtful.
    The registry says what must be there for a rule to be asked.
    """

    name: str
    severity: Severity
    summary: str
    check_connector: Callable[[Connector, Catalog], Iterable[Finding]] | None = None
    check_project: Callable[[Project, Catalog], Iterable[Finding]] | None = None
    reads_broken_text: bool = False
    check_use: Callable[[Connector, Catalog, Use | None], Iterable[Finding]] | None = None

"""The types of a rule and of its findings.

A rule is a function from immutable data to findings: it keeps no state, prints nothing
and reads no files. Findings have spans; the engine turns them into diagnostics.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Safety, Severity
from connlint.project import Connector, Project
from connlint.text.source import SourceFile, Span
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.usage.connector_usage import ConnectorUsage, Usage

__all__ = ["Change", "Finding", "Place", "Rule"]


class Place(NamedTuple):
    """A related span of a finding; `message` says how it relates to the finding."""

    source: SourceFile
    span: Span
    message: str


class Change(NamedTuple):
    """A fix: replace `span` by `text` in `source`, or in the finding's file if `source` is None.

    `more` are further edits of the same file that belong to the fix; no two edits overlap.
    """

    title: str
    safety: Safety
    span: Span
    text: str
    more: tuple[tuple[Span, str], ...] = ()
    source: SourceFile | None = None

    @property
    def edits(self) -> tuple[tuple[Span, str], ...]:
        """Return all edits of the fix, each a span and the text that replaces it."""
        return ((self.span, self.text), *self.more)


class Finding(NamedTuple):
    """A finding of a rule; if `severity` is None, the rule's own severity applies.

    `failed` says that the rule, or the analysis of the code, stopped with an error.
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
    """A rule: its public name, its severity, a one-sentence summary, and its check functions.

    `check_connector` checks one connector file, `check_project` the project as a whole, and
    `check_use` a connector file together with its usage in the code (None if no code uses it).
    `check_project_use` checks the project, and may ask for the usage of all its connectors.
    A rule has one of them, or `check_project` and one of those for connector files.
    `reads_broken_text` says that the rule is about the text itself: findings of other rules are
    dropped where a syntax problem makes the text unreliable.
    The registry has the conditions under which a rule runs.
    """

    name: str
    severity: Severity
    summary: str
    check_connector: Callable[[Connector, Catalog], Iterable[Finding]] | None = None
    check_project: Callable[[Project, Catalog], Iterable[Finding]] | None = None
    reads_broken_text: bool = False
    check_use: Callable[[Connector, Catalog, ConnectorUsage | None], Iterable[Finding]] | None = (
        None
    )
    check_project_use: (
        Callable[[Project, Catalog, Callable[[], Usage]], Iterable[Finding]] | None
    ) = None

"""What connlint reports: the diagnostic, and everything that hangs on it."""

from __future__ import annotations

from connlint.severity import Safety, Severity
from connlint.source import SourceFile, Span
from connlint.tuples import NamedTuple

__all__ = ["Diagnostic", "Edit", "Fix", "Position", "Range", "Related"]


class Position(NamedTuple):
    """A place for people: `line` and `column` count from 1, in code points; `offset` from 0."""

    line: int
    column: int
    offset: int


class Range(NamedTuple):
    """From `start` up to but without `end`; both are equal for a finding about a whole file."""

    start: Position
    end: Position

    @classmethod
    def of(cls, span: Span, source: SourceFile) -> Range:
        """The range that a span covers in its file."""
        line, column = source.line_and_column(span.start)
        start = Position(line, column, span.start)
        if source.slice(span).isprintable():
            # There is no line end in it.
            return cls(start, Position(line, column + span.end - span.start, span.end))
        return cls(start, Position(*source.line_and_column(span.end), span.end))


class Edit(NamedTuple):
    """Put `text` in place of a range of the file at `path`."""

    path: str
    range: Range
    text: str


class Fix(NamedTuple):
    """A way to mend a finding: a title for a menu, and edits that do not overlap."""

    title: str
    safety: Safety
    edits: tuple[Edit, ...]


class Related(NamedTuple):
    """Another place that belongs to the finding, and what it has to do with it."""

    path: str
    range: Range
    message: str


class Diagnostic(NamedTuple):
    """One finding.

    `rule` is the name of the rule, `message` says what is wrong, `help` what to do,
    and `docs` is the address of the page that says why. `path` is relative to the
    working directory, with `/`, and absolute where the file lies outside of it. A
    finding about a whole file has the empty range at 1:1.
    """

    rule: str
    severity: Severity
    message: str
    help: str
    docs: str
    path: str
    range: Range
    related: tuple[Related, ...] = ()
    fixes: tuple[Fix, ...] = ()

"""Diagnostics, with their ranges, fixes and related places."""

from __future__ import annotations

from connlint.diagnostics.severity import Safety, Severity
from connlint.text.source import SourceFile, Span
from connlint.tuples import NamedTuple

__all__ = ["Diagnostic", "Edit", "Fix", "Position", "Range", "Related"]


class Position(NamedTuple):
    """A position in a text: `line` and `column` are 1-based, `offset` 0-based, in code points."""

    line: int
    column: int
    offset: int


class Range(NamedTuple):
    """A range from `start` up to but without `end`; both are equal for a whole file's finding."""

    start: Position
    end: Position

    @classmethod
    def of(cls, span: Span, source: SourceFile) -> Range:
        """Return the range that a span covers in its file."""
        line, column = source.line_and_column(span.start)
        start = Position(line, column, span.start)
        if source.slice(span).isprintable():
            # A printable text has no line end, so the end is on the same line.
            return cls(start, Position(line, column + span.end - span.start, span.end))
        return cls(start, Position(*source.line_and_column(span.end), span.end))

    def to_dict(self) -> dict[str, dict[str, int]]:
        """Return the range as the JSON report has it."""
        return {"start": self.start._asdict(), "end": self.end._asdict()}


class Edit(NamedTuple):
    """An edit that replaces a range of the file at `path` with `text`."""

    path: str
    range: Range
    text: str

    def to_dict(self) -> dict[str, object]:
        """Return the edit as the JSON report has it."""
        return {"path": self.path, "range": self.range.to_dict(), "text": self.text}


class Fix(NamedTuple):
    """A fix of a finding: a title for a menu, and edits that do not overlap."""

    title: str
    safety: Safety
    edits: tuple[Edit, ...]

    def to_dict(self) -> dict[str, object]:
        """Return the fix as the JSON report has it."""
        return {
            "title": self.title,
            "safety": self.safety.value,
            "edits": [edit.to_dict() for edit in self.edits],
        }


class Related(NamedTuple):
    """Another place that belongs to the finding; the message says how it is related."""

    path: str
    range: Range
    message: str

    def to_dict(self) -> dict[str, object]:
        """Return the place as the JSON report has it."""
        return {"path": self.path, "range": self.range.to_dict(), "message": self.message}


class Diagnostic(NamedTuple):
    """One finding.

    `rule` is the name of the rule, `message` says what is wrong, `help` what to do,
    and `docs` is the address of the page that explains why. `path` is relative to the
    working directory, with `/`, and absolute where the file is outside it. A finding
    about a whole file has the empty range at 1:1.
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

    def to_dict(self) -> dict[str, object]:
        """Return the finding as the JSON report has it."""
        return {
            "rule": self.rule,
            "severity": str(self.severity),
            "message": self.message,
            "help": self.help,
            "docs": self.docs,
            "path": self.path,
            "range": self.range.to_dict(),
            "related": [related.to_dict() for related in self.related],
            "fixes": [fix.to_dict() for fix in self.fixes],
        }

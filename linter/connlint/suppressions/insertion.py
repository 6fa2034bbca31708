"""Places for new comments that silence findings.

A place is tried out: the comment has to be one to the parser of the file, and to cover the finding.
So a line of a template literal or of JSX text gets none, as it would become part of the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from connlint.files.conventions import CODE_ENDINGS, IGNORE_MARK
from connlint.jsonc import parse
from connlint.suppressions.parse import (
    CommentedFile,
    SuppressionIndex,
    in_code,
    in_document,
    read_suppressions,
)
from connlint.text.source import SourceFile, Span, newline_of
from connlint.tuples import NamedTuple

__all__ = ["Insertion", "insertion_for", "insertion_for_file"]

_FARTHEST = 200
"""The number of lines above a finding in which the beginning of its statement is looked for."""
_SHEBANG = "#!"


class Insertion(NamedTuple):
    """A text to insert at an offset."""

    offset: int
    text: str

    def apply(self, text: str) -> str:
        """Return a text with the insertion."""
        return text[: self.offset] + self.text + text[self.offset :]

    def moved(self, span: Span) -> Span:
        """Return where a span of the old text is in the new one."""
        by = len(self.text)
        start, end = span
        return Span(
            start + by if start >= self.offset else start, end + by if end > self.offset else end
        )


def insertion_for_file(source: SourceFile, rules: Iterable[str], reason: str = "") -> Insertion:
    """Return a comment that silences rules in a whole file."""
    # The first line may name the program that runs the file.
    offset = source.line_starts()[1:2] if source.text.startswith(_SHEBANG) else [0]
    comment = f"// {IGNORE_MARK}-file {_content(rules, reason)}{newline_of(source.text)}"
    return Insertion(offset[0] if offset else len(source.text), comment)


def insertion_for(
    source: SourceFile, found: Sequence[tuple[str, Span]], reason: str = ""
) -> Insertion | None:
    """Return a comment that silences findings that begin on one line; None without a place for it.

    `found` has the rule and the span of each. The text is empty where comments silence all of them.
    """
    before = _read(source)
    if _covers(before, found):
        return Insertion(0, "")
    line, _ = source.line_and_column(found[0][1].start)
    content = _content(dict.fromkeys(rule for rule, _ in found), reason)
    for insertion in _candidates(source, line, content):
        file = _read(SourceFile(source.path, insertion.apply(source.text), source.location))
        moved = [(rule, insertion.moved(span)) for rule, span in found]
        if _covers(file, moved) and (before.is_broken or not file.is_broken):
            return insertion
    return None


def _covers(file: CommentedFile, found: Iterable[tuple[str, Span]]) -> bool:
    """Tell whether the comments of a file silence findings."""
    index = SuppressionIndex(file.source, list(read_suppressions(file)))
    return all(index.matching_comments(rule, span) for rule, span in found)


def _candidates(source: SourceFile, line: int, content: str) -> Iterator[Insertion]:
    """Yield the places for a comment about a line: above, behind, above what contains it."""
    newline = newline_of(source.text)
    comment = f"// {IGNORE_MARK} {content}"
    yield _above(source, line, comment, newline)
    text = source.line(line)
    yield Insertion(source.line_starts()[line - 1] + len(text.rstrip()), f" {comment}")
    if not source.location.endswith(CODE_ENDINGS):
        # In a file of JSON, what contains a line covers too much.
        return
    for above in range(line - 1, max(0, line - 1 - _FARTHEST), -1):
        yield _above(source, above, comment, newline)


def _above(source: SourceFile, line: int, comment: str, newline: str) -> Insertion:
    text = source.line(line)
    indent = text[: len(text) - len(text.lstrip())]
    return Insertion(source.line_starts()[line - 1], f"{indent}{comment}{newline}")


def _content(rules: Iterable[str], reason: str) -> str:
    """Return what a comment has behind its first word; a reason is one line, whatever it was."""
    words = " ".join(reason.split())
    return f"{', '.join(rules)}{f': {words}' if words else ''}"


def _read(source: SourceFile) -> CommentedFile:
    if source.location.endswith(CODE_ENDINGS):
        return in_code(source, IGNORE_MARK)
    return in_document(source, parse(source.text))

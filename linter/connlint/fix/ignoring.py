"""Comments that silence findings, put into the texts of a run; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from connlint.diagnostics.diagnostic import Diagnostic
from connlint.fix.fixer import FixedFile
from connlint.project import Project
from connlint.run import Run
from connlint.suppressions.files import commentable_files
from connlint.suppressions.insertion import Insertion, insertion_for, insertion_for_file
from connlint.text.source import SourceFile, Span
from connlint.tuples import NamedTuple

__all__ = ["Ignored", "ignore_findings"]

_NO_COMMENT = frozenset({"unused-suppression", "internal-error"})
"""Findings about comments, and about connlint, which a comment in the app would only hide."""


class Ignored(NamedTuple):
    """The files with new comments, and the findings for which there is no place for one."""

    files: tuple[FixedFile, ...]
    left: tuple[Diagnostic, ...]


def ignore_findings(found: Iterable[Diagnostic], run: Run, reason: str) -> Ignored:
    """Put comments for findings into the files of a run, as few as possible for each line."""
    sources = _sources(run.projects)
    by_path: dict[str, list[Diagnostic]] = {}
    left: list[Diagnostic] = []
    for finding in found:
        if finding.path in sources and finding.rule not in _NO_COMMENT:
            by_path.setdefault(finding.path, []).append(finding)
        else:
            left.append(finding)
    files = []
    for path, findings in sorted(by_path.items()):
        text = _Text(sources[path], reason)
        left += text.ignore(findings)
        if text.count:
            files.append(FixedFile(sources[path], text.source.text, text.count))
    return Ignored(tuple(files), tuple(left))


def _sources(projects: Iterable[Project]) -> dict[str, SourceFile]:
    """Return the files that can have comments, by path."""
    return {source.path: source for project in projects for source in commentable_files(project)}


class _Text:
    """A text that gets comments; `count` findings have one."""

    def __init__(self, source: SourceFile, reason: str) -> None:
        self.source = source
        self.count = 0
        self._reason = reason
        self._spans: dict[Diagnostic, Span] = {}

    def ignore(self, findings: Sequence[Diagnostic]) -> list[Diagnostic]:
        """Add comments for findings of this file; return those without a place."""
        self._spans = {
            each: Span(each.range.start.offset, each.range.end.offset) for each in findings
        }
        whole = [finding for finding in findings if self._spans[finding] == (0, 0)]
        by_line: dict[int, list[Diagnostic]] = {}
        for finding in findings:
            if finding not in whole:
                by_line.setdefault(finding.range.start.line, []).append(finding)
        left: list[Diagnostic] = []
        for _, group in sorted(by_line.items(), reverse=True):
            left += self._of_line(group)
        if whole:
            rules = sorted({finding.rule for finding in whole})
            self._insert(insertion_for_file(self.source, rules, self._reason))
            self.count += len(whole)
        return left

    def _of_line(self, group: Sequence[Diagnostic]) -> list[Diagnostic]:
        """Add a comment for all findings of a line, or else one for each rule that has a place."""
        if self._add(group):
            return []
        rules = sorted({finding.rule for finding in group})
        if len(rules) == 1:
            return list(group)
        parts = [[finding for finding in group if finding.rule == rule] for rule in rules]
        return [finding for part in parts if not self._add(part) for finding in part]

    def _add(self, group: Sequence[Diagnostic]) -> bool:
        """Add one comment for findings, unless one of before covers them; tell whether it does."""
        found = sorted((finding.rule, self._spans[finding]) for finding in group)
        insertion = insertion_for(self.source, found, self._reason)
        if insertion is None:
            return False
        if insertion.text:
            self._insert(insertion)
        self.count += len(group)
        return True

    def _insert(self, insertion: Insertion) -> None:
        old = self.source
        text = insertion.apply(old.text)
        self.source = SourceFile(old.path, text, old.location, old.has_bom)
        self._spans = {
            finding: span if span == (0, 0) else insertion.moved(span)
            for finding, span in self._spans.items()
        }

"""Conversion of the rules' findings to the diagnostics that are reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from connlint.config.settings import Level
from connlint.diagnostics.diagnostic import Diagnostic, Edit, Fix, Range, Related
from connlint.diagnostics.severity import Severity
from connlint.project import Project
from connlint.rules import Change, Finding, Rule, docs_url
from connlint.text.source import SourceFile

__all__ = ["at_levels", "drop_cascades", "order", "to_diagnostic"]


def drop_cascades(
    found: list[tuple[Rule, Finding]], project: Project
) -> list[tuple[Rule, Finding]]:
    """Drop findings that may be a mere consequence of broken text before them.

    These are findings that touch a syntax problem or a bad byte, or follow it on the same line.
    Findings of rules about the text itself are kept.
    """
    broken: dict[str, list[int]] = {}
    for connector in project.connectors:
        for problem in connector.document.problems:
            broken.setdefault(connector.source.path, []).append(problem.span.start)
    for file in project.unreadable:
        # With a byte that is not valid UTF-8, the text around it is not what was meant.
        if file.source.text:
            broken.setdefault(file.source.path, []).append(file.span.start)
    if not broken:
        return found
    return [
        (rule, finding)
        for rule, finding in found
        if rule.reads_broken_text
        or not _is_consequence(finding, broken.get(finding.source.path, ()))
    ]


def _is_consequence(finding: Finding, problems: Iterable[int]) -> bool:
    line_of = finding.source.line_and_column
    line, _ = line_of(finding.span.start)
    return any(finding.span.end >= offset and line == line_of(offset)[0] for offset in problems)


def at_levels(found: list[tuple[Rule, Finding]], project: Project) -> list[tuple[Rule, Finding]]:
    """Set severities from the project's settings, and drop findings of rules that are off."""
    settings = project.settings
    if not settings.rules and not settings.file_rules:
        return found
    kept = []
    # Cached: a file may have many findings of a rule, and the settings many patterns.
    levels: dict[tuple[str, str, Severity], Level] = {}
    for rule, finding in found:
        severity = finding.severity or rule.severity
        query = rule.name, finding.source.location, severity
        if query not in levels:
            levels[query] = settings.level(*query)
        level = levels[query]
        if level is not None:
            kept.append((rule, finding._replace(severity=level)))
    return kept


def order(found: tuple[Rule, Finding]) -> tuple[str, int, int, str, str]:
    """Return the key by which findings are sorted: path, span, rule and message."""
    rule, finding = found
    span = finding.span
    return finding.source.path, span.start, span.end, rule.name, finding.message


def to_diagnostic(rule: Rule, finding: Finding) -> Diagnostic:
    """Convert a finding to a Diagnostic, with its rule's name and page, lines and columns."""
    source = finding.source
    return Diagnostic(
        rule=rule.name,
        severity=finding.severity or rule.severity,
        message=finding.message,
        help=finding.help,
        docs=docs_url(rule.name),
        path=source.path,
        range=Range.of(finding.span, source),
        related=tuple(
            Related(related.source.path, Range.of(related.span, related.source), related.message)
            for related in finding.related
        ),
        fixes=tuple(
            Fix(
                change.title,
                change.safety,
                tuple(_edits(change, source)),
            )
            for change in finding.changes
        ),
    )


def _edits(change: Change, source: SourceFile) -> Iterator[Edit]:
    """Yield the edits of a fix, in the file of the change or else in that of the finding."""
    file = change.source or source
    for span, text in change.edits:
        yield Edit(file.path, Range.of(span, file), text)

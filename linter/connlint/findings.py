"""From what the rules found to what is reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from connlint.diagnostic import Diagnostic, Edit, Fix, Range, Related
from connlint.project import Project
from connlint.rules import Change, Finding, Rule, docs_address
from connlint.settings import Level
from connlint.severity import Severity
from connlint.source import SourceFile

__all__ = ["at_levels", "order", "to_diagnostic", "without_consequences"]


def without_consequences(
    found: list[tuple[Rule, Finding]], project: Project
) -> list[tuple[Rule, Finding]]:
    """Drop findings that may only be there because the text before them is broken.

    That is so from a syntax problem or a bad byte on, and for what touches it, up to the end of the
    line. Rules about the text itself are always heard.
    """
    broken: dict[str, list[int]] = {}
    for connector in project.connectors:
        for problem in connector.document.problems:
            broken.setdefault(connector.source.path, []).append(problem.span.start)
    for file in project.unreadable:
        # A byte that is no character of UTF-8: the text around it is not what was meant.
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
    return any(finding.span.end >= at and line == line_of(at)[0] for at in problems)


def at_levels(found: list[tuple[Rule, Finding]], project: Project) -> list[tuple[Rule, Finding]]:
    """Give findings the severities of the project's settings, and drop what is off."""
    settings = project.settings
    if not settings.rules and not settings.file_rules:
        return found
    kept = []
    # A file may have very many findings of a rule, and the settings very many patterns.
    levels: dict[tuple[str, str, Severity], Level] = {}
    for rule, finding in found:
        severity = finding.severity or rule.severity
        asked = rule.name, finding.source.location, severity
        if asked not in levels:
            levels[asked] = settings.level(*asked)
        level = levels[asked]
        if level is not None:
            kept.append((rule, finding._replace(severity=level)))
    return kept


def order(found: tuple[Rule, Finding]) -> tuple[str, int, int, str, str]:
    """What findings are sorted by: path, place, rule."""
    rule, finding = found
    span = finding.span
    return finding.source.path, span.start, span.end, rule.name, finding.message


def to_diagnostic(rule: Rule, finding: Finding) -> Diagnostic:
    """The finding with its rule's name, severity and page, and with lines and columns."""
    source = finding.source
    return Diagnostic(
        rule=rule.name,
        severity=finding.severity or rule.severity,
        message=finding.message,
        help=finding.help,
        docs=docs_address(rule.name),
        path=source.path,
        range=Range.of(finding.span, source),
        related=tuple(
            Related(place.source.path, Range.of(place.span, place.source), place.message)
            for place in finding.related
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
    """The edits of a fix, in its own file or in that of the finding."""
    file = change.source or source
    for span, text in change.edits:
        yield Edit(file.path, Range.of(span, file), text)

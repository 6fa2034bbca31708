"""From what a rule found to what is reported."""

from __future__ import annotations

from connlint.diagnostic import Diagnostic, Edit, Fix, Range, Related
from connlint.rules import Finding, Rule, docs_address

__all__ = ["to_diagnostic"]


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
                (Edit(source.path, Range.of(change.span, source), change.text),),
            )
            for change in finding.changes
        ),
    )

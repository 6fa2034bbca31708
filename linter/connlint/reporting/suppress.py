"""Separation of findings that comments suppress from those that are reported."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from connlint.project import Project
from connlint.reporting.build import at_levels
from connlint.rules import Finding, Rule, RuleSet
from connlint.rules.unused_suppression import RULE as UNUSED
from connlint.rules.unused_suppression import unused
from connlint.suppressions.parse import (
    CommentedFile,
    Suppression,
    SuppressionIndex,
    read_suppressions,
)

__all__ = ["silence"]

Found = list[tuple[Rule, Finding]]


def silence(
    found: Found,
    project: Project,
    rules: RuleSet,
    files: Sequence[CommentedFile],
    partly: Collection[str],
) -> tuple[Found, Found]:
    """Return the findings that remain, with those about comments, and the suppressed ones.

    `rules` are those that ran, `files` those that may have comments, and `partly` has
    the paths of connectors that only some rules checked. Neither list is in order.
    """
    left: Found = []
    silenced: Found = []
    by_path: dict[str, Found] = {}
    for item in found:
        by_path.setdefault(item[1].source.path, []).append(item)
    # It is unknown what a rule that has failed would have found.
    may_judge = UNUSED.name in rules and not any(finding.failed for _, finding in found)
    for file in files:
        source = file.source
        comments = list(read_suppressions(file))
        cover = SuppressionIndex(source, comments)
        # Pairs of a comment's number and the name of a rule of which it has suppressed a finding.
        used: set[tuple[int, str]] = set()
        for item in by_path.pop(source.path, []):
            rule, finding = item
            suppressing = cover.matching_comments(rule.name, finding.span)
            used.update((number, rule.name) for number in suppressing)
            (silenced if suppressing else left).append(item)
        if not may_judge:
            continue
        checked = {
            rule.name
            for rule in rules
            if project.settings.level(rule.name, source.location, rule.severity) is not None
        }
        if source.path in partly:
            checked.difference_update(rules.known_type_rules())
        pointless = _pointless(file, comments, used, checked)
        about_comments: Found = at_levels([(UNUSED, finding) for finding in pointless], project)
        (silenced if cover.silences_all_of(UNUSED.name) else left).extend(about_comments)
    for others in by_path.values():
        left.extend(others)
    return left, silenced


def _pointless(
    file: CommentedFile,
    comments: Sequence[Suppression],
    used: set[tuple[int, str]],
    checked: set[str],
) -> list[Finding]:
    """Return findings about comments, and names in them, that suppress nothing.

    Names of rules that did not run are not reported: rules that are off, and all rules where
    the text is broken. The rule unknown-rule reports names that no rule has.
    """
    findings = []
    for number, comment in enumerate(comments):
        if comment.mistake:
            findings.append(unused(file.source, comment, []))
            continue
        if file.is_broken:
            continue
        names = [
            name
            for name in comment.names
            if name.text in checked
            and (number, name.text) not in used
            and not (name.text == UNUSED.name and comment.whole_file)
        ]
        if names:
            findings.append(unused(file.source, comment, names))
    return findings

"""Findings sorted into those that are reported and those that a comment silences."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from connlint.findings import at_levels
from connlint.project import Project
from connlint.rules import Finding, Rule, RuleSet
from connlint.rules.unused_suppression import RULE as UNUSED
from connlint.rules.unused_suppression import unused
from connlint.suppressions import Commented, Cover, Suppression, read_suppressions

__all__ = ["silence"]

Found = list[tuple[Rule, Finding]]


def silence(
    found: Found,
    project: Project,
    rules: RuleSet,
    files: Sequence[Commented],
    partly: Collection[str],
) -> tuple[Found, Found]:
    """What is left of the findings, with those about comments, and what was silenced.

    `rules` are those that ran, `files` those that may have comments, and `partly` has
    the paths of connectors that only some rules looked at. Neither list is in order.
    """
    left: Found = []
    silenced: Found = []
    by_path: dict[str, Found] = {}
    for each in found:
        by_path.setdefault(each[1].source.path, []).append(each)
    # What a rule that has failed would have found, nobody knows.
    may_judge = UNUSED.name in rules and not any(finding.failed for _, finding in found)
    for file in files:
        source = file.source
        comments = list(read_suppressions(file))
        cover = Cover(source, comments)
        # By rule name: which comments have silenced one of its findings.
        used: set[tuple[int, str]] = set()
        for each in by_path.pop(source.path, []):
            rule, finding = each
            takers = cover.takers(rule.name, finding.span)
            used.update((number, rule.name) for number in takers)
            (silenced if takers else left).append(each)
        if not may_judge:
            continue
        looked = {
            rule.name
            for rule in rules
            if project.settings.level(rule.name, source.location, rule.severity) is not None
        }
        if source.path in partly:
            looked.difference_update(rules.look_at_known_types_only())
        pointless = _pointless(file, comments, used, looked)
        said: Found = at_levels([(UNUSED, finding) for finding in pointless], project)
        (silenced if cover.silences_all_of(UNUSED.name) else left).extend(said)
    for others in by_path.values():
        left.extend(others)
    return left, silenced


def _pointless(
    file: Commented,
    comments: Sequence[Suppression],
    used: set[tuple[int, str]],
    looked: set[str],
) -> list[Finding]:
    """Comments and names that silence nothing.

    Rules that did not look cannot say so: those that are off, and all of them where the text
    is broken. Names that no rule has are unknown-rule's.
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
            if name.text in looked
            and (number, name.text) not in used
            and not (name.text == UNUSED.name and comment.whole_file)
        ]
        if names:
            findings.append(unused(file.source, comment, names))
    return findings

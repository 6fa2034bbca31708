"""The rule `unknown-rule`: names in the settings or in comments that no rule has."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Severity
from connlint.project import Project
from connlint.rules.rule import Finding, Rule
from connlint.suppressions.files import commented_files
from connlint.text.escaping import quote
from connlint.text.source import SourceFile, Span
from connlint.text.spelling import SpellingIndex

__all__ = ["RULE"]


def _check(project: Project, _: Catalog) -> Iterator[Finding]:
    names = list(_names(project))
    if not names:
        return
    # Imported here, because the registry imports this module.
    from connlint.rules.registry import RULES

    rule_names = RULES.names
    candidates = SpellingIndex(rule_names)
    for source, name, span in names:
        if name not in rule_names:
            meant = candidates.closest(name)
            advice = f'Did you mean "{meant}"?' if meant else "Run `connlint rule` to see all rules"
            yield Finding(source, span, f"Unknown rule {quote(name)}", advice)


def _names(project: Project) -> Iterator[tuple[SourceFile, str, Span]]:
    """Yield each rule name that the project's files use, with its file and span."""
    settings = project.settings
    if settings.source is not None:
        for name, span in settings.rule_names:
            yield settings.source, name, span
    for file in commented_files(project):
        from connlint.suppressions.parse import read_suppressions

        for suppression in read_suppressions(file):
            if not suppression.mistake:
                for text, span in suppression.names:
                    yield file.source, text, span


RULE = Rule(
    "unknown-rule",
    Severity.WARNING,
    "connlint.toml or a comment names a rule that does not exist",
    check_project=_check,
    reads_broken_text=True,
)

"""internal-error: a rule of connlint has failed; what the others found still holds."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.project import Project
from connlint.rules.rule import Finding, Rule
from connlint.severity import Severity
from connlint.source import SourceFile, Span

__all__ = ["RULE", "failure"]


def _check(project: Project, _catalog: Catalog) -> Iterator[Finding]:
    """Code that could not be read; the engine reports a rule that fails, by `failure`."""
    for source, error in project.code.failures:
        yield Finding(
            source,
            Span(0, 0),
            f"connlint has failed to read this code: {type(error).__name__}: {error}",
            "this is a mistake in connlint; please report it with the file",
            failed=True,
        )


def failure(rule: Rule, source: SourceFile, error: Exception) -> Finding:
    """What is reported in place of what a rule did not get to say about a file."""
    return Finding(
        source,
        Span(0, 0),
        f"the rule {rule.name} has failed here: {type(error).__name__}: {error}",
        "this is a mistake in connlint; please report it with the file, "
        f"and set {rule.name} to off meanwhile",
        failed=True,
    )


RULE = Rule(
    "internal-error",
    Severity.ERROR,
    "A rule of connlint has failed",
    check_project=_check,
    reads_broken_text=True,
)

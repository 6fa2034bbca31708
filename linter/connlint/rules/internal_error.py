"""The rule `internal-error`: failures of connlint; findings of other rules remain valid."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Severity
from connlint.project import Project
from connlint.rules.rule import Finding, Rule
from connlint.text.source import SourceFile, Span

__all__ = ["RULE", "failure"]


def _check(project: Project, _catalog: Catalog) -> Iterator[Finding]:
    """Report code whose analysis failed; for a rule that fails, the engine calls `failure`."""
    for source, error in project.code.failures:
        yield Finding(
            source,
            Span(0, 0),
            f"connlint has failed to read this code: {type(error).__name__}: {error}",
            "this is a mistake in connlint; please report it with the file",
            failed=True,
        )


def failure(rule: Rule, source: SourceFile, error: Exception) -> Finding:
    """Return the finding about a rule that stopped with an error on a file."""
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

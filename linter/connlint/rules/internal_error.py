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
            f"The analysis of this file has failed: {_failure(error)}",
            _help(),
            failed=True,
        )


def failure(rule: Rule, source: SourceFile, error: Exception) -> Finding:
    """Return the finding about a rule that stopped with an error on a file."""
    return Finding(
        source,
        Span(0, 0),
        f"The rule {rule.name} has failed: {_failure(error)}",
        f"{_help()}. Until then, set {rule.name} to off in connlint.toml",
        failed=True,
    )


def _help() -> str:
    # Imported here, because hardly any run needs it.
    from connlint.bug_report import ISSUES

    return f"This is a bug in connlint: report it at {ISSUES} and attach the file"


def _failure(error: Exception) -> str:
    """Return the kind of the error and its place in connlint.

    The error's own message is left out, as it may quote a file of the user.
    """
    import os
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        # It comes from a worker process.
        return type(error).__name__
    return f"{type(error).__name__} in {os.path.basename(frames[-1].filename)}:{frames[-1].lineno}"


RULE = Rule(
    "internal-error",
    Severity.ERROR,
    "A part of connlint has failed",
    check_project=_check,
    reads_broken_text=True,
)

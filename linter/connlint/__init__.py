"""connlint: the linter for the connector files of Base44 apps.

`lint_project(path)` and `lint_text(text, path=...)` give a list of Diagnostic. `lint_files`,
`fix_files`, `audit_files` and `plan_files` take the files of apps from memory.
"""

from __future__ import annotations

from connlint._version import __version__

# As typing has it, which a run that finds nothing does not import.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.api.files import audit_files, fix_files, lint_files, plan_files
    from connlint.api.projects import lint_project, lint_text
    from connlint.api.report import AuditReport, FixReport, PlanReport, Report
    from connlint.diagnostics.diagnostic import Diagnostic, Edit, Fix, Position, Range, Related
    from connlint.diagnostics.severity import Safety, Severity
    from connlint.fix.fixer import SkippedFix
    from connlint.project import NothingToLint
    from connlint.reporting.report import Summary

__all__ = [
    "AuditReport",
    "Diagnostic",
    "Edit",
    "Fix",
    "FixReport",
    "NothingToLint",
    "PlanReport",
    "Position",
    "Range",
    "Related",
    "Report",
    "Safety",
    "Severity",
    "SkippedFix",
    "Summary",
    "__version__",
    "audit_files",
    "fix_files",
    "lint_files",
    "lint_project",
    "lint_text",
    "plan_files",
]

_HOMES = {
    "connlint.api.files": ("audit_files", "fix_files", "lint_files", "plan_files"),
    "connlint.api.projects": ("lint_project", "lint_text"),
    "connlint.api.report": ("AuditReport", "FixReport", "PlanReport", "Report"),
    "connlint.diagnostics.diagnostic": (
        "Diagnostic",
        "Edit",
        "Fix",
        "Position",
        "Range",
        "Related",
    ),
    "connlint.diagnostics.severity": ("Safety", "Severity"),
    "connlint.fix.fixer": ("SkippedFix",),
    "connlint.project": ("NothingToLint",),
    "connlint.reporting.report": ("Summary",),
}


def __getattr__(name: str) -> object:
    # The command line imports this package too, and does not need all of it.
    if name not in __all__:
        raise AttributeError(f"module 'connlint' has no attribute {name!r}")
    from importlib import import_module

    home = next(home for home, names in _HOMES.items() if name in names)
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return __all__

"""connlint: the linter for the connector files of Base44 apps.

`lint_project(path)` and `lint_text(text, path=...)` give a list of Diagnostic.
"""

from __future__ import annotations

from connlint._version import __version__

# As typing has it, which a run that finds nothing does not import.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.api import lint_project, lint_text
    from connlint.diagnostics.diagnostic import Diagnostic, Edit, Fix, Position, Range, Related
    from connlint.diagnostics.severity import Safety, Severity
    from connlint.project import NothingToLint

__all__ = [
    "Diagnostic",
    "Edit",
    "Fix",
    "NothingToLint",
    "Position",
    "Range",
    "Related",
    "Safety",
    "Severity",
    "__version__",
    "lint_project",
    "lint_text",
]

_HOMES = {
    "lint_project": "connlint.api",
    "lint_text": "connlint.api",
    "NothingToLint": "connlint.project",
    "Safety": "connlint.diagnostics.severity",
    "Severity": "connlint.diagnostics.severity",
}


def __getattr__(name: str) -> object:
    # The command line imports this package too, and does not need all of it.
    if name not in __all__:
        raise AttributeError(f"module 'connlint' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES.get(name, "connlint.diagnostics.diagnostic")), name)


def __dir__() -> list[str]:
    return __all__

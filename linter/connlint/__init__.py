"""connlint: the linter for the connector files of Base44 apps.

`lint_project(path)` and `lint_text(text, path=...)` give a list of Diagnostic.
"""

from connlint._version import __version__
from connlint.api import lint_project, lint_text
from connlint.diagnostic import Diagnostic, Edit, Fix, Related, Safety, Severity
from connlint.project import NothingToLint
from connlint.source import Position, Range

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

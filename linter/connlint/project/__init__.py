"""Base44 projects: where they are, what lies in them, and the frozen model of both.

`find_targets(paths, cwd)` says which projects are meant, `load_project(target, cwd)`
reads one, and everything after that looks at the Project alone.
"""

from connlint.project.connector import meant_property
from connlint.project.discovery import (
    NothingToLint,
    Target,
    find_targets,
    find_text_target,
    shown_path,
)
from connlint.project.loading import load_project
from connlint.project.model import (
    Automation,
    BackendFunction,
    Connector,
    FileProblem,
    Project,
)

__all__ = [
    "Automation",
    "BackendFunction",
    "Connector",
    "FileProblem",
    "NothingToLint",
    "Project",
    "Target",
    "find_targets",
    "find_text_target",
    "load_project",
    "meant_property",
    "shown_path",
]

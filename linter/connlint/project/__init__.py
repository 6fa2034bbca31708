"""Discovery, loading and immutable model of Base44 projects.

`find_targets(paths, cwd)` returns the projects that the paths denote, `load_project(target, cwd)`
reads one of them, and all later stages use only the Project.
"""

from connlint.project.connector import meant_property
from connlint.project.discovery import (
    NothingToLint,
    find_file_target,
    find_targets,
    find_text_target,
)
from connlint.project.loading import load_project
from connlint.project.model import (
    Automation,
    BackendFunction,
    Connector,
    FileProblem,
    Project,
)
from connlint.project.places import Target, shown_path

__all__ = [
    "Automation",
    "BackendFunction",
    "Connector",
    "FileProblem",
    "NothingToLint",
    "Project",
    "Target",
    "find_file_target",
    "find_targets",
    "find_text_target",
    "load_project",
    "meant_property",
    "shown_path",
]

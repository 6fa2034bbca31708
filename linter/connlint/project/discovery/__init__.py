"""Discovery of apps: which projects a path denotes, and a search for those below a folder."""

from connlint.project.discovery.search import Visit, visits
from connlint.project.discovery.targets import (
    NothingToLint,
    find_file_target,
    find_targets,
    find_text_target,
)

__all__ = [
    "NothingToLint",
    "Visit",
    "find_file_target",
    "find_targets",
    "find_text_target",
    "visits",
]

"""Place of the working directory in the checkout of GitHub Actions."""

from __future__ import annotations

import os
from collections.abc import Mapping

from connlint.files.inside import is_below
from connlint.project import shown_path

__all__ = ["folder_in_checkout"]


def folder_in_checkout(environ: Mapping[str, str]) -> str:
    """Return the path from the checkout of GitHub Actions to the working directory, with `/`."""
    checkout = environ.get("GITHUB_WORKSPACE")
    if not checkout:
        return ""
    cwd, checkout = os.path.realpath(os.getcwd()), os.path.realpath(checkout)
    is_inside = cwd != checkout and is_below(cwd, checkout)
    return f"{shown_path(cwd, checkout)}/" if is_inside else ""

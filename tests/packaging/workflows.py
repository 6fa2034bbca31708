"""The action and the workflows, read: their steps and the scripts in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from .programs import ROOT

ACTION = ROOT / "action.yml"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))

Step = dict[str, Any]


def steps(path: Path) -> Iterator[Step]:
    """The steps of an action, or of all jobs of a workflow."""
    content = yaml.safe_load(path.read_text("utf-8"))
    if "runs" in content:
        yield from content["runs"]["steps"]
    for job in content.get("jobs", {}).values():
        yield from job["steps"]


def scripts(path: Path) -> list[str]:
    """The shell lines of all steps."""
    return [step["run"] for step in steps(path) if "run" in step]

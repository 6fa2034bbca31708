"""Results of a run of the benchmark, in the form of its JSON file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict, cast

__all__ = ["Figures", "Machine", "MeasuredCase", "MeasuredProgram", "Results", "read", "write"]


class Machine(TypedDict):
    """The machine on which the benchmark ran."""

    system: str
    processor: str
    cores: int
    open_files: int
    """The number of files that a process may have open at once."""


class MeasuredProgram(TypedDict):
    """A program; `missing` says why it was not measured, and is empty where it was."""

    name: str
    version: str
    invocation: str
    remark: str
    missing: str


class Figures(TypedDict):
    """One program in one case; `failure` says why there is no time."""

    seconds: list[float]
    memory: int
    """The maximum of all runs, in KiB."""
    failure: str


class MeasuredCase(TypedDict):
    """One case; `start` has the seconds of `python -c pass` in its rounds."""

    name: str
    rounds: int
    start: list[float]
    programs: dict[str, Figures]


class Results(TypedDict):
    """A whole run."""

    version: int
    date: str
    machine: Machine
    runtimes: dict[str, str]
    limit: int
    """The seconds after which a run is killed."""
    programs: list[MeasuredProgram]
    cases: list[MeasuredCase]


def read(path: Path) -> Results:
    """Read results from a file."""
    return cast("Results", json.loads(path.read_text("utf-8")))


def write(path: Path, results: Results) -> None:
    """Write results to a file, with a line for each program of a case."""
    cases = []
    for case in results["cases"]:
        programs = ",\n        ".join(
            f"{json.dumps(name)}: {json.dumps(figures)}"
            for name, figures in case["programs"].items()
        )
        head = json.dumps({key: value for key, value in case.items() if key != "programs"})
        cases.append(f'{head[:-1]}, "programs": {{\n        {programs}\n    }}}}')
    rest = {key: value for key, value in results.items() if key != "cases"}
    text = json.dumps(rest, indent=2).removesuffix("\n}")
    body = ",\n    ".join(cases)
    path.write_text(f'{text},\n  "cases": [\n    {body}\n  ]\n}}\n', "utf-8")

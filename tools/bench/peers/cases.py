"""The apps that programs are measured on, and broken files that they must report."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from tools.bench.connectors import healthy_app
from tools.bench.functions import app_with_functions

__all__ = ["BROKEN", "CASES", "SHORT", "Case", "broken_file", "make_app", "words"]

_SCHEMAS = Path(__file__).resolve().parents[3] / "schemas" / "connlint_schemas"

BROKEN = "zz_broken.json"
"""The name of the broken file, which sorts last."""


class Case(NamedTuple):
    """A measurement; without files and functions it is the start of a program."""

    name: str
    rounds: int
    files: int = 0
    functions: int = 0

    @property
    def is_start(self) -> bool:
        """Tell whether no files are read."""
        return not self.files and not self.functions


CASES = (
    Case("start", 10),
    Case("1 file", 10, files=1),
    Case("10 files", 10, files=10),
    Case("200 files", 10, files=200),
    Case("2,000 files", 7, files=2_000),
    Case("20,000 files", 5, files=20_000),
    Case("500 functions", 10, functions=500),
)
SHORT = (Case("start", 3), Case("10 files", 3, files=10), Case("200 files", 3, files=200))


def make_app(root: Path, case: Case) -> Path:
    """Write the app of a case; a tenth of its functions call connectors."""
    if case.functions:
        return app_with_functions(root, case.functions, case.functions // 10)
    healthy_app(root, case.files)
    shutil.copy(_SCHEMAS / "connector.schema.json", root)
    return root


def broken_file(app: Path, *, syntax: bool) -> Path:
    """Add a file that is not JSON, or else one that is against the schema."""
    text = '{"type": "zz_broken", "scopes": []' if syntax else '{"type": 1, "scopes": "profile"}'
    path = app / "base44" / "connectors" / BROKEN
    path.write_text(f"{text}\n", "utf-8")
    return path


def words(arguments: Iterable[str], app: Path) -> list[str]:
    """Expand arguments as a shell does: a pattern becomes its files, unless it is quoted."""
    expanded: list[str] = []
    for word in arguments:
        if word.startswith("'"):
            expanded.append(word.strip("'"))
        elif "*" in word:
            expanded.extend(sorted(path.relative_to(app).as_posix() for path in app.glob(word)))
        else:
            expanded.append(word)
    return expanded

"""Apps of real backend functions, for the benchmarks.

Functions with connector calls come from tests/code/examples/whole-functions.md, the others
from `ordinary/`. The connectors have the smallest sets of scopes that connlint computes.
"""

from __future__ import annotations

import json
import re
from itertools import cycle
from pathlib import Path

from connlint.audit import audit_projects
from connlint.catalog import Catalog
from connlint.project import find_targets
from connlint.run import read_project

__all__ = ["app_with_functions", "ordinary_functions", "whole_functions"]

_HERE = Path(__file__).resolve()
_PAGE = _HERE.parents[2] / "tests" / "code" / "examples" / "whole-functions.md"
_SHARED = "base44/shared/"
_ORDINARY = _HERE.parent / "ordinary"
_FILE = re.compile(r"^```ts (base44/\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LEFT_OUT = ("getAccessToken", "callApi", "webmasters")
"""Words in functions about which connlint reports findings; such functions are left out."""


def app_with_functions(root: Path, count: int, with_calls: int) -> Path:
    """Write a healthy app of `count` functions, of which `with_calls` call connectors."""
    base = root / "base44"
    (base / "functions").mkdir(parents=True)
    (base / "config.jsonc").write_text('{"name": "Many"}\n', "utf-8")
    for path, text in _FILE.findall(_PAGE.read_text("utf-8")):
        if path.startswith(_SHARED):
            (root / path).parent.mkdir(exist_ok=True)
            (root / path).write_text(text, "utf-8")
    calling = [text for text in whole_functions() if not any(name in text for name in _LEFT_OUT)]
    others = ordinary_functions()
    texts, plain = cycle(calling), cycle(others)
    for number in range(count):
        path = base / "functions" / f"work{number:03}" / "entry.ts"
        path.parent.mkdir()
        path.write_text(next(texts if number < with_calls else plain), "utf-8")
    _write_connectors(root)
    return root


def whole_functions() -> list[str]:
    """Return functions that call connectors; of the app, they import at most shared code."""
    found = _FILE.findall(_PAGE.read_text("utf-8"))
    return [text for path, text in found if not path.startswith(_SHARED)]


def ordinary_functions() -> list[str]:
    """Return functions without connector calls."""
    return [path.read_text("utf-8") for path in sorted(_ORDINARY.glob("*.ts"))]


def _write_connectors(root: Path) -> None:
    """Write a file for each connector that the code calls."""
    (target,) = find_targets([str(root)], str(root))
    (app,) = audit_projects([(".", read_project(target, str(root)))], Catalog()).projects
    directory = root / "base44" / "connectors"
    directory.mkdir()
    for connector in app.connectors:
        content = {"type": connector.type, "scopes": list(connector.smallest)}
        text = json.dumps(content, indent=2) + "\n"
        (directory / f"{connector.type}.jsonc").write_text(text, "utf-8")

"""Apps that have nothing but functions, as the command line sees them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.project.tree import make

from .console import program

LEAK = """\
import { createClientFromRequest } from "npm:@base44/sdk";

Deno.serve(async (req) => {
  const base44 = createClientFromRequest(req);
  const { accessToken } = await base44.asServiceRole.connectors.getConnection("gmail");
  return Response.json({ accessToken });
});
"""

LAYOUTS = {
    "a folder for each function": "base44/functions/mail/entry.ts",
    "a file for each function": "functions/mail.ts",
    "a file in JavaScript": "functions/mail.js",
    "a folder for each function at the root": "functions/mail/entry.ts",
}


@pytest.mark.parametrize("name", LAYOUTS.values(), ids=LAYOUTS)
def test_an_app_of_functions_alone_is_checked_from_everywhere(name: str, tmp_path: Path) -> None:
    make(tmp_path, {".git/": "", "src/App.jsx": "", name: LEAK})
    folder = str(Path(name).parent)
    for cwd, path in ((".", "."), (".", name), (".", folder), ("src", "."), (folder, ".")):
        outcome = program("check", "--quiet", "--format", "concise", path, cwd=tmp_path / cwd)
        assert (outcome.status, outcome.err) == (1, "")
        (line,) = outcome.out.splitlines()
        line = line.replace("../", "").replace(f"{folder}/", "")
        assert line.startswith(f"{Path(name).name}:6:26: error[exposed-token] ")


def test_the_report_says_what_the_app_consists_of(tmp_path: Path) -> None:
    make(tmp_path, {"functions/mail.ts": LEAK, "functions/other.ts": ""})
    out = program("check", cwd=tmp_path).out
    assert out.splitlines()[-4:] == [
        "Found 1 error and 1 info in 1 file.",
        "This app has no config and no connector files: connlint checked its 2 functions.",
        "1 info is not shown (--min-severity info shows all).",
        "To read more about the rule: connlint rule exposed-token",
    ]


def test_several_apps_of_functions_alone_are_counted(tmp_path: Path) -> None:
    make(tmp_path, {f"{name}/functions/mail.ts": LEAK for name in ("a", "b")})
    assert (
        "2 apps have no config and no connector files: connlint checked their 2 functions."
        in program("check", cwd=tmp_path).out.splitlines()
    )


@pytest.mark.parametrize("path", [".", "functions", "src"])
def test_a_repository_without_anything_of_base44_is_no_app(path: str, tmp_path: Path) -> None:
    make(tmp_path, {".git/": "", "functions/index.js": "", "src/App.jsx": ""})
    outcome = program("check", path, cwd=tmp_path)
    assert (outcome.status, outcome.out) == (2, "")
    place = "here" if path == "." else f'in "{path}"'
    assert outcome.err == (
        f"connlint: No Base44 app {place} (looked for base44/config.jsonc, connector files and "
        "functions that call connectors, in this folder and above). Run connlint inside your app, or: "
        "connlint check PATH/TO/APP\n"
    )


def test_the_other_commands_find_the_same_app(tmp_path: Path) -> None:
    make(tmp_path, {"functions/mail.ts": LEAK})
    audit = program("audit", cwd=tmp_path)
    assert (audit.status, audit.err) == (0, "")
    assert "Gmail" in audit.out
    assert program("check", "--show-files", cwd=tmp_path).out == "functions/mail.ts\n"

"""Folders inside an app, files that are no part of one, and paths above the working directory."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.project.tree import make

from .console import CONFIG, CONNECTORS, MISTYPED, Outcome, connlint, plainly, program

CALLS = """\
Deno.serve(async (req) => {
  const base44 = createClientFromRequest(req);
  await base44.asServiceRole.connectors.getConnection("gmail");
});
"""
PAGE = 'await base44.asServiceRole.connectors.getConnection("gmail");\n'
FILES = {
    ".git/HEAD": "",
    "base44/config.jsonc": CONFIG,
    "base44/connectors/slak.jsonc": MISTYPED,
    "base44/functions/send/entry.ts": CALLS,
    "base44/functions/other/entry.ts": "Deno.serve(() => new Response());\n",
    "src/App.jsx": PAGE,
    "src/plain.js": "export const one = 1;\n",
    "docs/notes.jsonc": "{",
    "README.md": "",
}
SLAK = "base44/connectors/slak.jsonc"
SEND = "base44/functions/send/entry.ts"
APP = "src/App.jsx"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "app" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.chdir(tmp_path / "app")
    return tmp_path / "app"


def _paths(*arguments: str) -> list[str]:
    outcome = connlint("check", "--format", "json", "--min-severity", "info", *arguments)
    return sorted({each["path"] for each in json.loads(outcome.out)["diagnostics"]})


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(
    ("paths", "found"),
    [
        (["."], [SLAK, SEND, APP]),
        (["base44"], [SLAK, SEND, APP]),
        (["base44/connectors"], [SLAK]),
        (["base44/functions"], [SEND]),
        (["base44/functions/"], [SEND]),
        (["base44/functions/send"], [SEND]),
        (["base44/functions/other"], []),
        (["src"], [APP]),
        (["docs"], []),
        (["src", "base44/functions"], [SEND, APP]),
        (["src", SLAK], [SLAK, APP]),
        (["src", "."], [SLAK, SEND, APP]),
    ],
)
def test_a_folder_of_an_app_limits_what_is_reported(paths: list[str], found: list[str]) -> None:
    assert _paths(*paths) == found


def test_fixes_and_lists_of_files_keep_to_the_folder(root: Path) -> None:
    assert connlint("check", "--show-files", "base44/functions").out.splitlines() == [
        "base44/functions/other/entry.ts",
        SEND,
    ]
    before = (root / SLAK).read_text()
    assert connlint("check", "--fix", "--unsafe-fixes", "src").status == 1
    assert (root / SLAK).read_text() == before


@pytest.mark.parametrize(
    ("cwd", "paths", "found"),
    [
        ("base44/functions", [], ["../../src/App.jsx", "../connectors/slak.jsonc", "send/entry.ts"]),
        ("base44/functions", ["send"], ["send/entry.ts"]),
        ("base44/functions", ["../connectors"], ["../connectors/slak.jsonc"]),
        ("src", ["../base44/functions"], ["../base44/functions/send/entry.ts"]),
        ("src", [".."], ["../base44/connectors/slak.jsonc", "../base44/functions/send/entry.ts",
            "App.jsx"]),
        ("docs", [".."], [f"../{SLAK}", f"../{SEND}", f"../{APP}"]),
    ],
)  # fmt: skip
def test_paths_above_the_working_directory_are_relative_in_a_repository(
    cwd: str, paths: list[str], found: list[str], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root / cwd)
    assert _paths(*paths) == found


def test_elsewhere_they_are_absolute(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = root.parent / "other"
    other.mkdir()
    monkeypatch.chdir(other)
    assert _paths(str(root / "src")) == [str(root / APP)]
    (root / ".git" / "HEAD").unlink()
    (root / ".git").rmdir()
    monkeypatch.chdir(root / "docs")
    assert _paths("../src") == [str(root / APP)]


def test_formats_for_ci_get_paths_that_they_can_use(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root / "docs")
    out = program(
        "check", "--format", "github", "../src", cwd=root / "docs", environ={
            "GITHUB_WORKSPACE": str(root)
        }
    ).out  # fmt: skip
    assert f"file={APP}," in out
    (run,) = json.loads(connlint("check", "--format", "sarif", "../src").out)["runs"]
    assert {
        place["physicalLocation"]["artifactLocation"]["uri"]
        for result in run["results"]
        for place in (*result["locations"], *result.get("relatedLocations", ()))
    } == {f"file://{root}/{APP}"}


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("README.md", "README.md is not a connector file, a function or another part of a Base44 app; "
            "nothing to check"),
        ("docs/notes.jsonc", "docs/notes.jsonc is not a connector file, a function or another part of a "
            "Base44 app; nothing to check"),
        ("src/plain.js", "src/plain.js does not use connectors; nothing to check"),
        ("docs", "docs has no connector files, functions or pages that use connectors"),
    ],
)  # fmt: skip
def test_a_path_with_nothing_to_check_is_named(path: str, said: str) -> None:
    assert plainly(path) == connlint("check", path) == Outcome(0, "", f"connlint: {said}\n")
    assert connlint("check", "--quiet", path) == Outcome(0, "", "")


@pytest.mark.parametrize("config", ['{"name": "Notes"}', None])
def test_whichever_path_leads_to_an_app_its_settings_are_the_same(
    config: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also without a repository, where settings count up to the root of the app only."""
    settings = '[rules]\nunknown-type = "off"\n'
    files = {"base44/config.jsonc": config} if config is not None else {}
    make(tmp_path, {**files, f"{CONNECTORS}/slack.jsonc": MISTYPED, "connlint.toml": settings})
    for path in (".", "base44", CONNECTORS, f"{CONNECTORS}/slack.jsonc", str(tmp_path)):
        monkeypatch.chdir(tmp_path)
        assert connlint("check", "--quiet", path) == Outcome(0, "", "")
    for folder in ("base44", CONNECTORS):
        monkeypatch.chdir(tmp_path / folder)
        assert connlint("check", "--quiet") == Outcome(0, "", "")

"""Apps in folders, and folders in apps, that are deeper than anybody needs; names that are too long."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.console import CONNECTORS, SLACK, Outcome, app, connlint, no_problems, program

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="names are of POSIX")

LEVELS = 1100
"""More than Python's functions may call each other."""
LONG = "d" * 200
ENOUGH = 30
"""So many of these are longer than any path may be."""
CALL = (
    "Deno.serve(async (req) => {\n"
    "  const { connectors } = createClientFromRequest(req).asServiceRole;\n"
    '  await connectors.getAccessToken("slack");\n'
    "});\n"
)


class Top:
    """A folder for deep ones, which Python's own functions could not remove again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._chains: list[tuple[Path, int, str]] = []

    def descend(self, folder: Path, levels: int, name: str) -> None:
        """Make folders within each other, and go to the deepest: no path may lead there at once."""
        folder.mkdir(parents=True, exist_ok=True)
        self._chains.append((folder, levels, name))
        os.chdir(folder)
        for _ in range(levels):
            os.mkdir(name)
            os.chdir(name)

    def remove(self) -> None:
        for folder, levels, name in self._chains:
            os.chdir(folder)
            for _ in range(levels):
                os.chdir(name)
            for each in os.listdir():
                shutil.rmtree(each) if os.path.isdir(each) else os.unlink(each)
            for _ in range(levels):
                os.chdir("..")
                os.rmdir(name)
        os.chdir(self.path.parent)
        shutil.rmtree(self.path)


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Top]:
    before = Path.cwd()
    folder = Top(tmp_path_factory.mktemp("top"))
    yield folder
    folder.remove()
    os.chdir(before)


@pytest.fixture(autouse=True)
def _come_back() -> Iterator[None]:
    before = Path.cwd()
    yield
    os.chdir(before)


PLACES = ("functions", "shared", "workflows", "connectors", "../src")


@pytest.fixture(scope="module")
def deep(top: Top) -> Path:
    """An app with deep folders in all places."""
    root = app(top.path / "deep", {"slack.jsonc": SLACK})
    for place in PLACES:
        top.descend(root / "base44" / place, LEVELS, "d")
        Path("entry.ts").write_text(CALL)
        Path("gmail.jsonc").write_text("{")
    os.chdir(root)
    return root


@pytest.fixture(scope="module")
def long(top: Top) -> Path:
    """An app with folders in all places that no path leads to."""
    root = app(top.path / "long", {"slack.jsonc": SLACK})
    for place in PLACES:
        top.descend(root / "base44" / place, ENOUGH, LONG)
        Path("entry.ts").write_text(CALL)
        Path("gmail.jsonc").write_text("{")
    os.chdir(root)
    code = root / "base44/functions/ping/entry.ts"
    code.parent.mkdir()
    code.write_text("Deno.serve(() => new Response());\n")
    return root


def _rules(found: Outcome) -> list[tuple[str, str]]:
    return [(each["path"], each["rule"]) for each in json.loads(found.out)["diagnostics"]]


WAYS = {
    "plainly": ("check",),
    "with fixes": ("check", "--diff"),
    "the files": ("check", "--show-files"),
    "the audit": ("audit",),
    "the scopes": ("scopes",),
    "init": ("init", "--dry-run"),
}


@pytest.mark.parametrize("way", WAYS)
def test_deep_folders_in_an_app_are_no_trouble(way: str, deep: Path) -> None:
    found = program(*WAYS[way], cwd=deep)
    assert found.status == (way in {"plainly", "with fixes"})
    assert found.out
    assert found.err == ("connlint: 3 files would be written\n" if way == "init" else "")


def test_code_in_deep_folders_is_read(deep: Path) -> None:
    name = f"{'d/' * LEVELS}entry.ts"
    assert _rules(program("check", "--format", "json", cwd=deep)) == [
        (f"base44/functions/{name}", "deprecated-call"),
        (f"base44/shared/{name}", "deprecated-call"),
        (f"src/{name}", "client-side-connection"),
    ]


@pytest.mark.parametrize("way", WAYS)
def test_folders_that_no_path_leads_to_are_no_trouble(way: str, long: Path) -> None:
    found = program(*WAYS[way], cwd=long)
    assert (found.status, bool(found.out)) == (
        0,
        way in {"the files", "the audit", "the scopes", "init"},
    )
    said = {"plainly": no_problems(1, 1), "init": "connlint: 3 files would be written\n"}
    assert found.err == said.get(way, "")


def test_what_is_not_found_where_no_path_leads_proves_nothing(long: Path) -> None:
    """Any function there may use the connector."""
    options = ("--format", "json", "--min-severity", "info")
    assert _rules(program("check", *options, cwd=long)) == []
    report = json.loads(program("audit", "--format", "json", cwd=long).out)
    (connector,) = report["projects"][0]["connectors"]
    unread = "the file cannot be read"
    assert [gap["reason"] for gap in connector["gaps"]].count(unread) == len(PLACES) - 1


def test_an_app_in_a_deep_folder_is_no_trouble(top: Top) -> None:
    top.descend(top.path / "above", LEVELS, "d")
    wrong = '{"type": "slack", "scopes": [], "note": 1}'
    root = app(Path.cwd(), {"slack.jsonc": wrong})
    place = f"{CONNECTORS}/slack.jsonc"
    line = f"{place}:1:33: warning[unknown-property] "
    for path in (".", place, f"{root}", f"{root / place}"):
        found = program("check", "--quiet", "--format", "concise", path, cwd=root)
        assert (found.status, found.out[: len(line)], found.err) == (0, line, "")
    for arguments in WAYS.values():
        assert "Traceback" not in program(*arguments, cwd=root).err
    assert program("check", "--fix", cwd=root) == Outcome(0, "Fixed 1 finding.\n", no_problems())
    assert program("check", cwd=root) == Outcome(0, "", no_problems())
    assert program("check", place, cwd=root) == Outcome(0, "", no_problems())


def test_an_app_that_no_path_leads_to_is_said(top: Top) -> None:
    top.descend(top.path / "beyond", ENOUGH, LONG)
    app(Path(), {"slack.jsonc": SLACK})
    for arguments in WAYS.values():
        found = program(*arguments, cwd=Path())
        assert found == Outcome(2, "", "connlint: .: File name too long\n")
    place = f"{CONNECTORS}/new.jsonc"
    options = ("--stdin-filename", place, "--quiet", "--format", "concise")
    found = program("check", *options, cwd=Path(), stdin=b"{")
    assert (found.status, found.err) == (1, "")
    assert found.out.startswith(f"{place}:1:2: error[syntax-error]")


TOO_LONG = {"a name": "x" * 300, "a path": f"{LONG}/" * 30 + "x", "many folders": "a/" * 3000 + "x"}


@pytest.mark.parametrize("kind", TOO_LONG)
def test_what_settings_say_may_be_too_long(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = TOO_LONG[kind]
    root = app(tmp_path, {"slack.jsonc": SLACK})
    config = root / "base44/config.jsonc"
    monkeypatch.chdir(root)

    def check() -> list[tuple[str, str]]:
        found = connlint("check", "--quiet", "--format", "json", "--min-severity", "info")
        assert found.err == ""
        return _rules(found)

    config.write_text(json.dumps({"name": "Notes", "connectorsDir": text}))
    assert check() == [("base44/config.jsonc", "connectors-dir")]
    config.write_text(json.dumps({"name": "Notes", "functionsDir": text}))
    assert check() == [("base44/config.jsonc", "connectors-dir")]
    config.write_text('{"name": "Notes"}')
    folder = root / "base44/functions/ping"
    folder.mkdir(parents=True)
    (folder / "function.jsonc").write_text(json.dumps({"name": "ping", "entry": f"{text}.ts"}))
    assert check() == [(f"{CONNECTORS}/slack.jsonc", "unused-connector")]
    (folder / "function.jsonc").unlink()
    (folder / "entry.ts").write_text(f'import "./{text}.ts";\nimport "./{text}";\n{CALL}')
    assert check() == [("base44/functions/ping/entry.ts", "deprecated-call")]
    (root / "connlint.toml").write_text(f'catalog = "{text}"\nexclude = ["{text}/**"]\n')
    assert ("connlint.toml", "config-error") in check()
    offered = b'{"integrations": [{"integration_type": "acme"}]}'
    found = connlint("catalog", "update", "-", stdin=offered)
    assert (found.status, found.out, found.err.count("\n")) == (2, "", 1)
    assert "File name too long" in found.err


GIVEN = {
    "a path to check": ("check", "{}"),
    "a path to audit": ("audit", "{}"),
    "a path to ask about": ("scopes", "{}"),
    "a path to set up": ("init", "{}"),
    "settings": ("check", "--config", "{}"),
    "a baseline": ("check", "--baseline", "{}"),
    "a new baseline": ("check", "--write-baseline", "{}"),
    "a report": ("check", "--format", "json", "--output-file", "{}"),
    "a list": ("catalog", "update", "{}"),
}


@pytest.mark.parametrize("kind", TOO_LONG)
@pytest.mark.parametrize("what", GIVEN)
def test_what_is_given_may_be_too_long(
    what: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(app(tmp_path, {"slack.jsonc": SLACK}))
    found = connlint(*(word.format(TOO_LONG[kind]) for word in GIVEN[what]))
    assert (found.status, found.out, found.err.count("\n")) == (2, "", 1)
    reason = "does not exist" if what == "settings" else "File name too long"
    assert found.err.startswith("connlint: ")
    assert found.err.endswith(f"{reason}\n")

"""The command: what it shows, asks and writes, with its exact words."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.cli.console import Outcome, Stream, Terminal, answered, connlint
from tests.project.tree import CONFIG, make

from connlint.cli.commands import run
from connlint.cli.console import Console, guard
from connlint.init.contents import CONFIG as SETTINGS
from connlint.init.contents import HOOKS, REF, SCHEMA, workflow

FILES = {
    "base44/config.jsonc": CONFIG,
    ".git/": "",
    "connlint.toml": "",
    ".github/workflows/connlint.yml": workflow("main"),
    ".pre-commit-config.yaml": "repos:\n  # ours\n  - repo: local\n    hooks: []\nci: {}\n",
    ".vscode/settings.json": '{\n\t// as we like it\n\t"editor.tabSize": 2\n}',
    ".vscode/extensions.json": '\ufeff{\r\n  "recommendations": ["a.b"],\r\n}\r\n',
}
DIFF = f"""\
.pre-commit-config.yaml checks the app before each commit, with pre-commit
--- a/.pre-commit-config.yaml
+++ b/.pre-commit-config.yaml
@@ -2,4 +2,8 @@
   # ours
   - repo: local
     hooks: []
+  - repo: https://github.com/connlint/connlint
+    rev: {REF}
+    hooks:
+      - id: connlint
 ci: {{}}

.vscode/settings.json tells VS Code the schema of connector files
--- a/.vscode/settings.json
+++ b/.vscode/settings.json
@@ -1,4 +1,13 @@
 {{
 \t// as we like it
-\t"editor.tabSize": 2
+\t"editor.tabSize": 2,
+\t"json.schemas": [
+\t\t{{
+\t\t\t"fileMatch": [
+\t\t\t\t"base44/connectors/*.json",
+\t\t\t\t"base44/connectors/*.jsonc"
+\t\t\t],
+\t\t\t"url": "{SCHEMA}"
+\t\t}}
+\t]
 }}
\\ No newline at end of file

.vscode/extensions.json recommends connlint's extension to people who open the app in VS Code
--- a/.vscode/extensions.json
+++ b/.vscode/extensions.json
@@ -1,3 +1,3 @@
 {{
-  "recommendations": ["a.b"],
+  "recommendations": ["a.b", "connlint.connlint"],
 }}

"""
STEPS = """\
connlint: Next steps:
  1. Run `connlint check` to see what it finds
  2. Run `pre-commit install` once, so that git runs the hook
  3. Commit the files
"""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = make(tmp_path / "app", FILES)
    monkeypatch.chdir(root)
    return root


def _contents(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def _answer(words: bytes, *arguments: str, seen: bool = True) -> Outcome:
    return answered(words, "init", *arguments, seen=seen)


def test_a_dry_run_shows_the_differences_and_writes_nothing(app: Path) -> None:
    before = _contents(app)
    outcome = connlint("init", "--dry-run")
    assert outcome == Outcome(0, DIFF, "connlint: 3 files would be written\n")
    assert _contents(app) == before


def test_yes_writes_and_a_second_time_there_is_nothing_to_do(app: Path) -> None:
    assert connlint("init", "--yes") == Outcome(0, DIFF, f"connlint: 3 files written\n{STEPS}")
    after = _contents(app)
    assert after[".vscode/extensions.json"].decode() == (
        '\ufeff{\r\n  "recommendations": ["a.b", "connlint.connlint"],\r\n}\r\n'
    )
    assert connlint("init", "--yes") == Outcome(
        0,
        "",
        "connlint: Nothing to do: connlint.toml, .pre-commit-config.yaml, "
        ".github/workflows/connlint.yml, .vscode/settings.json, .vscode/extensions.json "
        "are already there\n",
    )
    assert _contents(app) == after


def test_an_empty_app_gets_all_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(make(tmp_path, {"shop/base44/config.jsonc": CONFIG, "shop/.git/": ""}))
    outcome = connlint("init", "--yes", "shop")
    assert (outcome.status, outcome.err) == (0, f"connlint: 5 files written\n{STEPS}")
    assert outcome.out.startswith(
        "shop/connlint.toml is where you change settings; until then, the defaults apply\n"
        "--- /dev/null\n+++ b/shop/connlint.toml\n@@ -0,0 +1,8 @@\n+#:schema https://"
    )
    written = {path: text.decode() for path, text in _contents(tmp_path / "shop").items()}
    assert (written["connlint.toml"], written[".pre-commit-config.yaml"]) == (SETTINGS, HOOKS)
    assert written[".github/workflows/connlint.yml"] == workflow("main")


@pytest.mark.parametrize("words", [b"y\n", b"YES\r\n", b" y"])
def test_a_yes_on_the_terminal_writes(words: bytes, app: Path) -> None:
    before = _contents(app)
    outcome = _answer(words)
    assert (outcome.status, outcome.out) == (0, DIFF)
    line_end = "" if words.endswith(b"\n") else "\n"
    assert outcome.err == f"Write 3 files? [y/N] {line_end}connlint: 3 files written\n{STEPS}"
    assert len(set(_contents(app).items()) - set(before.items())) == 3


@pytest.mark.parametrize("words", [b"\n", b"n\n", b"yeah\n", b"", b"\xff\n"])
def test_anything_else_writes_nothing(words: bytes, app: Path) -> None:
    before = _contents(app)
    outcome = _answer(words)
    line_end = "" if words.endswith(b"\n") else "\n"
    assert outcome == Outcome(
        0, DIFF, f"Write 3 files? [y/N] {line_end}connlint: Nothing was written\n"
    )
    assert _contents(app) == before


def test_without_a_terminal_nothing_is_written(app: Path) -> None:
    before = _contents(app)
    said = "connlint: Not a terminal, so nothing was written. Use --yes to write\n"
    assert connlint("init", stdin=b"y\n") == Outcome(2, DIFF, said)
    assert _answer(b"y\n", seen=False) == Outcome(2, DIFF, said)
    assert _contents(app) == before


def test_yes_and_dry_run_exclude_each_other() -> None:
    assert connlint("init", "--yes", "--dry-run") == Outcome(
        2, "", "connlint: Use --yes or --dry-run, not both. See connlint init --help\n"
    )


@pytest.mark.parametrize(
    "path, said",
    [
        ("C:\\app", "C:\\app: no such file or directory"),
        (".\\base44", ".\\base44: no such file or directory"),
        ('C:\\my app"', 'C:\\my app": no such file or directory'),
        ("\x1b[31m", "\\u{1b}[31m: no such file or directory"),
        (
            "../notes.json",
            "../notes.json: not part of a Base44 app; name an app, or its connectors folder",
        ),
        ("", "PATH is empty. Name an app, a connectors folder or a file"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="the first paths are those of Windows")
def test_paths_that_lead_to_no_app(path: str, said: str, app: Path) -> None:
    make(app, {"../notes.json": "{}"})
    assert connlint("init", "--yes", path) == Outcome(2, "", f"connlint: {said}\n")


def test_of_several_apps_one_has_to_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(
        make(tmp_path, {"a/base44/config.jsonc": CONFIG, "b/base44/config.jsonc": CONFIG})
    )
    said = "connlint: There are 2 apps here; name one: a, b\n"
    assert connlint("init", "--yes") == Outcome(2, "", said)
    assert len(_contents(tmp_path)) == 2


def test_what_is_in_the_way_is_said_and_the_rest_is_written(app: Path) -> None:
    make(app, {".vscode/settings.json": '{\x1b[31m "a": 1}'})
    outcome = connlint("init", "--yes")
    assert outcome.status == 2
    first, last, *steps = outcome.err.splitlines()
    assert first.startswith("connlint: .vscode/settings.json: skipped: line 1 is broken: ")
    assert last == "connlint: 2 files written"
    assert steps == STEPS.splitlines()
    assert "\x1b" not in outcome.err
    again = connlint("init", "--yes")
    assert (again.status, again.out, again.err) == (2, "", f"{first}\n")


def test_foreign_text_is_shown_safely(app: Path) -> None:
    make(app, {".vscode/settings.json": '{\n\t// \x1b[31m\u202e ##[x\n\t"a": 1\n}\n'})
    outcome = connlint("init", "--yes")
    assert " \t// \\u{1b}[31m\\u{202e} ##\\u{5b}x\n" in outcome.out
    assert (
        (app / ".vscode/settings.json")
        .read_text("utf-8")
        .startswith('{\n\t// \x1b[31m\u202e ##[x\n\t"a": 1,\n\t"json.schemas": [')
    )


@pytest.mark.skipif(os.name == "nt", reason="modes are those of POSIX")
def test_a_file_that_is_read_only_stays_and_the_rest_is_written(app: Path) -> None:
    settings = app / ".vscode/settings.json"
    settings.chmod(0o444)
    before = settings.read_bytes()
    outcome = connlint("init", "--yes")
    assert outcome == Outcome(
        2,
        DIFF,
        "connlint: .vscode/settings.json: cannot be written: the file is read-only\n"
        "connlint: 2 files written\n",
    )
    assert settings.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="modes are those of POSIX")
def test_modes_are_kept_and_no_file_is_left_behind(app: Path) -> None:
    hooks = app / ".pre-commit-config.yaml"
    hooks.chmod(0o640)
    connlint("init", "--yes")
    assert stat.S_IMODE(hooks.stat().st_mode) == 0o640
    assert set(_contents(app)) == {name for name in FILES if not name.endswith("/")}


@pytest.mark.parametrize("number, name", [(0, "connlint.toml"), (1, ".pre-commit-config.yaml")])
def test_a_file_that_is_saved_in_the_last_moment_is_kept(
    number: int, name: str, app: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (app / "connlint.toml").unlink()
    folders: list[str] = []

    def save(folder: str) -> None:
        """Save the file when connlint is about to write it, and has looked at it again."""
        folders.append(folder)
        if len(folders) == number + 1:
            (app / name).write_text("# mine\n")

    monkeypatch.setattr("connlint.cli.file_changes.remove_leftovers", save)
    found = connlint("init", "--yes")
    assert found.status == 2
    reason = "cannot be written: the file has changed since connlint read it"
    assert f"connlint: {name}: {reason}\n" in found.err
    assert (app / name).read_text() == "# mine\n"


def test_a_file_that_changes_before_the_answer_is_not_written(app: Path) -> None:
    class Slow(Terminal):
        def readline(self, size: int | None = -1, /) -> bytes:
            make(app, {".pre-commit-config.yaml": "repos: []\n"})
            return super().readline(size)

    out, err = Stream(), Stream(terminal=True)
    console = Console(Slow(b"y\n"), out, err, {})
    assert guard(console, lambda: run(["init"], console)) == 2
    assert err.text() == (
        "Write 3 files? [y/N] "
        "connlint: .pre-commit-config.yaml: cannot be written: it changed in the meantime\n"
        "connlint: 2 files written\n"
    )
    assert (app / ".pre-commit-config.yaml").read_text() == "repos: []\n"


PLAIN = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize(
    "environ",
    [PLAIN, {**PLAIN, "PYTHONIOENCODING": "ascii"}, {"PYTHONUTF8": "1"}],
    ids=["the C locale", "and ASCII streams", "UTF-8"],
)
def test_files_are_utf_8_whatever_the_locale(environ: Mapping[str, str], tmp_path: Path) -> None:
    root = tmp_path / "größe 📧"
    make(root, {"base44/config.jsonc": CONFIG, ".vscode/settings.json": "{ // 日本 📧\n}\n"})
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "connlint", "init", "--yes", root.name],
        cwd=tmp_path,
        env={**kept, **environ},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    # The extension of VS Code is in no marketplace yet.
    assert done.stderr.startswith(b"connlint: 3 files written" + os.linesep.encode())
    shown = done.stdout.decode()
    assert ("{ // 日本 📧" in shown) == ("PYTHONUTF8" in environ and environ["PYTHONUTF8"] == "1")
    settings = (root / ".vscode" / "settings.json").read_bytes().decode("utf-8")
    assert settings.startswith('{ // 日本 📧\n  "json.schemas": [\n')


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_names_that_are_no_text_do_no_harm(tmp_path: Path) -> None:
    config = '{"name": "Notes", "connectorsDir": "../links"}'
    app = os.fsencode(tmp_path) + b"/gr\xc3\xb6\xff"
    os.makedirs(app + b"/base44")
    (tmp_path / ".git").mkdir()
    with open(app + b"/base44/config.jsonc", "w", encoding="utf-8") as file:
        file.write(config)
    for environ in (PLAIN, {"PYTHONUTF8": "1"}):
        done = subprocess.run(
            [sys.executable, "-m", "connlint", "init", "--yes"],
            cwd=tmp_path,
            env={**environ, "PATH": os.environ["PATH"]},
            capture_output=True,
            check=False,
        )
        assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done.stderr
        settings = tmp_path / ".vscode" / "settings.json"
        assert '"grö\ufffd/links/*.json",' in settings.read_text("utf-8")
        settings.unlink()

"""Sessions of real editors, recorded again: they send what the stored recordings hold.

tests/lsp/test_clients.py replays the stored ones. UPDATE_RECORDINGS=1 writes them again.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.editors import recorder
from tests.editors.real import EMACS, NEOVIM, OLD_NEOVIM, REAL, real_editor
from tests.editors.recordings import (
    FILE,
    FIRST,
    FIX,
    LAST,
    load,
    normalized,
    prepare,
    result,
    shape,
    steps,
    version_of,
)
from tests.editors.stage import Stage
from tests.editors.vscode_editor import environment, install_code_server, pack, running
from tests.packaging.programs import ROOT

pytestmark = [*REAL, pytest.mark.slow(seconds=90)]

STORED = ROOT / "tests" / "lsp" / "clients"
DRIVER = Path(__file__).with_name("vscode_driver.js")
Json = dict[str, Any]
NAMES = {"neovim": NEOVIM, "neovim-0.7": OLD_NEOVIM, "emacs": EMACS}
ASK_EMACS = """\
(progn (require 'eglot) (require 'lisp-mnt) (require 'find-func)
  (princ (format "GNU Emacs %s, Eglot %s" emacs-version
                 (lm-version (find-library-name "eglot")))))
"""


def _messages(records: Path, root: Path) -> list[Json]:
    """What was sent to the first server that was started."""
    first = min(records.iterdir(), key=lambda path: path.name)
    return normalized(map(json.loads, first.read_text("utf-8").splitlines()), root)


def _compare(name: str, version: str, messages: list[Json]) -> None:
    """Compare a session with the stored one, or store it."""
    path = STORED / f"{name}.jsonl"
    if os.environ.get("UPDATE_RECORDINGS") == "1":
        lines = [{"client": name, "version": version}, *messages]
        text = [json.dumps(each, ensure_ascii=False, sort_keys=True) for each in lines]
        path.write_text("\n".join(text) + "\n", "utf-8")
    head, stored = load(path)
    now, before = shape(messages), shape(stored)
    if version != head["version"] and now != before:
        differences = [
            f"{kind}: {sorted(set(now[kind]) ^ set(before[kind]))}"
            for kind in now
            if now[kind] != before[kind]
        ]
        pytest.skip(f"{version} differs from {head['version']} in {'; '.join(differences)}")
    assert now == before


@pytest.mark.parametrize("name", NAMES)
def test_an_editor_sends_what_was_recorded(name: str, tmp_path: Path) -> None:
    editor = real_editor(NAMES[name])
    stage = Stage(editor, tmp_path, {})
    prepare(stage.root)
    stage.records = tmp_path / "records"
    stage.records.mkdir()
    seen = stage.play(*steps(editor))
    assert stage.path(FILE).read_text("utf-8") == result()
    assert " ".join(sorted(each["rule"] for each in seen[7])) == LAST
    program = editor.command[0]
    asked = ["--batch", "--eval", ASK_EMACS] if editor.name == EMACS else ["--version"]
    _compare(name, version_of(program, *asked), _messages(stage.records, stage.root))


def test_visual_studio_code_sends_what_was_recorded(
    node: str, playwright_npm: Path, chromium: str, tmp_path: Path
) -> None:
    entry = install_code_server(node)
    root, records = tmp_path / "app", tmp_path / "records"
    records.mkdir()
    prepare(root)
    environment(root, *recorder.command(records))
    edits = [['"gmail"', '"g"'], ['"g"', '"gmail"'], ["readonyl", "readonly"]]
    session = {"path": FILE, "found": FIRST, "fix": FIX, "edits": edits, "left": LAST}
    (root / ".probe.json").write_text(json.dumps({"session": session}))
    with running(node, entry, tmp_path / "editor", pack(tmp_path)) as editor:
        question = {
            "library": str(playwright_npm),
            "chromium": chromium,
            "port": editor.port,
            "pictures": str(tmp_path),
            "session": str(root),
        }
        run = subprocess.run(
            [node, DRIVER, json.dumps(question)],
            capture_output=True,
            encoding="utf-8",
            timeout=200,
            check=False,
        )
        assert run.returncode == 0, f"{run.stderr}\n{run.stdout}\n{editor.log.read_text('utf-8')}"
    answer = json.loads(run.stdout)["answer"]
    assert answer == {"files": {}, "session": LAST}
    assert (root / FILE).read_text("utf-8") == result()
    messages = _messages(records, root)
    about = messages[0]["params"]["clientInfo"]
    _compare("vscode", f"{about['name']} {about['version']}", messages)

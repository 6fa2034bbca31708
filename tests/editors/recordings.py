"""Sessions of real editors: what is done in them, and what of it is kept.

A recording has a line that says what was recorded, and one for each message of the client, all JSON.
What differs from one run to the next, or belongs to the machine, is replaced.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from tests.cli.console import CONNECTORS
from tests.editors.stage import Editor, place
from tests.packaging.programs import ROOT

__all__ = [
    "APP",
    "FILE",
    "FIRST",
    "FIX",
    "LAST",
    "load",
    "normalized",
    "prepare",
    "result",
    "shape",
    "steps",
    "version_of",
]

APP = ROOT / "examples" / "broken-app"
FILE = f"{CONNECTORS}/gmail.jsonc"
FIRST = (
    "duplicate-scope foreign-scope malformed-scope malformed-scope redundant-scope "
    "restricted-scope restricted-scope unknown-scope"
)
LAST = (
    "duplicate-scope foreign-scope malformed-scope redundant-scope redundant-scope redundant-scope "
    "restricted-scope restricted-scope restricted-scope"
)
"""The rules of what is found in the file, at first and in the end."""
FIX = 'Change it to "https://www.googleapis.com/auth/gmail.send"'

CHANGES = {
    '"gmail.send"': '"https://www.googleapis.com/auth/gmail.send"',
    "readonyl": "readonly",
}
"""What is different in the file in the end."""

Json = dict[str, Any]
Value: TypeAlias = Any
"""Any JSON."""
_TOKEN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# How often these come, and whether, depends on how fast the machine is.
_BY_CHANCE = {"$/cancelRequest", "exit", "textDocument/codeLens", "textDocument/documentLink"}


def prepare(root: Path) -> None:
    """Copy the app into a folder, which is a repository: the settings of the app hold in all of it."""
    shutil.copytree(APP, root, dirs_exist_ok=True)
    subprocess.run(["git", "init", "--quiet", str(root)], check=True, timeout=60)


def result() -> str:
    """The text of the file after a session."""
    text = (APP / FILE).read_text("utf-8")
    for before, after in CHANGES.items():
        text = text.replace(before, after)
    return text


def steps(editor: Editor) -> Iterator[Json]:
    """Open a file, look at it, fix two lines, complete a word, save and leave."""
    text = (APP / FILE).read_text("utf-8")
    line, column, _, end = place(editor, text, "gmail")
    yield {"do": "open", "path": FILE}
    yield {"do": "diagnostics", "path": FILE, "rules": FIRST}
    yield {"do": "hover", "line": line, "column": column + 1}
    fixed, start, *_ = place(editor, text, "gmail.send")
    yield {"do": "action", "line": fixed, "column": start + 1, "title": FIX}
    # One letter is left, so that there is a choice.
    yield {"do": "replace", "line": line, "column": column + 1, "stop": end, "text": ""}
    yield {"do": "complete", "line": line, "column": column + 1, "label": "gmail"}
    line, column, _, end = place(editor, text, "readonyl")
    yield {"do": "replace", "line": line, "column": column, "stop": end, "text": "readonly"}
    yield {"do": "diagnostics", "path": FILE, "rules": LAST}
    yield {"do": "save"}
    yield {"do": "close"}
    yield {"do": "leave"}


def normalized(messages: Iterator[Json], root: Path) -> list[Json]:
    """The messages without what is of this run: the place of the app, processes, random names."""

    def plain(value: Value, key: str = "") -> Value:
        if isinstance(value, dict):
            return {name: plain(value[name], name) for name in value}
        if isinstance(value, list):
            return [plain(each) for each in value]
        if key == "processId" and value is not None:
            return "{process}"
        if isinstance(value, str):
            return _TOKEN.sub("{token}", value.replace(str(root), "{root}"))
        return value

    return [plain(message) for message in messages]


def load(path: Path) -> tuple[Json, list[Json]]:
    """What a recording says about itself, and its messages."""
    head, *messages = map(json.loads, path.read_text("utf-8").splitlines())
    return head, messages


def shape(messages: list[Json]) -> dict[str, list[str]]:
    """What should be the same whenever this version of an editor is recorded."""
    methods = {message["method"] for message in messages if "method" in message}
    capabilities = messages[0]["params"]["capabilities"]
    return {
        "methods": sorted(methods - _BY_CHANCE),
        "capabilities": sorted(set(_keys(capabilities))),
    }


def _keys(value: object, before: str = "") -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        for name, each in value.items():
            yield from _keys(each, f"{before}.{name}" if before else name)
    else:
        yield before


def version_of(*command: str) -> str:
    """The first line that a program prints."""
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=60, stdin=subprocess.DEVNULL
    )
    return done.stdout.partition("\n")[0]

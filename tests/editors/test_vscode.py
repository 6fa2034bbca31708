"""The extension of VS Code, packed and installed, in a real VS Code that is used as people use it.

The pictures of the last run lie in .cache/pictures; with UPDATE_PICTURES=1 those of the
documentation and the extension's icon are written as well.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.cli.console import CONNECTORS, app
from tests.editors.real import REAL
from tests.editors.twice import Twice
from tests.editors.vscode_editor import (
    EXTENSION,
    ROOT,
    check_extension,
    environment,
    install_code_server,
    pack,
    program_of,
    running,
)

from connlint import __version__

pytestmark = [*REAL, pytest.mark.slow(seconds=150)]

DRIVER = Path(__file__).with_name("vscode_driver.js")
PICTURES = ROOT / ".cache" / "pictures"
Json = dict[str, Any]
Range = list[int]

GMAIL, SLACK, OLD = (
    f"{CONNECTORS}/{name}" for name in ("gmail.jsonc", "slack.jsonc", "slack.json")
)
CODE = "base44/functions/send/entry.ts"
ERROR, WARNING = 0, 1
DEPRECATED = 2
# What is to be marked stands between « and »: characters of two units before it, line ends of
# two characters, a byte order mark.
MARKED = {
    GMAIL: '{\n  "type": /* 😀𝒳 */ «"gmial"»,\n  "scopes": []\n}\n',
    SLACK: '{\r\n  "type": «"slack"»,\r\n  "scopes": [/* 𝒳 */ «"chat:wite"»]\r\n}\r\n',
    OLD: "\ufeff{/* 😀 */ 'type': «'slack'», \"scopes\": [\"chat:write\"]}\n",
    CODE: """\
import { createClientFromRequest } from "npm:@base44/sdk";

Deno.serve(async (req) => {
  const { connectors } = createClientFromRequest(req).asServiceRole;
  const smile = "😀"; const token = await connectors.«getAccessToken»("slack");
  return Response.json({ smile, long: token.length });
});
""",
}
FOUND = {
    GMAIL: [("unknown-type", ERROR, '"gmial"')],
    SLACK: [("duplicate-type", ERROR, '"slack"'), ("unknown-scope", ERROR, '"chat:wite"')],
    OLD: [("duplicate-type", ERROR, "'slack'")],
    CODE: [("deprecated-call", WARNING, "getAccessToken")],
}


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _plain(marked: str) -> str:
    return marked.replace("«", "").replace("»", "")


def _marks(marked: str, length: Callable[[str], int]) -> list[Range]:
    """The places that are marked, from 0, in lines and whatever `length` counts."""
    found: list[Range] = []
    for line, text in enumerate(marked.removeprefix("\ufeff").splitlines()):
        pieces = text.replace("»", "«").split("«")
        ends = [length("".join(pieces[:count])) for count in range(1, len(pieces))]
        found += [
            [line, start, line, end] for start, end in zip(ends[::2], ends[1::2], strict=True)
        ]
    return found


def _place(path: str, text: str, *, after: bool = False) -> tuple[int, int]:
    """Where a text stands in a file, from 0, as VS Code counts."""
    for line, content in enumerate(_plain(MARKED[path]).removeprefix("\ufeff").splitlines()):
        head, found, _ = content.partition(text)
        if found:
            return line, _units(head + found * after)
    raise AssertionError(text)


def _from_one(place: tuple[int, int]) -> list[int]:
    return [each + 1 for each in place]


def _unwrapped(lines: list[str]) -> str:
    """A text without its blanks, since the panel of the log breaks lines at any of them."""
    return "".join("".join(lines).split())


@pytest.fixture(scope="module")
def packed(node: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    assert node
    return pack(tmp_path_factory.mktemp("packed"))


class Played(NamedTuple):
    """What VS Code has shown, and the apps in which it was used."""

    seen: Json
    apps: dict[str, Path]


def _apps(root: Path) -> dict[str, Path]:
    fixtures = app(root / "fixtures", {})
    (fixtures / CODE).parent.mkdir(parents=True)
    for path, text in MARKED.items():
        (fixtures / path).write_bytes(_plain(text).encode())
    question = [
        {
            "path": GMAIL,
            "hover": _place(GMAIL, "scopes"),
            "complete": _place(GMAIL, '"gm', after=True),
        },
        {"path": SLACK, "hover": _place(SLACK, "slack")},
        {"path": OLD, "hover": _place(OLD, "chat:")},
        {"path": CODE, "complete": _place(CODE, '("', after=True)},
    ]
    (fixtures / ".probe.json").write_text(json.dumps({"files": question, "infos": OLD}))
    environment(fixtures)
    found = {"fixtures": fixtures}
    for name in ("broken", "bare", "listed"):
        found[name] = root / name
        shutil.copytree(ROOT / "examples" / "broken-app", found[name])
    environment(found["broken"])
    (found["listed"] / ".vscode").mkdir()
    setting = json.dumps({"connlint.path": [*program_of(), "-m", "connlint"]})
    (found["listed"] / ".vscode" / "settings.json").write_text(setting)
    return found


@pytest.fixture(scope="module")
def plays(
    packed: tuple[Path, Path],
    node: str,
    playwright_npm: Path,
    chromium: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Twice[Played]:
    entry = install_code_server(node)
    PICTURES.mkdir(parents=True, exist_ok=True)

    def play() -> Played:
        folder = tmp_path_factory.mktemp("vscode")
        apps = _apps(folder)
        with running(node, entry, folder / "editor", packed) as editor:
            question = {
                "library": str(playwright_npm),
                "chromium": chromium,
                "port": editor.port,
                "pictures": str(PICTURES),
                "icon": str(EXTENSION / "icon.svg"),
                "apps": {name: str(path) for name, path in apps.items()},
                "astral": GMAIL,
                "shown": f"{CONNECTORS}/calendar.jsonc",
                "drawn": f"{CONNECTORS}/gmail.jsonc",
                "pointed": "gmail.readonyl",
                "wrong": _from_one(_place(GMAIL, "gmial")),
                "empty": _from_one(_place(GMAIL, "[", after=True)),
                "typed": "https://www.googleapis.com/auth/gmail.reado",
            }
            run = subprocess.run(
                [node, DRIVER, json.dumps(question)],
                capture_output=True,
                encoding="utf-8",
                timeout=400,
                check=False,
            )
            log = editor.log.read_text("utf-8")
            assert run.returncode == 0, f"{run.stderr}\n{run.stdout}\n{log}"
        return Played(json.loads(run.stdout), apps)

    return Twice(play)


@pytest.fixture
def played(plays: Twice[Played], request: pytest.FixtureRequest) -> Played:
    # pytest-rerunfailures counts how often a test is run.
    return plays.result(again=getattr(request.node, "execution_count", 1) > 1)


@pytest.fixture
def seen(played: Played) -> Json:
    return played.seen


@pytest.fixture
def apps(played: Played) -> dict[str, Path]:
    return played.apps


@pytest.fixture
def answers(seen: Json) -> Json:
    assert "problem" not in seen["answer"]
    files: Json = seen["answer"]["files"]
    return files


def test_only_what_runs_is_packed(packed: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(packed[0]) as archive:
        names = {each.removeprefix("extension/").lower() for each in archive.namelist()}
        notices = archive.read("extension/dist/third-party.txt").decode()
    assert names == {
        "[content_types].xml",
        "dist/extension.js",
        "dist/third-party.txt",
        "extension.vsixmanifest",
        "icon.png",
        "license.txt",
        "package.json",
        "readme.md",
    }
    assert "vscode-languageclient 9.0.1 (MIT)" in notices


def test_the_program_is_looked_for_in_the_right_places(packed: tuple[Path, Path]) -> None:
    assert packed
    assert "# fail 0" in check_extension()


@pytest.mark.parametrize("path", MARKED)
def test_findings_are_where_they_belong(answers: Json, path: str) -> None:
    found = sorted(answers[path]["found"], key=lambda each: each["range"])
    assert [(each["rule"], each["severity"], each["text"]) for each in found] == FOUND[path]
    assert [each["range"] for each in found] == _marks(MARKED[path], _units)
    assert [each["docs"].rpartition("/")[2] for each in found] == [
        f"{rule}.md" for rule, _, _ in FOUND[path]
    ]


def test_the_comparison_of_places_notices_wrong_ones(answers: Json) -> None:
    ranges = {
        path: sorted(each["range"] for each in answers[path]["found"])
        for path in (GMAIL, OLD, CODE)
    }
    # Characters instead of UTF-16 units: wrong by one for each character beyond the first plane.
    assert {path: _marks(MARKED[path], len) != each for path, each in ranges.items()} == {
        GMAIL: True,
        OLD: True,
        CODE: True,
    }
    shifted = [[line, start + 1, end_line, end + 1] for line, start, end_line, end in ranges[GMAIL]]
    assert shifted != _marks(MARKED[GMAIL], _units)


def test_both_ends_of_a_duplicate_point_at_each_other(answers: Json) -> None:
    (here, _), (there,) = answers[SLACK]["found"], answers[OLD]["found"]
    assert here["related"] == [["slack.json", *there["range"]]]
    assert there["related"] == [["slack.jsonc", *here["range"]]]


def test_what_is_out_of_use_is_struck_through(answers: Json) -> None:
    assert answers[CODE]["found"][0]["tags"] == [DEPRECATED]


@pytest.mark.parametrize(
    "path, text, part",
    [
        (GMAIL, '"scopes"', "The OAuth scopes"),
        (SLACK, '"slack"', "**Slack User** (`slack`)"),
        (OLD, '"chat:write"', "post messages as the user"),
    ],
)
def test_hover_explains(answers: Json, path: str, text: str, part: str) -> None:
    (found,) = answers[path]["hover"]
    assert found["text"] == text
    assert part in found["contents"][0]


def test_fixes_are_edits_at_the_finding(answers: Json) -> None:
    (place,) = _marks(MARKED[GMAIL], _units)
    assert answers[GMAIL]["actions"][0] == {
        "title": 'Change it to "gmail"',
        "preferred": False,
        "edits": [["gmail.jsonc", place, '"gmail"']],
    }


def test_types_are_completed_in_connectors_and_code(answers: Json) -> None:
    assert {"gmail", "googlecalendar", "slackbot"} <= set(answers[GMAIL]["completions"])
    assert answers[CODE]["completions"][0] == "slack"


def test_settings_reach_the_server_while_it_runs(seen: Json) -> None:
    assert sorted(seen["answer"]["shown"]) == ["duplicate-type", *["json5-syntax"] * 2]
    assert seen["answer"]["hidden"] == ["duplicate-type"]


def test_a_quick_fix_and_a_completion_change_the_file(seen: Json, apps: dict[str, Path]) -> None:
    assert seen["menu"][0] == 'Change it to "gmail"'
    fixed = _plain(MARKED[GMAIL]).replace("gmial", "gmail")
    assert seen["fixed"] == fixed.split("\n")
    scope = "https://www.googleapis.com/auth/gmail.readonly"
    assert seen["suggested"] == scope
    text = (apps["fixtures"] / GMAIL).read_bytes().decode()
    assert text == fixed.replace("[]", f'["{scope}"]')


def test_the_status_bar_names_the_version_and_the_program(
    seen: Json, apps: dict[str, Path]
) -> None:
    program = apps["fixtures"] / ".venv" / "bin" / "connlint"
    assert f"connlint {__version__}\n{program}\nRestart server" in seen["status"]


def test_all_files_are_looked_at_before_one_is_open(seen: Json) -> None:
    assert "Errors: " in seen["counts"]


def test_who_has_no_connlint_is_told_how_to_get_it(seen: Json) -> None:
    assert seen["missing"] == (
        "connlint is not installed: it is neither in .venv of this folder nor in PATH. "
        "Install it with: pip install connlint"
    )
    assert seen["buttons"] == ["Try again", "Show log"]
    log = _unwrapped(seen["log"])
    assert _unwrapped(["no program here: "]) in log
    assert _unwrapped([seen["missing"]]) in log


def test_the_program_may_be_a_list(seen: Json) -> None:
    words = ["starting", *program_of(), "-m", "connlint", "server"]
    assert _unwrapped(words) in _unwrapped(seen["started"])


def test_there_is_a_picture(seen: Json) -> None:
    assert "Did you mean" in seen["hover"]
    pictures = {
        "vscode.png": ROOT / "docs" / "images" / "vscode.png",
        "icon.png": EXTENSION / "icon.png",
    }
    for name, shown in pictures.items():
        assert (PICTURES / name).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
        if os.environ.get("UPDATE_PICTURES") == "1":
            shutil.copyfile(PICTURES / name, shown)

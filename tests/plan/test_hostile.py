"""Foreign text in a plan: contents and names that try to break out of each format."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from tests.cli.console import connlint
from tests.git.repositories import commit
from tests.plan.situations import CONFIG, GOOGLE, HEAD, LIST, SEND
from tests.render.hostile_texts import HOSTILE_TEXTS

EVIL = [
    *HOSTILE_TEXTS,
    "::error::x",
    "##[error]x",
    "\ud800",
    '"><img src=x>',
    "$x$ %0A::error::y",
]
FORMATS = ["text", "json", "markdown", "github"]
NAME = "x\n::error::y|`<b>@a %0A##[error]"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such names there")


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An app whose scopes, types, file names, methods and folder are all hostile."""
    root = tmp_path / f"::error::{NAME}"
    gmail = json.dumps({"type": "gmail", "scopes": [*EVIL, f"{GOOGLE}gmail.send"]})
    empty = json.dumps({"type": "gmail", "scopes": []})
    odd = json.dumps({"type": "\n::error::\x1b[1m@a <b> `", "scopes": EVIL})
    source = (
        HEAD % "gmail" + f'  await fetch("{SEND.split()[1]}", {{ method: "POST", headers }});\n'
    )
    listing = f'  await fetch("{LIST.split()[1]}", {{ headers }});\n'
    first = {
        **CONFIG,
        "base44/connectors/gmail.jsonc": empty,
        "base44/connectors/odd.jsonc": odd,
        f"base44/connectors/{NAME}.jsonc": "{",
    }
    commit(root, first)
    commit(root, {**first, "base44/connectors/gmail.jsonc": gmail})
    commit(
        root,
        {
            "base44/connectors/gmail.jsonc": empty,
            "base44/connectors/odd.jsonc": None,
            f"base44/connectors/{NAME}.jsonc": odd.replace("::error::", "::warning::"),
            f"base44/functions/{NAME}/entry.ts": source + listing + "});\n",
        },
    )
    monkeypatch.chdir(root.parent)
    return root


@pytest.mark.parametrize("since", ["HEAD~1", "HEAD~2"])
@pytest.mark.parametrize("name", FORMATS)
def test_nothing_deceptive_is_printed(hostile: Path, name: str, since: str) -> None:
    found = connlint("plan", hostile.name, "--since", since, "--format", name)
    assert (found.status in {0, 1}, found.err) == (True, "")
    lines = found.out.split("\n")
    assert all(line.isprintable() for line in lines)
    assert not any("##[" in line for line in lines)
    own = [line for line in lines if line.lstrip().startswith("::")]
    if name == "github":
        assert own == lines[:-1]
        assert all(line.count("title=connlint plan::") == 1 for line in own)
        assert not any(
            "%0A::" in line.replace("%250A::", "") for line in own if "file=" not in line
        )
    else:
        assert own == []


def test_json_keeps_foreign_text_as_it_is(hostile: Path) -> None:
    plan = json.loads(connlint("plan", hostile.name, "--since", "HEAD~1", "--format", "json").out)
    removed = [each["scope"] for each in plan["changes"] if each["kind"] == "scope-removed"]
    assert removed == [*EVIL, f"{GOOGLE}gmail.send"]
    assert plan["root"] == hostile.name
    plan = json.loads(connlint("plan", hostile.name, "--since", "HEAD~2", "--format", "json").out)
    assert [each["path"] for each in plan["changes"] if each["kind"] == "request-added"] == [
        f"{hostile.name}/base44/functions/{NAME}/entry.ts"
    ] * 2


@pytest.mark.parametrize("since", ["HEAD~1", "HEAD~2"])
def test_markdown_has_no_link_mention_or_tag(hostile: Path, since: str) -> None:
    found = connlint("plan", hostile.name, "--since", since, "--format", "markdown")
    for line in found.out.split("\n"):
        # What is not code, and not escaped.
        prose = re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", line)
        prose = re.sub(r"\\.", "", prose.replace("<!-- -->", ""))
        assert not re.search(r"[<>\[\]`|$]", prose), line
        assert not re.search(r"[@#]\w", re.sub(r"[@#]<!-- -->", "", line.partition("`")[0]))


def test_a_revision_is_escaped_in_an_error(hostile: Path) -> None:
    found = connlint("plan", hostile.name, "--since", "\x1b[2J\n::error::x")
    assert (found.status, found.out) == (2, "")
    assert found.err == 'connlint: git knows no revision "\\u{1b}[2J\\n::error::x"\n'

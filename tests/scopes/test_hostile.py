"""Foreign text in an app: no format of `connlint scopes` prints it raw, and none obeys it."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.audit.apps import connector
from tests.render.hostile_texts import HOSTILE_TEXTS
from tests.rules.apps import uses, write

from connlint.render import scopes_command, scopes_jsonc, scopes_markdown, scopes_text
from connlint.scopes.model import AppScopes, Asking, ConnectorScopes, ScopeGap, ScopesReport
from connlint.text.shell import shell_word

from .apps import GMAIL, GOOGLE, printed, scopes

EVIL = [
    *HOSTILE_TEXTS,
    "$(touch pwned)",
    "a'b\"c\\d",
    "x; rm -rf y",
    "##[error]x",
    "!!",
    "caf\u00e9",
    "\U000e0041",
]
FOLDER = "x\n::error::y|`<b>\x1b[0m"
FORMATS = ["text", "json", "jsonc", "command", "markdown"]


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An app with hostile names of scopes and files, and a hostile type."""
    write(uses("gmail", f"GET {GMAIL}/labels"), tmp_path)
    connector(tmp_path, "gmail", [*EVIL, f"{GOOGLE}gmail.settings.basic"])
    path = tmp_path / "base44" / "connectors" / "evil.jsonc"
    path.write_text(json.dumps({"type": "\x1b[31m\n::error::z", "scopes": EVIL}))
    code = uses("gmail", f"GET {GMAIL}/labels")["base44/functions/work/entry.ts"]
    entry = tmp_path / "base44" / "functions" / FOLDER / "entry.ts"
    entry.parent.mkdir(parents=True)
    entry.write_text(code.replace("labels", "<i>|`\u202e"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize("name", FORMATS)
def test_nothing_deceptive_is_printed(name: str) -> None:
    lines = printed("--format", name).split("\n")
    assert all(line.isprintable() for line in lines)
    assert not any(line.lstrip().startswith("::") or "##[" in line for line in lines)


@pytest.mark.usefixtures("hostile")
def test_nothing_deceptive_is_shown_as_a_diff() -> None:
    found = scopes("--write", "--yes")
    assert all(line.isprintable() for line in (found.out + found.err).split("\n"))


@pytest.mark.usefixtures("hostile")
def test_json_and_jsonc_keep_scopes_as_they_are() -> None:
    kept = [json.loads(line.rstrip(",")) for line in _listed(printed("--format", "jsonc"))]
    assert kept == [*EVIL, f"{GOOGLE}gmail.settings.basic", f"{GOOGLE}gmail.labels"]


def _listed(jsonc: str) -> list[str]:
    block = jsonc.partition("base44/connectors/gmail.jsonc\n")[2]
    return [line.strip() for line in block.splitlines() if line.startswith('    "')]


@pytest.mark.usefixtures("hostile")
def test_markdown_has_no_links_tags_or_mentions_of_the_app() -> None:
    text = re.sub(r"(`+).*?\1", "", printed("--format", "markdown"))
    assert not re.search(r"\]\(|(?<!\\)<(?!!-- -->)|(?<!\\)\||@(?!<!--)", text)


@pytest.mark.usefixtures("hostile")
def test_command_lines_are_comments_or_commands_of_base44() -> None:
    for line in printed("--format", "command").splitlines():
        assert line.startswith(("# ", "base44 connectors initiate --integration-type gmail "))


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
@pytest.mark.parametrize("word", [*EVIL, "", "plain", "a b", "a,b", "~", "*", "-x", "a%b", "$'x'"])
def test_a_word_is_one_word_for_a_shell(word: str, tmp_path: Path) -> None:
    shown = shell_word(word)
    assert shown.isprintable()
    assert "##[" not in shown
    done = subprocess.run(
        ["bash", "-c", f"printf %s {shown}"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
    )
    assert done.stdout.decode() == word
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "word, shown",
    [
        ("chat:write", "chat:write"),
        (
            "https://www.googleapis.com/auth/gmail.send",
            "https://www.googleapis.com/auth/gmail.send",
        ),
        ("Read tickets,Read admins", '"Read tickets,Read admins"'),
        ("a'b", '"a\'b"'),
        ("$x", "'$x'"),
        ("$x'y", "'$x'\"'\"'y'"),
        ("\x1b[0m", "$'\\x1b[0m'"),
        ("##[x", "$'##\\x5bx'"),
        ("", '""'),
    ],
)
def test_words_are_quoted_only_where_that_is_needed(word: str, shown: str) -> None:
    assert shell_word(word) == shown


def test_scopes_that_are_phrases_are_quoted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(uses("intercom", "GET api.intercom.io/admins/1"), tmp_path)
    connector(tmp_path, "intercom", ["Read one admin"])
    monkeypatch.chdir(tmp_path)
    (line,) = [
        each for each in printed("--format", "command").splitlines() if not each.startswith("#")
    ]
    assert line == (
        'base44 connectors initiate --integration-type intercom --scopes "Read one admin"'
    )
    assert shlex.split(line)[-1] == "Read one admin"


def test_every_field_is_escaped_in_every_format() -> None:
    evil = "\x1b]0;x\x07\n::error::y"
    connectors = tuple(
        ConnectorScopes(
            type=evil,
            name=evil,
            path=path,
            asking=asking,
            scopes=(evil,),
            is_complete=is_complete,
            companions=(f"{evil}1",),
            requests=(),
            gaps=() if is_complete else (ScopeGap(evil, 1, evil), ScopeGap("", None, evil)),
            declared=(f"{evil}2",),
            kept=(f"{evil}2",),
            written=evil,
            meant=meant,
        )
        for asking in Asking
        for path in (evil, None)
        for is_complete in (True, False)
        for meant in ("", evil)
    )
    app = AppScopes(evil, evil, connectors, gaps=(ScopeGap(evil, None, evil),))
    report = ScopesReport((app, app))
    for render in (
        scopes_text.render,
        scopes_command.render,
        scopes_jsonc.render,
        scopes_markdown.render,
    ):
        lines = render(report).split("\n")
        assert all(line.isprintable() for line in lines)
        assert not any(line.lstrip("#/ ").startswith("::") for line in lines)

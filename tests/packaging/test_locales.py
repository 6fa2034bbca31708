"""The command in environments that know nothing but ASCII, on files that hold much more."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.cli.console import Outcome
from tests.project.tree import CONFIG, make

PLAIN = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
ENVIRONMENTS: dict[str, Mapping[str, str]] = {
    "the C locale": PLAIN,
    "the C locale, and ASCII streams": {**PLAIN, "PYTHONIOENCODING": "ascii"},
    "Latin-1 streams": {**PLAIN, "PYTHONIOENCODING": "latin-1"},
    "UTF-8": {"PYTHONUTF8": "1"},
}
FILES = {
    "base44/config.jsonc": CONFIG,
    "base44/connectors/größe 📧.jsonc": '{"type": "gmäil", /* 日本 */ "scopes": []}\n',
}


def _connlint(root: Path, environ: Mapping[str, str], *arguments: str) -> Outcome:
    command = [sys.executable, "-W", "error", "-m", "connlint", *arguments]
    settings = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    done = subprocess.run(
        command, cwd=root, env={**settings, **environ}, capture_output=True, check=False
    )
    return Outcome(
        done.returncode,
        done.stdout.decode("utf-8", "replace"),
        done.stderr.decode("utf-8", "replace"),
    )


@pytest.mark.parametrize("environ", ENVIRONMENTS.values(), ids=ENVIRONMENTS.keys())
def test_a_report_in_json_is_the_same_everywhere(
    environ: Mapping[str, str], tmp_path: Path
) -> None:
    make(tmp_path, FILES)
    outcome = _connlint(tmp_path, environ, "check", "--format", "json")
    assert (outcome.status, outcome.err) == (1, "")
    (found,) = [
        each for each in json.loads(outcome.out)["diagnostics"] if each["severity"] == "error"
    ]
    assert (found["rule"], found["path"]) == ("unknown-type", "base44/connectors/größe 📧.jsonc")
    start, end = found["range"]["start"], found["range"]["end"]
    assert (start["column"], end["column"]) == (10, 17)


SHOWN = {
    "the C locale": "gr\\xf6\\xdfe \\U0001f4e7.jsonc",
    "the C locale, and ASCII streams": "gr\\xf6\\xdfe \\U0001f4e7.jsonc",
    "Latin-1 streams": "gr\ufffd\ufffde \\U0001f4e7.jsonc",
    "UTF-8": "größe 📧.jsonc",
}


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_what_a_stream_cannot_show_is_escaped(name: str, tmp_path: Path) -> None:
    make(tmp_path, FILES)
    outcome = _connlint(tmp_path, ENVIRONMENTS[name], "check", "--format", "concise")
    assert outcome.status == 1
    assert outcome.out.startswith(f"base44/connectors/{SHOWN[name]}:1:10: error[unknown-type] ")


@pytest.mark.parametrize("environ", ENVIRONMENTS.values(), ids=ENVIRONMENTS.keys())
def test_a_fix_writes_utf_8_whatever_the_locale(environ: Mapping[str, str], tmp_path: Path) -> None:
    text = '{"type": "slack", /* größe 📧 */ "scopes": ["chat:write"%s]}\n'
    path = "base44/connectors/größe.jsonc"
    make(tmp_path, {"base44/config.jsonc": CONFIG, path: text % ', "chat:write"'})
    outcome = _connlint(tmp_path, environ, "check", "--fix", "--quiet", path)
    assert (outcome.status, outcome.err) == (0, "")
    assert (tmp_path / path).read_bytes() == (text % "").encode()

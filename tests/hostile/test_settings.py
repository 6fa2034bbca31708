"""A connlint.toml, and what it names, from somebody who wants no good."""

from __future__ import annotations

import json
import os
import random
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.console import SLACK, Outcome, app, program
from tests.clock import timed

from connlint.settings import Settings
from connlint.source import SourceFile

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="paths and pipes are of POSIX")


def _check(root: Path, settings: str, *options: str) -> Outcome:
    app(root, {"slack.jsonc": SLACK})
    (root / "connlint.toml").write_text(settings)
    return program("check", "--format", "concise", *options, cwd=root)


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


def _folder(path: Path) -> None:
    path.mkdir()


def _deep(path: Path) -> None:
    path.write_text('{"version": 1, "types": ' + "[" * 200_000)


def _latin(path: Path) -> None:
    path.write_bytes(b'{"version": 1, "types": {"caf\xe9": {}}}')


def _escapes(path: Path) -> None:
    path.write_text(json.dumps({"version": 1, "types": {"\x1b[31m\n::error::": {}}}))


def _long(path: Path) -> None:
    path.write_text(json.dumps({"version": 1, "types": {"é" * 500_000: {}}}))


CATALOGUES: dict[str, tuple[Callable[[Path], None], str]] = {
    "a pipe": (_pipe, "it is no regular file"),
    "a device": (_device, "it is no regular file"),
    "a terabyte": (_huge, "it has more than 8,388,608 bytes"),
    "a folder": (_folder, "it is no regular file"),
    "nested deeply": (_deep, "it is not JSON: "),
    "Latin-1": (_latin, "'utf-8' codec can't decode"),
    "escapes as a type": (_escapes, '"\\u{1b}[31m\\n::error::" is no connector type'),
    "half a megabyte as a type": (_long, f'"{"é" * 40}…{"é" * 40}" is no connector type'),
}


@pytest.mark.parametrize("kind", CATALOGUES)
def test_a_catalogue_that_is_none_is_a_finding_at_its_name(kind: str, tmp_path: Path) -> None:
    make, reason = CATALOGUES[kind]
    make(tmp_path / "types.json")
    found = _check(tmp_path, 'catalog = "types.json"\n')
    assert found.status == 1
    assert found.err == ""
    assert "config-error" in found.out
    assert reason in found.out
    assert "\x1b" not in found.out
    assert max(map(len, found.out.splitlines())) < 1000


def test_a_catalogue_cannot_change_what_connlint_knows(tmp_path: Path) -> None:
    """It may name types beyond those that are known, and that is all."""
    lie = {"slack": {"name": "Sl\x1b[0mack", "scopes": ["chat:wriet"]}, "slak": {"name": "Slack"}}
    (tmp_path / "types.json").write_text(json.dumps({"version": 1, "types": lie}))
    app(
        tmp_path,
        {
            "slack.jsonc": '{"type": "slack", "scopes": ["chat:wriet"]}',
            "slak.jsonc": '{"type": "slak", "scopes": []}',
        },
    )
    (tmp_path / "connlint.toml").write_text('catalog = "types.json"\n')
    found = program("check", "--format", "json", cwd=tmp_path)
    rules = [(each["path"], each["rule"]) for each in json.loads(found.out)["diagnostics"]]
    assert rules == [("base44/connectors/slack.jsonc", "unknown-scope")]
    assert "\x1b" not in found.out


def test_values_that_are_nested_too_deeply_are_a_finding(tmp_path: Path) -> None:
    found = _check(tmp_path, "a = " + "[" * 100_000)
    assert found.status == 1
    assert found.err == ""
    assert "config-error" in found.out


PATTERNS = {
    "stars between letters": ("*a" * 60 + "*b", "a" * 240),
    "stars across folders": ("**/a/" * 60 + "b", "a/" * 120 + "c"),
    "stars across everything": ("**a" * 60 + "**b", "a" * 240),
    "stars and marks": ("*?" * 60 + "b", "a" * 240),
    "nothing but stars": ("*" * 100_000 + "b", "a" * 240),
    "stars of both kinds": ("**/*" * 60 + "b", "a/" * 120),
}


def _settings(root: str) -> Settings:
    return Settings(SourceFile("connlint.toml", "", f"{root}{os.sep}connlint.toml"))


@pytest.mark.parametrize("kind", PATTERNS)
def test_a_pattern_takes_no_longer_than_it_and_the_path_are_long(kind: str) -> None:
    pattern, path = PATTERNS[kind]
    settings = _settings(os.sep + "app")
    fits, seconds = timed(lambda: settings.fits(pattern, os.path.join(os.sep + "app", path)))
    assert not fits
    assert seconds < 1


def test_patterns_fit_what_the_regular_expression_of_them_fits() -> None:
    chance = random.Random(7)  # noqa: S311 - the same each time, and no secret
    spelt = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    settings = _settings("/app")
    fitting = 0
    for _ in range(20_000):
        parts = chance.choices(["**/", "**", "*", "?", "a", "b", "/", "ab"], k=chance.randrange(6))
        path = "".join(chance.choices("aab//", k=chance.randrange(8)))
        tokens = re.split(r"(\*\*/|\*\*|\*|\?)", "".join(parts))
        wanted = re.fullmatch("".join(spelt.get(part, re.escape(part)) for part in tokens), path)
        assert settings.fits("".join(parts), f"/app/{path}") == (wanted is not None), (parts, path)
        fitting += wanted is not None
    assert fitting > 1000

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

from connlint import lint_project
from connlint.config.parser import read_settings
from connlint.config.settings import Settings
from connlint.text.source import SourceFile

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="paths and pipes are of POSIX")


def _check(root: Path, settings: str, *options: str) -> Outcome:
    app(root, {"slack.jsonc": SLACK})
    (root / "connlint.toml").write_text(settings)
    return program("check", "--quiet", "--format", "concise", *options, cwd=root)


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


def _deep_name(path: Path) -> None:
    path.write_text('{"version": 1, "types": {"a": {"name": ' + "[" * 900 + "]" * 900 + "}}}")


def _digits(path: Path) -> None:
    path.write_text('{"version": 1, "types": {"a": {"name": ' + "9" * 5000 + "}}}")


def _latin(path: Path) -> None:
    path.write_bytes(b'{"version": 1, "types": {"caf\xe9": {}}}')


def _escapes(path: Path) -> None:
    path.write_text(json.dumps({"version": 1, "types": {"\x1b[31m\n::error::": {}}}))


def _long(path: Path) -> None:
    path.write_text(json.dumps({"version": 1, "types": {"é" * 100_000: {}}}))


CATALOGUES: dict[str, tuple[Callable[[Path], None], str]] = {
    "a pipe": (_pipe, "it is not a regular file"),
    "a device": (_device, "it is a link that leads out of the app's folder"),
    "a terabyte": (_huge, "it has more than 1,048,576 bytes"),
    "a folder": (_folder, "it is not a regular file"),
    "nested deeply": (_deep, "its values are nested too deeply"),
    "an array as a name": (_deep_name, '"a" is not a connector type with its facts'),
    "five thousand digits": (_digits, "a number in it has too many digits"),
    "Latin-1": (_latin, "'utf-8' codec can't decode"),
    "escapes as a type": (_escapes, '"\\u{1b}[31m\\n::error::" is not a connector type'),
    "a long type": (_long, f'"{"é" * 40}…{"é" * 40}" is not a connector type'),
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


SIZE = 64 * 1024


def _filled(unit: str, before: str = "", after: str = "", size: int = SIZE) -> str:
    """A text of nearly that size: a unit again and again, between two others."""
    return before + unit * ((size - len(before) - len(after)) // len(unit)) + after


def _numbered(line: str, before: str = "") -> str:
    """Lines with a number each, which stands where the line has #."""
    count = (SIZE - len(before)) // len(line.replace("#", "00000"))
    return before + "".join(line.replace("#", f"{number:05}") for number in range(count))


_PARTS = ".".join("a" * 19)
_TOO_LONG = "A key has more than 20 parts"
_TOO_DEEP = "The values are nested too deeply"
_NO_LEVEL = 'The level of "x" must be one of "off", "info", "warning" or "error"'

TEXTS = {
    "a key of 30,000 parts": (_filled("a.", after="a=1"), _TOO_LONG),
    "a key of 20,000 quoted parts": (_filled('"".', after='""=1'), _TOO_LONG),
    "a heading of 30,000 parts": (_filled("a.", "[", "a]"), _TOO_LONG),
    "a heading of tables of 30,000 parts": (_filled("a.", "[[", "a]]"), _TOO_LONG),
    "a key of 30,000 parts in an inline table": (_filled("a.", "x={b=1, ", "a=1}"), _TOO_LONG),
    "keys under a heading of 10,000 parts": (
        _filled("a.", "[", "a]\n", SIZE // 3) + _filled("b=1\n", size=SIZE // 3),
        _TOO_LONG,
    ),
    "a key of 21 parts": (f"{_PARTS}.b.c=1", _TOO_LONG),
    "keys of 20 parts": (_numbered(f"{_PARTS}.x#=1\n"), 'Unknown setting "a"'),
    "keys of 20 parts, in inline tables": (
        _filled(f"{{{_PARTS}.x=1}},", "x=[", "]"),
        'Unknown setting "x"',
    ),
    "tables in a table of 20 parts": (
        _numbered(f"x#.{_PARTS}={{a=1}}\n", f"[{_PARTS}.b]\n"),
        'Unknown setting "a"',
    ),
    "arrays in arrays": (_filled("[", "a="), _TOO_DEEP),
    "tables in tables": (_filled("{a=", "a="), _TOO_DEEP),
    "closed arrays in arrays": ("a=" + "[" * 30_000 + "]" * 30_000, _TOO_DEEP),
    "60,000 digits": (_filled("9", "a="), "A number has too many digits"),
    "digits with underscores": (_filled("9_", "a=[-", "1]"), "A number has too many digits"),
    "60,000 digits of a fraction": (_filled("9", "a=0."), 'Unknown setting "a"'),
    "60,000 hexadecimal digits": (_filled("f", "a=0x"), 'Unknown setting "a"'),
    "a string of escapes": (_filled("\\u0041", 'a="', '"'), 'Unknown setting "a"'),
    "a string without an end": (_filled("a", 'a="'), "This is not valid TOML: "),
    "a long string without an end": (_filled('""a', 'a="""'), "This is not valid TOML: "),
    "empty lines": (_filled("\n", after="[rules]\nx=1"), _NO_LEVEL),
    "lines of blanks": (_filled(" " * 99 + "\n", after="[rules]\nx=1"), _NO_LEVEL),
    "brackets": (_filled("[", "#", "\n[rules]\nx=1"), _NO_LEVEL),
    "quotes": (_filled("{'", "#", "\n[rules]\nx=1"), _NO_LEVEL),
    "commas": (_filled(',"\\', "#", "\n[rules]\nx=1"), _NO_LEVEL),
    "many keys": (_numbered("x#=1\n"), 'Unknown setting "x00000"'),
    "many rules": (_numbered("x#=1\n", "[rules]\n"), 'The level of "x00000" must be one of '),
    "many types": (_numbered("x#=1\n", "[extra-scopes]\n"), '"x00000" must be an array of scopes'),
    "many patterns": (_numbered("'*#'.x=1\n", "[per-file-rules]\n"), 'The level of "x" must be'),
    "a long key": (_filled("a", after="=1"), f'Unknown setting "{"a" * 40}…{"a" * 40}"'),
    "a text that is too long": (
        "#" * (SIZE + 1),
        "connlint.toml has 65,537 characters, but connlint reads at most 65,536",
    ),
}


@pytest.mark.parametrize("kind", TEXTS)
def test_no_text_takes_long_and_each_mistake_is_a_finding(kind: str) -> None:
    text, expected = TEXTS[kind]
    source = SourceFile("connlint.toml", text, "/app/connlint.toml")
    settings, seconds = timed(lambda: read_settings(source))
    assert settings.problems[0].message.startswith(expected)
    assert seconds < 1


@pytest.mark.parametrize("kind", ["a key of 30,000 parts", "arrays in arrays", "60,000 digits"])
def test_a_text_that_cannot_be_read_is_one_finding(kind: str, tmp_path: Path) -> None:
    text, expected = TEXTS[kind]
    found = _check(tmp_path, text)
    assert found.status == 1
    assert found.err == ""
    assert [line for line in found.out.splitlines() if "config-error" in line] == [
        f"connlint.toml:1:{1 if kind != '60,000 digits' else 3}: error[config-error] {expected}"
    ]


def test_many_patterns_are_tried_once_for_each_rule_and_file(tmp_path: Path) -> None:
    app(tmp_path, {"slack.jsonc": SLACK})
    (tmp_path / "connlint.toml").write_text(_numbered("'*#'.x=1\n", "[per-file-rules]\n"))
    found, seconds = timed(lambda: lint_project(tmp_path))
    assert len(found) > 5000
    assert seconds < 1


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

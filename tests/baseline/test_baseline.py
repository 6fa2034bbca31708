"""Baselines: what is in them, what matches, and what the command does with them."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.console import no_problems

import connlint
from connlint.cli.commands import run
from connlint.cli.console import Console, guard
from connlint.reporting.baseline import Baseline, BaselineError, Entry, parse_baseline, to_text
from connlint.text.source import SourceFile

SLAK = '{"type": "slak", "scopes": []}\n'
TWICE = '{"type": "slack", "scopes": ["x:y", "x:z"]}\n'


class Outcome(NamedTuple):
    status: int
    out: str
    err: str


def _check(*arguments: str) -> Outcome:
    out, err = io.StringIO(), io.StringIO()
    console = Console(io.BytesIO(), out, err, {})
    status = guard(console, lambda: run(["check", "--format=concise", *arguments], console))
    return Outcome(status, out.getvalue(), err.getvalue())


def _summary(*arguments: str) -> dict[str, int]:
    summary = json.loads(_check("--format=json", *arguments).out)["summary"]
    assert isinstance(summary, dict)
    return summary


def _write(root: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def _app(root: Path, files: Mapping[str, str]) -> None:
    _write(root, {"base44/config.jsonc": '{"name": "Notes"}\n'})
    _write(root, {f"base44/connectors/{name}": text for name, text in files.items()})


def _entries(path: Path) -> list[tuple[str, str, str, int]]:
    value: dict[str, Any] = json.loads(path.read_text())
    assert value["version"] == 1
    return [tuple(item.values()) for item in value["findings"]]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_baseline_is_written_and_silences_what_is_in_it(root: Path) -> None:
    _app(root, {"slak.jsonc": SLAK, "slack.jsonc": TWICE})
    assert _check("--write-baseline", "known.json") == Outcome(
        0, "", "connlint: 3 findings written\n"
    )
    assert (root / "known.json").read_text() == (
        "{\n"
        '  "version": 1,\n'
        '  "findings": [\n'
        '    {"path": "base44/connectors/slack.jsonc", "rule": "unknown-scope", "subject": "x:y", "count": 1},\n'
        '    {"path": "base44/connectors/slack.jsonc", "rule": "unknown-scope", "subject": "x:z", "count": 1},\n'
        '    {"path": "base44/connectors/slak.jsonc", "rule": "unknown-type", "subject": "slak", "count": 1}\n'
        "  ]\n"
        "}\n"
    )
    assert _check("--baseline", "known.json") == Outcome(0, "", no_problems(2, new=True))
    summary = _summary("--baseline", "known.json")
    assert (summary["errors"], summary["baselined"], summary["suppressed"]) == (0, 3, 0)


def test_writing_twice_gives_the_same_file(root: Path) -> None:
    _app(root, {"slak.jsonc": SLAK, "slack.jsonc": TWICE})
    _check("--write-baseline", "known.json")
    first = (root / "known.json").read_bytes()
    _check("--write-baseline", "known.json")
    assert (root / "known.json").read_bytes() == first


def test_a_healthy_app_has_an_empty_baseline(root: Path) -> None:
    _app(root, {"slack.jsonc": '{"type": "slack", "scopes": ["chat:write"]}\n'})
    assert _check("--write-baseline", "known.json").err == "connlint: 0 findings written\n"
    assert (root / "known.json").read_text() == '{\n  "version": 1,\n  "findings": []\n}\n'
    assert _check("--baseline", "known.json") == Outcome(0, "", no_problems())


CHANGES = {
    "lines above": f"// Ours.\n\n\n{TWICE}",
    "one line to many": '{\n  "type": "slack",\n  "scopes": [\n    "x:y",\n    "x:z",\n  ],\n}\n',
    "CRLF": '{\r\n"type": "slack",\r\n"scopes": ["x:y", "x:z"]}\r\n',
    "another order": '{"scopes": ["x:z", "x:y"], "type": "slack"}\n',
    "other quotes": "{type: 'slack', scopes: ['x:y', 'x:z']}\n",
}


@pytest.mark.parametrize("text", CHANGES.values(), ids=CHANGES.keys())
def test_layout_does_not_matter(text: str, root: Path) -> None:
    _app(root, {"slack.jsonc": TWICE})
    _check("--write-baseline", "known.json", "--select", "unknown-scope")
    _app(root, {"slack.jsonc": text})
    outcome = _check("--baseline", "known.json", "--select", "unknown-scope")
    assert outcome == Outcome(0, "", no_problems(new=True))


NEW = {
    "another subject": (
        {"slack.jsonc": TWICE.replace("x:z", "x:q")},
        [("slack.jsonc", "unknown-scope")],
        ['base44/connectors/slack.jsonc: unknown-scope "x:z"'],
    ),
    "one more of them": (
        {"slack.jsonc": TWICE.replace('"x:z"', '"x:y", "x:z"')},
        [("slack.jsonc", "duplicate-scope"), ("slack.jsonc", "unknown-scope")],
        [],
    ),
    "another file": (
        {"old.jsonc": TWICE.replace("slack", "slackbot"), "slack.jsonc": TWICE},
        [("old.jsonc", "unknown-scope"), ("old.jsonc", "unknown-scope")],
        [],
    ),
    "mended": (
        {"slack.jsonc": TWICE.replace("x:z", "chat:write")},
        [],
        ['base44/connectors/slack.jsonc: unknown-scope "x:z"'],
    ),
}


@pytest.mark.parametrize("files, found, gone", NEW.values(), ids=NEW.keys())
def test_what_is_new_is_shown_and_what_is_gone_is_said(
    files: dict[str, str], found: list[tuple[str, str]], gone: list[str], root: Path
) -> None:
    _app(root, {"slack.jsonc": TWICE})
    _check("--write-baseline", "known.json")
    _app(root, files)
    outcome = _check("--baseline", "known.json", "--fail-on", "warning")
    shown = [
        (line.split(":")[0].rpartition("/")[2], line.partition("[")[2].partition("]")[0])
        for line in outcome.out.splitlines()
    ]
    assert (outcome.status, shown) == (int(bool(found)), found)
    lines = outcome.err.splitlines()
    said = [line for line in lines if line.startswith("connlint: ")]
    assert said == [f"connlint: No longer found: {line}" for line in gone]
    assert (no_problems(new=True).rstrip() in lines) == (not found)


def test_equal_findings_are_counted(root: Path) -> None:
    three = '{"type": "slack", "scopes": ["chat:write", "chat:write", "chat:write"]}\n'
    _app(root, {"slack.jsonc": three})
    _check("--write-baseline", "known.json")
    name = "base44/connectors/slack.jsonc"
    assert _entries(root / "known.json") == [(name, "duplicate-scope", "chat:write", 2)]
    _app(root, {"slack.jsonc": three.replace("]", ', "chat:write"]')})
    assert _check("--baseline", "known.json").out.count("\n") == 1
    assert _summary("--baseline", "known.json")["baselined"] == 2
    _app(root, {"slack.jsonc": three.replace('"chat:write", ', "", 1)})
    assert _check("--baseline", "known.json") == Outcome(
        0,
        "",
        f'connlint: No longer found: {name}: duplicate-scope "chat:write" (1 of 2)\n'
        + no_problems(new=True),
    )


def test_a_file_that_is_gone_is_said(root: Path) -> None:
    _app(root, {"slak.jsonc": SLAK})
    _check("--write-baseline", "known.json")
    (root / "base44/connectors/slak.jsonc").unlink()
    assert _check("--baseline", "known.json").err == (
        'connlint: No longer found: base44/connectors/slak.jsonc: unknown-type "slak"\n'
        "Nothing to check: this app has no connector files and no functions.\n"
    )


def test_what_was_not_looked_at_is_not_said_to_be_gone(root: Path) -> None:
    _app(root / "one", {"slak.jsonc": SLAK, "slack.jsonc": TWICE})
    _app(root / "two", {"slak.jsonc": SLAK})
    assert _check("--write-baseline", "known.json").err == "connlint: 4 findings written\n"
    for path, files in (("one", 2), ("two", 1), ("one/base44/connectors/slak.jsonc", 1)):
        outcome = _check(path, "--baseline", "known.json")
        assert outcome == Outcome(0, "", no_problems(files, new=True))
    outcome = _check("--baseline", "known.json", "--select", "unknown-type")
    assert outcome == Outcome(0, "", "No new problems in 3 connector files of 2 apps.\n")


def test_paths_are_those_from_the_baseline(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _app(root / "one", {"slak.jsonc": SLAK})
    (root / "ci").mkdir()
    _check("--write-baseline", "ci/known.json")
    name = "../one/base44/connectors/slak.jsonc"
    assert _entries(root / "ci/known.json") == [(name, "unknown-type", "slak", 1)]
    monkeypatch.chdir(root / "one")
    assert _check("--baseline", "../ci/known.json") == Outcome(0, "", no_problems(new=True))


def test_what_a_comment_silences_never_enters(root: Path) -> None:
    text = '{"type": "slak", "scopes": []} // connlint-ignore unknown-type\n'
    _app(root, {"slak.jsonc": text})
    assert _check("--write-baseline", "known.json").err == "connlint: 0 findings written\n"
    assert _summary("--baseline", "known.json")["suppressed"] == 1


def test_both_options_drop_what_is_gone_and_take_nothing_new(root: Path) -> None:
    _app(root, {"slack.jsonc": TWICE})
    _check("--write-baseline", "known.json")
    _app(root, {"slack.jsonc": TWICE.replace("x:z", "chat:write"), "slak.jsonc": SLAK})
    outcome = _check("--quiet", "--baseline", "known.json", "--write-baseline", "known.json")
    name = "base44/connectors/slack.jsonc"
    assert outcome.status == 1
    assert outcome.out.startswith("base44/connectors/slak.jsonc:1:10: error[unknown-type]")
    assert outcome.err == (
        f'connlint: No longer found: {name}: unknown-scope "x:z"\nconnlint: 1 finding written\n'
    )
    assert _entries(root / "known.json") == [(name, "unknown-scope", "x:y", 1)]


WRONG = {
    "empty": ("", "is not JSON: Expecting value: line 1 column 1 (char 0)"),
    "deep": ("[" * 100_000, None),
    "no object": ("[]", 'is not a baseline: it has no list "findings"'),
    "no findings": ('{"version": 1}', 'is not a baseline: it has no list "findings"'),
    "no version": ('{"findings": []}', "is not a baseline of version 1"),
    "a later version": ('{"version": 2, "findings": []}', "is not a baseline of version 1"),
    "no entry": (
        '{"version": 1, "findings": [3]}',
        "is broken: finding 1 needs path, rule, subject and count",
    ),
    "no count": (
        '{"version": 1, "findings": [{"path": "a", "rule": "b", "subject": "c", "count": true}]}',
        "is broken: finding 1 needs path, rule, subject and count",
    ),
    "no path": (
        '{"version": 1, "findings": [{"path": 1, "rule": "b", "subject": "c", "count": 1}]}',
        "is broken: finding 1 needs path, rule, subject and count",
    ),
}


@pytest.mark.parametrize("text, message", WRONG.values(), ids=WRONG.keys())
def test_what_is_no_baseline_is_one_line_and_status_2(
    text: str, message: str | None, root: Path
) -> None:
    _app(root, {})
    (root / "known.json").write_text(text)
    outcome = _check("--baseline", "known.json")
    assert (outcome.status, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    if message is not None:
        assert outcome.err == f'connlint: The baseline "known.json" {message}\n'


def test_a_baseline_that_cannot_be_read_or_written_is_one_line_and_status_2(root: Path) -> None:
    _app(root, {})
    assert _check("--baseline", "none.json") == Outcome(
        2, "", 'connlint: Cannot read the baseline "none.json": No such file or directory\n'
    )
    assert _check("--write-baseline", "none/known.json") == Outcome(
        2,
        "",
        'connlint: Cannot write the baseline "none/known.json": No such file or directory\n',
    )
    (root / "known.json").write_bytes(b"\xff")
    assert _check("--baseline", "known.json") == Outcome(
        2, "", 'connlint: The baseline "known.json" is not UTF-8\n'
    )


# ---------------------------------------------------------------- statistics, suppressions


def test_statistics_count_by_rule(root: Path) -> None:
    _app(root, {"slak.jsonc": SLAK, "slack.jsonc": TWICE})
    table = "2  unknown-scope\n1  unknown-type\n3  in total\n"
    for name in ("text", "concise"):
        assert _check("--quiet", f"--format={name}", "--statistics") == Outcome(1, table, "")
    assert _check("--statistics").err == (
        "[1 fixable with --fix --unsafe-fixes]\n"
        "To read more about a rule: connlint rule unknown-scope\n"
    )
    assert _check("--format=json", "--statistics") == Outcome(
        2,
        "",
        "connlint: --statistics works only with the formats text and concise. See connlint check --help\n",
    )


def test_strict_suppressions_shows_what_comments_silence(root: Path) -> None:
    text = '{"type": "slak", "scopes": []} // connlint-ignore unknown-type\n'
    _app(root, {"slak.jsonc": text})
    assert _check() == Outcome(0, "", no_problems())
    assert _summary()["suppressed"] == 1
    strict = _check("--strict-suppressions")
    assert (strict.status, strict.out.count("\n")) == (1, 1)
    assert _summary("--strict-suppressions")["suppressed"] == 0


# ---------------------------------------------------------------- for all entries

_ENTRIES = st.dictionaries(
    st.builds(Entry, st.text(), st.text(), st.text()), st.integers(1, 9), max_size=6
)


@given(_ENTRIES)
def test_what_is_written_is_read_again(entries: dict[Entry, int]) -> None:
    text = to_text(entries)
    assert parse_baseline(text) == Counter(entries)
    assert text.isascii()


@given(st.text())
def test_any_text_is_a_baseline_or_a_baseline_error(text: str) -> None:
    try:
        parse_baseline(text)
    except BaselineError:
        pass
    else:
        raise AssertionError(text)


@given(
    scopes=st.lists(st.sampled_from(["x:y", "x:z", "chat:write"]), max_size=6),
    shift=st.integers(0, 5),
    more=st.integers(0, 3),
)
def test_as_many_are_new_as_there_are_more(scopes: list[str], shift: int, more: int) -> None:
    def lint(listed: list[str], lines: int) -> tuple[list[connlint.Diagnostic], SourceFile]:
        body = json.dumps({"type": "slack", "scopes": listed}, indent=1)
        text = "// a line\n" * lines + body
        found = connlint.lint_text(text, path="slack.jsonc")
        return [each for each in found if each.rule == "unknown-scope"], SourceFile(
            "slack.jsonc", text
        )

    before, source = lint(scopes, 0)
    entries = Baseline({}, "/app", "/app").count(before, {source.path: source})
    after, source = lint(scopes + ["x:y"] * more, shift)
    new = Baseline(entries, "/app", "/app").new(after, {source.path: source})
    assert len(new) == len(after) - len(before)

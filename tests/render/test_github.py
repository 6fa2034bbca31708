"""Workflow commands, read as the runner of GitHub Actions reads them."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given

from connlint.diagnostics.diagnostic import Diagnostic
from connlint.diagnostics.severity import Severity
from connlint.render import github
from connlint.render.settings import RenderSettings
from connlint.reporting.report import Report
from connlint.text.source import SourceFile, Span

from .reports import SLACK, find, report_of, reports, span_of

SLAK = SourceFile(SLACK, '{\n  "type": "slak",\n  "scopes": [\n    "a"\n  ]\n}\n')


def _command(found: Diagnostic) -> str:
    return github.render(report_of([found], SLAK))


def test_a_finding_is_a_command() -> None:
    assert _command(find(SLAK, span_of(SLAK.text, '"slak"'))) == (
        "::error file=base44/connectors/slack.jsonc,line=2,endLine=2,col=11,endColumn=17,"
        "title=connlint unknown-type::this is wrong. Help: do it in another way.\n"
    )


def test_columns_are_left_out_where_the_range_has_several_lines() -> None:
    assert _command(find(SLAK, span_of(SLAK.text, '[\n    "a"\n  ]'))) == (
        "::error file=base44/connectors/slack.jsonc,line=3,endLine=5,"
        "title=connlint unknown-type::this is wrong. Help: do it in another way.\n"
    )


def test_a_whole_file_is_its_first_character() -> None:
    assert _command(find(SLAK, Span(0, 0))).startswith(
        "::error file=base44/connectors/slack.jsonc,line=1,endLine=1,col=1,endColumn=1,"
    )


def test_the_gravest_come_first_and_else_the_order_is_kept() -> None:
    kinds = [Severity.INFO, Severity.ERROR, Severity.WARNING, Severity.ERROR]
    found = [
        find(SLAK, Span(at, at), severity=severity, message=f"number {at}")
        for at, severity in enumerate(kinds)
    ]
    lines = github.render(report_of(found, SLAK)).splitlines()
    assert [(line.split()[0], line.split("::")[2][:8]) for line in lines] == [
        ("::error", "number 1"),
        ("::error", "number 3"),
        ("::warning", "number 2"),
        ("::notice", "number 0"),
    ]


TEXTS = {
    "nothing special": ("a: b, c", "a: b, c"),
    "percent": ("100% %0A", "100%25 %250A"),
    "a line end": ("a\r\nb", "a\\r\\nb"),
    "a command": ("a\n::error::b", "a\\n::error::b"),
    "an old command": ("##[error]b", "##\\u{5b}error]b"),
    "a colour": ("\x1b[31m", "\\u{1b}[31m"),
    "right to left": ("a\u202eb", "a\\u{202e}b"),
    "no character": ("\ud800", "\\u{d800}"),
}


@pytest.mark.parametrize("text, shown", TEXTS.values(), ids=TEXTS.keys())
def test_messages_are_escaped(text: str, shown: str) -> None:
    line = _command(find(SLAK, Span(0, 0), message=text, help=""))
    assert line.endswith(f"title=connlint unknown-type::{shown}.\n")


PATHS = {
    "nothing special": ("a/b c.jsonc", "a/b c.jsonc"),
    "separators": ("a,b:c=d%.jsonc", "a%2Cb%3Ac=d%25.jsonc"),
    "line ends": ("a\r\nb", "a%0D%0Ab"),
    "a command": ("a\n::error::b", "a%0A%3A%3Aerror%3A%3Ab"),
    "a colour": ("\x1b[31m", "\\u{1b}[31m"),
    "no UTF-8": ("\udcff", "\\u{dcff}"),
}


@pytest.mark.parametrize("path, shown", PATHS.values(), ids=PATHS.keys())
def test_paths_are_escaped(path: str, shown: str) -> None:
    source = SourceFile(path, "")
    line = github.render(report_of([find(source, Span(0, 0))], source))
    assert line.startswith(f"::error file={shown},line=1,")


@pytest.mark.parametrize(
    "path, folder, shown",
    [
        ("a.jsonc", "", "a.jsonc"),
        ("a.jsonc", "apps/notes/", "apps/notes/a.jsonc"),
        ("/elsewhere/a.jsonc", "apps/notes/", "/elsewhere/a.jsonc"),
    ],
)
def test_paths_begin_in_the_repository(path: str, folder: str, shown: str) -> None:
    source = SourceFile(path, "")
    line = github.render(
        report_of([find(source, Span(0, 0))], source), RenderSettings(folder=folder)
    )
    assert line.startswith(f"::error file={shown},line=1,")


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    message: str


def read_command(line: str) -> Command:
    """A line of the log as the runner reads it: split first, then unescaped."""
    assert line.startswith("::")
    head, _, data = line[2:].partition("::")
    name, _, listed = head.partition(" ")
    properties = dict(each.split("=", 1) for each in listed.split(","))
    return Command(
        name, {key: _unescaped(value) for key, value in properties.items()}, _unescaped(data)
    )


def _unescaped(text: str) -> str:
    for escape, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, char)
    return text


@given(reports())
def test_there_is_one_command_for_each_finding_and_none_besides(report: Report) -> None:
    text = github.render(report)
    assert "##[" not in text
    assert {char for char in text if not char.isprintable()} <= {"\n"}
    commands = [read_command(line) for line in text.splitlines()]
    assert sorted(int(command.properties["line"]) for command in commands) == sorted(
        found.range.start.line for found in report.diagnostics
    )
    for command in commands:
        columns = {"col", "endColumn"} & set(command.properties)
        one_line = command.properties["line"] == command.properties["endLine"]
        assert columns == ({"col", "endColumn"} if one_line else set())
        assert set(command.properties) - columns == {"file", "line", "endLine", "title"}
        assert command.name in {"error", "warning", "notice"}

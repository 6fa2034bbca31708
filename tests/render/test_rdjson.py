"""The Reviewdog Diagnostic Format: fields, columns in bytes, and suggestions."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from connlint.diagnostics.diagnostic import Edit, Fix, Range, Related
from connlint.diagnostics.severity import Safety, Severity
from connlint.render.rdjson import render
from connlint.reporting.report import Report
from connlint.text.source import SourceFile, Span

from .reports import SLACK, find, report_of, reports, span_of


def _found(text: str, part: str, *changes: tuple[str, str], has_bom: bool = False) -> Any:  # noqa: ANN401 - JSON
    source = SourceFile(SLACK, text, "", has_bom)
    edits = tuple(Edit(SLACK, Range.of(span_of(text, old), source), new) for old, new in changes)
    fixes = (Fix("Change it", Safety.SAFE, edits),) if edits else ()
    report = report_of([find(source, span_of(text, part), fixes=fixes)], source)
    (found,) = json.loads(render(report))["diagnostics"]
    return found


def _place(*positions: int) -> dict[str, dict[str, int]]:
    line, column, end_line, end_column = positions
    return {
        "start": {"line": line, "column": column},
        "end": {"line": end_line, "column": end_column},
    }


def test_a_finding_has_the_fields_of_the_format() -> None:
    source = SourceFile(SLACK, '{"type": "slak"}')
    report = report_of([find(source, span_of(source.text, '"slak"'))], source)
    assert json.loads(render(report)) == {
        "source": {"name": "connlint", "url": "https://github.com/connlint/connlint"},
        "diagnostics": [
            {
                "message": "this is wrong. Help: do it in another way.",
                "location": {"path": SLACK, "range": _place(1, 10, 1, 16)},
                "severity": "ERROR",
                "code": {"value": "unknown-type", "url": "https://example.com/unknown-type"},
            }
        ],
    }
    assert json.loads(render(report_of([])))["diagnostics"] == []


def test_severities_have_the_names_of_the_format() -> None:
    source = SourceFile(SLACK, "{}")
    names = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}
    for severity, name in names.items():
        report = report_of([find(source, Span(0, 1), severity=severity)], source)
        assert json.loads(render(report))["diagnostics"][0]["severity"] == name


@pytest.mark.parametrize(
    "text, has_bom, place",
    [
        ('"x"', False, _place(1, 1, 1, 4)),
        ('ä"x"', False, _place(1, 3, 1, 6)),
        ('日本"x"', False, _place(1, 7, 1, 10)),
        ('a𐐀"x"', False, _place(1, 6, 1, 9)),
        ('ä\r\nä"x"', False, _place(2, 3, 2, 6)),
        ('"x"', True, _place(1, 4, 1, 7)),
        ('\n"x"', True, _place(2, 1, 2, 4)),
    ],
)
def test_columns_count_bytes(text: str, has_bom: bool, place: dict[str, object]) -> None:  # noqa: FBT001 - a column of the table
    assert _found(text, '"x"', has_bom=has_bom)["location"]["range"] == place


def test_a_fix_is_a_suggestion_with_its_range_in_bytes() -> None:
    found = _found('{"ä": "slak"}', '"slak"', ('"slak"', '"släck"'))
    assert found["suggestions"] == [{"range": _place(1, 8, 1, 14), "text": '"släck"'}]


def test_another_place_is_a_related_location() -> None:
    source, other = SourceFile(SLACK, "{}"), SourceFile("b.jsonc", "ä{}")
    related = Related(other.path, Range.of(Span(1, 3), other), "this one, too")
    report = report_of([find(source, Span(0, 1), related=(related,))], source, other)
    (found,) = json.loads(render(report))["diagnostics"]
    assert found["related_locations"] == [
        {
            "message": "this one, too",
            "location": {"path": "b.jsonc", "range": _place(1, 3, 1, 5)},
        }
    ]


def test_half_a_surrogate_pair_would_make_readers_refuse_all() -> None:
    source = SourceFile("a\udcff.jsonc", "{}")
    place = Range.of(Span(0, 1), source)
    fix = Fix("Change it", Safety.SAFE, (Edit(source.path, place, "\ud800"),))
    report = report_of([find(source, Span(0, 1), fixes=(fix,))], source)
    (found,) = json.loads(render(report))["diagnostics"]
    assert found["location"]["path"] == "a\\udcff.jsonc"
    assert "suggestions" not in found


def test_edits_near_each_other_are_one_suggestion() -> None:
    found = _found("a b c\n", "b", ("a", "x"), ("c", "z"))
    assert found["suggestions"] == [{"range": _place(1, 1, 1, 6), "text": "x b z"}]


def test_edits_far_from_each_other_are_none() -> None:
    found = _found("a" + 30 * "\n" + "c", "a", ("a", "x"), ("c", "z"))
    assert "suggestions" not in found


@given(reports())
def test_any_report_is_ascii_and_whole(report: Report) -> None:
    text = render(report)
    assert text.isascii()
    read = json.loads(text)["diagnostics"]
    assert [each["code"]["value"] for each in read] == [each.rule for each in report.diagnostics]

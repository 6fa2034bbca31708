"""JUnit's XML, read by an XML parser; tests/oracles has its schema and another reader."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given

from connlint.diagnostics.diagnostic import Range, Related
from connlint.diagnostics.severity import Severity
from connlint.render import junit
from connlint.reporting.report import Part, Report
from connlint.text.source import SourceFile, Span

from .reports import SLACK, find, report_of, reports, span_of

SLAK = SourceFile(SLACK, '{\n  "type": "slak"\n}\n')
OTHER = SourceFile("b.jsonc", '{"type": "slak"}\n')


def test_a_file_is_a_test_and_its_findings_are_one_failure() -> None:
    span = span_of(SLAK.text, '"slak"')
    related = Related("b.jsonc", Range.of(span_of(OTHER.text, '"slak"'), OTHER), "it is there, too")
    found = [
        find(SLAK, Span(0, 0), rule="schema", severity=Severity.WARNING, message="odd"),
        find(SLAK, span, message='"slak" is <nothing>', related=(related,)),
        find(OTHER, Span(0, 0)),
    ]
    assert junit.render(report_of(found, SLAK, OTHER)) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<testsuites name="connlint" tests="2" failures="2" errors="0">\n'
        '  <testsuite name="." tests="2" failures="2" errors="0" skipped="0">\n'
        '    <testcase classname="connlint" name="b.jsonc">\n'
        '      <failure type="error" message="this is wrong">'
        "line 1, column 1: error[unknown-type] this is wrong\n"
        "  help: do it in another way</failure>\n"
        "    </testcase>\n"
        '    <testcase classname="connlint" name="base44/connectors/slack.jsonc">\n'
        '      <failure type="error"'
        ' message="1 error and 1 warning: &quot;slak&quot; is &lt;nothing&gt;">'
        "line 1, column 1: warning[schema] odd\n"
        "  help: do it in another way\n"
        'line 2, column 11: error[unknown-type] "slak" is &lt;nothing&gt;\n'
        "  help: do it in another way\n"
        "  see b.jsonc:1:10: it is there, too</failure>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        "</testsuites>\n"
    )


def test_a_project_is_a_suite_and_passes_without_findings() -> None:
    found = (find(SLAK, Span(0, 0)),)
    parts = (Part("apps/a", ()), Part("apps/b", found))
    text = junit.render(report_of(found, SLAK)._replace(parts=parts))
    root = ET.fromstring(text)  # noqa: S314 - the text is our own
    assert root.attrib == {"name": "connlint", "tests": "2", "failures": "1", "errors": "0"}
    assert [
        (suite.get("name"), suite.get("failures"), [case.get("name") for case in suite])
        for suite in root
    ] == [("apps/a", "0", ["no findings"]), ("apps/b", "1", [SLACK])]


TEXTS = {
    "marks": ("<a>&\"']]>", "<a>&\"']]>"),
    "what XML cannot hold": ("a\0\x0b\x1b\ud800\uffff", "a\\u{0}\\u{b}\\u{1b}\\u{d800}\\u{ffff}"),
    "a line end": ("a\n::error::b", "a\\n::error::b"),
    "right to left": ("a\u202eb", "a\\u{202e}b"),
    "letters": ("日本é😀", "日本é😀"),
}


@pytest.mark.parametrize("text, shown", TEXTS.values(), ids=TEXTS.keys())
def test_what_xml_cannot_hold_is_a_visible_escape(text: str, shown: str) -> None:
    source = SourceFile(text, "")
    xml = junit.render(report_of([find(source, Span(0, 0), message=text)], source))
    assert xml.isascii()
    (case,) = ET.fromstring(xml)[0]  # noqa: S314
    (failure,) = case
    assert (case.get("name"), failure.get("message")) == (shown, shown)
    assert f"line 1, column 1: error[unknown-type] {shown}\n" in (failure.text or "")


@given(reports())
def test_any_report_is_xml(report: Report) -> None:
    text = junit.render(report)
    assert text.isascii()
    assert {char for char in text if not char.isprintable()} <= {"\n"}
    assert "##[" not in text
    assert not any(line.lstrip().startswith("::") for line in text.splitlines())
    (suite,) = ET.fromstring(text)  # noqa: S314
    files = {found.path for found in report.diagnostics}
    assert suite.get("failures") == str(len(files))
    assert suite.get("tests") == str(len(suite)) == str(max(len(files), 1))

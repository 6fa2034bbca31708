"""The Code Quality report, by what GitLab asks of one."""

from __future__ import annotations

import json

from hypothesis import given

from connlint.diagnostics.severity import Severity
from connlint.render import gitlab
from connlint.reporting.report import Report
from connlint.text.source import SourceFile, Span

from .reports import SLACK, find, report_of, reports, span_of

SLAK = SourceFile(SLACK, '{\n  "type": "slak"\n}\n')


def test_a_finding_is_an_issue() -> None:
    (issue,) = json.loads(gitlab.render(report_of([find(SLAK, span_of(SLAK.text, '"slak"'))])))
    fingerprint = issue.pop("fingerprint")
    assert len(fingerprint) == 64
    assert issue == {
        "type": "issue",
        "description": "this is wrong. Help: do it in another way.",
        "check_name": "unknown-type",
        "categories": ["Bug Risk"],
        "severity": "major",
        "location": {"path": SLACK, "lines": {"begin": 2, "end": 2}},
    }


def test_severities() -> None:
    found = [find(SLAK, Span(0, 0), severity=severity) for severity in Severity]
    issues = json.loads(gitlab.render(report_of(found, SLAK)))
    assert [issue["severity"] for issue in issues] == ["info", "minor", "major"]


def test_what_is_settled_is_left_out_and_counts_all_the_same() -> None:
    one, two, three = (find(SLAK, Span(at, at)) for at in range(3))
    everything = json.loads(gitlab.render(report_of([one, two, three], SLAK)))
    report = report_of([three], SLAK, silenced=[one], known=[two])
    assert json.loads(gitlab.render(report)) == everything[2:]


@given(reports())
def test_any_report_is_a_list_of_issues_that_are_told_apart(report: Report) -> None:
    text = gitlab.render(report)
    assert text.isascii()
    assert {char for char in text if not char.isprintable()} <= {"\n"}
    assert "##[" not in text
    issues = json.loads(text)
    assert len({issue["fingerprint"] for issue in issues}) == len(report.diagnostics)
    for issue, found in zip(issues, report.diagnostics, strict=True):
        assert issue["description"].isprintable()
        assert _joined(issue["location"]["path"]) == _joined(found.path)
        assert issue["location"]["lines"]["begin"] == found.range.start.line


def _joined(text: str) -> str:
    """Two halves of a surrogate pair are one character in JSON."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")

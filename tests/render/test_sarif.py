"""SARIF logs: what is in them; tests/oracles has the schema and Microsoft's validator."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given

from connlint.diagnostics.diagnostic import Diagnostic, Edit, Fix, Range, Related
from connlint.diagnostics.severity import Safety, Severity
from connlint.fix.edits import apply_edits
from connlint.render import sarif
from connlint.render.pages import read_page
from connlint.render.rule_pages import read_parts
from connlint.render.settings import RenderSettings
from connlint.reporting.fingerprints import fingerprints
from connlint.reporting.report import Report
from connlint.rules import RULES
from connlint.text.source import SourceFile, Span

from .reports import SLACK, find, report_of, reports, span_of

SLAK = SourceFile(SLACK, '{\n  "type": "slak"\n}\n')
TYPE = span_of(SLAK.text, '"slak"')
ROOT = Path(__file__).parents[2]


def _run(report: Report, *, suppressed: bool = True) -> dict[str, Any]:
    text = sarif.render(
        report,
        RenderSettings("1.0.0", "2026-01-01", read_page, has_suppressed=suppressed),
    )
    (run,) = json.loads(text)["runs"]
    assert isinstance(run, dict)
    return run


def _result(found: Diagnostic) -> dict[str, Any]:
    (result,) = _run(report_of([found], SLAK))["results"]
    assert isinstance(result, dict)
    return result


REGION = {"startLine": 2, "startColumn": 11, "endLine": 2, "endColumn": 17}


def test_a_finding_is_a_result() -> None:
    found = find(SLAK, TYPE)
    assert _result(found) == {
        "ruleId": "unknown-type",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "this is wrong. Help: do it in another way."},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": SLACK, "uriBaseId": "%SRCROOT%"},
                    "region": REGION,
                }
            }
        ],
        "partialFingerprints": {
            "connlintFingerprint/v1": fingerprints([found], {SLACK: SLAK})[0],
        },
        "suppressions": [],
    }


def test_levels() -> None:
    found = [find(SLAK, TYPE, severity=severity) for severity in Severity]
    levels = [result["level"] for result in _run(report_of(found, SLAK))["results"]]
    assert levels == ["note", "warning", "error"]


def test_the_other_end_and_fixes() -> None:
    other = SourceFile("b c.jsonc", '{"type": "slak"}\n')
    place = Range.of(span_of(other.text, '"slak"'), other)
    related = Related(other.path, place, "it is there, too")
    edits = (
        Edit(SLACK, Range.of(TYPE, SLAK), '"slack"'),
        Edit(other.path, place, '"slack"'),
        Edit(SLACK, Range.of(Span(0, 0), SLAK), "// new\n"),
    )
    fix = Fix('Change it to "slack"', Safety.UNSAFE, edits)
    result = _result(find(SLAK, TYPE, related=(related,), fixes=(fix,)))
    start = {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1}
    elsewhere = {"startLine": 1, "startColumn": 10, "endLine": 1, "endColumn": 16}
    there = {"uri": "b%20c.jsonc", "uriBaseId": "%SRCROOT%"}
    assert result["relatedLocations"] == [
        {
            "id": 1,
            "physicalLocation": {"artifactLocation": there, "region": elsewhere},
            "message": {"text": "it is there, too"},
        }
    ]
    slack = {"text": '"slack"'}
    assert result["fixes"] == [
        {
            "description": {"text": 'Change it to "slack"'},
            "artifactChanges": [
                {
                    "artifactLocation": there,
                    "replacements": [{"deletedRegion": elsewhere, "insertedContent": slack}],
                },
                {
                    "artifactLocation": {"uri": SLACK, "uriBaseId": "%SRCROOT%"},
                    "replacements": [
                        {"deletedRegion": start, "insertedContent": {"text": "// new\n"}},
                        {"deletedRegion": REGION, "insertedContent": slack},
                    ],
                },
            ],
            "properties": {"safety": "unsafe"},
        }
    ]


def test_what_is_settled_is_marked_or_left_out() -> None:
    shown, silenced, known = (find(SLAK, Span(at, at)) for at in range(3))
    report = report_of([shown], SLAK, silenced=[silenced], known=[known])
    results = _run(report)["results"]
    assert [result["suppressions"] for result in results] == [
        [],
        [{"kind": "inSource"}],
        [{"kind": "external"}],
    ]
    assert _run(report, suppressed=False)["results"] == results[:1]


ADDRESSES = {
    "below": ("a/b.jsonc", {"uri": "a/b.jsonc", "uriBaseId": "%SRCROOT%"}),
    "blank": ("a b.jsonc", {"uri": "a%20b.jsonc", "uriBaseId": "%SRCROOT%"}),
    "marks of an address": (
        "a?b#c%41:d.jsonc",
        {"uri": "a%3Fb%23c%2541%3Ad.jsonc", "uriBaseId": "%SRCROOT%"},
    ),
    "letters": ("é😀.jsonc", {"uri": "%C3%A9%F0%9F%98%80.jsonc", "uriBaseId": "%SRCROOT%"}),
    "a line end": ("a\nb", {"uri": "a%0Ab", "uriBaseId": "%SRCROOT%"}),
    "no UTF-8": ("\udcff\udc80", {"uri": "%FF%80", "uriBaseId": "%SRCROOT%"}),
    "half a character": ("\ud83d", {"uri": "%ED%A0%BD", "uriBaseId": "%SRCROOT%"}),
    "elsewhere": ("/srv/a b.jsonc", {"uri": "file:///srv/a%20b.jsonc"}),
}


@pytest.mark.parametrize("path, address", ADDRESSES.values(), ids=ADDRESSES.keys())
def test_addresses_of_files(path: str, address: dict[str, str]) -> None:
    result = _result(find(SourceFile(path, ""), Span(0, 0)))
    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"] == address


MESSAGES = {
    "a link": ("see [here](https://x)", "see [here]\\u{28}https://x)."),
    "a link behind a backslash": ("[here\\](https://x)", "[here\\]\\u{28}https://x)."),
    "brackets": ("a[0] {0} \\ ends.", "a[0] {0} \\ ends."),
    "a colour": ("\x1b[31m", "\\u{1b}[31m."),
}


@pytest.mark.parametrize("text, shown", MESSAGES.values(), ids=MESSAGES.keys())
def test_foreign_text_makes_no_links(text: str, shown: str) -> None:
    related = Related(SLACK, Range.of(TYPE, SLAK), text)
    fixes = (Fix(text, Safety.SAFE, (Edit(SLACK, Range.of(TYPE, SLAK), ""),)),)
    result = _result(find(SLAK, TYPE, message=text, help="", related=(related,), fixes=fixes))
    assert result["message"] == {"text": shown}
    rest = {"text": shown if text.endswith(".") else shown[:-1]}
    assert result["relatedLocations"][0]["message"] == rest
    assert result["fixes"][0]["description"] == rest


def test_a_rule_that_is_not_in_the_list_is_named_all_the_same() -> None:
    run = _run(report_of([find(SLAK, TYPE, rule="of-my-own")], SLAK))
    assert run["tool"]["driver"]["rules"] == []
    (result,) = run["results"]
    assert (result["ruleId"], "ruleIndex" in result) == ("of-my-own", False)


@pytest.mark.parametrize("name", [rule.name for rule in RULES])
def test_every_rule_has_its_texts(name: str) -> None:
    run = _run(report_of([find(SLAK, TYPE, rule=name)], SLAK))
    (rule,) = run["tool"]["driver"]["rules"]
    known = next(rule for rule in RULES if rule.name == name)
    assert (rule["id"], rule["shortDescription"]["text"]) == (name, f"{known.summary}.")
    assert rule["helpUri"].endswith(f"/docs/rules/{name}.md")
    levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    assert rule["defaultConfiguration"] == {"level": levels[known.severity]}
    for text in (rule["fullDescription"]["text"], rule["help"]["text"]):
        # One paragraph of prose, or several: no line breaks of the page, no marks.
        assert 20 < len(text) < 2000
        assert text.endswith((".", ":"))
        assert "`" not in text
        assert "](" not in text
        assert all("\n" not in paragraph for paragraph in text.split("\n\n"))
    assert rule["help"]["markdown"].startswith(f"Severity: {known.severity}")
    assert "\n## Why\n" in rule["help"]["markdown"]


PAGE = """\
# some-rule

Severity: error · No fix

It reports `a` and
[b](other-rule.md).

## Why

Because [of this](../architecture.md) and
[that](https://example.com/x).

Another `reason`.

## Wrong

```jsonc
{}
```
"""


def test_a_page_is_taken_apart() -> None:
    page = read_parts(PAGE)
    assert page.summary == "It reports a and b."
    assert page.reason == "Because of this and that.\n\nAnother reason."
    home = "https://github.com/connlint/connlint/blob/main/docs"
    assert page.text == (
        PAGE.partition("\n\n")[2]
        .replace("(other-rule.md)", f"({home}/rules/other-rule.md)")
        .replace("(../architecture.md)", f"({home}/architecture.md)")
    )


@given(reports())
def test_any_report_is_a_log_in_ascii(report: Report) -> None:
    text = sarif.render(report, RenderSettings("1.0.0", "2026-01-01", lambda _: PAGE))
    assert text.isascii()
    assert {char for char in text if not char.isprintable()} <= {"\n"}
    assert "##[" not in text
    results = json.loads(text)["runs"][0]["results"]
    for result, found in zip(results, report.diagnostics, strict=True):
        message = result["message"]["text"]
        assert message.isprintable()
        assert "](" not in message
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri.isprintable()
        if not any("\ud800" <= char <= "\udbff" for char in found.path):
            assert unquote_to_bytes(uri) == found.path.encode("utf-8", "surrogateescape")


@given(reports())
def test_fixes_can_be_applied_by_lines_and_columns(report: Report) -> None:
    text = sarif.render(report, RenderSettings("1.0.0", "2026-01-01", lambda _: PAGE))
    results = json.loads(text)["runs"][0]["results"]
    for result, found in zip(results, report.diagnostics, strict=True):
        (fix,) = found.fixes
        (change,) = result["fixes"][0]["artifactChanges"]
        (replacement,) = change["replacements"]
        (edit,) = fix.edits
        source = report.sources[edit.path]
        region = replacement["deletedRegion"]
        starts = source.line_starts()
        start = starts[region["startLine"] - 1] + region["startColumn"] - 1
        end = starts[region["endLine"] - 1] + region["endColumn"] - 1
        inserted = replacement["insertedContent"]["text"]
        mended = source.text[:start] + inserted + source.text[end:]
        expected = apply_edits(source.text, fix.edits)
        assert mended.encode("utf-16", "surrogatepass") == expected.encode(
            "utf-16", "surrogatepass"
        )

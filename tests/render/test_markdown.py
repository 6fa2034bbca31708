"""Findings in Markdown, in which no text of a file is more than text."""

from __future__ import annotations

import pytest
from hypothesis import given

from connlint.diagnostics.diagnostic import Edit, Fix, Range, Related
from connlint.diagnostics.severity import Safety, Severity
from connlint.render.markdown import render, render_within
from connlint.render.markdown_text import code, prose
from connlint.reporting.report import Report
from connlint.text.source import SourceFile

from .reports import SLACK, find, report_of, reports, span_of


def _report(count: int = 1) -> Report:
    source = SourceFile(SLACK, '{\n  "type": "slak"\n}\n')
    other = SourceFile("b.jsonc", "{}")
    span = span_of(source.text, '"slak"')
    place = Range.of(span, source)
    found = find(
        source,
        span,
        message='"slak" is not a type',
        help="Use `slack`",
        related=(Related(other.path, Range.of(span_of("{}", "{}"), other), "This one, too"),),
        fixes=(Fix("Change it", Safety.UNSAFE, (Edit(SLACK, place, '"slack"'),)),),
    )
    plain = find(other, span_of("{}", "{}"), severity=Severity.INFO, rule="schema", help="")
    return report_of([found] * count + [plain], source, other)


def test_each_file_has_its_findings_and_what_to_do() -> None:
    assert render(_report()) == (
        "### connlint\n"
        "\n"
        "Found 1 error and 1 info in 2 files.\n"
        "\n"
        "#### `base44/connectors/slack.jsonc`\n"
        "\n"
        '- **error**, line 2, column 11: `"slak"` is not a type '
        "([unknown-type](https://example.com/unknown-type))\n"
        "  - What to do: Use `slack`\n"
        "  - See also `b.jsonc:1`: This one, too\n"
        "  - Fixable with `connlint check --fix --unsafe-fixes`\n"
        "\n"
        "#### `b.jsonc`\n"
        "\n"
        "- **info**, line 1, column 1: this is wrong ([schema](https://example.com/schema))\n"
    )


def test_without_findings_it_says_so() -> None:
    assert render(report_of([])) == "### connlint\n\nNo problems found.\n"


@pytest.mark.parametrize("most", [300, 1000, 5000, 40_000])
def test_what_does_not_fit_is_counted(most: int) -> None:
    report = _report(100)
    text = render_within(report, most)
    assert len(text.encode()) <= most
    shown = text.count("- **")
    if shown == 101:
        assert text == render(report)
    else:
        assert text.endswith(f"\n{101 - shown} more findings did not fit here.\n")


PROSE = {
    "plain words, even (in) brackets": "plain words, even (in) brackets",
    'the scope "a_b" is here': 'the scope `"a_b"` is here',
    "run `connlint check`": "run `connlint check`",
    "*a* _b_ ~~c~~ $d$": "\\*a\\* \\_b\\_ \\~\\~c\\~\\~ \\$d\\$",
    "[x](https://x)": "\\[x\\](https:<!-- -->//x)",
    "![x](y)": "!\\[x\\](y)",
    "<img src=x>": "\\<img src=x\\>",
    "&lt;": "\\&lt;",
    "@octocat and #12": "@<!-- -->octocat and #<!-- -->12",
    "www.example.com": "www<!-- -->.example.com",
    ":tada:": ":<!-- -->tada:",
    "a`b": "a\\`b",
    '"a`b"': '``"a`b"``',
    "x\n# y": "x\\\\n# y",
    "\u202e": "\\\\u{202e}",
}


@pytest.mark.parametrize("text, expected", PROSE.items(), ids=map(ascii, PROSE))
def test_no_word_is_active(text: str, expected: str) -> None:
    assert prose(text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [("a", "`a`"), ("", "` `"), ("`", "`` ` ``"), ("a``b", "```a``b```"), (" a", "`  a `")],
)
def test_code_keeps_its_backticks(text: str, expected: str) -> None:
    assert code(text) == expected


@given(reports())
def test_each_finding_is_one_item(report: Report) -> None:
    text = render(report)
    assert sum(line.startswith("- **") for line in text.split("\n")) == len(report.diagnostics)
    assert {char for char in text if not char.isprintable()} <= {"\n"}

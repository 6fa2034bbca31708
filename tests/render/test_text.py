"""Pictures of findings, as they stand on the screen."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connlint.diagnostics.diagnostic import Diagnostic, Edit, Fix, Range, Related
from connlint.diagnostics.severity import Safety, Severity
from connlint.render import concise, json_report
from connlint.render import text as text_format
from connlint.render.settings import RenderSettings
from connlint.render.style import COLOUR
from connlint.reporting.report import Report, summarize
from connlint.text.source import SourceFile, Span

PATH = "base44/connectors/slack.jsonc"
HELP = "do it in another way"


def _find(
    text: str,
    part: str | Span,
    *,
    message: str = "this is wrong",
    help: str = HELP,
    severity: Severity = Severity.ERROR,
    path: str = PATH,
    other: tuple[SourceFile, Span] | None = None,
    new: str | None = None,
    safety: Safety = Safety.SAFE,
) -> Report:
    """A report of one finding about a part of a text; a fix puts `new` in its place."""
    source = SourceFile(path, text)
    span = part if isinstance(part, Span) else _span(text, part)
    related: tuple[Related, ...] = ()
    sources = {path: source}
    if other is not None:
        related = (Related(other[0].path, Range.of(other[1], other[0]), "it is there, too"),)
        sources[other[0].path] = other[0]
    place = Range.of(span, source)
    fixes = () if new is None else (Fix("change it", safety, (Edit(path, place, new),)),)
    found = Diagnostic(
        "some-rule", severity, message, help, "https://example.com", path, place, related, fixes
    )
    return Report((found,), summarize([found], 1, 1), sources)


def _span(text: str, part: str) -> Span:
    start = text.index(part)
    return Span(start, start + len(part))


def _picture(report: Report, columns: int | None = None) -> str:
    return text_format.render(report, RenderSettings(columns=columns, has_summary=False))


def test_one_line() -> None:
    report = _find('{\n  "type": "slak"\n}\n', '"slak"')
    assert _picture(report) == (
        "error[some-rule]: this is wrong\n"
        " --> base44/connectors/slack.jsonc:2:11\n"
        "  |\n"
        '2 |   "type": "slak"\n'
        "  |           ^^^^^^\n"
        "  = help: do it in another way\n"
    )


def test_severities_are_named() -> None:
    for severity in Severity:
        report = _find("", Span(0, 0), severity=severity)
        assert _picture(report).startswith(f"{severity}[some-rule]: this is wrong\n")


# The line, the range, and both lines as they are shown.
LINES: dict[str, tuple[str, str, str, str]] = {
    "tabs before": ('\t\t"x": 1', '"x"', '        "x": 1', "        ^^^"),
    "a tab inside": ('"a\tb": 1', '"a\tb"', '"a    b": 1', "^^^^^^^^"),
    "wide characters before": ('"日本": "x"', '"x"', '"日本": "x"', "        ^^^"),
    "wide characters inside": ('"a": "日本"', '"日本"', '"a": "日本"', "     ^^^^^^"),
    "combining characters": (
        '"cafe\u0301": "e\u0301"',
        '"e\u0301"',
        '"cafe\u0301": "e\u0301"',
        "        ^^^",
    ),
    "emoji": ('"😀": "👍"', '"👍"', '"😀": "👍"', "      ^^^^"),
    "an emoji of two characters": ('"❤\ufe0f": 1', "1", '"❤\ufe0f": 1', "      ^"),
    "a joined emoji": (
        '"👩\u200d💻": 1',
        "1",
        '"👩\\u{200d}💻": 1',
        "                ^",
    ),
    "an escape": ('"\x1b[2J": 1', "1", '"\\u{1b}[2J": 1', "             ^"),
    "right to left": ('"\u202eab": 1', '"\u202eab"', '"\\u{202e}ab": 1', "^^^^^^^^^^^^"),
    "a separator that ends no line": ('"a\u2028b": 1', "1", '"a\\u{2028}b": 1', "              ^"),
}


@pytest.mark.parametrize("line, part, shown, underline", LINES.values(), ids=LINES.keys())
def test_the_range_is_underlined_where_it_stands(
    line: str, part: str, shown: str, underline: str
) -> None:
    text = f"{{\r\n{line}\r\n}}"
    report = _find(text, _span(text, part))
    column = line.index(part) + 1
    assert _picture(report) == (
        "error[some-rule]: this is wrong\n"
        f" --> base44/connectors/slack.jsonc:2:{column}\n"
        "  |\n"
        f"2 | {shown}\n"
        f"  | {underline}\n"
        "  = help: do it in another way\n"
    )


def test_a_range_of_several_lines_is_underlined_to_the_end_of_its_first() -> None:
    report = _find('{"a": {\n  "b": 1\n}}', '{\n  "b": 1\n}')
    assert _picture(report) == (
        "error[some-rule]: this is wrong\n"
        " --> base44/connectors/slack.jsonc:1:7\n"
        "  |\n"
        '1 | {"a": {\n'
        "  |       ^\n"
        "  = help: do it in another way\n"
    )


@pytest.mark.parametrize(
    "text, place, line, underline",
    [
        ("{", "1:2", "1 | {", "  |  ^"),
        ('{\n  "a": 1', "2:9", '2 |   "a": 1', "  |         ^"),
        ("{\n", "2:1", "2 |", "  | ^"),
    ],
)
def test_the_end_of_the_file_is_pointed_at(
    text: str, place: str, line: str, underline: str
) -> None:
    report = _find(text, Span(len(text), len(text)))
    assert _picture(report) == (
        "error[some-rule]: this is wrong\n"
        f" --> base44/connectors/slack.jsonc:{place}\n"
        "  |\n"
        f"{line}\n"
        f"{underline}\n"
        "  = help: do it in another way\n"
    )


def test_a_file_without_text_has_no_excerpt() -> None:
    assert _picture(_find("", Span(0, 0))) == (
        "error[some-rule]: this is wrong\n"
        " --> base44/connectors/slack.jsonc:1:1\n"
        "  = help: do it in another way\n"
    )


def test_a_long_line_is_cut_around_the_range() -> None:
    text = f'{{"before": "{200 * "b"}", "type": "slak", "after": "{200 * "a"}"}}'
    assert _picture(_find(text, '"slak"')) == (
        "error[some-rule]: this is wrong\n"
        " --> base44/connectors/slack.jsonc:1:224\n"
        "  |\n"
        f'1 | …{19 * "b"}", "type": "slak", "after": "{70 * "a"}…\n'
        f"  | {31 * ' '}^^^^^^\n"
        "  = help: do it in another way\n"
    )


def test_a_narrow_terminal_gets_wrapped_words_and_a_cut_line() -> None:
    text = f'{{"before": "{40 * "b"}", "type": "slak", "after": "{40 * "a"}"}}'
    report = _find(
        text,
        '"slak"',
        message="the message has more words than fit into a line of this terminal",
        help="the advice is long as well, and goes on below where it began",
    )
    assert _picture(report, columns=40) == (
        "error[some-rule]: the message has more\n"
        "words than fit into a line of this\n"
        "terminal\n"
        " --> base44/connectors/slack.jsonc:1:64\n"
        "  |\n"
        '1 | … "type": "slak", "after": "aaaaaaa…\n'
        "  |           ^^^^^^\n"
        "  = help: the advice is long as well,\n"
        "          and goes on below where it\n"
        "          began\n"
    )


def test_the_other_end_stands_below_with_numbers_in_one_column() -> None:
    other = SourceFile("base44/connectors/slack.json", 11 * "\n" + '  {"type": "slack"}\n')
    report = _find('{"type": "slack"}', '"slack"', other=(other, _span(other.text, '"slack"')))
    assert _picture(report) == (
        "error[some-rule]: this is wrong\n"
        "  --> base44/connectors/slack.jsonc:1:10\n"
        "   |\n"
        ' 1 | {"type": "slack"}\n'
        "   |          ^^^^^^^\n"
        "  ::: base44/connectors/slack.json:12:12\n"
        "   |\n"
        '12 |   {"type": "slack"}\n'
        "   |            ------- it is there, too\n"
        "   = help: do it in another way\n"
    )


def test_colours_mark_the_severity_the_message_and_the_frame() -> None:
    other = SourceFile("b.jsonc", '{"type": "slack"}')
    report = _find(
        '{"type": "slack"}', '"slack"', path="a.jsonc", other=(other, _span(other.text, '"slack"'))
    )
    red, bold, faint, end = "\x1b[1;31m", "\x1b[1m", "\x1b[2m", "\x1b[0m"
    bar = f"{faint}|{end}"
    assert text_format.render(report, RenderSettings(style=COLOUR)) == (
        f"{red}error[some-rule]{end}{bold}: this is wrong{end}\n"
        f" {faint}-->{end} a.jsonc:1:10\n"
        f"  {bar}\n"
        f'{faint}1{end} {bar} {{"type": "slack"}}\n'
        f"  {bar}          {red}^^^^^^^{end}\n"
        f" {faint}:::{end} b.jsonc:1:10\n"
        f"  {bar}\n"
        f'{faint}1{end} {bar} {{"type": "slack"}}\n'
        f"  {bar}          {faint}-------{end} it is there, too\n"
        f"  {faint}={end} help: do it in another way\n"
        f"\n"
        f"Found {red}1 error{end} in 1 file.\n"
    )


def test_a_label_that_does_not_fit_goes_below() -> None:
    other = SourceFile("b.jsonc", '{"type": "slack"}')
    span = _span(other.text, '"slack"')
    report = _find('{"type": "slack"}', '"slack"', path="a.jsonc", other=(other, span))
    words = "this is the other end of the same mistake"
    found = report.diagnostics[0]
    related = found.related[0]._replace(message=words)
    report = report._replace(diagnostics=(found._replace(related=(related,)),))
    assert (
        _picture(report, columns=40).splitlines()[-6:]
        == [
            " ::: b.jsonc:1:10",
            "  |",
            '1 | {"type": "slack"}',
            "  |          -------",
            "  |          this is the other end of",
            "  |          the same mistake",
            "  = help: do it in another way",
        ][1:]
    )
    assert f"------- {words}" in _picture(report, columns=80)


FIXES: dict[str, tuple[str, str, str, Safety, int | None, list[str]]] = {
    "a part of a line": (
        '{"type": "slak"}',
        '"slak"',
        '"slack"',
        Safety.UNSAFE,
        None,
        [
            "  = fixable with --fix --unsafe-fixes:",
            '1 - {"type": "slak"}',
            '1 + {"type": "slack"}',
        ],
    ),
    "a line that goes": (
        '{\n\t"x": "日本",\n}',
        '\t"x": "日本",\n',
        "",
        Safety.SAFE,
        None,
        ["  = fixable with --fix:", '2 -     "x": "日本",'],
    ),
    "deceptive characters": (
        '"\u202e"',
        '"\u202e"',
        '"\x1b"',
        Safety.SAFE,
        None,
        ["  = fixable with --fix:", '1 - "\\u{202e}"', '1 + "\\u{1b}"'],
    ),
    "too much to be shown": (
        "a\nb\nc\nd\ne\n",
        "a\nb\nc\nd\ne",
        "x",
        Safety.SAFE,
        None,
        ["  = fixable with --fix: change it"],
    ),
    "a long line": (
        f'["{"a" * 50}", "slak", "{"b" * 50}"]',
        '"slak"',
        '"slack"',
        Safety.SAFE,
        40,
        [
            "  = fixable with --fix:",
            '1 - …aa", "slak", "bbbbbbbbbbbbbbbbbbbb…',
            '1 + …aa", "slack", "bbbbbbbbbbbbbbbbbbb…',
        ],
    ),
}


@pytest.mark.parametrize("text, part, new, safety, columns, lines", FIXES.values(), ids=FIXES)
def test_what_a_fix_changes_is_shown_below(
    text: str, part: str, new: str, safety: Safety, columns: int | None, lines: list[str]
) -> None:
    picture = _picture(_find(text, part, new=new, safety=safety), columns).splitlines()
    assert picture[picture.index("  = help: do it in another way") + 1 :] == lines


def test_a_fix_of_another_file_names_it() -> None:
    report = _find('{"type": "slak"}', '"slak"', new='"slack"')
    (found,) = report.diagnostics
    (fix,) = found.fixes
    edit = fix.edits[0]._replace(path="other.jsonc")
    found = found._replace(fixes=(fix._replace(edits=(edit,)),))
    source = SourceFile("other.jsonc", '{"type": "slak"}')
    sources = {**report.sources, "other.jsonc": source}
    report = report._replace(diagnostics=(found,), sources=sources)
    assert "  = fixable with --fix (in other.jsonc):\n1 - {" in _picture(report)


def test_a_fix_that_was_left_out_is_not_offered() -> None:
    report = _find('{"type": "slak"}', '"slak"', new='"slack"')
    left = report._replace(left=frozenset({(PATH, "some-rule", "this is wrong")}))
    assert "fixable" in _picture(report)
    assert "fixable" in concise.render(report)
    assert "fixable" not in _picture(left)
    assert "fixable" not in concise.render(left)


def test_changed_lines_are_red_and_green() -> None:
    report = _find('"a"', '"a"', new='"b"')
    lines = text_format.render(report, RenderSettings(style=COLOUR)).splitlines()
    assert '\x1b[2m1\x1b[0m \x1b[31m- "a"\x1b[0m' in lines
    assert '\x1b[2m1\x1b[0m \x1b[32m+ "b"\x1b[0m' in lines


def test_rule_names_lead_to_their_pages() -> None:
    report = _find('"a"', '"a"')
    link = "\x1b]8;;https://example.com\x1b\\some-rule\x1b]8;;\x1b\\"
    settings = RenderSettings(has_hyperlinks=True, has_summary=False)
    plain = _picture(report)
    assert text_format.render(report, settings) == plain.replace("some-rule", link)
    assert f"error[{link}] this is wrong\n" in concise.render(report, settings)


def test_the_first_finding_of_each_rule_has_the_address() -> None:
    report = _find('"a"', '"a"')
    (found,) = report.diagnostics
    other = found._replace(rule="other-rule", docs="https://example.com/other")
    several = report._replace(diagnostics=(found, found, other))
    settings = RenderSettings(has_addresses=True, has_summary=False)
    blocks = text_format.render(several, settings).split("\n\n")
    assert [block.rstrip("\n").splitlines()[-1] for block in blocks] == [
        "  = docs: https://example.com",
        "  = help: do it in another way",
        "  = docs: https://example.com/other",
    ]


def _counted(files: int, *severities: Severity) -> str:
    diagnostics = tuple(
        _find("", Span(0, 0), severity=each, path=str(number % files)).diagnostics[0]
        for number, each in enumerate(severities)
    )
    report = Report(diagnostics, summarize(diagnostics, 1, 9), {})
    return text_format.render(report).splitlines()[-1]


def test_the_last_line_sums_up() -> None:
    error, warning, info = Severity.ERROR, Severity.WARNING, Severity.INFO
    assert _counted(1, error) == "Found 1 error in 1 file."
    assert _counted(2, warning, warning) == "Found 2 warnings in 2 files."
    assert _counted(2, error, info, warning, info) == (
        "Found 1 error, 1 warning and 2 infos in 2 files."
    )


def test_without_findings_there_is_nothing_but_a_hint() -> None:
    nothing = Report((), summarize([], 1, 1), {})
    assert text_format.render(nothing) == ""
    assert (
        text_format.render(nothing, RenderSettings(hint="1 info is not shown."))
        == "1 info is not shown.\n"
    )
    assert (
        text_format.render(nothing, RenderSettings(hint="1 info is not shown.", has_summary=False))
        == ""
    )


def test_findings_are_separated_by_an_empty_line() -> None:
    (found,) = _find("", Span(0, 0)).diagnostics
    block = (
        "error[some-rule]: this is wrong\n"
        " --> base44/connectors/slack.jsonc:1:1\n"
        "  = help: do it in another way\n"
    )
    report = Report((found, found), summarize([found, found], 1, 2), {})
    assert text_format.render(report, RenderSettings(hint="And more.")) == (
        f"{block}\n{block}\nFound 2 errors in 1 file.\nAnd more.\n"
    )


def test_the_concise_format_has_one_line_for_each_finding() -> None:
    report = _find('{\n  "type": "slak"\n}\n', '"slak"', severity=Severity.WARNING)
    line = "base44/connectors/slack.jsonc:2:11: warning[some-rule] this is wrong\n"
    assert concise.render(report) == line
    twice = Report(report.diagnostics * 2, report.summary, report.sources)
    assert concise.render(twice) == line * 2
    assert concise.render(Report((), report.summary, {})) == ""


NASTY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "\0\a\b\t\n\r\x1b\x7f\x85\x9b\xa0\u200b\u200e\u202e\u2028\u2066\ud800\ufeff"
        ),
        st.sampled_from("a/.[2J"),
    ),
    max_size=30,
)


@st.composite
def _reports(draw: st.DrawFn) -> Report:
    """Reports in which every part that comes from files holds anything at all."""
    text = draw(NASTY)
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    other = SourceFile(f"other/{draw(NASTY)}", draw(NASTY))
    return _find(
        text,
        Span(start, end),
        message=draw(NASTY),
        help=draw(NASTY),
        path=f"one/{draw(NASTY)}",
        new=draw(NASTY),
        other=(other, Span(0, len(other.text))),
    )


def _unprintable(text: str) -> set[str]:
    return {char for char in text if not char.isprintable()}


@given(_reports(), st.one_of(st.none(), st.integers(1, 100)))
def test_no_character_of_a_file_reaches_the_terminal_raw(
    report: Report, columns: int | None
) -> None:
    assert _unprintable(text_format.render(report, RenderSettings(columns=columns))) <= {"\n"}
    assert _unprintable(concise.render(report)) <= {"\n"}
    assert concise.render(report).count("\n") == 1


@given(_reports())
def test_the_only_escape_sequences_are_the_colours(report: Report) -> None:
    painted = text_format.render(report, RenderSettings(style=COLOUR))
    assert _unprintable(painted) <= {"\n", "\x1b"}
    for sequence in (*COLOUR[1:], COLOUR.severity[Severity.ERROR], "\x1b[0m"):
        painted = painted.replace(sequence, "")
    assert painted == text_format.render(report)


@given(_reports())
def test_the_json_report_is_ascii_and_keeps_every_character(report: Report) -> None:
    text = json_report.render(report, RenderSettings("1.0", "2026-01-01"))
    assert text.isascii()
    assert _unprintable(text) <= {"\n"}
    (found,) = json.loads(text)["diagnostics"]
    (expected,) = report.diagnostics
    # Two halves of a surrogate pair become one character in JSON, as in every other program.
    for key in ("message", "help", "path"):
        assert _joined(found[key]) == _joined(getattr(expected, key))
    (fix,) = expected.fixes
    assert _joined(found["fixes"][0]["edits"][0]["text"]) == _joined(fix.edits[0].text)


def _joined(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")

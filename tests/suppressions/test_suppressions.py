"""Comments that silence findings: where they stand, what they cover, what is said of them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import connlint
from connlint.catalog import Catalog
from connlint.engine import examine
from connlint.files.conventions import IGNORE_MARK as MARK
from connlint.fix.edits import apply_edits
from connlint.project import find_targets
from connlint.rules import RULES
from connlint.run import read_project
from connlint.suppressions.parse import Name, Suppression, SuppressionIndex
from connlint.text.source import SourceFile, Span

CONFIG = '{"name": "Notes"}\n'


def _found(text: str, path: str = "slack.jsonc") -> list[tuple[int, str]]:
    return [(found.range.start.line, found.rule) for found in connlint.lint_text(text, path=path)]


def _lines(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


SILENT: dict[str, str] = {
    "same line": '{\n  "type": "slak", // connlint-ignore unknown-type\n  "scopes": []\n}\n',
    "same line, last of the file": '{"type": "slak", "scopes": []} // connlint-ignore unknown-type',
    "same line, before the value": '{"type": /* connlint-ignore unknown-type */ "slak", "scopes": []}',
    "above a property": '{\n  // connlint-ignore unknown-type\n  "type": "slak",\n  "scopes": []\n}\n',
    "above a value": '{\n  "type":\n    // connlint-ignore unknown-type\n    "slak",\n  "scopes": []\n}\n',
    "above an element": '{"type": "slack", "scopes": [\n  // connlint-ignore unknown-scope\n  "x:y"\n]}',
    "above elements in one line": '{"type": "slack", "scopes": [\n  // connlint-ignore unknown-scope\n  "chat:write", "x:y"\n]}',
    "above a property, for its elements": '{"type": "slack",\n  // connlint-ignore unknown-scope\n  "scopes": [\n    "chat:write",\n    "x:y",\n    "x:z"\n  ]\n}',
    "above the object": '// connlint-ignore unknown-type\n{\n  "type": "slak",\n  "scopes": []\n}\n',
    "above, with other comments and a blank line": '{\n  // connlint-ignore unknown-type\n  // It is new.\n\n  /* really */\n  "type": "slak",\n  "scopes": []\n}\n',
    "below another comment": '{\n  // It is new.\n  // connlint-ignore unknown-type\n  "type": "slak",\n  "scopes": []\n}\n',
    "block comment": '{\n  /* connlint-ignore unknown-type */\n  "type": "slak",\n  "scopes": []\n}\n',
    "block comment before the property": '{\n  /* connlint-ignore unknown-type */ "type": "slak",\n  "scopes": []\n}\n',
    "block comment of several lines": '{\n  /**\n   * connlint-ignore unknown-type: it is\n   * new.\n   */\n  "type": "slak",\n  "scopes": []\n}\n',
    "several rules": '{\n  // connlint-ignore unknown-scope, duplicate-scope\n  "scopes": ["x:y", "x:y"],\n  "type": "slack"\n}\n',
    "several comments": '{\n  // connlint-ignore unknown-scope\n  // connlint-ignore duplicate-scope\n  "scopes": ["x:y", "x:y"],\n  "type": "slack"\n}\n',
    "blanks around names": '{\n  //connlint-ignore   unknown-scope ,duplicate-scope  : why\n  "scopes": ["x:y", "x:y"],\n  "type": "slack"\n}\n',
    "reason": '{"type": "slak", "scopes": []} // connlint-ignore unknown-type: new, see the docs: https://example.com\n',
    "reason without a colon": '{"type": "slak", "scopes": []} // connlint-ignore unknown-type it is new\n',
    "CRLF": '{\r\n  // connlint-ignore unknown-type\r\n  "type": "slak",\r\n  "scopes": []\r\n}\r\n',
    "CR": '{\r  // connlint-ignore unknown-type\r  "type": "slak",\r  "scopes": []\r}\r',
    "CRLF, same line": '{\r\n  "type": "slak", // connlint-ignore unknown-type\r\n  "scopes": []\r\n}\r\n',
    "byte order mark": '\ufeff// connlint-ignore unknown-type\n{"type": "slak", "scopes": []}',
    "after a trailing comma": '{"type": "slack", "scopes": [\n  "x:y", // connlint-ignore unknown-scope\n]}',
    "comma first": '{"type": "slack", "scopes": [\n  "chat:write"\n  // connlint-ignore unknown-scope\n  , "x:y"\n]}',
    "one of several in one line": '{\n  "type": "slak", /* connlint-ignore unknown-type */ "scopes": []\n}\n',
    "wide characters": '{\n  /* 😀 */ "type": "slak", // connlint-ignore unknown-type: 日本\n  "scopes": []\n}\n',
    "at the end of what it is about": '{"type": "slack", "scopes": {\n  "a": 1\n} // connlint-ignore schema\n}',
    "file": '// connlint-ignore-file unknown-scope\n{"type": "slack", "scopes": [\n  "x:y",\n  "x:z"\n]}',
    "file, in a block below others": '// Ours.\n/* connlint-ignore-file unknown-type, missing-scopes: new */\n\n{"type": "slak"}',
}


@pytest.mark.parametrize("name", ["slack.jsonc", "slack.json"])
@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_a_comment_silences_what_it_is_about(text: str, name: str) -> None:
    assert _found(text, name) == []
    # Without the comment there is something to silence.
    assert _found(text.replace(MARK, "connlint-"), name) != []


HEARD: dict[str, tuple[str, list[tuple[int, str]]]] = {
    "another rule": (
        '{"type": "slak", "scopes": []} // connlint-ignore unknown-scope\n',
        # unknown-scope has not looked: the type is unknown to it.
        [(1, "unknown-type")],
    ),
    "the line above, behind something": (
        '{ // connlint-ignore unknown-type\n  "type": "slak",\n  "scopes": []\n}\n',
        [(1, "unused-suppression"), (2, "unknown-type")],
    ),
    "the line below": (
        '{\n  "type": "slak",\n  // connlint-ignore unknown-type\n  "scopes": []\n}\n',
        [(2, "unknown-type"), (3, "unused-suppression")],
    ),
    "the property after the next": (
        '{\n  // connlint-ignore unknown-type\n  "scopes": [],\n  "type": "slak"\n}\n',
        [(2, "unused-suppression"), (4, "unknown-type")],
    ),
    "nothing below": (
        '{\n  "type": "slack",\n  "scopes": ["x:y"]\n  // connlint-ignore unknown-scope\n}\n',
        [(3, "unknown-scope"), (4, "unused-suppression")],
    ),
    "one element of several": (
        '{"type": "slack", "scopes": [\n  // connlint-ignore unknown-scope\n  "x:y",\n  "x:z"\n]}',
        [(4, "unknown-scope")],
    ),
    "no rule": (
        '{"type": "slak", "scopes": []} // connlint-ignore\n',
        [(1, "unknown-type"), (1, "unused-suppression")],
    ),
    "no rule but a reason": (
        '{"type": "slak", "scopes": []} // connlint-ignore: it is new\n',
        [(1, "unknown-type"), (1, "unused-suppression")],
    ),
    "a rule that is not there": (
        '{"type": "slak", "scopes": []} // connlint-ignore unkown-type\n',
        [(1, "unknown-type"), (1, "unknown-rule")],
    ),
    "another word": (
        '// connlint-ignore-next-line unknown-type\n{"type": "slak", "scopes": []}\n',
        [(1, "unused-suppression"), (2, "unknown-type")],
    ),
    "not at the beginning of the comment": (
        '{"type": "slak", "scopes": []} // see connlint-ignore unknown-type\n',
        [(1, "unknown-type")],
    ),
    "in a string": (
        '{"type": "// connlint-ignore unknown-type", "scopes": []} // none\n',
        [(1, "unknown-type")],
    ),
    "the file, too late": (
        '{\n  // connlint-ignore-file unknown-type\n  "type": "slak",\n  "scopes": []\n}\n',
        [(2, "unused-suppression"), (3, "unknown-type")],
    ),
    "unused": (
        '{\n  // connlint-ignore unknown-type\n  "type": "slack",\n  "scopes": []\n}\n',
        [(2, "unused-suppression")],
    ),
    "unused for the file": (
        '// connlint-ignore-file unknown-scope\n{"type": "slack", "scopes": []}\n',
        [(1, "unused-suppression")],
    ),
    "unused, silenced for the line": (
        '{"type": "slack", "scopes": []} // connlint-ignore unknown-type, unused-suppression\n',
        [(1, "unused-suppression")],
    ),
    "unused, silenced for the file": (
        "// connlint-ignore-file unused-suppression\n"
        '{"type": "slack", "scopes": []} // connlint-ignore unknown-type\n',
        [],
    ),
    "broken text": (
        '{\n  "type": "slack" // connlint-ignore unknown-type\n  "scopes": []\n}\n',
        [(3, "syntax-error")],
    ),
    "a broken file, silenced": (
        '// connlint-ignore-file syntax-error\n{"type": "slack" "scopes": []}\n',
        [],
    ),
}


@pytest.mark.parametrize("text, expected", HEARD.values(), ids=HEARD.keys())
def test_what_is_still_heard(text: str, expected: list[tuple[int, str]]) -> None:
    assert sorted(_found(text)) == sorted(expected)


MESSAGES: dict[str, tuple[str, str, str]] = {
    "no rule": (
        '{"type": "slack", "scopes": []} // connlint-ignore\n',
        "The comment names no rule, so it ignores nothing",
        "Write connlint-ignore and the names of rules, on the line or above it",
    ),
    "another word": (
        '// connlint-ignore-line schema\n{"type": "slack", "scopes": []}\n',
        "Unknown comment connlint-ignore-line",
        "Write connlint-ignore and the names of rules, on the line or above it",
    ),
    "too late": (
        '{"type": "slack", "scopes": []} // connlint-ignore-file schema\n',
        "The comment connlint-ignore-file only works before the first value",
        "Move it to the top of the file, or write connlint-ignore here",
    ),
    "one": (
        '{"type": "slack", "scopes": []} // connlint-ignore schema\n',
        "Unused connlint-ignore: no schema finding here",
        "Remove the comment",
    ),
    "several": (
        '// connlint-ignore-file schema, unknown-type, duplicate-key\n{"type": "slack", "scopes": []}\n',
        "Unused connlint-ignore-file: no schema, unknown-type or duplicate-key finding in this file",
        "Remove the comment",
    ),
    "one of several": (
        '// connlint-ignore schema, unknown-type, duplicate-key\n{"type": "slak", "scopes": []}\n',
        "Unused connlint-ignore: no schema or duplicate-key finding here",
        "Remove schema and duplicate-key from the comment",
    ),
}


@pytest.mark.parametrize("text, message, help_text", MESSAGES.values(), ids=MESSAGES.keys())
def test_what_is_said(text: str, message: str, help_text: str) -> None:
    (found,) = connlint.lint_text(text, path="slack.jsonc")
    assert (found.rule, found.message, found.help) == ("unused-suppression", message, help_text)


FIXES: dict[str, tuple[str, str]] = {
    "a line": (
        '{\n  // connlint-ignore schema\n  "type": "slack", "scopes": []\n}\n',
        '{\n  "type": "slack", "scopes": []\n}\n',
    ),
    "a line, CRLF": (
        '{\r\n  // connlint-ignore schema\r\n  "type": "slack", "scopes": []\r\n}\r\n',
        '{\r\n  "type": "slack", "scopes": []\r\n}\r\n',
    ),
    "several lines": (
        '/* connlint-ignore schema:\n   why */\n{"type": "slack", "scopes": []}',
        '{"type": "slack", "scopes": []}',
    ),
    "the end of a line": (
        '{"type": "slack", // connlint-ignore schema\n  "scopes": []\n}',
        '{"type": "slack",\n  "scopes": []\n}',
    ),
    "the end of the file": (
        '{"type": "slack", "scopes": []} // connlint-ignore schema',
        '{"type": "slack", "scopes": []}',
    ),
    "the middle of a line": (
        '{"type": "slack", /* connlint-ignore schema */ "scopes": []}',
        '{"type": "slack", "scopes": []}',
    ),
    "the beginning of a line": (
        '{\n  /* connlint-ignore schema */ "type": "slack", "scopes": []\n}',
        '{\n  "type": "slack", "scopes": []\n}',
    ),
    "the first name": (
        '{"type": "slak", "scopes": []} // connlint-ignore schema, unknown-type: new',
        '{"type": "slak", "scopes": []} // connlint-ignore unknown-type: new',
    ),
    "the last names": (
        '{"type": "slak", "scopes": []} // connlint-ignore unknown-type,schema , duplicate-key',
        '{"type": "slak", "scopes": []} // connlint-ignore unknown-type',
    ),
}


@pytest.mark.parametrize("text, fixed", FIXES.values(), ids=FIXES.keys())
def test_the_fix_takes_the_comment_or_the_name_away(text: str, fixed: str) -> None:
    (found,) = connlint.lint_text(text, path="slack.jsonc")
    (fix,) = found.fixes
    assert (found.rule, fix.safety.value) == ("unused-suppression", "safe")
    assert apply_edits(text, fix.edits) == fixed
    assert connlint.lint_text(fixed, path="slack.jsonc") == []


# ---------------------------------------------------------------- projects


def _project(root: Path, files: dict[str, str]) -> None:
    for name, text in {"base44/config.jsonc": CONFIG, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


UNUSED = '{"type": "slack", "scopes": []} // connlint-ignore unknown-type\n'
SLACK = "base44/connectors/slack.jsonc"


def _rules(root: Path) -> list[str]:
    return [found.rule for found in connlint.lint_project(root)]


def test_a_rule_that_is_off_has_nothing_to_say_of_comments(tmp_path: Path) -> None:
    _project(tmp_path, {SLACK: UNUSED})
    assert _rules(tmp_path) == ["unused-suppression"]
    (tmp_path / "connlint.toml").write_text('[rules]\nunknown-type = "off"\n')
    assert _rules(tmp_path) == []
    (tmp_path / "connlint.toml").write_text(
        '[per-file-rules."base44/connectors/slack.jsonc"]\nunknown-type = "off"\n'
    )
    assert _rules(tmp_path) == []


def test_unused_suppression_has_a_level_like_other_rules(tmp_path: Path) -> None:
    _project(tmp_path, {SLACK: UNUSED, "connlint.toml": '[rules]\nunused-suppression = "error"\n'})
    (found,) = connlint.lint_project(tmp_path)
    assert str(found.severity) == "error"
    (tmp_path / "connlint.toml").write_text('[rules]\nunused-suppression = "off"\n')
    assert _rules(tmp_path) == []


def test_only_rules_that_ran_are_judged(tmp_path: Path) -> None:
    _project(tmp_path, {SLACK: UNUSED})
    (target,) = find_targets([str(tmp_path)], str(tmp_path))
    project = read_project(target, str(tmp_path))
    for names, count in (
        ({"unused-suppression"}, 0),
        ({"unknown-type"}, 0),
        ({"unknown-type", "unused-suppression"}, 1),
    ):
        assert len(examine(project, Catalog(), RULES.chosen(names)).found) == count


def test_a_finding_about_a_whole_file_is_silenced_for_the_file_only(tmp_path: Path) -> None:
    name = "base44/connectors/sl.jsonc"
    text = '{"type": "slack", "scopes": ["chat:write"]}\n'
    _project(tmp_path, {name: text})
    assert _rules(tmp_path) == ["file-name"]
    (tmp_path / name).write_text(f"// connlint-ignore-file file-name\n{text}")
    assert _rules(tmp_path) == []


def test_strict_shows_everything_and_counts_what_is_silenced(tmp_path: Path) -> None:
    _project(
        tmp_path,
        {
            SLACK: '{"type": "slak", "scopes": []} // connlint-ignore unknown-type\n',
            "base44/connectors/a.jsonc": '{"type": "gmial", "scopes": []}\n',
        },
    )
    (target,) = find_targets([str(tmp_path)], str(tmp_path))
    project = read_project(target, str(tmp_path))
    found, silenced = examine(project, Catalog())
    assert ([each.rule for each in found], [each.rule for each in silenced]) == (
        ["unknown-type"],
        ["unknown-type"],
    )
    strict = examine(project, Catalog(), strict=True)
    assert [each.path for each in strict.found] == [found[0].path, silenced[0].path]
    assert strict.silenced == []


def test_a_comment_in_base44_s_config_counts_as_well(tmp_path: Path) -> None:
    config = '{\n  "name": "Notes",\n  "connectorsDir": "none" // connlint-ignore %s\n}\n'
    for rule, expected in (
        ("connectors-dir", []),
        ("unknown-scope", ["connectors-dir", "unused-suppression"]),
    ):
        _project(tmp_path, {"base44/config.jsonc": config % rule})
        assert _rules(tmp_path) == expected


def test_a_config_that_is_a_connector_too_is_looked_at_once(tmp_path: Path) -> None:
    config = '{"connectorsDir": ".", "type": "slak", "scopes": []} // connlint-ignore %s\n'
    rules = "unknown-type, unknown-property"
    _project(tmp_path, {"base44/config.jsonc": config % rules})
    assert "unused-suppression" not in _rules(tmp_path)
    assert "unknown-type" not in _rules(tmp_path)


def test_a_comment_silences_nothing_in_another_file(tmp_path: Path) -> None:
    text = '{"type": "slak", "scopes": []}\n'
    _project(
        tmp_path,
        {
            "base44/connectors/a.jsonc": f"// connlint-ignore-file unknown-type\n{text}",
            "base44/connectors/slak.jsonc": text,
        },
    )
    found = connlint.lint_project(tmp_path)
    assert [each.rule for each in found] == ["duplicate-type", "unknown-type"]
    assert all(each.path.endswith("slak.jsonc") for each in found)


@pytest.mark.parametrize("page", ["README.md", "docs/configuration.md"])
def test_the_documentation_s_example_silences_all_that_it_says(page: str, tmp_path: Path) -> None:
    text = (Path(__file__).resolve().parents[2] / page).read_text("utf-8")
    (example,) = re.findall(r"^```jsonc\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    other = '{"type": "slack", "scopes": ["users:read"]}\n' if "slack.json " in example else ""
    files = {SLACK: example, "base44/connectors/slack.json": other}
    _project(tmp_path, {name: text for name, text in files.items() if text})
    assert _rules(tmp_path) == []


# ---------------------------------------------------------------- for all files

_TYPES = st.sampled_from(["slack", "slak", "gmail", "Slack", "", 7, ["slack"]])
_SCOPES = st.lists(st.sampled_from(["chat:write", "x:y", " users:read", "", 3]), max_size=4)
_CONNECTORS = st.dictionaries(
    st.sampled_from(["type", "scopes", "scope", "note"]), st.one_of(_TYPES, _SCOPES), max_size=4
)


@given(value=_CONNECTORS, with_scopes=_SCOPES, data=st.data())
def test_a_comment_above_a_line_silences_its_rule_there_and_nothing_else(
    value: dict[str, object], with_scopes: list[object], data: st.DataObject
) -> None:
    value = {**value, "scopes": value.get("scopes", with_scopes)}
    text = json.dumps(value, indent=2)
    before = connlint.lint_text(text, path="slack.jsonc")
    placed = [found for found in before if found.range.end.offset > 0]
    if not placed:
        return
    chosen = data.draw(st.sampled_from(placed))
    lines = text.split("\n")
    at = chosen.range.start.line - 1
    if lines[at].strip() in {"}", "]", "],"}:
        return
    ignored = [*lines[:at], f"// connlint-ignore {chosen.rule}: so be it", *lines[at:]]
    after = connlint.lint_text("\n".join(ignored), path="slack.jsonc")
    left = [(found.rule, found.message) for found in after]
    others = [(found.rule, found.message) for found in before if found.rule != chosen.rule]
    assert [each for each in left if each[0] != chosen.rule] == others
    same_line = [
        found for found in before if found.rule == chosen.rule and found.range.start.line == at + 1
    ]
    of_rule = [found for found in before if found.rule == chosen.rule]
    assert len(left) - len(others) <= len(of_rule) - len(same_line)


_PIECES = ("//", "/*", "*/", *'{}[]:,"', "\n", "\r", " ", "1", '"type"', '"slak"', MARK)


@given(st.lists(st.sampled_from((*_PIECES, "-file", " schema", " unknown-type,")), max_size=40))
def test_no_text_is_too_strange(pieces: list[str]) -> None:
    text = "".join(pieces)
    for found in connlint.lint_text(text, path="slack.jsonc"):
        for fix in found.fixes:
            apply_edits(text, fix.edits)


_NESTED = st.recursive(
    st.just(()), lambda inner: st.lists(inner, max_size=4).map(tuple), max_leaves=20
)


def _spans(tree: tuple[object, ...], start: int = 0) -> list[Span]:
    """A span for each tuple, around those of the tuples in it; some have no room for more."""
    found: list[Span] = []
    at = start
    for inner in tree:
        assert isinstance(inner, tuple)
        found += _spans(inner, at)
        at = found[-1].end
    return [*found, Span(start, max(at, start + 1))]


@given(_NESTED, st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5)), max_size=8))
def test_a_finding_is_taken_by_all_comments_above_what_it_lies_in(
    tree: tuple[object, ...], places: list[tuple[int, int]]
) -> None:
    source = SourceFile("a.jsonc", "x" * 60, "/a.jsonc")
    mark = Span(50, 51)
    comments = [
        Suppression(mark, mark, (Name("schema", mark),), whole_file=False, node=span)
        for span in _spans(tree)
    ]
    cover = SuppressionIndex(source, comments)
    for start, length in places:
        span = Span(start + 1, start + 1 + length)
        expected = {
            number
            for number, comment in enumerate(comments)
            if comment.node and comment.node.start <= span.start and span.end <= comment.node.end
        }
        assert cover.matching_comments("schema", span) == expected

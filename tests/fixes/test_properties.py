"""What holds for the fixes of every connector file, tried on generated ones."""

from __future__ import annotations

import os
import random
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from connlint.diagnostics.diagnostic import Diagnostic
from connlint.diagnostics.severity import Safety, Severity
from connlint.fix.fixer import fix_targets, is_wanted
from connlint.jsonc import Document, ObjectNode, parse, to_python
from connlint.project import find_text_target
from connlint.rules import RULES
from connlint.run import Run, lint_targets

_checked = settings(max_examples=150)
_NAMES = [rule.name for rule in RULES]
_PATH = "nowhere/slack.jsonc"

_SCOPES = [
    "chat:write",
    "chat:write",
    "users:read",
    "users:read",
    "channels:read",
    "Chat:Write",
    " users:read ",
    "chat:write channels:history",
    "chat:wirte",
    "app_mentions:read",
    "search:read",
    "",
]
_MEMBERS = ["description", "'note'", '"x-note"', "scope", "$schema"]


@st.composite
def _gaps(draw: st.DrawFn, end: str) -> str:
    """Blanks, line ends and comments, each comment with a text of its own."""
    gap = ""
    for piece in draw(
        st.lists(st.sampled_from([" ", "  ", "\t", "\n", "\n", "//", "/*", "/**"]), max_size=3)
    ):
        number = draw(st.integers(0, 10**9))
        if piece == "//":
            gap += f"// c{number}{end}"
        elif piece == "/*":
            gap += f"/* , c{number} */"
        elif piece == "/**":
            gap += f"/* c{number}{end} ] */"
        else:
            gap += piece.replace("\n", end)
    return gap


@st.composite
def _list(draw: st.DrawFn, items: Sequence[str], end: str, brackets: str) -> str:
    style = draw(st.sampled_from(["line", "lines", "leading", "wild"]))
    trailing = draw(st.booleans()) and bool(items)
    notes = [f" // n{draw(st.integers(0, 10**9))}" if draw(st.booleans()) else "" for _ in items]
    if style == "line":
        body = ", ".join(items) + ("," if trailing else "")
    elif style == "lines":
        body = end
        for number, (item, note) in enumerate(zip(items, notes, strict=True)):
            comma = "," if trailing or number + 1 < len(items) else ""
            body += f"    {item}{comma}{note}{end}"
    elif style == "leading":
        body = end
        for number, (item, note) in enumerate(zip(items, notes, strict=True)):
            body += f"  {', ' if number else '  '}{item}{note}{end}"
    else:
        body = draw(_gaps(end))
        for number, item in enumerate(items):
            comma = "," if trailing or number + 1 < len(items) else ""
            body += item + draw(_gaps(end)) + comma + draw(_gaps(end))
    return brackets[0] + body + brackets[1]


@st.composite
def _files(draw: st.DrawFn) -> str:
    end = draw(st.sampled_from(["\n", "\r\n"]))

    def scopes() -> str:
        found = draw(st.lists(st.sampled_from(_SCOPES), max_size=5))
        quoted = [draw(st.sampled_from(["'{}'", '"{}"'])).format(scope) for scope in found]
        return f'"scopes": {draw(_list(quoted, end, "[]"))}'

    members = ['"type": "slack"', scopes()]
    for name in draw(st.lists(st.sampled_from(_MEMBERS), max_size=3)):
        value = draw(st.sampled_from(["1", "'text'", "null", "[1, {a: 1, a: 2,}]"]))
        members.append(f"{name}: {value}")
    if draw(st.booleans()):
        members.append(scopes())
    if draw(st.booleans()):
        members.append("type: 'slack'")
    if draw(st.integers(0, 9)) == 0:
        members = [member for member in members if "scope" not in member]
    members = draw(st.permutations(members))
    return draw(_gaps(end)) + draw(_list(members, end, "{}")) + draw(_gaps(end))


def _fix(text: str, *, unsafe: bool, rules: Sequence[str] = _NAMES) -> tuple[str, bool]:
    """The fixed text, and whether fixes were left out."""
    target = find_text_target(_PATH, os.getcwd())
    overlay = dict.fromkeys(target.chosen or (), text.encode())
    wanted = is_wanted(rules, unsafe=unsafe)
    # Info would rewrite strings: see the rule json5-syntax.
    least = Severity.INFO if unsafe else Severity.WARNING
    fixed = fix_targets([target], os.getcwd(), wanted, overlay=overlay, least=least)
    return (fixed.files[0].text if fixed.files else text), bool(fixed.skipped)


def _lint(text: str) -> list[Diagnostic]:
    target = find_text_target(_PATH, os.getcwd())
    overlay = dict.fromkeys(target.chosen or (), text.encode())
    return lint_targets([target], os.getcwd(), overlay=overlay).diagnostics


def _comments(text: str) -> list[str]:
    return [text[span.start : span.end] for span in parse(text).comments]


def _is_subsequence(part: str, whole: str) -> bool:
    rest = iter(whole)
    return all(char in rest for char in part)


def _taken(document: Document) -> tuple[object, list[object]]:
    """What Base44 takes from a file, each scope once."""
    assert isinstance(document.root, ObjectNode)
    value = to_python(document.root, 9)
    assert isinstance(value, dict)
    return value.get("type"), list(dict.fromkeys(value.get("scopes", [])))


@_checked
@given(_files())
def test_safe_fixes_keep_what_base44_takes_and_what_they_need_not_touch(text: str) -> None:
    before = _lint(text)
    fixed, is_partial = _fix(text, unsafe=False)
    after = _lint(fixed)
    document = parse(fixed)
    assert not document.problems
    assert _taken(document) == _taken(parse(text))
    assert not is_partial
    fixable = [found for found in after if any(fix.safety is Safety.SAFE for fix in found.fixes)]
    assert all(found.severity == Severity.INFO for found in fixable)
    new = Counter((f.rule, f.message) for f in after) - Counter((f.rule, f.message) for f in before)
    assert not new
    assert {found.severity for found in after} <= {found.severity for found in before}
    if "missing-scopes" not in {found.rule for found in before}:
        assert _is_subsequence(fixed, text)
    assert _fix(fixed, unsafe=False)[0] == fixed


@_checked
@given(_files(), st.booleans())
def test_comments_go_only_with_the_line_of_what_is_removed(text: str, unsafe: bool) -> None:  # noqa: FBT001
    fixed, _ = _fix(text, unsafe=unsafe)
    kept = Counter(_comments(fixed))
    assert not kept - Counter(_comments(text))
    nested = _inner(text)
    bare = _without_comments(text)
    for span in parse(text).comments:
        comment = text[span.start : span.end]
        if kept[comment]:
            continue
        (line,) = bare[bare.rfind("\n", 0, span.start) + 1 :].splitlines()[:1]
        inside = any(first <= span.start < last for first, last in nested)
        assert inside or line.strip(" ,")


def _without_comments(text: str) -> str:
    for span in parse(text).comments:
        blank = re.sub("[^\n]", " ", text[span.start : span.end])
        text = text[: span.start] + blank + text[span.end :]
    return text


def _inner(text: str) -> list[tuple[int, int]]:
    """Where the values of properties stand, which go with their property."""
    root = parse(text).root
    assert isinstance(root, ObjectNode)
    return [(member.span.start, member.span.end) for member in root.members]


@_checked
@given(_files())
def test_all_fixes_leave_nothing_to_fix_and_nothing_broken(text: str) -> None:
    before = _lint(text)
    fixed, is_partial = _fix(text, unsafe=True)
    after = _lint(fixed)
    assert not parse(fixed).problems
    assert is_partial or not any(found.fixes for found in after)
    known = {(found.rule, found.message) for found in before}
    worst = max((found.severity for found in before), default=Severity.INFO)
    assert all(found.severity < worst or (found.rule, found.message) in known for found in after)
    assert _fix(fixed, unsafe=True)[0] == fixed
    end = "\r\n" if "\r\n" in text else "\n"
    assert fixed.replace(end, "").count("\n") == text.replace(end, "").count("\n")


@_checked
@given(_files(), st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_the_findings_does_not_matter(
    text: str,
    chance: random.Random,
    unsafe: bool,  # noqa: FBT001
) -> None:
    def shuffled(*arguments: Any, **options: Any) -> Run:  # noqa: ANN401
        run = lint_targets(*arguments, **options)
        for found in run.found:
            chance.shuffle(found)
        return run

    expected = _fix(text, unsafe=unsafe)
    with mock.patch("connlint.fix.fixer.lint_targets", shuffled):
        assert _fix(text, unsafe=unsafe) == expected


@_checked
@given(_files(), st.permutations(["duplicate-key", "duplicate-scope", "unknown-property"]))
def test_rules_that_fix_one_after_the_other_come_to_the_same_end(
    text: str, names: list[str]
) -> None:
    expected, _ = _fix(text, unsafe=False)
    for name in names:
        text, _ = _fix(text, unsafe=False, rules=[name])
    text, _ = _fix(text, unsafe=False)
    assert _taken(parse(text)) == _taken(parse(expected))

"""Which fixes are applied, which are left out, and what comes of it."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.cli.console import CONNECTORS, app

from connlint.diagnostics.diagnostic import Diagnostic, Fix
from connlint.fix.fixer import FixResult, GradedRequest, fix_targets, is_wanted
from connlint.jsonc import parse
from connlint.project import find_targets
from connlint.rules import RULES
from connlint.run import lint_targets

TYPE_CHECKING = False
if TYPE_CHECKING:
    import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = [rule.name for rule in RULES]
ALL = is_wanted(NAMES, unsafe=True)
SAFE = is_wanted(NAMES, unsafe=False)


def _fix(root: Path, wanted: GradedRequest = ALL) -> FixResult:
    return fix_targets(find_targets([str(root)], str(root)), str(root), wanted)


def _text(root: Path, content: str, wanted: GradedRequest = ALL) -> str:
    (file,) = _fix(app(root, {"slack.jsonc": content}), wanted).files
    return file.text


def test_the_broken_app_has_nothing_to_fix_afterwards_and_all_its_comments(tmp_path: Path) -> None:
    root = tmp_path / "app"
    shutil.copytree(EXAMPLES / "broken-app", root)
    fixed = _fix(root)
    for file in fixed.files:
        comments = [file.source.slice(span) for span in parse(file.source.text).comments]
        (root / file.source.path).write_bytes(file.content)
        kept = [file.text[span.start : span.end] for span in parse(file.text).comments]
        # A suppression that silences nothing is a finding of its own.
        assert kept == [text for text in comments if text in kept or "connlint-ignore" not in text]
    assert fixed.skipped == ()
    after = lint_targets(find_targets([str(root)], str(root)), str(root)).diagnostics
    assert [found for found in after if found.fixes] == []
    assert _fix(root).files == ()


def test_the_healthy_app_stays_as_it_is() -> None:
    fixed = _fix(EXAMPLES / "healthy-app")
    assert (fixed.files, fixed.skipped) == ((), ())


def test_half_of_a_surrogate_pair_stays_an_escape(tmp_path: Path) -> None:
    fixed = _fix(app(tmp_path, {"slack.jsonc": "{'type': 'slack', \"scopes\": ['\\ud83d']}"}), SAFE)
    assert fixed.skipped == ()
    assert [file.text for file in fixed.files] == [
        '{"type": "slack", "scopes": ["\\ud83d"]}',
    ]


def test_what_one_fix_brings_to_light_is_fixed_as_well(tmp_path: Path) -> None:
    text = '{"type": "gmial", "scopes": ["gmail.readonyl", "gmail.modify"]}'
    root = app(tmp_path, {"gmail.jsonc": text.replace("readonyl", "readonly")})
    (file,) = _fix(root).files
    assert (
        file.text == '{"type": "gmail", "scopes": ["https://www.googleapis.com/auth/gmail.modify"]}'
    )
    assert file.findings == 4


def test_neighbours_that_share_a_comma_are_all_removed(tmp_path: Path) -> None:
    scopes = ", ".join(['"chat:write"'] * 40)
    text = f'{{"type": "slack", "scopes": [{scopes}]}}'
    assert _text(tmp_path, text, SAFE) == '{"type": "slack", "scopes": ["chat:write"]}'


def test_of_three_equal_properties_the_last_one_stays(tmp_path: Path) -> None:
    text = '{"type": "a", "type": "b", "type": "slack", "scopes": []}'
    assert _text(tmp_path, text, SAFE) == '{"type": "slack", "scopes": []}'


def test_strings_are_split_like_the_list_is_laid_out(tmp_path: Path) -> None:
    text = "{\r\n  'type': 'slack',\r\n  'scopes': [\r\n    'chat:write,users:read', // both\r\n  ]\r\n}"
    result = text.replace(",users:read", "',\r\n    'users:read")
    wanted = is_wanted(["malformed-scope"], unsafe=True)
    assert _text(tmp_path, text, wanted) == result


def test_a_fix_that_makes_another_file_worse_is_left_out(tmp_path: Path) -> None:
    files = {
        "slack.jsonc": '{"type": "slack", "scopes": []}',
        "slak.jsonc": '{"type": "slak", "scopes": ["chat:write", "chat:write"]}',
    }
    fixed = _fix(app(tmp_path, files))
    (file,) = fixed.files
    # The other fix in the file is applied.
    assert file.text == '{"type": "slak", "scopes": ["chat:write"]}'
    (skipped,) = fixed.skipped
    assert skipped.line.startswith(
        f"{CONNECTORS}/slak.jsonc: the fix for unknown-type is left out, because"
    )
    assert "duplicate-type" in skipped.reason


def test_a_fix_that_breaks_the_text_or_helps_nothing_is_left_out(tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": '{"type": "slack", "note": 1, "scopes": []}'})
    (target,) = targets = find_targets([str(root)], str(root))
    (found,) = lint_targets(targets, str(root)).diagnostics
    (edit,) = found.fixes[0].edits
    assert edit.text == ""
    assert target.chosen is None
    fixed = fix_targets(targets, str(root), lambda _, fix: fix.title == 'Remove "note"')
    assert [file.text for file in fixed.files] == ['{"type": "slack", "scopes": []}']


def test_only_the_files_that_were_asked_for_are_fixed(tmp_path: Path) -> None:
    text = '{"type": "%s", "scopes": [], "note": 1}'
    root = app(tmp_path, {"slack.jsonc": text % "slack", "gmail.jsonc": text % "gmail"})
    targets = find_targets([str(root / CONNECTORS / "gmail.jsonc")], str(root))
    fixed = fix_targets(targets, str(root), ALL)
    assert [file.source.name for file in fixed.files] == ["gmail.jsonc"]


def test_a_file_with_a_bad_byte_is_not_fixed(tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": b'{"type": "slack",\n "scopes": [],\n "note": "\xff"}'})
    assert _fix(root).files == ()


def test_nothing_is_done_that_nobody_wants(tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": '{"type": "slack", "scopes": [], "note": 1}'})

    def none(_: Diagnostic, __: Fix) -> bool:
        return False

    assert _fix(root, none).files == ()


def test_what_takes_too_many_rounds_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connlint.fix.fixer._PASSES", 1)
    text = '{"type": "gmial", "scopes": ["gmail.modify", "gmail.modify"]}'
    fixed = _fix(app(tmp_path, {"gmail.jsonc": text}))
    (skipped,) = fixed.skipped
    assert skipped.line == (
        f"{CONNECTORS}/gmail.jsonc: the fix for malformed-scope is left out, "
        "because it is not done after 1 rounds"
    )
    assert {rule for _, rule, _ in fixed.left} == {"malformed-scope"}

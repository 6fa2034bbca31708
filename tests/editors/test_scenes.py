"""What people do, done in real editors; and that a server that miscounts would be noticed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.editors.real import ALL, EMACS, NEOVIM, OLD_NEOVIM, REAL, real_editor
from tests.editors.stage import MISCOUNTING, Editor, Stage, found, place

pytestmark = [*REAL, pytest.mark.slow(seconds=120)]

BOM = b"\xef\xbb\xbf"
SLACK = '{\n  "type": "slack",\n  "scopes": ["chat:write"]\n}\n'
# A character of two UTF-16 units and four bytes, and one of one unit and two bytes.
ODD = "/*😀é*/"
# Too many of them for a miscounted place to be in the right word all the same.
VERY_ODD = f"/*{'😀' * 12}*/"


@pytest.fixture(params=ALL)
def editor(request: pytest.FixtureRequest) -> Editor:
    return real_editor(request.param)


def _with(text: str, name: str) -> str:
    return text.replace("NAME", name)


PLAIN = '{\n  "type": "NAME",\n  "scopes": []\n}\n'
TEXTS = {
    "gmial": PLAIN,
    "githb": PLAIN.replace("\n", "\r\n"),
    "lineer": f'{{ {ODD} "type": "NAME",\n  "scopes": [] }}\n',
    "hubspt": f'// {ODD}\r\n{{ {ODD} "type": "NAME",\r\n"scopes": []\r\n}}',
}
"""Texts by the misspelt type that is in them: one in each is wrong, and nothing else."""
COUNTED = {"lineer", "hubspt"}


def _positions(stage: Stage) -> dict[str, list[tuple[str, list[int]]]]:
    """Open every file; what is found in each."""
    seen = {}
    for name in TEXTS:
        path = f"{name}.jsonc"
        _, each = stage.play(
            {"do": "open", "path": path},
            {"do": "diagnostics", "path": path, "rules": "unknown-type", "settle": 300},
        )
        seen[name] = found(each)
    return seen


@pytest.mark.parametrize("mark", [b"", BOM], ids=["no mark", "mark"])
def test_findings_stand_where_the_editor_counts_them(
    editor: Editor, mark: bytes, tmp_path: Path
) -> None:
    texts = {name: _with(text, name) for name, text in TEXTS.items()}
    files = {f"{name}.jsonc": mark + text.encode() for name, text in texts.items()}
    stage = Stage(editor, tmp_path, files)
    expected = {
        name: [("unknown-type", place(editor, text, f'"{name}"'))] for name, text in texts.items()
    }
    assert _positions(stage) == expected
    if not mark:
        stage.spoil = MISCOUNTING
        wrong = {name for name, each in _positions(stage).items() if each != expected[name]}
        assert wrong == COUNTED


def test_a_fix_changes_its_text_and_no_other_byte(editor: Editor, tmp_path: Path) -> None:
    # Miscounted, the text begins between two of the odd characters: Emacs does not come back from
    # the middle of one.
    text = f'{{ {VERY_ODD} "type":"slak",\r\n  "scopes": [ "chat:write" ]\r\n}}\r\n'
    before = BOM + text.encode()
    after = before.replace(b"slak", b"slack")
    stage = Stage(editor, tmp_path, {"slack.jsonc": before})
    line, column, *_ = place(editor, text, "slak")
    steps: list[dict[str, object]] = [
        {"do": "open", "path": "slack.jsonc"},
        {"do": "diagnostics", "path": "slack.jsonc", "rules": "unknown-type"},
        {"do": "action", "line": line, "column": column, "title": 'Change it to "slack"'},
        {"do": "diagnostics", "path": "slack.jsonc", "rules": ""},
        {"do": "save"},
    ]
    _, _, titles, left, _ = stage.play(*steps)
    assert titles == [
        'Change it to "slack"',
        "Ignore unknown-type here",
        "Ignore unknown-type in this file",
    ]
    assert (left, stage.path("slack.jsonc").read_bytes()) == ([], after)
    stage.path("slack.jsonc").write_bytes(before)
    stage.spoil = MISCOUNTING
    stage.play(*steps, patience=2)
    assert stage.path("slack.jsonc").read_bytes() != after


def test_a_comment_that_silences_has_the_line_end_of_the_file(
    editor: Editor, tmp_path: Path
) -> None:
    text = f'{{ {ODD}\r\n  "type": "slak",\r\n  "scopes": []\r\n}}\r\n'
    stage = Stage(editor, tmp_path, {"slack.jsonc": text})
    line, column, *_ = place(editor, text, "slak")
    _, _, _, left, _ = stage.play(
        {"do": "open", "path": "slack.jsonc"},
        {"do": "diagnostics", "path": "slack.jsonc", "rules": "unknown-type"},
        {"do": "action", "line": line, "column": column, "title": "Ignore unknown-type here"},
        {"do": "diagnostics", "path": "slack.jsonc", "rules": ""},
        {"do": "save"},
    )
    comment = "  // connlint-ignore unknown-type\r\n"
    assert left == []
    assert stage.path("slack.jsonc").read_bytes().decode() == text.replace(
        '  "type"', f'{comment}  "type"'
    )


def test_what_is_under_the_cursor_is_explained(editor: Editor, tmp_path: Path) -> None:
    text = f'{{ "type": "slack", "scopes": [{VERY_ODD} "chat:write"] }}\n'
    stage = Stage(editor, tmp_path, {"slack.jsonc": text})
    line, _, _, end = place(editor, text, '"chat:write"')
    steps: list[dict[str, object]] = [
        {"do": "open", "path": "slack.jsonc"},
        {"do": "hover", "line": line, "column": end - 2},
    ]
    assert stage.play(*steps)[1].lstrip("`").startswith("chat:write")
    stage.spoil = MISCOUNTING
    assert "chat:write" not in stage.play(*steps, patience=2)[1]


def test_edits_make_findings_and_take_them_away(editor: Editor, tmp_path: Path) -> None:
    text = f'{{ {VERY_ODD} "type": "slack",\r\n  "scopes": ["chat:write"] }}\r\n'
    stage = Stage(editor, tmp_path, {"slack.jsonc": text})
    line, start, _, stop = place(editor, text, "slack")
    steps: list[dict[str, object]] = [
        {"do": "open", "path": "slack.jsonc"},
        # Before anything is wrong, an edit shows that the server listens.
        {"do": "replace", "line": line, "column": start, "stop": stop, "text": "slak"},
        {"do": "diagnostics", "path": "slack.jsonc", "rules": "unknown-type"},
        {"do": "replace", "line": line, "column": start + 3, "stop": start + 3, "text": "c"},
        {"do": "diagnostics", "path": "slack.jsonc", "rules": ""},
    ]
    wrong = text.replace("slack", "slak")
    expected = [("unknown-type", place(editor, wrong, '"slak"'))]
    _, _, first, _, last = stage.play(*steps)
    assert (found(first), last) == (expected, [])
    stage.spoil = MISCOUNTING
    _, _, first, _, _ = stage.play(*steps, patience=2)
    assert found(first) != expected


def test_both_ends_of_a_duplicate_light_up_and_go_out(editor: Editor, tmp_path: Path) -> None:
    other = f'{{ {ODD} "type": "slock", "scopes": [] }}\n'
    stage = Stage(editor, tmp_path, {"one.jsonc": SLACK, "two.jsonc": other})
    line, column, *_ = place(editor, other, "ock")
    twice = other.replace("slock", "slack")
    _, _, _, _, one, two, _, none = stage.play(
        {"do": "open", "path": "one.jsonc"},
        {"do": "open", "path": "two.jsonc"},
        {"do": "diagnostics", "path": "two.jsonc", "rules": "unknown-type"},
        # Not saved.
        {"do": "replace", "line": line, "column": column, "stop": column + 1, "text": "a"},
        {"do": "diagnostics", "path": "one.jsonc", "rules": "duplicate-type"},
        {"do": "diagnostics", "path": "two.jsonc", "rules": "duplicate-type", "settle": 300},
        {"do": "replace", "line": line, "column": column, "stop": column + 1, "text": "o"},
        {"do": "diagnostics", "path": "one.jsonc", "rules": ""},
    )
    assert found(one) == [("duplicate-type", place(editor, SLACK, '"slack"'))]
    assert found(two) == [("duplicate-type", place(editor, twice, '"slack"'))]
    assert none == []


TYPED = {
    "a type": ('{ ODD "type": "TYPED", "scopes": [] }\n', "sla", "slack"),
    "a scope": ('{ "type": "slack", "scopes": [ODD "TYPED"] }\n', "chat:w", "chat:write"),
}
SHORT = '{ "type": "gmail", "scopes": [ODD "TYPED"] }\n'
GOOGLE = "https://www.googleapis.com/auth/"


def completed(editor: Editor, folder: Path, text: str, typed: str, label: str) -> tuple[Any, Any]:
    """Complete what is typed in a file: the labels that are offered, and the text after the choice."""
    stage = Stage(editor, folder, {"one.jsonc": text})
    line, _, _, end = place(editor, text, typed)
    _, offered, after = stage.play(
        {"do": "open", "path": "one.jsonc"},
        {"do": "complete", "line": line, "column": end, "label": label},
        {"do": "text"},
    )
    return offered, after


@pytest.mark.parametrize("case", TYPED)
def test_what_was_begun_is_completed_within_its_quotes(
    editor: Editor, case: str, tmp_path: Path
) -> None:
    if (editor.name, case) == (OLD_NEOVIM, "a scope"):
        pytest.skip("Neovim 0.7 completes words, and takes a colon for the end of one")
    text, typed, wanted = TYPED[case]
    text = text.replace("ODD", ODD).replace("TYPED", typed)
    offered, after = completed(editor, tmp_path, text, typed, wanted)
    assert wanted in offered
    assert all(each.startswith(typed) for each in offered)
    assert after == text.replace(typed, wanted)


@pytest.mark.parametrize("label", ["gmail.readonly", f"{GOOGLE}gmail.readonly"])
def test_a_scope_is_completed_from_either_of_its_forms(
    editor: Editor, label: str, tmp_path: Path
) -> None:
    if editor.name == OLD_NEOVIM:
        pytest.skip("Neovim 0.7 completes words, and takes a colon for the end of one")
    scope, typed = f"{GOOGLE}gmail.readonly", label.removesuffix("nly")
    if editor.name == NEOVIM and label != scope:
        pytest.skip("Neovim 0.11 hides what does not begin with what is typed")
    text = SHORT.replace("ODD", ODD).replace("TYPED", typed)
    _, after = completed(editor, tmp_path, text, typed, label)
    assert after == text.replace(typed, scope)


OPTIONS = {
    NEOVIM: (
        'vim.lsp.enable("connlint")',
        'vim.lsp.config("connlint", { init_options = { minSeverity = "info" } })',
    ),
    OLD_NEOVIM: ('    name = "connlint",', '    init_options = { minSeverity = "info" },'),
    EMACS: (
        "(add-hook 'connlint-connector-mode-hook #'eglot-ensure)",
        """(setf (alist-get 'connlint-connector-mode eglot-server-programs)
      '("connlint" "server" :initializationOptions (:minSeverity "info")))""",
    ),
}
"""What a user adds, and below which part of the page's code."""


def test_options_are_heard(editor: Editor, tmp_path: Path) -> None:
    stage = Stage(editor, tmp_path, {"other.jsonc": SLACK})
    steps = (
        {"do": "open", "path": "other.jsonc"},
        {"do": "diagnostics", "path": "other.jsonc", "rules": "file-name", "settle": 500},
    )
    assert stage.play(*steps, patience=1)[1] == []
    stage.added = OPTIONS[editor.name]
    assert [rule for rule, _ in found(stage.play(*steps)[1])] == ["file-name"]

"""Comments that silence findings in the code of backend functions."""

from __future__ import annotations

from pathlib import Path

import pytest

import connlint

CALL = """\
Deno.serve(async (req) => {
  const db = createClientFromRequest(req).asServiceRole;
  const { accessToken } = await db.connectors.getConnection("notion");
%s
  return Response.json({});
});
"""
LOG = "console.log(accessToken);"


def _found(tmp_path: Path, code: str, name: str = "entry.ts") -> list[tuple[int, str]]:
    """The lines and rules of what is found in the code of a function."""
    connectors, function = tmp_path / "base44/connectors", tmp_path / "base44/functions/log"
    for directory in (connectors, function):
        directory.mkdir(parents=True, exist_ok=True)
    (connectors / "notion.jsonc").write_text('{"type": "notion", "scopes": []}\n')
    (function / name).write_text(code, "utf-8")
    found = connlint.lint_project(tmp_path)
    about_connectors = {each.rule for each in found if not each.path.endswith(name)}
    assert about_connectors <= {"unused-connector"}
    return [(each.range.start.line, each.rule) for each in found if each.path.endswith(name)]


SILENT = {
    "on the line": f"  {LOG} // connlint-ignore exposed-token",
    "on the line, with a reason": f"  {LOG} // connlint-ignore exposed-token: a test app",
    "above the statement": f"  // connlint-ignore exposed-token\n  {LOG}",
    "in a block": f"  /* connlint-ignore exposed-token */\n  {LOG}",
    "above other comments": f"  // connlint-ignore exposed-token\n  // For now.\n\n  {LOG}",
    "above a statement of several lines": f"  // connlint-ignore exposed-token\n  if (true) {{\n    {LOG}\n  }}",
    "above a function": f"  // connlint-ignore exposed-token\n  const log = () => {{\n    {LOG}\n  }};\n  log();",
    "above an argument": "  console.log(\n    // connlint-ignore exposed-token\n    accessToken,\n  );",
    "above a property": "  await db.entities.Key.create({\n    // connlint-ignore exposed-token\n    key: accessToken,\n  });",
    "behind wide characters": f'  const café = "😀"; {LOG} // connlint-ignore exposed-token: 日本',
}


@pytest.mark.parametrize("lines", SILENT.values(), ids=SILENT)
@pytest.mark.parametrize("name", ["entry.ts", "entry.js"])
def test_a_comment_in_code_silences_what_it_is_about(lines: str, name: str, tmp_path: Path) -> None:
    assert _found(tmp_path, CALL % lines, name) == []


@pytest.mark.parametrize("newline", ["\r\n", "\r"], ids=["CRLF", "CR"])
def test_line_ends_make_no_difference(newline: str, tmp_path: Path) -> None:
    code = (CALL % SILENT["above the statement"]).replace("\n", newline)
    assert _found(tmp_path, code) == []


def test_a_comment_above_everything_silences_the_file(tmp_path: Path) -> None:
    lines = f"  {LOG}\n  {LOG}"
    code = "// connlint-ignore-file exposed-token\n" + CALL % lines
    assert _found(tmp_path, code) == []


HEARD = {
    "two lines above": (
        f"  // connlint-ignore exposed-token\n  await 0;\n  {LOG}",
        [(4, "unused-suppression"), (6, "exposed-token")],
    ),
    "on the line before": (
        f"  await 0; // connlint-ignore exposed-token\n  {LOG}",
        [(4, "unused-suppression"), (5, "exposed-token")],
    ),
    "another rule": (
        f"  {LOG} // connlint-ignore deprecated-call",
        [(4, "exposed-token"), (4, "unused-suppression")],
    ),
    "a misspelt rule": (
        f"  {LOG} // connlint-ignore exposed-tokens",
        [(4, "exposed-token"), (4, "unknown-rule")],
    ),
    "in a string": (f'  "// connlint-ignore exposed-token"; {LOG}', [(4, "exposed-token")]),
    "for the file, below its first statement": (
        f"  // connlint-ignore-file exposed-token\n  {LOG}",
        [(4, "unused-suppression"), (5, "exposed-token")],
    ),
}


@pytest.mark.parametrize(("lines", "expected"), HEARD.values(), ids=HEARD)
def test_what_is_still_heard(lines: str, expected: list[tuple[int, str]], tmp_path: Path) -> None:
    assert _found(tmp_path, CALL % lines) == expected


def test_what_silences_nothing_is_said_of_files_without_connector_calls_too(
    tmp_path: Path,
) -> None:
    code = "// connlint-ignore exposed-token\nexport const one = 1;\n"
    assert _found(tmp_path, code) == [(1, "unused-suppression")]


def test_code_with_syntax_errors_is_not_judged(tmp_path: Path) -> None:
    assert _found(tmp_path, "// connlint-ignore exposed-token\nconst = {;\n") == []


def test_a_comment_in_a_function_s_config_and_in_a_workflow_counts(tmp_path: Path) -> None:
    automation = '{"type": "connector", "integration_type": "gmial", "events": []}'
    files = {
        "base44/config.jsonc": '{"name": "Inbox"}\n',
        "base44/functions/a/function.jsonc": (
            '{"name": "a", "entry": "entry.ts", "automations": [\n'
            f"  // connlint-ignore unconfigured-automation\n  {automation}\n]}}\n"
        ),
        "base44/functions/a/entry.ts": "Deno.serve(() => new Response());\n",
        "base44/workflows/b.jsonc": (
            '{"trigger": {"config": {\n  "trigger_type": "connector",\n'
            '  "integration_type": "gmial" // connlint-ignore unconfigured-automation\n}}}\n'
        ),
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert connlint.lint_project(tmp_path) == []


def test_the_fix_takes_the_comment_out_of_the_code(tmp_path: Path) -> None:
    code = CALL % "  await 0; // connlint-ignore exposed-token"
    assert _found(tmp_path, code) == [(4, "unused-suppression")]
    (found,) = connlint.lint_project(tmp_path)
    (edit,) = found.fixes[0].edits
    start, end = edit.range.start.offset, edit.range.end.offset
    assert code[:start] + edit.text + code[end:] == CALL % "  await 0;"

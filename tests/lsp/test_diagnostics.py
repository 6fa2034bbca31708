"""Diagnostics, sent to editors that wait and given to those that ask, never both."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types
from tests.cli.console import CONNECTORS, app
from tests.lsp.editor import BOTH, MORE, PULLS, PUSHES, Editor, at, shown, with_editor

SLACK = '{"type": "slack", "scopes": ["chat:write"]}\n'
MISTYPED = '{\n  "type": "slak",\n  "scopes": []\n}\n'

editors = pytest.mark.parametrize("name", BOTH)


@editors
def test_a_finding_has_its_place_its_page_and_its_severity(name: str, tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": MISTYPED})

    async def scenario(editor: Editor) -> types.Diagnostic:
        await editor.start(root)
        uri = editor.open(root / CONNECTORS / "slack.jsonc")
        (found,) = await editor.diagnostics(uri, bool)
        return found

    found = with_editor(name, scenario)
    assert (found.source, found.code, found.severity) == ("connlint", "unknown-type", 1)
    assert shown(found.range) == (1, 10, 1, 16)
    assert found.message == (
        '"slak" is not a Base44 connector type\nDid you mean "slack" (Slack User)?'
    )
    if found.code_description is not None:
        assert found.code_description.href.endswith("/docs/rules/unknown-type.md")


@pytest.mark.parametrize("name", MORE)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["no mark", "mark"])
def test_places_are_counted_as_the_editor_counts(
    name: str, newline: str, mark: bytes, tmp_path: Path
) -> None:
    text = f'// one{newline}{{ /*😀*/ "type": "slak",{newline}"scopes": []}}'
    root = app(tmp_path, {"slack.jsonc": mark + text.encode()})

    async def scenario(editor: Editor) -> types.Diagnostic:
        await editor.start(root)
        uri = editor.open(root / CONNECTORS / "slack.jsonc")
        (found,) = await editor.diagnostics(uri, bool)
        return found

    column = text.split(newline)[1].index('"slak"') + MORE[name]
    assert shown(with_editor(name, scenario).range) == (1, column, 1, column + 6)


@editors
def test_both_ends_of_a_duplicate_light_up_and_go_out(name: str, tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.json": SLACK, "other.jsonc": SLACK.replace("slack", "gmail")})

    async def scenario(editor: Editor) -> None:
        await editor.start(root)
        first = editor.open(root / CONNECTORS / "slack.json", language="json")
        second = editor.open(root / CONNECTORS / "other.jsonc")
        assert "duplicate-type" not in await editor.rules(first)
        # Not saved.
        editor.replace(second, SLACK)
        assert await editor.rules(first, "duplicate-type") == ["duplicate-type"]
        assert "duplicate-type" in await editor.rules(second, "duplicate-type")
        editor.close(second)
        assert await editor.rules(first) == []

    with_editor(name, scenario)


@editors
def test_a_syntax_error_does_not_blank_the_rest(name: str, tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": '{\n  "type": "slak"\n  "scopes": []\n}\n'})

    async def scenario(editor: Editor) -> list[str]:
        await editor.start(root)
        uri = editor.open(root / CONNECTORS / "slack.jsonc")
        return await editor.rules(uri, "syntax-error", "unknown-type")

    assert with_editor(name, scenario) == ["syntax-error", "unknown-type"]


@editors
def test_a_file_that_is_deleted_has_no_findings(name: str, tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": MISTYPED, "gmail.jsonc": MISTYPED})

    async def scenario(editor: Editor) -> None:
        await editor.start(root)
        path = root / CONNECTORS / "slack.jsonc"
        uri = editor.open(path)
        assert "unknown-type" in await editor.rules(uri, "duplicate-type", "unknown-type")
        path.unlink()
        editor.close(uri)
        editor.client.workspace_did_change_watched_files(
            types.DidChangeWatchedFilesParams([types.FileEvent(uri, types.FileChangeType.Deleted)])
        )
        assert await editor.rules(uri) == []
        assert await editor.rules((root / CONNECTORS / "gmail.jsonc").as_uri(), "unknown-type") == [
            "unknown-type"
        ]

    with_editor(name, scenario)


@editors
def test_functions_and_configs_are_looked_at_too(name: str, tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": SLACK})
    code = root / "base44" / "functions" / "log" / "entry.ts"
    code.parent.mkdir(parents=True)
    code.write_text(
        "Deno.serve(async (req) => {\n"
        "  const base44 = createClientFromRequest(req);\n"
        '  const { accessToken } = await base44.asServiceRole.connectors.getConnection("slack");\n'
        "  return Response.json({ accessToken });\n});\n"
    )
    settings = root / "connlint.toml"
    settings.write_text('fail-onn = "error"\n')

    async def scenario(editor: Editor) -> None:
        await editor.start(root)
        uri = editor.open(code, language="typescript")
        assert await editor.rules(uri, "exposed-token") == ["exposed-token"]
        toml = editor.open(settings, language="toml")
        assert await editor.rules(toml, "config-error") == ["config-error"]

    with_editor(name, scenario)


@editors
def test_a_file_is_found_without_any_folder(name: str, tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": MISTYPED})

    async def scenario(editor: Editor) -> list[str]:
        await editor.start()
        return await editor.rules(editor.open(root / CONNECTORS / "slack.jsonc"), "unknown-type")

    assert with_editor(name, scenario) == ["unknown-type"]


@editors
def test_a_text_that_lies_nowhere_is_looked_at(name: str) -> None:
    async def scenario(editor: Editor) -> tuple[list[str], list[str]]:
        await editor.start()
        connector = editor.open("untitled:Untitled-1", MISTYPED)
        other = editor.open("untitled:Untitled-2", '{"compilerOptions": {}}')
        return await editor.rules(connector, "unknown-type"), await editor.rules(other)

    assert with_editor(name, scenario) == (["unknown-type"], [])


@editors
def test_every_folder_and_every_project_counts(name: str, tmp_path: Path) -> None:
    one = app(tmp_path / "one" / "app", {"slack.jsonc": MISTYPED})
    two = app(tmp_path / "two", {"slack.jsonc": MISTYPED})

    async def scenario(editor: Editor) -> None:
        await editor.start(tmp_path / "one", two)
        for root in (one, two):
            uri = (root / CONNECTORS / "slack.jsonc").as_uri()
            assert await editor.rules(uri, "unknown-type") == ["unknown-type"]

    with_editor(name, scenario)


def test_the_whole_workspace_can_be_asked_for(tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": MISTYPED, "gmail.jsonc": SLACK.replace("slack", "gmail")})

    async def scenario(editor: Editor) -> None:
        await editor.start(root)
        params = types.WorkspaceDiagnosticParams([])
        reports = (await editor.client.workspace_diagnostic_async(params)).items
        found = {each.uri.rpartition("/")[2]: each for each in reports}
        full = found["slack.jsonc"]
        assert isinstance(full, types.WorkspaceFullDocumentDiagnosticReport)
        assert [each.code for each in full.items] == ["unknown-type"]
        # What has not changed is not said again.
        known = [types.PreviousResultId(each.uri, str(each.result_id)) for each in reports]
        again = await editor.client.workspace_diagnostic_async(
            types.WorkspaceDiagnosticParams(known)
        )
        assert {each.kind for each in again.items} == {"unchanged"}

    with_editor(PULLS, scenario)


@editors
def test_options_are_taken_and_wrong_ones_are_said(name: str, tmp_path: Path) -> None:
    root = app(tmp_path, {"other.jsonc": SLACK})

    async def scenario(editor: Editor) -> list[str]:
        await editor.start(root, options={"minSeverity": "info", "debounce": "soon", "x": 1})
        uri = editor.open(root / CONNECTORS / "other.jsonc")
        assert await editor.rules(uri, "file-name") == ["file-name"]
        editor.client.workspace_did_change_configuration(
            types.DidChangeConfigurationParams({"connlint": {"minSeverity": "error"}})
        )
        assert await editor.rules(uri) == []
        return [each.message for each in editor.client.messages]

    assert with_editor(name, scenario) == [
        'connlint: the setting connlint.debounce is "soon", and must be a number of milliseconds'
    ]


@editors
def test_what_settings_leave_out_is_as_at_the_start(name: str, tmp_path: Path) -> None:
    root = app(tmp_path, {"other.jsonc": SLACK})

    async def scenario(editor: Editor) -> None:
        await editor.start(root, options={"minSeverity": "info"})
        uri = editor.open(root / CONNECTORS / "other.jsonc")
        client = editor.client
        for settings, expected in (
            ({}, ["file-name"]),
            ({"connlint": {"minSeverity": "error"}}, []),
            ({"connlint": {"debounce": 0}}, ["file-name"]),
            # What connlint.toml says, which is nothing here.
            ({"connlint": {"minSeverity": None}}, []),
        ):
            client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings))
            assert await editor.rules(uri, *expected) == expected, settings

    with_editor(name, scenario)


def test_a_place_outside_of_the_text_is_the_end_of_it(tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": SLACK})

    async def scenario(editor: Editor) -> list[str]:
        await editor.start(root)
        uri = editor.open(root / CONNECTORS / "slack.jsonc")
        editor.change(uri, types.TextDocumentContentChangePartial(at(99, 99), "// the end\n"))
        editor.change(uri, types.TextDocumentContentChangePartial(at(0, 10, 15), "slak"))
        return await editor.rules(uri, "unknown-type")

    assert with_editor(PUSHES, scenario) == ["unknown-type"]

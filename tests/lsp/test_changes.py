"""What changes beside the open documents is seen: files, folders, settings, other servers."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from lsprotocol import types
from tests.cli.console import CONNECTORS, MISTYPED
from tests.lsp.editor import BOTH, PUSHES, Editor, in_editor, with_editor
from tests.lsp.sessions import session_in
from tests.project.tree import CONFIG, SLACK, make

from connlint_lsp.checked import Checked, Checker
from connlint_lsp.documents import OpenDocument

FILE = f"{CONNECTORS}/slack.jsonc"
editors = pytest.mark.parametrize("name", BOTH)


def _watched(editor: Editor, kind: types.FileChangeType, *paths: Path) -> None:
    editor.client.workspace_did_change_watched_files(
        types.DidChangeWatchedFilesParams([types.FileEvent(path.as_uri(), kind) for path in paths])
    )


UNSAVED: dict[str, tuple[str, str | None, str, list[str], list[str]]] = {
    "settings": ("connlint.toml", "", '[rules]\nunknown-type = "off"\n', ["unknown-type"], []),
    "a new file of settings": (
        "base44/connlint.toml",
        None,
        '[rules]\nunknown-type = "off"\n',
        ["unknown-type"],
        [],
    ),
    "settings in package.json": (
        "package.json",
        "{}",
        '{"connlint": {"rules": {"unknown-type": "off"}}}',
        ["unknown-type"],
        [],
    ),
    "the app's config": (
        "base44/config.jsonc",
        CONFIG,
        '{"name": "Notes", "connectorsDir": "others"}',
        ["unknown-type"],
        [],
    ),
    "what git ignores": (".gitignore", "", "app/\n", ["unknown-type"], []),
}


@editors
@pytest.mark.parametrize("path, saved, text, before, after", UNSAVED.values(), ids=UNSAVED)
def test_what_is_not_saved_counts(
    name: str,
    path: str,
    saved: str | None,
    text: str,
    before: list[str],
    after: list[str],
    tmp_path: Path,
) -> None:
    """An unsaved file is as if it were saved, also where it decides what is checked."""
    make(tmp_path, {".git/": "", f"app/{FILE}": MISTYPED, "app/base44/config.jsonc": CONFIG})
    folder = tmp_path if path == ".gitignore" else tmp_path / "app"
    if saved is not None:
        make(folder, {path: saved})
    file = tmp_path / "app" / FILE

    async def scenario(editor: Editor) -> None:
        await editor.start(tmp_path, options={"debounce": 0})
        assert await editor.rules(file.as_uri(), *before) == before
        language = "json" if path.endswith("json") else "toml"
        uri = editor.open(folder / path, saved or "", language)
        editor.replace(uri, text)
        assert await editor.rules(file.as_uri(), *after) == after
        editor.close(uri)
        assert await editor.rules(file.as_uri(), *before) == before

    with_editor(name, scenario)


@editors
@pytest.mark.parametrize("what", ["file", "connectors", "app"])
def test_findings_of_what_is_deleted_disappear_though_nobody_says_so(
    name: str, what: str, tmp_path: Path
) -> None:
    make(tmp_path, {f"one/{FILE}": MISTYPED, f"two/{FILE}": MISTYPED})
    one, two = tmp_path / "one" / FILE, tmp_path / "two" / FILE
    gone = {"file": two, "connectors": two.parent, "app": tmp_path / "two"}[what]

    async def scenario(editor: Editor) -> None:
        await editor.start(tmp_path)
        assert await editor.rules(two.as_uri(), "unknown-type") == ["unknown-type"]
        if gone.is_dir():
            shutil.rmtree(gone)
        else:
            gone.unlink()
        assert await editor.rules(two.as_uri()) == []
        assert await editor.rules(one.as_uri(), "unknown-type") == ["unknown-type"]

    with_editor(name, scenario)


@editors
def test_an_app_that_is_moved_and_comes_back_is_where_it_is(name: str, tmp_path: Path) -> None:
    make(tmp_path, {f"one/{FILE}": MISTYPED, f"two/{FILE}": SLACK})
    old, new = tmp_path / "one", tmp_path / "three"

    async def scenario(editor: Editor) -> None:
        await editor.start(tmp_path)
        assert await editor.rules((old / FILE).as_uri(), "unknown-type") == ["unknown-type"]
        for source, target in ((old, new), (new, old)):
            source.rename(target)
            editor.client.workspace_did_rename_files(
                types.RenameFilesParams([types.FileRename(source.as_uri(), target.as_uri())])
            )
            found = await editor.rules((target / FILE).as_uri(), "unknown-type")
            assert found == ["unknown-type"]
            assert await editor.rules((source / FILE).as_uri()) == []

    with_editor(name, scenario)


@editors
def test_an_app_that_is_deleted_and_restored_is_checked_again(name: str, tmp_path: Path) -> None:
    make(tmp_path, {f"one/{FILE}": MISTYPED})
    file = tmp_path / "one" / FILE

    async def scenario(editor: Editor) -> None:
        await editor.start(tmp_path)
        assert await editor.rules(file.as_uri(), "unknown-type") == ["unknown-type"]
        shutil.rmtree(tmp_path / "one")
        _watched(editor, types.FileChangeType.Deleted, file)
        assert await editor.rules(file.as_uri()) == []
        make(tmp_path, {f"one/{FILE}": MISTYPED})
        _watched(editor, types.FileChangeType.Created, file)
        assert await editor.rules(file.as_uri(), "unknown-type") == ["unknown-type"]

    with_editor(name, scenario)


@editors
def test_each_of_nested_apps_has_its_own_files(name: str, tmp_path: Path) -> None:
    inner = "packages/inner"
    files = {FILE: SLACK, f"{inner}/{FILE}": MISTYPED, f"{inner}/connlint.toml": ""}
    make(tmp_path, {"base44/config.jsonc": CONFIG, **files})

    async def scenario(editor: Editor) -> None:
        await editor.start(tmp_path, options={"debounce": 0})
        outer = editor.open(tmp_path / FILE)
        uri = editor.open(tmp_path / inner / FILE)
        assert await editor.rules(uri, "unknown-type") == ["unknown-type"]
        assert await editor.rules(outer) == []
        # The settings of the inner one are not those of the outer one.
        editor.replace(outer, MISTYPED)
        settings = editor.open(tmp_path / inner / "connlint.toml", language="toml")
        editor.replace(settings, '[rules]\nunknown-type = "off"\n')
        assert await editor.rules(uri) == []
        assert await editor.rules(outer, "unknown-type") == ["unknown-type"]

    with_editor(name, scenario)


@editors
def test_folders_of_the_workspace_come_and_go(name: str, tmp_path: Path) -> None:
    make(tmp_path, {f"one/{FILE}": MISTYPED, f"two/{FILE}": MISTYPED})
    one, two = tmp_path / "one", tmp_path / "two"

    async def scenario(editor: Editor) -> None:
        await editor.start(one)

        def change(added: list[Path], removed: list[Path]) -> None:
            editor.client.workspace_did_change_workspace_folders(
                types.DidChangeWorkspaceFoldersParams(
                    types.WorkspaceFoldersChangeEvent(
                        [types.WorkspaceFolder(each.as_uri(), each.name) for each in added],
                        [types.WorkspaceFolder(each.as_uri(), each.name) for each in removed],
                    )
                )
            )

        async def is_checked(folder: Path, *rules: str) -> bool:
            return await _all_rules(editor, folder / FILE, *rules) == list(rules)

        assert await is_checked(one, "unknown-type")
        assert await is_checked(two)
        change([two], [])
        assert await is_checked(two, "unknown-type")
        change([], [one])
        assert await is_checked(one)
        assert await is_checked(two, "unknown-type")
        change([one], [two])
        assert await is_checked(one, "unknown-type")
        assert await is_checked(two)

    with_editor(name, scenario)


async def _all_rules(editor: Editor, file: Path, *expected: str) -> list[str]:
    """The rules of a file among those of the whole workspace."""
    if not editor.pulls:
        return await editor.rules(file.as_uri(), *expected)
    report = await editor.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
    items = {each.uri: getattr(each, "items", []) for each in report.items}
    return [str(each.code) for each in items.get(file.as_uri(), ())]


def test_two_servers_on_one_tree_do_not_disturb_each_other(tmp_path: Path) -> None:
    make(tmp_path, {f"one/{FILE}": MISTYPED})
    file = tmp_path / "one" / FILE

    async def scenario(editor: Editor) -> None:
        await editor.start(tmp_path)
        uri = editor.open(file)
        assert await editor.rules(uri, "unknown-type") == ["unknown-type"]

        async def other(second: Editor) -> None:
            await second.start(tmp_path)
            assert await second.rules(second.open(file), "unknown-type") == ["unknown-type"]
            # Only the first one sees what is not saved in it.
            editor.replace(uri, SLACK)
            assert await editor.rules(uri) == []
            assert await second.now(uri) != []
            file.write_text(SLACK)
            second.replace(uri, SLACK)
            assert await second.rules(uri) == []

        await in_editor(PUSHES, other)
        editor.replace(uri, MISTYPED)
        assert await editor.rules(uri, "unknown-type") == ["unknown-type"]

    with_editor(PUSHES, scenario)


def test_an_error_in_one_project_leaves_the_others_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, {f"{name}/{FILE}": MISTYPED for name in ("one", "two", "three")})
    session = session_in(tmp_path)
    real = Checker.check

    def check(self: Checker, overlay: Mapping[str, bytes]) -> Checked:
        checked = real(self, overlay)
        if checked.target.root.endswith("two"):
            raise ZeroDivisionError("planted")
        return checked

    monkeypatch.setattr(Checker, "check", check)
    assert not session.check_until(float("inf"))
    assert [str(error) for error in session.take_errors()] == ["planted"]
    assert [checked.target.root.rpartition("/")[2] for checked in session.known()] == [
        "three",
        "one",
    ]
    # It would fail again until something changes.
    assert not session.check_until(float("inf"))
    assert session.take_errors() == []
    session.touch(str(tmp_path / "two" / FILE))
    assert not session.check_until(float("inf"))
    assert [str(error) for error in session.take_errors()] == ["planted"]
    path = tmp_path / "two" / FILE
    session.open(OpenDocument(path.as_uri(), str(path), "jsonc", 1, SLACK))
    session.check_open()
    assert [str(error) for error in session.take_errors()] == ["planted"]

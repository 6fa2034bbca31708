"""The server finds the same apps as the command line: those of functions alone, and both sides."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.lsp.sessions import session_in
from tests.project.tree import make

from connlint_lsp.checked import Checked
from connlint_lsp.documents import OpenDocument
from connlint_lsp.session import Session

LEAK = """\
import { createClientFromRequest } from "npm:@base44/sdk";
const { accessToken } = await createClientFromRequest(req).asServiceRole.connectors.getConnection("x");
console.log(accessToken);
"""
CLEAN = LEAK.replace("console.log", "String")
CONFIG = {"base44/config.jsonc": "{}"}
TANSTACK = {**CONFIG, "src/routes/__root.tsx": "", "src/mail.ts": "", "src/a.server.ts": LEAK}
LAYOUTS = {
    "a folder for each function": ({}, "base44/functions/mail/entry.ts"),
    "a file for each function": ({}, "functions/mail.ts"),
    "server code among pages": (TANSTACK, "src/b.server.ts"),
    "a plugin": (
        {
            "base44/config.jsonc": '{"plugins": [{"source": "../plugin"}]}',
            "plugin/config.json": "{}",
        },
        "plugin/functions/mail/entry.ts",
    ),
}


def _open(session: Session, file: Path, text: str) -> None:
    session.open(OpenDocument(file.as_uri(), str(file), "typescript", 1, text))


def _rules(checked: Checked, file: Path) -> set[str]:
    return {each.rule for each in checked.found.get(str(file), ())} - {"unconfigured-connector"}


@pytest.mark.parametrize("files, name", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("is_folder_open", [True, False])
def test_a_function_is_checked_wherever_it_is(
    files: dict[str, str],
    name: str,
    is_folder_open: bool,  # noqa: FBT001 - both must do
    tmp_path: Path,
) -> None:
    make(tmp_path, {".git/": "", **files, name: LEAK})
    session = session_in(*([tmp_path] if is_folder_open else []))
    file = tmp_path / name
    _open(session, file, LEAK)
    (checked,) = session.projects()
    assert "exposed-token" in _rules(checked, file)
    _open(session, file, CLEAN)
    (checked,) = session.projects()
    assert "exposed-token" not in _rules(checked, file)


def test_an_edit_that_leads_to_server_code_is_seen(tmp_path: Path) -> None:
    make(tmp_path, TANSTACK)
    session = session_in(tmp_path)
    page = tmp_path / "src/mail.ts"
    _open(session, page, "")
    (checked,) = session.projects()
    assert str(page) not in checked.sources
    _open(session, page, 'import "./a.server";')
    (checked,) = session.projects()
    assert str(page) in checked.sources

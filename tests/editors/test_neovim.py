"""What only Neovim does: findings come once, by asking in 0.11 and by waiting in 0.7."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.editors.real import NEOVIM, OLD_NEOVIM, REAL, real_editor
from tests.editors.stage import PUSHING, Stage, found, place

pytestmark = REAL

GMAIL = '{\n  "type": "gmail",\n  "scopes": ["https://www.googleapis.com/auth/gmail.send"]\n}\n'
MISTYPED = '{\n  "type": "slak",\n  "scopes": []\n}\n'
ENTRY = "base44/functions/send/entry.ts"
CODE = """\
Deno.serve(async (req) => {
  const base44 = createClientFromRequest(req);
  /*😀*/ const { accessToken } = await base44.asServiceRole.connectors.getConnection("gmail");
  return Response.json({ accessToken });
});
"""

both = pytest.mark.parametrize("name", [NEOVIM, OLD_NEOVIM])


@both
def test_a_finding_is_there_once(name: str, tmp_path: Path) -> None:
    stage = Stage(real_editor(name), tmp_path, {"slack.jsonc": MISTYPED})
    once, twice = "unknown-type", "unknown-type unknown-type"
    _, seen, counts = stage.play(*_waiting_for(once))
    assert [rule for rule, _ in found(seen)] == [once]
    assert (counts["pushed"] > 0, counts["asked"] > 0) == (name == OLD_NEOVIM, name == NEOVIM)
    # A server that sends what is asked for as well would be noticed.
    stage.spoil = PUSHING
    _, seen, _ = stage.play(*_waiting_for(twice if name == NEOVIM else once))
    assert len(seen) == (2 if name == NEOVIM else 1)


def _waiting_for(rules: str) -> tuple[dict[str, object], ...]:
    return (
        {"do": "open", "path": "slack.jsonc"},
        {"do": "diagnostics", "path": "slack.jsonc", "rules": rules, "settle": 500},
        {"do": "counts"},
    )


@both
def test_functions_have_findings_and_lead_to_their_connectors(name: str, tmp_path: Path) -> None:
    editor = real_editor(name)
    stage = Stage(editor, tmp_path, {"gmail.jsonc": GMAIL})
    stage.path(ENTRY).parent.mkdir(parents=True)
    stage.path(ENTRY).write_text(CODE, "utf-8")
    line, column, *_ = place(editor, CODE, '"gmail"')
    kind, seen, there = stage.play(
        {"do": "open", "path": ENTRY},
        {"do": "diagnostics", "path": ENTRY, "rules": "exposed-token"},
        {"do": "definition", "line": line, "column": column + 2},
    )
    assert kind == "typescript"
    assert [rule for rule, _ in found(seen)] == ["exposed-token"]
    assert there == ["gmail.jsonc", *place(editor, GMAIL, '"gmail"')[:2]]


@both
def test_files_outside_of_an_app_start_no_server(name: str, tmp_path: Path) -> None:
    stage = Stage(real_editor(name), tmp_path, {"slack.jsonc": MISTYPED})
    outside = tmp_path / "package.json"
    outside.write_text("{}\n", "utf-8")
    kind, count, _, inside = stage.play(
        {"do": "open", "path": str(outside), "patience": 5},
        {"do": "clients"},
        {"do": "open", "path": "slack.jsonc"},
        {"do": "clients"},
        patience=60,
    )
    assert (kind, count, inside) == ("json", 0, 1)

"""What only Emacs does: connector files have a mode of their own, and other files no server."""

from __future__ import annotations

from pathlib import Path

from tests.editors.real import EMACS, REAL, real_editor
from tests.editors.stage import Stage

pytestmark = REAL

SLACK = '{\n  "type": "slack",\n  "scopes": ["chat:write"]\n}\n'


def test_connector_files_have_a_mode_and_a_server_and_other_files_have_not(tmp_path: Path) -> None:
    stage = Stage(real_editor(EMACS), tmp_path, {"slack.jsonc": SLACK, "gmail.json": SLACK})
    stage.path("base44/package.json").write_text("{}\n", "utf-8")
    other, none, first, one, second, still = stage.play(
        {"do": "open", "path": "base44/package.json"},
        {"do": "clients"},
        {"do": "open", "path": "slack.jsonc"},
        {"do": "clients"},
        {"do": "open", "path": "gmail.json"},
        {"do": "clients"},
    )
    assert "connlint" not in other
    assert (first, second) == ("connlint-connector-mode", "connlint-connector-mode")
    assert none == 0
    # Two files of a project share a server.
    assert one == still > 0

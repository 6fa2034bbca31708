"""What the extension of VS Code says about itself."""

from __future__ import annotations

import json
import struct

from tests.editors.vscode_editor import EXTENSION, ROOT

from connlint import __version__
from connlint_lsp.options import DEFAULTS

MANIFEST = json.loads((EXTENSION / "package.json").read_text("utf-8"))


def test_the_manifest_knows_the_settings_of_the_server() -> None:
    found = MANIFEST["contributes"]["configuration"]["properties"]
    defaults = {name.removeprefix("connlint."): each["default"] for name, each in found.items()}
    assert defaults == {
        "path": None,
        "minSeverity": DEFAULTS.min_severity,
        "debounce": DEFAULTS.debounce,
        "codeLens": DEFAULTS.code_lens,
        "trace.server": "off",
    }
    assert all("description" in each or "markdownDescription" in each for each in found.values())
    page = (EXTENSION / "README.md").read_text("utf-8")
    assert [name for name in found if f"| `{name}` |" not in page] == []


def test_the_extension_has_the_version_and_the_licence_of_connlint() -> None:
    assert MANIFEST["version"] == __version__
    assert (EXTENSION / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_the_icon_is_as_large_as_the_marketplace_wants() -> None:
    head = (EXTENSION / "icon.png").read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", head[16:]) == (128, 128)

"""Whatever makes another app of a folder makes an entry of the cache invalid."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.project.tree import make

from connlint import result_cache
from connlint.project import find_targets, load_project
from connlint.result_cache import ResultCache

CALL = 'import "npm:@base44/sdk";\nbase44.asServiceRole.connectors.getConnection("slack");\n'
CONFIG = {"base44/config.jsonc": '{"name": "Notes"}'}
WITH_PLUGIN = {"base44/config.jsonc": '{"plugins": [{"source": "acme"}, {"source": "../plugin"}]}'}
OWN = {"base44/functions/a/entry.ts": CALL}
FLAT = {"functions/a.ts": CALL}

CHANGES: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "a config beside functions": (OWN, {"base44/config.jsonc": "{}"}),
    "connectors beside functions": (OWN, {"base44/connectors/slack.jsonc": "{}"}),
    "a folder for Base44 beside an old export": (FLAT, CONFIG),
    "another flat function": (FLAT, {"functions/b.ts": ""}),
    "a flat function has another text": (FLAT, {"functions/a.ts": f"{CALL}// more\n"}),
    "old functions in an app without any": (CONFIG, FLAT),
    "old functions come to call a connector": ({**CONFIG, "functions/a.ts": ""}, FLAT),
    "functions in their place": ({**CONFIG, **FLAT}, OWN),
    "pages of a native app": (CONFIG, {"app/_layout.tsx": ""}),
    "a page of a native app": ({**CONFIG, "app/_layout.tsx": ""}, {"app/mail.tsx": CALL}),
    "the frame of a native app": ({**CONFIG, "app/mail.tsx": CALL}, {"app/_layout.tsx": ""}),
    "server code among pages": (
        {**CONFIG, "src/routes/a.tsx": CALL},
        {"src/routes/__root.tsx": ""},
    ),
    "what leads to server code": (
        {**CONFIG, "src/routes/__root.tsx": "", "src/a.ts": CALL, "src/b.ts": ""},
        {"src/b.ts": 'import "./a";'},
    ),
    "a package with a plugin": (
        WITH_PLUGIN,
        {"node_modules/acme/package.json": "{}", "node_modules/acme/config.json": "{}"},
    ),
    "a folder with a plugin": (WITH_PLUGIN, {"plugin/base44/config.jsonc": "{}"}),
    "a function of a plugin": (
        {**WITH_PLUGIN, "plugin/config.json": "{}", "plugin/functions/a/entry.ts": ""},
        {"plugin/functions/b/entry.ts": CALL},
    ),
    "a folder that functionsDir names": (
        {"base44/config.jsonc": '{"functionsDir": "../server"}'},
        {"server/": ""},
    ),
}


@pytest.mark.parametrize("before, change", CHANGES.values(), ids=CHANGES)
def test_a_change_of_the_layout_is_seen(
    before: dict[str, str], change: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(result_cache, "_UNSETTLED", 0)
    root = tmp_path / "app"
    make(root, {".git/": "", **before})
    cache = ResultCache(str(tmp_path / "cache"), ["check"], str(root))
    recorder = cache.recorder()
    for target in find_targets(["."], str(root), recorder):
        load_project(target, str(root), disk=recorder)
    cache.keep(recorder)
    assert cache.known_line() is not None
    make(root, change)
    assert cache.known_line() is None

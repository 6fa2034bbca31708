"""Which files the hooks of .pre-commit-hooks.yaml are for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from connlint.files.conventions import CODE_ENDINGS
from connlint.project import find_targets
from connlint.run import lint_targets

ROOT = Path(__file__).resolve().parents[2]
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
PATTERN = HOOKS[0]["files"]

CAUGHT = """
connlint.toml
apps/notes/connlint.toml
pyproject.toml
apps/notes/pyproject.toml
package.json
apps/notes/package.json
base44/functions/send/package.json
base44/config.jsonc
base44/config.json
apps/notes/base44/config.jsonc
base44/connectors/slack.jsonc
base44/connectors/slack.json
base44/connectors/my slack (1).jsonc
base44/connectors/sub/slack.jsonc
base44/connectors/.slack.jsonc
base44/connectors/slack.json5
base44/connectors/slack.YAML
base44/connectors/slack.JSONC
apps/notes/base44/connectors/slack.jsonc
base44/functions/send/entry.ts
base44/functions/send/function.json
base44/functions/send/function.jsonc
base44/functions/mail/send/entry.js
base44/functions/mail/send/function.jsonc
base44/functions/helper.mjs
base44/shared/token.ts
base44/shared/google/sheets.js
base44/workflows/welcome.jsonc
base44/workflows/welcome.json
functions/sendMail.ts
functions/sendMail.js
functions/sendMail/entry.ts
apps/notes/functions/sendMail.ts
src/pages/Orders.jsx
apps/notes/src/main.tsx
app/(tabs)/mail.tsx
"""

PASSED_OVER = """
README.md
connlint.toml.bak
my-connlint.toml
my-pyproject.toml
package-lock.json
config.json
connectors/slack.jsonc
old-base44/config.jsonc
base44/config.yaml
base44/config.jsonc.bak
base44/entities/Task.jsonc
base44/agents/helper.jsonc
base44/connectors
base44/connectors/README.md
base44/functions/send/my-function.jsonc
base44/functions/send/data.json
base44/shared/prices.json
base44/workflows/old/welcome.jsonc
base44/workflows/welcome.ts
functions/lib/deep/index.js
src/index.css
src/data.json
vite.config.ts
"""


def _lines(text: str) -> list[str]:
    return text.strip().splitlines()


@pytest.mark.parametrize("path", _lines(CAUGHT))
def test_the_hooks_see(path: str) -> None:
    assert re.search(PATTERN, path)


@pytest.mark.parametrize("path", _lines(PASSED_OVER))
def test_the_hooks_pass_over(path: str) -> None:
    assert not re.search(PATTERN, path)


@pytest.mark.parametrize("ending", CODE_ENDINGS)
@pytest.mark.parametrize("folder", ["base44/functions/send", "base44/shared", "src"])
def test_the_hooks_see_all_code(folder: str, ending: str) -> None:
    assert re.search(PATTERN, f"{folder}/entry{ending}")


@pytest.mark.parametrize("app", ["healthy-app", "broken-app"])
def test_the_hooks_see_all_that_is_read_of_an_app(app: str) -> None:
    root = ROOT / "examples" / app
    read = lint_targets(find_targets(["."], str(root)), str(root)).sources
    assert read
    assert [path for path in read if not re.search(PATTERN, path)] == []


def test_all_hooks_are_for_the_same_files() -> None:
    assert [(hook["id"], hook["files"]) for hook in HOOKS] == [
        ("connlint", PATTERN),
        ("connlint-fix", PATTERN),
        ("connlint-plan", PATTERN),
    ]


def test_a_project_is_looked_at_once_for_all_its_files() -> None:
    assert [hook["require_serial"] for hook in HOOKS] == [True] * 3

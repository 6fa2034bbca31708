"""The exercises of CONTRIBUTING.md name every file that a change touches."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from tools.rule_lists import lists

from connlint.render.registry import FORMATS
from connlint.rules import RULES

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
PATH = re.compile(r"`((?:[\w.-]+/)*[\w<>.-]+(?:\.\w+|/[\w-]+))`")
WRITTEN = {"tests/render/golden"}
"""Folders that a command writes."""


def _listed(heading: str) -> list[str]:
    """The paths in the numbered list under a heading."""
    section = PAGE.partition(f"\n### {heading}\n")[2].partition("\n#")[0]
    items = "\n".join(re.findall(r"^\d\. (.*(?:\n   .*)*)", section, re.MULTILINE))
    return PATH.findall(items)


def _texts() -> dict[str, str]:
    """The texts of the files that belong to the project, without those that are snapshots."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("this is no checkout")
    texts = {}
    for name in done.stdout.splitlines():
        path = ROOT / name
        if path.suffix in {".py", ".md", ".json", ".toml"} and path.is_file():
            texts[name] = path.read_text("utf-8")
    return {name: text for name, text in texts.items() if not name.startswith(tuple(WRITTEN))}


def test_each_file_of_a_rule_is_listed() -> None:
    listed = _listed("A rule")
    everywhere = {
        name for name, text in _texts().items() if all(rule.name in text for rule in RULES)
    }
    assert everywhere <= {*listed, "CHANGELOG.md"}
    for rule in RULES:
        for pattern, name in (
            ("docs/rules/<name>.md", rule.name),
            ("linter/connlint/rules/<name>.py", rule.name.replace("-", "_")),
        ):
            assert pattern in listed
            assert (ROOT / pattern.replace("<name>", name)).is_file()


def test_each_file_of_a_format_is_listed() -> None:
    listed = _listed("An output format")
    everywhere = {
        name
        for name, text in _texts().items()
        if all(re.search(rf"[\"`|\\]{each}[\"`|\\]", text) for each in FORMATS)
    }
    assert everywhere <= {*listed, "CHANGELOG.md"}
    for each in FORMATS.values():
        assert (ROOT / f"linter/connlint/render/{each.module}.py").is_file()


def test_each_feature_of_the_server_is_registered_where_the_list_says() -> None:
    assert "lsp/connlint_lsp/features.py" in _listed("A feature of the language server")
    text = (ROOT / "lsp/connlint_lsp/features.py").read_text("utf-8")
    others = {
        path.name
        for path in (ROOT / "lsp/connlint_lsp").glob("*.py")
        if "@server.feature(types.TEXT_DOCUMENT_DID" not in path.read_text("utf-8")
        and "@server.feature(" in path.read_text("utf-8")
    }
    assert "@server.feature(" in text
    assert others == {"features.py"}


@pytest.mark.parametrize(
    "heading", ["A rule", "An output format", "A feature of the language server"]
)
def test_the_files_are_there(heading: str) -> None:
    listed = _listed(heading)
    assert len(listed) >= 4
    missing = [path for path in listed if "<" not in path and not (ROOT / path).exists()]
    assert missing == []


def test_the_lists_of_rules_are_up_to_date() -> None:
    """`python -m tools.rule_lists` writes them."""
    assert {path: path.read_text("utf-8") for path in lists()} == lists()

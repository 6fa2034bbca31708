"""What `connlint init` writes is what the documentation shows, and what the tools take."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

import connlint_schemas
from connlint.config.parser import read_settings
from connlint.init import contents
from connlint.text.source import SourceFile

ROOT = Path(__file__).resolve().parents[2]


def test_the_hook_is_that_of_the_readme() -> None:
    assert f"```yaml\n{contents.HOOKS}```" in (ROOT / "README.md").read_text("utf-8")


def test_the_workflow_is_that_of_the_page_about_ci() -> None:
    block = f"```yaml .github/workflows/connlint.yml\n{contents.WORKFLOW}```"
    assert block in (ROOT / "docs" / "ci.md").read_text("utf-8")


@pytest.mark.parametrize(
    "text", [contents.CONFIG, re.sub("^#(?=[a-z])", "", contents.CONFIG, flags=re.MULTILINE)]
)
def test_the_configuration_holds_with_and_without_its_marks(text: str) -> None:
    settings = read_settings(SourceFile("connlint.toml", text, "/app/connlint.toml"))
    assert settings.problems == ()
    assert bool(settings.rules) == (text != contents.CONFIG)


def test_the_addresses_are_those_of_files_and_of_the_schema_itself() -> None:
    schema = json.loads(connlint_schemas.read("connector.schema.json"))
    assert schema["$id"] == contents.SCHEMA
    main = "https://raw.githubusercontent.com/connlint/connlint/main/"
    pages = "https://github.com/connlint/connlint/blob/main/"
    addresses = re.findall(r"https://\S+", contents.CONFIG + contents.SCHEMA)
    assert len(addresses) == 3
    for address in addresses:
        assert (ROOT / address.removeprefix(main).removeprefix(pages)).is_file(), address


def test_the_hook_has_an_id_that_there_is() -> None:
    (repository,) = yaml.safe_load(contents.HOOKS)["repos"]
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert repository["hooks"][0]["id"] in {hook["id"] for hook in hooks}


@pytest.mark.parametrize(
    ("line", "runs"),
    [
        ("  - repo: https://github.com/connlint/connlint", True),
        ('  - repo: "https://github.com/connlint/connlint.git"', True),
        ("  - repo: git@github.com:connlint/connlint", False),
        ("      - id: connlint", True),
        ("      - {id: 'connlint-fix'}", True),
        ("      - id: connlinter", False),
        ("      # - id: connlint", False),
        ("      - uses: connlint/connlint@v0.0.9", True),
        ("      - uses: actions/checkout@v7 # not connlint check", False),
        ("      - run: uvx connlint check --fail-on never", True),
        ("        entry: python -m connlint check", True),
        ("      - run: cat docs/connlint check", False),
        ("name: connlint", False),
        pytest.param("repo:" * 200_000, False, id="a long line takes no longer than its length"),
    ],
)
def test_what_counts_as_running_connlint(line: str, runs: bool) -> None:  # noqa: FBT001
    assert contents.runs_connlint(f"a: 1\n{line}\n") == runs

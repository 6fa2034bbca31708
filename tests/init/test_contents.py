"""What `connlint init` writes is what the documentation shows, and what the tools take."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

import connlint_schemas
from connlint import __version__
from connlint.config.parser import read_settings
from connlint.init import contents
from connlint.text.source import SourceFile

ROOT = Path(__file__).resolve().parents[2]


def _of_release(text: str, before: str) -> str:
    """What is written when the version is released, as the pages show it."""
    return text.replace(f"{before}{contents.REF}\n", f"{before}v{__version__}\n")


def test_the_version_counts_as_released_once_it_has_a_heading_among_the_changes() -> None:
    # A tag, the action and the extension exist from then on; before, `main` is what exists.
    headings = re.findall(
        r"^## \[?([\d.]+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )
    text = (ROOT / "linter/connlint/init/contents.py").read_text("utf-8")
    is_released = re.search(r"^RELEASED = (True|False)$", text, re.MULTILINE)
    assert is_released is not None
    assert (is_released[1] == "True") == (__version__ in headings)
    assert (f"v{__version__}" if is_released[1] == "True" else "main") == contents.REF


@pytest.mark.parametrize(
    ("branch", "shown"),
    [
        ("main", "[main]"),
        ("release/2.x", "[release/2.x]"),
        ("1.0", '["1.0"]'),
        ("on", '["on"]'),
        ("a, b", '["a, b"]'),
        ("größe", '["größe"]'),
        ("c++", '["c\\\\+\\\\+"]'),
        ('x"]\nevil: [', '["x\\"]\\nevil: ["]'),
    ],
)
def test_any_branch_is_one_item_of_the_workflow(branch: str, shown: str) -> None:
    text = contents.workflow(branch)
    assert f"    branches: {shown}\n" in text
    pushed = yaml.safe_load(text)[True]["push"]["branches"]
    assert [re.sub(r"\\(.)", r"\1", name) for name in pushed] == [branch]


def test_the_hook_is_that_of_the_readme() -> None:
    shown = _of_release(contents.HOOKS, "rev: ")
    assert f"```yaml\n{shown}```" in (ROOT / "README.md").read_text("utf-8")


def test_the_workflow_is_that_of_the_page_about_ci() -> None:
    shown = _of_release(contents.workflow("main"), "connlint/connlint@")
    block = f"```yaml .github/workflows/connlint.yml\n{shown}```"
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
        ("      - run: uvx connlint@0.1.0 check", True),
        ("        entry: python -m connlint check", True),
        ("      - run: cat docs/connlint check", False),
        ("name: connlint", False),
        pytest.param("repo:" * 200_000, False, id="a long line takes no longer than its length"),
    ],
)
def test_what_counts_as_running_connlint(line: str, runs: bool) -> None:  # noqa: FBT001
    assert contents.runs_connlint(f"a: 1\n{line}\n") == runs

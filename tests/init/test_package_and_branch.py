"""The npm script, the default branch, and what a connlint that is not released recommends."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from tests.cli.console import connlint
from tests.project.tree import CONFIG, make

from connlint.git.branch import default_branch
from connlint.init import Plan, contents, plan, survey
from connlint.init.json_members import add_to_object
from connlint.init.refusal import InsertionError
from connlint.project import find_targets

APP = {"base44/config.jsonc": CONFIG}
NAME, COMMAND = contents.SCRIPT


def _plan(root: Path, path: str = ".") -> Plan:
    (target,) = find_targets([path], str(root))
    return plan(survey(target))


def _add(text: str) -> str:
    return add_to_object(text, "scripts", NAME, COMMAND)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"name": "a"}', '{"name": "a", "scripts": {"lint:connectors": "connlint check"}}'),
        (
            '{\n  "scripts": {\n    "dev": "vite"\n  }\n}\n',
            '{\n  "scripts": {\n    "dev": "vite",\n    "lint:connectors": "connlint check"\n  }\n}\n',
        ),
        (
            '{\r\n\t"scripts": {},\r\n\t"private": true\r\n}',
            '{\r\n\t"scripts": {\r\n\t\t"lint:connectors": "connlint check"\r\n\t},\r\n\t"private": true\r\n}',
        ),
        (
            '{\n    "name": "a"\n}',
            '{\n    "name": "a",\n    "scripts": {\n'
            '        "lint:connectors": "connlint check"\n    }\n}',
        ),
    ],
)
def test_a_script_is_added_and_the_layout_kept(before: str, after: str) -> None:
    assert _add(before) == after
    assert json.loads(after)["scripts"][NAME] == COMMAND


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is not valid JSON"),
        ('{"a": 1,}', "it is not valid JSON"),
        ('{"a": 1 // one\n}', "it is not valid JSON"),
        ("[]", "it does not hold an object"),
        ('{"scripts": []}', '"scripts" is not an object there'),
        ("[" * 100_000, "it is not valid JSON"),
    ],
)
def test_a_file_to_which_no_script_can_be_added(text: str, reason: str) -> None:
    with pytest.raises(InsertionError, match=f"^{reason}$"):
        _add(text)


@pytest.mark.parametrize(
    "scripts", [{NAME: "x"}, {"lint": "eslint . && connlint check"}, {"l": "uvx connlint@1 check"}]
)
def test_a_script_that_is_there_is_enough(scripts: dict[str, str], tmp_path: Path) -> None:
    make(tmp_path, {**APP, "package.json": json.dumps({"scripts": scripts})})
    assert _plan(tmp_path).present == ("package.json",)


def test_the_script_is_for_the_app_and_only_where_there_is_a_package(tmp_path: Path) -> None:
    make(tmp_path, {".git/": "", "package.json": "{}", "shop/base44/config.jsonc": CONFIG})
    assert "package.json" not in [change.path for change in _plan(tmp_path, "shop").changes]
    make(tmp_path, {"shop/package.json": "{}"})
    (change,) = [each for each in _plan(tmp_path, "shop").changes if "package" in each.path]
    assert (change.path, json.loads(change.after)) == (
        "shop/package.json",
        {"scripts": {NAME: COMMAND}},
    )
    assert change.purpose == "gets a script: `npm run lint:connectors` checks the app"


REMOTE = "refs/remotes/origin"


@pytest.mark.parametrize(
    ("files", "branch"),
    [
        ({}, "main"),
        ({"HEAD": "ref: refs/heads/trunk\n"}, "trunk"),
        ({"HEAD": "ref: refs/heads/x\n", "refs/heads/master": "1\n"}, "master"),
        ({"HEAD": "ref: refs/heads/x\n", "packed-refs": "# p\n1 refs/heads/main\n"}, "main"),
        ({"HEAD": "ref: refs/heads/x\n", "packed-refs": "1 refs/heads/main-2\n"}, "x"),
        ({"HEAD": "ref: refs/heads/main\n", f"{REMOTE}/HEAD": f"ref: {REMOTE}/dev\n"}, "dev"),
        ({"HEAD": "ref: refs/heads/master\n", "refs/heads/main": "1\n"}, "master"),
        ({"HEAD": "0123abcd\n"}, "main"),
        ({"HEAD": "ref: /etc/passwd\n"}, "main"),
        ({"HEAD/": ""}, "main"),
    ],
)
def test_the_branch_is_the_repositorys_own(
    files: dict[str, str], branch: str, tmp_path: Path
) -> None:
    make(tmp_path, {".git/": "", **{f".git/{name}": text for name, text in files.items()}})
    assert default_branch(str(tmp_path)) == branch


def test_the_workflow_goes_by_the_branch(tmp_path: Path) -> None:
    make(tmp_path, {**APP, ".git/HEAD": "ref: refs/heads/trunk\n"})
    (change,) = [each for each in _plan(tmp_path).changes if "workflows" in each.path]
    assert "branches: [trunk]" in change.after
    assert change.purpose == "checks each push to trunk and each pull request on GitHub"


@pytest.mark.parametrize("text", ["gitdir: ../elsewhere\n", ""])
def test_a_git_file_leads_nowhere(text: str, tmp_path: Path) -> None:
    make(tmp_path, {"elsewhere/HEAD": "ref: refs/heads/secret\n", "app/.git": text})
    assert default_branch(str(tmp_path / "app")) == "main"


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_a_link_in_gits_folder_is_not_followed(tmp_path: Path) -> None:
    make(tmp_path, {"secret": "ref: refs/heads/secret\n", ".git/": ""})
    (tmp_path / ".git" / "HEAD").symlink_to("../secret")
    assert default_branch(str(tmp_path)) == "main"


def test_before_its_release_it_recommends_only_what_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "RELEASED", False)
    make(tmp_path, {**APP, ".git/": "", "package.json": "{}"})
    monkeypatch.chdir(tmp_path)
    outcome = connlint("init", "--yes")
    assert outcome.status == 0
    assert outcome.err == (
        "connlint: 5 files written\n"
        "connlint: Next steps:\n"
        "  1. Run `connlint check` to see what it finds\n"
        "  2. Run `pre-commit install` once, so that git runs the hook\n"
        "  3. To pin a version, replace `main` with a commit of "
        "https://github.com/connlint/connlint: the hook and the workflow use the newest connlint\n"
        "  4. Commit the files\n"
    )
    assert not (tmp_path / ".vscode" / "extensions.json").exists()
    sentences = [
        line for line in outcome.out.splitlines() if line[:1].isalpha() or line[:2] == ".p"
    ]
    assert sentences[0] == (
        "connlint.toml is where you change settings; until then, the defaults apply"
    )

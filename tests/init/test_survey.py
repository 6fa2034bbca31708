"""Where the files belong, for apps in and without repositories, and what may not be written."""

from __future__ import annotations

import ntpath
import os
import posixpath
from pathlib import Path
from types import ModuleType

import pytest
from tests.project.tree import CONFIG, make

from connlint.init import Existing, Plan, Surroundings, look, plan, survey
from connlint.init.contents import CONFIG as SETTINGS
from connlint.init.contents import HOOKS, SCHEMA, workflow
from connlint.init.surroundings import relative
from connlint.project import find_targets

APP = {"base44/config.jsonc": CONFIG}
WORKFLOW_PATH = ".github/workflows/connlint.yml"


def _survey(root: Path, path: str = ".") -> Surroundings:
    (target,) = find_targets([path], str(root))
    return survey(target)


def _plan(root: Path, path: str = ".") -> Plan:
    return plan(_survey(root, path))


def _changed(planned: Plan) -> list[str]:
    return [change.path for change in planned.changes]


def test_an_app_in_no_repository_gets_no_workflow(tmp_path: Path) -> None:
    make(tmp_path, APP)
    planned = _plan(tmp_path)
    assert _changed(planned) == [
        "connlint.toml",
        ".pre-commit-config.yaml",
        ".vscode/settings.json",
        ".vscode/extensions.json",
    ]
    assert planned[1:4] == ((), (), ())


@pytest.mark.parametrize("name", ["functions/mail.ts", "base44/functions/mail/entry.ts"])
def test_an_app_of_functions_alone_gets_what_others_get(name: str, tmp_path: Path) -> None:
    code = 'import "npm:@base44/sdk";\nbase44.asServiceRole.connectors.getConnection("slack");\n'
    make(tmp_path / "app", {name: code})
    make(tmp_path / "usual", APP)
    planned = _plan(tmp_path / "app")
    usual = _plan(tmp_path / "usual")
    assert [(each.path, each.after) for each in planned.changes] == [
        (each.path, each.after) for each in usual.changes
    ]
    assert planned.notes == usual.notes


@pytest.mark.parametrize("mark", [".git/", ".github/", ".git"])
def test_git_or_github_gives_a_workflow(mark: str, tmp_path: Path) -> None:
    make(tmp_path, {**APP, mark: "gitdir: x"})
    assert WORKFLOW_PATH in _changed(_plan(tmp_path))


@pytest.mark.parametrize("name", [".gitlab-ci.yml", ".circleci/", "azure-pipelines.yml"])
def test_another_ci_gets_a_note_and_no_workflow(name: str, tmp_path: Path) -> None:
    make(tmp_path, {**APP, ".git/": "", name: ""})
    planned = _plan(tmp_path)
    assert WORKFLOW_PATH not in _changed(planned)
    assert planned.notes == (
        f"To run connlint in the CI of {name.rstrip('/')}, copy the lines from "
        "https://github.com/connlint/connlint/blob/main/docs/ci.md",
    )
    make(tmp_path, {".github/": ""})
    assert WORKFLOW_PATH in _changed(_plan(tmp_path))


@pytest.mark.parametrize("path", [".", "apps/shop", "apps/shop/base44/connectors"])
def test_an_app_below_its_repository(path: str, tmp_path: Path) -> None:
    make(tmp_path, {".git/": "", "apps/shop/base44/config.jsonc": CONFIG})
    make(tmp_path, {"apps/shop/base44/connectors/": ""})
    around = _survey(tmp_path, path)
    assert around.top == str(tmp_path)
    assert (around.settings, around.hooks) == (
        "apps/shop/connlint.toml",
        ".pre-commit-config.yaml",
    )
    assert (around.workflow, around.editor) == (WORKFLOW_PATH, ".vscode")
    assert around.connectors == "base44/connectors"
    make(tmp_path, {"apps/shop/.vscode/": ""})
    assert _survey(tmp_path, path).editor == "apps/shop/.vscode"


def test_a_configuration_above_the_app_is_enough(tmp_path: Path) -> None:
    make(tmp_path, {".git/": "", "connlint.toml": "", "shop/base44/config.jsonc": CONFIG})
    assert _plan(tmp_path, "shop").present == ("connlint.toml",)


@pytest.mark.parametrize("path", ["connlint.toml", "base44/connlint.toml"])
@pytest.mark.parametrize("start", [".", "base44", "base44/connectors"])
def test_a_configuration_in_the_app_is_enough(path: str, start: str, tmp_path: Path) -> None:
    make(tmp_path, {**APP, "base44/connectors/": "", path: ""})
    assert _plan(tmp_path, start).present == (path,)


def test_another_directory_of_connectors(tmp_path: Path) -> None:
    config = '{"name": "Notes", "connectorsDir": "../links"}'
    make(tmp_path, {".git/": "", "shop/base44/config.jsonc": config, "shop/links/": ""})
    planned = _plan(tmp_path)
    (settings,) = [each for each in planned.changes if each.path == ".vscode/settings.json"]
    assert '"shop/links/*.json",' in settings.after
    assert planned.notes == (
        "The hook checks files in base44/connectors; set its `files` for shop/links, "
        "as https://github.com/connlint/connlint#in-pre-commit explains",
    )
    make(tmp_path, {".pre-commit-config.yaml": HOOKS})
    assert _plan(tmp_path).notes == ()


@pytest.mark.parametrize(
    "files, present",
    [
        ({".github/workflows/ci.yml": workflow("main")}, ".github/workflows/ci.yml"),
        ({".github/workflows/ci.yaml": "- run: connlint check"}, ".github/workflows/ci.yaml"),
        ({".pre-commit-config.yaml": "- id: connlint-fix"}, ".pre-commit-config.yaml"),
        ({".pre-commit-config.yml": HOOKS}, ".pre-commit-config.yml"),
        ({"prek.toml": 'hooks = [{ id = "connlint" }]'}, "prek.toml"),
        ({".vscode/settings.json": f'{{"json.schemas": [{{"url": "{SCHEMA}"}}]}}'}, ".vscode/settings.json"),
        ({".vscode/extensions.json": '{"recommendations": ["Connlint.connlint"]}'}, ".vscode/extensions.json"),
        ({".vscode/extensions.json": '{"unwantedRecommendations": ["connlint.connlint"]}'}, ".vscode/extensions.json"),
    ],
)  # fmt: skip
def test_what_is_there_in_another_form_is_enough(
    files: dict[str, str], present: str, tmp_path: Path
) -> None:
    make(tmp_path, {**APP, ".git/": "", **files})
    planned = _plan(tmp_path)
    assert planned.present == (present,)
    assert (len(planned.changes), planned.obstacles) == (4, ())


@pytest.mark.parametrize(
    "files, reason",
    [
        ({".vscode": "x"}, "a file is in the place of its folder"),
        ({".vscode/settings.json/": ""}, "a folder is in its place"),
        ({".vscode/settings.json": b"\xff\xfe{\0}\0"}, "is saved as UTF-16"),
        ({".vscode/settings.json": b"{\xff}"}, "is not valid UTF-8"),
        ({".vscode/settings.json": b" " * 1_048_577}, "has 1,048,577 bytes"),
        ({".vscode/settings.json": "{,}"}, "line 1 is broken: Expected a property name or '}', found ','; add connlint there by hand"),
        ({".vscode/settings.json": "[]"}, "it does not hold an object; add connlint there by hand"),
        ({".vscode/settings.json": '{"json.schemas": 1}'}, '"json.schemas" is not a list there; add connlint there by hand'),
        ({".vscode/extensions.json": "{"}, "line 1 is broken: Expected '}', found the end of the file; add connlint there by hand"),
        ({".pre-commit-config.yaml": "a: 1\n"}, 'it has no "repos:" at the start of a line; add connlint there by hand'),
        ({"prek.toml": "repos = []"}, "connlint does not write TOML; add connlint there by hand"),
        ({".github/workflows/connlint.yml": "name: x"}, "it does not run connlint; add connlint there by hand"),
        ({".github": "x"}, "a file is in the place of its folder"),
        ({"connlint.toml/": ""}, "a folder is in its place"),
    ],
)  # fmt: skip
def test_what_is_in_the_way_is_left_alone_and_the_rest_is_done(
    files: dict[str, str | bytes], reason: str, tmp_path: Path
) -> None:
    make(tmp_path, {**APP, ".git/": "", **files})
    planned = _plan(tmp_path)
    (name,) = files
    assert {obstacle.path.startswith(name.rstrip("/")) for obstacle in planned.obstacles} == {True}
    assert [obstacle.reason.startswith(reason) for obstacle in planned.obstacles] == [True] * len(
        planned.obstacles
    )
    assert len(planned.changes) == 5 - len(planned.obstacles)


needs_links = pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")


@needs_links
@pytest.mark.parametrize(
    "link, target, problem",
    [
        ("f.json", "../out.json", "a link in its path leads out of the project"),
        ("f.json", "/nowhere/f.json", "a link in its path leads out of the project"),
        ("f.json", "missing.json", "it is a link to nothing"),
        ("f.json", "f.json", "cannot be read: Too many levels of symbolic links"),
        ("f.json", "real.json", ""),
        ("f.json", "/dev/null", "a link in its path leads out of the project"),
    ],
)
def test_links(link: str, target: str, problem: str, tmp_path: Path) -> None:
    top = tmp_path / "top"
    make(tmp_path, {"out.json": "{}", "top/real.json": "{}"})
    (top / link).symlink_to(target)
    assert look(str(top), link) == Existing(None if problem else "{}", problem=problem)


@needs_links
def test_a_folder_that_leads_out_of_the_project_is_not_written_to(tmp_path: Path) -> None:
    make(tmp_path, {"top/base44/config.jsonc": CONFIG, "elsewhere/": ""})
    (tmp_path / "top" / ".vscode").symlink_to("../elsewhere")
    obstacles = _plan(tmp_path / "top").obstacles
    reason = "a link in its path leads out of the project"
    assert obstacles == (
        (".vscode/settings.json", reason),
        (".vscode/extensions.json", reason),
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with a name")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "f.json")
    assert look(str(tmp_path), "f.json").problem == "it is not a regular file"


@pytest.mark.parametrize(
    "location, base, flavour, shown",
    [
        ("/app/base44/connectors", "/app", posixpath, "base44/connectors"),
        ("/shared/links", "/app", posixpath, "../shared/links"),
        ("C:\\app\\base44\\connectors", "C:\\app", ntpath, "base44/connectors"),
        ("c:\\app\\links", "C:\\APP", ntpath, "links"),
        ("D:\\links", "C:\\app", ntpath, "D:/links"),
        ("\\\\host\\share\\app\\links", "\\\\host\\share\\app", ntpath, "links"),
    ],
)
def test_paths_are_relative_with_slashes_on_every_system(
    location: str, base: str, flavour: ModuleType, shown: str
) -> None:
    assert relative(location, base, flavour) == shown


def test_a_plan_that_is_done_leaves_nothing_to_do(tmp_path: Path) -> None:
    make(tmp_path, {**APP, ".git/": ""})
    planned = _plan(tmp_path)
    make(tmp_path, {change.path: change.after for change in planned.changes})
    assert _plan(tmp_path) == Plan((), tuple(_changed(planned)), (), ())
    assert (tmp_path / "connlint.toml").read_text() == SETTINGS

"""Which projects a path means, and which files of a project are read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from connlint.project import (
    NothingToLint,
    Target,
    find_targets,
    find_text_target,
    load_project,
    shown_path,
)

from .tree import CONFIG, GMAIL, SLACK, make

APP = {"base44/config.jsonc": CONFIG, "base44/connectors/slack.jsonc": SLACK}


def _in(folder: str, files: dict[str, str]) -> dict[str, str]:
    return {f"{folder}/{name}": text for name, text in files.items()}


def _describe(target: Target, root: Path) -> str:
    """`root: config -> connectors`, then the chosen files, all relative to the test's tree."""

    def short(path: str) -> str:
        return os.path.relpath(path, root)

    config = short(target.config) if target.config is not None else "no config"
    text = f"{short(target.root)}: {config} -> {short(target.connectors_dir)}"
    if target.chosen is not None:
        text += (
            f", only {' '.join(short(path) for path in sorted({*target.chosen, *target.folders}))}"
        )
    return f"{text}, alone" if target.standalone else text


def _found(root: Path, *paths: str) -> list[str]:
    return [_describe(target, root) for target in find_targets(paths, str(root))]


def _refusal(root: Path, *paths: str) -> str:
    with pytest.raises(NothingToLint) as caught:
        find_targets(paths, str(root))
    return str(caught.value)


def _no_project(path: str) -> str:
    place = "here" if path == "." else f'in "{path}"'
    return (
        f"No Base44 app {place} (looked for base44/config.jsonc, connector files and functions "
        "that call connectors, in this folder and above). Run connlint inside your app, or: "
        "connlint check PATH/TO/APP"
    )


BASE44_JSON = "base44/config.json"
BASE44_JSONC = "base44/config.jsonc"

CONFIG_CASES: dict[str, tuple[dict[str, str], str, str]] = {
    "base44/config.jsonc": (
        {BASE44_JSONC: CONFIG},
        ".",
        ".: base44/config.jsonc -> base44/connectors",
    ),
    "base44/config.json": (
        {BASE44_JSON: CONFIG},
        ".",
        ".: base44/config.json -> base44/connectors",
    ),
    "json before jsonc": (
        {BASE44_JSON: CONFIG, BASE44_JSONC: CONFIG},
        ".",
        ".: base44/config.json -> base44/connectors",
    ),
    "base44/config.* before config.*": (
        {BASE44_JSONC: CONFIG, "config.json": CONFIG, "connectors/slack.jsonc": SLACK},
        ".",
        ".: base44/config.jsonc -> base44/connectors",
    ),
    "config.jsonc with connectors beside it": (
        {"config.jsonc": CONFIG, "connectors/slack.jsonc": SLACK},
        ".",
        ".: config.jsonc -> connectors",
    ),
    "config.json before config.jsonc": (
        {"config.json": CONFIG, "config.jsonc": CONFIG, "connectors/slack.jsonc": SLACK},
        ".",
        ".: config.json -> connectors",
    ),
    "a directory named config.json is no config": (
        {"base44/config.json/": "", BASE44_JSONC: CONFIG},
        ".",
        ".: base44/config.jsonc -> base44/connectors",
    ),
    "the nearest directory above wins": (
        {BASE44_JSONC: CONFIG, "apps/one/base44/config.jsonc": CONFIG, "apps/one/src/a.ts": ""},
        "apps/one/src",
        "apps/one: apps/one/base44/config.jsonc -> apps/one/base44/connectors, only apps/one/src",
    ),
    "any number of directories above": (
        {BASE44_JSONC: CONFIG, "src/lib/deep/a.ts": ""},
        "src/lib/deep",
        ".: base44/config.jsonc -> base44/connectors, only src/lib/deep",
    ),
    "the base44 folder itself": (
        {BASE44_JSONC: "{}", "base44/connectors/slack.jsonc": SLACK},
        "base44",
        ".: base44/config.jsonc -> base44/connectors",
    ),
    "the connectors folder itself": (
        APP,
        "base44/connectors",
        ".: base44/config.jsonc -> base44/connectors, only base44/connectors",
    ),
    "connectorsDir": (
        {BASE44_JSONC: '{"name": "Notes", "connectorsDir": "links"}'},
        ".",
        ".: base44/config.jsonc -> base44/links",
    ),
    "connectorsDir outside the folder": (
        {BASE44_JSONC: '{"connectorsDir": "../shared/links/"}'},
        ".",
        ".: base44/config.jsonc -> shared/links",
    ),
    "the last of two connectorsDir": (
        {BASE44_JSONC: '{"connectorsDir": "one", "connectorsDir": "two"}'},
        ".",
        ".: base44/config.jsonc -> base44/two",
    ),
    "connectorsDir that is no string": (
        {BASE44_JSONC: '{"connectorsDir": 7}'},
        ".",
        ".: base44/config.jsonc -> base44/connectors",
    ),
    "a config that is no JSON5": (
        {BASE44_JSONC: "{"},
        ".",
        ".: base44/config.jsonc -> base44/connectors",
    ),
    "a broken config still says where connectors are": (
        {BASE44_JSONC: '{"connectorsDir": "links", "name" "Notes"}'},
        ".",
        ".: base44/config.jsonc -> base44/links",
    ),
    "an empty config": ({BASE44_JSONC: ""}, ".", ".: base44/config.jsonc -> base44/connectors"),
    "base44/connectors without a config": (
        {"base44/connectors/slack.jsonc": SLACK},
        ".",
        ".: no config -> base44/connectors",
    ),
    "base44/connectors without a config, from below": (
        {"base44/connectors/slack.jsonc": SLACK, "src/a.ts": ""},
        "src",
        ".: no config -> base44/connectors, only src",
    ),
    "a plain connectors folder": (
        {"stuff/connectors/slack.jsonc": SLACK},
        "stuff/connectors",
        "stuff: no config -> stuff/connectors",
    ),
    "a file of a project": (
        APP,
        "base44/connectors/slack.jsonc",
        ".: base44/config.jsonc -> base44/connectors, only base44/connectors/slack.jsonc",
    ),
    "the config file of a project": (
        {BASE44_JSONC: "{}"},
        BASE44_JSONC,
        ".: base44/config.jsonc -> base44/connectors, only base44/config.jsonc",
    ),
    "a file outside of any project": (
        {"slack.jsonc": SLACK, "gmail.jsonc": GMAIL},
        "slack.jsonc",
        ".: no config -> ., only slack.jsonc, alone",
    ),
    "a function of an app without a config and connectors": (
        {"app/base44/functions/a/function.jsonc": "{}"},
        "app/base44/functions/a/function.jsonc",
        ("app: no config -> app/base44/connectors, only app/base44/functions/a/function.jsonc"),
    ),
    "a shared file of such an app": (
        {"base44/shared/a.ts": ""},
        "base44/shared/a.ts",
        ".: no config -> base44/connectors, only base44/shared/a.ts",
    ),
    "a file elsewhere in a folder named base44": (
        {"base44/notes/slack.jsonc": SLACK},
        "base44/notes/slack.jsonc",
        "base44/notes: no config -> base44/notes, only base44/notes/slack.jsonc, alone",
    ),
    "a file of a plain connectors folder": (
        {"connectors/slack.jsonc": SLACK, "connectors/gmail.jsonc": GMAIL},
        "connectors/slack.jsonc",
        "connectors: no config -> connectors, only connectors/slack.jsonc",
    ),
}


@pytest.mark.parametrize("files, path, expected", CONFIG_CASES.values(), ids=CONFIG_CASES.keys())
def test_a_path_means_one_project(
    files: dict[str, str], path: str, expected: str, tmp_path: Path
) -> None:
    assert _found(make(tmp_path, files), path) == [expected]


def test_all_projects_below_a_path_are_found_in_the_order_of_their_paths(tmp_path: Path) -> None:
    make(
        tmp_path, {**_in("b", APP), **_in("a/deep/er", APP), **_in("c", {"base44/connectors/": ""})}
    )
    assert _found(tmp_path, ".") == [
        "a/deep/er: a/deep/er/base44/config.jsonc -> a/deep/er/base44/connectors",
        "b: b/base44/config.jsonc -> b/base44/connectors",
        "c: no config -> c/base44/connectors",
    ]


def test_a_project_inside_of_a_project_is_one_more(tmp_path: Path) -> None:
    make(tmp_path, {**APP, **_in("packages/two", APP)})
    assert _found(tmp_path, ".") == [
        ".: base44/config.jsonc -> base44/connectors",
        "packages/two: packages/two/base44/config.jsonc -> packages/two/base44/connectors",
    ]


@pytest.mark.parametrize(
    "folder", ["node_modules/x", "src/node_modules/x", ".git/x", ".cache", "venv", "__pycache__"]
)
def test_folders_of_tools_are_not_searched(folder: str, tmp_path: Path) -> None:
    make(tmp_path, {**_in("app", APP), **_in(folder, APP)})
    assert _found(tmp_path, ".") == ["app: app/base44/config.jsonc -> app/base44/connectors"]


@pytest.mark.parametrize("folder", ["node_modules/x", ".hidden/app"])
def test_a_folder_that_is_named_is_searched_whatever_its_name(folder: str, tmp_path: Path) -> None:
    make(tmp_path, _in(folder, APP))
    assert _found(tmp_path, folder) == [
        f"{folder}: {folder}/base44/config.jsonc -> {folder}/base44/connectors"
    ]


def test_links_to_directories_are_not_followed_in_the_search(tmp_path: Path) -> None:
    make(tmp_path, _in("app", APP))
    (tmp_path / "again").symlink_to("app", target_is_directory=True)
    (tmp_path / "app" / "round").symlink_to("..", target_is_directory=True)
    assert _found(tmp_path, ".") == ["app: app/base44/config.jsonc -> app/base44/connectors"]


@pytest.mark.parametrize(
    "paths",
    [
        (".", "."),
        (".", "./", "src/.."),
        (".", "src"),
        ("src", "base44"),
        (".", "base44/connectors/slack.jsonc"),
        ("base44/connectors/slack.jsonc", "."),
    ],
)
def test_a_project_that_is_named_twice_is_linted_once(
    paths: tuple[str, ...], tmp_path: Path
) -> None:
    make(tmp_path, {BASE44_JSONC: "{}", "base44/connectors/slack.jsonc": SLACK, "src/": ""})
    assert _found(tmp_path, *paths) == [".: base44/config.jsonc -> base44/connectors"]


def test_two_files_of_a_project_are_one_project(tmp_path: Path) -> None:
    make(
        tmp_path,
        {BASE44_JSONC: "{}", "base44/connectors/a.jsonc": "", "base44/connectors/b.json": ""},
    )
    assert _found(tmp_path, "base44/connectors/b.json", "base44/connectors/a.jsonc") == [
        (
            ".: base44/config.jsonc -> base44/connectors, "
            "only base44/connectors/a.jsonc base44/connectors/b.json"
        )
    ]


def test_two_files_outside_of_any_project_are_alone_together(tmp_path: Path) -> None:
    make(tmp_path, {"a.jsonc": SLACK, "b.jsonc": SLACK, "c.jsonc": SLACK})
    (target,) = find_targets(["a.jsonc", "b.jsonc"], str(tmp_path))
    assert _describe(target, tmp_path) == ".: no config -> ., only a.jsonc b.jsonc, alone"
    project = load_project(target, str(tmp_path))
    assert [connector.source.path for connector in project.connectors] == ["a.jsonc", "b.jsonc"]


def test_a_configuration_above_the_apps_is_no_connector(tmp_path: Path) -> None:
    make(tmp_path, {".git/": "", "connlint.toml": "fail-onn = 1\n", **_in("app", APP)})
    (target,) = find_targets(["connlint.toml"], str(tmp_path))
    project = load_project(target, str(tmp_path))
    assert project.connectors == ()
    assert [problem.message for problem in project.settings.problems] == [
        'Unknown setting "fail-onn"'
    ]


def test_paths_come_in_the_order_in_which_they_were_named(tmp_path: Path) -> None:
    make(tmp_path, {**_in("a", APP), **_in("b", APP)})
    assert [line.split(":")[0] for line in _found(tmp_path, "b", "a")] == ["b", "a"]


CALL = """\
import { createClientFromRequest } from "npm:@base44/sdk";
Deno.serve((req) => createClientFromRequest(req).asServiceRole.connectors.getConnection("slack"));
"""
HELPER = 'export const token = (base44) => base44.connectors.getConnection("slack");\n'
OWN = ".: no config -> base44/connectors"
FLAT = ".: no config -> connectors"

CODE_ONLY: dict[str, tuple[dict[str, str], list[str], str]] = {
    "a function in base44/functions": (
        {"base44/functions/a/entry.ts": CALL, "src/App.jsx": ""},
        ["base44", "base44/functions", "base44/functions/a", "src"],
        OWN,
    ),
    "one among others": (
        {
            "base44/functions/a/entry.ts": "",
            "base44/functions/b/c/entry.js": CALL,
            "base44/entities/Task.jsonc": "{}",
        },
        ["base44/entities", "base44/functions/a"],
        OWN,
    ),
    "what functions share": (
        {"base44/functions/a/entry.ts": "", "base44/shared/token.ts": HELPER},
        ["base44/shared"],
        OWN,
    ),
    "a flat function": ({"functions/a.ts": CALL, "src/App.jsx": ""}, ["functions", "src"], FLAT),
    "a flat function in JavaScript": (
        {"functions/b.js": CALL, "functions/a.js": ""},
        ["functions"],
        FLAT,
    ),
    "a function with a folder at the root": (
        {"functions/a/entry.ts": CALL},
        ["functions", "functions/a"],
        FLAT,
    ),
    "flat functions beside a folder with other things of Base44": (
        {"functions/a.ts": CALL, "base44/entities/Task.jsonc": "{}"},
        ["functions", "base44"],
        FLAT,
    ),
}


@pytest.mark.parametrize("files, below, expected", CODE_ONLY.values(), ids=CODE_ONLY)
def test_functions_that_call_a_connector_are_an_app_from_everywhere(
    files: dict[str, str], below: list[str], expected: str, tmp_path: Path
) -> None:
    make(tmp_path, {".git/": "", **files})
    for path in (".", *below):
        (found,) = _found(tmp_path, path)
        assert found.partition(", only ")[0] == expected
    for name in files:
        if name.endswith((".ts", ".js")):
            assert _found(tmp_path, name) == [f"{expected}, only {name}"]


def test_apps_of_functions_alone_are_found_below(tmp_path: Path) -> None:
    make(
        tmp_path,
        {
            **_in("a", APP),
            "b/base44/functions/x/entry.ts": CALL,
            "c/functions/x.ts": CALL,
            "d/functions/x.ts": "",
        },
    )
    assert _found(tmp_path, ".") == [
        "a: a/base44/config.jsonc -> a/base44/connectors",
        "b: no config -> b/base44/connectors",
        "c: no config -> c/connectors",
    ]


@pytest.mark.parametrize("path", [".", "app", "app/src", "app/src/functions/a.ts"])
def test_a_folder_named_functions_in_an_app_is_no_app(path: str, tmp_path: Path) -> None:
    make(tmp_path, {"app/base44/config.jsonc": "{}", "app/src/functions/a.ts": CALL})
    (target,) = find_targets([path], str(tmp_path))
    assert target.root == str(tmp_path / "app")


def test_what_is_above_a_repository_is_no_old_export(tmp_path: Path) -> None:
    make(tmp_path, {"functions/a.ts": CALL, "repository/.git/": "", "repository/src/": ""})
    assert _refusal(tmp_path, "repository/src") == _no_project("repository/src")


@pytest.mark.skipif(os.name == "nt", reason="this system makes no symbolic links for everybody")
def test_a_function_outside_of_the_repository_tells_of_no_app(tmp_path: Path) -> None:
    make(tmp_path, {"elsewhere/a.ts": CALL, "app/functions/": "", "app/.git/": ""})
    (tmp_path / "app/functions/a.ts").symlink_to(tmp_path / "elsewhere/a.ts")
    assert _refusal(tmp_path, "app") == _no_project("app")


NO_PROJECTS: dict[str, dict[str, str]] = {
    "nothing at all": {},
    "functions that call no connector": {
        "base44/functions/a/entry.ts": "Deno.serve(() => new Response());",
        "functions/a.ts": "import { createClient } from 'npm:@base44/sdk';",
    },
    "functions of another tool": {"functions/index.js": 'connectors.getConnection("slack");'},
    "pages that name a connector": {"src/App.jsx": CALL},
    "tests and declarations": {"functions/a.test.ts": CALL, "functions/b.d.ts": CALL},
    "packages": {
        "functions/node_modules/entry.ts": "",
        "base44/functions/node_modules/a/entry.ts": CALL,
    },
    "a file deep in a folder named functions": {"functions/a/b/c.ts": CALL},
    "another tool's config.json": {"config.json": '{"port": 80}', "connectors/slack.jsonc": SLACK},
    "a named config.json without connectors": {"config.json": '{"name": "tool"}'},
    "a config.json that is broken": {"config.json": "{", "connectors/slack.jsonc": SLACK},
    "a base44 folder with other things": {"base44/functions/a/entry.ts": ""},
    "a config deep below that lies in no base44 folder": {
        "tools/x/config.json": CONFIG,
        "tools/x/connectors/slack.jsonc": SLACK,
    },
}


@pytest.mark.parametrize("files", NO_PROJECTS.values(), ids=NO_PROJECTS.keys())
def test_other_directories_are_no_projects(files: dict[str, str], tmp_path: Path) -> None:
    make(tmp_path, files)
    assert _refusal(tmp_path, ".") == _no_project(".")


def test_a_path_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    make(tmp_path, {**APP, "slack.jsonc": SLACK})
    assert _refusal(tmp_path, "nowhere") == "nowhere: no such file or directory"
    assert _refusal(tmp_path, ".", "slack.jsonc/x") == "slack.jsonc/x: Not a directory"
    assert _refusal(tmp_path, "a\0b") == "a\0b: not a path"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jsonc")
    assert _refusal(tmp_path, "pipe.jsonc") == "pipe.jsonc: not a regular file"


TEXT_CASES: dict[str, tuple[dict[str, str], str, str]] = {
    "a file of a project": (
        APP,
        "base44/connectors/slack.jsonc",
        ".: base44/config.jsonc -> base44/connectors, only base44/connectors/slack.jsonc",
    ),
    "a file that is not there yet": (
        APP,
        "base44/connectors/new.jsonc",
        ".: base44/config.jsonc -> base44/connectors, only base44/connectors/new.jsonc",
    ),
    "the config": (
        APP,
        BASE44_JSONC,
        ".: base44/config.jsonc -> base44/connectors, only base44/config.jsonc",
    ),
    "elsewhere in a project": (
        APP,
        "notes/x.jsonc",
        "notes: no config -> notes, only notes/x.jsonc, alone",
    ),
    "outside of any project": ({}, "x.jsonc", ".: no config -> ., only x.jsonc, alone"),
    "a plain connectors folder": (
        {},
        "connectors/x.jsonc",
        "connectors: no config -> connectors, only connectors/x.jsonc",
    ),
}


@pytest.mark.parametrize("files, path, expected", TEXT_CASES.values(), ids=TEXT_CASES.keys())
def test_a_text_that_stands_in_for_a_file_has_a_project(
    files: dict[str, str], path: str, expected: str, tmp_path: Path
) -> None:
    make(tmp_path, files)
    assert _describe(find_text_target(path, str(tmp_path)), tmp_path) == expected


@pytest.mark.parametrize(
    "location, cwd, expected",
    [
        ("/home/me/app/base44/a.jsonc", "/home/me/app", "base44/a.jsonc"),
        ("/home/me/app/base44/a.jsonc", "/home/me/app/src", "/home/me/app/base44/a.jsonc"),
        ("/home/me/app2/a.jsonc", "/home/me/app", "/home/me/app2/a.jsonc"),
        ("/home/a.jsonc", "/", "home/a.jsonc"),
        ("/home", "/home", "/home"),
    ],
)
@pytest.mark.skipif(os.sep != "/", reason="the paths of this table are those of POSIX")
def test_a_path_is_shown_relative_below_the_working_directory(
    location: str, cwd: str, expected: str
) -> None:
    assert shown_path(location, cwd) == expected


def _files(root: Path) -> tuple[list[str], dict[str, str], dict[str, str]]:
    """The names of the connectors, and what is said about unreadable and ignored files."""
    (target,) = find_targets(["."], str(root))
    project = load_project(target, str(root))
    return (
        [
            connector.source.path.removeprefix("base44/connectors/")
            for connector in project.connectors
        ],
        {file.source.path: file.reason for file in project.unreadable},
        {
            file.source.path.removeprefix("base44/connectors/"): file.reason
            for file in project.ignored
        },
    )


READ = [
    "slack.jsonc",
    "slack.json",
    "slack.bak.jsonc",
    "my slack (1).jsonc",
    "ünï.jsonc",
    "a.JSON.json",
]


@pytest.mark.parametrize("name", READ)
def test_files_that_are_read(name: str, tmp_path: Path) -> None:
    make(tmp_path, {f"base44/connectors/{name}": SLACK})
    assert _files(tmp_path) == ([name], {}, {})


IGNORED = {
    "slack.json5": "does not end in .json or .jsonc",
    "slack.JSONC": "ends in .JSONC, which has to be in lower case",
    "slack.Json": "ends in .Json, which has to be in lower case",
    "slack.yaml": "does not end in .json or .jsonc",
    "slack.yml": "does not end in .json or .jsonc",
    "slack.toml": "does not end in .json or .jsonc",
    ".slack.jsonc": "starts with a dot",
    ".jsonc": "starts with a dot",
    "chat/slack.jsonc": "is in a subfolder",
    "dir.jsonc/": "is a folder",
}


@pytest.mark.parametrize("name, reason", IGNORED.items())
def test_files_that_somebody_may_take_for_connectors(
    name: str, reason: str, tmp_path: Path
) -> None:
    make(tmp_path, {f"base44/connectors/{name}": SLACK})
    assert _files(tmp_path) == ([], {}, {name.rstrip("/"): reason})


@pytest.mark.parametrize(
    "name", ["README.md", ".gitkeep", "slack", "a/b/slack.jsonc", "a/.x.jsonc", ".d/x.jsonc"]
)
def test_files_that_nobody_takes_for_connectors(name: str, tmp_path: Path) -> None:
    make(tmp_path, {f"base44/connectors/{name}": SLACK})
    assert _files(tmp_path) == ([], {}, {})


def test_the_configurations_that_count_are_not_taken_for_connectors(tmp_path: Path) -> None:
    config = '{"name": "Notes", "connectorsDir": ".."}'
    texts = {"base44/config.jsonc": config, "slack.jsonc": SLACK, "connlint.toml": ""}
    make(tmp_path, texts)
    assert _files(tmp_path) == (["slack.jsonc"], {}, {})
    make(tmp_path, {"base44/connlint.toml": "", "base44/config.json": config})
    ignored = {
        "base44/config.jsonc": IGNORED["chat/slack.jsonc"],
        "connlint.toml": IGNORED["slack.toml"],
    }
    assert _files(tmp_path) == (["slack.jsonc"], {}, ignored)


def test_files_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    make(tmp_path, {f"base44/connectors/{name}": SLACK for name in ("b.json", "a.jsonc", "B.json")})
    assert _files(tmp_path)[0] == ["B.json", "a.jsonc", "b.json"]


def test_a_link_to_a_file_is_read(tmp_path: Path) -> None:
    make(tmp_path, {"base44/connectors/": "", "shared/slack.txt": SLACK})
    (tmp_path / "base44/connectors/slack.jsonc").symlink_to("../../shared/slack.txt")
    assert _files(tmp_path) == (["slack.jsonc"], {}, {})


@pytest.mark.parametrize(
    "destination, reason",
    [
        ("nowhere.txt", "is a link to nothing"),
        ("slack.jsonc", "is a link to nothing"),
        ("..", "is a folder"),
    ],
    ids=["broken", "loop", "directory"],
)
def test_a_link_to_no_file_is_ignored(destination: str, reason: str, tmp_path: Path) -> None:
    make(tmp_path, {"base44/connectors/": ""})
    (tmp_path / "base44/connectors/slack.jsonc").symlink_to(destination)
    assert _files(tmp_path) == ([], {}, {"slack.jsonc": reason})


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_among_the_connectors_is_not_waited_for(tmp_path: Path) -> None:
    make(tmp_path, {"base44/connectors/": ""})
    os.mkfifo(tmp_path / "base44/connectors/slack.jsonc")
    assert _files(tmp_path) == ([], {}, {"slack.jsonc": "is not a regular file"})


def test_a_missing_connectors_directory_holds_no_connectors(tmp_path: Path) -> None:
    assert _files(make(tmp_path, {BASE44_JSONC: CONFIG})) == ([], {}, {})


DIRECTORIES: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "a plain file": (
        {BASE44_JSONC: CONFIG, "base44/connectors": ""},
        {"base44/connectors": "is a file, but Base44 expects a folder here"},
    ),
    "a NUL in the name": (
        {BASE44_JSONC: r'{"connectorsDir": "a\0b"}'},
        {"base44/a\0b": "is not a possible path"},
    ),
    "half a surrogate pair in the name": (
        {BASE44_JSONC: r'{"connectorsDir": "a\ud800b"}'},
        {"base44/a\ud800b": "is not a possible path"},
    ),
}


@pytest.mark.parametrize("files, unreadable", DIRECTORIES.values(), ids=DIRECTORIES.keys())
def test_a_connectors_directory_that_is_none_is_unreadable(
    files: dict[str, str], unreadable: dict[str, str], tmp_path: Path
) -> None:
    assert _files(make(tmp_path, files)) == ([], unreadable, {})


def test_a_broken_config_comes_with_its_text(tmp_path: Path) -> None:
    make(tmp_path, {BASE44_JSONC: "{"})
    (target,) = find_targets(["."], str(tmp_path))
    config = load_project(target, str(tmp_path)).config
    assert config is not None
    source, document = config
    assert (source.path, source.text) == (BASE44_JSONC, "{")
    assert [problem.message for problem in document.problems] == [
        "Expected '}', found the end of the file"
    ]


def _overlaid(root: Path, path: str, text: str) -> tuple[dict[str, str], list[str]]:
    """The texts of the connectors and the ignored files, with a text that stands in for a file."""
    target = find_text_target(path, str(root))
    project = load_project(target, str(root), {str(root / path): text.encode()})
    texts = {connector.source.name: connector.source.text for connector in project.connectors}
    return texts, [file.source.name for file in project.ignored]


def test_a_text_stands_in_for_a_file_on_disk(tmp_path: Path) -> None:
    make(tmp_path, {**APP, "base44/connectors/gmail.jsonc": GMAIL})
    changed = _overlaid(tmp_path, "base44/connectors/slack.jsonc", "{}")
    assert changed == ({"gmail.jsonc": GMAIL, "slack.jsonc": "{}"}, [])


def test_a_text_stands_in_for_a_file_that_is_not_there(tmp_path: Path) -> None:
    make(tmp_path, {BASE44_JSONC: CONFIG})
    assert _overlaid(tmp_path, "base44/connectors/x.json", "{}") == ({"x.json": "{}"}, [])


@pytest.mark.parametrize("name", ["slack.json5", ".slack.jsonc"])
def test_a_text_does_not_make_base44_read_a_file_that_it_ignores(name: str, tmp_path: Path) -> None:
    make(tmp_path, {**APP, f"base44/connectors/{name}": SLACK})
    changed = _overlaid(tmp_path, f"base44/connectors/{name}", "{}")
    assert changed == ({"slack.jsonc": SLACK}, [name])


MONOREPO = {
    **_in("apps/one", APP),
    **_in("dist/two", APP),
    **_in("apps/build/three", APP),
    ".git/HEAD": "ref: refs/heads/main\n",
}
ONE = "apps/one: apps/one/base44/config.jsonc -> apps/one/base44/connectors"
TWO = "dist/two: dist/two/base44/config.jsonc -> dist/two/base44/connectors"
THREE = (
    "apps/build/three: apps/build/three/base44/config.jsonc -> apps/build/three/base44/connectors"
)


@pytest.mark.parametrize(
    ("ignores", "paths", "found"),
    [
        ({}, ["."], [THREE, ONE, TWO]),
        ({".gitignore": "dist/\nbuild\n"}, ["."], [ONE]),
        ({".gitignore": "dist/\n", "apps/.gitignore": "/build\n"}, ["."], [ONE]),
        ({".gitignore": "apps/*\n!apps/one\n"}, ["."], [ONE, TWO]),
        ({".gitignore": "build\n", "apps/.gitignore": "!build\n"}, ["."], [THREE, ONE, TWO]),
        ({".git/info/exclude": "dist\n"}, ["."], [THREE, ONE]),
        # What is named is checked, and so is all of what Base44 reads of an app.
        ({".gitignore": "*\n"}, ["apps/one"], [ONE]),
        ({".gitignore": "dist\nbase44\n*.jsonc\n"}, ["dist", "apps/one"], [TWO, ONE]),
        ({".gitignore": "dist\n"}, ["."  , "dist/two"], [THREE, ONE, TWO]),
        ({"dist/.gitignore": "two\n"}, ["dist/two/base44/connectors"],
            [f"{TWO}, only dist/two/base44/connectors"]),
        ({"dist/.gitignore": "two\n"}, ["dist/two/base44/connectors/slack.jsonc"],
            [f"{TWO}, only dist/two/base44/connectors/slack.jsonc"]),
    ],
)  # fmt: skip
def test_apps_in_folders_that_git_ignores_are_passed_over(
    ignores: dict[str, str], paths: list[str], found: list[str], tmp_path: Path
) -> None:
    root = make(tmp_path, MONOREPO | ignores)
    assert _found(root, *paths) == found


@pytest.mark.parametrize(
    ("ignored", "path", "refusal"),
    [
        ("*", ".", "Git ignores all Base44 apps here. To check one: connlint check apps/build/three"),
        ("two", "dist", 'Git ignores the only Base44 app in "dist". To check it: connlint check dist/two'),
    ],
)  # fmt: skip
def test_an_app_that_git_ignores_is_named_where_there_is_no_other(
    ignored: str, path: str, refusal: str, tmp_path: Path
) -> None:
    root = make(tmp_path, MONOREPO | {".gitignore": ignored})
    assert _refusal(root, path) == refusal


def test_connector_files_that_git_ignores_are_checked(tmp_path: Path) -> None:
    root = make(tmp_path, {**APP, ".gitignore": "base44\n*.jsonc\n", ".git/HEAD": ""})
    (target,) = find_targets(["."], str(root))
    project = load_project(target, str(root))
    assert [each.source.path for each in project.connectors] == ["base44/connectors/slack.jsonc"]

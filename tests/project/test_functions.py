"""Where Base44 finds functions, automations and workflows, and which files their code reaches."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from connlint.code.modules.imports import candidates, specifiers
from connlint.files.reading import SIZE_LIMIT
from connlint.project import Project, find_targets
from connlint.run import read_project
from connlint.text.source import SourceFile

from .tree import CONFIG, make

APP = {"base44/config.jsonc": CONFIG}
SDK = 'import { createClientFromRequest } from "npm:@base44/sdk";\n'
CALL = 'await base44.asServiceRole.connectors.getConnection("slack");\n'


def _load(
    root: Path, files: Mapping[str, str | bytes], overlay: Mapping[str, str] | None = None
) -> Project:
    make(root, {**APP, **files})
    content = {str(root / name): text.encode() for name, text in (overlay or {}).items()}
    return read_project(find_targets([str(root)], str(root))[0], str(root), content)


def _functions(root: Path, project: Project) -> list[str]:
    """Each function as `name: entry`."""
    return [f"{each.name}: {os.path.relpath(each.entry, root)}" for each in project.functions]


def _files(project: Project) -> list[str]:
    return [file.source.path for file in project.files]


FUNCTIONS: dict[str, tuple[dict[str, str], list[str]]] = {
    "entry.ts in a folder": (
        {"base44/functions/sendMail/entry.ts": ""},
        ["sendMail: base44/functions/sendMail/entry.ts"],
    ),
    "entry.js in a folder": (
        {"base44/functions/sendMail/entry.js": ""},
        ["sendMail: base44/functions/sendMail/entry.js"],
    ),
    "both entries are two functions": (
        {"base44/functions/a/entry.js": "", "base44/functions/a/entry.ts": ""},
        ["a: base44/functions/a/entry.js", "a: base44/functions/a/entry.ts"],
    ),
    "a folder in a folder": (
        {"base44/functions/mail/send/entry.ts": ""},
        ["mail/send: base44/functions/mail/send/entry.ts"],
    ),
    "in the order of folders": (
        {"base44/functions/b/entry.ts": "", "base44/functions/a/entry.ts": ""},
        ["a: base44/functions/a/entry.ts", "b: base44/functions/b/entry.ts"],
    ),
    "an entry without a folder": ({"base44/functions/entry.ts": ""}, []),
    "another name than entry": ({"base44/functions/a/index.ts": ""}, []),
    "an ending that Base44 does not look for": ({"base44/functions/a/entry.mjs": ""}, []),
    "a folder with a dot in its name": (
        {"base44/functions/a.old/entry.ts": "", "base44/functions/v1.2/b/entry.ts": ""},
        [],
    ),
    "a hidden folder": ({"base44/functions/.trash/entry.ts": ""}, []),
    "packages": ({"base44/functions/node_modules/a/entry.ts": ""}, []),
    "a directory called entry.ts": ({"base44/functions/a/entry.ts/": ""}, []),
    "function.jsonc names its entry": (
        {
            "base44/functions/a/function.jsonc": '{"name": "notify", "entry": "./src/main.ts"}',
            "base44/functions/a/src/main.ts": "",
        },
        ["notify: base44/functions/a/src/main.ts"],
    ),
    "function.json, and entry.ts beside it is not a second one": (
        {
            "base44/functions/a/function.json": '{"name": "notify", "entry": "index.ts"}',
            "base44/functions/a/index.ts": "",
            "base44/functions/a/entry.ts": "",
        },
        ["notify: base44/functions/a/index.ts"],
    ),
    "both configs are two functions": (
        {
            "base44/functions/a/function.json": '{"name": "one", "entry": "one.ts"}',
            "base44/functions/a/function.jsonc": '{"name": "two", "entry": "two.ts"}',
        },
        ["one: base44/functions/a/one.ts", "two: base44/functions/a/two.ts"],
    ),
    "a config in a folder with a dot": (
        {"base44/functions/a.b/function.jsonc": '{"name": "dotted", "entry": "entry.ts"}'},
        ["dotted: base44/functions/a.b/entry.ts"],
    ),
    "a config without a folder": (
        {"base44/functions/function.jsonc": '{"name": "top", "entry": "entry.ts"}'},
        ["top: base44/functions/entry.ts"],
    ),
    "a config without a name has that of its folder": (
        {"base44/functions/mail/send/function.jsonc": '{"entry": "entry.ts"}'},
        ["mail/send: base44/functions/mail/send/entry.ts"],
    ),
    "a config without an entry": (
        {
            "base44/functions/a/function.jsonc": '{"name": "a"}',
            "base44/functions/a/index.js": "",
            "base44/functions/a/other.ts": "",
        },
        ["a: base44/functions/a/index.js"],
    ),
    "blanks around a name": (
        {"base44/functions/a/function.jsonc": '{"name": " a ", "entry": "entry.ts"}'},
        ["a: base44/functions/a/entry.ts"],
    ),
    "an entry outside of the folder": (
        {"base44/functions/a/function.jsonc": '{"name": "a", "entry": "../../shared/a.ts"}'},
        ["a: base44/shared/a.ts"],
    ),
    "an absolute entry lies below the folder": (
        {"base44/functions/a/function.jsonc": '{"name": "a", "entry": "/entry.ts"}'},
        ["a: base44/functions/a/entry.ts"],
    ),
    "a config that is no object": (
        {"base44/functions/a/function.jsonc": "[]", "base44/functions/a/entry.ts": ""},
        ["a: base44/functions/a/entry.ts"],
    ),
    "functionsDir of the config": (
        {
            "base44/config.jsonc": '{"functionsDir": "../server"}',
            "server/a/entry.ts": "",
            "base44/functions/b/entry.ts": "",
        },
        ["a: server/a/entry.ts"],
    ),
    "functionsDir that is not there": ({"base44/config.jsonc": '{"functionsDir": "none"}'}, []),
    "files at the root, of which one is part of another": (
        {
            "functions/mail.ts": f'{SDK}{CALL}import "./google.ts";',
            "functions/google.ts": "",
            "functions/plain.js": "",
            "functions/plain.test.js": "",
            "functions/types.d.ts": "",
            "functions/page.tsx": "",
            "functions/notes/read.ts": "",
            "functions/more/entry.ts": "",
        },
        ["mail: functions/mail.ts", "more: functions/more/entry.ts", "plain: functions/plain.js"],
    ),
    "files at the root, none of which calls a connector": ({"functions/a.ts": SDK}, []),
    "files at the root beside functions in their place": (
        {"functions/a.ts": SDK + CALL, "base44/functions/b/entry.ts": ""},
        ["b: base44/functions/b/entry.ts"],
    ),
    "files at the root where the config names another place": (
        {"base44/config.jsonc": '{"functionsDir": "none"}', "functions/a.ts": SDK + CALL},
        [],
    ),
    "what connlint.toml excludes": (
        {
            "connlint.toml": 'exclude = ["base44/functions/old/**"]',
            "base44/functions/old/entry.ts": "",
            "base44/functions/new/entry.ts": "",
        },
        ["new: base44/functions/new/entry.ts"],
    ),
}


@pytest.mark.parametrize("files, functions", FUNCTIONS.values(), ids=FUNCTIONS)
def test_functions_are_found_as_base44_finds_them(
    files: dict[str, str], functions: list[str], tmp_path: Path
) -> None:
    assert _functions(tmp_path, _load(tmp_path, files)) == functions


def test_functions_may_be_files_beside_a_config_at_the_root(tmp_path: Path) -> None:
    files = {"config.jsonc": CONFIG, "connectors/": "", "functions/a.ts": "", "functions/b.js": ""}
    make(tmp_path, files)
    project = read_project(find_targets([str(tmp_path)], str(tmp_path))[0], str(tmp_path))
    assert _functions(tmp_path, project) == ["a: functions/a.ts", "b: functions/b.js"]


PLUGIN = '{"plugin": {"namespace": "crm"}}'
PLUGINS: dict[str, tuple[str, dict[str, str], list[str]]] = {
    "a path": (
        "../plugin",
        {"plugin/config.jsonc": PLUGIN, "plugin/functions/a/entry.ts": ""},
        ["crm__a: plugin/functions/a/entry.ts"],
    ),
    "a path to a folder with a base44 folder, and another functionsDir": (
        "./plugin",
        {
            "base44/plugin/base44/config.json": '{"plugin": {"namespace": "b"}, "functionsDir": "f"}',
            "base44/plugin/base44/f/a/entry.ts": "",
        },
        ["b__a: base44/plugin/base44/f/a/entry.ts"],
    ),
    "a package above": (
        "@acme/crm",
        {
            "node_modules/@acme/crm/package.json": "{}",
            "node_modules/@acme/crm/config.jsonc": PLUGIN,
            "node_modules/@acme/crm/functions/a/entry.ts": "",
        },
        ["crm__a: node_modules/@acme/crm/functions/a/entry.ts"],
    ),
    "a package that is not installed": ("@acme/crm", {}, ["? base44/node_modules/@acme/crm"]),
    "a path without an app": ("../plugin", {"plugin/": ""}, ["? plugin"]),
    "a path outside of the repository": ("../../plugin", {}, ["? ../plugin"]),
    "no text": ("", {}, []),
}


@pytest.mark.parametrize("name, files, functions", PLUGINS.values(), ids=PLUGINS)
def test_functions_of_plugins_are_the_apps(
    name: str, files: dict[str, str], functions: list[str], tmp_path: Path
) -> None:
    make(tmp_path, {"plugin/config.jsonc": PLUGIN, "plugin/functions/a/entry.ts": ""})
    config = json.dumps({"name": "Notes", "plugins": [{"source": name}]})
    app = tmp_path / "app"
    project = _load(app, {".git/": "", **files, "base44/config.jsonc": config})
    unread = [f"? {os.path.relpath(app / path, app)}" for path in project.unread]
    assert _functions(app, project) + unread == functions


def test_a_plugin_has_imports_shared_code_and_no_connectors(tmp_path: Path) -> None:
    config = json.dumps({"name": "Notes", "plugins": [{"source": "../../plugin"}]})
    files = {
        ".git/": "",
        "app/base44/config.jsonc": config,
        "app/base44/connectors/gmail.jsonc": '{"type": "gmail", "scopes": []}',
        "plugin/config.jsonc": PLUGIN,
        "plugin/connectors/slack.jsonc": '{"type": "slack", "scopes": []}',
        "plugin/functions/a/entry.ts": 'import "../../lib/b.ts";',
        "plugin/lib/b.ts": CALL,
        "plugin/shared/c.ts": "",
    }
    make(tmp_path, files)
    (target,) = find_targets([str(tmp_path / "app")], str(tmp_path))
    project = read_project(target, str(tmp_path))
    assert _files(project) == [
        "plugin/functions/a/entry.ts",
        "plugin/lib/b.ts",
        "plugin/shared/c.ts",
    ]
    assert [connector.source.path for connector in project.connectors] == [
        "app/base44/connectors/gmail.jsonc"
    ]


MISSING: dict[str, tuple[str, dict[str, str], list[str]]] = {
    "another name": ("fns", {}, ['functionsDir "fns" does not exist, so Base44 sees no functions']),
    "a folder that is there": ("../server", {"server/": ""}, []),
    "the usual name, in an app without functions": ("./functions/", {}, []),
    "no path": (
        "a\0b",
        {},
        ['functionsDir "a\\u{0}b" does not exist, so Base44 sees no functions'],
    ),
}


@pytest.mark.parametrize("name, files, reasons", MISSING.values(), ids=MISSING)
def test_a_folder_for_functions_that_is_not_there_is_said(
    name: str, files: dict[str, str], reasons: list[str], tmp_path: Path
) -> None:
    config = json.dumps({"name": "Notes", "functionsDir": name})
    project = _load(tmp_path, {**files, "base44/config.jsonc": config})
    assert [problem.reason for problem in project.misplaced] == reasons


ENTRY = "base44/functions/a/entry.ts"
REACHED: dict[str, tuple[dict[str, str], list[str]]] = {
    "an entry alone": ({ENTRY: ""}, [ENTRY]),
    "a file beside it": (
        {ENTRY: 'import { b } from "./b.ts";', "base44/functions/a/b.ts": ""},
        [ENTRY, "base44/functions/a/b.ts"],
    ),
    "a shared file": (
        {ENTRY: 'import "../../shared/b.ts";', "base44/shared/b.ts": ""},
        [ENTRY, "base44/shared/b.ts"],
    ),
    "a file by way of another": (
        {
            ENTRY: 'import { b } from "./b";',
            "base44/functions/a/b.ts": 'export * from "./c";',
            "base44/functions/a/c.js": "",
        },
        [ENTRY, "base44/functions/a/b.ts", "base44/functions/a/c.js"],
    ),
    "files that import each other": (
        {ENTRY: 'import "./b.ts";', "base44/functions/a/b.ts": 'import "./entry.ts";'},
        [ENTRY, "base44/functions/a/b.ts"],
    ),
    "an import that is made later": (
        {ENTRY: 'const b = await import("./b.ts");', "base44/functions/a/b.ts": ""},
        [ENTRY, "base44/functions/a/b.ts"],
    ),
    "a file that is not there": ({ENTRY: 'import "./none.ts";'}, [ENTRY]),
    "a package": ({ENTRY: 'import "npm:b"; import c from "b/c.ts";'}, [ENTRY]),
    "a file outside of the app": ({ENTRY: 'import "../../../../outside.ts";'}, [ENTRY]),
    "a file that is excluded": (
        {
            ENTRY: 'import "./b.ts";',
            "base44/functions/a/b.ts": "",
            "connlint.toml": 'exclude = ["**/b.ts"]',
        },
        [ENTRY],
    ),
}


@pytest.mark.parametrize("files, reached", REACHED.values(), ids=REACHED)
def test_a_function_has_the_files_that_it_imports(
    files: dict[str, str], reached: list[str], tmp_path: Path
) -> None:
    (tmp_path / "outside.ts").write_text("")
    (function,) = _load(tmp_path / "app", files).functions
    assert [name.removeprefix("app/") for name in function.files] == reached


SPECIFIERS = [
    ('import a from "./a.ts";', ["./a.ts"]),
    ("import { a } from '../a';", ["../a"]),
    ('import "./a.ts";', ["./a.ts"]),
    ('export * from "./a.ts";', ["./a.ts"]),
    ('export*from"./a.ts"', ["./a.ts"]),
    ('export { a as b } from "../../shared/a.ts";', ["../../shared/a.ts"]),
    ('import {\n  a,\n  b,\n} from\n  "./a.ts";', ["./a.ts"]),
    ("const a = await import(`./a.ts`);", ["./a.ts"]),
    ('const a = await import( "@/a.ts" );', ["@/a.ts"]),
    ('import a from "./a.ts"; import { b } from "./a.ts";', ["./a.ts"]),
    (
        'import "./b.ts"; import { a } from "./a.ts"; import("./c.ts");',
        ["./b.ts", "./a.ts", "./c.ts"],
    ),
    ('import b from "/b.ts"; import c from "c/./d.ts";', ["/b.ts", "c/./d.ts"]),
    (
        'import a from "@/a"; import b from "~/b"; import c from "#c"; import d from "d";',
        ["@/a", "~/b", "#c", "d"],
    ),
    ('import a from "npm:a"; import "https://a/b.ts"; import "node:fs"; import "jsr:@a/b";', []),
    ('// import a from "@/a";\n  //import b from "./b";\n * export * from "@/c";', []),
    ('/* import a from "@/a"; */ import b from "@/b";', ["@/b"]),
    ('/** A list. */ export * from "@/a";', ["@/a"]),
    ('import\n  * as a from "@/a";', ["@/a"]),
    ('const path = "./a.ts";', []),
    ('await Deno.readTextFile("./a.ts");', []),
    ('Array.from("@/a"); x.import("@/b"); $import("@/c"); reimport "@/d"', []),
    ("import a from './my file.ts'; import b from 'my file';", ["./my file.ts"]),
    ('import {\n  a, // the "first"; (and only)\n  b /* = c */,\n} from "@/a"', ["@/a"]),
    ('import {\n  a, // once from "./c"\n} from "@/a"', ["./c", "@/a"]),
    ('import {\n  a, // an export() of\n} from "@/a"', ["@/a"]),
    ('export { a as "b-c" } from "@/a"', ["@/a"]),
    ("import {" + "abc, " * 3_000 + '} from "@/a"', ["@/a"]),
    ('import a from "npm:a";\nconst text = `Mail from "${a}" from "#b" from \'./c\'`;', []),
    ("const a = \"select * from 'b'\";", []),
    ("export default \"Mail from '#b'\";", []),
    ('const a = await import(/* webpackIgnore: true */ "@/a");', ["@/a"]),
    (
        'const a = require("./a"); import b = require( "@/b" ); a.require("./c"); required("./d");',
        ["./a", "@/b"],
    ),
    ("const a = await import(`./a/${b}.ts`);", ["./a/${b}.ts"]),
    ('import "a b"; import "c\'; import ""', []),
    ("", []),
]


@pytest.mark.parametrize("text, found", SPECIFIERS)
def test_imports_are_told_from_the_text(text: str, found: list[str]) -> None:
    assert [each.text for each in specifiers(SourceFile("entry.ts", text))] == found


ONLY_TYPES = [
    ('import type { A } from "@/a";', True),
    ('import type A from "@/a";', True),
    ('export type { A } from "@/a";', True),
    ('export type * from "@/a";', True),
    ('import {\n  type A,\n} from "@/a";', False),
    ('import type from "@/a";', False),
    ('import type, { A } from "@/a";', False),
    ('import type { A } from "@/a";\nimport { a } from "@/a";', False),
    ('import type { A } from "@/b"; import { a } from "@/a";', False),
    ('import /* only */ type { A } from "@/a";', True),
    ('import "@/a";', False),
]


@pytest.mark.parametrize("text, only_types", ONLY_TYPES)
def test_imports_of_types_run_no_code(text: str, *, only_types: bool) -> None:
    found = {each.text: each.runs for each in specifiers(SourceFile("entry.ts", text))}
    assert found["@/a"] is not only_types


CANDIDATES = [
    ("/app/a/b.ts", ["/app/a/b.ts", "/app/a/b.ts.ts", "/app/a/b.ts.js"]),
    ("/app/a/b", ["/app/a/b.ts", "/app/a/b.js", "/app/a/b.tsx"]),
    ("/app/b.mjs", ["/app/b.mjs", "/app/b.mjs.ts", "/app/b.mjs.js"]),
]


@pytest.mark.skipif(os.sep != "/", reason="the expected paths have slashes")
@pytest.mark.parametrize("specifier, first", CANDIDATES)
def test_a_specifier_means_the_likeliest_file_that_is_there(
    specifier: str, first: list[str]
) -> None:
    assert list(candidates(specifier))[:3] == first


@pytest.mark.skipif(os.sep != "/", reason="the expected paths have slashes")
def test_a_specifier_may_name_javascript_for_typescript_and_a_folder_for_its_index() -> None:
    found = list(candidates("/app/b.js"))
    assert "/app/b.ts" in found
    assert "/app/b.js/index.ts" in found


CODE: dict[str, tuple[dict[str, str], list[str]]] = {
    "shared files count without an import": (
        {"base44/shared/a.ts": "", "base44/shared/deep/b.js": ""},
        ["base44/shared/a.ts", "base44/shared/deep/b.js"],
    ),
    "tests, declarations, hidden files and other files do not": (
        {
            "base44/shared/a.test.ts": "",
            "base44/shared/a.spec.js": "",
            "base44/shared/a_test.ts": "",
            "base44/shared/a.d.ts": "",
            "base44/shared/.a.ts": "",
            "base44/shared/a.json": "{}",
            "base44/shared/node_modules/a.ts": "",
        },
        [],
    ),
    "shared lies beside functionsDir": (
        {
            "base44/config.jsonc": '{"functionsDir": "../server/functions"}',
            "server/shared/a.ts": "",
            "base44/shared/b.ts": "",
        },
        ["server/shared/a.ts"],
    ),
    "a file of a function that nothing imports is not read": (
        {ENTRY: "", "base44/functions/a/unused.ts": ""},
        [ENTRY],
    ),
    "pages count where they mention a connector call": (
        {"src/pages/Home.jsx": CALL, "src/pages/Plain.jsx": "", "src/api.ts": "connectors"},
        ["src/pages/Home.jsx"],
    ),
    "pages that are built, tests and packages do not": (
        {"src/dist/a.js": CALL, "src/node_modules/b/b.js": CALL, "src/a.test.js": CALL},
        [],
    ),
    "pages of a native app are in app": (
        {
            "app/_layout.tsx": "",
            "app/(tabs)/mail.tsx": CALL,
            "app/mail+api.ts": CALL,
            "app/plain.tsx": "",
        },
        ["app/(tabs)/mail.tsx"],
    ),
    "another folder named app has no pages": ({"app/layout.tsx": "", "app/mail.tsx": CALL}, []),
    "server code in src is read with what leads to it": (
        {
            "src/routes/__root.tsx": "",
            "src/routes/mail.tsx": 'import "../mail.server";',
            "src/mail.server.ts": CALL,
            "src/plain.ts": "",
        },
        ["src/mail.server.ts", "src/routes/mail.tsx"],
    ),
    "functions within src are no pages": (
        {
            "base44/config.jsonc": '{"functionsDir": "../src/functions"}',
            "src/functions/a/entry.ts": CALL,
            "src/functions/a/unused.ts": CALL,
        },
        ["src/functions/a/entry.ts"],
    ),
}


@pytest.mark.parametrize("files, read", CODE.values(), ids=CODE)
def test_code_is_read_where_it_can_run(
    files: dict[str, str], read: list[str], tmp_path: Path
) -> None:
    assert _files(_load(tmp_path, files)) == read


def test_pages_are_told_from_functions(tmp_path: Path) -> None:
    project = _load(tmp_path, {ENTRY: CALL, "src/App.jsx": CALL})
    assert [(file.source.path, file.in_front_end) for file in project.files] == [
        (ENTRY, False),
        ("src/App.jsx", True),
    ]


def _automation(kind: str, integration: str, events: str) -> str:
    return f'{{"type": "{kind}", "integration_type": {integration}, "events": {events}}}'


AUTOMATIONS: dict[str, tuple[dict[str, str], list[str]]] = {
    "in a function": (
        {
            "base44/functions/a/function.jsonc": '{"name": "a", "entry": "entry.ts", "automations": ['
            + _automation("connector", '"gmail"', '["mail.new", "mail.sent"]')
            + "]}"
        },
        ["base44/functions/a/function.jsonc gmail mail.new mail.sent"],
    ),
    "for all events": (
        {
            "base44/functions/a/function.json": '{"automations": ['
            + _automation("connector", '"slack"', "[]")
            + "]}"
        },
        ["base44/functions/a/function.json slack"],
    ),
    "of another kind": (
        {
            "base44/functions/a/function.json": '{"automations": ['
            + _automation("scheduled", '"slack"', "[]")
            + "]}"
        },
        [],
    ),
    "with values of other kinds": (
        {
            "base44/functions/a/function.json": '{"automations": [7, '
            + _automation("connector", "7", '[7, "", "a"]')
            + "]}"
        },
        ["base44/functions/a/function.json - a"],
    ),
    "no list": ({"base44/functions/a/function.json": '{"automations": {}}'}, []),
    "in a workflow": (
        {
            "base44/workflows/new-mail.jsonc": '{"trigger": {"config": {"trigger_type": "connector", '
            '"integration_type": "gmail", "events": ["mail.new"]}}}'
        },
        ["base44/workflows/new-mail.jsonc gmail mail.new"],
    ),
    "in a workflow whose trigger says the kind itself": (
        {
            "base44/workflows/a.json": '{"trigger": {"trigger_type": "connector", '
            '"config": {"integration_type": "slack"}}}'
        },
        ["base44/workflows/a.json slack"],
    ),
    "in a workflow that something else starts": (
        {"base44/workflows/a.json": '{"trigger": {"trigger_type": "schedule"}}'},
        [],
    ),
    "in files that are no workflows": (
        dict.fromkeys(
            (
                "base44/workflows/.hidden.json",
                "base44/workflows/deep/a.json",
                "base44/workflows/a.yaml",
                "workflows/a.json",
            ),
            '{"trigger": {"trigger_type": "connector", "integration_type": "slack"}}',
        ),
        [],
    ),
}


@pytest.mark.parametrize("files, automations", AUTOMATIONS.values(), ids=AUTOMATIONS)
def test_automations_that_a_connector_starts(
    files: dict[str, str], automations: list[str], tmp_path: Path
) -> None:
    found = [
        " ".join(
            [
                each.source.path,
                each.type.value if each.type else "-",
                *[event.value for event in each.events],
            ]
        )
        for each in _load(tmp_path, files).automations
    ]
    assert found == automations


def test_workflows_are_in_the_order_of_their_names(tmp_path: Path) -> None:
    names = ["base44/workflows/b.json", "base44/workflows/a.jsonc", "base44/workflows/c.jsonc"]
    project = _load(tmp_path, dict.fromkeys(names, "{}"))
    assert [source.path for source, _ in project.workflows] == sorted(names)


UNREADABLE: dict[str, tuple[str, bytes]] = {
    "an entry that is no text": (ENTRY, b"\xff\xfe\x00"),
    "an entry that is too large": (ENTRY, b" " * (SIZE_LIMIT + 1)),
    "a config": ("base44/functions/a/function.jsonc", b"\xff\xfe{\x00}\x00"),
    "a shared file": ("base44/shared/a.ts", b"\xff\xfe\x00"),
    "a workflow": ("base44/workflows/a.json", b"\xff\xfe\x00"),
}


@pytest.mark.parametrize("name, content", UNREADABLE.values(), ids=UNREADABLE)
def test_code_that_cannot_be_read_is_named(name: str, content: bytes, tmp_path: Path) -> None:
    project = _load(tmp_path, {name: content, "base44/shared/fine.ts": ""})
    assert project.unread == (name,)
    assert _files(project) == ["base44/shared/fine.ts"]


def test_a_function_whose_entry_cannot_be_read_has_no_files(tmp_path: Path) -> None:
    (function,) = _load(tmp_path, {ENTRY: b"\xff\xfe\x00"}).functions
    assert function.files == ()


def test_a_page_that_is_too_large_is_left_out(tmp_path: Path) -> None:
    project = _load(tmp_path, {"src/App.jsx": CALL + " " * SIZE_LIMIT})
    assert (project.files, project.unread) == ((), ())


@pytest.mark.parametrize("name", [ENTRY, "base44/shared/a.ts", "src/App.jsx"])
def test_one_bad_byte_among_code_is_read_over(name: str, tmp_path: Path) -> None:
    project = _load(tmp_path, {name: b"// caf\xe9\n" + CALL.encode()})
    assert (_files(project), project.unread) == ([name], ())
    assert [call.values for call in project.code.calls] == [("slack",)]


def test_what_an_editor_holds_stands_in_for_what_is_on_disk(tmp_path: Path) -> None:
    project = _load(
        tmp_path,
        {ENTRY: "", "base44/shared/b.ts": ""},
        {
            ENTRY: 'import "./c.ts";',
            "base44/functions/a/c.ts": "",
            "base44/functions/d/entry.js": "",
        },
    )
    assert [(each.name, each.files) for each in project.functions] == [
        ("a", (ENTRY, "base44/functions/a/c.ts")),
        ("d", ("base44/functions/d/entry.js",)),
    ]
    assert "base44/shared/b.ts" in _files(project)


def test_an_app_without_functions_on_disk_may_have_one_in_an_editor(tmp_path: Path) -> None:
    project = _load(tmp_path, {}, {ENTRY: "", "base44/workflows/a.json": "{}"})
    assert [each.name for each in project.functions] == ["a"]
    assert [source.path for source, _ in project.workflows] == ["base44/workflows/a.json"]


def _link(path: Path, target: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.symlink_to(target, target_is_directory=target.is_dir())
    except OSError:
        pytest.skip("this system makes no symbolic links")


def test_a_link_to_a_folder_of_the_app_is_followed(tmp_path: Path) -> None:
    make(tmp_path, {**APP, "packages/mail/entry.ts": ""})
    _link(tmp_path / "base44/functions/mail", tmp_path / "packages/mail")
    assert _functions(tmp_path, _load(tmp_path, {})) == ["mail: base44/functions/mail/entry.ts"]


def test_a_link_out_of_the_app_is_followed_inside_its_repository_only(tmp_path: Path) -> None:
    make(tmp_path / "elsewhere", {"mail/entry.ts": ""})
    app = tmp_path / "app"
    make(app, {**APP, "base44/functions/a/entry.ts": ""})
    _link(app / "base44/functions/mail", tmp_path / "elsewhere/mail")
    project = _load(app, {})
    assert _functions(app, project) == ["a: base44/functions/a/entry.ts"]
    assert project.unread == ("base44/functions/mail",)
    (tmp_path / ".git").mkdir()
    project = _load(app, {})
    assert _functions(app, project) == [
        "a: base44/functions/a/entry.ts",
        "mail: base44/functions/mail/entry.ts",
    ]
    assert project.unread == ()


def test_a_folder_that_a_link_repeats_is_met_by_its_own_name(tmp_path: Path) -> None:
    make(tmp_path, {**APP, "base44/functions/real/entry.ts": ""})
    _link(tmp_path / "base44/functions/again", tmp_path / "base44/functions/real")
    _link(tmp_path / "base44/functions/real/loop", tmp_path / "base44/functions")
    assert _functions(tmp_path, _load(tmp_path, {})) == ["real: base44/functions/real/entry.ts"]


@pytest.mark.skipif(os.name == "nt", reason="a folder is closed by its mode")
def test_a_folder_that_cannot_be_listed_has_no_functions(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root lists every folder")
    make(tmp_path, {**APP, "base44/functions/a/entry.ts": "", "base44/functions/b/entry.ts": ""})
    folder = tmp_path / "base44/functions/b"
    folder.chmod(0)
    try:
        project = _load(tmp_path, {})
    finally:
        folder.chmod(0o700)
    assert _functions(tmp_path, project) == ["a: base44/functions/a/entry.ts"]
    assert project.unread == ("base44/functions/b",)

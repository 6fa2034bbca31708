"""Imports by name: which file each map file leads to, and what is none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.clock import timed

from connlint.project import Project, find_targets
from connlint.run import read_project

from .tree import CONFIG, make

FOLDER = "base44/functions/a"
ENTRY = f"{FOLDER}/entry.ts"
MISSING, PACKAGE = "missing", "package"


def _load(
    root: Path, files: Mapping[str, str | bytes], overlay: Mapping[str, str] | None = None
) -> Project:
    make(root, {"base44/config.jsonc": CONFIG, **files})
    content = {str(root / name): text.encode() for name, text in (overlay or {}).items()}
    return read_project(find_targets([str(root)], str(root))[0], str(root), content)


def _meaning(project: Project, root: Path, specifier: str) -> str:
    """The file that the entry imports by a specifier, as a path below the root."""
    found = project.imports[str(root / ENTRY)].get(specifier, PACKAGE)
    return MISSING if found is None else found.removeprefix(f"{root}/")


def _paths(paths: object, **options: object) -> str:
    return json.dumps({"compilerOptions": {"paths": paths, **options}})


def _imports(imports: object, **more: object) -> str:
    return json.dumps({"imports": imports, **more})


LIB = {"src/lib/x.ts": ""}
Case = tuple[Mapping[str, str], str, str]

TYPESCRIPT: dict[str, Case] = {
    "a pattern": (
        {"tsconfig.json": _paths({"@/*": ["./src/*"]}), **LIB},
        "@/lib/x",
        "src/lib/x.ts",
    ),
    "with the ending of JavaScript": (
        {"tsconfig.json": _paths({"@/*": ["./src/*"]}), **LIB},
        "@/lib/x.js",
        "src/lib/x.ts",
    ),
    "the index of a folder": (
        {"tsconfig.json": _paths({"@/*": ["./src/*"]}), "src/lib/index.js": ""},
        "@/lib",
        "src/lib/index.js",
    ),
    "in jsconfig.json": (
        {"jsconfig.json": _paths({"@/*": ["./src/*"]}), **LIB},
        "@/lib/x",
        "src/lib/x.ts",
    ),
    "tsconfig.json comes before jsconfig.json": (
        {
            "jsconfig.json": _paths({"@/*": ["./src/lib/*"]}),
            "tsconfig.json": _paths({"@/*": ["./src/*"]}),
            "src/x.ts": "",
            **LIB,
        },
        "@/x",
        "src/x.ts",
    ),
    "with comments and commas, as TypeScript takes them": (
        {
            "tsconfig.json": '{ // a\n "compilerOptions": {"paths": {"@/*": ["./src/*",],},},}',
            **LIB,
        },
        "@/lib/x",
        "src/lib/x.ts",
    ),
    "below baseUrl": (
        {"tsconfig.json": _paths({"@/*": ["lib/*"]}, baseUrl="./src"), **LIB},
        "@/x",
        "src/lib/x.ts",
    ),
    "baseUrl alone": (
        {"tsconfig.json": '{"compilerOptions": {"baseUrl": "src"}}', **LIB},
        "lib/x",
        "src/lib/x.ts",
    ),
    "baseUrl says nothing about packages": (
        {"tsconfig.json": '{"compilerOptions": {"baseUrl": "src"}}', **LIB},
        "zod",
        PACKAGE,
    ),
    "the whole name comes before patterns": (
        {
            "tsconfig.json": _paths({"@/*": ["./src/*"], "@/x": ["./src/lib/x"]}),
            "src/x.ts": "",
            **LIB,
        },
        "@/x",
        "src/lib/x.ts",
    ),
    "the longest beginning wins": (
        {
            "tsconfig.json": _paths({"@/*": ["./src/*"], "@/lib/*": ["./other/*"], "*": ["./*"]}),
            "other/x.ts": "",
            **LIB,
        },
        "@/lib/x",
        "other/x.ts",
    ),
    "no other pattern is tried then": (
        {"tsconfig.json": _paths({"@/*": ["./src/*"], "@/lib/*": ["./other/*"]}), **LIB},
        "@/lib/x",
        MISSING,
    ),
    "something behind the star": (
        {"tsconfig.json": _paths({"@*/x": ["./src/*/x.ts"]}), **LIB},
        "@lib/x",
        "src/lib/x.ts",
    ),
    "several targets, in their order": (
        {
            "tsconfig.json": _paths({"@/*": ["./a/*", "./src/lib/*", "./src/*"]}),
            "src/x.ts": "",
            **LIB,
        },
        "@/x",
        "src/lib/x.ts",
    ),
    "the nearest file counts": (
        {
            "tsconfig.json": _paths({"@/*": ["./src/*"]}),
            "base44/tsconfig.json": _paths({"@/*": ["./shared/*"]}),
            "base44/shared/lib/x.ts": "",
            **LIB,
        },
        "@/lib/x",
        "base44/shared/lib/x.ts",
    ),
    "even where it maps nothing": (
        {"tsconfig.json": _paths({"@/*": ["./src/*"]}), "base44/tsconfig.json": "{}", **LIB},
        "@/lib/x",
        MISSING,
    ),
    "it extends another": (
        {
            "tsconfig.json": '{"extends": "./config/base"}',
            "config/base.json": _paths({"@/*": ["../src/*"]}),
            **LIB,
        },
        "@/lib/x",
        "src/lib/x.ts",
    ),
    "its own paths replace those": (
        {
            "tsconfig.json": '{"extends": "./base.json", "compilerOptions": {"paths": {"#/*": ["./src/*"]}}}',
            "base.json": _paths({"@/*": ["./src/*"]}),
            **LIB,
        },
        "@/lib/x",
        MISSING,
    ),
    "of several that it extends, the last counts": (
        {
            "tsconfig.json": '{"extends": ["./one.json", "./two.json"]}',
            "one.json": _paths({"@/*": ["./other/*"]}),
            "two.json": _paths({"@/*": ["./src/*"]}),
            "other/lib/x.ts": "",
            **LIB,
        },
        "@/lib/x",
        "src/lib/x.ts",
    ),
    "baseUrl of one, paths of another": (
        {
            "tsconfig.json": '{"extends": "./config/base.json", "compilerOptions": {"baseUrl": "./src"}}',
            "config/base.json": _paths({"@/*": ["./*"]}),
            **LIB,
        },
        "@/lib/x",
        "src/lib/x.ts",
    ),
    "a path from the file that extends": (
        {
            "tsconfig.json": '{"extends": "./config/base.json"}',
            "config/base.json": _paths({"@/*": ["${configDir}/src/*"]}),
            **LIB,
        },
        "@/lib/x",
        "src/lib/x.ts",
    ),
    "what it extends is not there": (
        {
            "tsconfig.json": '{"extends": ["./none.json", "@tsconfig/deno"], "compilerOptions": '
            '{"paths": {"@/*": ["./src/*"]}}}',
            **LIB,
        },
        "@/lib/x",
        "src/lib/x.ts",
    ),
    "types of a package are no code": (
        {"tsconfig.json": _paths({"zod": ["./types/zod.d.ts"]}), "types/zod.d.ts": ""},
        "zod",
        PACKAGE,
    ),
    "a file of a package that is mapped": (
        {"tsconfig.json": _paths({"*": ["./node_modules/*", "./src/*"]})},
        "zod",
        PACKAGE,
    ),
    "a mapped name without a file": (
        {"tsconfig.json": _paths({"lib/*": ["./src/lib/*"]})},
        "lib/x",
        MISSING,
    ),
}

DENO: dict[str, Case] = {
    "a folder": ({"deno.json": _imports({"@/": "./src/"}), **LIB}, "@/lib/x.ts", "src/lib/x.ts"),
    "a file": ({"deno.json": _imports({"x": "./src/lib/x.ts"}), **LIB}, "x", "src/lib/x.ts"),
    "in deno.jsonc": (
        {"deno.jsonc": '{"imports": {"@/": "./src/"}, /* a */}', **LIB},
        "@/lib/x.ts",
        "src/lib/x.ts",
    ),
    "in import_map.json": (
        {f"{FOLDER}/import_map.json": _imports({"@/": "../../../src/"}), **LIB},
        "@/lib/x.ts",
        "src/lib/x.ts",
    ),
    "in the file that deno.json names": (
        {
            "deno.json": '{"importMap": "./config/map.json"}',
            "config/map.json": _imports({"@/": "../src/"}),
            **LIB,
        },
        "@/lib/x.ts",
        "src/lib/x.ts",
    ),
    "its own imports come before that file": (
        {
            "deno.json": _imports({"@/": "./src/"}, importMap="./map.json"),
            "map.json": _imports({"@/": "./other/"}),
            "other/lib/x.ts": "",
            **LIB,
        },
        "@/lib/x.ts",
        "src/lib/x.ts",
    ),
    "a map elsewhere": (
        {"deno.json": '{"importMap": "https://a.b/c.json"}', **LIB},
        "@/lib/x",
        MISSING,
    ),
    "a package": ({"deno.json": _imports({"mail": "npm:nodemailer@6"})}, "mail", PACKAGE),
    "a part of a package": (
        {"deno.json": _imports({"$std/": "https://deno.land/std/"})},
        "$std/http.ts",
        PACKAGE,
    ),
    "the longest key wins": (
        {
            "deno.json": _imports({"@/": "./src/", "@/lib/": "./other/"}),
            "other/x.ts": "",
            **LIB,
        },
        "@/lib/x.ts",
        "other/x.ts",
    ),
    "the whole name comes before folders": (
        {
            "deno.json": _imports({"@/lib/": "./other/", "@/lib/x.ts": "./src/lib/x.ts"}),
            "other/x.ts": "",
            **LIB,
        },
        "@/lib/x.ts",
        "src/lib/x.ts",
    ),
    "a key without a slash is no folder": (
        {"deno.json": _imports({"lib": "./src/lib"}), **LIB},
        "lib/x.ts",
        PACKAGE,
    ),
    "a folder that is a file": (
        {"deno.json": _imports({"@/": "./src"}), **LIB},
        "@/lib/x.ts",
        MISSING,
    ),
    "no way up from a folder": (
        {"deno.json": _imports({"@/": "./src/other/"}), **LIB},
        "@/../lib/x.ts",
        MISSING,
    ),
    "no address": (
        {"deno.json": _imports({"@/lib/x.ts": None, "@/": "./src/"}), **LIB},
        "@/lib/x.ts",
        MISSING,
    ),
    "an address without a dot": (
        {"deno.json": _imports({"@/": "src/"}), **LIB},
        "@/lib/x.ts",
        MISSING,
    ),
    "a file of the machine": (
        {"deno.json": _imports({"@/": "file:///"}), **LIB},
        "@/lib/x.ts",
        MISSING,
    ),
    "a scope": (
        {
            "deno.json": _imports(
                {"@/": "./other/"}, scopes={"./base44/": {"@/": "./src/"}, "./src/": {"@/": "./a/"}}
            ),
            "other/lib/x.ts": "",
            **LIB,
        },
        "@/lib/x.ts",
        "src/lib/x.ts",
    ),
    "the narrowest scope": (
        {
            "deno.json": json.dumps(
                {"scopes": {"./": {"x": "./a.ts"}, "./base44/functions/": {"x": "./src/lib/x.ts"}}}
            ),
            "a.ts": "",
            **LIB,
        },
        "x",
        "src/lib/x.ts",
    ),
    "a scope that has another name": (
        {
            "deno.json": _imports({"x": "./src/lib/x.ts"}, scopes={"./base44/": {"y": "./y.ts"}}),
            **LIB,
        },
        "x",
        "src/lib/x.ts",
    ),
    "the map of a workspace, above that of a member": (
        {
            "deno.json": _imports({"@/": "./src/"}, workspace=["./base44"]),
            "base44/deno.json": _imports({"zod": "npm:zod"}),
            **LIB,
        },
        "@/lib/x.ts",
        "src/lib/x.ts",
    ),
}

NODE: dict[str, Case] = {
    "a file": ({"package.json": _imports({"#x": "./src/lib/x.ts"}), **LIB}, "#x", "src/lib/x.ts"),
    "a pattern": (
        {"package.json": _imports({"#lib/*": "./src/lib/*.ts"}), **LIB},
        "#lib/x",
        "src/lib/x.ts",
    ),
    "an ending behind the star": (
        {"package.json": _imports({"#lib/*.js": "./src/lib/*.ts"}), **LIB},
        "#lib/x.js",
        "src/lib/x.ts",
    ),
    "the longest beginning wins": (
        {"package.json": _imports({"#*": "./other/*.ts", "#lib/*": "./src/lib/*.ts"}), **LIB},
        "#lib/x",
        "src/lib/x.ts",
    ),
    "the longest key of one beginning": (
        {"package.json": _imports({"#*": "./other/*", "#*.ts": "./src/lib/*.ts"}), **LIB},
        "#x.ts",
        "src/lib/x.ts",
    ),
    "the first condition that holds": (
        {
            "package.json": _imports(
                {"#x": {"browser": "./a.ts", "deno": "./src/lib/x.ts", "default": "./b.ts"}}
            ),
            "a.ts": "",
            "b.ts": "",
            **LIB,
        },
        "#x",
        "src/lib/x.ts",
    ),
    "conditions within each other": (
        {
            "package.json": _imports(
                {"#x": {"import": {"browser": "./a.ts"}, "default": {"import": "./src/lib/x.ts"}}}
            ),
            **LIB,
        },
        "#x",
        "src/lib/x.ts",
    ),
    "no condition that holds": (
        {"package.json": _imports({"#x": {"browser": "./a.ts"}}), "a.ts": ""},
        "#x",
        MISSING,
    ),
    "several targets": (
        {"package.json": _imports({"#x": [{"browser": "./a.ts"}, "./src/lib/x.ts"]}), **LIB},
        "#x",
        "src/lib/x.ts",
    ),
    "a package": ({"package.json": _imports({"#mail": "nodemailer"})}, "#mail", PACKAGE),
    "nothing": ({"package.json": _imports({"#x": None})}, "#x", MISSING),
    "no way up": (
        {"package.json": _imports({"#*": "./src/other/*"}), **LIB},
        "#../lib/x.ts",
        MISSING,
    ),
    "names begin with #": (
        {"package.json": _imports({"x": "./src/lib/x.ts"}), **LIB},
        "x",
        PACKAGE,
    ),
    "the nearest package counts": (
        {
            "package.json": _imports({"#x": "./src/lib/x.ts"}),
            f"{FOLDER}/package.json": "{}",
            **LIB,
        },
        "#x",
        MISSING,
    ),
}

TOGETHER: dict[str, Case] = {
    "without a map, a name is that of a package": ({}, "@scope/x", PACKAGE),
    "but no package has such a name": ({**LIB}, "@/lib/x", MISSING),
    "nor such a one": ({**LIB}, "~/lib/x", MISSING),
    "nor a path from the root": ({**LIB}, "/src/lib/x.ts", MISSING),
    "two tools that agree": (
        {
            "tsconfig.json": _paths({"@/*": ["./src/*"]}),
            "deno.json": _imports({"@/": "./src/"}),
            **LIB,
        },
        "@/lib/x.ts",
        "src/lib/x.ts",
    ),
    "two tools that do not": (
        {
            "tsconfig.json": _paths({"@/*": ["./src/*"]}),
            "deno.json": _imports({"@/": "./base44/shared/"}),
            "base44/shared/lib/x.ts": "",
            **LIB,
        },
        "@/lib/x.ts",
        MISSING,
    ),
    "a package for one, a folder for the other": (
        {
            "tsconfig.json": '{"compilerOptions": {"baseUrl": "./src"}}',
            "deno.json": _imports({"lib/": "npm:/lib/"}),
            **LIB,
        },
        "lib/x.ts",
        MISSING,
    ),
    "data is no code": (
        {"deno.json": _imports({"@/": "./src/"}), "src/texts.json": "{}"},
        "@/texts.json",
        PACKAGE,
    ),
    "nor is it where it comes as a text": (
        {"tsconfig.json": _paths({"@/*": ["./src/*"]}), "src/mail.html": ""},
        "@/mail.html?raw",
        PACKAGE,
    ),
    "data that is not there": ({"deno.json": _imports({"@/": "./src/"})}, "@/texts.json", MISSING),
    "a relative file": ({f"{FOLDER}/x.ts": ""}, "./x", f"{FOLDER}/x.ts"),
    "a relative file that is not there": ({}, "./x", MISSING),
    "relative data": ({f"{FOLDER}/texts.json": "{}"}, "./texts.json", PACKAGE),
    "a broken map is like none": (
        {"tsconfig.json": '{"compilerOptions": {"paths": {"@/*": ["./src/*"]}', **LIB},
        "@/lib/x",
        MISSING,
    ),
    "then any name may be mapped": (
        {"tsconfig.json": '{"compilerOptions": {"paths": {"zod": ["./src/*"]}', **LIB},
        "zod",
        MISSING,
    ),
    "by a map elsewhere, too": (
        {"deno.json": '{"importMap": "https://a.b/c.json"}'},
        "zod",
        MISSING,
    ),
    "or by a file to extend that is not there": (
        {"tsconfig.json": '{"extends": "./.generated/tsconfig.json"}'},
        "zod",
        MISSING,
    ),
    "or where files extend each other in a circle": (
        {"tsconfig.json": '{"extends": "./a"}', "a.json": '{"extends": "./tsconfig"}'},
        "zod",
        MISSING,
    ),
    "a package to extend has no names of the app": (
        {"tsconfig.json": '{"extends": "@tsconfig/deno"}'},
        "zod",
        PACKAGE,
    ),
    "nor has a package.json names of packages": ({"package.json": '{"imports": '}, "zod", PACKAGE),
    "a map that is no object is like none": ({"deno.json": "[7]", **LIB}, "@/lib/x", MISSING),
    "values of other kinds are like none": (
        {
            "tsconfig.json": '{"extends": 7, "compilerOptions": {"baseUrl": 7, "paths": {"@/*": "./src/*", "a": [7]}}}',
            "deno.json": '{"imports": [7], "scopes": {"./": 7}}',
            "package.json": '{"imports": "#x"}',
            **LIB,
        },
        "@/lib/x",
        MISSING,
    ),
    "a map that is excluded is not there": (
        {
            "tsconfig.json": _paths({"@/*": ["./src/*"]}),
            "connlint.toml": 'exclude = ["tsconfig.json"]',
            **LIB,
        },
        "@/lib/x",
        MISSING,
    ),
    "a file that is excluded is not there": (
        {
            "tsconfig.json": _paths({"@/*": ["./src/*"]}),
            "connlint.toml": 'exclude = ["src/lib/*"]',
            **LIB,
        },
        "@/lib/x",
        MISSING,
    ),
}


@pytest.mark.parametrize(
    "files, specifier, meaning",
    [
        pytest.param(*case, id=f"{tool}: {title}")
        for tool, cases in [
            ("TypeScript", TYPESCRIPT),
            ("Deno", DENO),
            ("Node", NODE),
            ("together", TOGETHER),
        ]
        for title, case in cases.items()
    ],
)
def test_an_import_by_name_means_a_file(
    files: Mapping[str, str], specifier: str, meaning: str, tmp_path: Path
) -> None:
    project = _load(tmp_path, {ENTRY: f'import {{ x }} from "{specifier}";', **files})
    assert _meaning(project, tmp_path, specifier) == meaning
    assert project.unread == ()


def test_files_that_are_imported_by_name_are_those_of_the_function(tmp_path: Path) -> None:
    project = _load(
        tmp_path,
        {
            ENTRY: 'import { x } from "@/lib/x";',
            "src/lib/x.ts": 'export * from "@/lib/y.ts"; export * from "./z";',
            "src/lib/y.ts": "",
            "src/lib/z.ts": "",
            "tsconfig.json": _paths({"@/*": ["./src/*"]}),
        },
    )
    (function,) = project.functions
    assert function.files == (ENTRY, "src/lib/x.ts", "src/lib/y.ts", "src/lib/z.ts")


def test_what_an_editor_holds_stands_in_for_a_map_on_disk(tmp_path: Path) -> None:
    files = {
        ENTRY: 'import { x } from "@/lib/x";',
        "src/lib/x.ts": "",
        "other/lib/x.ts": "",
        "tsconfig.json": _paths({"@/*": ["./other/*"]}),
    }
    overlay = {"tsconfig.json": _paths({"@/*": ["./src/*"]})}
    assert _meaning(_load(tmp_path, files), tmp_path, "@/lib/x") == "other/lib/x.ts"
    assert _meaning(_load(tmp_path, files, overlay), tmp_path, "@/lib/x") == "src/lib/x.ts"
    overlay = {
        "tsconfig.json": "{}",
        f"{FOLDER}/deno.json": '{"importMap": "../map.json"}',
        "base44/functions/map.json": _imports({"@/lib/x": "../../src/lib/x.ts"}),
    }
    assert _meaning(_load(tmp_path, files, overlay), tmp_path, "@/lib/x") == "src/lib/x.ts"


def _deep(levels: int) -> str:
    return '{"imports": ' + '{"a": ' * levels + "1" + "}" * levels + "}"


def _wide(count: int, value: object, own: Mapping[str, object]) -> dict[str, object]:
    """As many names as that, before a file's own."""
    return {**{f"@/{number}/*": value for number in range(count)}, **own}


HOSTILE: dict[str, Mapping[str, str]] = {
    "a circle of files that extend each other": {
        "tsconfig.json": '{"extends": "./a.json"}',
        "a.json": '{"extends": ["./b.json", "./tsconfig.json"]}',
        "b.json": '{"extends": "./a.json", "compilerOptions": {"paths": {"@/*": ["./src/*"]}}}',
    },
    "a file that extends itself": {"tsconfig.json": '{"extends": ["./tsconfig.json"]}'},
    "files that extend the next one twice": {
        "tsconfig.json": '{"extends": ["./0.json", "./0.json"]}',
        **{f"{n}.json": f'{{"extends": ["./{n + 1}", "./{n + 1}"]}}' for n in range(20)},
        "20.json": _paths({"@/*": ["./src/*"]}),
    },
    "a long list of files to extend": {
        "tsconfig.json": json.dumps({"extends": ["./a.json"] * 5_000}),
        "a.json": "{}",
    },
    "100,000 entries": {
        "tsconfig.json": _paths(_wide(100_000, ["./a/*"], {"@/*": ["./src/*"]})),
        "deno.json": _imports(_wide(100_000, "./a/", {"@/": "./src/"})),
        "package.json": _imports(_wide(100_000, "./a", {"#x": "./src/lib/x.ts"})),
    },
    "more entries than anybody writes": {
        "tsconfig.json": _paths(_wide(5_000, ["./a/*"], {"@/*": ["./src/*"]})),
        "deno.json": _imports(_wide(5_000, "./a/", {"@/": "./src/"})),
        "package.json": _imports(_wide(5_000, "./a", {"#x": "./src/lib/x.ts"})),
    },
    "deep nesting": {"deno.json": _deep(30_000), "package.json": _deep(500)},
    "a map that is too large": {"deno.json": _imports({"@/": "./src/"}) + " " * 200_000},
    "a number that is too large": {"deno.json": '{"imports": {"@/": ' + "9" * 10_000 + "}}"},
    "half a character": {"deno.json": '{"imports": {"@/": "./\\ud800/"}}'},
    "a path that cannot be": {"tsconfig.json": _paths({"@/*": ["./\0/*", "a" * 5_000 + "/*"]})},
    "files that cannot be": {
        "tsconfig.json": '{"extends": ["./\\u0000", "./\\ud800", "./lib"], "compilerOptions": {}}',
        "lib.json/": "",
        "deno.json": '{"importMap": "./\\u0000"}',
        "base44/deno.json": '{"importMap": "./\\ud800"}',
        f"{FOLDER}/deno.json": '{"importMap": "."}',
    },
    "a map that is no text": {"tsconfig.json": "\ufffd\0\0"},
}


@pytest.mark.parametrize("files", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("specifier", ["@/lib/x", "#x"])
def test_a_hostile_map_is_cheap_and_leads_nowhere(
    specifier: str, files: Mapping[str, str], tmp_path: Path
) -> None:
    entry = {ENTRY: f'import {{ x }} from "{specifier}";'}
    project, spent = timed(lambda: _load(tmp_path, {**entry, **LIB, **files}))
    assert _meaning(project, tmp_path, specifier) == MISSING
    assert spent < 0.5


def test_names_that_are_not_found_are_looked_for_a_bounded_number_of_times(tmp_path: Path) -> None:
    text = "".join(f'import "@/{number}";\n' for number in range(20_000))
    paths = _paths({"@/*": [f"./{number}/*" for number in range(100)]})
    project, spent = timed(lambda: _load(tmp_path, {ENTRY: text, "tsconfig.json": paths}))
    assert set(project.imports[str(tmp_path / ENTRY)].values()) == {None}
    assert spent < 3


OUTSIDE: dict[str, Mapping[str, str]] = {
    "a path up": {"tsconfig.json": _paths({"@/*": ["../secret/*"]})},
    "an absolute path": {"tsconfig.json": _paths({"@/*": ["ROOT/secret/*"]})},
    "baseUrl": {"tsconfig.json": '{"compilerOptions": {"baseUrl": "../secret"}}'},
    "a file to extend": {"tsconfig.json": '{"extends": "../secret/paths.json"}'},
    "an import map": {"deno.json": '{"importMap": "../secret/map.json"}'},
    "an address": {"deno.json": _imports({"@/": "../secret/"})},
    "an absolute address": {"deno.json": _imports({"@/": "ROOT/secret/"})},
    "a target": {"package.json": _imports({"#x": "./../secret/x.ts"})},
    "only above the app": {},
}


@pytest.mark.parametrize("files", OUTSIDE.values(), ids=OUTSIDE)
def test_nothing_outside_of_the_app_is_read(files: Mapping[str, str], tmp_path: Path) -> None:
    make(
        tmp_path,
        {
            "secret/x.ts": "",
            "secret/paths.json": _paths({"@/*": ["../app/src/*"]}),
            "secret/map.json": _imports({"@/": "../app/src/"}),
            "tsconfig.json": _paths({"@/*": ["./app/src/*"]}),
        },
    )
    root = tmp_path / "app"
    maps = {name: text.replace("ROOT", str(tmp_path)) for name, text in files.items()}
    entry = 'import "@/x"; import "@/x.ts"; import "#x";'
    project = _load(root, {ENTRY: entry, "src/x.ts": "", **maps})
    assert set(project.imports[str(root / ENTRY)].values()) == {None}
    assert [file.source.path for file in project.files] == [ENTRY]
    assert (project.unread, project.outside_code) == ((), ())


def test_a_map_that_is_a_link_out_of_the_repository_is_not_read(tmp_path: Path) -> None:
    make(tmp_path, {"tsconfig.json": _paths({"@/*": ["./src/*"]})})
    root = tmp_path / "app"
    files = {ENTRY: 'import "@/x";', "src/x.ts": ""}
    make(root, files)
    try:
        (root / "tsconfig.json").symlink_to(tmp_path / "tsconfig.json")
    except OSError:
        pytest.skip("this system makes no symbolic links")
    project = _load(root, files)
    assert _meaning(project, root, "@/x") == MISSING
    assert (project.unread, project.outside_code) == ((), ())
    (tmp_path / ".git").mkdir()
    assert _meaning(_load(root, files), root, "@/x") == "src/x.ts"


def test_a_map_may_extend_one_of_its_repository(tmp_path: Path) -> None:
    root = tmp_path / "app"
    make(tmp_path, {"base.json": _paths({"@/*": ["./app/src/*"]}), ".git/": ""})
    files = {ENTRY: 'import "@/x";', "src/x.ts": "", "tsconfig.json": '{"extends": "../base.json"}'}
    assert _meaning(_load(root, files), root, "@/x") == "src/x.ts"


_KEYS = st.sampled_from(["@/", "@/*", "@/lib/*", "*", "#x", "#*", "x", "x/", "/", "./", "\ud800"])
_TARGETS = st.sampled_from(
    [
        *("./src/*", "./src/", "./src/lib/x.ts", "../src/lib/", "src", "*", "", ".", "/", "\0"),
        *("../secret/*", "../secret/", "../secret/x.ts", "../../secret/", "./../secret/x.ts"),
        *("./a/../../secret/*", "${configDir}/src/*", "${configDir}/../secret/*", "npm:x@1"),
    ]
)
_ODD: st.SearchStrategy[object] = st.sampled_from([None, 7, [], {}, [[]], {"": {}}])
_NAMES = st.dictionaries(_KEYS, st.one_of(_TARGETS, st.lists(_TARGETS, max_size=3), _ODD))
_CONDITIONS = st.dictionaries(st.sampled_from(["deno", "browser", "default"]), _TARGETS)
_FILES = ["./tsconfig.json", "./base44/tsconfig", "./import_map.json", "../secret/map.json", "."]
_CONTENTS = st.fixed_dictionaries(
    {},
    optional={
        "extends": st.one_of(st.sampled_from(_FILES), st.lists(st.sampled_from(_FILES)), _ODD),
        "compilerOptions": st.fixed_dictionaries(
            {}, optional={"paths": st.one_of(_NAMES, _ODD), "baseUrl": st.one_of(_TARGETS, _ODD)}
        ),
        "imports": st.one_of(_NAMES, st.dictionaries(_KEYS, _CONDITIONS), _ODD),
        "scopes": st.dictionaries(_TARGETS, st.one_of(_NAMES, _ODD)),
        "importMap": st.one_of(st.sampled_from(_FILES), _ODD),
    },
)
_MAPS = st.dictionaries(
    st.sampled_from(
        [
            *("tsconfig.json", "base44/tsconfig.json", "base44/deno.json", "deno.jsonc"),
            *("import_map.json", "package.json"),
        ]
    ),
    _CONTENTS,
    min_size=1,
)
_SPECIFIERS = st.lists(
    st.sampled_from(
        ["@/lib/x", "@/x.ts", "@/../../secret/x", "#x", "#../x", "x", "x/y.ts", "~/x", "/x", "./x"]
    )
)


@given(maps=_MAPS, specifiers=_SPECIFIERS)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_maps_say_a_name_leads_to_a_file_of_the_app_or_to_none(
    maps: dict[str, object], specifiers: list[str], tmp_path: Path
) -> None:
    root = tmp_path / "app"
    secret = _imports({"@/": "../app/src/"}, **json.loads(_paths({"@/*": ["../app/src/*"]})))
    make(tmp_path, {"secret/x.ts": "", "secret/map.json": secret, ".git/": ""})
    entry = "".join(f'import "{name}";\n' for name in specifiers)
    files = {name: json.dumps(content) for name, content in maps.items()}
    project = _load(root, {ENTRY: entry, **LIB}, files)
    found = project.imports[str(root / ENTRY)]
    assert set(found.values()) <= {None, str(root / "src/lib/x.ts")}
    assert set(found) <= set(specifiers)
    assert {name for name in specifiers if name[0] in "~."} <= set(found)
    assert project.unread == ()

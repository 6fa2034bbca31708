"""Imports go one way, modules and functions stay small: what docs/architecture.md promises."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
LINTER = ROOT / "linter" / "connlint"

LAYERS = (
    "_version",
    "bug_report",
    "tuples",
    "text",
    "diagnostics",
    "files",
    "git",
    "jsonc",
    "config",
    "catalog",
    "code.limits",
    "code.connectors_module",
    "code.model",
    "code.syntax",
    "code.modules",
    "code.semantics",
    "code.requests",
    "code.taint",
    "code.clients",
    "code",
    "project",
    "usage",
    "suppressions",
    "rules",
    "reporting",
    "engine",
    "run",
    "run_report",
    "whole_apps",
    "fix",
    "audit",
    "plan",
    "init",
    "scopes",
    "render",
    "result_cache",
    "api",
    "fleet",
    "cli",
    "__main__",
)
"""The packages and modules from the bottom to the top: each imports from its own layer and below."""

MOST_MODULES = 21
MOST_LINES = 350
MOST_LINES_OF_A_FUNCTION = 60
LONGER_MODULES: dict[str, str] = {}
LONGER_FUNCTIONS: dict[str, str] = {}


class Import(NamedTuple):
    """A module that another one imports, be it for types only or within a function."""

    importer: str
    imported: str


def _modules() -> dict[str, Path]:
    """The modules of the linter by their names without `connlint.`; a package by its own name."""
    found = {}
    for path in sorted(LINTER.rglob("*.py")):
        parts = path.relative_to(LINTER).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = _modules()


def _imports() -> Iterator[Import]:
    for name, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module is not None:
                targets = [f"{node.module}.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.Import):
                targets = [alias.name for alias in node.names]
            else:
                continue
            for target in targets:
                if target.split(".")[0] == "connlint":
                    imported = target.removeprefix("connlint").removeprefix(".")
                    # `from package.module import name`, unless the name is a module.
                    module = imported if imported in MODULES else imported.rpartition(".")[0]
                    yield Import(name, module)


IMPORTS = list(_imports())


def _layer(module: str) -> int:
    """The layer of a module: that of the longest name in LAYERS which is it or has it."""
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        name = ".".join(parts[:length])
        if name in LAYERS:
            return LAYERS.index(name)
    raise AssertionError(f"{module or 'connlint'} has no layer: add it to LAYERS")


def test_every_layer_is_there() -> None:
    assert [layer for layer in LAYERS if layer not in MODULES] == []


def test_imports_go_one_way() -> None:
    upwards = [
        f"{each.importer} imports {each.imported}"
        for each in IMPORTS
        # The package itself gives access to the public functions.
        if each.importer and each.imported and _layer(each.imported) > _layer(each.importer)
    ]
    assert upwards == []


def test_no_imports_lead_back_to_where_they_began() -> None:
    after: dict[str, set[str]] = {name: set() for name in MODULES}
    for each in IMPORTS:
        if each.importer and each.imported:
            after[each.importer].add(each.imported)
    circles = []
    for name in MODULES:
        seen: set[str] = set()
        pending = list(after[name])
        while pending:
            here = pending.pop()
            if here not in seen:
                seen.add(here)
                pending.extend(after[here])
        if name in seen:
            circles.append(name)
    assert circles == []


def test_a_package_has_no_more_modules_than_one_can_remember() -> None:
    # Rules, formats and commands have a module each, and a table that lists them.
    listed = {"rules", "render", "cli"}
    sizes: dict[str, int] = {}
    for name in MODULES:
        package, _, own = name.rpartition(".")
        if own and not (LINTER / name.replace(".", "/")).is_dir():
            sizes[package] = sizes.get(package, 0) + 1
    large = {
        name: size for name, size in sizes.items() if size > MOST_MODULES and name not in listed
    }
    assert large == {}


@pytest.mark.parametrize("root", ["linter", "lsp", "schemas"])
def test_modules_are_short(root: str) -> None:
    lengths = {
        str(path.relative_to(ROOT)): path.read_text("utf-8").count("\n")
        for path in sorted((ROOT / root).rglob("*.py"))
    }
    long = {name for name, lines in lengths.items() if lines > MOST_LINES}
    assert long == {name for name in LONGER_MODULES if name.startswith(f"{root}/")}


@pytest.mark.parametrize("root", ["linter", "lsp", "schemas"])
def test_functions_are_short(root: str) -> None:
    long = set()
    for path in sorted((ROOT / root).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > MOST_LINES_OF_A_FUNCTION:
                    long.add(f"{path.relative_to(ROOT)}:{node.name}")
    assert long == {name for name in LONGER_FUNCTIONS if name.startswith(f"{root}/")}


def test_the_fields_of_the_grammar_are_known_to_one_module() -> None:
    """A misspelt field is a part that is never found; a misspelt function is an error of mypy."""
    modules = sorted(
        path.relative_to(LINTER).as_posix()
        for path in LINTER.rglob("*.py")
        if "child_by_field_name" in path.read_text("utf-8")
    )
    assert modules == ["code/syntax/grammar.py"]

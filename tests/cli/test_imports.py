"""Modules that a run on a healthy project does not import, because every run would pay for them."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import time
from pathlib import Path

SETTLED = 2.1
"""Seconds after which a change is old enough for the cache."""
HEALTHY = Path(__file__).parents[2] / "examples" / "healthy-app"

# `typing` is not among them: functools and others of the standard library import it
# in some versions of Python.
DEAR = {
    "argparse",
    "asyncio",
    "click",
    "connlint.reporting.baseline",
    "connlint.cli.baselines",
    "connlint.cli.commands",
    "connlint.cli.fix",
    "connlint.cli.reporting",
    "connlint.diagnostics.diagnostic",
    "connlint.reporting.build",
    "connlint.reporting.fingerprints",
    "connlint.fix.fixer",
    "connlint.project.import_maps",
    "connlint.project.map_files",
    "connlint.render.ascii_json",
    "connlint.render.concise",
    "connlint.render.github",
    "connlint.render.gitlab",
    "connlint.render.json_report",
    "connlint.render.junit",
    "connlint.render.rule_pages",
    "connlint.render.sarif",
    "connlint.render.sentences",
    "connlint.render.text",
    "connlint.reporting.report",
    "connlint.rules.removal",
    "connlint.reporting.suppress",
    "connlint.suppressions.parse",
    "importlib.metadata",
    "importlib.resources",
    "jsonschema",
    "pathlib",
    "pygls",
    "pyjson5",
    "wcwidth",
}
# What reading code needs.
CODE = {
    "connlint.catalog.methods",
    "connlint.code.modules.program",
    "connlint.usage.connector_usage",
    "tree_sitter._binding",
    "tree_sitter_javascript._binding",
    "tree_sitter_typescript._binding",
}

# A remark that is not shown is a finding all the same.
INFOS = {"connlint.diagnostics.diagnostic", "connlint.reporting.build"}
# What tells that nothing has changed since a run that found nothing.
CACHED = {
    "connlint",
    "connlint._version",
    "connlint.cli",
    "connlint.files",
    "connlint.files.reading",
    "connlint.result_cache",
}

_RUN = """
import sys
before = set(sys.modules)
from connlint.cli import main
status = main(["check", "."])
# What an editable installation imports at the start is not ours.
print(status, *sorted(set(sys.modules) - before))
"""


def _imported_by_a_check(root: Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", _RUN], cwd=root, capture_output=True, text=True, check=True
    )
    status, *modules = done.stdout.split()
    assert (status, done.stderr) == ("0", "")
    return set(modules)


def _without_calls(root: Path) -> Path:
    """The healthy app with code that calls no connector."""
    shutil.copytree(HEALTHY, root)
    for path in (root / "base44" / "functions").rglob("*.[tj]s"):
        path.write_text('Deno.serve(() => Response.json({ connectors: "none" }));\n')
    # It has automations of connectors.
    (root / "base44" / "functions" / "syncVisits" / "function.jsonc").unlink()
    return root


def test_a_healthy_project_pays_for_nothing_that_only_findings_need(tmp_path: Path) -> None:
    root = _without_calls(tmp_path / "app")
    modules = _imported_by_a_check(root)
    assert modules & {"tomllib", *DEAR, *CODE} <= INFOS
    assert {"connlint.cli.check", "connlint.project", "connlint.engine"} <= modules
    asked = {name for name in modules if name.startswith("connlint.rules.")}
    assert (
        asked
        & {
            "connlint.rules.encoded_file",
            "connlint.rules.json5_syntax",
            "connlint.rules.unknown_type",
            "connlint.rules.insufficient_scope",
            "connlint.rules.internal_error",
        }
        == set()
    )


def test_a_run_that_is_cached_imports_next_to_nothing(tmp_path: Path) -> None:
    root = tmp_path / "app"
    shutil.copytree(HEALTHY, root)
    time.sleep(SETTLED)
    _imported_by_a_check(root)
    modules = _imported_by_a_check(root)
    assert {name for name in modules if name.startswith("connlint")} == CACHED
    assert modules & {"enum", "re", "json", "dataclasses", "typing", "tree_sitter"} == set()


def test_what_is_only_odd_pays_for_nothing_that_only_findings_need(
    tmp_path: Path,
) -> None:
    root = _without_calls(tmp_path / "app")
    (root / "base44" / "connectors" / "notion.jsonc").write_text("{type: 'notion', scopes: []}\n")
    modules = _imported_by_a_check(root)
    assert modules & (DEAR | CODE) <= INFOS
    # The names above are those of modules that are there.
    assert {"connlint.cli.check", "connlint.project", "connlint.rules"} <= modules


def test_code_that_calls_a_connector_is_parsed_and_no_more_is_paid_for(tmp_path: Path) -> None:
    root = tmp_path / "app"
    shutil.copytree(HEALTHY, root)
    modules = _imported_by_a_check(root)
    # The packages of the grammars would import importlib.resources, and much with it.
    assert modules & DEAR == set()
    assert modules >= CODE - {"tree_sitter_javascript._binding"}


def test_the_names_are_those_of_modules() -> None:
    files = Path(__file__).parents[2] / "linter"
    for name in sorted(DEAR | CODE):
        if name.startswith("connlint."):
            assert (files / f"{name.replace('.', '/')}.py").is_file()


def test_typing_is_imported_by_nobody_but_those_who_check_types() -> None:
    linter = Path(__file__).parents[2] / "linter"
    modules = sorted(linter.rglob("*.py"))
    assert modules
    found = [
        path.relative_to(linter).as_posix()
        for path in modules
        for statement in ast.parse(path.read_text("utf-8")).body
        if isinstance(statement, ast.Import | ast.ImportFrom) and "typing" in _names(statement)
    ]
    assert found == []


def _names(statement: ast.Import | ast.ImportFrom) -> list[str | None]:
    if isinstance(statement, ast.ImportFrom):
        return [statement.module]
    return [alias.name for alias in statement.names]

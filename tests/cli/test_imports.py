"""Modules that a run on a healthy project does not import, because every run would pay for them."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .console import environment

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
    "connlint.cli.job_summary",
    "connlint.render.fix_diff",
    "connlint.render.hyperlinks",
    "connlint.render.json_report",
    "connlint.render.markdown",
    "connlint.render.page_text",
    "connlint.render.rdjson",
    "connlint.render.junit",
    "connlint.render.rule_pages",
    "connlint.render.sarif",
    "connlint.render.sentences",
    "connlint.render.text",
    "connlint.reporting.report",
    "connlint.rules.removal",
    "connlint.rules.suggestions",
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


def _modules_of_a_check(root: Path) -> tuple[str, set[str], str]:
    """The status of a check in a process of its own, the modules that it imports, and what it says."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN],
        cwd=root,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    status, *modules = done.stdout.split()
    return status, set(modules), done.stderr


def _imported_by_a_check(root: Path) -> set[str]:
    status, modules, said = _modules_of_a_check(root)
    assert (status, said.startswith("No problems in ")) == ("0", True)
    return modules


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
    # It uses Slack's client and no other.
    services = {f"connlint.code.clients.services{name}" for name in {*TABLES, ".named"}}
    assert {
        name for name in modules if name.startswith("connlint.code.clients.services")
    } == services


# The names of what clients give, and what connects a client with its detector.
NAMES = {"", ".names"}
TABLES = NAMES | {".detector", ".detectors", ".makers", ".options", ".receivers"}

CALLS = {
    "fetch": ("", "await fetch(url, { headers: { Authorization: accessToken } });", NAMES),
    "axios": (
        'import axios from "npm:axios";',
        "await axios.get(url, { headers: { Authorization: accessToken } });",
        NAMES,
    ),
    "unknown function": ('import { send } from "npm:x";', "send(accessToken);", TABLES),
    "airtable": (
        'import Airtable from "npm:airtable";',
        'await new Airtable({ apiKey: accessToken }).base("b")("T").create([{}]);',
        {*TABLES, ".airtable", ".results"},
    ),
    "airtable, for all": (
        'import Airtable from "npm:airtable";',
        "Airtable.configure({ apiKey: accessToken });",
        {*TABLES, ".airtable", ".results"},
    ),
    "asana": (
        'import asana from "npm:asana";',
        'asana.ApiClient.instance.authentications["token"].accessToken = accessToken;',
        {*TABLES, ".asana", ".mapped", ".templates"},
    ),
    "discord": (
        'import { REST } from "npm:discord.js";',
        'await new REST().setToken(accessToken).get("/users/@me");',
        {*TABLES, ".discord", ".mapped", ".templates"},
    ),
    "dropbox": (
        'import { Dropbox } from "npm:dropbox";',
        "await new Dropbox({ accessToken }).filesListFolder({});",
        {*TABLES, ".named"},
    ),
    "google": (
        'import { google } from "npm:googleapis";',
        'await google.drive({ version: "v3", auth: accessToken }).files.list();',
        {*TABLES, ".google"},
    ),
    "graph": (
        'import { Client } from "npm:@microsoft/microsoft-graph-client";',
        "const c = Client.init({ authProvider: (done) => done(null, accessToken) });"
        'await c.api("/me").get();',
        {*TABLES, ".graph"},
    ),
    "jsforce": (
        'import jsforce from "npm:jsforce";',
        'await new jsforce.Connection({ accessToken }).query("SELECT");',
        {*TABLES, ".jsforce"},
    ),
    "twitter": (
        'import { TwitterApi } from "npm:twitter-api-v2";',
        "await new TwitterApi(accessToken).v2.me();",
        {*TABLES, ".mapped", ".templates"},
    ),
    "linear": (
        'import { LinearClient } from "npm:@linear/sdk";',
        "await new LinearClient({ accessToken }).viewer;",
        {*TABLES, ".linear", ".mapped", ".results", ".templates"},
    ),
    "notion": (
        'import { Client } from "npm:@notionhq/client";',
        "await new Client({ auth: accessToken }).users.list();",
        {*TABLES, ".mapped", ".templates"},
    ),
    "octokit": (
        'import { Octokit } from "npm:octokit";',
        "await new Octokit({ auth: accessToken }).rest.repos.get();",
        {*TABLES, ".named"},
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_the_module_of_a_client_is_imported_only_where_code_uses_it(
    name: str, tmp_path: Path
) -> None:
    statement, call, expected = CALLS[name]
    path = tmp_path / "base44" / "functions" / "a" / "entry.ts"
    path.parent.mkdir(parents=True)
    path.write_text(
        'import { createClientFromRequest } from "npm:@base44/sdk";\n'
        f"{statement}\n"
        "Deno.serve(async (req) => {\n"
        "  const base44 = createClientFromRequest(req);\n"
        "  const url = await req.text();\n"
        "  const { accessToken } = "
        'await base44.asServiceRole.connectors.getConnection("notion");\n'
        f"  {call}\n"
        "});\n"
    )
    services = "connlint.code.clients.services"
    _, modules, _ = _modules_of_a_check(tmp_path)
    imported = {module.removeprefix(services) for module in modules if module.startswith(services)}
    assert imported == expected


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

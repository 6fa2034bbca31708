"""Connections that code asks for by an id, and what the report says of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.audit.apps import connector
from tests.project.tree import make

from connlint.audit import AuditConnector, audit_projects
from connlint.catalog import Catalog
from connlint.project import find_targets
from connlint.render import audit_text
from connlint.run import lint_targets, read_project

GOOGLE = "https://www.googleapis.com/auth/"
SHEETS = "https://sheets.googleapis.com/v4/spreadsheets"
HEAD = """\
import { createClientFromRequest } from "npm:@base44/sdk";

Deno.serve(async (req) => {
  const { connectors } = createClientFromRequest(req).asServiceRole;
"""


def _write(root: Path, *lines: str) -> None:
    code = "".join([HEAD, *(f"  {line}\n" for line in lines), "});\n"])
    make(root, {"base44/config.jsonc": '{"name": "App"}\n', "base44/functions/work/entry.ts": code})


def _audit(root: Path) -> list[AuditConnector]:
    (target,) = find_targets([str(root)], str(root))
    audit = audit_projects([(".", read_project(target, str(root)))], Catalog())
    return [each for each in audit.projects[0].connectors if each.path is None]


def _connect(call: str, *addresses: str) -> list[str]:
    return [
        f"const {{ accessToken }} = await connectors.{call};",
        "const headers = { Authorization: `Bearer ${accessToken}` };",
        *(f"await fetch(`{address}`, {{ headers }});" for address in addresses),
    ]


@pytest.mark.parametrize(
    "call, addresses, name, type_name",
    [
        (
            'getWorkspaceConnection("68f0a1")',
            [f"{SHEETS}/1"],
            'Google Sheets, connection "68f0a1"',
            "googlesheets",
        ),
        (
            'getCurrentAppUserConnection("68f0a1")',
            [f"{SHEETS}/1", f"{SHEETS}/1/values/A1", "https://www.googleapis.com/drive/v3/files"],
            'Google Sheets, connection "68f0a1"',
            "googlesheets",
        ),
        (
            "getWorkspaceConnection(await req.text())",
            ["https://${name}.snowflakecomputing.com/api/v2/statements"],
            "Snowflake, connection of base44/functions/work/entry.ts:5",
            "snowflake",
        ),
        (
            'getWorkspaceConnection("68f0a1")',
            [f"{SHEETS}/1", "https://mine.example/hook"],
            'Google Sheets, connection "68f0a1"',
            "googlesheets",
        ),
    ],
)
def test_the_service_is_told_from_the_hosts(
    call: str, addresses: list[str], name: str, type_name: str, tmp_path: Path
) -> None:
    _write(tmp_path, *_connect(call, *addresses))
    (found,) = _audit(tmp_path)
    assert (found.name, found.type, found.scopes) == (name, type_name, ())


@pytest.mark.parametrize(
    "addresses",
    [
        [],
        ["https://mine.example/hook"],
        ["${req.url}"],
        [f"{SHEETS}/1", "https://slack.com/api/chat.postMessage"],
        [f"{SHEETS}/1", "https://api.notion.com/v1/users"],
    ],
)
def test_where_hosts_do_not_agree_nothing_is_listed(addresses: list[str], tmp_path: Path) -> None:
    _write(tmp_path, *_connect('getWorkspaceConnection("68f0a1")', *addresses))
    assert _audit(tmp_path) == []


def test_its_requests_are_understood_like_any_other(tmp_path: Path) -> None:
    lines = _connect('getWorkspaceConnection("68f0a1")', f"{SHEETS}/1", f"{SHEETS}/1/nothing")
    _write(tmp_path, *lines, "console.log(await send(accessToken));")
    (found,) = _audit(tmp_path)
    assert [(call.line, call.methods) for call in found.calls] == [
        (7, ("sheets.spreadsheets.get",))
    ]
    assert [(gap.line, gap.reason) for gap in found.gaps] == [
        (8, f"connlint does not know GET {SHEETS}/1/nothing"),
        (9, "the token is given to send, which connlint does not know"),
    ]
    assert found.smallest == (f"{GOOGLE}spreadsheets.readonly",)


def test_the_report_tells_it_from_a_connector_without_a_file(tmp_path: Path) -> None:
    lines = _connect('getWorkspaceConnection("68f0a1")', f"{SHEETS}/1")
    _write(tmp_path, *lines, 'await connectors.getConnection("gmail");')
    (target,) = find_targets([str(tmp_path)], str(tmp_path))
    audit = audit_projects([(".", read_project(target, str(tmp_path)))], Catalog())
    heads = [
        line for line in audit_text.render(audit).splitlines() if line.endswith(("id", "file"))
    ]
    assert heads == [
        "Gmail (gmail), no connector file",
        'Google Sheets, connection "68f0a1" (googlesheets), requested by its id',
    ]


def test_calls_for_one_id_are_one_connection(tmp_path: Path) -> None:
    one, other = (
        _connect(f'getWorkspaceConnection("{name}")', f"{SHEETS}/1") for name in ("a1b2", "c3d4")
    )
    _write(tmp_path, *("{", *one, "}") * 2, "{", *other, "}")
    assert [(found.name, len(found.calls)) for found in _audit(tmp_path)] == [
        ('Google Sheets, connection "a1b2"', 2),
        ('Google Sheets, connection "c3d4"', 1),
    ]


def test_nothing_is_said_of_the_apps_own_connector(tmp_path: Path) -> None:
    connector(tmp_path, "googlesheets", [f"{GOOGLE}spreadsheets.readonly"])
    append = f"`{SHEETS}/1/values/A1:append`, {{ method: 'POST', headers }}"
    lines = _connect('getWorkspaceConnection("68f0a1")')
    _write(
        tmp_path,
        *lines,
        f"await fetch({append});",
        'const own = await connectors.getConnection("googlesheets");',
        f"await fetch(`{SHEETS}/1`, {{ headers: {{ a: own.accessToken }} }});",
    )
    run = lint_targets(find_targets([str(tmp_path)], str(tmp_path)), str(tmp_path))
    assert [found.rule for found in run.diagnostics] == []
    (found,) = _audit(tmp_path)
    assert [call.methods for call in found.calls] == [("sheets.spreadsheets.values.append",)]

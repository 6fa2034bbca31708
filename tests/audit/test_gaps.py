"""Requests that fit no known method: counted, and printed without the app's own text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.console import app, program

CODE = """\
import {{ createClientFromRequest }} from "npm:@base44/sdk";
{imports}
Deno.serve(async (req) => {{
  const base44 = createClientFromRequest(req);
  const {{ accessToken }} = await base44.asServiceRole.connectors.getConnection("{type}");
  const {{ id }} = await req.json();
  const headers = {{ Authorization: `Bearer ${{accessToken}}` }};
  {code}
  return Response.json({{ id }});
}});
"""


def _app(root: Path, type_name: str, code: str, imports: str = "") -> Path:
    path = app(root, {f"{type_name}.jsonc": f'{{"type": "{type_name}", "scopes": []}}'})
    function = path / "base44" / "functions" / "secret-plans"
    function.mkdir(parents=True)
    (function / "entry.ts").write_text(CODE.format(type=type_name, code=code, imports=imports))
    (function / "function.jsonc").write_text('{"name": "secret-plans", "entry": "entry.ts"}')
    return path


@pytest.mark.parametrize(
    "type_name, code, line",
    [
        # What stands between words of the API is not shown, known or not.
        (
            "github",
            "await fetch(`https://api.github.com/repos/acme/plans/noSuchThing/${id}`, { headers });",
            "github GET https://api.github.com/repos/*/*/*/*",
        ),
        (
            "gmail",
            'await fetch("https://gmail.googleapis.com/gmail/v1/users/ann@acme.com/settings'
            '/labels", { method: "DELETE", headers });',
            "gmail DELETE https://gmail.googleapis.com/gmail/v1/users/*/settings/labels",
        ),
        (
            "omnisend",
            'await fetch("https://api.omnisend.com/v5/contacts", { headers });',
            "omnisend GET https://api.omnisend.com/v5/*",
        ),
        (
            "slack",
            'await fetch("https://slack.com/api/our.own", { method: "ACME", headers });',
            "slack * https://slack.com/api/*",
        ),
    ],
)
def test_a_line_says_what_is_not_known_without_the_apps_text(
    type_name: str, code: str, line: str, tmp_path: Path
) -> None:
    root = _app(tmp_path, type_name, code)
    found = program("audit", "--gaps", cwd=root)
    assert (found.status, found.out, found.err) == (0, f"{line}\n", "")
    (project,) = json.loads(program("audit", "--format", "json", cwd=root).out)["projects"]
    assert project["totals"]["unknown_methods"] == 1
    (connector,) = project["connectors"]
    assert [(gap["kind"], f"{type_name} {gap['request']}") for gap in connector["gaps"]] == [
        ("unknown-method", line)
    ]


@pytest.mark.parametrize(
    "code",
    [
        # A known request, one to another service, and one whose address is not known.
        'await fetch("https://gmail.googleapis.com/gmail/v1/users/me/profile", { headers });',
        'await fetch("https://example.com/secret/plans", { headers });',
        "await fetch(id, { headers });",
    ],
)
def test_other_gaps_have_no_line(code: str, tmp_path: Path) -> None:
    found = program("audit", "--gaps", cwd=_app(tmp_path, "gmail", code))
    assert (found.status, found.out) == (0, "")
    assert found.err == "connlint: Every request to a connector's own service is known.\n"


def test_lines_of_gaps_have_one_form(tmp_path: Path) -> None:
    root = _app(tmp_path, "gmail", "")
    found = program("audit", "--gaps", "--format", "json", cwd=root)
    assert (found.status, found.out) == (2, "")
    assert "--gaps prints lines of text, so it cannot be used with --format" in found.err

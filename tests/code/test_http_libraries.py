"""Requests of HTTP libraries: verbs, addresses and parameters, and what is not understood."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.project.tree import make

from connlint.code.model import Request
from connlint.project import find_targets
from connlint.run import read_project

from .http_libraries import CASES

_ENTRY = "base44/functions/f/entry.ts"
_HEAD = """\
import { createClientFromRequest } from "npm:@base44/sdk";
const B = "https://api.example.com";
Deno.serve(async (req) => {
  const { connectors } = createClientFromRequest(req).asServiceRole;
  const { accessToken: t } = await connectors.getConnection("gmail");
  const h = { headers: { Authorization: `Bearer ${t}` } };
  const x = await req.json();
"""
_END = "\n  return Response.json({});\n});\n"


def shown(root: Path, imports: str, code: str) -> str:
    """The requests that code makes with the token, and whether there are gaps and leaks."""
    make(root, {"base44/config.jsonc": "{}", _ENTRY: f"{imports}\n{_HEAD}  {code}{_END}"})
    (target,) = find_targets([str(root)], str(root))
    found = read_project(target, str(root)).code
    assert found.failures == ()
    lines = [_line(request) for request in found.requests]
    lines += ["leak"] * bool(found.token_leaks) + ["gap"] * bool(found.unresolved_flows)
    return "; ".join(lines)


def _line(request: Request) -> str:
    """A request as the tables write it: `…` is what only a run can tell."""
    address = "".join("…" if piece is None else piece for piece in request.address) or "…"
    pairs = [
        f"{name}={'…' if value is None else value}" for name, value in request.parameters.known
    ]
    pairs += [] if request.parameters.is_complete else ["…"]
    query = f"?{'&'.join(pairs)}" if pairs else ""
    query += " in the body" if request.in_body else ""
    return f"{request.verb or '…'} {address.replace('https://api.example.com', 'B')}{query}"


@pytest.mark.parametrize(
    ("imports", "code", "expected"),
    [(imports, code, line) for imports, codes in CASES for code, line in codes.items()],
)
def test_requests_are_what_the_code_sends(
    imports: str, code: str, expected: str, tmp_path: Path
) -> None:
    assert shown(tmp_path, imports, code) == expected


def test_a_library_may_come_through_files_of_the_app(tmp_path: Path) -> None:
    deps = 'export { default as http } from "npm:got@14";\nexport * as node from "node:https";\n'
    all_deps = (
        'export { http } from "./deps.ts";\nimport ky from "npm:ky";\nexport const own = ky;\n'
    )
    make(tmp_path, {"base44/shared/deps.ts": deps, "base44/shared/all.ts": all_deps})
    imports = 'import { http, own } from "../../shared/all.ts"; import { node } from "../../shared/deps.ts";'
    code = "await http.post(B, h); await own.put(B, h); node.get(B, h)"
    assert shown(tmp_path, imports, code) == "POST B; PUT B; GET B"


_CLIENT = """\
import axios from "npm:axios";
export const api = axios.create({ baseURL: "https://api.example.com" });
"""
_SETTERS = (
    "api.defaults.headers.common.a = t",
    "api.interceptors.request.use((c) => { c.headers.a = t; return c; })",
)


@pytest.mark.parametrize("code", _SETTERS)
def test_a_client_of_axios_may_come_from_a_file_of_the_app(code: str, tmp_path: Path) -> None:
    make(tmp_path, {"base44/shared/client.ts": _CLIENT})
    imports = 'import { api } from "../../shared/client.ts";'
    assert shown(tmp_path, imports, f"{code}; await api.get('/a')") == "GET B/a?…"


@pytest.mark.parametrize("code", _SETTERS)
def test_a_client_in_a_file_that_is_used_as_a_whole_is_not_followed(
    code: str, tmp_path: Path
) -> None:
    make(tmp_path, {"base44/shared/client.ts": _CLIENT})
    imports = (
        'import { api } from "../../shared/client.ts";'
        'import * as all from "../../shared/client.ts";'
    )
    assert shown(tmp_path, imports, f"{code}; await all.api.get('/a')") == "gap"


def test_axios_in_a_file_that_is_used_as_a_whole_is_not_followed(tmp_path: Path) -> None:
    deps = 'import axios from "npm:axios";\nexport { axios };\n'
    make(tmp_path, {"base44/shared/deps.ts": deps})
    imports = (
        'import { axios } from "../../shared/deps.ts"; import * as all from "../../shared/deps.ts";'
    )
    code = "axios.defaults.headers.common.a = t; await all.axios.get(B)"
    assert shown(tmp_path, imports, code) == "gap"

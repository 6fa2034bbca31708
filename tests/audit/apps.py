"""Small apps for the least-privilege report, written in a line for each request."""

from __future__ import annotations

import json
from pathlib import Path

HEAD = """\
import { createClientFromRequest } from "npm:@base44/sdk";

Deno.serve(async (req) => {
  const { connectors } = createClientFromRequest(req).asServiceRole;
  const { accessToken } = await connectors.getConnection("%s");
  const headers = { Authorization: `Bearer ${accessToken}` };
"""


def connector(root: Path, name: str, scopes: list[str]) -> None:
    path = root / "base44" / "connectors" / f"{name}.jsonc"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"type": name, "scopes": scopes}, indent=2), "utf-8")


def function(root: Path, name: str, type_name: str, requests: list[str]) -> None:
    """A function that makes requests, each a verb and an address; `?` is one that nobody knows."""
    path = root / "base44" / "functions" / name / "entry.ts"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [HEAD % type_name]
    for request in requests:
        verb, _, address = request.partition(" ")
        url = "req.url" if verb == "?" else json.dumps(address)
        lines.append(f'  await fetch({url}, {{ method: "{verb}", headers }});\n')
    path.write_text("".join([*lines, "});\n"]), "utf-8")

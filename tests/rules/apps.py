"""Small apps for tests of the rules: their files by path, and what connlint says of them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.project.tree import make

from connlint.diagnostics.diagnostic import Diagnostic
from connlint.project import find_targets
from connlint.run import lint_targets

__all__ = ["automation", "connector", "function", "page", "said", "uses", "write"]

Files = dict[str, str]

_GOOGLE = "https://www.googleapis.com/auth/"
_HEAD = """\
import { createClientFromRequest } from "npm:@base44/sdk";

Deno.serve(async (req) => {
  const base44 = createClientFromRequest(req);
  const connectors = base44.asServiceRole.connectors;
"""


def connector(name: str, *scopes: str) -> Files:
    """A connector file in one line; `~` stands for what Google's scopes begin with."""
    listed = json.dumps([scope.replace("~", _GOOGLE) for scope in scopes], ensure_ascii=False)
    text = f'{{"type": "{name}", "scopes": {listed}}}\n'
    return {f"base44/connectors/{name}.jsonc": text}


def function(*lines: str) -> Files:
    """A function with these lines, which begin in line 6, where `connectors` can do all."""
    body = "".join(f"  {line}\n" for line in lines)
    text = f"{_HEAD}{body}  return Response.json({{}});\n}});\n"
    return {"base44/functions/work/entry.ts": text}


def uses(name: str, *requests: str, more: tuple[str, ...] = ()) -> Files:
    """A function that makes requests with the token of a type, each a verb and an address."""
    lines = [f'const {{ accessToken }} = await connectors.getConnection("{name}");']
    for request in requests:
        verb, address = request.split(" ")
        lines.append(
            f'await fetch("https://{address}", {{ method: "{verb}", '
            "headers: { Authorization: `Bearer ${accessToken}` } });"
        )
    return function(*lines, *more)


def page(*lines: str) -> Files:
    """A file of the app's pages."""
    head = 'import { base44 } from "@/api/base44Client";\n'
    return {"src/pages/Home.jsx": head + "".join(f"{line}\n" for line in lines)}


def automation(**members: object) -> Files:
    """A function that a connector starts."""
    text = json.dumps(
        {
            "name": "start",
            "entry": "entry.ts",
            "automations": [{"type": "connector", "name": "a", "events": [], **members}],
        }
    )
    folder = "base44/functions/start"
    return {f"{folder}/function.jsonc": text, f"{folder}/entry.ts": "Deno.serve(() => null);\n"}


def write(files: Files, root: Path) -> None:
    """Put an app into a directory."""
    make(root, {"base44/config.jsonc": '{"name": "App"}\n', **files})


def said(files: Files, rule: str, root: Path) -> list[str]:
    """All that a rule says of an app, in lines: place, message, help, related places, fixes."""
    write(files, root)
    run = lint_targets(find_targets([str(root)], str(root)), str(root))
    failed = [each.message for each in run.diagnostics if each.rule == "internal-error"]
    assert failed == []
    return [line for each in run.diagnostics if each.rule == rule for line in _shown(each)]


def _shown(found: Diagnostic) -> list[str]:
    start = found.range.start
    name = found.path.rpartition("/")[2]
    lines = [f"{name}:{start.line}:{start.column} {found.severity}: {found.message}", found.help]
    lines += [f"{place.range.start.line}: {place.message}" for place in found.related]
    for fix in found.fixes:
        edits = ", ".join(
            f"{edit.range.start.column}-{edit.range.end.column} {edit.text!r}" for edit in fix.edits
        )
        lines.append(f"{fix.safety.value}: {fix.title}: {edits}")
    return [line.replace(_GOOGLE, "~") for line in lines]

"""What connlint says of imports that it does not find, and what it concludes from the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.project.tree import make

from connlint.code.model import CodeAnalysis
from connlint.project import find_targets
from connlint.project.cache import ProjectCache
from connlint.run import lint_targets, read_project

ENTRY = "base44/functions/announce/entry.ts"
HEAD = """\
import { createClientFromRequest } from "npm:@base44/sdk";
%s
Deno.serve(async (req) => {
  const { connectors } = createClientFromRequest(req).asServiceRole;
  const { accessToken } = await connectors.getConnection("slackbot");
  await fetch("https://slack.com/api/users.list", { headers: { Authorization: `Bearer ${accessToken}` } });
"""
SLACK = '{"type": "slackbot", "scopes": ["users:read", "chat:write"]}\n'
PATHS = '{"compilerOptions": {"paths": {"@/*": ["./%s/*"]}}}'
LIB = """\
export const post = (token: string) =>
  fetch("https://slack.com/api/%s", { headers: { Authorization: `Bearer ${token}` } });
"""


def _app(root: Path, line: str, use: str, more: dict[str, str] | None = None) -> Path:
    files = {
        "base44/config.jsonc": "{}",
        "base44/connectors/slackbot.jsonc": SLACK,
        ENTRY: HEAD % line + f"  {use}\n  return Response.json({{}});\n}});\n",
        **(more or {}),
    }
    return make(root, files)


def _read(root: Path, cache: ProjectCache | None = None) -> CodeAnalysis:
    return read_project(find_targets([str(root)], str(root))[0], str(root), cache=cache).code


def _unused(root: Path) -> list[str]:
    run = lint_targets(find_targets([str(root)], str(root)), str(root))
    found = [each for each in run.diagnostics if each.rule == "unused-scope"]
    return [each.message.partition('"')[2].partition('"')[0] for each in found]


LOST = {
    "a function": (
        'import { post } from "@/lib/x";',
        "await post(accessToken);",
        'is given to post, imported from "@/lib/x", which connlint does not find',
    ),
    "a function of a namespace": (
        'import * as api from "~/lib/x";',
        "await api.posts.send({ accessToken });",
        'is given to api.posts.send, imported from "~/lib/x", which connlint does not find',
    ),
    "a class": (
        'import Client from "#lib/x";',
        "await new Client(accessToken).post();",
        'is given to Client, imported from "#lib/x", which connlint does not find',
    ),
    "a relative file": (
        'import { post } from "../../shared/x";',
        "await post(accessToken);",
        'is given to post, imported from "../../shared/x", which connlint does not find',
    ),
    "something that is called like what everybody has": (
        'import { encodeURIComponent } from "@/lib/x";',
        "encodeURIComponent(accessToken);",
        'is given to encodeURIComponent, imported from "@/lib/x", which connlint does not find',
    ),
    "a package": (
        'import { post } from "some-package";',
        "await post(accessToken);",
        "is given to post, which connlint does not know",
    ),
}


@pytest.mark.parametrize("line, use, reason", LOST.values(), ids=LOST)
def test_a_token_that_goes_to_what_is_not_found_is_lost(
    line: str, use: str, reason: str, tmp_path: Path
) -> None:
    root = _app(tmp_path, line, use)
    assert [each.reason for each in _read(root).unresolved_flows] == [reason]
    assert _unused(root) == []


OPEN = {
    "in the file of the call": ('import "@/lib/x";', {}),
    "in a file that it imports": (
        'import "../../shared/a.ts";',
        {"base44/shared/a.ts": 'export * from "@/lib/x";'},
    ),
    "in another function": (
        "",
        {"base44/functions/other/entry.ts": 'import { run } from "@/lib/x";\nDeno.serve(run);\n'},
    ),
}


@pytest.mark.parametrize("line, more", OPEN.values(), ids=OPEN)
def test_code_that_is_not_found_may_use_any_connector(
    line: str, more: dict[str, str], tmp_path: Path
) -> None:
    root = _app(tmp_path, line, "", more)
    (place,) = {each.path for each in _read(root).unread}
    assert place == [ENTRY, *more][-1]
    assert [each.reason for each in _read(root).unread] == [
        'the import "@/lib/x" leads to no file that connlint finds'
    ]
    assert _unused(root) == []


def test_code_that_is_found_proves_what_it_does_not_use(tmp_path: Path) -> None:
    found = {"tsconfig.json": PATHS % "src", "src/lib/x.ts": LIB % "auth.test"}
    root = _app(tmp_path, 'import { post } from "@/lib/x";', "await post(accessToken);", found)
    assert _unused(root) == ["chat:write"]
    (root / "src/lib/x.ts").write_text(LIB % "chat.postMessage")
    assert _unused(root) == []


def test_what_is_kept_of_a_function_ends_where_its_imports_lead_elsewhere(tmp_path: Path) -> None:
    """Both files belong to the function before and after."""
    more = {
        "tsconfig.json": PATHS % "one",
        "one/x.ts": LIB % "auth.test",
        "two/x.ts": LIB % "users.info",
    }
    line = 'import "../../../one/x"; import "../../../two/x"; import { post } from "@/x";'
    root = _app(tmp_path, line, "await post(accessToken);", more)
    cache = ProjectCache()
    before = _read(root, cache)
    (root / "tsconfig.json").write_text(PATHS % "two")
    after = _read(root, cache)
    ends = [[each.address[-1] for each in found.requests] for found in (before, after)]
    assert ends == [
        ["https://slack.com/api/users.list", "https://slack.com/api/auth.test"],
        ["https://slack.com/api/users.list", "https://slack.com/api/users.info"],
    ]

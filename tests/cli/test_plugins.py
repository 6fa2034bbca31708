"""Apps with plugins, as the command line sees them."""

from __future__ import annotations

from pathlib import Path

from tests.project.tree import make

from .console import program

FILES = {
    ".git/": "",
    "host/base44/config.jsonc": '{"name": "Host", "plugins": [{"source": "../../crm"}]}',
    "host/base44/connectors/gmail.jsonc": (
        '{"type": "gmail", "scopes": ["https://www.googleapis.com/auth/gmail.readonly"]}'
    ),
    "crm/base44/config.jsonc": '{"name": "CRM", "plugin": {"namespace": "crm"}}',
    "crm/base44/functions/send/entry.ts": """\
import { createClientFromRequest } from "npm:@base44/sdk";

Deno.serve(async (req) => {
  const base44 = createClientFromRequest(req);
  const { accessToken } = await base44.asServiceRole.connectors.getConnection("gmail");
  await fetch("https://gmail.googleapis.com/gmail/v1/users/me/messages/send", {
    method: "POST",
    headers: { Authorization: `Bearer ${accessToken}` },
  });
  return Response.json({ accessToken });
});
""",
}
LEAK = "crm/base44/functions/send/entry.ts:10:26: error[exposed-token] "


def test_what_a_plugin_needs_the_app_s_connector_has_to_have(tmp_path: Path) -> None:
    make(tmp_path, FILES)
    outcome = program(
        "check", "--format", "concise", "--select", "insufficient-scope", "host", cwd=tmp_path
    )
    (line,) = outcome.out.splitlines()
    assert line.startswith("crm/base44/functions/send/entry.ts:6:9: warning[insufficient-scope] ")


def test_a_mistake_of_a_plugin_is_said_once(tmp_path: Path) -> None:
    make(tmp_path, FILES)
    for path in (".", "host", "crm"):
        arguments = ("check", "--format", "concise", "--select", "exposed-token", path)
        (line,) = program(*arguments, cwd=tmp_path).out.splitlines()
        assert line.startswith(LEAK)

"""An app with many backend functions, of which some use connectors, for the benchmark."""

from __future__ import annotations

from pathlib import Path

__all__ = ["app_with_functions"]

_SIZE = 10_000
_CONNECTORS = {
    "gmail": [
        "https://www.googleapis.com/auth/gmail.readonly",
        "https://www.googleapis.com/auth/gmail.send",
    ],
    "googlesheets": ["https://www.googleapis.com/auth/spreadsheets"],
    "slackbot": ["chat:write", "channels:read"],
}

_CALLS = """\
import { createClientFromRequest } from "npm:@base44/sdk";
import { google } from "../../shared/google.ts";

const GMAIL = "https://gmail.googleapis.com/gmail/v1/users/me";
const SHEETS = "https://sheets.googleapis.com/v4/spreadsheets";

Deno.serve(async (req) => {
  const { connectors } = createClientFromRequest(req).asServiceRole;
  const { sheetId, channel } = await req.json();
  const { accessToken: gmail } = await connectors.getConnection("gmail");
  const { messages } = await google(gmail, `${GMAIL}/messages?q=is:unread`);
  for (const { id } of messages) {
    const message = await google(gmail, `${GMAIL}/messages/${id}`);
    await google(gmail, `${GMAIL}/messages/send`, "POST", { raw: answer(message) });
  }
  const { accessToken: sheets } = await connectors.getConnection("googlesheets");
  const values = [[messages.length]];
  await google(sheets, `${SHEETS}/${sheetId}/values/A1:append`, "POST", { values });
  const slack = await connectors.getConnection("slackbot");
  const { channels } = await google(slack.accessToken, "https://slack.com/api/conversations.list");
  await google(slack.accessToken, "https://slack.com/api/chat.postMessage", "POST", {
    channel: channels.find((each) => each.name === channel).id,
    text: `${messages.length} new messages`,
  });
  return Response.json({ count: messages.length });
});
"""

_SHARED = """\
export async function google(token: string, url: string, method = "GET", body?: unknown) {
  const answer = await fetch(url, {
    method,
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.json();
}
"""

_OTHER = """\
export async function step%d(items: Item[], limit = %d): Promise<Item[]> {
  const kept = items.filter((item) => item.count > limit && item.name !== "");
  for (const item of kept) {
    const label = `${item.name}: ${item.count}`;
    if (label.length > 40) console.warn("long label", { label, limit });
    item.tags = [...new Set([...(item.tags ?? []), label.toLowerCase()])];
  }
  return kept.sort((a, b) => a.name.localeCompare(b.name));
}

"""


def app_with_functions(root: Path, count: int, with_calls: int) -> Path:
    """Write an app of `count` functions of 10 KB, some of which call connectors."""
    base = root / "base44"
    for name, scopes in _CONNECTORS.items():
        path = base / "connectors" / f"{name}.jsonc"
        path.parent.mkdir(parents=True, exist_ok=True)
        listed = ", ".join(f'"{scope}"' for scope in scopes)
        path.write_text(f'{{ "type": "{name}", "scopes": [{listed}] }}\n', "utf-8")
    (base / "shared").mkdir()
    (base / "shared" / "google.ts").write_text(_SHARED, "utf-8")
    for number in range(count):
        text = _CALLS if number < with_calls else "Deno.serve(() => Response.json({ ok: true }));\n"
        while len(text) < _SIZE:
            text += _OTHER % (len(text), number)
        path = base / "functions" / f"work{number:03}" / "entry.ts"
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
    return root

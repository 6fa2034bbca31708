"""Code of apps: right functions, the examples of the documentation, and what may go wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.code.examples import read_examples
from tests.rules.pages import all_pages, examples

from .accidents import edit_code, spoil
from .draft import Draft

__all__ = ["add_code", "odd_code"]

_HEALTHY = Path(__file__).resolve().parents[2] / "examples" / "healthy-app"
_FUNCTIONS = {
    "announceVisit/entry.ts": ("slackbot",),
    "openIssue/entry.js": ("github",),
    "planFollowUp/entry.ts": ("hubspot", "outlook"),
    "tellStory/entry.ts": ("notion", "linkedin"),
    "visitReport/entry.ts": ("googlesheets", "googledrive", "gmail"),
}
"""Functions of the healthy app, and the connectors that they use."""
_ENDINGS = (".ts", ".js", ".tsx", ".jsx", ".mts", ".mjs", ".cts", ".cjs", ".json", ".py", ".d.ts")
_IMPORTS = (
    'import { a } from "../../shared/a.ts";',
    'import { a } from "../../shared/a";',
    'import { a } from "../../shared/a.js";',
    'import { a } from "../../shared";',
    'import a from "../../../../../../away";',
    'import a from "../../..";',
    'import a from "..";',
    'import a from ".";',
    'import a from "./";',
    'import a from "../../../src/api/a.js";',
    'import a from "./entry.ts";',
    'import "./missing.ts";',
    'const a = await import("../helpers/a.ts");',
    "const a = require('../../shared/a.cjs');",
    'export * from "../../shared/a.ts";',
    'import a from "./a\\u0000.ts";',
    'import a from "../../shared/' + "a/" * 200 + 'b.ts";',
    'import data from "../../config.jsonc" with { type: "json" };',
    'import a from "/base44/shared/a.ts";',
    'import a from "@/shared/a";',
)
_CALL = """\
import { createClientFromRequest } from "npm:@base44/sdk";

Deno.serve(async (req) => {
  const base44 = createClientFromRequest(req);
  const { accessToken } = await base44.asServiceRole.connectors.getConnection("%s");
  const answer = await fetch("https://slack.com/api/chat.postMessage", {
    method: "POST",
    headers: { Authorization: `Bearer ${accessToken}` },
  });
  return Response.json(await answer.json());
});
"""
_SHARED = """\
import { b } from "./b.ts";
export const a = (base44) => base44.asServiceRole.connectors.getConnection(b);
export default a;
"""
_PAGE = """\
import { base44 } from "@/api/base44Client";
export default function Home() {
  base44.asServiceRole.connectors.getConnection("slack").then(console.log);
  return <button onClick={() => base44.connectors.connectAppUser("gmail")}>Go</button>;
}
"""


@cache
def _written() -> tuple[tuple[dict[str, str], str], ...]:
    """The apps of the documentation and of the tests for code, each with its encoding."""
    found = [(example.files, "") for example in read_examples()]
    for page in all_pages():
        found += [
            (example.files, page) for example in examples(page) if not any(example.notes.values())
        ]
    return tuple(found)


def add_code(draft: Draft) -> list[str]:
    """Give an app code, or none; give the types of the connectors that right functions use."""
    case = draft.rng.random()
    if case < 0.3:
        return []
    if case < 0.6:
        chosen = draft.rng.sample(sorted(_FUNCTIONS), draft.some(2))
        for name in chosen:
            draft.put(f"base44/functions/{name}", _healthy(f"base44/functions/{name}"))
        draft.put("base44/shared/google.ts", _healthy("base44/shared/google.ts"))
        draft.put("src/api/visits.js", _healthy("src/api/visits.js"))
        return [each for name in chosen for each in _FUNCTIONS[name]]
    for _ in range(draft.rng.choice((1, 1, 2))):
        files, _ = draft.rng.choice(_written())
        for name, text in files.items():
            is_code = name.endswith((".ts", ".js", ".tsx", ".jsx"))
            changed = edit_code(text, draft.rng) if is_code and draft.happens(0.5) else text
            draft.put(name, changed)
    return []


def odd_code(draft: Draft) -> None:
    """Do one odd thing to the code of an app."""
    draft.rng.choice(_ODDITIES)(draft)


def _healthy(name: str) -> str:
    return (_HEALTHY / name).read_text("utf-8")


def _any(draft: Draft) -> str:
    """Give the path of a code file, which is made where there is none."""
    here = draft.paths("base44/", (".ts", ".js", ".tsx", ".jsx"))
    if not here:
        draft.put("base44/functions/send/entry.ts", _CALL % "slack")
        here = ["base44/functions/send/entry.ts"]
    return draft.rng.choice(here)


def _edited(draft: Draft) -> None:
    place = _any(draft)
    text = draft.content(place).decode("utf-8", "replace")
    draft.put(place, edit_code(text, draft.rng))


def _spoilt(draft: Draft) -> None:
    place = _any(draft)
    draft.put(place, spoil(draft.content(place), draft.rng))


def _called(draft: Draft) -> None:
    """Add a call of a connector of some type, in some function."""
    types = ("slack", "gmail", "Slack", "stripe", "x", "databricks", "slak", "acme_crm", "")
    name = draft.rng.choice(
        ("send", "Send", "my func", "a.b", "-x", "\u00e9t\u00e9", "s\\x", "a\nb")
    )
    draft.put(f"base44/functions/{name}/entry.ts", _CALL % draft.rng.choice(types))


def _other_ending(draft: Draft) -> None:
    """Let a function's config name an entry of any ending, or one that is not there."""
    rng = draft.rng
    ending = rng.choice(_ENDINGS)
    entry = rng.choice(
        (f"main{ending}", f"./main{ending}", f"/main{ending}", f"../main{ending}", ".")
    )
    config = {"name": rng.choice(("send", "", " send ")), "entry": entry}
    draft.put(f"base44/functions/send/main{ending}", _CALL % "slack")
    name = rng.choice(("function.jsonc", "function.jsonc", "function.json"))
    draft.put(f"base44/functions/send/{name}", json.dumps(config))


def _odd_function_config(draft: Draft) -> None:
    rng = draft.rng
    automation = {
        "type": rng.choice(("connector", "connector", "schedule", 1)),
        "name": "a",
        "integration_type": rng.choice(
            ("gmail", "gmail", "slack", "shopify", "Gmail", "acme_crm", "", None)
        ),
        "events": rng.choice((["mailbx"], ["mailbx"], ["message"], [], "message", [1], None)),
    }
    listed = rng.choice(([automation], [automation] * 2, automation, [None], []))
    text = json.dumps({"name": "on", "entry": "entry.ts", "automations": listed}, indent=2)
    data = spoil(text.encode(), rng) if draft.happens(0.3) else text.encode()
    draft.put("base44/functions/on/function.jsonc", data)
    if draft.happens(0.3):
        draft.put("base44/functions/on/function.json", text)
    draft.put("base44/functions/on/entry.ts", "Deno.serve(() => new Response());\n")


def _flat(draft: Draft) -> None:
    """Put functions where older exports have them: flat, in the app or in its base44 folder."""
    top = draft.rng.choice(("functions", "base44/functions"))
    draft.put(
        f"{top}/send{draft.rng.choice(_ENDINGS)}", _CALL % draft.rng.choice(("slack", "slak"))
    )
    draft.put(f"{top}/entry.ts", _CALL % "gmail")


def _imports(draft: Draft) -> None:
    """Let a function import a few things, of which some are there."""
    rng = draft.rng
    lines = rng.sample(_IMPORTS, draft.some(3))
    draft.put("base44/functions/send/entry.ts", "\n".join([*lines, _CALL % "slack"]))
    for name in ("base44/shared/a.ts", "base44/shared/index.ts", "base44/functions/index.js"):
        if draft.happens(0.5):
            draft.put(name, rng.choice((_SHARED, "export const a = 1;\n")))
    if draft.happens(0.3):
        draft.put("src/api/a.js", _SHARED)
    if draft.happens(0.3):
        draft.put("../away.ts", _SHARED)


def _cycle(draft: Draft) -> None:
    """Let files import each other, and themselves."""
    draft.put("base44/shared/a.ts", _SHARED)
    draft.put(
        "base44/shared/b.ts", 'import { a } from "./a.ts";\nexport const b = a ? "slack" : a;\n'
    )
    text = 'import { a } from "../../shared/a.ts";\nimport me from "./entry.ts";\n'
    draft.put("base44/functions/send/entry.ts", f"{text}{_CALL % 'slack'}export default me;\n")


def _index(draft: Draft) -> None:
    """Import a folder by its index, beside a file of the same name."""
    ending = draft.rng.choice(_ENDINGS[:8])
    draft.put(f"base44/shared/lib/index{ending}", 'export const TYPE = "slack";\n')
    if draft.happens(0.5):
        draft.put("base44/shared/lib.ts", 'export const TYPE = "slak";\n')
    call = (_CALL % "slack").replace('"slack"', "TYPE")
    line = 'import { TYPE } from "../../shared/lib";\n'
    draft.put("base44/functions/send/entry.ts", line + call)


def _shared(draft: Draft) -> None:
    names = ("a.ts", "deep/er/a.js", "a.test.ts", "a.d.ts", ".a.ts", "node_modules/a.ts", "a.TS")
    draft.put(f"base44/shared/{draft.rng.choice(names)}", _SHARED)


def _workflow(draft: Draft) -> None:
    rng = draft.rng
    config = {
        "trigger_type": rng.choice(("connector", "connector", "manual")),
        "integration_type": rng.choice(("gmail", "slack", "shopify", "GMAIL")),
        "events": rng.choice((["mailbox"], ["mailbx"], [])),
    }
    value = {"name": "w", "trigger": rng.choice(({"config": config}, config, [config]))}
    data = json.dumps(value, indent=2).encode()
    name = rng.choice(("mail.jsonc", "mail.json", ".mail.jsonc", "mail.yaml", "sub/mail.jsonc"))
    draft.put(f"base44/workflows/{name}", spoil(data, rng) if draft.happens(0.3) else data)


def _plugin(draft: Draft) -> None:
    """Give the app a plugin, with a config, functions and connectors of its own."""
    place = draft.rng.choice(("plugins/mail", "../plugins/mail", "node_modules/@acme/mail"))
    source = "@acme/mail" if place.startswith("node_modules") else f"../{place}"
    draft.put("base44/config.jsonc", f'{{"name": "x", "plugins": [{{"source": "{source}"}}]}}\n')
    draft.put(f"{place}/base44/config.jsonc", '{"name": "mail"}')
    draft.put(f"{place}/base44/functions/mail/entry.ts", _CALL % "slak")
    draft.put(f"{place}/base44/connectors/slack.jsonc", draft.rng.choice(("{", '{"type": "slak"}')))


def _page(draft: Draft) -> None:
    names = (
        "src/pages/Home.jsx",
        "src/pages/Home.tsx",
        "src/routes/index.tsx",
        "src/routes/__root.tsx",
        "src/lib/mail.server.ts",
        "src/dist/a.js",
        "src/node_modules/a/index.js",
        "src/Home.test.jsx",
        "src/.hidden/a.js",
        "app/_layout.tsx",
        "dist/assets/index.js",
        "Src/pages/Home.jsx",
        "base44/src/Home.jsx",
    )
    data = _PAGE.encode()
    draft.put(draft.rng.choice(names), spoil(data, draft.rng) if draft.happens(0.2) else data)


def _linked(draft: Draft) -> None:
    """Put a link among the functions: to a folder, a file, a folder above, or nothing."""
    draft.put("base44/lib/send/entry.ts", _CALL % draft.rng.choice(("slack", "slak")))
    names = (
        "base44/functions/way",
        "base44/functions/way/entry.ts",
        "base44/shared/way",
        "src/way",
    )
    targets = (
        "../lib/send",
        "../lib",
        "..",
        "../..",
        "../../..",
        "nowhere",
        "way",
        "../lib/send/entry.ts",
    )
    draft.link(draft.rng.choice(names), draft.rng.choice(targets))


def _heavy(draft: Draft) -> None:
    """Write code that is deep or long."""
    rng = draft.rng
    many = rng.choice((200, 2_000))
    texts = (
        "const a = " + "(" * many + "1" + ")" * many + ";\n",
        "const a = " + " + ".join(["'a'"] * many) + ";\n",
        "f(" * many,
        "".join(f"const a{number} = a{number - 1};\n" for number in range(1, many)),
        "a" + ".b" * many + "\n",
        "if (a) {" * many + "\n",
    )
    draft.put("base44/functions/heavy/entry.ts", rng.choice(texts) + _CALL % "slack")


def _many(draft: Draft) -> None:
    """Add functions, now and then so many that several processes analyze them."""
    for number in range(160 if draft.happens(0.25) else 5):
        name = draft.rng.choice(("slack", "gmail", "slak"))
        draft.put(f"base44/functions/many{number}/entry.ts", _CALL % name)


def _packages(draft: Draft) -> None:
    """Put things that look like an app's into folders of packages and builds."""
    top = draft.rng.choice(("node_modules/a", "dist", "build", "venv", "__pycache__", ".next"))
    draft.put(f"{top}/base44/connectors/slack.jsonc", '{"type": "slak"}')
    draft.put(f"base44/functions/{top}/entry.ts", _CALL % "slak")


_ODDITIES: tuple[Callable[[Draft], None], ...] = (
    _called,
    _called,
    _cycle,
    _edited,
    _edited,
    _edited,
    _flat,
    _heavy,
    _imports,
    _imports,
    _index,
    _linked,
    _linked,
    _many,
    _odd_function_config,
    _odd_function_config,
    _other_ending,
    _packages,
    _page,
    _page,
    _plugin,
    _shared,
    _spoilt,
    _spoilt,
    _workflow,
)

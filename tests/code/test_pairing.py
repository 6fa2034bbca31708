"""Which requests a token is held against where branches choose the token and the request."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.project.tree import make

from connlint.project import find_targets
from connlint.run import read_project

MAIL, DRIVE = "gmail mail", "googledrive drive"
PAIRED = [MAIL, DRIVE]
MIXED = sorted([*PAIRED, "gmail drive", "googledrive mail"])
_HEAD = """\
import { createClientFromRequest } from "npm:@base44/sdk";
const MAIL = "https://mail.example/";
const DRIVE = "https://drive.example/";
"""
_HANDLER = """\
Deno.serve(async (req) => {
  const { connectors } = createClientFromRequest(req).asServiceRole;
"""
_CONNECT = """\
const connect = async (type) => (await connectors.getConnection(type)).accessToken;
"""

# What happens in one run of one function.
TOGETHER = {
    "the same condition twice": """
        const { kind } = await req.json();
        let token = "";
        if (kind === "mail") token = (await connectors.getConnection("gmail")).accessToken;
        if (kind === "drive") token = (await connectors.getConnection("googledrive")).accessToken;
        if (kind === "mail") await fetch(MAIL, { headers: { a: token } });
        if (kind === "drive") await fetch(DRIVE, { headers: { a: token } });
    """,
    "a condition and its opposite": """
        const { mail } = await req.json();
        let token;
        if (mail) token = (await connectors.getConnection("gmail")).accessToken;
        else token = (await connectors.getConnection("googledrive")).accessToken;
        const headers = { a: token };
        if (!mail) await fetch(DRIVE, { headers });
        if (mail) await fetch(MAIL, { headers });
    """,
    "the sides of a choice": """
        const { kind } = await req.json();
        const { accessToken } = await connectors.getConnection(kind === "mail" ? "gmail" : "googledrive");
        await fetch(kind === "mail" ? MAIL : DRIVE, { headers: { a: accessToken } });
    """,
    "a choice of the type, and of the address by another condition": """
        const { kind } = await req.json();
        const type = kind === "mail" ? "gmail" : "googledrive";
        const { accessToken } = await connectors.getConnection(type);
        let url = DRIVE;
        if (kind === "mail") url = MAIL;
        await fetch(kind !== "mail" ? DRIVE : MAIL, { headers: { a: accessToken } });
    """,
    "assignments": """
        const { kind } = await req.json();
        let type, url;
        if (kind === "mail") { type = "gmail"; url = MAIL; }
        if (kind === "drive") { type = "googledrive"; url = DRIVE; }
        const { accessToken } = await connectors.getConnection(type);
        await fetch(url, { headers: { a: accessToken } });
    """,
    "the cases of a switch": """
        const { kind } = await req.json();
        let token;
        switch (kind) {
          case "letter":
          case "mail":
            token = (await connectors.getConnection("gmail")).accessToken;
            break;
          case "drive":
            token = (await connectors.getConnection("googledrive")).accessToken;
        }
        switch (kind) {
          case "drive":
            return fetch(DRIVE, { headers: { a: token } });
          case "mail":
            return fetch(MAIL, { headers: { a: token } });
        }
    """,
    "a case and all others": """
        const { kind } = await req.json();
        let token;
        switch (kind) {
          case "mail": token = (await connectors.getConnection("gmail")).accessToken; break;
          default: token = (await connectors.getConnection("googledrive")).accessToken;
        }
        await fetch(kind === "mail" ? MAIL : DRIVE, { headers: { a: token } });
    """,
    "what has returned": """
        const { kind } = await req.json();
        const { accessToken } = await connectors.getConnection(kind === "mail" ? "gmail" : "googledrive");
        const headers = { a: accessToken };
        if (kind !== "mail") {
          return await fetch(DRIVE, { headers });
        }
        return await fetch(MAIL, { headers });
    """,
    "a property": """
        const body = await req.json();
        const { accessToken } = await connectors.getConnection(body.kind === "mail" ? "gmail" : "googledrive");
        if (body.kind === "mail") await fetch(MAIL, { headers: { a: accessToken } });
        if (body.kind === "drive") await fetch(DRIVE, { headers: { a: accessToken } });
    """,
    "what the function makes itself": """
        const { kind } = await req.json();
        const headers = {};
        const url = new URL(kind === "mail" ? MAIL : DRIVE);
        url.searchParams.set("a", "b");
        if (kind === "mail") headers.a = (await connectors.getConnection("gmail")).accessToken;
        if (kind !== "mail") headers.a = (await connectors.getConnection("googledrive")).accessToken;
        await fetch(url, { headers });
    """,
    "a helper that connects": f"""
        {_CONNECT}
        const {{ kind }} = await req.json();
        let token;
        if (kind === "mail") token = await connect("gmail");
        if (kind === "drive") token = await connect("googledrive");
        if (kind === "drive") await fetch(DRIVE, {{ headers: {{ a: token }} }});
        kind === "mail" && await fetch(MAIL, {{ headers: {{ a: token }} }});
    """,
    "a helper that sends": """
        const send = (url, token) => fetch(url, { headers: { a: token } });
        const { kind } = await req.json();
        const { accessToken } = await connectors.getConnection(kind === "mail" ? "gmail" : "googledrive");
        if (kind === "mail") await send(MAIL, accessToken);
        else await send(DRIVE, accessToken);
    """,
    "a helper that is called by its method call": """
        const connect = async function (type) { return await connectors.getConnection(type); };
        const { kind } = await req.json();
        const { accessToken } = await connect.call(
          kind === "mail" ? "googledrive" : "gmail",
          kind === "mail" ? "gmail" : "googledrive",
        );
        await fetch(kind === "mail" ? MAIL : DRIVE, { headers: { a: accessToken } });
    """,
}

# What may be left over from another run.
APART = {
    "a token that comes back": f"""
        {_HEAD}
        async function step(connectors, kind, token) {{
          if (kind === "get mail") return (await connectors.getConnection("gmail")).accessToken;
          if (kind === "get drive") return (await connectors.getConnection("googledrive")).accessToken;
          if (kind === "mail") return await fetch(MAIL, {{ headers: {{ a: token }} }});
          if (kind === "drive") return await fetch(DRIVE, {{ headers: {{ a: token }} }});
        }}
        {_HANDLER}
          const {{ from, to }} = await req.json();
          const token = await step(connectors, from);
          await step(connectors, to, token);
        }});
    """,
    "a token that comes back by the same call": f"""
        {_HEAD}
        async function step(connectors, type, kind, token) {{
          if (kind === "get") return (await connectors.getConnection(type)).accessToken;
          if (kind === "mail") await fetch(MAIL, {{ headers: {{ a: token }} }});
          if (kind === "drive") await fetch(DRIVE, {{ headers: {{ a: token }} }});
        }}
        {_HANDLER}
          let one, other;
          for (const kind of await req.json()) one = await step(connectors, "gmail", kind, one);
          for (const kind of await req.json()) other = await step(connectors, "googledrive", kind, other);
        }});
    """,
    "a token that comes back by a name around the function": f"""
        {_HEAD}
        {_HANDLER}
          const run = async (kind) => {{
            if (kind === "get mail") return (await connectors.getConnection("gmail")).accessToken;
            if (kind === "get drive") return (await connectors.getConnection("googledrive")).accessToken;
            if (kind === "mail") await fetch(MAIL, {{ headers: {{ a: first }} }});
            if (kind === "drive") await fetch(DRIVE, {{ headers: {{ a: first }} }});
          }};
          const {{ from, to }} = await req.json();
          const first = await run(from);
          await run(to);
        }});
    """,
    "an address of another run": f"""
        {_HEAD}
        async function pick(connectors, kind, isAsked) {{
          if (isAsked) return kind === "mail" ? MAIL : DRIVE;
          const {{ accessToken }} = await connectors.getConnection(kind === "mail" ? "gmail" : "googledrive");
          await fetch(await other(connectors), {{ headers: {{ a: accessToken }} }});
        }}
        async function other(connectors) {{
          return await pick(connectors, Deno.env.get("KIND"), true);
        }}
        {_HANDLER}
          const {{ kind }} = await req.json();
          await pick(connectors, kind, false);
        }});
    """,
    "a variable of the file": f"""
        {_HEAD}
        let token;
        {_HANDLER}
          const {{ kind }} = await req.json();
          if (kind === "get mail") token = (await connectors.getConnection("gmail")).accessToken;
          if (kind === "get drive") token = (await connectors.getConnection("googledrive")).accessToken;
          if (kind === "mail") await fetch(MAIL, {{ headers: {{ a: token }} }});
          if (kind === "drive") await fetch(DRIVE, {{ headers: {{ a: token }} }});
        }});
    """,
    "an object of the file": f"""
        {_HEAD}
        const kept = {{}};
        {_HANDLER}
          const {{ kind }} = await req.json();
          if (kind === "get mail") kept.token = (await connectors.getConnection("gmail")).accessToken;
          if (kind === "get drive") kept.token = (await connectors.getConnection("googledrive")).accessToken;
          if (kind === "mail") await fetch(MAIL, {{ headers: {{ a: kept.token }} }});
          if (kind === "drive") await fetch(DRIVE, {{ headers: {{ a: kept.token }} }});
        }});
    """,
    "an object of the file in another object": f"""
        {_HEAD}
        const kept = {{}};
        {_HANDLER}
          const {{ kind }} = await req.json();
          const mine = {{ kept }};
          if (kind === "get mail") mine.kept.token = (await connectors.getConnection("gmail")).accessToken;
          if (kind === "get drive") mine.kept.token = (await connectors.getConnection("googledrive")).accessToken;
          if (kind === "mail") await fetch(MAIL, {{ headers: {{ a: mine.kept.token }} }});
          if (kind === "drive") await fetch(DRIVE, {{ headers: {{ a: mine.kept.token }} }});
        }});
    """,
    "a variable around the function": f"""
        {_HEAD}
        {_HANDLER}
          let token;
          const run = async (kind) => {{
            if (kind === "get mail") token = (await connectors.getConnection("gmail")).accessToken;
            if (kind === "get drive") token = (await connectors.getConnection("googledrive")).accessToken;
            if (kind === "mail") await fetch(MAIL, {{ headers: {{ a: token }} }});
            if (kind === "drive") await fetch(DRIVE, {{ headers: {{ a: token }} }});
          }};
          for (const kind of await req.json()) await run(kind);
        }});
    """,
    "a field": f"""
        {_HEAD}
        class Api {{
          async run(connectors, kind) {{
            if (kind === "get mail") this.token = (await connectors.getConnection("gmail")).accessToken;
            if (kind === "get drive") this.token = (await connectors.getConnection("googledrive")).accessToken;
            if (kind === "mail") await fetch(MAIL, {{ headers: {{ a: this.token }} }});
            if (kind === "drive") await fetch(DRIVE, {{ headers: {{ a: this.token }} }});
          }}
        }}
        {_HANDLER}
          const api = new Api();
          for (const kind of await req.json()) await api.run(connectors, kind);
        }});
    """,
    "two objects of one function": f"""
        {_HEAD}
        function make(connectors, kind) {{
          return {{
            async open() {{
              if (kind === "mail") return (await connectors.getConnection("gmail")).accessToken;
              return (await connectors.getConnection("googledrive")).accessToken;
            }},
            async send(token) {{
              if (kind === "mail") await fetch(MAIL, {{ headers: {{ a: token }} }});
              if (kind === "drive") await fetch(DRIVE, {{ headers: {{ a: token }} }});
            }},
          }};
        }}
        {_HANDLER}
          const {{ one, other }} = await req.json();
          const from = make(connectors, one);
          const to = make(connectors, other);
          await to.send(await from.open());
        }});
    """,
    "another round of a loop": f"""
        {_HEAD}
        {_HANDLER}
          let token;
          for (const {{ kind }} of await req.json()) {{
            if (kind === "get mail") token = (await connectors.getConnection("gmail")).accessToken;
            if (kind === "get drive") token = (await connectors.getConnection("googledrive")).accessToken;
            if (kind === "mail") await fetch(MAIL, {{ headers: {{ a: token }} }});
            if (kind === "drive") await fetch(DRIVE, {{ headers: {{ a: token }} }});
          }}
        }});
    """,
    "a name in another round of a loop": f"""
        {_HEAD}
        {_HANDLER}
          let token;
          for (const item of await req.json()) {{
            const kind = item.kind;
            if (kind === "get mail") token = (await connectors.getConnection("gmail")).accessToken;
            if (kind === "get drive") token = (await connectors.getConnection("googledrive")).accessToken;
            if (kind === "mail") await fetch(MAIL, {{ headers: {{ a: token }} }});
            if (kind === "drive") await fetch(DRIVE, {{ headers: {{ a: token }} }});
          }}
        }});
    """,
    "a name that gets another value": f"""
        {_HEAD}
        {_HANDLER}
          let {{ kind }} = await req.json();
          let token;
          if (kind === "get mail") token = (await connectors.getConnection("gmail")).accessToken;
          if (kind === "get drive") token = (await connectors.getConnection("googledrive")).accessToken;
          kind = await req.text();
          if (kind === "mail") await fetch(MAIL, {{ headers: {{ a: token }} }});
          if (kind === "drive") await fetch(DRIVE, {{ headers: {{ a: token }} }});
        }});
    """,
    "a property that gets another value": f"""
        {_HEAD}
        {_HANDLER}
          const body = {{ kind: await req.text() }};
          let token;
          if (body.kind === "get mail") token = (await connectors.getConnection("gmail")).accessToken;
          if (body.kind === "get drive") token = (await connectors.getConnection("googledrive")).accessToken;
          body.kind = await req.text();
          if (body.kind === "mail") await fetch(MAIL, {{ headers: {{ a: token }} }});
          if (body.kind === "drive") await fetch(DRIVE, {{ headers: {{ a: token }} }});
        }});
    """,
    "a case that falls through": f"""
        {_HEAD}
        {_HANDLER}
          const {{ kind }} = await req.json();
          let token;
          switch (kind) {{
            case "drive":
              token = (await connectors.getConnection("googledrive")).accessToken;
            case "both":
              if (!token) token = (await connectors.getConnection("gmail")).accessToken;
          }}
          switch (kind) {{
            case "drive":
            case "both":
              await fetch(DRIVE, {{ headers: {{ a: token }} }});
              await fetch(MAIL, {{ headers: {{ a: token }} }});
          }}
        }});
    """,
    "a function that calls itself": f"""
        {_HEAD}
        async function run(connectors, kind, left) {{
          let token;
          if (kind === "get mail") token = (await connectors.getConnection("gmail")).accessToken;
          if (kind === "get drive") token = (await connectors.getConnection("googledrive")).accessToken;
          if (left) token = await run(connectors, left[0], left.slice(1));
          if (kind === "mail") await fetch(MAIL, {{ headers: {{ a: token }} }});
          if (kind === "drive") await fetch(DRIVE, {{ headers: {{ a: token }} }});
          return token;
        }}
        {_HANDLER}
          await run(connectors, ...(await req.json()));
        }});
    """,
}


def _pairs(text: str, root: Path) -> list[str]:
    make(root, {"base44/config.jsonc": "{}\n", "base44/functions/work/entry.ts": text})
    (target,) = find_targets([str(root)], str(root))
    code = read_project(target, str(root)).code
    assert not code.failures
    found = {
        f"{request.type} {(request.address[0] or '')[len('https://') :].partition('.')[0]}"
        for request in code.requests
    }
    return sorted(found)


@pytest.mark.parametrize("text", TOGETHER.values(), ids=TOGETHER)
def test_what_one_condition_decides_is_not_mixed(text: str, tmp_path: Path) -> None:
    assert _pairs(f"{_HEAD}{_HANDLER}{text}}});\n", tmp_path) == PAIRED


def test_a_function_that_is_written_behind_a_return_is_called_before_it(tmp_path: Path) -> None:
    text = f"""
        {_HEAD}
        {_HANDLER}
          const {{ kind }} = await req.json();
          const {{ accessToken }} = await connectors.getConnection(kind === "mail" ? "gmail" : "googledrive");
          if (kind === "mail") {{ await send(); return; }}
          async function send() {{ await fetch(MAIL, {{ headers: {{ a: accessToken }} }}); }}
        }});
    """
    assert _pairs(text, tmp_path) == [MAIL, "googledrive mail"]


@pytest.mark.parametrize("text", APART.values(), ids=APART)
def test_what_may_be_left_over_is_not_taken_for_impossible(text: str, tmp_path: Path) -> None:
    assert _pairs(text, tmp_path) == MIXED

"""Shapes with many clients of services, or with many calls of one."""

from __future__ import annotations

from collections.abc import Mapping

from tools.fuzz.shapes.building import Shape, in_function, lines

__all__ = ["CLIENTS"]

_SLACK = 'const { WebClient } = require("@slack/web-api");\n'
_ONE_SLACK = f"{_SLACK}const s = new WebClient(t);\n"
_OCTOKIT = 'const { Octokit } = require("octokit");\nconst o = new Octokit({ auth: t });\n'
_GRAPH = (
    'const { Client } = require("@microsoft/microsoft-graph-client");\n'
    "const g = Client.init({ authProvider: (done) => done(null, t) });\n"
)
_NOTION = 'const { Client } = require("@notionhq/client");\n'
_ONE_NOTION = f"{_NOTION}const n = new Client({{ auth: t }});\n"
_GOOGLE = (
    'const { google } = require("googleapis");\nconst a = new google.auth.OAuth2();\n'
    "a.setCredentials({ access_token: t });\n"
)
_AIRTABLE = (
    'const Airtable = require("airtable");\nconst b = new Airtable({ apiKey: t }).base("a");\n'
)
_LINEAR = (
    'const { LinearClient } = require("@linear/sdk");\n'
    "const l = new LinearClient({ accessToken: t });\n"
)
_DISCORD = 'const { REST, Routes } = require("discord.js");\nconst r = new REST().setToken(t);\n'

CLIENTS: Mapping[str, Shape] = {
    "clients of Slack": lines(
        "const s# = new WebClient(t); s#.chat.postMessage({}); s#.apiCall('a.b');\n",
        before=_SLACK,
    ),
    "one client of Slack": lines("s.chat.postMessage(#);\n", before=_ONE_SLACK),
    "names out of one client of Slack": lines(
        "const { chat: { postMessage: p# } } = s; p#();\n", before=_ONE_SLACK
    ),
    "a long chain of a client": lambda size: in_function(
        f"{_ONE_SLACK}s" + ".a" * (size // 2) + "();"
    ),
    "one client of Octokit": lines(
        "o.request('GET /repos/{a}/{b}/#'); o.rest.repos.get(); o.repos.get();\n",
        before=_OCTOKIT,
    ),
    "a long route of Octokit": lambda size: in_function(
        f"{_OCTOKIT}o.request('GET /" + "{a}/:b/" * (size // 7) + "');"
    ),
    "open brackets in a route of Octokit": lambda size: in_function(
        f"{_OCTOKIT}o.request('GET /" + "{" * size + "');"
    ),
    "one client of Graph": lines("g.api('/me/#').top(5).select('a').get();\n", before=_GRAPH),
    "a long chain of Graph": lambda size: in_function(
        f"{_GRAPH}g.api('/me')" + ".top(5)" * (size // 7) + ".get();"
    ),
    "clients of Notion": lines(
        "const n# = new Client({ auth: t, timeoutMs: # }); n#.users.list(); n#.pages.nothing();\n",
        before=_NOTION,
    ),
    "one client of Notion": lines(
        "n.pages.retrieve({ page_id: '#' }); n.pages.update({ page_id: x.a });\n",
        before=_ONE_NOTION,
    ),
    "tokens of calls of Notion": lines(
        "n.pages.retrieve({ page_id: '#', auth: t });\n",
        before=f"{_NOTION}const n = new Client();\n",
    ),
    "options of a client, one in the other": lines(
        "const o# = { ...o%, timeoutMs: # }; new Client({ ...o#, auth: t });\n",
        before=f"{_NOTION}const o0 = {{}};\n",
    ),
    "names of a package, one from the other": lines(
        "const C# = C%; new C#({ auth: t });\n",
        before='const C0 = require("@notionhq/client").Client;\n',
    ),
    "services of Google": lines(
        "google.drive({ version: 'v3', auth: a }).files.list({ q: '#' });\n", before=_GOOGLE
    ),
    "tokens of calls of Google": lines(
        "d.files.list({ auth: a, q: '#' });\n", before=f"{_GOOGLE}const d = google.drive('v3');\n"
    ),
    "tokens for all of Google": lines(
        "google.options({ auth: a }); google.drive('v3').files.list({ q: '#' });\n",
        before=_GOOGLE,
    ),
    "tables of Airtable": lines(
        "const t# = b('T#'); t#.update(x.a, {}); t#.find('#').then((r) => r.save());\n",
        before=_AIRTABLE,
    ),
    "records of Airtable": lines(
        "for (const r of await b('T').select().all()) { r.get('#'); r.destroy(); }\n",
        before=_AIRTABLE,
    ),
    "objects of Linear": lines(
        "const i# = await (await i%.team).issue; i#.update({});\n",
        before=f"{_LINEAR}const i0 = await l.issue('a');\n",
    ),
    "routes of Discord": lines(
        "r.post(Routes.channelMessages('#'), { body: x });\n", before=_DISCORD
    ),
}

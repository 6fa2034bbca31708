"""Shapes of requests with very many parameters, and of queries that multiply."""

from __future__ import annotations

from collections.abc import Mapping

from tools.fuzz.shapes.building import (
    END,
    HEAD,
    Shape,
    app,
    in_function,
    lines,
    numbered,
    outside,
    row,
    tree,
)

__all__ = ["PARAMETERS"]

_QUERY = 'let u = B + "messages?a=1";\n'
_SLACK = HEAD.replace('"gmail"', '"slack"')
_AXIOS = 'import axios from "npm:axios";\n' + HEAD


def _of_slack(code: str) -> dict[str, str]:
    files = app(_SLACK + code + END)
    files["base44/connectors/slack.jsonc"] = '{"type": "slack", "scopes": ["channels:read"]}'
    return files


PARAMETERS: Mapping[str, Shape] = {
    "optional parameters": lines(
        'if (x.a#) u += "&p#=" + encodeURIComponent(x.b#);\n', before=_QUERY, after="fetch(u, h);"
    ),
    "optional parameters with another side": lines(
        'if (x.a#) u += "&p#=1"; else u += "&q#=2";\n', before=_QUERY, after="fetch(u, h);"
    ),
    "optional parameters in a loop": lines(
        'for (const i of x.a#) u += "&p#=" + i;\n', before=_QUERY, after="fetch(u, h);"
    ),
    "optional parameters between requests": lines(
        'if (x.a#) u += "&p#=1"; fetch(u, h);\n', before=_QUERY
    ),
    "parameters between requests": lines('u += "&p#=1"; fetch(u, h);\n', before=_QUERY),
    "optional parameters before many requests": lines(
        'if (x.a#) u += "&p#=1";\n', "fetch(u + #, h);\n", before=_QUERY
    ),
    "a value with optional parts": lines(
        'if (x.a#) u += "p#";\n', before=_QUERY, after="fetch(u, h);"
    ),
    "a value of additions": lines("u += u;\n", before=_QUERY, after="fetch(u, h);"),
    "queries of the one before, twice": lines(
        'const u# = u% + "&" + u%; fetch(u#, h);\n', before="const u0 = B + 'messages?a=1';\n"
    ),
    "queries of the one before, by a choice": lines(
        "const u# = x.a# ? u% + '&a#=1' : u% + '&b#=2'; fetch(u#, h);\n",
        before="const u0 = B + 'messages?a=1';\n",
    ),
    "a query of choices": row("fetch(`${B}messages?a=1", "${x.a# ? '&p#=1' : '&q#'}", "", "`, h);"),
    "a query of choices that are values": row(
        "fetch(`${B}messages?", "p#=${x.a# ? 1 : x.b# ? 2 : x.c#}", "&", "`, h);"
    ),
    "a query of one long value": lambda size: in_function(
        "fetch(B + 'messages?q=" + "%41" * (size // 3) + "', h);"
    ),
    "a query of signs": lambda size: in_function(
        "fetch(B + 'messages?" + "&=?+" * (size // 4) + "', h);"
    ),
    "a tree of queries": tree('"&p=1"', "(", " + ", ")", "fetch(B + 'messages?' + ", ", h);"),
    "a tree of encoded texts": tree(
        '"p"', "encodeURIComponent(", " + ", ")", "fetch(B + 'messages?q=' + ", ", h);"
    ),
    "searchParams.set": lines(
        "v.searchParams.set('p#', x.a#);\n",
        before="const v = new URL(B + 'messages');\n",
        after="fetch(v, h);",
    ),
    "searchParams.set between requests": lines(
        "v.searchParams.set('p#', x.a#); fetch(v, h);\n",
        before="const v = new URL(B + 'messages');\n",
    ),
    "searchParams of the one before": lines(
        "const v# = new URL(v%); v#.searchParams.set('a#', 'b'); fetch(v#, h);\n",
        before="const v0 = new URL(B + 'messages');\n",
    ),
    "URLSearchParams of the one before": lines(
        "const v# = new URLSearchParams(v%); v#.set('a#', v%); fetch(`${B}messages?${v#}`, h);\n",
        before="const v0 = new URLSearchParams();\n",
    ),
    "URLSearchParams of a wide object": lambda size: in_function(
        "const o = {"
        + numbered(size // 2, "p#: x.a#,\n")
        + "};\n"
        + "fetch(B + 'messages?' + new URLSearchParams(o), h);\n" * (size // 110)
    ),
    "URLSearchParams of a long list": lambda size: in_function(
        "fetch(B + 'messages?' + new URLSearchParams(["
        + numbered(size, "['p#', x.a#],\n")
        + "]), h);\n"
    ),
    "objects of parameters that are spread": lines(
        "const o# = { ...o%, ...o%, p#: 1 }; "
        "fetch(B + 'messages?' + new URLSearchParams(o#), h);\n",
        before="const o0 = { a: 1 };\n",
    ),
    "objects of parameters that are spread by a choice": row(
        "const o = { ",
        "...(x.a# ? { p#: 1 } : { q#: 2 })",
        ", ",
        " }; fetch(B + 'messages?' + new URLSearchParams(o), h);",
    ),
    "objects of parameters that are assigned": lines(
        "o.p# = x.a#; fetch(B + 'messages?' + new URLSearchParams(o), h);\n",
        before="const o = { a: 1 };\n",
    ),
    "objects of parameters that are named again": lines(
        "const o# = o%; o#.p# = 1; fetch(B + 'messages?' + new URLSearchParams(o#), h);\n",
        before="const o0 = { a: 1 };\n",
    ),
    "objects of parameters that are given on": outside(
        "const f# = (o) => { o.p# = 1; f%(o); f%(o); };\n",
        before="const f0 = (o) => o;\n",
        within="const o = {}; f9(o); f30(o); fetch(B + 'messages?' + new URLSearchParams(o), h);",
    ),
    "objects of parameters that all functions get": outside(
        "const f# = (o) => { g(o); g(o); };\n",
        before="const g = (o) => { o.a = 1; };\nconst k = { a: 1 };\n",
        after="const all = () => {"
        + "".join(f"f{number}(k); f{number}(k);" for number in range(1, 40))
        + "};\n",
        within="fetch(B + 'messages?' + new URLSearchParams(k), h);",
    ),
    "objects of parameters in helpers": lines(
        "f({ p#: x.a# });\n",
        before="const f = (o) => fetch(B + 'messages?' + new URLSearchParams(o), h);\n",
    ),
    "entries of the one before": lines(
        "const o# = {}; for (const [k, v] of Object.entries(o%)) o#[k] = v; "
        "fetch(B + 'messages?' + new URLSearchParams(Object.entries(o#)), h);\n",
        before="const o0 = { a: 1 };\n",
    ),
    "parameters of axios": lambda size: app(
        _AXIOS
        + "const o = { ...h, params: { "
        + numbered(size // 2, "p#: x.a#, ")
        + "} };\n"
        + "axios.get(B + 'messages', o);\n" * (size // 64)
        + END
    ),
    "parameters of axios that are assigned": lambda size: app(
        _AXIOS
        + "const o = { ...h };\n"
        + numbered(size, "o.params = { p#: x.a# }; axios.get(B + 'messages', o);\n")
        + END
    ),
    "parameters of Graph": lambda size: in_function(
        "const g = Client.init({ authProvider: (done) => done(null, t) });\n"
        "g.api('/me')" + numbered(size, ".query({ p#: 1 })") + ".get();"
    ),
    "requests of one chain of Graph": lambda size: in_function(
        "const g = Client.init({ authProvider: (done) => done(null, t) });\n"
        "const r = g.api('/me')" + ".top(5)" * (size // 14) + ";\n" + "r.get();\n" * (size // 18)
    ),
    "arguments of Slack": lambda size: _of_slack(
        "const s = new WebClient(t); const o = { "
        + numbered(size // 2, "p#: x.a#, ")
        + "};\n"
        + "s.conversations.list(o);\n" * (size // 50)
    ),
    "bodies of Slack": lambda size: _of_slack(
        "const o = { "
        + numbered(size // 2, "p#: x.a#, ")
        + "};\n"
        + "fetch('https://slack.com/api/conversations.list', "
        "{ method: 'POST', body: JSON.stringify(o), ...h });\n" * (size // 220)
    ),
    "a body of Slack with brackets": lambda size: _of_slack(
        "fetch('https://slack.com/api/conversations.list', { method: 'POST', body: '{\"a\":"
        + "[" * size
        + "', ...h });\n"
    ),
}

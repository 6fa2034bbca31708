"""Shapes with many tokens, or with tokens that propagate in many ways."""

from __future__ import annotations

from collections.abc import Mapping

from tools.fuzz.shapes.building import (
    END,
    HEAD,
    Shape,
    app,
    in_function,
    lines,
    nested,
    numbered,
    outside,
    row,
)

__all__ = ["TOKENS"]

TOKENS: Mapping[str, Shape] = {
    "tokens": lines('const t# = await c.getAccessToken("gmail"); fetch(B, { a: t# });\n'),
    "tokens in one name": lines(
        'k = await c.getAccessToken("gmail");\n', "fetch(B + #, { a: k });\n", before="let k;\n"
    ),
    "tokens in one list": lambda size: in_function(
        "const all = await Promise.all([\n"
        + 'c.getAccessToken("gmail"),\n' * (size // 56)
        + "]);\nfor (const k of all) {\n"
        + numbered(size // 2, "fetch(B + #, { a: k });\n")
        + "}"
    ),
    "tokens taken out of one list": lambda size: in_function(
        "const ["
        + numbered(size // 5, "a#, ")
        + "] = await Promise.all(["
        + 'c.getAccessToken("gmail"), ' * (size // 50)
        + "]);\n"
        + numbered(size // 4, "fetch(B, { a: a# });\n")
    ),
    "tokens in one object": lambda size: in_function(
        "const o = {\n"
        + numbered(size // 2, 'a#: await c.getAccessToken("gmail"),\n')
        + "};\n"
        + numbered(size // 2, "fetch(B, { a: o.a# });\n")
    ),
    "tokens in one helper": lambda size: in_function(
        "const f = (k) => {\n"
        + numbered(size // 2, "fetch(B + #, { a: k });\n")
        + "};\n"
        + 'f(await c.getAccessToken("gmail"));\n' * (size // 76)
    ),
    "tokens of one helper": lambda size: in_function(
        'const f = async (n) => c.getAccessToken(n ? "gmail" : "slack");\n'
        + numbered(size, "fetch(B + #, { a: await f(#) });\n")
    ),
    "helpers of helpers for tokens": lines(
        "const f# = async (n) => (await f%(n)) ?? (await f%(n));\n"
        "fetch(B, { a: await f#('gmail') });\n",
        before="const f0 = (n) => c.getAccessToken(n);\n",
    ),
    "connector calls": lambda size: in_function('c.getConnection("gmail");\n' * (size // 26)),
    "connector calls that are kept": lines('const k# = await c.getConnection("gmail");\n'),
    "connector calls of a choice": lines(
        'await c.getConnection(x.a# ? "gmail" : x.b ? "slack" : "notion");\n'
    ),
    "connector calls with one unknown type": lambda size: in_function(
        "await c.getConnection(x.type);\n" * (size // 31)
    ),
    "connector calls of a parameter": lambda size: in_function(
        "const f = (n) => {\n"
        + "c.getConnection(n);\n" * (size // 40)
        + "};\n"
        + 'f("gmail");\n' * (size // 24)
    ),
    "connector calls by callApi": lambda size: in_function(
        numbered(size, 'await c.callApi("x", { method: "GET", path: `/2/tweets/${x.a}/#` });\n')
    ),
    "connector calls of many names": lambda size: in_function(
        numbered(size, 'const d# = d%; await d#.getConnection("gmail");\n').replace("d0;", "c;")
    ),
    "connector calls of a parameter's connectors": lambda size: in_function(
        "const f = (d) => {\n"
        + 'd.getConnection("gmail");\n' * (size // 50)
        + "};\n"
        + "f(c);\n" * (size // 12)
    ),
    "connector calls of parameters of parameters": lines(
        "const f# = (d) => { f%(d); f%(d); d.getConnection('gmail'); }; f#(c);\n",
        before="const f0 = (d) => d.getConnection('gmail');\n",
    ),
    "connector calls that were taken out": lambda size: in_function(
        "const { getConnection } = c;\n" + "await getConnection('gmail');\n" * (size // 30)
    ),
    "connector calls that are taken out again": lambda size: in_function(
        "{ const { getConnection } = c; await getConnection('gmail'); }\n" * (size // 62)
    ),
    "connector calls in each other": nested("c.getConnection(", '"gmail"', ")"),
    "connector calls with choices": row("c.getConnection(", 'x.a# ? "p#"', " : ", ' : "gmail");'),
    "logs": lambda size: in_function("console.log(t);\n" * (size // 16)),
    "logs of many names": lines("const a# = t; console.log(a#);\n"),
    "logs of names of names": lines("const a# = a%; console.log(a#);\n", before="const a0 = t;\n"),
    "the token in names of names": lines(
        "const a# = a%;\n", before="const a0 = t;\n", after="fetch(B, h);"
    ),
    "the token given on and on": lambda size: in_function(
        "let a = t, b = t;\n" + "a = b; b = a;\n" * (size // 14) + "fetch(B, { a, b });"
    ),
    "the token in one name, again and again": lambda size: in_function(
        "let a;\n" + "a = t; fetch(B, { a });\n" * (size // 24)
    ),
    "the token in objects of objects": lines(
        "const o# = { o%, t }; fetch(B, o#);\n", before="const o0 = { t };\n"
    ),
    "the token in lists of lists": lines(
        "const o# = [o%, t, o%]; fetch(B, o#);\n", before="const o0 = [t];\n"
    ),
    "the token spread on and on": lines(
        "const o# = { ...o%, ...o%, a#: t }; fetch(B, o#);\n", before="const o0 = { t };\n"
    ),
    "the token in one list": row("const a = [", "t", ", ", "]; fetch(B, a);"),
    "the token in one object": row("const a = { ", "a#: t", ", ", " }; fetch(B, a);"),
    "the token in one sum": row("fetch(B, ", "t", " + ", ");"),
    "the token in one template": row("fetch(B, `", "${t}", " ", "`);"),
    "the token in templates of templates": lines(
        "const a# = `${a%} ${a%}`; fetch(B, { a: a# });\n", before="const a0 = t;\n"
    ),
    "the token in properties": lines("o.a# = t; fetch(B, o);\n", before="const o = {};\n"),
    "the token in properties of properties": lambda size: in_function(
        "const o = {};\no" + ".a" * (size // 2) + " = t; fetch(B, o);"
    ),
    "the token in a pattern": lambda size: in_function(
        "const {"
        + numbered(size // 2, "t: a#, ")
        + "} = { t };\n"
        + numbered(size // 2, "fetch(B, { a: a# });\n")
    ),
    "the token in loops": lines(
        "for (const a# of [a%]) fetch(B, { a: a# });\n", before="const a0 = t;\n"
    ),
    "the token in methods": lines("t.a#(t);\n"),
    "the token in Headers": lines(
        "const h# = new Headers(); h#.set('Authorization', t); fetch(B, { headers: h# });\n"
    ),
    "the token in one Headers": lines(
        "k.set('A#', t); fetch(B, { headers: k });\n", before="const k = new Headers();\n"
    ),
    "clients of axios": lambda size: app(
        'import axios from "npm:axios";\n'
        + HEAD
        + numbered(
            size, "const a# = axios.create({ baseURL: B, ...h }); a#.get('/p#'); a#.post('p');\n"
        )
        + END
    ),
    "one client of axios": lambda size: app(
        'import axios from "npm:axios";\n'
        + HEAD
        + "const a = axios.create({ baseURL: B, ...h });\n"
        + numbered(size, "a.get('/p#');\n")
        + END
    ),
    "properties that connections do not have": lines(
        'const k# = await c.getConnection("gmail"); k#.token;\n'
    ),
    "properties that one connection does not have": lines(
        "if (k.token) k.token;\n", before='const k = await c.getConnection("gmail");\n'
    ),
    "properties that connections in one name do not have": lines(
        'k = await c.getConnection("gmail"); k.token;\n', before="let k;\n"
    ),
    "properties that connections of one list do not have": lambda size: in_function(
        "const ["
        + "{ token }, " * (size // 44)
        + "] = await Promise.all(["
        + 'c.getConnection("gmail"), ' * (size // 44)
        + "]);\n"
    ),
    "ways out of a connector call": lambda size: in_function(
        'const k = await c.getConnection("gmail")'
        + ".catch(() => null)" * (size // 18)
        + ";\nk.token;\n"
    ),
    "connector calls of misspelt types": lines('c.getConnection("gmial#");\n'),
    "connector calls of one misspelt type": lambda size: in_function(
        'c.getConnection("gmial");\n' * (size // 26)
    ),
    "connector calls of ids": lines('c.getConnection("68f0c0ffee68f0c0ffee#");\n'),
    "connector calls of old names": lines('c.getAccessToken("googlecalender#");\n'),
    "connector calls of users": lambda size: in_function(
        'createClientFromRequest(req).connectors.getConnection("gmail");\n' * (size // 65)
    ),
    "connector calls by names with brackets": lambda size: in_function(
        'c["getConnection"]("gmail"); c?.getConnection?.("gmail");\n' * (size // 60)
    ),
    "a long type of a connector call": lambda size: in_function(
        'c.getConnection("'
        + "gmail" * (size // 10)
        + '");\n'
        + "c.getConnection(x);\n" * (size // 40)
    ),
    "the token in entries": lambda size: in_function(
        "const U = {"
        + numbered(size // 2, "a#: t, ")
        + "};\nfor (const [k, v] of Object.entries(U)) {\n"
        + "fetch(B, { a: v });\n" * (size // 42)
        + "}"
    ),
    "the token in arguments of arguments": lines(
        "f#(t, t, t); function f#(a, b, c) { f%(a, b, c); f%(c, b, a); }\n"
    ),
    "the token in callbacks of callbacks": lines(
        "const f# = (done) => f%((k) => done(k)); f#((k) => fetch(B, { a: k }));\n",
        before="const f0 = (done) => done(t);\n",
    ),
    "the token in Promise.all": lines(
        "const [a#, b#] = await Promise.all([a%, b%]); fetch(B, { a: a# });\n",
        before="const a0 = t, b0 = t;\n",
    ),
    "the token in fields of fields": lambda size: in_function(
        "class C { constructor(k) { this.a0 = k; }\n"
        + numbered(size, "f#() { this.a# = this.a%; fetch(B, this.a#); }\n")
        + "} new C(h);"
    ),
    "the token in classes of classes": outside(
        "class C# { constructor(k) { this.k = k; this.c = new C%(k); } }\n",
        before="class C0 { constructor(k) { fetch('u', k); } }\n",
        within="new C9(h); new C30(h);",
    ),
    "the token in functions that are spread": lines(
        "const f# = (...all) => f%(...all); f#(t);\n", before="const f0 = (k) => fetch(B, k);\n"
    ),
    "the token in long callees": lambda size: in_function(
        ("x" + ".aaaaaaaaa" * 45 + "(t);\n") * (size // 460)
    ),
    "the token given to a long package": lambda size: app(
        'import axios from "npm:'
        + "a" * (size // 2)
        + '";\n'
        + HEAD
        + "axios(t);\n" * (size // 20)
        + END
    ),
    "credentials of Google": lambda size: in_function(
        "const a = new google.auth.OAuth2();\na.setCredentials({ access_token: t });\n"
        + numbered(size, "google.gmail({ version: 'v1', auth: a }).users.labels.list();\n")
    ),
    "tokens and requests in branches": lines(
        "if (x.a === 'b#') k = await c.getAccessToken('gmail');\n",
        "if (x.a === 'b#') fetch(B + #, { a: k });\n",
        before="let k;\n",
    ),
    "tokens and requests in cases": lambda size: in_function(
        "let k;\nswitch (x.a) {\n"
        + numbered(size // 2, "case 'b#': k = await c.getAccessToken('gmail');\n")
        + "}\nswitch (x.a) {\n"
        + numbered(size // 2, "case 'b#': fetch(B + #, { a: k }); break;\n")
        + "}"
    ),
    "tokens and requests behind returns": lines(
        "if (x.a === 'b#') return;\n",
        "fetch(B + #, { a: k });\n",
        before="if (x.a === 'c') return;\nconst k = await c.getAccessToken('gmail');\n",
    ),
    "requests in conditions of a token": lines(
        "fetch(x.a === 'b#' && x.a !== 'c' || x.b ? B + # : B, { a: k });\n",
        before="let k;\nif (x.a === 'b') k = await c.getAccessToken('gmail');\n",
    ),
    "types by assignments": lines(
        "if (x.a === 'b#') { q = 'gmail'; fetch(B + #, { a: k }); }\n",
        before="let q, k;\n",
        after="k = await c.getAccessToken(q);\n",
    ),
}

"""Shapes of functions that call each other, return each other, and are called often."""

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

__all__ = ["CALLS"]

CALLS: Mapping[str, Shape] = {
    "helpers called twice": outside(
        "function f#(k, p) { f%(k, p + 'a'); f%(k, p + 'b'); }\n",
        before="function f0(k, p) { fetch('https://gmail.googleapis.com/' + p, k); }\n",
        within="f5(h, ''); f9(h, ''); f30(h, '');",
    ),
    "helpers called twice, all called": lines(
        "const f# = (k, p) => { f%(k, p + 'a'); f%(k, p + 'b'); }; f#(h, B);\n",
        before="const f0 = (k, p) => fetch(p, k);\n",
    ),
    "helpers called ten times": outside(
        "function f#(k, p) { " + "".join(f"f%(k, p + {n}); " for n in range(10)) + "}\n",
        before="function f0(k, p) { fetch('https://gmail.googleapis.com/' + p, k); }\n",
        within="f3(h, ''); f4(h, ''); f5(h, ''); f6(h, '');",
    ),
    "helpers that give texts": outside(
        "const g# = (p) => g%(p + 'a') + g%(p + 'b');\n",
        before="const g0 = (p) => p;\n",
        within="fetch(B + g5('') , h); fetch(B + g9(''), h); fetch(B + g30(''), h);",
    ),
    "helpers that give texts, all asked for": lines(
        "const g# = (p) => g%(p) + g%(p); fetch(g#(B), h);\n", before="const g0 = (p) => p;\n"
    ),
    "helpers that give one of two": lines(
        "const g# = (p) => { if (x.a#) return g%(p + 'a'); return g%(p + 'b'); };\n"
        "fetch(g#(B), h);\n",
        before="const g0 = (p) => p;\n",
    ),
    "helpers that give one of many": lambda size: in_function(
        "const g = (p) => {\n"
        + numbered(size // 2, "if (p === #) return B + 'p#';\n")
        + "};\n"
        + numbered(size // 2, "fetch(g(#), h);\n")
    ),
    "helpers in a circle": outside(
        "function f#(k, p) { f%(k, p + 'a'); f1(k, p + 'b'); f2(k, p); fetch(p, k); }\n",
        before="function f0(k, p) { f1(k, p); f2(k, p); fetch(p, k); }\n",
        within="f0(h, B); f1(h, B);",
    ),
    "helpers that call all others": lambda size: app(
        "".join(
            f"function f{one}(k, p) {{ fetch(p, k); "
            + "".join(f"f{other}(k, p + {one}); " for other in range(int((size / 16) ** 0.5)))
            + "}\n"
            for one in range(int((size / 16) ** 0.5))
        )
        + HEAD
        + "f0(h, B);\n"
        + END
    ),
    "a helper called often": lines(
        "f(B + 'p#', h);\n", before="const f = (p, k) => fetch(p, k);\n"
    ),
    "a helper called often, which asks often": lines(
        "fetch(p + '#', k);\n",
        "}; f(B + '#', h); {\n",
        before="const f = (p, k) => {\n",
        after="}",
    ),
    "a helper with many requests called often": lambda size: in_function(
        "const f = (p, k) => {\n"
        + numbered(size // 2, "fetch(p + '#', k);\n")
        + "};\n"
        + numbered(size // 2, "f(B + '#', h);\n")
    ),
    "wrappers of wrappers": lines(
        "const w# = (p, k) => w%(p, k); w#(B + '#', h);\n",
        before="const w0 = (p, k) => fetch(p, k);\n",
    ),
    "wrappers of wrappers with options": lines(
        "const w# = (p, o = {}) => w%(p, { method: 'POST', ...o, ...h });\n"
        "w#(B + '#', { method: 'PUT' });\n",
        before="const w0 = (p, o) => fetch(p, { ...o, ...h });\n",
    ),
    "makers of makers": lines(
        "const w# = (k) => (p) => w%(k)(p); w#(h)(B + '#');\n",
        before="const w0 = (k) => (p) => fetch(p, k);\n",
    ),
    "one maker, many calls": lines(
        "const w# = w(h); w#(B + '#'); w(h)(B);\n", before="const w = (k) => (p) => fetch(p, k);\n"
    ),
    "makers in each other": lambda size: in_function(
        "const w = " + "(k) => " * (size // 8) + "fetch(B, h);\nw" + "(h)" * (size // 8) + ";"
    ),
    "callbacks": lines(
        "Promise.resolve(t).then((k) => fetch(B + '#', { headers: { k } })).catch(() => t);\n"
    ),
    "callbacks in callbacks": nested(
        "Promise.resolve(t).then((t) => ", "fetch(B, { headers: { t } })", ")"
    ),
    "then after then": lambda size: in_function(
        "Promise.resolve(t)"
        + ".then((k) => k)" * (size // 15)
        + ".then((k) => fetch(B, { a: k }));"
    ),
    "calls of calls": lambda size: in_function("fetch(B, h)" + "(t)" * (size // 3) + ";"),
    "functions in functions": nested("(() => ", "fetch(B, h)", ")()"),
    "arguments with the token": row("f(", "t", ", ", ");"),
    "parameters with the token": lambda size: in_function(
        "const f = ("
        + numbered(size // 3, "a#, ")
        + ") => {"
        + numbered(size // 3, "fetch(B, a#);\n")
        + "};\nf("
        + "t, " * (size // 9)
        + ");"
    ),
    "default parameters": lambda size: in_function(
        "const f = (a0 = B, "
        + numbered(size, "a# = a% + a%, ")
        + ") => fetch(a20 + a12, h);\nf(); f(B);"
    ),
    "one name, many methods": lambda size: app(
        numbered(size // 2, "class C# { get(p, k) { return fetch(p, k); } }\n")
        + HEAD
        + numbered(size // 2, "new C#().get(B, h);\n")
        + END
    ),
    "one name, many objects": lambda size: in_function(
        numbered(size // 2, "const o# = { get: (p) => fetch(p, h) };\n")
        + numbered(size // 2, "o#.get(B + '#');\n")
    ),
    "one name, many methods that give the token": lambda size: in_function(
        numbered(size // 2, "class C# { get() { return t; } }\n")
        + numbered(size // 2, "fetch(B, new C#().get());\n")
    ),
    "methods that call the next": lambda size: in_function(
        "class C { m0(k) { return fetch(B, k); }\n"
        + numbered(size, "m#(k) { this.m%(k); return this.m%(k); }\n")
        + "}\nnew C().m3(h); new C().m30(h);"
    ),
    "a class with many fields": lambda size: in_function(
        "class C { constructor(k) {\n"
        + numbered(size // 2, "this.a# = k;\n")
        + "} run() {\n"
        + numbered(size // 2, "fetch(B, this.a#);\n")
        + "} }\nnew C(h).run();"
    ),
    "many classes with one field": lambda size: in_function(
        numbered(
            size,
            "class C# { constructor(k) { this.k = k; } run() { fetch(B, this.k); } }\n"
            "new C#(h).run();\n",
        )
    ),
    "one declared name in many functions": lambda size: in_function(
        numbered(size, "function f#(q) { const u = B + q; return fetch(u, h); } f#(1);\n")
    ),
    "one name, declared and used again and again": lambda size: in_function(
        "{ const u = B; { const u = B + 1; fetch(u, h); } fetch(u, h); }\n" * (size // 62)
    ),
    "one name, in blocks in blocks": nested("{ const u = B; fetch(u, h);", "", "}"),
}

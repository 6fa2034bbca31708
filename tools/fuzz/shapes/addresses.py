"""Shapes of addresses that are composed in ways that multiply."""

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
    tree,
)

__all__ = ["ADDRESSES"]

ADDRESSES: Mapping[str, Shape] = {
    "optional parts": lines('if (x.a#) u += "/p#";\n', before="let u = B;\n", after="fetch(u, h);"),
    "optional parts with another side": lines(
        'if (x.a#) u += "/p#"; else u += "/q#";\n', before="let u = B;\n", after="fetch(u, h);"
    ),
    "optional parts in a loop": lines(
        'for (const i of x.a#) u += "/p#";\n', before="let u = B;\n", after="fetch(u, h);"
    ),
    "optional queries in a loop": lines(
        'for (const i of x.a#) u += "&p#=1";\n', before='let u = B + "?";\n', after="fetch(u, h);"
    ),
    "optional parts by a choice": lines(
        'u = x.a# ? u + "/p#" : u + "/q#";\n', before="let u = B;\n", after="fetch(u, h);"
    ),
    "optional parts by &&": lines(
        'x.a# && (u += "/p#");\n', before="let u = B;\n", after="fetch(u, h);"
    ),
    "optional parts before many requests": lines(
        'if (x.a#) u += "/p#";\n', "fetch(u + #, h);\n", before="let u = B;\n"
    ),
    "optional parts between requests": lines(
        'if (x.a#) u += "/p#"; fetch(u, h);\n', before="let u = B;\n"
    ),
    "additions": lines("u += x;\n", before="let u = B;\n", after="fetch(u, h);"),
    "additions before many requests": lambda size: in_function(
        "let u = B;\n" + "u += x;\n" * (size // 16) + "fetch(u, h);\n" * (size // 26)
    ),
    "additions between requests": lines('u += "/p#"; fetch(u, h);\n', before="let u = B;\n"),
    "additions of what is added to": lines(
        "u += u;\n", before="let u = B;\n", after="fetch(u, h);"
    ),
    "sums of the one before": lines(
        'const u# = u% + "/p#";\n', before="const u0 = B;\n", after="fetch(u40, h); fetch(u9, h);"
    ),
    "sums of the one before, all asked for": lines(
        'const u# = u% + "/p#"; fetch(u#, h);\n', before="const u0 = B;\n"
    ),
    "sums of the one before, twice": lines(
        "const u# = u% + u%; fetch(u#, h);\n", before="const u0 = B;\n"
    ),
    "templates of the one before, twice": lines(
        "const u# = `${u%}${u%}`; fetch(u#, h);\n", before="const u0 = B;\n"
    ),
    "lists of the one before, joined": lines(
        'const u# = [u%, u%].join("/"); fetch(u#, h);\n', before="const u0 = B;\n"
    ),
    "concat of the one before": lines(
        "const u# = u%.concat(u%, u%); fetch(u#, h);\n", before="const u0 = B;\n"
    ),
    "choices of the one before": lines(
        "const u# = x.a# ? u% : u%; fetch(u#, h);\n", before="const u0 = B;\n"
    ),
    "choices of the one before, with a text": lines(
        'const u# = x.a# ? u% + "a" : u% + "b"; fetch(u#, h);\n', before="const u0 = B;\n"
    ),
    "conditions that are choices": lines(
        "const u# = u% ? u% : u%; fetch(B + u#, h);\n", before="const u0 = x;\n"
    ),
    "conditions of && and ||": lines(
        "const u# = (u% && u%) || (u% && u%); fetch(u# ? B : h, h);\n", before="const u0 = x;\n"
    ),
    "comparisons of comparisons": lines(
        'const u# = (u% === u%) === (u% !== u%); fetch(u# === "a" ? B : h, h);\n',
        before="const u0 = x;\n",
    ),
    "new URL of the one before": lines(
        "const u# = new URL(u%, u%); fetch(u#, h);\n", before="const u0 = B;\n"
    ),
    "calls of the one before": lines(
        "const u# = u%.trim().toString().replace(/\\/$/, '').toUpperCase(); fetch(u#, h);\n",
        before="const u0 = B;\n",
    ),
    "constants of constants": lines(
        "const u# = u%;\n", before="const u0 = B;\n", after="fetch(u39, h); fetch(u80, h);"
    ),
    "constants of constants, all asked for": lines(
        "const u# = u%; fetch(u#, h);\n", before="const u0 = B;\n"
    ),
    "constants of constants backwards": lines(
        "fetch(u#, h); const u% = u#;\n", after="const u99 = B;\n"
    ),
    "names that mean themselves": lines("const u# = u# + u#; fetch(u#, h);\n"),
    "names in a circle": lines(
        "let u#, v#; u# = v# + v#; v# = u# + u#; fetch(u#, h); fetch(v#, h);\n"
    ),
    "a template of choices": row("fetch(B + `", '${x.a# ? "p" : "q"}', "/", "`, h);"),
    "a template of texts": row("fetch(`${B}", "${B}", "/", "`, h);"),
    "templates of choices": lines(
        'fetch(`${B}${x.a# ? "p" : "q"}/${x.b# ? "p" : "q"}/${x.c# ? "p" : "q"}/${x.d}`, h);\n'
    ),
    "a sum of choices": row("fetch(B + ", '(x.a# ? "p" : "q")', " + ", ", h);"),
    "a sum with one name": row("const p = 'a'; fetch(B + ", "p", " + ", ", h);"),
    "choices in a row": row("fetch(B + (", 'x.a# ? "p#"', " : ", ' : "z"), h);'),
    "choices in a row, with the token": row("fetch(B, ", "x.a# ? t", " : ", " : h);"),
    "choices within the first side": lambda size: in_function(
        "fetch(B + (" + "x.a ? " * (size // 12) + "'p'" + " : 'q'" * (size // 12) + "), h);"
    ),
    "choices within the condition": nested("(", "x", " ? 1 : 0)", "fetch(B + ", ", h);"),
    "a tree of choices": tree('"p"', "(x.a# ? ", " : ", ")", "fetch(B + ", ", h);"),
    "a tree of choices of tokens": tree("t", "(x.a# ? ", " : ", ")", "fetch(B, ", ");"),
    "a tree of sums": tree('"p"', "(", " + ", ")", "fetch(B + ", ", h);"),
    "a tree of templates": tree("p", "${`", "}${`", "`}", "fetch(B + `", "`, h);"),
    "a tree of lists": tree('"p"', "[", ", ", '].join("/")', "fetch(B + ", ", h);"),
    "a tree of URLs": tree("B", "new URL(", ", ", ")", "fetch(", ", h);"),
    "a tree of conditions": tree("x", "(", " || ", ")", "fetch(", " ? B : B, h);"),
    "a tree of fallbacks": tree("x.a", "(", " ?? ", ")", "fetch(", ", h);"),
    "fallbacks in a row": row("fetch(", "x.a#", " || ", " || B, h);"),
    "fallbacks of texts": row("fetch(B + (", '"p#"', " || ", "), h);"),
    "?? in a row": row("fetch(", "x.a#", " ?? ", " ?? B, h);"),
    "conditions in a row": row("fetch(", "x.a#", " && ", " ? B : x, h);"),
    "brackets": nested("(", "B", ")", "fetch(", ", h);"),
    "casts": lambda size: in_function("fetch(B" + " as any" * (size // 7) + ", h);"),
    "not not": lambda size: in_function("fetch(" + "!" * size + "x ? B : B, h);"),
    "awaits": lambda size: in_function("fetch(" + "await " * (size // 6) + "B, h);"),
    "trim of trim": lambda size: in_function("fetch(B" + ".trim()" * (size // 7) + ", h);"),
    "concat of concat": lambda size: in_function(
        "fetch(B" + '.concat("p")' * (size // 12) + ", h);"
    ),
    "members of members": lambda size: in_function("fetch(x" + ".a" * (size // 2) + ", h);"),
    "subscripts of subscripts": lambda size: in_function("fetch(x" + "[0]" * (size // 3) + ", h);"),
    "a switch": lines(
        "case #: u = B + 'p#'; break;\n", before="let u;\nswitch (x.a) {", after="}\nfetch(u, h);"
    ),
    "a switch before many requests": lambda size: in_function(
        "let u;\nswitch (x.a) {\n"
        + numbered(size // 2, "case #: u = B + 'p#'; break;\n")
        + "}\n"
        + "fetch(u, h);\n" * (size // 26)
    ),
    "a switch for two names": lines(
        "case #: u = B + 'p#'; m = 'POST'; break;\n",
        before="let u, m;\nswitch (x.a) {",
        after="}\nfetch(u, { method: m, ...h });",
    ),
    "ifs for two names": lines(
        "if (x.a#) { u = B + 'p#'; m = 'POST'; }\n",
        before="let u, m;\n",
        after="fetch(u, { method: m, ...h });",
    ),
    "ifs for two names with many requests": lines(
        "if (x.a#) { u = B + 'p#'; m = 'POST'; }\nfetch(u, { method: m, ...h });\n",
        before="let u, m;\n",
    ),
    "choices of two kinds": lines(
        "fetch(x.a ? (x.b ? (x.c ? B + 1 : B + 2) : B + 3) : B + 4, "
        "{ method: x.a ? (x.b ? (x.c ? 'PUT' : 'POST') : 'GET') : 'PATCH', ...h });\n"
    ),
    "else if": lambda size: in_function(
        "let u;\n" + numbered(size, "if (x.a#) u = B + 'p#'; else ") + "u = B;\nfetch(u, h);"
    ),
    "ifs in ifs": lambda size: in_function(
        "let u = B;\n"
        + numbered(size, "if (x.a#) { u += '/p#'; ")
        + "}" * numbered(size, "if (x.a#) { u += '/p#'; ").count("{")
        + "fetch(u, h);"
    ),
    "assignments in ifs in ifs": lambda size: in_function(
        "let u = B;\n" + "if (x.a) { u = B; fetch(u, h);" * (size // 32) + "}" * (size // 32)
    ),
    "assignments seen from another function": lines(
        "u = B + 'p#';\n", "f(#);\n", before="let u;\nconst f = (n) => fetch(u + n, h);\n"
    ),
    "assignments in a loop": lambda size: in_function(
        "let u;\nfor (;;) {\n" + numbered(size, "u = u + 'p#'; fetch(u, h);\n") + "}"
    ),
    "assignments of one another": lambda size: in_function(
        "let a = B, b = B;\n" + "a = b + 'p'; b = a + 'q';\n" * (size // 28) + "fetch(a + b, h);"
    ),
    "assignments of one another in a loop": lambda size: in_function(
        "let a = B, b = B;\nwhile (x) {\n"
        + "a = b + 'p'; b = a + 'q';\n" * (size // 28)
        + "}\nfetch(a + b, h);"
    ),
    "a table of addresses": lambda size: in_function(
        "const U = {\n"
        + numbered(size // 2, "a#: B + 'p#',\n")
        + "};\n"
        + numbered(size // 2, "fetch(U.a#, h);\n")
    ),
    "a table of addresses by number": lambda size: in_function(
        "const U = [\n"
        + numbered(size // 2, "B + 'p#',\n")
        + "];\n"
        + numbered(size // 2, "fetch(U[#], h);\n")
    ),
    "a table of shorthands": lambda size: in_function(
        numbered(size // 3, "const a# = B + 'p#';\n")
        + "const U = {"
        + numbered(size // 4, "a#, ")
        + "};\n"
        + numbered(size // 3, "fetch(U.a#, h);\n")
    ),
    "a table that is assigned": lines(
        "U.a# = B + 'p#';\n", "fetch(U.a#, h);\n", before="const U = {};\n"
    ),
    "a table that is assigned, one name": lines(
        "U.a = B + 'p#';\n", "fetch(U.a + #, h);\n", before="const U = {};\n"
    ),
    "options that are assigned": lines(
        "o.method = 'P#';\n", "fetch(B + #, o);\n", before="const o = { ...h };\n"
    ),
    "tables of tables": lines(
        "const o# = { a: o%, b: o% }; fetch(o#.a.a.a.b.b.b, h);\n",
        before="const o0 = { a: B, b: B };\n",
    ),
    "spread of the one before, twice": lines(
        "const o# = { ...o%, ...o% }; fetch(o#.z, h);\n", before="const o0 = { a: B };\n"
    ),
    "spread of choices of the one before": lines(
        "const o# = { ...(x.a# ? o% : o%) }; fetch(o#.a, h);\n", before="const o0 = { a: B };\n"
    ),
    "spreads in one object": row(
        "const o = { a: B, ", "...(x.a# ? { a: 'p#' } : {})", ", ", " }; fetch(o.a, h);"
    ),
    "objects in objects": nested("{ a: ", "B", " }", "const o = ", "; fetch(o.a.a.a.a, h);"),
    "lists in lists": nested("[", "B", "]", "const o = ", "; fetch(o[0][0][0], h);"),
    "patterns": lines("const { a: u#, b: v# = u% } = x.o#; fetch(u# + v#, h);\n"),
    "patterns of the one before": lines(
        "const { a: o#, b: u# = B } = o%; fetch(u#, h);\n", before="const o0 = x;\n"
    ),
    "a wide pattern": lambda size: in_function(
        "const {"
        + numbered(size // 3, "a# = B + 'p#',\n")
        + "} = x;\n"
        + numbered(size // 3, "fetch(a#, h);\n")
    ),
    "a wide pattern of a wide object": lambda size: in_function(
        "const {"
        + numbered(size // 4, "a#: b#, ")
        + "} = {"
        + numbered(size // 4, "a#: B, ")
        + "};\n"
        + numbered(size // 3, "fetch(b#, h);\n")
    ),
    "a wide pattern of a list": lambda size: in_function(
        "const ["
        + numbered(size // 4, "a#, ")
        + "] = ["
        + numbered(size // 4, "B, ")
        + "];\n"
        + numbered(size // 3, "fetch(a#, h);\n")
    ),
    "patterns in patterns": nested("{ a: ", "u", " }", "const ", " = x; fetch(u, h);"),
    "fields of a class": outside(
        "this.u = B + 'p#';\n",
        "} m#() { return fetch(this.u + #, this.h);\n",
        before="const B = 'https://a.b/';\nclass C { constructor(h) { this.h = h;\n",
        after="} }\n",
        within="new C(h).m1();",
    ),
    "static fields": lambda size: app(
        "class C { "
        + numbered(size // 3, "static a# = 'https://gmail.googleapis.com/p#';\n")
        + "}\n"
        + HEAD
        + numbered(size // 3, "fetch(C.a#, h);\n")
        + END
    ),
    "requests": lambda size: in_function("fetch(B + 'labels', h);\n" * (size // 26)),
    "different addresses": lines("fetch(B + 'labels/#', h);\n"),
    "an address of many parts": row("fetch(B + '", "p#", "/", "', h);"),
    "an address of many unknown parts": row("fetch(B + `", "${x.a#}", "/", "`, h);"),
    "an address of many unknown and known parts": row(
        "fetch(B + `", "${x.a#}/messages", "/", "`, h);"
    ),
    "addresses of Graph": lambda size: {
        **app(
            HEAD.replace('"gmail"', '"outlook"')
            + "fetch(`https://graph.microsoft.com/v1.0"
            + "/${x.a}/items/root:" * (size // 20)
            + "`, h);\n"
            + END
        ),
        "base44/connectors/outlook.jsonc": '{"type": "outlook", "scopes": ["Mail.Read"]}',
    },
    "addresses with brackets": lambda size: app(
        HEAD.replace('"gmail"', '"outlook"')
        + "fetch('https://graph.microsoft.com/v1.0/me/"
        + "f(" * (size // 2)
        + ")', h);\n"
        + END
    ),
    "addresses with quotes and brackets": lambda size: app(
        HEAD.replace('"gmail"', '"outlook"')
        + 'fetch("https://graph.microsoft.com/v1.0/me/f('
        + "''" * (size // 2)
        + 'x", h);\n'
        + END
    ),
    "addresses with percent signs": lambda size: in_function(
        "fetch(B + '" + "%41/" * (size // 4) + "', h);\n"
    ),
    "addresses with colons": lambda size: in_function(
        "fetch(`https://analyticsdata.googleapis.com/v1beta/${x}/"
        + "a/" * (size // 2)
        + "${x}:runReport`, h);\n"
    ),
    "long texts, many requests": lambda size: in_function(
        "const L = B + '" + "p" * (size // 2) + "';\n" + numbered(size // 2, "fetch(L + '#', h);\n")
    ),
    "long texts in sums": lambda size: in_function(
        "const L = B + '" + "p" * (size // 2) + "';\nfetch(" + "L + " * (size // 8) + "'', h);\n"
    ),
    "escapes": lambda size: in_function('fetch(B + "' + "\\u0061" * (size // 6) + '", h);'),
}

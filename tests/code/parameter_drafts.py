"""Random functions that put the parameters of requests together in all ways that connlint knows.

An expression or statement is a template: `<object>` is any expression of that kind, `<old:object>` a
variable of it, `<new:object>` the name of a new one. `x` is what a run brings along.
"""

from __future__ import annotations

import re
from random import Random

__all__ = ["COMMON", "RUNS", "draft"]

COMMON = """\
const keep = {};
const same = (it) => it;
const change = (object) => { object.e = '8'; };
const add = (params) => params.set('f', '8');
const options = (it) => { it.params = { g: '1' }; };
"""
"""What all drafts have."""

RUNS = [
    {"one": True, "two": False, "text": "r", "raw": "e=f&g=h", "key": "k", "list": [1, 2]},
    {"one": False, "two": True, "text": "&y=1", "raw": "q", "key": "l", "list": []},
    {"one": True, "two": True, "text": "#", "raw": "&", "key": "m", "list": [1]},
]
"""What `x` can be."""

_KEYS = "abcd"
_SMALL = {
    "value": ["'1'", "'a b'", "'c&d'", "x.text", "x.raw", "(x.one ? '1' : '2')", "5", "true"],
    "object": ["{}", "{ <key>: <value> }", "{ <key>: <value>, '<key>': <value> }"],
    "params": ["new URLSearchParams(<object>)", "new URLSearchParams()"],
    "url": ["new URL(B + '<path>')"],
    "text": ["B + '<path>'", "B + '<path>?<key>=1'"],
    "options": ["{ ...h, params: <object> }"],
    "function": ["fetch"],
}
_LARGE = {
    "value": _SMALL["value"],
    "object": [
        "{ <key>: <value>, ...<object> }",
        "{ ...<object>, ...(x.one && <object>) }",
        "{ ...(x.one ? <object> : {}), <key>: <value> }",
        "{ <key>: <value>, [x.key]: <value> }",
        "(x.two ? <object> : <object>)",
        "Object.assign({}, <object>, <object>)",
        "Object.fromEntries(Object.entries(<object>).filter(([, it]) => it))",
        "JSON.parse(JSON.stringify(<object>))",
        "[<object>, <object>][x.one ? 0 : 1]",
        "({ a: <object>, b: <object> })[x.one ? 'a' : 'b']",
        "same(<object>)",
    ],
    "params": [
        "new URLSearchParams(<params>)",
        "new URLSearchParams([['<key>', <value>], ['<key>', <value>]])",
        "new URLSearchParams(Object.entries(<object>))",
        "new URLSearchParams('?<key>=1&<key>=2')",
        "new URLSearchParams(`<key>=${encodeURIComponent(<value>)}`)",
    ],
    "url": ["new URL('<path>?<key>=2', B)", "new URL(<text>)", "new URL(<url>)"],
    "text": [
        "`${B}<path>?${<params>}`",
        "B + '<path>?' + <params>.toString()",
        "`${B}<path>?<key>=1&${<params>}`",
        "B + '<path>?<key>=' + encodeURIComponent(<value>)",
        "B + '<path>' + (x.one ? '?<key>=1' : '')",
        "<text> + '&<key>=7'",
        "<url>.href",
        "`${<url>}&<key>=9`",
    ],
    "options": [
        "h",
        "{ ...<options>, params: <object> }",
        "{ ...<options> }",
        "{ ...h, params: { ...<options>.params, <key>: <value> } }",
    ],
    "function": _SMALL["function"],
}
_CHANGES = [
    "<old:object>.<key> = <value>;",
    "<old:object>['<key>'] = <value>;",
    "Object.assign(<old:object>, <object>);",
    "change(<old:object>);",
    "keep.it = <old:object>; keep.it.z = '1';",
    "<old:params>.set('<key>', <value>);",
    "<old:params>.append('<key>', <value>);",
    "add(<old:params>);",
    "for (const [k, it] of Object.entries(<object>)) <old:params>.set(k, it);",
    "Object.entries(<object>).forEach(([k, it]) => <old:params>.set(k, it + 1));",
    "<old:url>.searchParams.set('<key>', <value>);",
    "<old:url>.searchParams.append('<key>', <value>);",
    "<old:url>.search = <params>;",
    "<old:url>.search = '?<key>=3';",
    "<old:text> += '&<key>=' + encodeURIComponent(<value>);",
    "<old:text> += '&<key>=' + <value>;",
    "<old:options>.params = <object>;",
    "<old:options>.params['<key>'] = <value>;",
    "Object.assign(<old:options>, { params: <object> });",
    "options(<old:options>);",
]
_DECLARATIONS = [
    *(f"const <new:{kind}> = <{kind}>;" for kind in ("object", "params", "url", "options")),
    "let <new:text> = <text>;",
    "const <new:object> = <old:object>;",
    "const <new:params> = <old:url>.searchParams;",
    "const <new:options> = <old:options>;",
    "const <new:function> = (p, o = {}) => fetch(`${B}${p}?${new URLSearchParams(o)}`, h);",
    "const <new:function> = (p, o) => { o.k = <value>; axios.get(B + p, { ...h, params: o }); };",
]
_REQUESTS = [
    "fetch(<text>, h);",
    "fetch(<url>, h);",
    "axios.get(<text>, <options>);",
    "<old:function>('<path>', <object>);",
    "<old:function>('<path>');",
]
_BLOCKS = ["if (x.one) { <change> }", "if (x.two) { <change> <change> }"]
_BLOCKS += ["for (const it of x.list) { <change> }", "<change>", "<change>", "<change>"]
_PART = re.compile(r"<(?:(new|old):)?(\w+)>")
_DEEP = 3


def draft(random: Random) -> str:
    """Write the code of a function; each of its requests has a path of its own, like m7."""
    return _Draft(random).code()


class _Draft:
    def __init__(self, random: Random) -> None:
        self._random = random
        self._names: dict[str, list[str]] = {}
        self._new: list[tuple[str, str]] = []
        self._count = 0

    def code(self) -> str:
        tables = [_DECLARATIONS] * 6 + [_BLOCKS] * 6 + [_REQUESTS]
        lines = _DECLARATIONS[: len(_SMALL) - 2]
        lines += [self._random.choice(self._random.choice(tables)) for _ in range(9)]
        lines += [self._random.choice(_REQUESTS) for _ in range(2)]
        return "\n".join(map(self._statement, lines))

    def _statement(self, template: str) -> str:
        statement = self._filled(template)
        # A name can be used behind the statement that declares it.
        for kind, name in self._new:
            self._names.setdefault(kind, []).append(name)
        self._new.clear()
        return statement

    def _filled(self, template: str, depth: int = 0) -> str:
        return _PART.sub(lambda part: self._part(part[1], part[2], depth), template)

    def _part(self, which: str | None, kind: str, depth: int) -> str:
        known = self._names.get(kind, [])
        if kind == "key":
            return self._random.choice(_KEYS)
        if which == "new" or kind == "path":
            self._count += 1
            if not which:
                return f"m{self._count}"
            self._new.append((kind, f"{kind}{self._count}"))
            return self._new[-1][1]
        if kind == "change":
            return self._filled(self._random.choice(_CHANGES), depth)
        if known and (which == "old" or self._random.random() < 0.6):
            return self._random.choice(known)
        table = _SMALL if depth >= _DEEP or self._random.random() < 0.4 else _LARGE
        return f"({self._filled(self._random.choice(table[kind]), depth + 1)})"

"""The parameters that a request is known to have, and whether they are all."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import NamedTuple
from urllib.parse import parse_qsl, quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.fuzz.shapes import HEAD, app

from connlint.code.model import Parameters
from connlint.project import find_targets
from connlint.run import read_project

END = "});\n"
IMPORTS = """\
import axios from "npm:axios";
import ky from "npm:ky";
import { google } from "npm:googleapis";
import { WebClient } from "npm:@slack/web-api";
import { Octokit } from "npm:@octokit/rest";
import { Dropbox } from "npm:dropbox";
import { Client } from "npm:@microsoft/microsoft-graph-client";
"""


def _requests(root: Path, code: str, kind: str = "gmail") -> list[Parameters]:
    """The parameters of the requests that some code makes, in their order."""
    head = IMPORTS + HEAD.replace('"gmail"', f'"{kind}"')
    for name, text in app(head + code + "\n" + END).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (target,) = find_targets([str(root)], str(root))
    project = read_project(target, str(root))
    assert project.code.failures == ()
    return [request.parameters for request in project.code.requests]


def _parameters(root: Path, code: str, kind: str = "gmail") -> Parameters:
    (found,) = set(_requests(root, code, kind))
    return found


def _shown(found: Parameters) -> str:
    """Parameters as the tables below write them: `…` for what only a run can tell."""
    assert list(dict.fromkeys(found.known)) == list(found.known)
    known = [f"{name}={'…' if value is None else value}" for name, value in found.known]
    return " & ".join([*known, *([] if found.is_complete else ["?"])])


QUERIES = {
    "fetch(B + 'messages', h)": "",
    "fetch(B + 'messages?q=is:unread&format=full', h)": "format=full & q=is:unread",
    "fetch(B + 'messages?q=a#b?c=d&e=f', h)": "q=a",
    "fetch(B + 'messages#q=a', h)": "",
    "fetch(B + 'messages?q=a%20b+c&%71=%C3%A9', h)": "q=a b c & q=é",
    "fetch(B + 'messages?q', h)": "q=",
    "fetch(B + 'messages?&q=a=b&', h)": "q=a=b",
    "fetch(B + 'messages?q=a?b', h)": "q=a?b",
    "fetch(`${B}messages?q=${'a'}&format=full`, h)": "format=full & q=a",
    "fetch(`${B}messages?q=${x.q}&format=full`, h)": "format=full & q=… & ?",
    "fetch(`${B}messages?${x.a}&format=full`, h)": "format=full & ?",
    "fetch(`${B}messages?${x.a}=1&format=full`, h)": "format=full & ?",
    "fetch(`${B}messages?q=${encodeURIComponent(x.q)}&format=full`, h)": "format=full & q=…",
    "fetch(`${B}messages?q=a${encodeURIComponent(x.q)}b&c=d`, h)": "c=d & q=…",
    "fetch(`${B}messages?${encodeURIComponent(x.q)}=1`, h)": "?",
    "fetch(B + 'messages?q=' + encodeURIComponent('a&b=c'), h)": "q=a&b=c",
    "fetch(B + 'messages?q=' + encodeURIComponent(x.a ? 'a' : 'b'), h)": "q=a & q=b",
    "fetch(encodeURI(B + 'messages?q=a b'), h)": "q=a b & ?",
    "fetch(B + 'messages?q=' + (x.a ? 'a' : 'b') + '&c=d', h)": "c=d & q=a & q=b",
    "fetch(B + 'messages' + (x.a ? '?q=a' : ''), h)": "q=a",
    "fetch(x.a ? B + 'messages?q=a' : B + 'messages?q=b&c=d', h)": "c=d & q=a & q=b",
    "fetch(['https://a.b/c?d=e', 'f=' + encodeURIComponent(x.a)].join('&'), h)": "d=e & f=…",
    "fetch((B + 'messages?q=a').concat('&b=', '1'), h)": "b=1 & q=a",
    "fetch(B + 'messages?q=' + 12 + '&b=' + 0x10, h)": "b=… & q=12 & ?",
    "fetch((B + 'messages?q=a/').replace(/\\/$/, ''), h)": "q=a/ & ?",
    "fetch(B + 'messages/' + x.id, h)": "",
    "fetch(B + 'messages' + x.rest, h)": "?",
    "fetch(B + 'messages/' + x.a + x.b, h)": "?",
    "fetch(x.url, h)": "?",
    "let u = B + 'messages?a=1'; if (x.b) u += '&b=2'; fetch(u, h)": "a=1 & b=2",
    "let u = B + 'messages?a=1'; if (x.b) u += '2'; fetch(u, h)": "a=1 & a=12",
    "let u = B + 'messages?a=1'; for (const i of x) u += '&b=2'; fetch(u, h)": "a=1 & b=2",
    "for (;;) { let u = B + 'messages'; if (x.a) u += '?b=2'; fetch(u, h) }": "b=2 & ?",
    "const f = (p) => fetch(B + p, h); f('messages?q=a')": "q=a",
    "const f = (q) => fetch(`${B}messages?q=${encodeURIComponent(q)}`, h); f('a'); f('b')": (
        "q=a & q=b"
    ),
}
"""Addresses, and the parameters of the requests."""

OBJECTS = {
    "const u = new URL(B + 'messages?a=1'); u.searchParams.set('q', 'b c'); fetch(u, h)": (
        "a=1 & q=b c"
    ),
    "const u = new URL('messages?a=1', B); if (x) u.searchParams.append('q', x.q); fetch(u.href, h)": (
        "a=1 & q=…"
    ),
    "const u = new URL(B + 'messages'); u.search = 'q=a&b=c'; fetch(u.toString(), h)": "b=c & q=a",
    "const u = new URL(B + 'messages'); u.search = new URLSearchParams({ q: 'a' }); fetch(u, h)": (
        "q=a"
    ),
    "const u = new URL(B + 'messages'); const p = u.searchParams; p.set('q', 'a'); fetch(u, h)": (
        "q=a"
    ),
    "const u = new URL(B + 'messages'); u.searchParams.set(x.k, 'a'); fetch(u, h)": "?",
    "const u = new URL(B + 'messages'); u.searchParams.set(...x); fetch(u, h)": "?",
    "const u = new URL(B + 'messages'); change(u); fetch(u, h)": "?",
    "const u = new URL(B + 'messages'); x.u = u; fetch(u, h)": "?",
    "const f = (v) => v.searchParams.set('q', 'a'); "
    "const u = new URL(B + 'messages'); f(u); fetch(u, h)": "q=a",
    "const f = () => { const u = new URL(B + 'messages'); return u; };"
    "const v = f(); v.searchParams.set('q', 'a'); fetch(v, h)": "?",
    "fetch(new URL(B + 'messages?q=a'), h)": "q=a",
    "fetch(B + 'messages?' + new URLSearchParams({ q: 'a b', 'c': x.c, [x.d]: 1 }), h)": (
        "c=… & q=a b & ?"
    ),
    "fetch(B + 'messages?' + new URLSearchParams({ q: 'a', n: 5, t: true, ...{ b: 'c' } }), h)": (
        "b=c & n=5 & q=a & t=true"
    ),
    "fetch(B + 'messages?' + new URLSearchParams({ q: 'a', ...x }), h)": "q=a & ?",
    "fetch(B + 'messages?' + new URLSearchParams({ q: 'a', ...(x.b && { b: 'c' }) }), h)": (
        "b=c & q=a"
    ),
    "fetch(B + 'messages?' + new URLSearchParams([['q', 'a'], ['b', x.b]]), h)": "b=… & q=a",
    "fetch(B + 'messages?' + new URLSearchParams('?q=a&b=c'), h)": "b=c & q=a",
    "fetch(B + 'messages?' + new URLSearchParams(x), h)": "?",
    "fetch(B + 'messages?' + new URLSearchParams(), h)": "",
    "fetch(`${B}messages?a=1&${new URLSearchParams({ q: 'a' })}&b=2`, h)": "a=1 & b=2 & q=a",
    "fetch(`${B}messages?a=1${new URLSearchParams({ q: 'a' })}`, h)": "a=… & q=a & ?",
    "fetch(`${B}messages?${new URLSearchParams({ q: 'a' })}1`, h)": "q=a & ?",
    "const p = new URLSearchParams(); p.set('q', 'a'); if (x.b) p.append('b', x.b); "
    "fetch(`${B}messages?${p.toString()}`, h)": "b=… & q=a",
    "const p = new URLSearchParams(); for (const l of x.ids) p.append('id', l); "
    "fetch(`${B}messages?${p}`, h)": "id=…",
    "const p = new URLSearchParams(); for (const k in x) p.append(k, x[k]); "
    "fetch(`${B}messages?${p}`, h)": "?",
    "const o = { q: 'a' }; o.b = 'c'; o['d'] = x.d; fetch(B + 'messages?' + new URLSearchParams(o), h)": (
        "b=c & d=… & q=a"
    ),
    "const o = { q: 'a' }; o[x.k] = 'c'; fetch(B + 'messages?' + new URLSearchParams(o), h)": (
        "q=a & ?"
    ),
    "const o = { q: 'a' }; Object.assign(o, { b: 'c' }); "
    "fetch(B + 'messages?' + new URLSearchParams(o), h)": "b=c & q=a",
    "const o = { q: 'a' }; change(o); fetch(B + 'messages?' + new URLSearchParams(o), h)": "q=a & ?",
    "const o = { q: 'a' }; const p = o; p.b = 'c'; fetch(B + 'messages?' + new URLSearchParams(o), h)": (
        "b=c & q=a"
    ),
    "const f = (p, o = {}) => { o.b = 'c'; return fetch(`${B}${p}?${new URLSearchParams(o)}`, h); };"
    "f('messages', { q: 'a' })": "b=c & q=a",
    "const f = (o) => fetch(`${B}messages?${new URLSearchParams(o)}`, h);"
    "f({ q: 'a' }); f({ q: 'b' })": "q=a & q=b",
}
"""Queries that objects hold."""


@pytest.mark.parametrize("code", QUERIES)
def test_the_parameters_of_an_address_are_known(code: str, tmp_path: Path) -> None:
    assert _shown(_parameters(tmp_path, code)) == QUERIES[code]


@pytest.mark.parametrize("code", OBJECTS)
def test_the_parameters_that_objects_hold_are_known(code: str, tmp_path: Path) -> None:
    assert _shown(_parameters(tmp_path, code)) == OBJECTS[code]


def test_each_address_has_parameters_of_its_own(tmp_path: Path) -> None:
    code = "fetch(x.a ? B + 'messages?q=a' : B + 'labels?b=c', h)"
    assert [_shown(each) for each in _requests(tmp_path, code)] == ["q=a", "b=c"]


class _Part(NamedTuple):
    """A part of an address: its code, and some of the texts that it can be when it runs."""

    code: str
    texts: tuple[str, ...]


_WORDS = ["", "a", "b", "&", "=", "&a=", "&b=", "?", "#", "+", "%20", " ", "/", "a=b&"]
_TEXT = st.sampled_from(_WORDS[:8]) | st.sampled_from(_WORDS)
_LITERAL = _TEXT.map(lambda text: _Part(f"'{text}'", (text,)))
_VALUE = st.one_of(
    _LITERAL,
    st.tuples(_TEXT, _TEXT).map(lambda two: _Part(f"(x.a ? '{two[0]}' : '{two[1]}')", two)),
    _TEXT.map(lambda text: _Part(f"encodeURIComponent('{text}')", (quote(text, safe=""),))),
    st.just(_Part("encodeURIComponent(x.b)", ("", "c", "%26a%3Db"))),
)
_WHOLE = st.sampled_from(
    [
        _Part("new URLSearchParams({ e: 'f g', h: x.i })", ("e=f+g&h=", "e=f+g&h=i%26")),
        _Part("[`a=${encodeURIComponent(x.b)}`, 'b=1'].join('&')", ("a=&b=1", "a=2&b=1")),
        _Part("x.c", ("", "c", "&d=e", "#")),
    ]
)
_SIGNS = st.sampled_from([_Part(f"'&{name}='", (f"&{name}=",)) for name in "abc"])
_PARTS = st.one_of(
    st.tuples(_SIGNS, _VALUE),
    st.tuples(_SIGNS, _VALUE, _VALUE),
    st.tuples(st.just(_Part("'&'", ("&",))), _WHOLE),
    st.tuples(_VALUE),
)
_STEPS = st.tuples(
    st.sampled_from(["", "if (x.d) ", "for (const i of x.e) "]), st.lists(_PARTS, max_size=2)
)


@given(steps=st.lists(_STEPS, max_size=4), random=st.randoms())
def test_what_is_known_is_all_that_there_can_be_or_is_not_complete(
    steps: list[tuple[str, list[tuple[_Part, ...]]]],
    random: Random,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    code = "let u = B + 'messages?';\n"
    flat = [(start, [part for group in groups for part in group]) for start, groups in steps]
    for start, parts in flat:
        code += f"{start}u += {' + '.join(['``', *(part.code for part in parts)])};\n"
    requests = _requests(tmp_path_factory.mktemp("app"), f"{code}fetch(u, h);")
    # Of what takes too many steps nothing is claimed.
    if not requests or not all(request.is_complete for request in requests):
        return
    known = {pair for request in requests for pair in request.known}
    for _ in range(20):
        url = "?"
        for start, parts in flat:
            count = random.randint(0, 2) if "for" in start else random.randint(not start, 1)
            for _ in range(count):
                url += "".join(random.choice(part.texts) for part in parts)
        query = url.removeprefix("?").partition("#")[0].strip(" ")
        for name, value in parse_qsl(query, keep_blank_values=True):
            assert {(name, value), (name, None)} & known, (code, url)

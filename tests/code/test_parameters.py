"""The parameters that a request is known to have, and whether they are all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple
from urllib.parse import parse_qsl, quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.fuzz.shapes import HEAD, app

from connlint.code.merging import merge_analyses
from connlint.code.model import CodeAnalysis, Parameters, Request
from connlint.project import find_targets
from connlint.run import read_project
from connlint.text.source import SourceFile, Span

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


def requests_of(root: Path, code: str, kind: str = "gmail") -> Sequence[Request]:
    """The requests that some code makes, in their order."""
    head = IMPORTS + HEAD.replace('"gmail"', f'"{kind}"')
    for name, text in app(head + code + "\n" + END).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (target,) = find_targets([str(root)], str(root))
    project = read_project(target, str(root))
    assert project.code.failures == ()
    return project.code.requests


def _requests(root: Path, code: str, kind: str = "gmail") -> list[Parameters]:
    """The parameters of the requests that some code makes, in their order."""
    return [request.parameters for request in requests_of(root, code, kind)]


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
    "const u = new URL(B + 'messages'); u.searchParams.set('q', 'a'); fetch(`${u}&b=c`, h)": (
        "b=c & q=a"
    ),
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
    "const o = JSON.parse(JSON.stringify({ q: 'a' })); o.b = 'c'; "
    "fetch(B + 'messages?' + new URLSearchParams(o), h)": "b=c & q=a",
    "const o = structuredClone({ q: 'a' }); change(o); "
    "fetch(B + 'messages?' + new URLSearchParams(o), h)": "q=a & ?",
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


LIBRARIES = {
    "axios.get(B + 'messages?a=b', { ...h, params: { q: 'c', n: x.n } })": "a=b & n=… & q=c",
    "axios(B + 'messages', { ...h, params: { q: 'a' } })": "q=a",
    "axios({ url: B + 'messages', ...h, params: x.a ? { q: 'a' } : undefined })": "q=a",
    "axios({ url: B + 'messages', params: { q: 'a' }, ...h, ...x })": "q=a & ?",
    "axios.post(B + 'messages', { b: 1 }, { ...h, params: { q: 'a' } })": "q=a",
    "axios.get(B + 'messages', h)": "",
    "axios.get(B + 'messages', { ...h, params: x.params })": "?",
    "axios.get(B + 'messages', { ...h, params: { q: 'a' }, ...x })": "q=a & ?",
    "axios.get(B + 'messages', { ...h, params: { q: 'a' }, [x.k]: {} })": "q=a & ?",
    "axios.get(B + 'messages', { ...h, params: new URLSearchParams({ q: 'a' }) })": "q=a",
    "const params = { q: 'a' }; params.b = x.b; axios.get(B + 'messages', { ...h, params })": (
        "b=… & q=a"
    ),
    "const o = { ...h, params: { q: 'a' } }; axios.get(B + 'messages', o)": "q=a",
    "const o = { ...h, params: { q: 'a' } }; o.params.b = 1; axios.get(B + 'messages', o)": (
        "q=a & ?"
    ),
    "const o = { ...h, params: { q: 'a' } }; change(o); axios.get(B + 'messages', o)": "q=a & ?",
    "const o = { ...h }; if (x.a) o.params = x.o; axios.get(B + 'messages', o)": "?",
    "const a = axios.create({ baseURL: B, ...h, params: { k: '1' } });"
    "a.get('messages', { params: { q: 'a' } })": "k=1 & q=a",
    "const a = axios.create({ baseURL: B, ...h }); a.interceptors.request.use(x.f);"
    "a.get('messages', { params: { q: 'a' } })": "q=a & ?",
    "const get = (path, params) => axios.get(B + path, { ...h, params }); get('messages', { q: 'a' })": (
        "q=a"
    ),
    "ky.get(B + 'messages', { ...h, searchParams: { q: 'a' } })": "q=a",
    "ky.get(B + 'messages', { ...h, searchParams: 'q=a&b=c' })": "b=c & q=a",
    "ky(B + 'messages', { ...h, searchParams: [['q', 'a']] })": "q=a",
    "const k = ky.create({ prefixUrl: B, ...h, searchParams: { k: '1' } });"
    "k('messages', { searchParams: new URLSearchParams({ q: 'a' }) })": "k=1 & q=a",
    "const k = ky.create({ prefixUrl: B, ...h, hooks: x.hooks }); k('messages')": "?",
}
"""Requests by way of libraries."""

_ENTRIES = "for (const [k, v] of Object.entries(o)) u.searchParams.set(k, v);"
_ASK = "const u = new URL(B + 'messages'); {} fetch(u, h); }}; ask({{ q: 'a' }})"
COPIES = {
    f"const ask = (o) => {{ {_ASK.format(_ENTRIES)}": "q=a",
    f"const ask = (o = {{}}) => {{ {_ASK.format(_ENTRIES.replace(', v)', ', String(v))'))}": "q=a",
    f"const ask = (o) => {{ {_ASK.format(_ENTRIES.replace(', v)', ', v + 1)'))}": "q=…",
    f"const ask = (o) => {{ {_ASK.format(_ENTRIES.replace('(k,', '(k + 1,'))}": "?",
    "const ask = (o) => { "
    + _ASK.format("Object.entries(o).forEach(([k, v]) => u.searchParams.append(k, v));"): "q=a",
    "const o = { q: 'a' }; const kept = Object.entries(o).filter(([, v]) => v);"
    "fetch(B + 'messages?' + new URLSearchParams(kept), h)": "q=a",
    "const o = Object.fromEntries(Object.entries({ q: 'a' }).filter(([, v]) => v));"
    "fetch(B + 'messages?' + new URLSearchParams(o), h)": "q=a",
    "const kept = Object.entries({ q: 'a' }); kept.push(x.a);"
    "fetch(B + 'messages?' + new URLSearchParams(kept), h)": "q=a & ?",
    "const o = Object.fromEntries(Object.entries({ q: 'a' })); o.b = 'c';"
    "fetch(B + 'messages?' + new URLSearchParams(o), h)": "b=c & q=a",
    "const o = [['q', 'a']]; o.push(['b', 'c']);"
    "fetch(B + 'messages?' + new URLSearchParams(o), h)": "q=a & ?",
    "const o = Object.fromEntries(x.list); fetch(B + 'messages?' + new URLSearchParams(o), h)": "?",
}
"""Objects that are gone through."""

_GOOGLE = (
    "const auth = new google.auth.OAuth2(); auth.setCredentials({ access_token: t });"
    "const g = google.gmail({ version: 'v1', auth }); g.users.messages."
)
_GRAPH = "const g = Client.init({ authProvider: (done) => done(null, t) }); g.api('/me/messages"
_OCTOKIT = "const o = new Octokit({ auth: t }); o."
SDKS = {
    f"{_GOOGLE}list({{ userId: 'me', q: x.q }})": "q=… & userId=me",
    f"{_GOOGLE}list({{ userId: 'me', ...x }})": "userId=me & ?",
    f"{_GOOGLE}list()": "",
    f"{_GOOGLE}list(x)": "?",
    f"{_GOOGLE}list(...x)": "?",
    _GOOGLE.replace("auth }", "auth, params: { k: '1' } }") + "list()": "k=1",
    "const w = new WebClient(t); w.conversations.list({ types: 'im', exclude_archived: true })": (
        "exclude_archived=true & types=im"
    ),
    "const w = new WebClient(t); w.apiCall('conversations.list', { types: x.a ? 'im' : 'mpim' })": (
        "types=im & types=mpim"
    ),
    "const list = (w, types) => w.conversations.list({ types }); list(new WebClient(t), 'im')": (
        "types=im"
    ),
    "const d = new Dropbox({ accessToken: t }); d.filesListFolder({ path: '' })": "path=",
    f"{_OCTOKIT}rest.issues.list({{ state: 'all', page: 2 }})": "page=2 & state=all",
    f"{_OCTOKIT}request('GET /search/issues?q=a', {{ page: 2 }})": "page=2 & q=a",
    f"{_OCTOKIT}request('GET /user')": "",
    f"{_OCTOKIT}paginate(o.rest.issues.list, {{ state: 'all' }})": "state=all",
    f"{_OCTOKIT}paginate('GET /user/repos', {{ type: 'private' }})": "type=private",
    f"{_GRAPH}?$top=5').get()": "$top=5",
    f"{_GRAPH}').select('subject,body').filter('a eq 1').top(5).get()": (
        "$filter=a eq 1 & $select=subject,body & $top=5"
    ),
    f"{_GRAPH}').select(['subject', 'body']).orderby(x.o).get()": (
        "$orderby=… & $select=subject,body"
    ),
    f"{_GRAPH}').select('subject', 'body').header('a', 'b').get()": "$select=subject,body",
    f"{_GRAPH}').select('subject', x.b).query({{ $count: true }}).get()": "$count=true & $select=…",
    f"{_GRAPH}').query('$count=true').post({{}})": "$count=true",
    f"{_GRAPH}').with(x).select('body').get()": "$select=body & ?",
    f"{_GRAPH.replace('g.api', 'const r = g.api')}').top(3); r.select('body').get()": (
        "$select=body & ?"
    ),
}
"""Requests by way of SDKs."""

_CALL = "fetch('https://slack.com/api/conversations.list"
BODIES = {
    f"{_CALL}?limit=5', h)": "limit=5",
    f"{_CALL}', {{ ...h, body: JSON.stringify({{ types: 'im', limit: 5 }}) }})": "limit=5 & types=im",
    f"{_CALL}', {{ ...h, body: JSON.stringify(x) }})": "?",
    f"{_CALL}', {{ ...h, body: JSON.stringify({{ types: 'im' }}, x.f) }})": "?",
    f"{_CALL}', {{ ...h, body: new URLSearchParams({{ types: 'im' }}) }})": "types=im",
    f"{_CALL}', {{ ...h, body: 'types=im&limit=5' }})": "limit=5 & types=im",
    f'{_CALL}\', {{ ...h, body: \'{{"types": "im", "limit": 5}}\' }})': "limit=… & types=im",
    f"{_CALL}', {{ ...h, body: '{{' }})": "?",
    f"{_CALL}', {{ ...h, body: x.body }})": "?",
    f"{_CALL}', {{ ...h, ...x }})": "?",
    f"const f = new FormData(); f.append('types', 'im'); {_CALL}', {{ ...h, body: f }})": "types=im",
    f"const o = {{ ...h }}; o.body = JSON.stringify({{ types: 'im' }}); {_CALL}', o)": "types=im",
    "axios.post('https://slack.com/api/conversations.list', { types: 'im' }, h)": "types=im",
    "ky.post('https://slack.com/api/conversations.list', { ...h, json: { types: 'im' } })": (
        "types=im"
    ),
    "const ask = (m, b) => fetch('https://slack.com/api/' + m, { ...h, body: JSON.stringify(b) });"
    "ask('conversations.list', { types: 'im' })": "types=im",
}
"""Requests to Slack, which takes in a body what others take in a query."""


def _cases(kind: str, table: dict[str, str]) -> list[object]:
    return [pytest.param(kind, code, table[code], id=code) for code in table]


@pytest.mark.parametrize(
    ("kind", "code", "shown"),
    [
        case
        for table in (QUERIES, OBJECTS, LIBRARIES, COPIES, SDKS)
        for case in _cases("gmail", table)
    ]
    + _cases("slack", BODIES),
)
def test_the_parameters_of_a_request_are_known(
    kind: str, code: str, shown: str, tmp_path: Path
) -> None:
    assert _shown(_parameters(tmp_path, code, kind)) == shown


def test_a_body_has_no_parameters_of_other_services(tmp_path: Path) -> None:
    code = "fetch(B + 'messages', { ...h, body: JSON.stringify({ q: 'a' }) })"
    assert _shown(_parameters(tmp_path, code)) == ""


def test_callapi_has_the_parameters_of_its_query(tmp_path: Path) -> None:
    code = "c.callApi('x', { path: '/2/tweets?a=b', query: { ids: x.ids, b: 'c' } })"
    assert _shown(_parameters(tmp_path, code, "x")) == "a=b & b=c & ids=…"


def test_requests_that_differ_in_parameters_alone_are_one(tmp_path: Path) -> None:
    code = "const f = (q) => fetch(B + 'messages?q=' + encodeURIComponent(q), h); f('a'); f('b');"
    assert [_shown(each) for each in _requests(tmp_path, code)] == ["q=a & q=b"]


def test_each_call_of_a_helper_that_makes_another_address_has_its_own(tmp_path: Path) -> None:
    code = "const f = (q) => fetch(`${B}messages?q=${q}`, h); f('a'); f('b');"
    assert [_shown(each) for each in _requests(tmp_path, code)] == ["q=a", "q=b"]


def test_the_parameters_of_a_request_are_few(tmp_path: Path) -> None:
    query = "&".join(f"p{number}=1" for number in range(70))
    found = _parameters(tmp_path, f"fetch(B + 'messages?{query}', h)")
    assert (len(found.known), found.is_complete) == (60, False)


def test_parameters_without_steps_are_not_complete_and_nothing_else_suffers(
    tmp_path: Path,
) -> None:
    spread = "".join(
        f"const o{number} = {{ ...o{number - 1}, ...o{number - 1}, ...x.a }};\n"
        for number in range(1, 6)
    )
    uses = "fetch(B + 'messages?' + new URLSearchParams(o5), h);\n" * 500
    code = f"const o0 = {{ q: 'a' }};\n{spread}{uses}fetch(B + 'labels?b=c', h);"
    assert [_shown(each) for each in _requests(tmp_path, code)][-1] == "?"


def test_units_together_have_all_parameters_of_a_request() -> None:
    known = Parameters((("a", "1"),), is_complete=True)
    place = SourceFile("base44/shared/ask.ts", "fetch", "/ask.ts")
    request = Request("gmail", place, Span(0, 5), parameters=known)
    others = [
        (Parameters((("a", None), ("b", "2")), is_complete=True), True),
        (Parameters((("a", None), ("b", "2"))), False),
    ]
    for other, is_complete in others:
        readings = [
            CodeAnalysis(requests=(request._replace(parameters=each),)) for each in (known, other)
        ]
        (found,) = merge_analyses(readings).requests
        assert found.parameters == Parameters((("a", None), ("a", "1"), ("b", "2")), is_complete)


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

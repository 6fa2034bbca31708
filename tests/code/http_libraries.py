"""Uses of HTTP libraries, and the requests with the token that each of them makes.

Each group has what is imported, and code with the requests that it makes: verb, address and
parameters. `B` is the origin of an API, `h` are options with the token `t` in a header, and `x` is
only known when the code runs, as `…` is. `gap` stands for a use that is not understood.
"""

from __future__ import annotations

__all__ = ["CASES"]

_PLAIN = {
    "await lib(B, h)": "GET B",
    "const other = lib; await other(B, h)": "GET B",
    "await lib(B + '/a?b=c', { ...h, method: 'post' })": "POST B/a?b=c",
    "await lib.put(B + '/a', { ...h })": "PUT B/a",
    "const { patch: change } = lib; await change(B + '/a', h)": "PATCH B/a",
    "await lib.unknown(B, h)": "gap",
    "await lib(B, { ...h, ...x })": "… B?…",
    "await lib(B, { [x.name]: t })": "gap",
    "await lib(B, x.options, h)": "gap",
    "await lib(...x.args, h)": "gap",
}
"""What libraries have in common that are functions, with methods named like verbs."""

CASES: tuple[tuple[str, dict[str, str]], ...] = (
    ('import lib from "npm:ky@1";', _PLAIN),
    ('import lib from "npm:got@14";', _PLAIN),
    ('import { got as lib } from "got";', _PLAIN),
    ('import * as all from "https://esm.sh/got@14.4.1"; const lib = all.default;', _PLAIN),
    ('import lib from "https://cdn.skypack.dev/got@14?dts";', _PLAIN),
    ('import lib from "https://esm.sh/v135/got@14.0.0/es2022/got.mjs";', _PLAIN),
    ('import lib from "jsr:got@14";', _PLAIN),
    ('const lib = require("got");', _PLAIN),
    ('const { default: lib } = await import("npm:got");', _PLAIN),
    ('const lib = (await import("npm:got")).got;', _PLAIN),
    ('import lib from "npm:got/../other";', {"await lib(B, h)": "gap"}),
    ('import { other as lib } from "npm:got";', {"await lib(B, h)": "gap"}),
    ('import type lib from "npm:other";', {"await lib(B, h)": "gap"}),
    ("const got = async (url, options) => url;", {"await got(B, h)": ""}),
    (
        "declare const got, axios, ky, $fetch, needle, superagent, wretch, https, request;",
        {
            "await got(B, h)": "gap",
            "await axios.get(B, h)": "gap",
            "await ky(B, h)": "gap",
            "await $fetch(B, h)": "gap",
            "await needle.get(B, h)": "gap",
            "await superagent.get(B).set('Authorization', t)": "gap",
            "await wretch(B).auth(t).get().json()": "gap",
            "https.request(B, h)": "gap",
            "await request(B, h)": "gap",
        },
    ),
    (
        'import got from "npm:got@14";',
        {
            "await got({ ...h, url: B + '/a', method: 'DELETE' })": "DELETE B/a",
            "await got('a', { ...h, prefixUrl: B, searchParams: { q: 1, r: x.r } })": (
                "GET B/a?q=1&r=…"
            ),
            "const api = got.extend({ prefixUrl: B, ...h }); await api('a'); await api.post('b')": (
                "GET B/a; POST B/b"
            ),
            "const base = got.extend({ prefixUrl: B + '/v1', searchParams: { k: 1 } });"
            "const api = base.extend(h); await api.get('a'); await base.get('b')": "GET B/v1/a?k=1",
            "const base = got.extend({ prefixUrl: B, method: 'POST' }); await base('a', h)": (
                "POST B/a"
            ),
            "const api = got.extend(h, { prefixUrl: x.url }); await api('a'); await api(B)": (
                "GET …a?…; GET B"
            ),
            "got.stream(B, h); got.stream.post(B, { ...h, body: '' })": "GET B; POST B",
            "for await (const item of got.paginate(B, h)) x(item)": "GET B",
            "await got.paginate.all(B, h)": "GET B",
            "await got(B, { username: 'me', password: t })": "GET B",
            "await got.post(B, { json: { token: t } })": "POST B in the body",
            "await got(B, { ...h, hooks: { beforeRequest: [x.change] } })": "gap",
            "await got(B, { hooks: { beforeRequest: [(o) => { o.headers.a = t }] } })": "gap",
            "const api = got.extend({ ...h, handlers: [x.handler] }); await api(B)": "gap",
            "await got(B, { agent: t })": "gap",
            "const api = got.extend(h); x.use(api)": "gap",
            "const { get, put: change } = got.extend(h); await get(B); await change(B)": (
                "GET B; PUT B"
            ),
            "const api = got.extend(h); const send = x.a ? api.get : api.put; await send(B)": (
                "GET B; PUT B"
            ),
            "const api = got.extend(h); await api[x.verb](B)": "gap",
            "await got[x.verb](B, h)": "gap",
            "const { get, ...more } = got.extend(h); await get(B)": "GET B; gap",
        },
    ),
    (
        'import ky from "npm:ky@1";',
        {
            "await ky('a', { ...h, prefixUrl: B, searchParams: 'q=1' })": "GET B/a?q=1",
            "const api = ky.create({ prefixUrl: B }); await api.post('a', h)": "POST B/a",
            "const api = ky.create({ prefixUrl: B }).extend(h); await api.head('a')": "HEAD B/a",
            "await ky(new Request(B, { method: 'PUT' }), h)": "PUT B",
            "await ky(B, { ...h, fetch: x.fetch })": "gap",
        },
    ),
    (
        'import ky from "npm:ky@2";',
        {
            "await ky('a', { ...h, prefix: B })": "GET B/a",
            "await ky('/a', { ...h, baseUrl: B + '/v1/' })": "GET B/a",
            "await ky('a', { ...h, baseUrl: B + '/v1/' })": "GET B/v1/a",
        },
    ),
    (
        'import { ofetch, $fetch as send, fetch as plain } from "npm:ofetch@1.4.1";',
        {
            "await ofetch(B + '/a', h)": "GET B/a",
            "await send('/a', { ...h, baseURL: B, method: 'DELETE', query: { q: x.q } })": (
                "DELETE B/a?q=…"
            ),
            "await send.raw(B, { ...h, params: { p: 'a' } })": "GET B?p=a",
            "const api = ofetch.create({ baseURL: B, ...h }); await api('a', { method: 'post' })": (
                "POST B/a"
            ),
            "await plain(B, { ...h, method: 'PUT' })": "PUT B",
            "await ofetch(B, { onRequest({ options }) { options.headers.set('a', t) } })": "gap",
            "await ofetch(B, { ...h, onRequest: x.change })": "gap",
            "await ofetch(B, { ...h, onResponse() {} })": "GET B",
            "await ofetch.post(B, h)": "gap",
        },
    ),
    (
        'import { Gaxios, instance, request as send } from "npm:gaxios@6";',
        {
            "await send({ ...h, url: B + '/a', params: { q: 1 } })": "GET B/a?q=1",
            "await instance.request({ ...h, url: B, method: 'PATCH', data: x })": "PATCH B",
            "await new Gaxios({ ...h, baseURL: B }).request({ url: '/a' })": "GET B/a",
            "const api = new Gaxios({ baseURL: B }); await api.request({ ...h, url: '/a' })": "GET B/a",
            # Version 6 appends the path to the base URL, and version 7 resolves it.
            "const api = new Gaxios({ ...h, baseURL: B + '/v1/' }); await api.request({ url: 'a' })": (
                "GET B/v1/a"
            ),
            "const api = new Gaxios({ ...h, baseURL: B + '/v1' }); await api.request({ url: '/a' })": (
                "GET …?…"
            ),
            "await send({ ...h, url: B, adapter: x.adapter })": "gap",
            "await send({ url: B, retryConfig: { token: t } })": "gap",
        },
    ),
    (
        'import { Headers, fetch as plain, request as send, stream } from "npm:undici@7";',
        {
            "await send(B + '/a', { ...h, query: { q: 'b' } })": "GET B/a?q=b",
            "await send(B, { ...h, method: 'DELETE' })": "DELETE B",
            # Without a method, a body makes it a PUT.
            "await send(B, { ...h, body: 'a' })": "PUT B",
            "await send(B, { ...h, body: 'a', method: 'POST' })": "POST B",
            "await send(B, { ...h, path: '/a' })": "GET …?…",
            "await send(B, { ...h, ...x })": "… …?…",
            "await plain(B, { ...h, method: 'POST', body: 'a' })": "POST B",
            "await stream(B, h, x.factory)": "GET B",
            "await send(B, { headers: new Headers({ a: t }) })": "GET B",
            "await send(B, { dispatcher: x.dispatcher(t) })": "gap",
            # One object may have the address and all options.
            "await send({ origin: B, path: '/a?q=1', method: 'POST', ...h })": "POST B/a?q=1",
            "await send({ origin: B, path: '/a', body: 'a', ...h })": "PUT B/a",
            "await send({ origin: B, path: '/a', ...h }, x.options)": "gap",
            "await send({ hostname: 'api.example.com', pathname: '/a', ...h })": "GET …?…",
            "await send({ ...x, origin: B, path: '/a', ...h })": "gap",
        },
    ),
    (
        'import { Agent, Client as Own, Pool, request as send } from "https://esm.sh/undici@7.30.2";',
        {
            "const api = new Own(B); await api.request({ path: '/a?q=1', method: 'POST', ...h })": (
                "POST B/a?q=1"
            ),
            "const api = new Pool(new URL(B), { connections: 5 });"
            "await api.request({ path: `/a/${x.id}`, method: 'GET', query: { q: 'b' }, ...h })": (
                "GET B/a/…?q=b"
            ),
            "const { request } = new Own(B + '/'); request({ path: '/a', method: 'PUT', ...h }, x.done)": (
                "PUT B/a"
            ),
            "const call = (origin, token) => new Own(origin).request("
            "{ path: '/a', method: 'GET', headers: ['authorization', token] }); await call(B, t)": (
                "GET B/a"
            ),
            "const api = new Own(B); api.stream({ path: '/a', method: 'GET', ...h }, x.factory);"
            "api.pipeline({ path: '/b', method: 'PUT', ...h }, x.handler)": "GET B/a; PUT B/b",
            "const api = new Own(B); api.request({ path: '/a', method: 'POST', body: `t=${t}` })": (
                "POST B/a in the body"
            ),
            "const agent = new Agent({ keepAliveTimeout: 5 });"
            "await agent.request({ origin: B, path: '/a', method: 'DELETE', ...h })": "DELETE B/a",
            "const agent = new Agent(); await send(B + '/a', { ...h, dispatcher: agent })": "GET B/a",
            # What the code does not say, or what undici would refuse, is not known.
            "await new Own(B).request({ path: '/a', ...h })": "… B/a",
            "await new Own(x.url).request({ path: '/a', method: x.verb, ...h })": "… …/a?…",
            "await new Own(B).request({ path: x.path, method: 'GET', ...h })": "GET …?…",
            "await new Own(B).request({ path: 'a', method: 'GET', ...h })": "GET …?…",
            "await new Own(B).request({ path: '//a', method: 'GET', ...h })": "GET …?…",
            "await new Own(B).request({ path: '/a/../b', method: 'GET', ...h })": "GET …?…",
            "await new Own(B).request({ origin: x.url, path: '/a', method: 'GET', ...h })": "GET …?…",
            "await new Own(B + '/v1').request({ path: '/a', method: 'GET', ...h })": "GET …?…",
            "await new Agent().request({ path: '/a', method: 'GET', ...h })": "GET …?…",
            # These may send the request elsewhere.
            "await send(B, { ...h, dispatcher: new Own(x.url) })": "gap",
            "await send(B, { ...h, dispatcher: new Agent({ factory: x.factory }) })": "gap",
            "await new Own(B, { connect: x.connect }).request({ path: '/a', method: 'GET', ...h })": "gap",
            "await new Own(B, { ...x }).request({ path: '/a', method: 'GET', ...h })": "gap",
            "await new Pool(B, { factory: x.make }).request({ path: '/a', method: 'GET', ...h })": "gap",
            "const api = new Own(B).compose(x.interceptor);"
            "await api.request({ path: '/a', method: 'GET', ...h })": "gap",
            "const api = x.any ? new Own(B) : x.client;"
            "await api.request({ path: '/a', method: 'GET', ...h })": "gap",
            "await new Own(B).request({ path: '/a', method: 'GET', opaque: t })": "gap",
            "await new Own(B).request(...[{ path: '/a', method: 'GET', ...h }])": "gap",
            "await new Own(B).fetch(B + '/a', h)": "gap",
            "new Own(B).dispatch({ path: '/a', method: 'GET', ...h }, x.handler)": "gap",
            "new Own(B).upgrade({ path: '/a', ...h })": "gap",
            "new Own(B, h)": "gap",
        },
    ),
    (
        'import { Client } from "npm:other"; import { MockPool, ProxyAgent } from "npm:undici";',
        {
            "await new Client(B).request({ path: '/a', method: 'GET', ...h })": "gap",
            "await new MockPool(B, x).request({ path: '/a', method: 'GET', ...h })": "gap",
            "await new ProxyAgent(B).request({ origin: B, path: '/a', method: 'GET', ...h })": "gap",
        },
    ),
    (
        'import needle from "npm:needle@3"; const { get: read } = needle;',
        {
            "await needle('get', B, { q: 1 }, h)": "GET B?q=1",
            "await needle('put', B + '/a', { q: 1 }, h)": "PUT B/a",
            "await needle.get(B, { ...h, query: { q: 'a' } })": "GET B?q=a",
            "await read(B, h)": "GET B",
            "await needle.post(B, x, h)": "POST B",
            "await needle.post(B, { token: t })": "POST B in the body",
            "await needle.request('delete', B, null, h)": "DELETE B",
            "await needle(x.verb, B, null, h)": "… B",
            "await needle('get', B, h)": "GET B",
            "await needle(B, h)": "gap",
            "await needle('https://api.example.com', x, h)": "gap",
            "needle.defaults(h); await needle.get(B)": "gap",
        },
    ),
    (
        'import axios from "npm:axios@1";',
        {
            "await axios(B, h)": "GET B",
            "await axios.request({ ...h, url: '/a', baseURL: B, method: 'post' })": "POST B/a",
            "await axios.patchForm(B, x, h)": "PATCH B",
            "const o = { ...h }; o.url = B; o.method = 'PUT'; await axios(o)": "PUT B",
            "const o = { ...h }; if (x.a) o.method = 'PUT'; await axios(B, o)": "PUT B; GET B",
            "const api = axios.create({ baseURL: B }); await api.get('a', h)": "GET B/a",
            "const api = new axios.Axios({ baseURL: B, ...h }); await api.get('a')": "GET B/a",
            "const api = axios.create({ ...h, baseURL: B }); await api.create().get('a')": "GET B/a",
            # A header of its own takes the place of the token.
            "const api = axios.create({ ...h, baseURL: B });"
            "await api.get('a', { headers: { authorization: `Bearer ${x.b}` } }); await api.get('b')": (
                "GET B/b"
            ),
            "const api = axios.create(h); await api.get(B, { headers: { Authorization: x.b } })": (
                "GET B"
            ),
            "const own = { headers: { authorization: 'a' } };"
            "await axios.create(h).create(own).get(B)": "",
            "const api = axios.create({ headers: { 'X-Token': t }, baseURL: B });"
            "await api.get('a', { headers: { authorization: 'b' } })": "GET B/a",
            "const api = axios.create({ baseURL: B, method: 'POST', ...h }); await api('a')": (
                "POST B/a"
            ),
            "await axios.get(B, { ...h, adapter: x.adapter })": "gap",
            "await axios.get(B, { transformRequest: () => t })": "gap",
            # It gets the headers.
            "await axios.get(B, { ...h, transformRequest: [x.change] })": "gap",
            "const api = axios.create(h); x.log(api.defaults.headers)": "gap",
        },
    ),
    (
        'import axios from "npm:axios@1";',
        {
            "axios.defaults.headers.common.Authorization = t;"
            "await axios.get(B); await axios.post(B + '/a')": "GET B?…; POST B/a?…",
            "axios.defaults.headers.common['Authorization'] = t;"
            "await axios.get(B, { headers: { Authorization: 'Bearer ' + x.a } })": "",
            "axios.defaults.headers.common.a = t; try { await axios.get(B) }"
            "catch (e) { if (axios.isAxiosError(e)) throw e }": "GET B?…",
            "axios.defaults.headers.Authorization = t; const own = axios; await own(B)": "GET B?…",
            "const api = axios.create({ baseURL: B }); api.defaults.headers.common.a = t;"
            "await api.get('b'); await axios.get(B)": "GET B/b?…",
            "axios.defaults.headers.post.Authorization = t; await axios.get(B)": "gap",
            "axios.defaults.headers.common.a = t; axios.defaults.headers.common.a = x.a;"
            "await axios.get(B)": "gap",
            "axios.defaults.headers.common = { Authorization: t }; await axios.get(B)": "GET B?…",
            "x.client.defaults.headers.common.a = t": "gap",
            "axios.defaults.baseURL = B; axios.defaults.headers.common.a = t; await axios.get('/b')": (
                "GET B/b?…"
            ),
            "const api = axios.create(h); api.defaults.baseURL = B; await api.get('b')": "GET B/b?…",
            "const api = axios.create({ ...h, baseURL: B }); api.defaults.baseURL = x.url;"
            "await api.get('/b'); await api.get(B)": "GET …/b?…; GET B?…",
            "axios.defaults.baseURL = B; const api = axios.create(h); await api.get('/b')": (
                "GET …/b?…"
            ),
        },
    ),
    (
        'import http from "npm:axios@1";',
        {
            "http.interceptors.request.use((c) => { c.headers.Authorization = `Bearer ${t}`; return c; });"
            "await http.get(B); await http({ url: B + '/a', method: 'PUT' })": "GET B?…; PUT B/a?…",
            "const api = http.create({ baseURL: B }); const other = http.create({ baseURL: B });"
            "api.interceptors.request.use((c) => { c.headers.set('Authorization', t); return c; });"
            "await api.get('/a'); await other.get('/b'); await http.get(B)": "GET B/a?…",
            # Clients that are made of it have no interceptors.
            "http.interceptors.request.use((c) => { c.headers.a = t; return c; });"
            "await http.create({ baseURL: B }).get('/a'); await http.post(B)": "POST B?…",
            # An interceptor comes after the headers of the request.
            "http.interceptors.request.use((c) => { c.headers.a = t; return c; });"
            "await http.get(B, { headers: { a: 'b' } })": "GET B?…",
            "const api = http.create({ baseURL: B }); api.interceptors.request.use("
            "async function (c) { if (c.headers) c.headers['a'] = t; return Promise.resolve(c); },"
            "(error) => Promise.reject(error)); await api.get('/a')": "GET B/a?…",
            "http.interceptors.request.use((c) => ({ ...c, headers: { ...c.headers, a: t } }));"
            "await http.get(B)": "GET B?…",
            "http.interceptors.request.use((c: any) => { (c.headers as any)!.a = t; return c!; });"
            "await http.get(B)": "GET B?…",
            "http.interceptors.request.use((c) => { c.headers = c.headers ?? {};"
            "Object.assign(c.headers, { a: t }); return c; }); await http.get(B)": "GET B?…",
            "http.interceptors.request.use(async (c) => { const { accessToken } ="
            "await connectors.getConnection('gmail'); c.headers.a = accessToken; return c; });"
            "await http.get(B)": "GET B?…",
            "const add = (c) => { c.headers.a = t; return c; }; const a = http.create(), b = http.create();"
            "a.interceptors.request.use(add); b.interceptors.request.use(add); await a.get(B); await b.put(B)": (
                "GET B?…; PUT B?…"
            ),
            "const make = (token) => { const api = http.create({ baseURL: B });"
            "api.interceptors.request.use((c) => { c.headers.a = token; return c; }); return api; };"
            "await make(t).get('/a'); const own = make(t); await own.put('/b')": "GET B/a?…; PUT B/b?…",
            "http.interceptors.request.use((c) => { c.headers.a = t; return c; });"
            "http.interceptors.response.use((answer) => answer.data); await http.get(B)": "GET B?…",
            "const api = http.create(); api.interceptors.request.use((c) => { c.headers.a = t; return c; });"
            "x.use(api)": "gap",
            "const api = http.create({ adapter: x.adapter }); api.interceptors.request.use((c) =>"
            "{ c.headers.a = t; return c; }); await api.get(B)": "gap",
        },
    ),
    (
        'import http from "npm:axios@1";',
        {
            f"http.interceptors.request.use({code}); await http.get(B)": "gap"
            for code in (
                # Nobody knows where such a request goes, or which of them has the token.
                "(c) => { c.url = x.url; c.headers.a = t; return c; }",
                "(c) => { c['baseURL'] = x.url; c.headers.a = t; return c; }",
                "(c) => { x.change(c); c.headers.a = t; return c; }",
                "(c) => { c.headers.a = t; return { ...c, url: x.url }; }",
                "(c) => { c.headers.a = t; return x.change(c); }",
                "(c) => { c.headers.a = t; return x.other ? x.config : c; }",
                "(c) => { if (c.url === x.url) c.headers.a = t; return c; }",
                "(c) => { if (!c.headers.a) c.headers.a = t; return c; }",
                "(c) => { if (c.headers === x.headers) c.headers.a = t; return c; }",
                "(c) => { const h = c.headers; h.a = t; x.change(h); return c; }",
                "(c) => { c.headers.set('a', t, false); return c; }",
                "(c) => { c.headers.a = t; delete c.headers.a; return c; }",
                "(c) => { c.headers.a = t; return c; }, null, { runWhen: x.when }",
                "(c) => { c.headers.a = t; return c; }, ...x",
                "(c) => { c.headers.a = t; }",
                "(c) => { c.params = { a: t }; return c; }",
                "(c) => { c.headers.common.a = t; return c; }",
                "({ headers, ...rest }) => { headers.a = t; return { headers, ...rest }; }",
                "(c, other) => { other.headers.a = t; return c; }",
                "function () { arguments[0].headers.a = t; return arguments[0]; }",
                "null, (c) => { c.headers.a = t; return c; }",
                "x.known ? x.change : (c) => { c.headers.a = t; return c; }",
            )
        },
    ),
    (
        'import http from "npm:axios@1"; const add = (c, t) => { c.headers.a = t; return c; };',
        {
            f"{code}; await http.get(B)": "gap"
            for code in (
                "http.interceptors.request.use((c) => add(c, t)); http.interceptors.request.use(x.other)",
                "const id = http.interceptors.request.use((c) => { c.headers.a = t; return c; });"
                "http.interceptors.request.eject(id)",
                "http['interceptors'].request.use((c) => { c.headers.a = t; return c; })",
                "const { request } = http.interceptors;"
                "request.use((c) => { c.headers.a = t; return c; })",
                "x.api.interceptors.request.use((c) => { c.headers.a = t; return c; })",
                "http.interceptors.response.use((c) => { c.headers.a = t; return c; })",
                "http.interceptors.other.use((c) => { c.headers.a = t; return c; })",
                "x.use((c) => { c.headers.a = t; return c; })",
            )
        },
    ),
    (
        'import axios from "npm:axios@1"; const { other } = await import("npm:other");',
        {"axios.defaults.headers.common.a = t; await axios.get(B)": "gap"},
    ),
    (
        'import agent from "npm:superagent@10"; const { get: read } = agent;',
        {
            "await agent.get(B + '/a').set('Authorization', t)": "GET B/a",
            "await agent.post(B).send({ a: 1 }).set({ Authorization: t }).timeout(5)": "POST B",
            "await agent.del(B).auth(t, { type: 'bearer' })": "DELETE B",
            "await agent('patch', B).set('a', t)": "PATCH B",
            "agent(B).set('a', t).end(x.done)": "GET B",
            "await read(B).set('a', t).query({ q: 'b' }).query('r=1')": "GET B?q=b&r=1",
            "await agent.get(B).query({ q: 'b' }).set('a', t)": "GET B?q=b",
            "await agent.get(B, { q: 'b' }).set('a', t)": "GET B?q=b",
            "await agent.post(B, { q: 'b' }).set('a', t)": "POST B",
            "await agent.get(B).query({ access_token: t })": "GET B?access_token=…",
            "await agent.put(B).send({ token: t })": "PUT B in the body",
            "const one = agent.get(B); one.set('a', t); one.query(x); await one": "GET B?…",
            "const one = agent.get(B).set('a', t); one.query(x); await one": "GET B?…",
            "const one = (path) => agent.get(B + path); await one('/a').set('a', t)": "GET B/a?…",
            "let one = agent.get(B); if (x.a) one = one.query({ q: 1 }); await one.set('a', t)": (
                "GET B?q=1&…"
            ),
            "const all = agent.agent(); all.set('a', t);"
            "await all.get(B); await all.put(B + '/a').query({ q: 1 })": "GET B?…; PUT B/a?q=1&…",
            "const all = agent.agent().set('a', t); await all.get(B)": "GET B?…",
            "await agent.agent().get(B).set('a', t)": "GET B?…",
            "await agent.get(B).use(x.plugin).set('a', t)": "gap",
            "await agent.get(B).set('a', t).use(x.plugin)": "gap",
            "await agent.get(B).agent(t)": "gap",
            "await agent.get(B).set(x.name, { a: t })": "gap",
            "x.all(agent.agent().set('a', t))": "gap",
        },
    ),
    (
        'import make from "npm:wretch@2"; import Query from "npm:wretch@2/addons/queryString";',
        {
            "await make(B).auth(`Bearer ${t}`).get('/a').json()": "GET B/a",
            "const api = make(B).headers({ Authorization: t });"
            "await api.url('/a').post(x).json(); await api.delete('/b').res()": "POST B/a; DELETE B/b",
            "await make(B, h).put(x, '/a').json()": "PUT B/a",
            "await make().options(h).url(B).url('/v1').patch({}, '/a').res()": "PATCH B/v1/a",
            "await make(B).auth(t).opts().res()": "OPTIONS B",
            "await make(B).addon(Query).auth(t).query({ q: x.q }).query('r=1').get().json()": (
                "GET B?q=…&r=1"
            ),
            "await make(B).json({ token: t }).post().res()": "POST B",
            "await make(B).post({ token: t }).res()": "POST B in the body",
            "await make(B + '?a=1').auth(t).get().res()": "GET B?a=1",
            "await make(B + '?a=1').auth(t).get('/b').res()": "GET …?…",
            "await make(B).auth(t).url(B + '/a', true).get().res()": "GET B/a",
            "await make(B).auth(t).url(B + '/a', x.replace).get().res()": "GET …?…",
            "const api = (path) => make(B).auth(t).url(path); await api('/a').get().res()": "GET B/a",
            "await make(B).middlewares([x.change]).auth(t).get().res()": "gap",
            "await make(B).auth(t).middlewares([x.change]).get().res()": "gap",
            "await make(B).addon(x.addon).auth(t).get().res()": "gap",
            "await make(B).defer(() => t).get().res()": "gap",
            "await make(B).options({ context: t }).get().res()": "gap",
            "await make(B).auth(t).fetch('GET', '/a').res()": "gap",
            "await make(B).auth(t).options(x, true).get().res()": "gap",
            "x.all(make(B).auth(t))": "gap",
        },
    ),
    (
        'import https, { get as read } from "node:https"; import * as plain from "http";',
        {
            "https.request(B + '/a?q=1', { ...h, method: 'POST' }, x.done).end()": "POST B/a?q=1",
            "https.get(B, h, (answer) => answer.resume())": "GET B",
            "read({ ...h, hostname: 'api.example.com', path: '/a?q=1' })": "GET B/a?q=1",
            "https.request({ ...h, host: 'api.example.com', path: `/a/${x.id}`, method: 'PUT' })": (
                "PUT B/a/…"
            ),
            "https.get({ ...h, host: 'api.example.com', port: 443 })": "GET B/",
            "https.get({ ...h, host: 'api.example.com', port: 8443 })": "GET B:8443/",
            "https.get({ ...h, host: x.host, path: '/a' })": "GET https://…/a",
            "plain.get({ ...h, host: 'api.example.com', path: '/a' })": (
                "GET http://api.example.com/a"
            ),
            "https.get(B + '/a', { ...h, path: '/b' })": "GET …?…",
            "https.get(B + '/a', { ...h, ...x })": "… …?…",
            "https.get({ ...x, ...h })": "… …?…",
            "const one = https.request(B, { method: 'PATCH' });"
            "one.setHeader('Authorization', t); one.end()": "PATCH B",
            "const one = https.request(B, { method: 'POST' }); one.end(JSON.stringify({ t }))": (
                "POST B in the body"
            ),
            "https.request(B, { agent: x.agent(t) })": "gap",
            "https.request(B, { agent: { t } })": "gap",
            "https.get(B, (answer) => x(answer, t))": "gap",
            "https.createServer(h)": "gap",
        },
    ),
    ('import https from "https";', {"https.get(B, h)": "GET B"}),
    ('import https from "npm:https";', {"https.get(B, h)": "gap"}),
    (
        'import ask, { GraphQLClient as Api, request as send, gql } from "npm:graphql-request@7";',
        {
            "const api = new Api(B + '/graphql', h); await api.request(gql`{ me }`)": (
                "POST B/graphql"
            ),
            "const api = new Api(B, { headers: () => h.headers }); await api.rawRequest('{ me }')": (
                "POST B"
            ),
            "const api = new Api(B, { headers: { a: t } }); await api.batchRequests(x)": "POST B",
            "await new Api(B).request('{ me }', {}, { Authorization: t })": "POST B",
            "await new Api(B).request({ document: '{ me }', requestHeaders: { a: t } })": "POST B",
            "await new Api(B).request('{ me }', { token: t })": "POST B in the body",
            "const api = new Api(B); api.setHeader('a', t); await api.request('{ me }')": "POST B",
            "const api = new Api(B); api.setHeaders({ a: t }); await api.request('{ me }')": "POST B",
            "await send(B, '{ me }', {}, { Authorization: t })": "POST B",
            "await ask({ url: B, document: '{ me }', requestHeaders: h.headers })": "POST B",
            # What is no mutation is sent with GET.
            "await new Api(B, { ...h, method: 'GET' }).request('{ me }')": "… B?…",
            "const api = new Api(B, h); api.setEndpoint(x.url); await api.request('{ me }')": "POST …?…",
            "const api = new Api(B, { ...h, requestMiddleware: x.change }); await api.request('a')": (
                "gap"
            ),
            "const api = new Api(B, { requestMiddleware: () => t }); await api.request('a')": "gap",
            "const api = new Api(B, h); x.use(api)": "gap",
            "x.client(new Api(B)).setHeader('a', t)": "gap",
            "await send(B, gql`{ me(token: ${t}) }`)": "gap",
        },
    ),
    (
        "",
        {
            "await fetch(B, h)": "GET B",
            "const send = fetch; await send(B, { ...h, method: 'POST' })": "POST B",
            "await globalThis.fetch(B, h)": "GET B",
            "await x.fetch(B, h)": "gap",
            "const send = async (fetch) => await fetch(B, h); await send(x.fetch)": "gap",
            "const { a: { url } } = { ...x, url: B }; await fetch(url, h)": "GET …?…",
            "const { pathname } = new URL(B + '/a'); await fetch(pathname, h)": "GET …?…",
        },
    ),
    ('import fetch from "npm:node-fetch@3";', {"await fetch(B, h)": "GET B"}),
    ('import send, { Request } from "node-fetch";', {"await send(new Request(B, h))": "GET B"}),
    ('import fetch from "npm:fetch-with-base";', {"await fetch(B, h)": "gap"}),
)

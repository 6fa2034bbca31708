"""All kinds of nodes of the grammars: those with ways of a token through them, and all others."""

from __future__ import annotations

from .ways import Way

__all__ = ["ENDS", "HARMLESS", "NO_VALUE", "OLDER", "WAYS"]

_SEND = "const send = (x) => SEND(x);"
_MAIL = "class Mail { constructor(x) { this.x = x; } send() { return SEND(this.x); } }"
_CLASS = "class A { x; send() { return SEND(this.x); } }"

WAYS: dict[str, tuple[Way, ...]] = {
    "abstract_class_declaration": (
        Way(
            "await new B(t).send();",
            "abstract class A { constructor(protected x: string) {} send() { return SEND(this.x); } }\n"
            "class B extends A {}",
        ),
    ),
    "arguments": (Way("await send(t);", _SEND),),
    "array": (Way("SEND([t][0]);"), Way("SEND([t]);")),
    "array_pattern": (
        Way("const [x] = [t]; SEND(x);"),
        Way("let x; [x] = [t]; SEND(x);"),
        Way("const send = ([x]) => SEND(x); send([t]);"),
    ),
    "arrow_function": (
        Way("await (() => SEND(t))();"),
        Way("const give = () => t; SEND(give());"),
        Way("const give = async () => t; SEND(await give());"),
    ),
    "as_expression": (Way("SEND(t as string);"), Way("const x = t as any; SEND(x);")),
    "assignment_expression": (
        Way("let x; x = t; SEND(x);"),
        Way("let x; SEND(x = t);"),
        Way("const o = {}; o.x = t; SEND(o.x);"),
        Way("const o = {}; o[0] = t; SEND(o[0]);"),
    ),
    "assignment_pattern": (
        Way("const [x = t] = []; SEND(x);"),
        Way("const { x: y = t } = {}; SEND(y);"),
        Way("const send = (x = t) => SEND(x); send();", ending="js"),
    ),
    "augmented_assignment_expression": (
        Way('let x = ""; x += t; SEND(x);'),
        Way('let x = ""; x ||= t; SEND(x);'),
        Way("let x; x ??= t; SEND(x);"),
        Way('let x = "a"; x &&= t; SEND(x);'),
        Way("const o = {}; o.x ??= t; SEND(o.x);"),
        Way("let x; SEND(x ??= t);"),
    ),
    "await_expression": (Way("SEND(await t);"), Way("SEND(await Promise.resolve(t));")),
    "binary_expression": (
        Way('SEND("" + t);'),
        Way('SEND(t || "");'),
        Way("SEND(null ?? t);"),
        Way("SEND(req && t);"),
        Way("SEND(t + 1);"),
    ),
    "call_expression": (
        Way("SEND(same(t));", "const same = (x) => x;"),
        Way("SEND(same?.(t));", "const same = (x) => x;"),
    ),
    "catch_clause": (
        Way("try { throw t; } catch (x) { SEND(x); }"),
        Way("try { await req.json(); } catch { SEND(t); }"),
        Way("try { throw { x: t }; } catch ({ x }) { SEND(x); }"),
    ),
    "class": (Way(f"const A = {_MAIL}; await new A(t).send();"),),
    "class_body": (Way("await new Mail(t).send();", _MAIL),),
    "class_declaration": (Way("await new Mail(t).send();", _MAIL),),
    "class_heritage": (Way("await new A(t).send();", f"{_MAIL}\nclass A extends Mail {{}}"),),
    "class_static_block": (Way("class A { static x; static { A.x = t; } }\nSEND(A.x);"),),
    "computed_property_name": (
        Way('const o = { ["x"]: t }; SEND(o.x);'),
        Way("const o = { [t]: 1 }; for (const x in o) SEND(x);"),
        Way("const o = { [req.url]: t }; SEND(o.x);"),
        Way("const o = { [t]: 1 }; SEND(Object.keys(o)[0]);"),
        Way('class A { ["x"] = t; send() { return SEND(this.x); } }\nnew A().send();'),
    ),
    "decorator": (Way("@keep(t) class A {}", "const keep = (x) => () => { SEND(x); };"),),
    "do_statement": (Way("let x = t; do { SEND(x); } while (false);"),),
    "else_clause": (Way('let x; if (req.url) { x = ""; } else { x = t; } SEND(x);'),),
    "enum_assignment": (Way("enum E { X = t }\nSEND(E.X);"),),
    "enum_body": (Way("enum E { X = t }\nSEND(E.X);"),),
    "enum_declaration": (Way("enum E { X = t }\nSEND(E.X);"),),
    "export_clause": (
        Way("x.y = t; SEND(x.y);", "const x = {};\nexport { x };"),
        Way(
            "x.y = t; send();",
            'import { x, send } from "./other.ts";',
            "const x = {};\nconst send = () => SEND(x.y);\nexport { x, send };",
        ),
    ),
    "export_specifier": (
        Way(
            "post(t);", 'import { post } from "./other.ts";', f"{_SEND}\nexport {{ send as post }};"
        ),
        Way(
            "post(t);", 'import post from "./other.ts";', f"{_SEND}\nexport {{ send as default }};"
        ),
    ),
    "export_statement": (
        Way("send(t);", 'import { send } from "./other.ts";', f"export {_SEND}"),
        Way("send(t);", 'import send from "./other.ts";', "export default (x) => SEND(x);"),
        Way(
            "send(t);", 'import send from "./other.ts";', "export default function (x) { SEND(x); }"
        ),
        Way(
            "new A(t).send();",
            'import A from "./other.ts";',
            "export default class { constructor(x) { this.x = x; } send() { SEND(this.x); } }",
        ),
        Way("kept = t; SEND(kept);", "export let kept;"),
    ),
    "extends_clause": (
        Way("await new A(t).send();", f"{_MAIL}\nclass A extends Mail {{}}"),
        Way(
            "class A extends make(t) {}\nawait new A().send();",
            "const make = (x) => class { send() { return SEND(x); } };",
        ),
    ),
    "field_definition": (
        Way("class A { x = t; send() { return SEND(this.x); } }\nnew A().send();", ending="js"),
        Way("class A { static x = t; }\nSEND(A.x);", ending="js"),
        Way("class A { #x = t; send() { return SEND(this.#x); } }\nnew A().send();", ending="js"),
    ),
    "finally_clause": (Way("let x; try { x = t; } finally { SEND(x); }"),),
    "for_in_statement": (
        Way("for (const x of [t]) SEND(x);"),
        Way("for await (const x of [t]) SEND(x);"),
        Way("for (const i in [t]) SEND([t][i]);"),
        Way("let x; for (x of [t]) SEND(x);"),
        Way("for (const [x] of [[t]]) SEND(x);"),
        Way("for (const { x } of [{ x: t }]) SEND(x);"),
        Way("const o = {}; for (o.x of [t]) SEND(o.x);"),
        Way("for (const i in { a: t }) SEND({ a: t }[i]);"),
        Way('let x = ""; for (const one of t) x += one; SEND(x);'),
    ),
    "for_statement": (
        Way("for (let x = t; x; x = null) SEND(x);"),
        Way('for (let x = "", n = 0; n < 2; n++, x = t) SEND(x);'),
        Way("for (let i = 0, l = [t]; i < l.length; i++) SEND(l[i]);"),
    ),
    "formal_parameters": (
        Way("send(1, t);", "function send(a, b) { return SEND(b); }"),
        Way("send(1, t);", "function send(a) { return SEND(arguments[1]); }"),
        Way("send(1, t);", "const send = (a, ...[b]) => SEND(b);"),
    ),
    "function_declaration": (
        Way("function give() { return t; }\nSEND(give());"),
        Way("send(t);", "function send(x) { return SEND(x); }"),
        Way(
            "SEND(await give(connectors));",
            'async function give(c) { return (await c.getConnection("gmail")).accessToken; }',
        ),
    ),
    "function_expression": (
        Way("const send = function (x) { return SEND(x); }; send(t);"),
        Way("(function (x) { SEND(x); })(t);"),
        Way("(function () { SEND(this.x); }).call({ x: t });"),
    ),
    "generator_function": (
        Way("const give = function* (x) { yield x; }; for (const x of give(t)) SEND(x);"),
        Way("const give = function* () { yield t; }; const [x] = give(); SEND(x);"),
    ),
    "generator_function_declaration": (
        Way("for (const x of give(t)) SEND(x);", "function* give(x) { yield x; }"),
        Way("SEND(give(t).next().value);", "function* give(x) { yield x; }"),
        Way("for await (const x of give(t)) SEND(x);", "async function* give(x) { yield x; }"),
        Way("SEND([...give(t)][0]);", "function* give(x) { yield x; }"),
        Way(
            "const run = give(); run.next(); run.next(t);",
            "function* give() { const x = yield; SEND(x); }",
        ),
    ),
    "identifier": (
        Way("const x = t; const y = x; SEND(y);"),
        Way("globalThing = t; SEND(globalThing);"),
    ),
    "if_statement": (
        Way("if (t) SEND(t);"),
        Way("let x; if (x = t) SEND(x);"),
    ),
    "import": (
        Way('const { send } = await import("./other.ts"); send(t);', other=f"export {_SEND}"),
        Way('(await import("./other.ts")).send(t);', other=f"export {_SEND}"),
        Way('import("./other.ts").then((o) => o.send(t));', other=f"export {_SEND}"),
        Way('import("./other.ts").then(({ send }) => send(t));', other=f"export {_SEND}"),
        Way("const o = await import(req.url); o.send(t);"),
        Way("await import(t);"),
    ),
    "import_alias": (
        Way(
            "post(t);", "namespace A { export const send = (x) => SEND(x); }\nimport post = A.send;"
        ),
    ),
    "import_clause": (
        Way("send(t);", 'import send from "./other.ts";', "export default (x) => SEND(x);"),
    ),
    "import_require_clause": (
        Way("other.send(t);", 'import other = require("./other.ts");', f"export {_SEND}"),
    ),
    "import_specifier": (
        Way("send(t);", 'import { send } from "./other.ts";', f"export {_SEND}"),
        Way("post(t);", 'import { send as post } from "./other.ts";', f"export {_SEND}"),
        Way("send(t);", 'import { send } from "npm:mail";'),
    ),
    "import_statement": (
        Way("send(t);", 'import { send } from "./other.ts";', f"export {_SEND}"),
        Way("send(t);", 'import send from "npm:mail";'),
    ),
    "instantiation_expression": (Way("const post = send<string>; post(t);", _SEND),),
    "internal_module": (
        Way("A.send(t);", "namespace A { export const send = (x) => SEND(x); }"),
        Way(
            "A.x = t; A.send();", "namespace A { export let x; export const send = () => SEND(x); }"
        ),
    ),
    "jsx_attribute": (
        Way(
            "show(<A x={t} />);",
            "const A = ({ x }) => { SEND(x); return null; };\nconst show = (e) => e.type(e.props);",
            ending="tsx",
        ),
        Way("return new Response(<A x={t} />);", ending="tsx"),
    ),
    "jsx_element": (
        Way("show(<a>{t}</a>);", "const show = (e) => SEND(e.props.children);", ending="tsx"),
    ),
    "jsx_expression": (
        Way("show(<a>{t}</a>);", "const show = (e) => SEND(e.props.children);", ending="tsx"),
        Way("show(<a {...{ x: t }} />);", "const show = (e) => SEND(e.props.x);", ending="tsx"),
    ),
    "jsx_opening_element": (
        Way("show(<a x={t}></a>);", "const show = (e) => SEND(e.props.x);", ending="tsx"),
    ),
    "jsx_self_closing_element": (
        Way("show(<a x={t} />);", "const show = (e) => SEND(e.props.x);", ending="tsx"),
    ),
    "labeled_statement": (
        Way("again: for (const x of [t]) { SEND(x); break again; }"),
        Way("let x; a: x = t; SEND(x);"),
    ),
    "lexical_declaration": (Way("const x = t, y = x; SEND(y);"), Way("let x = t; SEND(x);")),
    "member_expression": (
        Way("const o = { x: { y: t } }; SEND(o.x.y);"),
        Way("const o = { x: t }; SEND(o?.x);"),
        Way(
            'const { connectors: c } = createClientFromRequest(req).asServiceRole; SEND((await c.getConnection("gmail")).accessToken);'
        ),
        Way("send.x = t; send();", "function send() { return SEND(send.x); }"),
        Way("const o = {}; o.x = {}; o.x.y = t; SEND(o.x.y);"),
        Way("const o = {}; const p = o; p.x = t; SEND(o.x);"),
        Way("const a = new A(); a.x = t; a.send();", _CLASS),
    ),
    "meta_property": (Way("import.meta.x = t; SEND(import.meta.x);"),),
    "method_definition": (
        Way("const o = { send(x) { return SEND(x); } }; o.send(t);"),
        Way("const o = { get x() { return t; } }; SEND(o.x);"),
        Way("const o = { set x(v) { SEND(v); } }; o.x = t;"),
        Way("new A().send(t);", "class A { send(x) { return SEND(x); } }"),
        Way("new A().x = t;", "class A { set x(v) { SEND(v); } }"),
        Way("A.send(t);", "class A { static send(x) { return SEND(x); } }"),
        Way("const o = { *give() { yield t; } }; for (const x of o.give()) SEND(x);"),
        Way("const o = { async give() { return t; } }; SEND(await o.give());"),
        Way("const o = { toString() { return t; } }; SEND(o);"),
        Way("const o = { *[Symbol.iterator]() { yield t; } }; for (const x of o) SEND(x);"),
        Way("const o = { then(done) { done(t); } }; SEND(await o);"),
    ),
    "module": (Way("A.send(t);", "module A { export const send = (x) => SEND(x); }"),),
    "named_imports": (Way("send(t);", 'import { send } from "./other.ts";', f"export {_SEND}"),),
    "namespace_export": (
        Way(
            "o.send(t);",
            'import { o } from "./other.ts";',
            f'export * as o from "./other.ts";\nexport {_SEND}',
        ),
    ),
    "namespace_import": (
        Way("o.send(t);", 'import * as o from "./other.ts";', f"export {_SEND}"),
        Way("const { send } = o; send(t);", 'import * as o from "./other.ts";', f"export {_SEND}"),
        Way(
            "const run = (api) => api.send(t); run(o);",
            'import * as o from "./other.ts";',
            f"export {_SEND}",
        ),
        Way("o[req.url](t);", 'import * as o from "./other.ts";', f"export {_SEND}"),
    ),
    "nested_identifier": (
        Way(
            "post(t);",
            "namespace A { export namespace B { export const send = (x) => SEND(x); } }\nimport post = A.B.send;",
        ),
    ),
    "new_expression": (
        Way("await new Mail(t).send();", _MAIL),
        Way("const F = new Function(t); F();"),
        Way("new Thing(t);"),
    ),
    "non_null_expression": (Way("SEND(t!);"),),
    "object": (
        Way("const o = { x: t }; SEND(o.x);"),
        Way("const o = { t }; SEND(o.t);"),
        Way("const o = { ...{ x: t } }; SEND(o.x);"),
    ),
    "object_assignment_pattern": (Way("const { x = t } = {}; SEND(x);"),),
    "object_pattern": (
        Way("const { x } = { x: t }; SEND(x);"),
        Way("let x; ({ x } = { x: t }); SEND(x);"),
        Way("const send = ({ x }) => SEND(x); send({ x: t });"),
        Way("const { ...o } = { x: t }; SEND(o.x);"),
        Way('const { ["x"]: y } = { x: t }; SEND(y);'),
        Way("const { [req.url]: y } = { x: t }; SEND(y);"),
        Way("const { length, 0: y } = [t]; SEND(y);"),
    ),
    "optional_chain": (
        Way("const o = { x: t }; SEND(o?.x);"),
        Way("SEND([t]?.[0]);"),
    ),
    "optional_parameter": (Way("send(t);", "const send = (x?: string) => SEND(x);"),),
    "pair": (
        Way('SEND({ "x": t }["x"]);'),
        Way("SEND({ 0: t }[0]);"),
        Way("SEND({ a: { b: t } }.a.b);"),
    ),
    "pair_pattern": (
        Way("const { x: y } = { x: t }; SEND(y);"),
        Way("const { x: { y } } = { x: { y: t } }; SEND(y);"),
        Way("const o = {}; ({ x: o.y } = { x: t }); SEND(o.y);"),
    ),
    "parenthesized_expression": (Way("SEND((t));"), Way("SEND(((t)));")),
    "private_property_identifier": (
        Way("class A { #x = t; send() { return SEND(this.#x); } }\nnew A().send();"),
        Way(
            "new A().set(t).send();",
            "class A { #x; set(v) { this.#x = v; return this; } send() { return SEND(this.#x); } }",
        ),
        Way(
            "new A().send(t);",
            "class A { #post(v) { return SEND(v); } send(v) { return this.#post(v); } }",
        ),
    ),
    "program": (Way("kept = t; SEND(kept);", "let kept;"),),
    "property_identifier": (Way("const o = { x: t }; SEND(o.x);"),),
    "public_field_definition": (
        Way("class A { x = t; send() { return SEND(this.x); } }\nnew A().send();"),
        Way("class A { static x = t; }\nSEND(A.x);"),
        Way("class A { x = t; }\nSEND(new A().x);"),
        Way("class A { send = (x) => SEND(x); }\nnew A().send(t);"),
        Way("class A { x = t; y = this.x; send() { return SEND(this.y); } }\nnew A().send();"),
        Way("class A { accessor x = t; send() { return SEND(this.x); } }\nnew A().send();"),
    ),
    "required_parameter": (
        Way("send(t);", "const send = (x: string) => SEND(x);"),
        Way("const send = (x: string = t) => SEND(x); send();"),
        Way(
            "new A(t).send();",
            "class A { constructor(private x: string) {} send() { return SEND(this.x); } }",
        ),
        Way("send.call({ x: t });", "function send(this: { x: string }) { return SEND(this.x); }"),
    ),
    "rest_pattern": (
        Way("const [...x] = [t]; SEND(x[0]);"),
        Way("const send = (...x) => SEND(x[0]); send(t);"),
        Way("const { a, ...o } = { x: t }; SEND(o.x);"),
        Way("const send = (...[x]) => SEND(x); send(t);"),
        Way("const send = (a, ...b) => SEND(b[0]); send(1, t);"),
    ),
    "return_statement": (
        Way("const give = () => { return t; }; SEND(give());"),
        Way("return t;"),
        Way("return { status: 200, body: t };"),
    ),
    "satisfies_expression": (Way("SEND(t satisfies string);"),),
    "sequence_expression": (
        Way("SEND((0, t));"),
        Way("const x = (req.url, t); SEND(x);"),
        Way("(0, send)(t);", _SEND),
        Way("let x, y; x = 1, y = t; SEND(y);"),
    ),
    "shorthand_property_identifier": (Way("const o = { t }; SEND(o.t);"),),
    "shorthand_property_identifier_pattern": (
        Way("const { x } = { x: t }; SEND(x);"),
        Way("let x; ({ x } = { x: t }); SEND(x);"),
    ),
    "spread_element": (
        Way("send(...[t]);", _SEND),
        Way("SEND([...[t]][0]);"),
        Way("SEND({ ...{ x: t } }.x);"),
        Way("SEND([...t].join(''));"),
        Way("new Mail(...[t]).send();", _MAIL),
        Way("fetch(...[`${G}/messages/send`, { method: 'POST', headers: { Authorization: t } }]);"),
        Way(
            "const x = { headers: { Authorization: t } }; fetch(`${G}/messages/send`, { method: 'POST', ...x });"
        ),
    ),
    "statement_block": (Way("{ const x = t; SEND(x); }"),),
    "subscript_expression": (
        Way('const o = { x: t }; SEND(o["x"]);'),
        Way("SEND([t][0]);"),
        Way("SEND([t][req.n]);"),
        Way('const k = "x"; SEND({ x: t }[k]);'),
        Way("const o = {}; o[req.url] = t; SEND(o.x);"),
        Way("const o = {}; o[t] = 1; for (const x in o) SEND(x);"),
        Way("const o = { send: (x) => SEND(x) }; o[req.url](t);"),
    ),
    "super": (
        Way(
            "new A(t).send();",
            f"{_MAIL}\nclass A extends Mail {{ constructor(x) {{ super(x); }} }}",
        ),
        Way(
            "new A().send(t);",
            "class B { post(x) { return SEND(x); } }\nclass A extends B { send(x) { return super.post(x); } }",
        ),
        Way(
            "A.send(t);",
            "class B { static post(x) { return SEND(x); } }\nclass A extends B { static send(x) { return super.post(x); } }",
        ),
    ),
    "switch_body": (Way("let x; switch (req.url) { case 'a': x = t; } SEND(x);"),),
    "switch_case": (
        Way("let x; switch (req.url) { case 'a': x = t; } SEND(x);"),
        Way("switch (req.url) { case 'a': SEND(t); }"),
        Way("let x; switch (1) { case (x = t).length: } SEND(x);"),
    ),
    "switch_default": (Way("let x; switch (req.url) { default: x = t; } SEND(x);"),),
    "switch_statement": (Way("let x; switch (x = t) { } SEND(x);"),),
    "template_string": (
        Way("SEND(`${t}`);"),
        Way("tag`${t}`;", "const tag = (_, x) => SEND(x);"),
        Way("SEND(String.raw`${t}`);"),
        Way("tag`${t}`;"),
    ),
    "template_substitution": (Way("SEND(`a${t}b`);"),),
    "ternary_expression": (
        Way('SEND(req.url ? t : "");'),
        Way('SEND(req.url ? "" : t);'),
        Way("SEND(t ? t : null);"),
    ),
    "this": (
        Way("const o = { x: t, send() { return SEND(this.x); } }; o.send();"),
        Way("send.call(t);", "function send() { return SEND(this); }"),
    ),
    "throw_statement": (
        Way("try { throw t; } catch (x) { SEND(x); }"),
        Way("try { give(t); } catch (x) { SEND(x); }", "const give = (x) => { throw x; };"),
        Way("throw new Error(t);"),
    ),
    "try_statement": (Way("let x; try { x = t; } catch { x = ''; } SEND(x);"),),
    "type_assertion": (Way("SEND(<string>t);"),),
    "using_declaration": (
        Way("using x = t; SEND(x);", ending="js"),
        Way("await using x = { y: t }; SEND(x.y);", ending="js"),
    ),
    "variable_declaration": (Way("var x = t; SEND(x);"),),
    "variable_declarator": (Way("const x = t; SEND(x);"),),
    "while_statement": (Way("let x; while ((x = t)) { SEND(x); break; }"),),
    "with_statement": (Way("with ({ x: t }) { SEND(x); }", ending="js"),),
    "yield_expression": (
        Way("for (const x of give(t)) SEND(x);", "function* give(x) { yield x; }"),
        Way("for (const x of give([t])) SEND(x);", "function* give(x) { yield* x; }"),
        Way("const run = give(); run.next(); run.next(t);", "function* give() { SEND(yield); }"),
        Way("const give = function* () { const x = yield t; }; SEND(give().next().value);"),
    ),
}
"""The kinds that a token goes through."""

ENDS: dict[str, tuple[str, ...]] = {
    "expression_statement": ("t;", "await t;"),
    "unary_expression": ("use(!t);", "use(typeof t);", "void t;", "use(-t);"),
    "update_expression": ("let x = t; x++;",),
}
"""The kinds that give nothing of a token on, with code."""

HARMLESS = (
    *(f"use(t {sign} 'x');" for sign in ("===", "==", "!==", "!=", "<", ">", "<=", ">=")),
    "use(t instanceof String);",
    "use('x' in { t });",
    *(f"use(t {sign} 1);" for sign in ("-", "*", "/", "%", "**", "&", "|", "^", "<<", ">>", ">>>")),
    "if (t) use();",
    "if (!t) throw new Error('no token');",
    "if (!t) return Response.json({ error: 'no token' }, { status: 401 });",
    "while (t) break;",
    "do { break; } while (t);",
    "for (; t; ) break;",
    "switch (t) { case 'x': use(); }",
    "use(t ? 1 : 2);",
    "use(t.length);",
    "use(t?.length > 10);",
)
"""Uses of a token, by kinds that give it on elsewhere, that give nothing of it on."""

OLDER = frozenset({"glimmer_closing_tag", "glimmer_opening_tag", "glimmer_template"})
"""Kinds that older grammars have: the templates of Ember, which are text."""

NO_VALUE = frozenset(
    {
        # Literals and their parts.
        "escape_sequence", "false", "html_character_reference", "null", "number", "regex",
        "regex_flags", "regex_pattern", "string", "string_fragment", "true", "undefined",
        # Comments.
        "comment", "hash_bang_line", "html_comment",
        # Statements without an expression, and names that are no values.
        "break_statement", "continue_statement", "debugger_statement", "empty_statement",
        "statement_identifier", "import_attribute",
        # Parts of JSX that are text.
        "jsx_closing_element", "jsx_namespace_name", "jsx_text",
        # Types.
        "abstract_method_signature", "accessibility_modifier", "adding_type_annotation",
        "ambient_declaration", "array_type", "asserts", "asserts_annotation", "call_signature",
        "conditional_type", "constraint", "construct_signature", "constructor_type",
        "default_type", "existential_type", "extends_type_clause", "flow_maybe_type",
        "function_signature", "function_type", "generic_type", "implements_clause",
        "index_signature", "index_type_query", "infer_type", "interface_body",
        "interface_declaration", "intersection_type", "literal_type", "lookup_type",
        "mapped_type_clause", "method_signature", "nested_type_identifier", "object_type",
        "omitting_type_annotation", "opting_type_annotation", "optional_type",
        "override_modifier", "parenthesized_type", "predefined_type", "property_signature",
        "readonly_type", "rest_type", "template_literal_type", "template_type", "this_type",
        "tuple_type", "type_alias_declaration", "type_annotation", "type_arguments",
        "type_identifier", "type_parameter", "type_parameters", "type_predicate",
        "type_predicate_annotation", "type_query", "union_type",
    }
)  # fmt: skip
"""The kinds that have no value, so that nothing goes through them."""

"""Shapes of files that import each other, and of many files of one kind."""

from __future__ import annotations

from collections.abc import Mapping

from tools.fuzz.shapes.building import (
    END,
    HEAD,
    Shape,
    app,
    chain_of_modules,
    in_function,
    many_entries,
    modules,
    numbered,
)

__all__ = ["FILES"]

FILES: Mapping[str, Shape] = {
    "modules that import each other": modules(
        "export const a@_# = (k) => fetch('https://gmail.googleapis.com/@/#', k);\n",
        "m0.a0_1(h); m0.a0_2(h);",
    ),
    "modules that call each other": modules(
        "export const f# = (k, p) => { im1.f#(k, p); im2.f#(k, p); im3.f#(k, p); fetch(p, k); };\n",
        "m0.f1(h, B); m0.f2(h, B);",
    ),
    "modules that export each other": lambda size: app(
        f'import * as m from "../../shared/m0.ts";\n{HEAD}fetch(m.u, h); m.f(h);\n{END}',
        **{
            f"m{one}": "".join(
                f'export * from "./m{other}.ts";\n'
                for other in range(int((size / 26) ** 0.5))
                if other != one
            )
            for one in range(int((size / 26) ** 0.5))
        },
    ),
    "modules that export pairs": lambda size: app(
        f'import {{ u }} from "../../shared/m0.ts";\n{HEAD}fetch(u, h);\n{END}',
        **{
            f"m{one}": f'export * from "./m{one + 1}.ts";\nexport * from "./n{one + 1}.ts";\n'
            for one in range(size // 140)
        },
        **{
            f"n{one}": f'export * from "./m{one + 1}.ts";\nexport * from "./n{one + 1}.ts";\n'
            for one in range(size // 140)
        },
    ),
    "modules in a chain": chain_of_modules(
        "export const u# = 'https://gmail.googleapis.com/p#';\n", "fetch(m.u5, h); fetch(m.u9, h);"
    ),
    "modules in a chain, with calls": chain_of_modules(
        'export const u# = (c) => c.getAccessToken("gmail");\n', "m.u1(c); m.u2(c);"
    ),
    "functions with one module": many_entries(
        "m.f#(h, B);", "export const f# = (k, p) => fetch(p + '#', k);\n"
    ),
    "functions with one module that takes long": many_entries(
        "m.f12(h, B);",
        "export const f# = (k, p) => { f%(k, p + 'a'); f%(k, p + 'b'); fetch(p, k); };\n",
    ),
    "functions with one module that calls connectors": many_entries(
        "m.f#(c);",
        'export const f# = async (c) => fetch("a#", { a: await c.getAccessToken("gmail") });\n',
    ),
    "functions": lambda size: {
        **app(""),
        **{
            f"base44/functions/f{number}/entry.ts": HEAD + "fetch(B + 'labels', h);\n" + END
            for number in range(max(1, size // (len(HEAD) + 30)))
        },
    },
    "exports of one module": lambda size: app(
        'import * as m from "../../shared/m.ts";\n'
        + HEAD
        + numbered(size // 2, "fetch(m.u#, h);\n")
        + END,
        m=numbered(size // 2, "export const u# = 'https://gmail.googleapis.com/p#';\n"),
    ),
    "imports of one module": lambda size: app(
        "import {"
        + numbered(size // 4, "u#, ")
        + '} from "../../shared/m.ts";\n'
        + HEAD
        + numbered(size // 4, "fetch(u#, h);\n")
        + END,
        m=numbered(size // 2, "export const u# = 'https://gmail.googleapis.com/p#';\n"),
    ),
    "shared modules that are not imported": lambda size: app(
        HEAD + "fetch(B, h);" + END,
        **{
            f"m{number}": f'export const a{number} = (c) => c.getAccessToken("gmail");\n'
            for number in range(size // 60)
        },
    ),
    "pages": lambda size: {
        **in_function("fetch(B, h);"),
        **{
            f"src/p{number}.jsx": 'base44.asServiceRole.connectors.getConnection("gmail");\n'
            for number in range(size // 60)
        },
    },
    "one page": lambda size: {
        **in_function("fetch(B, h);"),
        "src/p.jsx": 'base44.asServiceRole.connectors.getConnection("gmail");\n' * (size // 60),
    },
    "exports of one name": lambda size: app(
        'import * as m from "../../shared/m.ts";\n' + HEAD + "fetch(m.u, h);\n" + END,
        m="export const u = 'https://gmail.googleapis.com/';\n" * (size // 50),
    ),
    "names that are imported and exported in a circle": lambda size: app(
        'import { u } from "../../shared/m.ts";\n' + HEAD + "fetch(u, h);\n" * (size // 13) + END,
        m='import { u } from "./n.ts";\nexport { u };\n',
        n='import { u } from "./m.ts";\nexport { u };\n',
    ),
    "functions with a config": lambda size: {
        **in_function("fetch(B, h);"),
        **{
            f"base44/functions/g{number}/function.jsonc": f'{{"name": "g{number}"}}'
            for number in range(size // 70)
        },
    },
    "automations": lambda size: {
        **in_function("fetch(B, h);"),
        "base44/functions/work/function.jsonc": '{"entry": "entry.ts", "automations": ['
        + ", ".join(
            ['{"type": "connector", "integration_type": "gmial", "events": ["mesage"]}']
            * (size // 76)
        )
        + "]}",
    },
    "workflows": lambda size: {
        **in_function("fetch(B, h);"),
        **{
            f"base44/workflows/w{number}.jsonc": '{"trigger": {"config": '
            '{"trigger_type": "connector", "integration_type": "gmail", "events": ["mailbx"]}}}'
            for number in range(size // 120)
        },
    },
    "exports by one clause": lambda size: app(
        'import * as m from "../../shared/m.ts";\n'
        + HEAD
        + numbered(size // 3, "fetch(m.u#, h);\n")
        + END,
        m=numbered(size // 3, "const u# = 'https://gmail.googleapis.com/p#';\n")
        + "export {"
        + numbered(size // 4, "u#, ")
        + "};",
    ),
}

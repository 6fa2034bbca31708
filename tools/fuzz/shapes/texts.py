"""Shapes of text that is unrelated to tokens: comments, blanks, other alphabets."""

from __future__ import annotations

from collections.abc import Mapping

from tools.fuzz.shapes.building import END, HEAD, Shape, app, in_function, lines, numbered, outside

__all__ = ["TEXTS"]

TEXTS: Mapping[str, Shape] = {
    "code that has nothing to do with it": lines(
        "const a# = { b: [1, 2, f(#)], c: `${x.a}` };\n", after="fetch(B, h);"
    ),
    "code of another alphabet": lambda size: in_function(
        "// "
        + "\u00e9\u6f22" * (size // 10)
        + "\n"
        + numbered(size // 2, "fetch(B + 'labels/\u00e9#', h);\n")
    ),
    "names of another alphabet": lines(
        "const \u00e9# = \u00e9% + '\u00e9'; fetch(\u00e9#, h);\n", before="const \u00e90 = B;\n"
    ),
    "one name everywhere": lambda size: in_function("t;\n" * (size // 3)),
    "one name in the way": lambda size: in_function(
        "x.t = tt + t0;\n" * (size // 15) + "fetch(B, h);"
    ),
    "comments for the next line": lambda size: in_function(
        "// connlint-ignore exposed-token\nconsole.log(t);\n" * (size // 50)
    ),
    "comments above one another": lambda size: in_function(
        "// connlint-ignore exposed-token\n" * (size // 33) + "console.log(t);\n"
    ),
    "comments around everything": lambda size: app(
        "// connlint-ignore exposed-token\n" * (size // 66)
        + "(() => {\n"
        + HEAD
        + "console.log(t);\n" * (size // 32)
        + END
        + "})();\n"
    ),
    "comments within one another": lambda size: in_function(
        "// connlint-ignore exposed-token\n{ console.log(t);\n" * (size // 52) + "}" * (size // 52)
    ),
    "comments of unknown rules": lines("// connlint-ignore exposed-tokn#\nconsole.log(t);\n"),
    "comments that are of no use": lambda size: in_function(
        "x; // connlint-ignore exposed-token\n" * (size // 36)
    ),
    "comments in one line": lambda size: in_function(
        "/* connlint-ignore exposed-token */ console.log(t); " * (size // 52)
    ),
    "logs in one line": lambda size: in_function("console.log(t); " * (size // 16)),
    "comments of many rules": lambda size: in_function(
        "// connlint-ignore " + ", ".join(["exposed-token"] * (size // 15)) + "\nconsole.log(t);\n"
    ),
    "comments with blanks": lambda size: in_function(
        "// connlint-ignore"
        + " " * size
        + "\n/* connlint-ignore"
        + " " * size
        + "*/ console.log(t);\n"
    ),
    "comments with stars": lambda size: in_function(
        "/*" + "* " * (size // 2) + "connlint-ignore*/\n"
    ),
    "comments of names": lambda size: in_function(
        "// connlint-ignore " + "a-" * (size // 2) + "\n"
    ),
    "comments of empty names": lambda size: in_function(
        "// connlint-ignore a" + " ," * (size // 2) + "\n"
    ),
    "secrets of Stripe": lambda size: in_function(
        "fetch('https://api.stripe.com');\n" + "Deno.env.get('STRIPE_API_KEY');\n" * (size // 32)
    ),
    "specifiers": lambda size: in_function("'./" * (size // 3)),
    "specifiers of files that are not there": outside('import { a# } from "./b#.ts";\n'),
    "specifiers in sentences": lambda size: in_function(
        "/* import " + 'from "@/x" ' * (size // 11) + "*/"
    ),
    "names that no map has": outside('import { a# } from "@/b#";\n'),
    "names that lead nowhere": lambda size: {
        **outside('import { a# } from "@/b#";\n')(size),
        "tsconfig.json": '{"compilerOptions": {"paths": {"@/*": ["./a/*", "./b/*", "./c/*"]}}}',
        "deno.json": '{"imports": {"@/": "./a/"}}',
    },
    "names of a large map": lambda size: {
        **outside('import { a# } from "@/b#/x";\n')(size // 2),
        "tsconfig.json": '{"compilerOptions": {"paths": {'
        + numbered(size // 2, '"@/b#/*": ["./a/*"],')
        + "}}}",
    },
    "blanks": lambda size: in_function(" " * size),
    "line ends": lambda size: in_function("\n" * size),
    "semicolons": lambda size: in_function(";" * size),
}

"""Building blocks of shapes: code around a token, and lines that are repeated and numbered."""

from __future__ import annotations

from collections.abc import Callable, Mapping

__all__ = [
    "END",
    "ENTRY",
    "HEAD",
    "Shape",
    "app",
    "chain_of_modules",
    "connector",
    "filled",
    "in_function",
    "lines",
    "many_connectors",
    "many_entries",
    "modules",
    "nested",
    "nested_connector",
    "numbered",
    "outside",
    "row",
    "settings",
    "tree",
]

Shape = Callable[[int], Mapping[str, str]]
"""A function from a size in bytes to the files, by path, of an app that is about as large."""

ENTRY = "base44/functions/work/entry.ts"
HEAD = """\
import { createClientFromRequest } from "npm:@base44/sdk";
Deno.serve(async (req) => {
const x = await req.json();
const c = createClientFromRequest(req).asServiceRole.connectors;
const { accessToken: t } = await c.getConnection("gmail");
const h = { headers: { Authorization: "Bearer " + t } };
const B = "https://gmail.googleapis.com/gmail/v1/users/me/";
"""
END = "});\n"
_GMAIL = """\
{
  "type": "gmail",
  "scopes": [
    "https://www.googleapis.com/auth/gmail.labels",
    "https://www.googleapis.com/auth/gmail.send"
  ]
}
"""


def app(code: str, **shared: str) -> dict[str, str]:
    """Return an app with one function and a Gmail connector; `shared` are modules in shared/."""
    files = {"base44/connectors/gmail.jsonc": _GMAIL, ENTRY: code}
    return {**files, **{f"base44/shared/{name}.ts": text for name, text in shared.items()}}


def in_function(code: str) -> dict[str, str]:
    """Return an app whose function has some code, with the token in `t` and headers in `h`."""
    return app(HEAD + code + "\n" + END)


def filled(text: str, number: int) -> str:
    """Return the text with `#` replaced by a number, and `%` by the number before it."""
    return text.replace("#", str(number)).replace("%", str(number - 1))


def numbered(size: int, *texts: str, most: int = 1_000_000) -> str:
    """Repeat and number each text, one after the other, as often as the size allows."""
    count, length = 0, 0
    while length < size and count < most:
        count += 1
        length += sum(len(filled(text, count)) for text in texts)
    return "".join(filled(text, number) for text in texts for number in range(1, count + 1))


def lines(*texts: str, before: str = "", after: str = "") -> Shape:
    """Return a shape of numbered lines within the function, between `before` and `after`."""

    def build(size: int) -> dict[str, str]:
        return in_function(before + numbered(size, *texts) + after)

    return build


def outside(*texts: str, before: str = "", after: str = "", within: str = "") -> Shape:
    """Return a shape of numbered lines outside the function, which has the code `within`."""

    def build(size: int) -> dict[str, str]:
        lines = before + numbered(size, *texts) + after
        return app(lines + HEAD + within + "\n" + END)

    return build


def nested(opener: str, inner: str, closer: str, before: str = "", after: str = "") -> Shape:
    """Return a shape of brackets or calls that are nested within each other."""

    def build(size: int) -> dict[str, str]:
        count = max(1, size // (len(opener) + len(closer)))
        return in_function(before + opener * count + inner + closer * count + after)

    return build


def tree(leaf: str, opener: str, between: str, closer: str, before: str, after: str) -> Shape:
    """Return a shape of a full binary tree of expressions; `#` numbers leaves and levels."""

    def build(size: int) -> dict[str, str]:
        level = [filled(leaf, number) for number in range(1, 3)]
        text, number = level[0], 0
        while len(text) * 2 + len(opener + between + closer) + 8 < max(size, 100):
            number += 1
            text = filled(opener, number) + text + between + text + closer
        return in_function(before + text + after)

    return build


def row(before: str, text: str, between: str, after: str) -> Shape:
    """Return a shape of one list, sum or chain with many parts."""

    def build(size: int) -> dict[str, str]:
        parts = numbered(max(1, size), text + between + "\n").split("\n")[:-1]
        parts[-1] = parts[-1].removesuffix(between)
        return in_function(before + "".join(parts) + after)

    return build


def modules(text: str, entry: str, most: int = 40) -> Shape:
    """Return a shape of modules in shared/ that all import each other, and an entry for the first.

    Each module also has `text`, repeated as often as the size allows.
    """

    def build(size: int) -> dict[str, str]:
        count = min(most, max(2, int((size / 45) ** 0.5)))
        room = max(1, size // count - 45 * count)
        names = [f"m{number}" for number in range(count)]
        shared = {}
        for number, name in enumerate(names):
            imports = "".join(
                f'import * as i{other} from "./{other}.ts";\n' for other in names if other != name
            )
            shared[name] = imports + numbered(room, text.replace("@", str(number)))
        return app(f'import * as m0 from "../../shared/m0.ts";\n{HEAD}{entry}\n{END}', **shared)

    return build


def many_entries(entry: str, shared: str) -> Shape:
    """Return a shape of small functions that all import one module, which is half of the app."""

    def build(size: int) -> dict[str, str]:
        text = numbered(size // 2, shared)
        files = app("", all=text)
        del files[ENTRY]
        count = max(1, size // 2 // (len(HEAD) + len(entry) + 60))
        for number in range(1, count + 1):
            code = f'import * as m from "../../shared/all.ts";\n{HEAD}{filled(entry, number)}\n'
            files[f"base44/functions/f{number}/entry.ts"] = code + END
        return files

    return build


def chain_of_modules(text: str, entry: str) -> Shape:
    """Return a shape of modules that each export everything of the next one again."""

    def build(size: int) -> dict[str, str]:
        count = max(1, size // (len(text) + 60))
        shared = {}
        for number in range(1, count + 1):
            shared[f"m{number}"] = f'export * from "./m{number + 1}.ts";\n{filled(text, number)}'
        shared[f"m{count + 1}"] = filled(text, count + 1)
        return app(f'import * as m from "../../shared/m1.ts";\n{HEAD}{entry}\n{END}', **shared)

    return build


def connector(before: str, text: str, after: str) -> Shape:
    """Return a shape of one large connector file, and a small function."""

    def build(size: int) -> dict[str, str]:
        files = in_function('await fetch(B + "labels", h);')
        files["base44/connectors/gmail.jsonc"] = before + numbered(size, text) + after
        return files

    return build


def nested_connector(opener: str, inner: str, closer: str) -> Shape:
    """Return a shape of a connector file with deeply nested content."""

    def build(size: int) -> dict[str, str]:
        count = max(1, size // (len(opener) + len(closer)))
        files = in_function('await fetch(B + "labels", h);')
        files["base44/connectors/gmail.jsonc"] = opener * count + inner + closer * count
        return files

    return build


def many_connectors(text: str) -> Shape:
    """Return a shape of many connector files, and a small function."""

    def build(size: int) -> dict[str, str]:
        files = in_function('await fetch(B + "labels", h);')
        for number in range(1, max(2, size // len(text))):
            files[f"base44/connectors/c{number}.jsonc"] = filled(text, number)
        return files

    return build


def settings(before: str, text: str, after: str = "") -> Shape:
    """Return a shape of settings, which take half of the size, and of connectors."""

    def build(size: int) -> dict[str, str]:
        files = many_connectors('{"type": "gmail#", "scopes": ["a#"]}')(size // 2)
        return {**files, "connlint.toml": before + numbered(size // 2, text) + after}

    return build

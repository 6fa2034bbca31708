"""What shapes are built with: code around a token, and lines that are repeated and numbered."""

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
"""From a size in bytes to the files of an app that is about as large, by their paths."""

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
    """An app with one function and a Gmail connector; `shared` are the modules in shared/."""
    files = {"base44/connectors/gmail.jsonc": _GMAIL, ENTRY: code}
    return {**files, **{f"base44/shared/{name}.ts": text for name, text in shared.items()}}


def in_function(code: str) -> dict[str, str]:
    """An app whose function has some code, with the token as `t`, and as `h` what sends it."""
    return app(HEAD + code + "\n" + END)


def filled(text: str, number: int) -> str:
    """The text with `#` for a number and `%` for the one before."""
    return text.replace("#", str(number)).replace("%", str(number - 1))


def numbered(size: int, *texts: str, most: int = 1_000_000) -> str:
    """Each text again and again, first all of the first one, as often as the size allows."""
    count, length = 0, 0
    while length < size and count < most:
        count += 1
        length += sum(len(filled(text, count)) for text in texts)
    return "".join(filled(text, number) for text in texts for number in range(1, count + 1))


def lines(*texts: str, before: str = "", after: str = "") -> Shape:
    """Numbered lines within the function, with something that stands there once around them."""

    def made(size: int) -> dict[str, str]:
        return in_function(before + numbered(size, *texts) + after)

    return made


def outside(*texts: str, before: str = "", after: str = "", within: str = "") -> Shape:
    """Numbered lines outside of the function, and what stands once in it."""

    def made(size: int) -> dict[str, str]:
        lines = before + numbered(size, *texts) + after
        return app(lines + HEAD + within + "\n" + END)

    return made


def nested(opener: str, inner: str, closer: str, before: str = "", after: str = "") -> Shape:
    """Something within itself again and again."""

    def made(size: int) -> dict[str, str]:
        count = max(1, size // (len(opener) + len(closer)))
        return in_function(before + opener * count + inner + closer * count + after)

    return made


def tree(leaf: str, opener: str, between: str, closer: str, before: str, after: str) -> Shape:
    """A full binary tree of expressions; `#` is the number of a leaf or branch."""

    def made(size: int) -> dict[str, str]:
        level = [filled(leaf, number) for number in range(1, 3)]
        text, number = level[0], 0
        while len(text) * 2 + len(opener + between + closer) + 8 < max(size, 100):
            number += 1
            text = filled(opener, number) + text + between + text + closer
        return in_function(before + text + after)

    return made


def row(before: str, text: str, between: str, after: str) -> Shape:
    """One list, sum or chain with many parts."""

    def made(size: int) -> dict[str, str]:
        parts = numbered(max(1, size), text + between + "\n").split("\n")[:-1]
        parts[-1] = parts[-1].removesuffix(between)
        return in_function(before + "".join(parts) + after)

    return made


def modules(text: str, entry: str, most: int = 40) -> Shape:
    """Modules in shared/ that import each other all, and an entry that imports the first one.

    `text` is what each has besides, as often as there is room for it.
    """

    def made(size: int) -> dict[str, str]:
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

    return made


def many_entries(entry: str, shared: str) -> Shape:
    """Small functions that all import one module, which is half of the app."""

    def made(size: int) -> dict[str, str]:
        text = numbered(size // 2, shared)
        files = app("", all=text)
        del files[ENTRY]
        count = max(1, size // 2 // (len(HEAD) + len(entry) + 60))
        for number in range(1, count + 1):
            code = f'import * as m from "../../shared/all.ts";\n{HEAD}{filled(entry, number)}\n'
            files[f"base44/functions/f{number}/entry.ts"] = code + END
        return files

    return made


def chain_of_modules(text: str, entry: str) -> Shape:
    """Modules that each import the next one and export all of it again."""

    def made(size: int) -> dict[str, str]:
        count = max(1, size // (len(text) + 60))
        shared = {}
        for number in range(1, count + 1):
            shared[f"m{number}"] = f'export * from "./m{number + 1}.ts";\n{filled(text, number)}'
        shared[f"m{count + 1}"] = filled(text, count + 1)
        return app(f'import * as m from "../../shared/m1.ts";\n{HEAD}{entry}\n{END}', **shared)

    return made


def connector(before: str, text: str, after: str) -> Shape:
    """One large connector file, and a small function."""

    def made(size: int) -> dict[str, str]:
        files = in_function('await fetch(B + "labels", h);')
        files["base44/connectors/gmail.jsonc"] = before + numbered(size, text) + after
        return files

    return made


def nested_connector(opener: str, inner: str, closer: str) -> Shape:
    """A connector file with something within itself again and again."""

    def made(size: int) -> dict[str, str]:
        count = max(1, size // (len(opener) + len(closer)))
        files = in_function('await fetch(B + "labels", h);')
        files["base44/connectors/gmail.jsonc"] = opener * count + inner + closer * count
        return files

    return made


def many_connectors(text: str) -> Shape:
    """Many connector files, and a small function."""

    def made(size: int) -> dict[str, str]:
        files = in_function('await fetch(B + "labels", h);')
        for number in range(1, max(2, size // len(text))):
            files[f"base44/connectors/c{number}.jsonc"] = filled(text, number)
        return files

    return made


def settings(before: str, text: str, after: str = "") -> Shape:
    """Settings that take half of the room, and connectors that they may be about."""

    def made(size: int) -> dict[str, str]:
        files = many_connectors('{"type": "gmail#", "scopes": ["a#"]}')(size // 2)
        return {**files, "connlint.toml": before + numbered(size // 2, text) + after}

    return made

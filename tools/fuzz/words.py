"""Words that the mutator inserts: pieces of JSON5, code and TOML, and names of the catalogue."""

from __future__ import annotations

from functools import cache

from connlint.catalog import Catalog
from connlint.rules import RULES

__all__ = ["words_of"]

_JSON5 = (
    *"{}[],:",
    *("{}", "[]", "{a:1}", '["a",]', '"', "'", "\\", "\\\n", "\\u0061", "\\x41", "\\u{61}", "\\0"),
    *("//", "/*", "*/", "// x\n", "/* x */", "#", "<<<<<<< a\n", "=======\n", ">>>>>>> b\n"),
    *("true", "false", "null", "NaN", "-Infinity", "0x1F", "+1", ".5", "5.", "1e400", "01", "-"),
    *('"\\u0061"', "'it\\'s'", "'a\\\r\nb'", "\u201ca\u201d", "\u2028", "\u00a0", "\ufeff", "\x00"),
    *(
        "\r\n",
        "\r",
        "\n",
        "\t",
        " ",
        "\x0c",
        "\U0001f600",
        "\u00e9",
        "\u202e",
        "=",
        ";",
        "(",
        ")",
        "`",
    ),
)
_CONNECTOR = (
    *('"type"', "type:", '"scopes"', "scopes: [", '"scope"', '"Type"', '"typ"', "'scopes' : ["),
    *('"$schema"', '"name"', '"description"', '"scopes": ["", " ", "a b", "a,b"]', '"": 1'),
    *('"events": ["message"]', '"integration_type"', '"automations": [', '"entry": "entry.ts"'),
    *('"type": "connector"', '"connectorsDir": "connectors"', '"functionsDir": "functions"'),
)
_COMMENTS = (
    *("connlint-ignore", "// connlint-ignore ", "// connlint-ignore-file ", "/* connlint-ignore "),
    *(": why", ", ", "*/"),
)
_CODE = (
    *(
        "await ",
        "async ",
        "const ",
        "let ",
        "return ",
        "function f(",
        "=> ",
        "=>{",
        "class C {",
        "new ",
    ),
    *(
        "...",
        "?.",
        "??",
        "||",
        "&&",
        "? ",
        "${",
        "`",
        "`${t}`",
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        ".",
        ";",
    ),
    *("if (", "else ", "for (const x of ", "while (", "switch (", "case ", "try {", "catch (e) {"),
    *("throw ", "finally {", "export default ", "export const ", "export * from ", "import "),
    *("import * as m from ", "require(", '"./a.ts"', '"../../shared/a.ts"', '"npm:@base44/sdk"'),
    *(
        "fetch(",
        "base44",
        ".asServiceRole",
        ".connectors",
        '.getConnection("slack")',
        "accessToken",
    ),
    *(
        '.getAccessToken("gmail")',
        '.callApi("x", {method: "GET", path: "/2/tweets"})',
        "this.",
        "self",
    ),
    *(
        '.getWorkspaceConnection("snowflake")',
        '.getCurrentAppUserConnection("id")',
        "createClient(",
    ),
    *(
        "createClientFromRequest(req)",
        "Deno.serve(",
        'Deno.env.get("STRIPE_SECRET_KEY")',
        "headers: {",
    ),
    *(
        "Authorization: `Bearer ${accessToken}`",
        'method: "POST"',
        "body: JSON.stringify(",
        "console.log(",
    ),
    *(
        "Response.json(",
        "new URL(",
        "new URLSearchParams(",
        ".toString()",
        ".map(",
        ".then(",
        "Promise.all([",
    ),
    *(
        '"https://gmail.googleapis.com/gmail/v1/users/me/messages"',
        '"https://slack.com/api/chat.postMessage"',
    ),
    *(
        '"https://www.googleapis.com/drive/v3/files?fields=id"',
        "axios.get(",
        "google.gmail({version:'v1', auth})",
    ),
    *(
        "const { accessToken: t } = ",
        "const [a, b] = ",
        "a = b",
        "+=",
        " + ",
        "as any",
        "<T>",
        "!",
        "/x/g",
    ),
)
_TOML = (
    *("[rules]\n", "[extra-scopes]\n", '[per-file-rules."**"]\n', "min-severity = ", "fail-on = "),
    *(
        '"info"',
        '"error"',
        '"off"',
        '"never"',
        "extra-types = [",
        'exclude = ["**/a*"]\n',
        "true",
        "1979-05-27",
    ),
    *(
        'catalog = "own.json"\n',
        '"""',
        "'''",
        " = ",
        "\n",
        "{a = 1}",
        "[[a]]\n",
        "gmail = [",
        "inf",
        "a.b.c = 1\n",
    ),
)
_FEW = 6
"""The number of scopes that are taken of each type."""


@cache
def words_of(target: str) -> tuple[bytes, ...]:
    """Return the words to insert into inputs of a target."""
    return tuple([word.encode("utf-8", "surrogatepass") for word in _texts_of(target)])


def _texts_of(target: str) -> tuple[str, ...]:
    if target == "parse":
        return (*_JSON5, *_CONNECTOR)
    catalog = Catalog()
    types = [connector_type.type for connector_type in catalog.types()]
    names = [f'"{name}"' for name in types]
    entries = [entry for name in types if (entry := catalog.entry(name)) is not None]
    scopes = [f'"{scope}"' for entry in entries for scope in list(entry.facts)[:_FEW]]
    rules = [rule.name for rule in RULES]
    if target == "code":
        return (*_CODE, *_CODE, *_COMMENTS, *names, *rules)
    return (*_JSON5, *_CONNECTOR, *_CONNECTOR, *_COMMENTS, *_CODE, *_TOML, *names, *scopes, *rules)

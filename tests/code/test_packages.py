"""Which package an expression is from, however it is imported, and what is from none."""

from __future__ import annotations

import pytest

from connlint.code.limits import budget_of
from connlint.code.modules.packages import imported
from connlint.code.modules.program import Program
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import argument
from connlint.code.syntax.specifiers import PackageName, package_name
from connlint.text.source import SourceFile

SPECIFIERS = {
    "airtable": ("airtable", "", ""),
    "@notionhq/client": ("@notionhq/client", "", ""),
    "npm:@notionhq/client": ("@notionhq/client", "", ""),
    "npm:@notionhq/client@2": ("@notionhq/client", "2", ""),
    "npm:/@notionhq/client@^2.2.3": ("@notionhq/client", "^2.2.3", ""),
    "npm:googleapis@140/build/src/index.js": ("googleapis", "140", "/build/src/index.js"),
    "jsr:@octokit/rest@21": ("@octokit/rest", "21", ""),
    "@octokit/rest@21.0.2": ("@octokit/rest", "21.0.2", ""),
    "https://esm.sh/@notionhq/client@2.2.3": ("@notionhq/client", "2.2.3", ""),
    "https://esm.sh/v135/square@39?target=deno": ("square", "39", ""),
    "https://esm.sh/*@linear/sdk": ("@linear/sdk", "", ""),
    "https://cdn.skypack.dev/axios?dts": ("axios", "", ""),
    "https://cdn.jsdelivr.net/npm/airtable@0.12.2/+esm": ("airtable", "0.12.2", ""),
    "https://unpkg.com/jsforce@3": ("jsforce", "3", ""),
    "https://ga.jspm.io/npm:ky@1": ("ky", "1", ""),
    "https://example.com/@notionhq/client": None,
    "https://esm.sh/": None,
    "./airtable": None,
    "../@notionhq/client": None,
    "/srv/airtable": None,
    "@/lib/airtable": None,
    "#airtable": None,
    "": None,
}


@pytest.mark.parametrize(("specifier", "parts"), SPECIFIERS.items(), ids=SPECIFIERS)
def test_the_package_that_a_specifier_names(
    specifier: str, parts: tuple[str, str, str] | None
) -> None:
    assert package_name(specifier) == (PackageName(*parts) if parts else None)


NOTION = "@notionhq/client Client"
EXPRESSIONS = {
    'import { Client } from "npm:@notionhq/client@2"; probe(Client);': NOTION,
    'import { Client as Notion } from "@notionhq/client"; probe(Notion);': NOTION,
    'import * as notion from "@notionhq/client"; probe(notion.Client);': NOTION,
    'import * as notion from "@notionhq/client"; probe(notion["Client"]);': NOTION,
    'import notion from "@notionhq/client"; probe(notion.Client);': NOTION,
    'import notion from "@notionhq/client"; const { Client: C } = notion; probe(C);': NOTION,
    'const { Client } = require("@notionhq/client"); probe(Client);': NOTION,
    'probe(require("@notionhq/client").Client);': NOTION,
    'const { Client } = await import("npm:@notionhq/client"); probe(Client);': NOTION,
    "const { Client } = (await import(`npm:@notionhq/client`)).default; probe(Client);": NOTION,
    'import { Client } from "@notionhq/client"; const Made = Client; probe(Made);': NOTION,
    'import Airtable from "airtable"; probe(Airtable);': "airtable",
    'import { default as Base } from "airtable"; probe(Base);': "airtable",
    'const Airtable = require("airtable"); probe(Airtable);': "airtable",
    'import { google } from "googleapis"; probe(google.auth.OAuth2);': "googleapis google.auth.OAuth2",
    'import { Client } from "./shared.ts"; probe(Client);': NOTION,
    'import Made from "./shared.ts"; probe(Made);': NOTION,
    'import Mapped from "square"; probe(Mapped.Client);': None,
    "class Client {} probe(Client);": None,
    'import { Client } from "./client.ts"; probe(Client);': None,
    'import { Client } from "@notionhq/client"; (() => { class Client {} probe(Client); })();': None,
    'import { Client } from "@notionhq/client"; let C = Client; C = Mine; probe(C);': None,
    'import * as notion from "@notionhq/client"; probe(notion[name]);': None,
    'const require = (name) => fakes[name]; probe(require("airtable"));': None,
    'const Airtable = load("airtable"); probe(Airtable);': None,
    "const { Client } = require(name); probe(Client);": None,
    "probe(Client);": None,
}
SHARED = """\
import { Client as Notion } from "https://esm.sh/@notionhq/client@2.2.3";
export const Client = Notion;
export default Client;
"""
OWN = "export const Client = class {};\n"
"""What an import map puts in place of a package."""


@pytest.mark.parametrize(("code", "expected"), EXPRESSIONS.items(), ids=EXPRESSIONS)
def test_what_an_expression_refers_to(code: str, expected: str | None) -> None:
    sources = {
        name: SourceFile(name, text, name)
        for name, text in (("a.ts", code), ("b.ts", SHARED), ("c.ts", OWN))
    }
    imports = {
        "a.ts": {"./shared.ts": "b.ts", "./client.ts": None, "square": "c.ts"},
        "b.ts": {},
        "c.ts": {},
    }
    program = Program(sources, imports, {}, budget_of([len(code)]))
    names = program.names("a.ts")
    assert names is not None
    calls = [names.syntax.parent(node) for node in names.syntax.occurrences("probe")]
    (expression,) = [argument(NodeRef(names, call), 0) for call in calls if call is not None]
    assert expression is not None
    found = imported(program, expression)
    assert (f"{found.package} {found.name}".strip() if found else None) == expected

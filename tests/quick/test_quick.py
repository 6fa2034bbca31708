"""The glance that spares healthy apps a run: whenever it says yes, a run finds nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.console import connlint
from tests.project.tree import make
from tools.catalogue.files import SCHEMAS
from tools.catalogue.quiet import quiet_text

from connlint import Severity, lint_text
from connlint.catalog import Catalog
from connlint.quick import finds_nothing
from connlint.quick.scopes import QuietScopes

APP = "base44/config.jsonc"
SLACK = "base44/connectors/slack.jsonc"
ENTRY = "base44/functions/notify/entry.ts"
PLAIN: dict[str, str | bytes] = {
    APP: '{"name": "Notes"}\n',
    SLACK: '{"type": "slack", "scopes": ["chat:write"]}\n',
}
TRAILING = '{\n  // Posts.\n  "type": "slack",\n  "scopes": [\n    "chat:write", /* all */\n  ],\n}'

# What is laid over the plain app, or in place of its files; `None` takes a file away.
QUIET: dict[str, Mapping[str, str | bytes | None]] = {
    "as it is": {},
    "without a config": {APP: None},
    "without connectors": {SLACK: None},
    "without scopes": {SLACK: '{"type": "slack", "scopes": []}'},
    "comments and trailing commas": {SLACK: TRAILING},
    "as Windows ends lines": {SLACK: TRAILING.replace("\n", "\r\n")},
    "a comment at the end of the text": {SLACK: '{"type": "slack", "scopes": []} // é'},
    "quotes in comments": {SLACK: '{"type": "slack", /* "it\'s" */ "scopes": []} // \\ don\'t'},
    "another config": {
        APP: '{\n  "name": "Notes", // ours\n  "site": {"buildCommand": "make",},\n  "n": [1, null,],\n}'
    },
    "a hidden folder beside the connectors": {"base44/connectors/.git/slack.json": "{}"},
    "a text beside the connectors": {"base44/connectors/README.md": "Ours."},
    "code without calls": {ENTRY: "import x from '../../shared/x.ts';\nconst Connection = 1;\n"},
    "the config of a function": {
        "base44/functions/notify/function.jsonc": '{"name": "notify", "entry": "entry.ts"}',
        ENTRY: "Deno.serve(() => new Response());",
    },
    "workflows without connectors": {"base44/workflows/daily.jsonc": '{"trigger": {}}'},
    "pages without calls": {"src/App.tsx": "<p>connectors</p>", "src/a.test.ts": "getConnection"},
    "settings that say nothing": {"connlint.toml": "# all\n\n[rules]   # none\n#x = 1\n"},
    "a type of its own": {
        "connlint.toml": '# ours\nextra-types = [\n  "acme_crm",\n  "acme-two"\n]\n[rules]',
        "base44/connectors/acme.json": '{"type": "acme_crm", "scopes": ["items:read", "x/y.z"]}',
    },
}
ODD: dict[str, Mapping[str, str | bytes | None]] = {
    "no app": {APP: None, SLACK: None},
    "single quotes": {SLACK: "{'type': 'slack', 'scopes': []}"},
    "what only looks like a comment": {SLACK: "{'type': '/*', 'type': 'slack', 'scopes': ['*/']}"},
    "an escaped quote before slashes": {SLACK: '{"x\\"//": 1,\n"type": "slack", "scopes": []}'},
    "an escape": {SLACK: r'{"type": "sl\u0061ck", "scopes": []}'},
    "scopes first": {SLACK: '{"scopes": [], "type": "slack"}'},
    "a third property": {SLACK: '{"type": "slack", "scopes": [], "x": "y"}'},
    "a property twice": {SLACK: '{"type": "slack", "type": "slack", "scopes": []}'},
    "no scopes": {SLACK: '{"type": "slack"}'},
    "a scope that is no text": {SLACK: '{"type": "slack", "scopes": ["chat:write", 1]}'},
    "two commas": {SLACK: '{"type": "slack", "scopes": ["chat:write",,]}'},
    "no comma": {SLACK: '{"type": "slack", "scopes": ["chat:write" "files:read"]}'},
    "more after the end": {SLACK: '{"type": "slack", "scopes": []} {}'},
    "a comment that is not closed": {SLACK: '{"type": "slack", "scopes": []} /* '},
    "a lone slash": {SLACK: '{"type": "slack", "scopes": []} /'},
    "a comment ended by U+2028": {SLACK: '{"type": "slack", // \u2028 , \n "scopes": []}'},
    "a comment ended by a return": {SLACK: '{"type": "slack", // \r , \n "scopes": []}'},
    "a string over two lines": {SLACK: '{"type": "slack\n", "scopes": []}'},
    "a control character": {SLACK: '{"type": "slack",\x1c"scopes": []}'},
    "a byte order mark": {SLACK: b'\xef\xbb\xbf{"type": "slack", "scopes": []}'},
    "no UTF-8": {SLACK: b'{"type": "slack", "scopes": []} // \xff'},
    "an empty file": {SLACK: ""},
    "an unknown type": {SLACK: '{"type": "slak", "scopes": []}'},
    "a type with a tab": {SLACK: '{"type": "slack\tchat:write", "scopes": []}'},
    "an unknown scope": {SLACK: '{"type": "slack", "scopes": ["chat:wite"]}'},
    "a scope with a blank": {SLACK: '{"type": "slack", "scopes": ["chat: write"]}'},
    "a scope twice": {SLACK: '{"type": "slack", "scopes": ["chat:write", "chat:write"]}'},
    "a scope that another covers": {
        SLACK: '{"type": "calendly", "scopes": ["availability:read", "availability:write"]}'
    },
    "scopes that open no API": {SLACK: '{"type": "gmail", "scopes": ["email", "openid"]}'},
    "a type for workspaces": {SLACK: '{"type": "snowflake", "scopes": []}'},
    "a type twice": {"base44/connectors/slack.json": '{"type": "slack", "scopes": []}'},
    "a comment that silences": {
        SLACK: '{"type": "slack", "scopes": []} // connlint-ignore unknown-scope'
    },
    "another ending": {"base44/connectors/gmail.json5": "{}"},
    "an ending in capitals": {"base44/connectors/gmail.JSON": "{}"},
    "a hidden connector": {"base44/connectors/.gmail.json": "{}"},
    "a folder of connectors": {"base44/connectors/old/gmail.json": "{}"},
    "a config with a lone comma": {APP: '{"name": "Notes", "x": [,]}'},
    "a config with two commas": {APP: '{"name": "Notes", "x": [1,,]}'},
    "a config without a name": {APP: "{}"},
    "a config with an empty name": {APP: '{"name": ""}'},
    "a config with words grown together": {APP: '{"name": "Notes", "x": tr ue}'},
    "a config that is an array": {APP: '["name", "Notes"]'},
    "a config that is broken": {APP: '{"name": "Notes"'},
    "a config with a name twice": {APP: '{"name": "Notes", "name": 1}'},
    "a config with a wrong visibility": {APP: '{"name": "Notes", "visibility": []}'},
    "a config with a wrong site": {APP: '{"name": "Notes", "site": {"buildCommand": 1}}'},
    "a config with plugins": {APP: '{"name": "Notes", "plugins": [1]}'},
    "a config with another directory": {APP: '{"name": "Notes", "connectorsDir": "none"}'},
    "a type of its own with an odd scope": {
        "connlint.toml": 'extra-types = ["acme"]',
        "base44/connectors/acme.json": '{"type": "acme", "scopes": ["a b"]}',
    },
    "a type of its own with an empty scope": {
        "connlint.toml": 'extra-types = ["acme"]',
        "base44/connectors/acme.json": '{"type": "acme", "scopes": [""]}',
    },
    "a type of its own that is a text": {"connlint.toml": 'extra-types = "acme"'},
    "a type of its own in two lines": {"connlint.toml": 'extra-types =\n["acme"]'},
    "a type of its own twice": {"connlint.toml": 'extra-types = ["acme", "acme"]'},
    "no comma between types": {"connlint.toml": 'extra-types = ["acme" "two"]'},
    "types and more": {"connlint.toml": 'extra-types = ["acme"]\nexclude = ["x"]'},
    "settings": {"connlint.toml": 'min-severity = "info"'},
    "settings under the heading": {"connlint.toml": '[rules]\nunused-connector = "warning"'},
    "settings with the heading twice": {"connlint.toml": "[rules]\n[rules]\n"},
    "code with a call": {ENTRY: "base44.asServiceRole.connectors.getConnection('gmail')"},
    "shared code with a call": {"base44/shared/x.ts": "connectors.callApi('gmail')"},
    "code that imports from elsewhere": {
        ENTRY: "import '../../../lib/x.ts'",
        "lib/x.ts": "export const f = (b) => b.asServiceRole.connectors.getConnection('gmail')",
    },
    "code that imports hidden code": {
        ENTRY: "import './.x/x.ts'",
        "base44/functions/notify/.x/x.ts": "b.asServiceRole.connectors.getConnection('gmail')",
    },
    "code with a detour": {ENTRY: "import './x/../../../../lib/x.ts'"},
    "code that reads Stripe's key": {
        ENTRY: "import Stripe from 'npm:stripe'; Deno.env.get('STRIPE_API_KEY')",
        SLACK: '{"type": "stripe", "scopes": []}',
    },
    "code with a comment that silences": {ENTRY: "// connlint-ignore exposed-token\nf();"},
    "code that is no UTF-8": {ENTRY: b"f('\xff');"},
    "an automation": {
        "base44/functions/notify/function.jsonc": (
            '{"name": "n", "entry": "entry.ts", "automations": '
            '[{"type": "connector", "integration_type": "gmail", "events": []}]}'
        )
    },
    "an entry elsewhere": {"base44/functions/notify/function.jsonc": '{"entry": "../../x.ts"}'},
    "a workflow with a connector": {
        "base44/workflows/daily.jsonc": (
            '{"trigger": {"config": {"trigger_type": "connector", "integration_type": "gmail"}}}'
        )
    },
    "a page with a call": {"src/App.tsx": "base44.asServiceRole.connectors.getConnection('gmail')"},
}


def _laid(root: Path, changes: Mapping[str, str | bytes | None]) -> str:
    files = {name: text for name, text in {**PLAIN, **changes}.items() if text is not None}
    return str(make(root / "app", files))


def _is_silent(path: str) -> bool:
    """Whether a whole run prints nothing and ends with 0."""
    done = connlint("check", path)
    return (done.status, done.out, done.err) == (0, "", "")


@pytest.mark.parametrize("name", QUIET)
def test_a_healthy_app_is_known_at_a_glance(name: str, tmp_path: Path) -> None:
    root = _laid(tmp_path, QUIET[name])
    assert finds_nothing((root,), str(tmp_path))
    assert _is_silent(root)


@pytest.mark.parametrize("name", ODD)
def test_an_app_that_is_not_plain_is_looked_at(name: str, tmp_path: Path) -> None:
    assert not finds_nothing((_laid(tmp_path, ODD[name]),), str(tmp_path))


@pytest.mark.parametrize(
    "path, quiet",
    [
        (".", True),
        ("", False),
        ("app", True),
        ("app/base44", False),
        ("app/base44/connectors", False),
        (f"app/{SLACK}", True),
        ("app/base44/connectors/.slack.jsonc", False),
        ("app/base44/connectors/gmail.jsonc", False),
        ("app/base44/connectors/slack.txt", False),
        ("app/base44/functions/notify/entry.ts", False),
        ("none", False),
    ],
)
def test_what_a_path_means(path: str, quiet: bool, tmp_path: Path) -> None:  # noqa: FBT001
    _laid(tmp_path, {ENTRY: "f();"})
    assert finds_nothing((path,), str(tmp_path)) == quiet


def test_all_apps_below_a_folder_and_all_paths_must_be_healthy(tmp_path: Path) -> None:
    make(tmp_path / "one", PLAIN)
    make(tmp_path / "deep" / "two", PLAIN)
    cwd = str(tmp_path)
    assert finds_nothing((".",), cwd)
    broken = make(tmp_path / "deep" / "three", {**PLAIN, SLACK: "{"})
    assert not finds_nothing((".",), cwd)
    assert not finds_nothing(("one", str(broken)), cwd)
    assert finds_nothing(("one", f"one/{SLACK}", "deep/two"), cwd)


@pytest.mark.parametrize(
    "place",
    [
        SLACK,
        "base44/connectors/gmail.jsonc",
        ENTRY,
        "base44/shared",
        "base44/workflows/a.json",
        "src",
        "src/a.ts",
    ],
)
def test_links_are_looked_at(place: str, tmp_path: Path) -> None:
    root = Path(_laid(tmp_path, {SLACK: None}))
    (tmp_path / "there").mkdir()
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(tmp_path / "there")
    assert not finds_nothing((str(root),), str(tmp_path))


def test_the_list_is_what_the_rules_say() -> None:
    assert (SCHEMAS / "quiet.txt").read_text("ascii") == quiet_text()


CATALOG = Catalog()
SCOPES = {
    each.type: sorted({*entry.facts, *entry.companions})
    for each in CATALOG.types()
    if (entry := CATALOG.entry(each.type)) is not None
}


@st.composite
def connectors(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A type and some of its scopes, most of them without repetition."""
    name = draw(st.sampled_from(sorted(SCOPES)))
    if not SCOPES[name]:
        return name, []
    return name, draw(st.lists(st.sampled_from(SCOPES[name]), max_size=6))


def _warnings(name: str, scopes: list[str]) -> set[str]:
    text = json.dumps({"type": name, "scopes": scopes})
    found = lint_text(text, path=f"{name}.jsonc")
    return {each.rule for each in found if each.severity >= Severity.WARNING}


QUIET_SCOPES = QuietScopes()


@given(connectors())
def test_scopes_are_quiet_exactly_where_no_rule_warns(connector: tuple[str, list[str]]) -> None:
    assert QUIET_SCOPES.has(*connector) == (_warnings(*connector) == set())


PIECES = st.sampled_from(
    [
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        '"',
        "'",
        "/",
        "//",
        "/*",
        "*/",
        "\\",
        "x",
        "1",
        "é",
        "\u2028",
        '"type"',
        '"scopes"',
        '"slack"',
        '"files:read"',
    ]
) | st.sampled_from("\n\r\t ")


@given(st.integers(0, len(TRAILING)), st.integers(0, 8), st.lists(PIECES, max_size=4))
def test_whatever_is_changed_in_a_plain_file(
    tmp_path_factory: pytest.TempPathFactory, at: int, length: int, pieces: list[str]
) -> None:
    text = TRAILING[:at] + "".join(pieces) + TRAILING[at + length :]
    root = tmp_path_factory.mktemp("app")
    make(root, {**PLAIN, SLACK: text})
    if finds_nothing((".",), str(root)):
        assert _is_silent(str(root))

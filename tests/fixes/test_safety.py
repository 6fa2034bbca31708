"""What makes a fix safe: Base44 takes the same type and the same scopes from the file as before.

What it ignores anyway may go: repeated scopes, properties that it does not know, and the scopes of
what it connects without OAuth.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.pages import all_pages, read_page
from tools.fuzz.apps import app_of
from tools.fuzz.seeds import seeds_of

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Safety, Severity
from connlint.fix.fixer import FixResult, fix_targets, is_wanted
from connlint.jsonc import ObjectNode, parse, to_python
from connlint.project import Target, find_targets, find_text_target
from connlint.rules import RULES
from connlint.run import lint_targets

_SAFE = is_wanted([rule.name for rule in RULES], unsafe=False)
_CATALOG = Catalog()
_GRAPH = "https://graph.microsoft.com/"
_HEAD = 'import { createClientFromRequest } from "npm:@base44/sdk";\n'
_CLIENT = f"{_HEAD}const base44 = createClientFromRequest(req);\n"
_ROLE = "base44.asServiceRole.connectors"


class Case(NamedTuple):
    """An app in which a rule has a fix, and why that is safe or is not."""

    rule: str
    safety: Safety
    why: str
    connector: str = '{"type": "slack", "scopes": ["chat:write"]}'
    code: str = ""
    automation: str = ""


CASES = (
    Case(
        "deprecated-call",
        Safety.SAFE,
        "the token is the same",
        code=f'const token = await {_ROLE}.getAccessToken("slack");',
    ),
    Case(
        "deprecated-scope",
        Safety.UNSAFE,
        "another scope is asked for",
        '{"type": "linkedin", "scopes": ["r_liteprofile"]}',
    ),
    Case(
        "duplicate-key",
        Safety.SAFE,
        "Base44 ignores the earlier one",
        '{"type": "slack", "scopes": ["users:read"], "scopes": ["chat:write"]}',
    ),
    Case(
        "duplicate-scope",
        Safety.SAFE,
        "the same string is still listed",
        '{"type": "slack", "scopes": ["chat:write", "users:read", "chat:write"]}',
    ),
    Case(
        "duplicate-scope",
        Safety.UNSAFE,
        "Base44 may know only one of the two strings",
        f'{{"type": "outlook", "scopes": ["{_GRAPH}Mail.Read", "Mail.Read"]}}',
    ),
    Case(
        "duplicate-scope",
        Safety.SAFE,
        "the same string is still listed, wherever the other form is",
        f'{{"type": "slack", "scopes": ["{_GRAPH}Mail.Read", "{_GRAPH}Mail.Read", "Mail.Read"]}}',
    ),
    Case(
        "encoded-file",
        Safety.UNSAFE,
        "Base44 refuses the file as it is, and would connect what it holds",
        "eyJ0eXBlIjogInNsYWNrIiwgInNjb3BlcyI6IFtdfQ==",
    ),
    Case(
        "foreign-scope",
        Safety.UNSAFE,
        "a scope is no longer asked for",
        '{"type": "slack", "scopes": ["chat:write", "app_mentions:read"]}',
    ),
    Case(
        "ignored-scope",
        Safety.SAFE,
        "Base44 connects Stripe without scopes",
        '{"type": "stripe", "scopes": ["read_write"]}',
    ),
    *(
        Case(
            "ignored-scope",
            Safety.UNSAFE,
            "Base44 stores the list, as it has done with task:read of ClickUp",
            f'{{"type": "{name}", "scopes": ["task:read"]}}',
        )
        for name in ("clickup", "notion", "splitwise")
    ),
    Case(
        "insufficient-scope",
        Safety.UNSAFE,
        "another scope is asked for",
        '{"type": "slack", "scopes": ["users:read"]}',
        f'const {{ accessToken }} = await {_ROLE}.getConnection("slack");\n'
        'await fetch("https://slack.com/api/chat.postMessage", { method: "POST", '
        "headers: { Authorization: `Bearer ${accessToken}` } });",
    ),
    Case(
        "json5-syntax",
        Safety.SAFE,
        "the value is the same",
        "{type: 'sl\\x61ck', 'scopes': ['chat:\\\nwrite'], max: 0x10}",
    ),
    *(
        Case("malformed-scope", Safety.UNSAFE, "another string is asked for", text)
        for text in (
            '{"type": "gmail", "scopes": ["gmail.send"]}',
            '{"type": "slack", "scopes": [" chat:write"]}',
            '{"type": "slack", "scopes": ["chat:write users:read"]}',
            '{"type": "outlook", "scopes": ["mail.read"]}',
        )
    ),
    Case(
        "missing-scopes",
        Safety.SAFE,
        "Base44 takes an empty list anyway",
        '{"type": "slack"}',
    ),
    *(
        Case("misspelled-property", Safety.UNSAFE, "Base44 ignores it under this name", text)
        for text in (
            '{"type": "slack", "scope": ["chat:write"]}',
            '{"tpye": "slack", "scopes": ["chat:write"]}',
        )
    ),
    Case(
        "redundant-scope",
        Safety.UNSAFE,
        "a scope is no longer asked for",
        '{"type": "github", "scopes": ["repo", "public_repo"]}',
    ),
    Case(
        "unknown-event",
        Safety.UNSAFE,
        "another event starts the function",
        '{"type": "gmail", "scopes": []}',
        "//",
        '[{"type": "connector", "integration_type": "gmail", "events": ["mailbx"]}]',
    ),
    Case(
        "unknown-property",
        Safety.SAFE,
        "Base44 ignores it",
        '{"type": "slack", "scopes": ["chat:write"], "description": "Posts news."}',
    ),
    Case(
        "unknown-property",
        Safety.UNSAFE,
        "Base44 ignores it, but it may hold what the app needs",
        '{"type": "slack", "scopes": ["chat:write"], "scope": ["users:read"]}',
    ),
    Case(
        "unknown-scope",
        Safety.UNSAFE,
        "another scope is asked for",
        '{"type": "slack", "scopes": ["chat:wirte"]}',
    ),
    Case(
        "unknown-connection-property",
        Safety.UNSAFE,
        "the code gets the token",
        code=f'const {{ token }} = await {_ROLE}.getConnection("slack");',
    ),
    Case(
        "unknown-type",
        Safety.UNSAFE,
        "another type is connected",
        '{"type": "slak", "scopes": []}',
    ),
    Case(
        "unused-scope",
        Safety.UNSAFE,
        "a scope is no longer asked for",
        '{"type": "slack", "scopes": ["chat:write", "files:read"]}',
        f'const {{ accessToken }} = await {_ROLE}.getConnection("slack");\n'
        'await fetch("https://slack.com/api/chat.postMessage", { method: "POST", '
        "headers: { Authorization: `Bearer ${accessToken}` } });",
    ),
    Case(
        "unused-suppression",
        Safety.SAFE,
        "Base44 reads no comments",
        '// connlint-ignore unknown-type\n{"type": "slack", "scopes": ["chat:write"]}',
    ),
    Case(
        "user-scoped-connection",
        Safety.UNSAFE,
        "the service role may do more than the user",
        code='const token = await base44.connectors.getConnection("slack");',
    ),
)


def _write(case: Case, root: Path) -> None:
    for path, text in {
        "base44/config.jsonc": '{"name": "Notes"}',
        "base44/connectors/it.jsonc": case.connector,
        "base44/functions/f/entry.ts": case.code and f"{_CLIENT}{case.code}\n",
        "base44/functions/f/function.jsonc": case.automation
        and f'{{"name": "f", "entry": "entry.ts", "automations": {case.automation}}}',
    }.items():
        if text:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.why}")
def test_a_fix_is_safe_where_base44_takes_the_same(case: Case, tmp_path: Path) -> None:
    _write(case, tmp_path)
    run = lint_targets(find_targets([str(tmp_path)], str(tmp_path)), str(tmp_path))
    fixes = [fix for found in run.diagnostics if found.rule == case.rule for fix in found.fixes]
    assert {fix.safety for fix in fixes} == {case.safety}


def test_each_fix_of_a_page_is_in_the_table() -> None:
    told = {
        (page, Safety(safety))
        for page in all_pages()
        for safety in re.findall(r"Fix: (safe|unsafe)", read_page(page).split("\n")[2])
    }
    assert {(case.rule, case.safety) for case in CASES} == told


def _taken(text: str) -> object:
    """What Base44 takes from a connector file, without what it ignores; None where nothing."""
    document = parse(text)
    value = to_python(document.root, 9) if isinstance(document.root, ObjectNode) else None
    if document.problems or not isinstance(value, dict):
        return None
    scopes = value.get("scopes", [])
    if isinstance(scopes, list):
        entry = _CATALOG.entry(value["type"]) if isinstance(value.get("type"), str) else None
        is_managed = entry is not None and entry.token == "managed"  # noqa: S105 - how it is had
        scopes = sorted({json.dumps(scope) for scope in scopes} if not is_managed else ())
    return value.get("type"), scopes


def _safely_fixed(targets: tuple[Target, ...], root: str, overlay: dict[str, bytes]) -> FixResult:
    return fix_targets(targets, root, _SAFE, overlay=overlay, least=Severity.INFO)


def _changed(fixed: FixResult) -> list[str]:
    """The connector files that a fix has changed the meaning of."""
    return [
        f"{file.source.text}\n>>>\n{file.text}"
        for file in fixed.files
        if file.source.path.endswith((".json", ".jsonc"))
        and _taken(file.source.text) != _taken(file.text)
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.why}")
def test_safe_fixes_of_the_table_keep_what_base44_takes(case: Case, tmp_path: Path) -> None:
    _write(case, tmp_path)
    root = str(tmp_path)
    assert _changed(_safely_fixed(find_targets([root], root), root, {})) == []


def test_safe_fixes_of_the_examples_keep_what_base44_takes() -> None:
    """The examples of all pages, and the apps and functions that fuzzing begins from."""
    fixed = 0
    for seed in seeds_of("fix"):
        app = app_of(seed) if b"connectors/" in seed else None
        if app is not None:
            result = _safely_fixed(app.targets, app.root, dict(app.overlay))
            assert _changed(result) == []
            fixed += len(result.files)
    assert fixed > 20


_OWN = {
    "clickup": ["task:read", "task:write"],
    "gmail": ["gmail.send", "email", "https://www.googleapis.com/auth/gmail.readonly"],
    "nothing-known": ["a", "b c", ""],
    "notion": ["read_content", "read_content"],
    "outlook": ["Mail.Read", "mail.read", f"{_GRAPH}Mail.Read", f"{_GRAPH.upper()}Mail.Read"],
    "slack": [
        "chat:write",
        "Chat:Write",
        "chat:wirte",
        "app_mentions:read",
        "users:read,files:read",
    ],
    "stripe": ["read_write", "read_only"],
}
_MEMBERS = ['"note": "a"', "'scope': ['x']", "note: {a: 1, a: 2}", "$schema: ''", '"tpye": "slack"']


@st.composite
def _files(draw: st.DrawFn) -> str:
    name = draw(st.sampled_from(sorted(_OWN)))

    def listed() -> str:
        scopes = [
            draw(st.sampled_from(['"{}"', "'{}'"])).format(scope)
            for scope in draw(st.lists(st.sampled_from(_OWN[name]), max_size=4))
        ]
        others = draw(st.sampled_from([[], [], [], ["1"], ["null"], ["'\\x61'"]]))
        return ", ".join(draw(st.permutations([*scopes, *others])))

    members = draw(st.lists(st.sampled_from(_MEMBERS), max_size=2))
    members += [f"type: '{name}'"] * draw(st.sampled_from([1, 1, 1, 2, 0]))
    for _ in range(draw(st.sampled_from([1, 1, 2, 0]))):
        members.append(f'"scopes": [{listed()}]')
    head = draw(st.sampled_from(["", "// connlint-ignore schema\n", "/* note */ "]))
    return f"{head}{{{', '.join(draw(st.permutations(members)))}}}\n"


@settings(max_examples=300, deadline=None, derandomize=bool(os.environ.get("CI")))
@given(_files())
def test_safe_fixes_keep_the_type_and_the_scopes(text: str) -> None:
    target = find_text_target("nowhere/it.jsonc", os.getcwd())
    overlay = dict.fromkeys(target.chosen or (), text.encode())
    fixed = _safely_fixed((target,), os.getcwd(), overlay)
    assert _changed(fixed) == []

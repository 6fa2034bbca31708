"""What holds for all rules together."""

from __future__ import annotations

from pathlib import Path

import pytest

import connlint
from connlint.catalog import Catalog
from connlint.diagnostics.severity import Safety
from connlint.engine import lint
from connlint.fix.edits import apply_edits
from connlint.project import find_targets
from connlint.rules import RULES, docs_url
from connlint.run import code_files, read_project

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "linter" / "connlint" / "rules"
SHARED = {
    "__init__",
    "calls",
    "checked_as",
    "conditions",
    "config_shape",
    "registry",
    "addition",
    "removal",
    "rule",
    "schema_validation",
    "scopes",
    "strings",
    "suggestions",
}


def test_each_module_is_a_rule_of_its_name_and_each_rule_has_a_module() -> None:
    modules = {path.stem for path in MODULES.glob("*.py")} - SHARED
    assert modules == {rule.name.replace("-", "_") for rule in RULES}


def test_names_are_unique_and_each_rule_has_something_to_check() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        checks = [
            rule.check_connector,
            rule.check_project,
            rule.check_use,
            rule.check_project_use,
        ]
        # The config of the app has a shape, too, and code names types.
        both = rule.name in {"schema", "unknown-type"}
        assert checks.count(None) == len(checks) - (2 if both else 1)
        assert rule.summary
        assert docs_url(rule.name).endswith(f"/docs/rules/{rule.name}.md")


def test_the_readme_lists_each_rule_with_its_page() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for rule in RULES:
        assert f"[{rule.name}](docs/rules/{rule.name}.md)" in readme


def test_the_broken_app_has_a_finding_of_each_rule() -> None:
    found = connlint.lint_project(ROOT / "examples" / "broken-app")
    # A missing connectors directory leaves no room for other mistakes.
    elsewhere = {"connectors-dir", "internal-error"}
    assert {diagnostic.rule for diagnostic in found} == {rule.name for rule in RULES} - elsewhere


def test_the_healthy_app_has_none() -> None:
    assert connlint.lint_project(ROOT / "examples" / "healthy-app") == []


@pytest.mark.parametrize(
    "text",
    [
        # Base44's own examples, trailing commas and comments included.
        """{
          "type": "googlecalendar",
          "scopes": [
            "https://www.googleapis.com/auth/calendar.readonly",
            "https://www.googleapis.com/auth/calendar.events",
          ],
        }""",
        """// base44/connectors/stripe.jsonc
        {"type": "stripe", "scopes": []}""",
        """{"type": "notion", "scopes": []}""",
        """{"$schema": "https://example.com/s.json", "type": "slack", "scopes": ["chat:write"]}""",
    ],
)
def test_what_is_right_is_not_reported(text: str) -> None:
    assert connlint.lint_text(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            """{"type": "gmail", "scopes": [
          "email", "openid", "profile",
          "https://www.googleapis.com/auth/userinfo.email",
          "https://www.googleapis.com/auth/userinfo.profile"
        ]}""",
            ["no-api-scope"],
        ),
        (
            """{"type": "outlook", "scopes": [
          "User.Read", "offline_access", "openid", "profile", "email", "Mail.Read"
        ]}""",
            [],
        ),
        ("""{"type": "hubspot", "scopes": ["oauth"]}""", ["no-api-scope"]),
        ("""{"type": "slack", "scopes": ["users:read", "users:read.email"]}""", []),
        ("""{"type": "slackbot", "scopes": ["chat:write.customize", "chat:write.public"]}""", []),
        ("""{"type": "square", "scopes": ["MERCHANT_PROFILE_READ"]}""", ["no-api-scope"]),
        ("""{"type": "dropbox", "scopes": ["account_info.read"]}""", ["no-api-scope"]),
        ("""{"type": "airtable", "scopes": ["user.email:read"]}""", ["no-api-scope"]),
        ("""{"type": "meta_ads", "scopes": ["public_profile"]}""", ["no-api-scope"]),
    ],
)
def test_scopes_that_the_platform_adds_are_nothing_to_complain_about(
    text: str, found: list[str]
) -> None:
    """But a connector with no other scopes opens no API."""
    assert [diagnostic.rule for diagnostic in connlint.lint_text(text)] == found


def test_a_misspelt_scopes_is_not_a_missing_one_and_its_value_is_checked() -> None:
    text = '{"type": "gmail", "scope": ["gmail.send"]}'
    assert [found.rule for found in connlint.lint_text(text)] == [
        "misspelled-property",
        "malformed-scope",
    ]


def test_a_type_that_is_near_to_none_brings_no_unknown_scopes() -> None:
    text = '{"type": "frobnicator", "scopes": ["a:b", "c:d"]}'
    assert [found.rule for found in connlint.lint_text(text)] == ["unknown-type"]


def test_a_syntax_error_leaves_the_other_parts_checked() -> None:
    text = '{\n  "type": "gmial"\n  "scopes": [\n    "a", "a",\n  \n'
    assert [(found.rule, found.range.start.line) for found in connlint.lint_text(text)] == [
        ("unknown-type", 2),
        ("syntax-error", 3),
        ("unknown-scope", 4),
        ("duplicate-scope", 4),
        ("unknown-scope", 4),
        ("syntax-error", 4),
    ]


def test_each_fix_in_the_broken_app_takes_its_finding_away() -> None:
    cwd = str(ROOT)
    (target,) = find_targets([str(ROOT / "examples" / "broken-app")], cwd)
    catalog = Catalog()
    project = read_project(target, cwd)
    texts = {connector.source.path: connector.source for connector in project.connectors}
    texts.update((source.path, source) for source in code_files(project))
    tried = set()
    for found in lint(project, catalog):
        for fix in found.fixes:
            source = texts[fix.edits[0].path]
            mended = apply_edits(source.text, fix.edits).encode()
            after = lint(read_project(target, cwd, {source.location: mended}), catalog)
            still = [(other.rule, other.message) for other in after if other.path == found.path]
            assert (found.rule, found.message) not in still
            tried.add((found.rule, fix.safety))
    assert tried == {
        ("deprecated-call", Safety.SAFE),
        ("deprecated-scope", Safety.UNSAFE),
        ("duplicate-key", Safety.SAFE),
        ("duplicate-scope", Safety.SAFE),
        ("encoded-file", Safety.UNSAFE),
        ("foreign-scope", Safety.UNSAFE),
        ("ignored-scope", Safety.SAFE),
        ("insufficient-scope", Safety.UNSAFE),
        ("json5-syntax", Safety.SAFE),
        ("malformed-scope", Safety.UNSAFE),
        ("missing-scopes", Safety.SAFE),
        ("misspelled-property", Safety.UNSAFE),
        ("redundant-scope", Safety.UNSAFE),
        ("unknown-event", Safety.UNSAFE),
        ("unknown-connection-property", Safety.UNSAFE),
        ("unknown-property", Safety.SAFE),
        ("unknown-scope", Safety.UNSAFE),
        ("unknown-type", Safety.UNSAFE),
        ("unused-scope", Safety.UNSAFE),
        ("unused-suppression", Safety.SAFE),
        ("user-scoped-connection", Safety.UNSAFE),
    }

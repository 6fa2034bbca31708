"""The schema that editors use for connlint.toml says what the reader takes."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

import connlint_schemas
from connlint.config.parser import KEYS, read_settings
from connlint.rules import RULES
from connlint.text.source import SourceFile

SCHEMA = json.loads(connlint_schemas.read("config.schema.json"))


def test_it_has_the_keys_and_the_rules() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert sorted(SCHEMA["properties"]) == sorted(KEYS)
    assert {
        name: value["description"] for name, value in SCHEMA["$defs"]["rules"]["properties"].items()
    } == {rule.name: f"{rule.summary}; {rule.severity} by default." for rule in RULES}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", {}),
        ('min-severity = "info"', {"min-severity": "info"}),
        ('min-severity = "never"', {"min-severity": "never"}),
        ('fail-on = "never"', {"fail-on": "never"}),
        ("fail-on = 1", {"fail-on": 1}),
        ('extra-types = ["a"]', {"extra-types": ["a"]}),
        ('extra-types = "a"', {"extra-types": "a"}),
        ('exclude = ["a/**"]', {"exclude": ["a/**"]}),
        ("exclude = [1]", {"exclude": [1]}),
        *[
            (f"exclude = ['{pattern}']", {"exclude": [pattern]})
            for pattern in (
                *("a", "./a", "a/", "**", "*.json", "...", ".git", "a/.b", "a/..b", "c:a"),
                *("", ".", "./", "..", "../a", "a/..", "a/../b", "/a", "C:/a", "a//b", "a/./b"),
                "a\\b",
            )
        ],
        ("per-file-rules.'/a'.schema = 'off'", {"per-file-rules": {"/a": {"schema": "off"}}}),
        ('extra-scopes.gmail = ["a"]', {"extra-scopes": {"gmail": ["a"]}}),
        ("extra-scopes = 1", {"extra-scopes": 1}),
        ('rules.schema = "off"', {"rules": {"schema": "off"}}),
        ('rules.schema = "on"', {"rules": {"schema": "on"}}),
        ('per-file-rules."a".schema = "off"', {"per-file-rules": {"a": {"schema": "off"}}}),
        ("per-file-rules.a = 1", {"per-file-rules": {"a": 1}}),
        ("other = 1", {"other": 1}),
    ],
)
def test_it_takes_what_the_reader_takes(text: str, value: object) -> None:
    problems = read_settings(SourceFile("connlint.toml", text, "/app/connlint.toml")).problems
    assert Draft202012Validator(SCHEMA).is_valid(value) == (not problems)

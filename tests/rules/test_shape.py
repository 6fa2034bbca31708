"""The quick check of a file's shape and the JSON Schema say the same."""

from __future__ import annotations

import json

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import connlint_schemas
from connlint.catalog import Catalog
from connlint.project.connector import read_connector
from connlint.rules import RULES
from connlint.rules.conditions import ODD_FORM
from connlint.rules.schema import is_plainly_right
from connlint.rules.schema_validation import schema_errors
from connlint.text.source import SourceFile

CATALOG = Catalog()
SCHEMA = json.loads(connlint_schemas.read("connector.schema.json"))

texts = st.one_of(
    st.sampled_from(["gmail", "Google Calendar", "", "a\n", "é", "a-b_C9", "٣", "x y"]),
    st.text(max_size=5),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=5,
)
connectors = st.one_of(
    anything,
    st.fixed_dictionaries(
        {},
        optional={
            "type": texts | anything,
            "scopes": st.lists(texts, max_size=3) | anything,
            "$schema": anything,
            "other": anything,
        },
    ),
)


@settings(max_examples=1500)
@given(connectors)
def test_the_quick_check_agrees_with_the_schema(value: object) -> None:
    connector = read_connector(SourceFile("a.jsonc", json.dumps(value)))
    # The value of a misspelt property stands in for the one that was meant, which the
    # schema does not see.
    assume(not connector.misspellings)
    assert is_plainly_right(connector) == Draft202012Validator(SCHEMA).is_valid(value)
    assert is_plainly_right(connector) == (not list(schema_errors(connector)))


def test_the_schema_is_a_valid_schema_of_its_draft() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["allowTrailingCommas"] is True
    for example in SCHEMA["examples"]:
        Draft202012Validator(SCHEMA).validate(example)


@settings(max_examples=1500)
@given(connectors, st.sampled_from(["", "// 'x'\n", "\\"]))
def test_rules_about_the_form_have_nothing_to_say_of_plain_files(value: object, more: str) -> None:
    connector = read_connector(SourceFile("a.jsonc", more + json.dumps(value, ensure_ascii=False)))
    form = RULES.for_connector(ODD_FORM)
    found = [
        finding
        for rule in form
        if rule.check_connector is not None
        for finding in rule.check_connector(connector, CATALOG)
    ]
    assert {rule.name for rule in form} >= {"duplicate-key", "json5-syntax", "schema"}
    assert not (connector.is_plain and found)


def test_an_ordinary_file_is_plain() -> None:
    text = '{\n  // Posts.\n  "type": "slack",\n  "scopes": ["chat:write"],\n}\n'
    assert read_connector(SourceFile("slack.jsonc", text)).is_plain

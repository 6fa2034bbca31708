"""The schema of the JSON report says what is printed, and nothing less."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator
from tests.cli.console import SLACK, app, connlint

import connlint_schemas
from connlint.diagnostics.diagnostic import Diagnostic, Edit, Fix, Position, Range, Related
from connlint.diagnostics.severity import Safety, Severity
from connlint.render import json_report
from connlint.render.settings import RenderSettings
from connlint.reporting.report import Report, Summary

from .reports import reports

EXAMPLES = Path(__file__).parents[2] / "examples"
SCHEMA: dict[str, Any] = json.loads(connlint_schemas.read("report.schema.json"))
(EXAMPLE,) = SCHEMA["examples"]


def _closed(schema: Any) -> Any:  # noqa: ANN401 - any part of a schema
    """The schema as it is for this version: with no other properties than its own."""
    if isinstance(schema, list):
        return [_closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {key: value if key == "examples" else _closed(value) for key, value in schema.items()}
    return {**parts, "additionalProperties": False} if "properties" in schema else parts


VALIDATOR = Draft202012Validator(
    _closed(SCHEMA), format_checker=Draft202012Validator.FORMAT_CHECKER
)


def _report(*arguments: str) -> dict[str, Any]:
    outcome = connlint("check", "--quiet", "--format=json", "--min-severity=info", *arguments)
    assert outcome.err == ""
    report: dict[str, Any] = json.loads(outcome.out)
    VALIDATOR.validate(report)
    return report


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"].endswith("/schemas/connlint_schemas/report.schema.json")


@pytest.mark.parametrize(
    "part, fields",
    [
        ("position", Position._fields),
        ("range", Range._fields),
        ("diagnostic", Diagnostic._fields),
        ("related", Related._fields),
        ("fix", Fix._fields),
        ("edit", Edit._fields),
    ],
)
def test_it_names_the_properties_of_the_model(part: str, fields: tuple[str, ...]) -> None:
    definition = SCHEMA["$defs"][part]
    assert sorted(definition["properties"]) == sorted(definition["required"]) == sorted(fields)


def test_it_names_the_counts_and_the_words() -> None:
    summary = SCHEMA["properties"]["summary"]
    assert (*summary["properties"], "affected") == Summary._fields
    assert set(summary["properties"]) - set(summary["required"]) == {"fixed"}
    assert SCHEMA["$defs"]["severity"]["enum"] == [str(each) for each in reversed(Severity)]
    safety = SCHEMA["$defs"]["fix"]["properties"]["safety"]
    assert safety["enum"] == [each.value for each in Safety]


def test_real_reports_are_valid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(EXAMPLES, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    assert _report("healthy-app")["summary"]["projects"] == 1
    before = _report("broken-app")
    assert {bool(found["related"]) for found in before["diagnostics"]} == {True, False}
    assert {bool(found["fixes"]) for found in before["diagnostics"]} == {True, False}
    assert "fixed" not in before["summary"]
    assert _report(".")["summary"]["projects"] == 2


def test_a_report_after_fixing_is_valid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(app(tmp_path, {"slack.jsonc": SLACK.replace('"chat', '" chat')}))
    assert _report("--fix", "--unsafe-fixes")["summary"]["fixed"] == 1


@given(reports())
def test_any_report_is_valid(report: Report) -> None:
    value = json.loads(json_report.render(report, RenderSettings("1.0.0", "2026-01-01")))
    # Findings always say something, and lie in a file that has a name.
    for found in value["diagnostics"]:
        for part in (found, *found["related"]):
            part["message"] = part["message"] or "empty"
        for fix in found["fixes"]:
            fix["title"] = fix["title"] or "empty"
    VALIDATOR.validate(value)


def test_the_example_is_valid() -> None:
    VALIDATOR.validate(EXAMPLE)


def _places(value: object, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to each property in a value."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield (*way, key)
            yield from _places(part, (*way, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _places(part, (*way, index))


def _changed(way: tuple[str | int, ...], **new: object) -> Any:  # noqa: ANN401 - JSON
    """The example without a property, or with another value for it."""
    value = copy.deepcopy(EXAMPLE)
    part = value
    for step in way[:-1]:
        part = part[step]
    del part[way[-1]]
    if new:
        part[way[-1]] = new["value"]
    return value


WAYS = list(_places(EXAMPLE))
NAMES = [".".join(map(str, way)) for way in WAYS]


@pytest.mark.parametrize("way", WAYS, ids=NAMES)
def test_no_property_of_the_example_may_be_missing_or_null(way: tuple[str | int, ...]) -> None:
    validator = Draft202012Validator(SCHEMA)
    assert validator.is_valid(_changed(way)) == (way == ("summary", "fixed"))
    assert not validator.is_valid(_changed(way, value=None))

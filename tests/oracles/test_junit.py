"""JUnit's XML of real runs, by the schema of Jenkins and by a reader from elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from junitparser import JUnitXml
from tests.cli.console import connlint
from xmlschema import XMLSchema

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize(
    "paths", [["broken-app"], ["healthy-app"], ["broken-app", "healthy-app"]], ids=" ".join
)
def test_it_is_valid_and_read_as_it_is_meant(
    paths: list[str], junit_schema: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(EXAMPLES)
    text = connlint("check", "--format=junit", *paths).out
    schema = XMLSchema(junit_schema)
    assert [str(error) for error in schema.iter_errors(text)] == []
    assert not schema.is_valid(text.replace(' tests="', ' test="'))

    report = json.loads(connlint("check", "--format=json", *paths).out)
    files = {each["path"] for each in report["diagnostics"]}
    read = JUnitXml.fromstring(text.encode())
    assert [suite.name for suite in read] == paths
    passed = paths.count("healthy-app")
    assert (read.tests, read.failures, read.errors) == (len(files) + passed, len(files), 0)
    cases = [case for suite in read for case in suite]
    assert {case.name for case in cases if not case.is_passed} == files
    texts = [failure.text for case in cases for failure in case.result]
    lines = [line for text in texts for line in text.splitlines()]
    assert sum(line.startswith("line ") for line in lines) == len(report["diagnostics"])

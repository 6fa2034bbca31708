"""SARIF logs of real runs, by the official schema and by Microsoft's validator.

The validator checks what a schema cannot say, and with its rules "Ghas" what code scanning on
GitHub wants.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.cli.console import MISTYPED, SLACK, app, connlint

EXAMPLES = Path(__file__).parents[2] / "examples"
HOSTILE = ("x\n::error::owned", "]]>&<", "\u202eowned", "[owned](1)", "{0}", "é😀", "\ud800")


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A log of each kind, by what it is of."""
    folder = tmp_path_factory.mktemp("logs")
    runs = dict(_runs(tmp_path_factory.mktemp("apps")))
    found: dict[str, Path] = {}
    with pytest.MonkeyPatch.context() as patch:
        for name, (place, arguments) in runs.items():
            patch.chdir(place)
            found[name] = folder / f"{name}.sarif"
            outcome = connlint(
                "check", "-q", "--format=sarif", f"--output-file={found[name]}", *arguments
            )
            assert outcome.status in {0, 1}
            assert outcome.out == outcome.err == ""
    return found


def _runs(root: Path) -> Iterator[tuple[str, tuple[Path, Sequence[str]]]]:
    """Where to run, and with what arguments."""
    shutil.copytree(EXAMPLES / "broken-app", root / "broken")
    yield "broken", (root / "broken", ())
    shutil.copytree(EXAMPLES / "healthy-app", root / "healthy")
    yield "healthy", (root / "healthy", ())
    yield "elsewhere", (root / "healthy", (str(root / "broken"), "--min-severity=info"))
    text = SLACK.replace('"chat:write"', '"a:b", // connlint-ignore unknown-scope\n"a:c"')
    settled = app(root / "settled", {"slack.jsonc": text, "slak.jsonc": MISTYPED})
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(settled)
        connlint("check", "--write-baseline=known.json", "--select=unknown-type")
    yield "settled", (settled, ("--baseline=known.json",))
    files = {
        f"{number} #%?é.jsonc": json.dumps({"type": text, "scopes": [text], text: text})
        for number, text in enumerate(HOSTILE)
    }
    yield "hostile", (app(root / "hostile", files), ())


def _results(log: Path) -> list[dict[str, Any]]:
    (run,) = json.loads(log.read_text("ascii"))["runs"]
    results: list[dict[str, Any]] = run["results"]
    return results


def test_the_logs_have_something_of_everything(logs: dict[str, Path]) -> None:
    counts = {name: len(_results(log)) for name, log in logs.items()}
    assert counts["healthy"] == 0
    assert min(count for name, count in counts.items() if name != "healthy") >= 3
    every = [result for log in logs.values() for result in _results(log)]
    kinds = {each["kind"] for result in every for each in result["suppressions"]}
    assert kinds == {"inSource", "external"}
    assert any("relatedLocations" in result for result in every)
    assert any("fixes" in result for result in every)
    addresses = [result["locations"][0]["physicalLocation"]["artifactLocation"] for result in every]
    assert any(address["uri"].startswith("file:///") for address in addresses)


def test_they_are_valid_by_the_schema(logs: dict[str, Path], sarif_multitool: Path) -> None:
    schema = json.loads(sarif_multitool.with_name("sarif-2.1.0.json").read_text("utf-8-sig"))
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$schema"]
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    for name, log in logs.items():
        value = json.loads(log.read_text("ascii"))
        errors = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]
        assert (name, errors) == (name, [])
    del value["runs"][0]["tool"]
    assert not validator.is_valid(value)


# One of its rules opens each address to see whether it is there; tests stay off the network.
_OPTIONS = """\
<?xml version="1.0" encoding="utf-8"?>
<Properties>
  <Properties Key="SARIF2006.UrisShouldBeReachable.Options">
    <Property Key="RuleEnabled" Value="Disabled"
              Type="Microsoft.CodeAnalysis.Sarif.Driver.RuleEnabledState" />
  </Properties>
</Properties>
"""


def _validate(program: Path, logs: Sequence[Path], folder: Path) -> list[str]:
    """What the validator has against logs, notes left out."""
    options, output = folder / "options.xml", folder / "said.sarif"
    options.write_text(_OPTIONS)
    done = subprocess.run(
        [
            *map(str, (program, "validate", *logs)),
            *("--rule-kind", "Sarif;Ghas"),
            *("--config", str(options)),
            *("--output", str(output)),
        ],
        capture_output=True,
        check=False,
        timeout=300,
    )
    printed = done.stdout.decode() + done.stderr.decode()
    assert f"Done. {len(logs)} files scanned." in printed
    (run,) = json.loads(output.read_text("utf-8-sig"))["runs"]
    assert [each["executionSuccessful"] for each in run["invocations"]] == [True]
    return [
        f"{result['ruleId']} {result['message']}"
        for result in run["results"]
        # A level that is not there is a warning.
        if result.get("level", "warning") in {"error", "warning"}
    ]


def test_the_validator_has_neither_error_nor_warning(
    logs: dict[str, Path], sarif_multitool: Path, tmp_path: Path
) -> None:
    assert _validate(sarif_multitool, list(logs.values()), tmp_path) == []


def test_the_validator_is_heard(
    logs: dict[str, Path], sarif_multitool: Path, tmp_path: Path
) -> None:
    value = json.loads(logs["broken"].read_text("ascii"))
    (run,) = value["runs"]
    rule = run["tool"]["driver"]["rules"][0]
    rule["name"] = rule["id"]
    run["results"][0]["locations"] = []
    log = tmp_path / "bad.sarif"
    log.write_text(json.dumps(value))
    said = {line.split()[0] for line in _validate(sarif_multitool, [log], tmp_path)}
    # An id for a name is a warning of the standard, a finding without a place one of GitHub's errors.
    assert said >= {"SARIF1001", "GH1015"}

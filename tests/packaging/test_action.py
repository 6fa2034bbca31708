"""The steps of the action, run by bash as a runner would run them."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from tests.git.repositories import change, commit
from tests.project.tree import GMAIL, SLACK
from tests.tools.comments_service import Service, served

from connlint import __version__

from .programs import ROOT, Built, missing, run
from .workflows import ACTION, Step, steps

pytestmark = pytest.mark.slow(seconds=30)

_INPUTS = yaml.safe_load(ACTION.read_text("utf-8"))["inputs"]
_EXPRESSION = re.compile(r"\$\{\{ (\S+) \}\}")


class Runner(NamedTuple):
    """A place where steps run, and the folder of the app that they look at."""

    temp: Path
    app: Path

    def step(
        self, step: Step, inputs: Mapping[str, str], event: Mapping[str, str] | None = None
    ) -> tuple[int, str]:
        """Run the script of a step; its status, and all that it printed.

        `event` has environment variables of the runner, and values of expressions that begin
        with `github.`.
        """
        event = event or {}
        values = {f"inputs.{name}": given["default"] for name, given in _INPUTS.items()}
        values.update({f"inputs.{name}": value for name, value in inputs.items()})
        values["steps.python.outputs.python-path"] = sys.executable
        values.update(event)
        environ = {
            name: _EXPRESSION.sub(lambda match: values[match[1]], text)
            for name, text in step["env"].items()
        }
        environ |= {
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_OUTPUT": str(self.temp / "output"),
            "GITHUB_STEP_SUMMARY": str(self.temp / "summary"),
            "RUNNER_TEMP": str(self.temp),
            **{name: value for name, value in event.items() if name.isupper()},
        }
        script = self.temp / "script.sh"
        script.write_text(step["run"], "utf-8")
        shell = shutil.which("bash") or missing("bash is not installed")
        for name in ("output", "summary"):
            (self.temp / name).write_text("")
        # The options are those that runners give to `shell: bash`.
        command = [shell, "--noprofile", "--norc", "-eo", "pipefail", script]
        done = run(command, self.app, environ)
        return done.returncode, done.stdout

    @property
    def outputs(self) -> list[str]:
        return (self.temp / "output").read_text("utf-8").splitlines()

    @property
    def summary(self) -> str:
        return (self.temp / "summary").read_text("utf-8")


def _scripts() -> dict[str, Step]:
    return {step["name"]: step for step in steps(ACTION) if "run" in step}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a runner keeps its files, once connlint is installed there."""
    temp = tmp_path_factory.mktemp("runner")
    runner = Runner(temp, ROOT)
    status, out = runner.step(_scripts()["Install connlint"], {})
    assert status == 0, out
    return temp


@pytest.fixture
def runner(installed: Path, tmp_path: Path) -> Runner:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    return Runner(installed, tmp_path)


def _check(runner: Runner, **inputs: str) -> tuple[int, list[str]]:
    given = {name.replace("_", "-"): value for name, value in inputs.items()}
    status, out = runner.step(_scripts()["Check"], given)
    return status, out.splitlines()


def test_a_healthy_app_passes_with_one_line(runner: Runner) -> None:
    line = "No problems in 10 connector files and 6 functions."
    assert _check(runner, path="examples/healthy-app") == (0, [line])
    assert runner.outputs == []
    assert runner.summary == "### connlint\n\nNo problems found.\n"


def test_the_findings_are_in_the_summary_of_the_job_once(runner: Runner) -> None:
    (runner.app / "out").mkdir()
    _, lines = _check(runner, path="examples/broken-app", sarif_file="out/a.sarif")
    assert runner.summary.count("### connlint\n") == 1
    assert sum(line.startswith("- **") for line in runner.summary.splitlines()) == len(lines)


def test_findings_are_annotations_of_their_lines(runner: Runner) -> None:
    status, lines = _check(runner, path="examples/broken-app")
    assert status == 1
    place = "file=examples/broken-app/base44/connectors/slack.jsonc,line=3,"
    assert [line for line in lines if line.startswith(f"::error {place}")]
    assert {re.split("[ :]", line[2:])[0] for line in lines} <= {"error", "warning", "notice"}


def test_several_paths_stand_in_lines_of_their_own(runner: Runner) -> None:
    paths = "examples/healthy-app\n\nexamples/broken-app/base44/connectors/slack.json\n"
    status, lines = _check(runner, path=paths)
    assert status == 1
    # Two of its own, and one at the other end of the duplicate.
    assert [re.findall(r"(\w+\.jsonc?),.*title=connlint ([\w-]+)", line) for line in lines] == [
        [("slack.json", "foreign-scope")],
        [("slack.jsonc", "duplicate-type")],
        [("slack.json", "unused-connector")],
    ]


def test_options_and_the_least_severity_that_fails(runner: Runner) -> None:
    path = "examples/broken-app"
    status, lines = _check(runner, path=path, args="--select redundant-scope\n --format concise")
    assert status == 0
    assert [line for line in lines if "warning[" in line] != []
    assert [line for line in lines if "warning[" in line and "[redundant-scope]" not in line] == []
    args = "--select redundant-scope"
    assert _check(runner, path=path, args=args, fail_on="warning")[0] == 1
    assert _check(runner, path=path, fail_on="never")[0] == 0


def test_a_sarif_report_is_written_before_the_step_fails(runner: Runner) -> None:
    status, _ = _check(runner, path="examples/broken-app", sarif_file="out/of the.sarif")
    assert status == 2
    (runner.app / "out").mkdir()
    status, lines = _check(runner, path="examples/broken-app", sarif_file="out/of the.sarif")
    assert status == 1
    assert lines
    assert runner.outputs == ["sarif=written"]
    report = json.loads((runner.app / "out" / "of the.sarif").read_text("utf-8"))
    assert report["version"] == "2.1.0"
    assert report["runs"][0]["results"]


HOSTILE = {
    "a path": {"path": '$(touch sign); touch sign; "`touch sign`"'},
    "several paths": {"path": "examples/healthy-app\n--fix\n;touch sign"},
    "options": {"path": "examples/healthy-app", "args": "; touch sign $(touch sign) `touch sign`"},
    "a severity": {"path": "examples/healthy-app", "fail_on": "error;touch sign"},
    "a file": {"path": "examples/healthy-app", "sarif_file": "no/$(touch sign)"},
}


@pytest.mark.parametrize("inputs", HOSTILE.values(), ids=HOSTILE.keys())
def test_nothing_in_an_input_is_run(inputs: dict[str, str], runner: Runner) -> None:
    status, _ = _check(runner, **inputs)
    assert status == 2
    assert not (runner.app / "sign").exists()


@pytest.mark.parametrize(
    "version, status", [(__version__, 0), ("99.0", 1), (f"{__version__} --help", 1)]
)
def test_another_version_comes_from_the_package_index(
    version: str, status: int, built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The index is this project's own build.
    monkeypatch.setenv("PIP_FIND_LINKS", str(built.wheel.parent))
    runner = Runner(tmp_path, tmp_path)
    done, out = runner.step(_scripts()["Install connlint"], {"version": version})
    assert done == status, out
    program = tmp_path / "connlint" / ("Scripts" if sys.platform == "win32" else "bin")
    assert [path.stem for path in program.glob("connlint*")] == ["connlint"] * (not status)


SLACK_FILE = "base44/connectors/slack.jsonc"
CALL = 'await base44.asServiceRole.connectors.getConnection("slack");\n'


def _planned(runner: Runner, base: str, **inputs: str) -> tuple[int, str, Service]:
    """Run the step that plans, as for pull request 7; the status, the output and what was written."""
    service = Service([])
    with served(service) as address:
        event = {
            "github.event.pull_request.base.sha": base,
            "github.event.pull_request.number": "7",
            "GITHUB_API_URL": address,
            "GITHUB_GRAPHQL_URL": f"{address}/graphql",
            "GITHUB_REPOSITORY": "owner/app",
        }
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        step = _scripts()["Plan"]
        status, out = runner.step(step, {"plan": "true", "token": "t0ken", **given}, event)
    return status, out, service


def test_the_plan_is_in_the_summary_and_in_a_comment(installed: Path, tmp_path: Path) -> None:
    runner = Runner(installed, tmp_path)
    base = commit(tmp_path, {SLACK_FILE: SLACK, "base44/functions/send/entry.ts": CALL})
    change(tmp_path, {SLACK_FILE: None, "base44/connectors/gmail.jsonc": GMAIL})
    status, out, service = _planned(runner, base)
    assert (status, out) == (1, "")
    assert f"This app, compared with `{base[:10]}`:\n" in runner.summary
    assert "- Removed: Slack User (`slack`): the push disconnects it" in runner.summary
    assert service.written == [f"<!-- connlint plan -->\n{runner.summary}"]
    assert service.tokens == {"Bearer t0ken"}
    assert _planned(runner, base, plan_fail_on="restricted\ninsufficient")[0] == 0
    assert _planned(runner, base, plan_fail_on="consent")[0] == 1


def test_a_plan_that_cannot_be_made_is_no_comment(installed: Path, tmp_path: Path) -> None:
    runner = Runner(installed, tmp_path)
    commit(tmp_path, {SLACK_FILE: SLACK})
    status, out, service = _planned(runner, "0" * 40)
    assert (status, service.asked) == (2, [])
    assert out.startswith("connlint: git knows no revision")


@pytest.mark.parametrize("name", ["path", "plan_fail_on"])
def test_nothing_in_an_input_of_the_plan_is_run(name: str, installed: Path, tmp_path: Path) -> None:
    runner = Runner(installed, tmp_path)
    base = commit(tmp_path, {SLACK_FILE: SLACK})
    status, _, service = _planned(runner, base, **{name: "$(touch sign)\n`touch sign`; touch sign"})
    assert (status, service.asked) == (2, [])
    assert not (tmp_path / "sign").exists()


def test_there_is_a_plan_for_pull_requests_only() -> None:
    wanted = "inputs.plan == 'true' && github.event.pull_request.number != ''"
    assert _scripts()["Plan"]["if"] == f"${{{{ !cancelled() && {wanted} }}}}"


def test_the_report_is_uploaded_only_when_there_is_one() -> None:
    *_, upload = steps(ACTION)
    assert upload["if"] == "${{ !cancelled() && steps.check.outputs.sarif == 'written' }}"
    assert upload["with"]["sarif_file"] == "${{ inputs.sarif-file }}"

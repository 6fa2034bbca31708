"""The benchmark against other programs: its checks, its tables, and the page that shows them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tools.bench.peers import child
from tools.bench.peers.__main__ import KEPT, PAGE, measure
from tools.bench.peers.cases import SHORT, Case, make_app, words
from tools.bench.peers.measuring import Runner
from tools.bench.peers.programs import PROGRAMS, Program
from tools.bench.peers.rendering import place, render
from tools.bench.peers.results import Results, read, write

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="programs are started by fork")

RESULTS: Results = {
    "version": 1,
    "date": "2026-01-02",
    "machine": {
        "system": "Linux x86_64",
        "processor": "Some Processor",
        "cores": 4,
        "open_files": 1_024,
    },
    "runtimes": {"Python": "3.12.1", "Node": "22.3.0"},
    "limit": 120,
    "programs": [
        {
            "name": "connlint",
            "version": "1.2.3",
            "invocation": "connlint check",
            "remark": "All its rules.",
            "missing": "",
        },
        {
            "name": "slow",
            "version": "4.0",
            "invocation": "slow '*.json'",
            "remark": "Takes its time.",
            "missing": "",
        },
        {
            "name": "gone",
            "version": "5.0",
            "invocation": "gone .",
            "remark": "",
            "missing": "npm is not installed",
        },
    ],
    "cases": [
        {
            "name": "start",
            "rounds": 3,
            "start": [0.01, 0.02, 0.012],
            "programs": {
                "connlint": {"seconds": [0.012, 0.03, 0.018], "memory": 10_240, "failure": ""},
            },
        },
        {
            "name": "10 files",
            "rounds": 3,
            "start": [0.01, 0.01, 0.01],
            "programs": {
                "connlint": {"seconds": [0.03, 0.02, 0.04], "memory": 12_800, "failure": ""},
                "slow": {"seconds": [1.004, 0.996], "memory": 204_800, "failure": ""},
            },
        },
        {
            "name": "200 files",
            "rounds": 2,
            "start": [0.01, 0.01],
            "programs": {
                "connlint": {"seconds": [0.04, 0.06], "memory": 15_400, "failure": ""},
                "slow": {"seconds": [], "memory": 0, "failure": "over 120 s"},
            },
        },
        {
            "name": "2,000 files",
            "rounds": 1,
            "start": [0.02],
            "programs": {
                "connlint": {"seconds": [0.2], "memory": 20_480, "failure": ""},
                "slow": {"seconds": [], "memory": 0, "failure": "status 3: Error: no room"},
            },
        },
    ],
}

RENDERED = """\
Measured on 2026-01-02: Linux x86_64, Some Processor, 4 cores, at most 1,024 open files; Python 3.12.1, Node 22.3.0.
`python -c pass` took 10.0 ms (10.0–20.0).
Rounds: start: 3, 10 files: 3, 200 files: 2, 2,000 files: 1.

| times `python -c pass` | start | 10 files | 200 files | 2,000 files |
| --- | --: | --: | --: | --: |
| connlint | 1.5 (1.0–2.5) | 3.0 (2.0–4.0) | 5.0 (4.0–6.0) | 10.0 (10.0–10.0) |
| slow | – | 100 (99.6–100, 2 runs) | over the limit | fails |

| peak memory, MiB | 10 files | 200 files | 2,000 files |
| --- | --: | --: | --: |
| connlint | 12 | 15 | 20 |
| slow | 200 | – | – |

| program | called as | remark |
| --- | --- | --- |
| connlint 1.2.3 | `connlint check` | All its rules. |
| slow 4.0 | `slow '*.json'` | Takes its time. |
| gone 5.0 | `gone .` |  |

- gone was not measured: npm is not installed.
- slow, 200 files: over 120 s.
- slow, 2,000 files: status 3: Error: no room."""


def test_the_tables_of_some_results() -> None:
    assert render(RESULTS) == RENDERED


def test_results_are_kept_as_they_are(tmp_path: Path) -> None:
    write(tmp_path / "kept.json", RESULTS)
    assert read(tmp_path / "kept.json") == RESULTS


def test_the_tables_go_between_the_markers_of_a_page() -> None:
    page = "# A\n\n<!-- benchmark -->\nold\n<!-- /benchmark -->\n\nB\n"
    placed = "# A\n\n<!-- benchmark -->\nnew\n<!-- /benchmark -->\n\nB\n"
    assert place(page, "new") == placed
    assert place(placed, "new") == placed
    with pytest.raises(ValueError, match=r"^the page needs <!-- benchmark --> and .* once each$"):
        place("# A\n", "new")


def test_the_page_shows_what_was_kept() -> None:
    page = PAGE.read_text("utf-8")
    assert place(page, render(read(KEPT))) == page


def test_the_kept_results_are_of_the_programs_as_they_are_called_now() -> None:
    kept = [
        (program["name"], program["version"], program["invocation"], program["remark"])
        for program in read(KEPT)["programs"]
        if program["name"] != "connlint"
    ]
    assert kept == [
        (program.name, program.version, program.invocation, program.remark)
        for program in PROGRAMS
        if program.name != "connlint"
    ]


def test_a_pattern_becomes_its_files_unless_it_is_quoted(tmp_path: Path) -> None:
    make_app(tmp_path / "app", Case("2 files", 1, files=2))
    files = ["base44/connectors/airtable.json", "base44/connectors/asana.json"]
    assert words(["-d", "base44/connectors/*.json"], tmp_path / "app") == ["-d", *files]
    assert words(["'base44/connectors/*.json'"], tmp_path / "app") == ["base44/connectors/*.json"]


# A program that reports what stands in its argument: a list of (pattern, status, output).
_PRETENDER = """
import pathlib, sys
text = "".join(path.read_text() for path in sorted(pathlib.Path("base44/connectors").glob("*")))
for part, status, output in {answers!r}:
    if part in text:
        print(output)
        sys.exit(status)
"""
_SHAPE, _SYNTAX, _ANY = '"scopes": "profile"', '"zz_broken", "scopes": []\n', ""


@needs_fork
@pytest.mark.parametrize(
    "answers, failure",
    [
        pytest.param(
            [(_SHAPE, 1, "zz_broken.json: bad"), (_SYNTAX, 2, "zz_broken.json: bad")], "", id="good"
        ),
        pytest.param(
            [(_SYNTAX, 2, "zz_broken.json: bad")],
            "does not report a broken file",
            id="blind to the schema",
        ),
        pytest.param(
            [(_SHAPE, 1, "zz_broken.json: bad")],
            "does not report a broken file",
            id="blind to syntax",
        ),
        pytest.param(
            [(_SHAPE, 1, "error: no such option")],
            "status 1: error: no such option",
            id="called wrongly",
        ),
        pytest.param(
            [
                (_SHAPE, 1, "zz_broken.json: bad"),
                (_SYNTAX, 2, "zz_broken.json: bad"),
                (_ANY, 0, "airtable.json: warning"),
            ],
            "says something of healthy files",
            id="talks",
        ),
        pytest.param(
            [
                (_SHAPE, 1, "zz_broken.json: bad"),
                (_SYNTAX, 2, "zz_broken.json: bad"),
                (_ANY, 5, "Error: cannot go on"),
            ],
            "status 5: Error: cannot go on",
            id="breaks on healthy files",
        ),
    ],
)
def test_only_a_program_that_does_its_work_is_timed(
    answers: list[tuple[str, int, str]], failure: str, tmp_path: Path
) -> None:
    program = Program("pretender", "1", list, (), "pretender", "", shape=1, syntax=2)
    command = [sys.executable, "-c", _PRETENDER.format(answers=answers)]
    case = Case("2 files", 2, files=2)
    app = make_app(tmp_path / "app", case)
    runner = Runner(Path(sys.executable), {"pretender": command}, tmp_path)
    measured = runner.measure(case, [program], app)
    figures = measured["programs"]["pretender"]
    assert figures["failure"] == failure
    assert len(figures["seconds"]) == (0 if failure else 2)
    assert len(measured["start"]) == (0 if failure else 2)
    assert not (app / "base44" / "connectors" / "zz_broken.json").exists()


def _child(limit: int, *command: str) -> tuple[int, float, int]:
    line = [sys.executable, "-I", "-S", child.__file__, str(limit), *command]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    status, seconds, memory = done.stdout.split()
    return int(status), float(seconds), int(memory)


@needs_fork
def test_a_run_says_its_status_its_time_and_its_memory() -> None:
    status, seconds, memory = _child(60, sys.executable, "-c", "import time; time.sleep(0.3)")
    assert status == 0
    assert seconds > 0.3
    big = "import sys; kept = b'x' * 100_000_000; sys.exit(3)"
    in_a_child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {big!r}])"
    for code, expected in ((big, 3), (in_a_child, 0)):
        status, _, more = _child(60, sys.executable, "-c", code)
        assert status == expected
        assert 95_000 < more - memory < 105_000


@needs_fork
def test_a_run_over_the_limit_is_ended_with_all_that_it_has_started(tmp_path: Path) -> None:
    go, late = tmp_path / "go", tmp_path / "late"
    inner = (
        "import pathlib, time\n"
        "ends = time.monotonic() + 30\n"
        f"while not pathlib.Path({str(go)!r}).exists() and time.monotonic() < ends:\n"
        "    time.sleep(0.05)\n"
        f"pathlib.Path({str(late)!r}).touch()\n"
    )
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])"
    status, seconds, _ = _child(1, sys.executable, "-c", code)
    assert status == -9
    assert 1 <= seconds < 30
    go.touch()
    time.sleep(1)
    assert not late.exists()
    # The same, left alone, does write it.
    assert _child(60, sys.executable, "-c", code)[0] == 0
    assert late.exists()


@pytest.mark.slow(seconds=80)
@needs_fork
def test_every_program_does_its_work() -> None:
    # One round shows that it can be timed; the figures of a busy machine are worth nothing.
    results = measure([case._replace(rounds=1) for case in SHORT])
    print(render(results))  # noqa: T201 - the figures belong to the result
    assert {program["name"]: program["missing"] for program in results["programs"]} == {
        program.name: "" for program in PROGRAMS
    }
    cases = {
        case["name"]: {
            name: (len(figures["seconds"]), figures["failure"])
            for name, figures in case["programs"].items()
        }
        for case in results["cases"]
    }
    names = [program.name for program in PROGRAMS]
    everywhere = dict.fromkeys(names, (1, ""))
    assert cases == {
        "start": {name: (1, "") for name in names if name != "vscode-json-languageservice"},
        "10 files": everywhere,
        "200 files": everywhere,
    }

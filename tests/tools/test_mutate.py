"""The tool that changes the conditions of rules and looks whether a test fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

RULE = '''\
"""A rule that is planted here."""

def check(values, limit=None):
    for value in values:
        if not value:
            continue
        if limit is not None and value > limit:
            yield f"{value} is too much"

def first(values):
    while values and values[-1] < 0:
        values.pop()
    return values[0] if values else None
'''

TESTS = """\
from planted import check, first

def test_what_is_too_much_is_said():
    assert list(check([1, 3], 2)) == ["3 is too much"]

def test_nothing_is_too_much_without_a_limit():
    assert list(check([None, 3])) == []

def test_nothing_is_smaller_than_a_limit():
    assert list(check([None, 3], 1)) == ["3 is too much"]

def test_first():
    assert first([0, -2]) == 0
    assert first([]) is None
    assert first([-1]) is None
"""

EQUIVALENT = """\
[[mutant]]
module = "planted"
function = "first"
before = "values and values[-1] < 0"
after = ["values or values[-1] < 0", "values"]
reason = "a reason"

[[mutant]]
module = "planted"
function = "check"
before = "limit is not None and value > limit"
after = ["limit is not None and value >= limit"]
reason = "a reason"
"""

TABLE = """\
| module | mutants | killed | hung | survivors | equivalent | score |
|---|---:|---:|---:|---:|---:|---:|
"""


MUTANTS = [
    (5, "check", "not value", ["value", "True", "False"]),
    (
        7,
        "check",
        "limit is not None and value > limit",
        [
            "not (limit is not None and value > limit)",
            "True",
            "False",
            "limit is not None or value > limit",
            "value > limit",
            "limit is not None",
            "limit is None and value > limit",
            "limit is not None and value >= limit",
        ],
    ),
    (
        11,
        "first",
        "values and values[-1] < 0",
        [
            "not (values and values[-1] < 0)",
            "True",
            "False",
            "values or values[-1] < 0",
            "values[-1] < 0",
            "values",
            "values and values[-1] <= 0",
        ],
    ),
    (13, "first", "return values[0] if values else None", ["pass"]),
    (
        13,
        "first",
        "values[0] if values else None",
        [
            "values[0] if not values else None",
            "values[0] if True else None",
            "values[0] if False else None",
        ],
    ),
]


def _mutate(
    folder: Path,
    *arguments: str,
    rule: str = RULE,
    tests: str = TESTS,
    equivalent: str = "",
) -> str:
    """What the tool prints about the planted rule, and its status in the last line."""
    (folder / "planted.py").write_text(rule, "utf-8")
    (folder / "tests" / "rules").mkdir(parents=True)
    (folder / "tests" / "rules" / "test_planted.py").write_text(tests, "utf-8")
    (folder / "equivalent.toml").write_text(equivalent, "utf-8")
    command = [sys.executable, str(ROOT / "tools" / "mutate"), str(folder / "planted.py")]
    command += ["--tests", str(folder / "tests"), "--equivalent", str(folder / "equivalent.toml")]
    run = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
    refusal = run.stderr.split("\n")[0] if run.returncode == 2 else ""
    return f"{run.stdout}{refusal}{run.returncode}"


def test_a_survivor_is_shown_with_its_place_and_its_change(tmp_path: Path) -> None:
    assert _mutate(tmp_path) == (
        f"{TABLE}"
        "| planted | 22 | 21 | 0 | 1 | 0 | 95.5 % |\n"
        "| all | 22 | 21 | 0 | 1 | 0 | 95.5 % |\n"
        "\nSurvivors:\n\n"
        "planted.py:7: check\n"
        "- limit is not None and value > limit\n"
        "+ limit is not None and value >= limit\n"
        "1"
    )


def test_a_mutant_that_hangs_is_noticed_and_told_apart(tmp_path: Path) -> None:
    rule = "def last(values):\n    while len(values) > 1:\n        values[:] = values[1:]\n    return values[:]\n"
    tests = "from planted import last\n\ndef test_last():\n    assert last([1, 2]) == [2]\n"
    assert _mutate(tmp_path, rule=rule, tests=tests) == (
        f"{TABLE}"
        "| planted | 5 | 4 | 1 | 0 | 0 | 100.0 % |\n"
        "| all | 5 | 4 | 1 | 0 | 0 | 100.0 % |\n"
        "\nHung:\n\n"
        "planted.py:2: last\n"
        "- len(values) > 1\n"
        "+ True\n"
        "0"
    )


def test_the_mutants_of_a_rule(tmp_path: Path) -> None:
    assert (
        _mutate(tmp_path, "--list")
        == "".join(
            f"planted.py:{line}: {function}\n- {before}\n+ {after}\n"
            for line, function, before, changes in MUTANTS
            for after in changes
        )
        + "0"
    )


def test_entries_are_left_out_and_one_that_matches_nothing_is_said(tmp_path: Path) -> None:
    stale = EQUIVALENT.replace('"values"', '"no such text"')
    assert _mutate(tmp_path, equivalent=stale) == (
        "equivalent.toml has an entry that matches nothing: "
        "planted: first: values and values[-1] < 0 -> no such text\n"
        f"{TABLE}"
        "| planted | 20 | 20 | 0 | 0 | 2 | 100.0 % |\n"
        "| all | 20 | 20 | 0 | 0 | 2 | 100.0 % |\n"
        "1"
    )


def test_what_runs_before_the_mutants_makes_them_worthless(tmp_path: Path) -> None:
    assert _mutate(tmp_path, tests=f"{TESTS}\nfirst([1])\n") == (
        "mutate: these run before any mutant is in place: planted.first2"
    )


def test_every_entry_about_an_equivalent_mutant_is_about_one() -> None:
    command = [sys.executable, str(ROOT / "tools" / "mutate"), "--list"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    stale = [line for line in run.stdout.splitlines() if "matches nothing" in line]
    assert (stale, run.returncode) == ([], 0)


@pytest.mark.slow(seconds=30)
def test_two_rules_of_ours_have_no_survivors() -> None:
    command = [sys.executable, str(ROOT / "tools" / "mutate"), "duplicate-scope", "duplicate-type"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.stdout, run.returncode) == (
        f"{TABLE}"
        "| duplicate_scope | 16 | 16 | 0 | 0 | 0 | 100.0 % |\n"
        "| duplicate_type | 10 | 10 | 0 | 0 | 0 | 100.0 % |\n"
        "| all | 26 | 26 | 0 | 0 | 0 | 100.0 % |\n",
        0,
    )

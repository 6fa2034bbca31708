"""`connlint check` as people, hooks and CI see it: standard output, standard error, status."""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from connlint import __version__
from connlint.catalog import Catalog
from connlint.diagnostics.severity import Severity
from connlint.rules import RULES, Finding, Rule, RuleSet
from connlint.text.source import Span

from .console import (
    CONNECTORS,
    MISTYPED,
    SLACK,
    Outcome,
    app,
    command,
    connlint,
    environment,
    no_problems,
    plainly,
    program,
    written_to,
)

ROOT = Path(__file__).parents[2]

# Rules of this file's own: what the command does must not hang on the words of real ones.
_SEVERITIES = {severity: f"{severity}-word" for severity in Severity}


def _rule(severity: Severity) -> Rule:
    """A rule that finds each place where its severity's name stands in a file."""

    def check(connector: object, _: Catalog) -> list[Finding]:
        source = connector.source  # type: ignore[attr-defined]
        word = str(severity)
        starts = [at for at in range(len(source.text)) if source.text.startswith(word, at)]
        return [
            Finding(source, Span(at, at + len(word)), f"here is {word}", "take it away")
            for at in starts
        ]

    return Rule(_SEVERITIES[severity], severity, f"finds {severity}", check_connector=check)


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connlint.cli.check.RULES", RuleSet.of(map(_rule, Severity)))


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


ADDRESS = "  = docs: https://github.com/connlint/connlint/blob/main/docs/rules/{}-word.md\n"
READ_MORE = "To read more about the rule: connlint rule {}-word\n"


def _block(severity: str, text: str, *, path: str = f"{CONNECTORS}/a.jsonc") -> str:
    column = text.index(severity) + 1
    return (
        f"{severity}[{severity}-word]: here is {severity}\n"
        f" --> {path}:1:{column}\n"
        "  |\n"
        f"1 | {text}\n"
        f"  | {' ' * (column - 1)}{'^' * len(severity)}\n"
        "  = help: take it away\n"
        f"{ADDRESS.format(severity)}\n"
    )


def _line(severity: str, column: int, *, path: str = f"{CONNECTORS}/a.jsonc") -> str:
    return f"{path}:1:{column}: {severity}[{severity}-word] here is {severity}\n"


# ---------------------------------------------------------------- what is printed

ALL = "// error warning info"


def test_a_healthy_app_ends_with_one_line(root: Path) -> None:
    shutil.copytree(ROOT / "examples" / "healthy-app", root / "app")
    assert plainly() == connlint("check") == Outcome(0, "", no_problems(10, 6))
    assert connlint("check", "--quiet") == Outcome(0, "", "")


NOTHING = "Nothing to check: this app has no connector files and no functions.\n"


def test_an_app_without_connectors_and_functions_has_nothing_to_check(root: Path) -> None:
    shutil.rmtree(app(root, {}) / CONNECTORS)
    assert plainly() == connlint("check") == Outcome(0, "", NOTHING)
    assert connlint("check", "--quiet") == Outcome(0, "", "")


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize(
    "arguments, line",
    [
        (
            [],
            "No problems in 1 connector file. 1 info is not shown (--min-severity info shows all).",
        ),
        (
            ["--min-severity=info", "--ignore=info-word,warning-word"],
            "No problems in 1 connector file.",
        ),
        (
            ["--min-severity=error", "--ignore=info-word"],
            "No errors in 1 connector file. 1 warning is not shown (--min-severity warning shows all).",
        ),
    ],
)
def test_the_last_line_names_what_is_not_shown(arguments: list[str], line: str, root: Path) -> None:
    app(root, {"a.jsonc": "// info warning\n{}\n"})
    arguments = arguments or ["--ignore=warning-word"]
    assert connlint("check", *arguments) == Outcome(0, "", f"{line}\n")


def test_what_is_not_shown_is_said_once_after_fixing(root: Path) -> None:
    for arguments in ([], ["--format=concise"], ["--format=concise", "--output-file=report"]):
        app(root / f"{len(arguments)}", {"note.jsonc": SLACK.replace('"chat', '" chat')})
        outcome = connlint("check", "--fix", "--unsafe-fixes", f"{len(arguments)}", *arguments)
        said = (outcome.out + outcome.err).splitlines()
        assert said[0] == "Fixed 1 finding."
        assert said[1].startswith("No problems in 1 connector file. ")
        assert said[1].endswith("1 info is not shown (--min-severity info shows all).")
        assert len(said) == 2


def test_the_last_line_counts_what_was_asked_for(root: Path) -> None:
    shutil.copytree(ROOT / "examples" / "healthy-app", root / "one")
    shutil.copytree(ROOT / "examples" / "healthy-app", root / "two")
    for paths, line in {
        (".",): "No problems in 20 connector files and 12 functions of 2 apps.",
        (f"one/{CONNECTORS}/gmail.jsonc",): "No problems in 1 connector file.",
        ("one/base44/functions/planFollowUp/entry.ts",): "No problems in 1 function.",
        ("one/base44/functions/syncVisits/function.jsonc",): "No problems in 1 function.",
        ("one/base44/config.jsonc",): "No problems in 1 file.",
    }.items():
        assert connlint("check", *paths) == Outcome(0, "", f"{line}\n")


def test_real_findings_from_end_to_end(root: Path) -> None:
    app(root, {"slack.jsonc": MISTYPED})
    expected = Outcome(
        1,
        'error[unknown-type]: "slak" is not a Base44 connector type\n'
        " --> base44/connectors/slack.jsonc:2:11\n"
        "  |\n"
        '2 |   "type": "slak",\n'
        "  |           ^^^^^^\n"
        '  = help: Did you mean "slack" (Slack User)?\n'
        "  = fixable with --fix --unsafe-fixes:\n"
        '2 -   "type": "slak",\n'
        '2 +   "type": "slack",\n'
        "  = docs: https://github.com/connlint/connlint/blob/main/docs/rules/unknown-type.md\n"
        "\n"
        "Found 1 error in 1 file.\n"
        "[1 fixable with --fix --unsafe-fixes]\n"
        "To read more about the rule: connlint rule unknown-type\n",
        "",
    )
    assert connlint("check") == expected
    assert plainly() == expected
    assert program("check", cwd=root) == expected
    assert program("check", ".", "--color", "never", cwd=root) == expected


@pytest.mark.usefixtures("words")
def test_what_is_not_shown_is_counted(root: Path) -> None:
    app(root, {"a.jsonc": f"{ALL}\n{{}}\n"})
    assert connlint("check") == Outcome(
        1,
        _block("error", ALL)
        + _block("warning", ALL)
        + "Found 1 error, 1 warning and 1 info in 1 file.\n"
        + "1 info is not shown (--min-severity info shows all).\n"
        + "To read more about a rule: connlint rule error-word\n",
        "",
    )


INFO_HIDDEN = "1 info is not shown (--min-severity info shows all).\n"
FOUND = "Found 1 error, 1 warning and 1 info in 1 file.\n"
MIN_SEVERITY = {
    "error": (
        _block("error", ALL),
        "1 warning and 1 info are not shown (--min-severity info shows all).\n",
    ),
    "warning": (_block("error", ALL) + _block("warning", ALL), INFO_HIDDEN),
    "info": (_block("error", ALL) + _block("warning", ALL) + _block("info", ALL), ""),
}


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize("value, expected", MIN_SEVERITY.items())
def test_min_severity_says_what_is_shown(value: str, expected: tuple[str, str], root: Path) -> None:
    app(root, {"a.jsonc": f"{ALL}\n{{}}\n"})
    blocks, hint = expected
    what = "the rule" if value == "error" else "a rule"
    more = f"To read more about {what}: connlint rule error-word\n"
    assert connlint("check", "--min-severity", value) == Outcome(
        1, blocks + FOUND + hint + more, ""
    )


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize(
    "worst, failing",
    [
        ("error", {"error", "warning", "info"}),
        ("warning", {"warning", "info"}),
        ("info", {"info"}),
        ("nothing", set[str]()),
    ],
)
@pytest.mark.parametrize("value", ["error", "warning", "info", "never"])
def test_fail_on_says_what_makes_the_status_1(
    worst: str, failing: set[str], value: str, root: Path
) -> None:
    app(root, {"a.jsonc": f"// {worst}\n{{}}\n"})
    outcome = connlint("check", "--fail-on", value, "--min-severity", "info", "--format=concise")
    if worst == "nothing":
        assert outcome == Outcome(0, "", no_problems())
    else:
        closing = f"Found 1 {worst} in 1 file.\n{READ_MORE.format(worst)}"
        assert outcome == Outcome(int(value in failing), _line(worst, 4), closing)


@pytest.mark.usefixtures("words")
def test_a_failure_never_comes_without_its_reason(root: Path) -> None:
    app(root, {"a.jsonc": "// info\n{}\n"})
    assert connlint("check", "--fail-on", "info") == Outcome(1, INFO_HIDDEN, "")
    assert connlint("check", "--fail-on", "info", "--format", "concise") == Outcome(
        1, "", INFO_HIDDEN
    )


@pytest.mark.usefixtures("words")
def test_quiet_leaves_the_findings_alone(root: Path) -> None:
    app(root, {"a.jsonc": f"{ALL}\n{{}}\n", "x.txt": ""})
    shown = (_block("error", ALL) + _block("warning", ALL)).removesuffix("\n")
    assert connlint("check", "--quiet") == Outcome(1, shown, "")
    assert connlint("check", "-q", f"{CONNECTORS}/x.txt") == Outcome(0, "", "")


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize(
    "arguments, shown",
    [
        (["--select", "error-word"], ["error"]),
        (["--select", "error-word,info-word"], ["error", "info"]),
        (["--select", " error-word , info-word ,"], ["error", "info"]),
        (["--select", "error-word", "--select", "info-word"], ["error", "info"]),
        (["--ignore", "error-word"], ["warning", "info"]),
        (["--ignore", "error-word,info-word"], ["warning"]),
        (["--ignore=error-word", "--ignore=info-word"], ["warning"]),
        (["--select", "error-word,info-word", "--ignore", "error-word"], ["info"]),
        (["--select", "error-word", "--ignore", "error-word"], []),
    ],
)
def test_rules_are_selected_and_ignored(arguments: list[str], shown: list[str], root: Path) -> None:
    app(root, {"a.jsonc": f"{ALL}\n{{}}\n"})
    outcome = connlint("check", "--quiet", "--format=concise", "--min-severity=info", *arguments)
    lines = [_line(severity, ALL.index(severity) + 1) for severity in shown]
    assert outcome == Outcome(int("error" in shown), "".join(lines), "")


@pytest.mark.parametrize("option", ["--select", "--ignore"])
@pytest.mark.parametrize(
    "name, advice",
    [
        ("unkown-type", "Did you mean unknown-type?"),
        ("Unknown-Type", "Did you mean unknown-type?"),
        ("nothing-like-it", "To list all rules: connlint rule"),
        ("\x1b[2Jx", "To list all rules: connlint rule"),
    ],
)
def test_a_rule_that_is_not_there_is_a_wrong_call(
    option: str, name: str, advice: str, root: Path
) -> None:
    app(root, {})
    shown = name.replace("\x1b", "\\u{1b}")
    assert connlint("check", option, f"unknown-type,{name}") == Outcome(
        2, "", f'connlint: Unknown rule "{shown}". {advice}\n'
    )


# ---------------------------------------------------------------- JSON


def _position(line: int, column: int, offset: int) -> dict[str, int]:
    return {"line": line, "column": column, "offset": offset}


HEALTHY_SUMMARY = {
    "projects": 1,
    "files": 1,
    "errors": 0,
    "warnings": 0,
    "infos": 0,
    "suppressed": 0,
    "baselined": 0,
    "fixable": 0,
}
TOOL = {"name": "connlint", "version": __version__, "catalogue": Catalog().date}


def test_the_json_report_of_a_healthy_project(root: Path) -> None:
    app(root, {"slack.jsonc": SLACK})
    outcome = connlint("check", "--format", "json")
    assert (outcome.status, outcome.err) == (0, no_problems())
    assert json.loads(outcome.out) == {
        "version": 1,
        "tool": TOOL,
        "summary": HEALTHY_SUMMARY,
        "diagnostics": [],
    }


def test_the_json_report_has_the_whole_finding(root: Path) -> None:
    app(root, {"slack.jsonc": MISTYPED})
    place = {"start": _position(2, 11, 12), "end": _position(2, 17, 18)}
    outcome = connlint("check", "--format", "json")
    assert (outcome.status, outcome.err) == (1, "")
    assert json.loads(outcome.out) == {
        "version": 1,
        "tool": TOOL,
        "summary": {**HEALTHY_SUMMARY, "errors": 1, "fixable": 1},
        "diagnostics": [
            {
                "rule": "unknown-type",
                "severity": "error",
                "message": '"slak" is not a Base44 connector type',
                "help": 'Did you mean "slack" (Slack User)?',
                "docs": "https://github.com/connlint/connlint/blob/main/docs/rules/unknown-type.md",
                "path": "base44/connectors/slack.jsonc",
                "range": place,
                "related": [],
                "fixes": [
                    {
                        "title": 'Change it to "slack"',
                        "safety": "unsafe",
                        "edits": [
                            {
                                "path": "base44/connectors/slack.jsonc",
                                "range": place,
                                "text": '"slack"',
                            }
                        ],
                    }
                ],
            }
        ],
    }


def test_the_json_report_has_the_other_end(root: Path) -> None:
    app(root, {"a.jsonc": SLACK, "b.jsonc": SLACK})
    (found,) = json.loads(connlint("check", "--format", "json").out)["diagnostics"]
    place = {"start": _position(1, 10, 9), "end": _position(1, 17, 16)}
    assert (found["rule"], found["path"], found["range"]) == (
        "duplicate-type",
        "base44/connectors/b.jsonc",
        place,
    )
    assert found["related"] == [
        {
            "path": "base44/connectors/a.jsonc",
            "range": place,
            "message": "First defined here",
        }
    ]


PLACES: dict[str, tuple[bytes, dict[str, int], dict[str, int]]] = {
    "emoji": ("{/*😀👍 error*/}".encode(), _position(1, 7, 6), _position(1, 12, 11)),
    "combining": ("{/*e\u0301 error*/}".encode(), _position(1, 7, 6), _position(1, 12, 11)),
    "CRLF": (b"{\r\n// error\r\n}", _position(2, 4, 6), _position(2, 9, 11)),
    "CR": (b"{\r// error\r}", _position(2, 4, 5), _position(2, 9, 10)),
    "tabs": (b"{\n\t\t// error\n}", _position(2, 6, 7), _position(2, 11, 12)),
    "byte order mark": (b"\xef\xbb\xbf{/*error*/}", _position(1, 4, 3), _position(1, 9, 8)),
    "line separator": ("{/*\u2028error*/}".encode(), _position(1, 5, 4), _position(1, 10, 9)),
    "all": (
        b"\xef\xbb\xbf{\r\n" + "/*😀*/ // error\r\n}".encode(),
        _position(2, 10, 12),
        _position(2, 15, 17),
    ),
}


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize("data, start, end", PLACES.values(), ids=PLACES.keys())
def test_places_are_counted_in_code_points(
    data: bytes, start: dict[str, int], end: dict[str, int], root: Path
) -> None:
    app(root, {"a.jsonc": data})
    (found,) = json.loads(connlint("check", "--format", "json").out)["diagnostics"]
    assert found["range"] == {"start": start, "end": end}


def test_paths_are_relative_below_the_working_directory(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app(root / "one", {"slack.jsonc": MISTYPED})
    app(root / "two", {"slack.jsonc": MISTYPED})
    monkeypatch.chdir(root / "one")
    found = json.loads(connlint("check", ".", "../two", "--format", "json").out)
    assert [diagnostic["path"] for diagnostic in found["diagnostics"]] == [
        "base44/connectors/slack.jsonc",
        (root / "two/base44/connectors/slack.jsonc").as_posix(),
    ]
    assert found["summary"] == {
        **HEALTHY_SUMMARY,
        "projects": 2,
        "files": 2,
        "errors": 2,
        "fixable": 2,
    }


# ---------------------------------------------------------------- which files


def test_a_file_gets_the_findings_that_concern_it(root: Path) -> None:
    app(root, {"a.jsonc": SLACK, "b.jsonc": SLACK, "c.jsonc": MISTYPED})
    duplicate = (
        'base44/connectors/b.jsonc:1:10: error[duplicate-type] The type "slack" is already '
        "defined in a.jsonc\n"
    )
    mistyped = (
        'base44/connectors/c.jsonc:2:11: error[unknown-type] "slak" is not a Base44 connector '
        "type [fixable with --fix --unsafe-fixes]\n"
    )
    a, b, c = (f"{CONNECTORS}/{name}.jsonc" for name in "abc")
    for paths, shown in [
        ([a], duplicate),
        ([b], duplicate),
        ([c], mistyped),
        ([a, c], duplicate + mistyped),
        ([CONNECTORS, c], duplicate + mistyped),
    ]:
        assert connlint("check", "--quiet", "--format=concise", *paths) == Outcome(1, shown, "")


def test_a_file_is_counted_alone(root: Path) -> None:
    app(root, {"a.jsonc": SLACK, "c.jsonc": MISTYPED})
    assert "\nFound 1 error in 1 file.\n" in plainly(f"{CONNECTORS}/c.jsonc").out


def test_a_broken_config_is_a_file_with_findings(root: Path) -> None:
    (app(root, {}) / "base44/config.jsonc").write_text("{")
    outcome = plainly()
    assert outcome.status == 1
    assert outcome.out.startswith("error[syntax-error]: ")
    assert "\n\nFound 1 error in 1 file.\n" in outcome.out


def test_an_unreadable_file_is_one_with_findings(root: Path) -> None:
    app(root, {"slack.jsonc": SLACK.encode("utf-16")})
    assert "\n\nFound 1 error in 1 file.\n" in plainly().out


def test_a_file_that_is_no_connector_is_said_to_be_none(root: Path) -> None:
    app(root, {})
    (root / "base44/notes.jsonc").write_text("{}")
    line = (
        "connlint: base44/notes.jsonc is not a connector file, a function or another part of a "
        "Base44 app; nothing to check\n"
    )
    assert plainly("base44/notes.jsonc") == Outcome(0, "", line)
    assert connlint("check", "base44/notes.jsonc") == Outcome(0, "", line)


def test_show_files_lists_what_is_read(root: Path) -> None:
    app(
        root / "one",
        {"b.jsonc": SLACK, "a.json": b"{\xff}", "c.jsonc": SLACK.encode("utf-16"), "d.json5": ""},
    )
    app(root / "two", {"esc\x1b.jsonc": MISTYPED})
    assert connlint("check", "--show-files") == Outcome(
        0,
        "one/base44/config.jsonc\n"
        "one/base44/connectors/a.json\n"
        "one/base44/connectors/b.jsonc\n"
        "one/base44/connectors/c.jsonc\n"
        "two/base44/config.jsonc\n"
        "two/base44/connectors/esc\\u{1b}.jsonc\n",
        "",
    )
    chosen = f"one/{CONNECTORS}/b.jsonc"
    assert connlint("check", "--show-files", chosen) == Outcome(0, f"{chosen}\n", "")


STDIN = {
    "a duplicate of another file": (
        f"{CONNECTORS}/new.jsonc",
        SLACK,
        (
            'base44/connectors/slack.jsonc:1:10: error[duplicate-type] The type "slack" is already '
            "defined in new.jsonc\n"
        ),
    ),
    "in place of a file on disk": (f"{CONNECTORS}/slack.jsonc", SLACK, ""),
    "settings": (
        "connlint.toml",
        'fail-onn = "never"',
        'connlint.toml:1:1: error[config-error] Unknown setting "fail-onn"\n',
    ),
    "the app's config, which names another folder": (
        "base44/config.jsonc",
        '{"name": "Notes", "connectorsDir": "others"}',
        (
            'base44/config.jsonc:1:36: warning[connectors-dir] connectorsDir "others" does not exist, so '
            "Base44 sees no connectors\n"
        ),
    ),
    "a file outside of any project": (
        "../elsewhere/new.jsonc",
        MISTYPED,
        (
            '{above}/elsewhere/new.jsonc:2:11: error[unknown-type] "slak" is not a Base44 connector '
            "type [fixable with --fix --unsafe-fixes]\n"
        ),
    ),
}


@pytest.mark.parametrize("path, text, shown", STDIN.values(), ids=STDIN.keys())
def test_standard_input_stands_in_for_a_file(path: str, text: str, shown: str, root: Path) -> None:
    app(root, {"slack.jsonc": SLACK})
    arguments = ("check", "--quiet", "--format=concise", "--stdin-filename", path)
    expected = Outcome(int("error[" in shown), shown.replace("{above}", str(root.parent)), "")
    assert connlint(*arguments, stdin=text.encode()) == expected
    assert program(*arguments, stdin=text.encode(), cwd=root) == expected


NO_PART = "is not a connector file, a function or another part of a Base44 app"
OTHERS = {
    "README.md": NO_PART,
    "tsconfig.json": NO_PART,
    "package.json": NO_PART,
    ".gitignore": NO_PART,
    "Makefile": NO_PART,
    "notes/new.jsonc": NO_PART,
    "base44/entities/Note.jsonc": NO_PART,
    "base44/agents/helper.jsonc": NO_PART,
    f"{CONNECTORS}/README.md": NO_PART,
    "src/App.tsx": "does not use connectors",
    "scripts/build.mjs": "does not use connectors",
    "../README.md": NO_PART,
    "../styles.css": NO_PART,
    "../.gitignore": NO_PART,
    "../package.json": NO_PART,
    "../deno.jsonc": NO_PART,
    "../build.mjs": "does not use connectors",
}


@pytest.mark.parametrize("path", OTHERS)
def test_standard_input_for_a_file_that_is_no_part_of_an_app_is_not_checked(
    path: str, root: Path
) -> None:
    """One line says so, whatever the content is, and nothing is reported."""
    app(root, {"slack.jsonc": SLACK})
    shown = path.replace("..", str(root.parent))
    said = f"connlint: {shown} {OTHERS[path]}; nothing to check\n"
    for text in (MISTYPED, "no { connector", ""):
        arguments = ("check", "--format=concise", "--stdin-filename", path)
        assert connlint(*arguments, stdin=text.encode()) == Outcome(0, "", said)
    # A file of that name on disk gets the same answer.
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(MISTYPED)
    assert connlint("check", "--format=concise", path) == Outcome(0, "", said)


def test_standard_input_takes_the_place_of_paths(root: Path) -> None:
    app(root, {})
    assert connlint("check", "--stdin-filename", "a.jsonc", ".") == Outcome(
        2, "", "connlint: Use --stdin-filename or PATH, not both. See connlint check --help\n"
    )


# ---------------------------------------------------------------- colours and terminals

PAINTED = "\x1b[1;31merror[error-word]\x1b[0m\x1b[1m: here is error\x1b[0m\n"
UNPAINTED = "error[error-word]: here is error\n"


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize(
    "choice, environ, terminal, painted",
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, False, False),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_colour_is_chosen_by_option_environment_and_terminal(
    choice: str,
    environ: dict[str, str],
    terminal: bool,  # noqa: FBT001
    painted: bool,  # noqa: FBT001
    root: Path,
) -> None:
    app(root, {"a.jsonc": "// error\n{}\n"})
    outcome = connlint("check", "--color", choice, environ=environ, terminal=terminal)
    assert outcome.out.splitlines(keepends=True)[0] == (PAINTED if painted else UNPAINTED)
    assert ("\x1b" in outcome.out) is painted


@pytest.mark.usefixtures("words")
def test_the_terminal_s_width_is_that_of_the_text(root: Path) -> None:
    app(root, {"a.jsonc": f"{50 * '/'}error{50 * '/'}\n{{}}\n"})
    outcome = connlint("check", "--color=never", environ={"COLUMNS": "40"}, terminal=True)
    assert outcome.out == (
        "error[error-word]: here is error\n"
        " --> base44/connectors/a.jsonc:1:51\n"
        "  |\n"
        f"1 | …{9 * '/'}error{20 * '/'}…\n"
        f"  | {10 * ' '}^^^^^\n"
        "  = help: take it away\n"
        f"{ADDRESS.format('error')}\n"
        "Found 1 error in 1 file.\n"
        f"To read more about the rule: connlint rule error-word\n"
    )


def test_characters_that_the_encoding_lacks_are_escaped(root: Path) -> None:
    app(root, {"ünï.jsonc": '{"type": "slaak日", "scopes": []}'})
    outcome = connlint("check", encoding="ascii")
    assert outcome.status == 1
    assert " --> base44/connectors/\\xfcn\\xef.jsonc:1:10\n" in outcome.out
    assert '1 | {"type": "slaak\\u65e5", "scopes": []}\n' in outcome.out
    plain = {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    }
    spawned = program("check", cwd=root, environ=plain)
    assert (spawned.status, spawned.err) == (1, "")
    assert "日" not in spawned.out
    assert '"slaak\\u65e5"' in spawned.out


# ---------------------------------------------------------------- wrong calls

NO_PROJECT = (
    "(looked for base44/config.jsonc, connector files and functions that call connectors, in this "
    "folder and above). Run connlint inside your app, or: connlint check PATH/TO/APP"
)
WRONG = {
    "no project": ([], f"No Base44 app here {NO_PROJECT}"),
    "no project at a path": (["empty"], f'No Base44 app in "empty" {NO_PROJECT}'),
    "a path that is not there": (["nowhere"], "nowhere: no such file or directory"),
    "a path that no terminal may see": (
        ["\x1b[2J\u202e"],
        "\\u{1b}[2J\\u{202e}: no such file or directory",
    ),
    "a file in place of a directory": (["file/x.jsonc"], "file/x.jsonc: Not a directory"),
}


@pytest.mark.parametrize("paths, message", WRONG.values(), ids=WRONG.keys())
def test_nothing_to_lint_is_one_line_on_standard_error_and_status_2(
    paths: list[str], message: str, root: Path
) -> None:
    (root / "empty").mkdir()
    (root / "file").touch()
    expected = Outcome(2, "", f"connlint: {message}\n")
    assert connlint("check", *paths) == expected
    assert plainly(*paths) == expected
    assert program("check", *paths, cwd=root) == expected


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["check", "--nonsense"], "--nonsense"),
        (["check", "--format", "xml"], '"xml"'),
        (["check", "--min-severity", "never"], '"never"'),
        (["check", "--fail-on", "always"], '"always"'),
        (["check", "--color", "pink"], '"pink"'),
        (["check", "--format"], "--format"),
        (["chek"], "chek"),
        (["rule", "unknown-type", "x"], "(x)"),
    ],
)
def test_a_wrong_call_is_one_line_on_standard_error_and_status_2(
    arguments: list[str], said: str, root: Path
) -> None:
    app(root, {})
    outcome = connlint(*arguments)
    assert (outcome.status, outcome.out) == (2, "")
    # The words are click's, which changes them from version to version.
    assert re.fullmatch(rf"connlint: [^\n]*{re.escape(said)}[^\n]*\n", outcome.err)


def test_a_rule_that_fails_is_a_finding(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app(root, {"a.jsonc": SLACK})

    def fail(*_: object) -> list[Finding]:
        raise ValueError("it went\nwrong")

    monkeypatch.setattr(
        "connlint.cli.check.RULES",
        RuleSet.of([Rule("broken", Severity.ERROR, "fails", check_connector=fail)]),
    )
    outcome = connlint("check", "--quiet", "--select", "broken", "--format", "concise")
    assert (outcome.status, outcome.err) == (1, "")
    # The message of the error may quote the file, so it is left out.
    line = fail.__code__.co_firstlineno + 1
    assert outcome.out == (
        "base44/connectors/a.jsonc:1:1: error[internal-error] "
        f"The rule broken has failed: ValueError in test_check.py:{line}\n"
    )


def test_a_mistake_outside_of_rules_is_one_line_and_status_2(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app(root, {"a.jsonc": MISTYPED})

    def fail(*_: object) -> str:
        raise ValueError("it went\nwrong")

    monkeypatch.setattr("connlint.render.concise.render", fail)
    start = (
        "connlint: This is a bug in connlint. Report it at "
        "https://github.com/connlint/connlint/issues with this text: "
        f"connlint {__version__}, Python {platform.python_version()}, {sys.platform}: ValueError"
    )
    outcome = connlint("check", "--format", "concise")
    assert (outcome.status, outcome.out) == (2, "")
    # Where it happened, the innermost place of connlint first; the message could quote the app.
    place = r" connlint[.a-z_]*:\d+"
    assert re.fullmatch(rf"{re.escape(start)} in({place} <){{4}}{place}\n", outcome.err)


def test_an_interrupt_is_one_line_and_status_2(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app(root, {"a.jsonc": SLACK})

    def interrupt(*_: object) -> list[Finding]:
        raise KeyboardInterrupt

    rule = Rule("slow", Severity.ERROR, "is interrupted", check_connector=interrupt)
    monkeypatch.setattr("connlint.cli.check.RULES", RuleSet.of([rule]))
    assert connlint("check", "--select", "slow") == Outcome(2, "", "connlint: Interrupted\n")


# ---------------------------------------------------------------- the program as a whole


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_without_a_command_there_is_help(arguments: list[str], root: Path) -> None:
    outcome = program(*arguments, cwd=root)
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith(
        "Usage: connlint [OPTIONS] [COMMAND] [ARGS]...\n\n"
        "  Check the connectors of Base44 apps before you deploy.\n"
    )
    commands = outcome.out.partition("Commands:\n")[2].splitlines()
    assert {"check", "rule"} <= {line.split()[0] for line in commands if line}


def test_the_version_comes_with_the_day_of_the_catalogue(root: Path) -> None:
    line = f"connlint {__version__} (catalogue {Catalog().date})\n"
    assert connlint("--version") == Outcome(0, line, "")
    assert program("--version", cwd=root) == Outcome(0, line, "")


@pytest.mark.parametrize(
    "arguments",
    [["check"], ["check", "--format", "concise"], ["rule"], ["rule", "--format=json"], ["--help"]],
)
@pytest.mark.skipif(os.name == "nt", reason="the pipes of this test are those of POSIX")
def test_a_reader_that_goes_away_sees_no_traceback(arguments: list[str], root: Path) -> None:
    app(root, {"slack.jsonc": MISTYPED})
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as pipe:
        assert written_to(pipe, *arguments, cwd=root) == (2, b"")


@pytest.mark.skipif(os.name == "nt", reason="the shell of this test is that of POSIX")
@pytest.mark.parametrize(
    "redirection, status, out",
    [("<&-", 1, True), (">&-", 1, False), ("2>&-", 1, True), ("<&- >&- 2>&-", 1, False)],
)
def test_closed_streams_do_not_change_the_status(
    redirection: str,
    status: int,
    out: bool,  # noqa: FBT001
    root: Path,
) -> None:
    app(root, {"slack.jsonc": MISTYPED})
    done = subprocess.run(
        ["/bin/sh", "-c", f'"$@" {redirection}', "sh", *command("check")],
        cwd=root,
        env=environment(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, bool(done.stdout), done.stderr) == (status, out, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no full device")
@pytest.mark.parametrize("arguments", [["check"], ["rule"], ["--version"], ["--help"]])
def test_a_full_disk_is_one_line_and_status_2(arguments: list[str], root: Path) -> None:
    app(root, {"slack.jsonc": MISTYPED})
    line = b"connlint: The operating system reports: No space left on device\n"
    with Path("/dev/full").open("wb") as full:
        assert written_to(full, *arguments, cwd=root) == (2, line)


def test_a_line_on_a_closed_standard_error_is_status_2_all_the_same(root: Path) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", '"$@" 2>&-', "sh", *command("check", "nowhere")],
        cwd=root,
        env=environment(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", b"")


# ---------------------------------------------------------------- rule


def test_rule_lists_all_rules(root: Path) -> None:  # noqa: ARG001 - the working directory
    outcome = connlint("rule")
    assert (outcome.status, outcome.err) == (0, "")
    rows = [line.split(maxsplit=2) for line in outcome.out.splitlines()]
    assert rows == [[rule.name, str(rule.severity), rule.summary] for rule in RULES]


@pytest.mark.parametrize("name", [rule.name for rule in RULES])
def test_rule_explains_a_rule_with_its_page(name: str) -> None:
    page = (ROOT / "docs" / "rules" / f"{name}.md").read_text("utf-8")
    assert connlint("rule", name) == Outcome(0, page, "")
    terminal = connlint("rule", name, environ={"COLUMNS": "60"}, terminal=True)
    assert terminal.out.startswith(f"\x1b[1m{name}\x1b[0m\n\n  Severity: ")
    assert "## Why" not in terminal.out
    plain = connlint("rule", name, environ={"COLUMNS": "60", "NO_COLOR": "1"}, terminal=True)
    assert plain.out.startswith(f"{name}\n\n  Severity: ")
    assert "\x1b" not in plain.out
    painted = connlint("rule", name, environ={"FORCE_COLOR": "1"})
    assert painted.out.startswith(f"\x1b[1m{name}\x1b[0m\n\n  Severity: ")


def test_rule_knows_near_names() -> None:
    assert connlint("rule", "unknown-tpe") == Outcome(
        2, "", 'connlint: Unknown rule "unknown-tpe". Did you mean unknown-type?\n'
    )
    assert connlint("rule", "nmae") == Outcome(
        2, "", 'connlint: Unknown rule "nmae". To list all rules: connlint rule\n'
    )


def _described(rule: Rule) -> dict[str, str]:
    return {
        "name": rule.name,
        "severity": str(rule.severity),
        "summary": rule.summary,
        "docs": f"https://github.com/connlint/connlint/blob/main/docs/rules/{rule.name}.md",
    }


def test_rules_are_there_as_json() -> None:
    outcome = connlint("rule", "--format", "json")
    assert (outcome.status, outcome.err) == (0, "")
    assert json.loads(outcome.out) == {"version": 1, "rules": [_described(each) for each in RULES]}
    (rule,) = (each for each in RULES if each.name == "unknown-type")
    page = (ROOT / "docs/rules/unknown-type.md").read_text("utf-8")
    assert json.loads(connlint("rule", "unknown-type", "--format", "json").out) == {
        "version": 1,
        "rules": [{**_described(rule), "page": page}],
    }

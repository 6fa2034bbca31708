"""The functions that take the files of apps from memory."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
import threading
import typing
from pathlib import Path

import pytest

import connlint

EXAMPLES = Path(__file__).parents[2] / "examples"
BOT = "base44/connectors/bot.jsonc"
CONFIG = {"base44/config.jsonc": '{"name": "App"}\n'}
TWICE = '{"type": "slackbot", "scopes": ["chat:write", "chat:write"]}\n'
ONCE = '{"type": "slackbot", "scopes": ["chat:write"]}\n'
MISSPELLED = '{"type": "slakbot", "scopes": ["chat:write"]}\n'


def _rules(report: connlint.Report) -> list[str]:
    return [found.rule for found in report.diagnostics]


def _example(name: str) -> dict[str, str | bytes]:
    folder = EXAMPLES / name
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_findings_and_counts() -> None:
    report = connlint.lint_files({**CONFIG, BOT: MISSPELLED})
    (found,) = report.diagnostics
    assert (found.rule, found.path) == ("unknown-type", BOT)
    assert (found.range.start, found.range.end) == ((1, 10, 9), (1, 19, 18))
    assert report.summary == connlint.Summary(
        projects=1,
        files=1,
        errors=1,
        warnings=0,
        infos=0,
        suppressed=0,
        baselined=0,
        fixable=1,
        affected=1,
    )


def test_a_finding_as_a_dictionary_is_that_of_the_json_report() -> None:
    report = connlint.lint_files(_example("broken-app"), min_severity=connlint.Severity.INFO)
    as_json = report.to_dict()["diagnostics"]
    assert json.loads(json.dumps([each.to_dict() for each in report.diagnostics])) == as_json
    assert {key for each in as_json for key in each} == {
        "rule",
        "severity",
        "message",
        "help",
        "docs",
        "path",
        "range",
        "related",
        "fixes",
    }


def test_the_settings_decide_what_is_shown_unless_a_severity_is_given() -> None:
    files = {**CONFIG, BOT: '{"type": "slackbot"}'}
    assert _rules(connlint.lint_files(files)) == ["missing-scopes"]
    assert _rules(connlint.lint_files(files, min_severity=connlint.Severity.ERROR)) == []
    strict = 'min-severity = "error"\n'
    assert _rules(connlint.lint_files({**files, "connlint.toml": strict})) == []
    assert _rules(connlint.lint_files(files, settings=strict)) == []


def test_given_settings_take_the_place_of_those_in_the_files() -> None:
    files = {**CONFIG, BOT: MISSPELLED, "connlint.toml": '[rules]\nunknown-type = "off"\n'}
    assert _rules(connlint.lint_files(files)) == []
    assert _rules(connlint.lint_files(files, settings="")) == ["unknown-type"]
    own = 'extra-types = ["slakbot"]\n'
    assert _rules(connlint.lint_files(files, settings=own)) == []


def test_a_mistake_in_given_settings_is_a_finding() -> None:
    (found,) = connlint.lint_files({**CONFIG, BOT: ONCE}, settings="[rule]\n").diagnostics
    assert (found.rule, found.path, found.range.start.line) == ("config-error", "connlint.toml", 1)


def test_a_path_chooses_what_is_reported() -> None:
    files = {**CONFIG, BOT: MISSPELLED, "base44/connectors/slack.jsonc": TWICE.replace("bot", "")}
    found = connlint.lint_files(files, path="base44/connectors/slack.jsonc").diagnostics
    assert {(each.rule, each.path) for each in found} == {
        ("duplicate-scope", "base44/connectors/slack.jsonc")
    }


def test_settings_at_the_top_count_for_apps_below() -> None:
    files = {f"apps/shop/{BOT}": MISSPELLED, "connlint.toml": 'extra-types = ["slakbot"]\n'}
    assert _rules(connlint.lint_files(files)) == []


def test_no_app_is_an_error_with_the_words_of_the_command() -> None:
    with pytest.raises(connlint.NothingToLint, match=r"^No Base44 app here \(looked for "):
        connlint.lint_files({"README.md": "nothing"})
    with pytest.raises(connlint.NothingToLint, match=r"^other: no such file or directory$"):
        connlint.lint_files({**CONFIG, BOT: ONCE}, path="other")


def test_a_folder_without_files_is_named_with_a_slash() -> None:
    assert _rules(connlint.lint_files({"base44/connectors/": ""})) == []


@pytest.mark.parametrize(
    "path",
    ["", "/etc/passwd", "../x", "a/../b", "a//b", "./a", "a/.", "a\0b", ".git/config", "a//", "/"],
)
def test_a_path_that_no_file_has_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="is not a path of a file"):
        connlint.lint_files({**CONFIG, path: ""})


@pytest.mark.parametrize("folder", ["base44/config.jsonc/a", "base44/config.jsonc/"])
def test_a_file_is_no_folder(folder: str) -> None:
    with pytest.raises(ValueError, match=r'^"base44/config\.jsonc" is a file and a folder$'):
        connlint.lint_files({**CONFIG, folder: ""})


def test_a_content_is_text_or_bytes() -> None:
    wrong: dict[str, str] = {**CONFIG, BOT: typing.cast("str", None)}
    with pytest.raises(TypeError, match="must be str or bytes"):
        connlint.lint_files(wrong)


def test_a_text_is_taken_as_the_bytes_of_a_file() -> None:
    marked = "\ufeff" + ONCE
    as_bytes = connlint.lint_files({**CONFIG, BOT: marked.encode()})
    as_text = connlint.lint_files({**CONFIG, BOT: marked})
    assert as_text.to_json() == as_bytes.to_json()
    (found,) = connlint.lint_files({**CONFIG, BOT: b'{"type": "sl\xff"}'}).diagnostics[:1]
    assert found.rule == "unreadable-file"


def test_fixes_come_as_new_contents_of_the_same_kind() -> None:
    files: dict[str, str | bytes] = {
        **CONFIG,
        BOT: TWICE,
        "base44/connectors/slack.jsonc": TWICE.replace("bot", "").encode(),
        "base44/connectors/notion.jsonc": MISSPELLED.replace("slakbot", "notoin"),
    }
    before = dict(files)
    fixed = connlint.fix_files(files)
    assert fixed.files == {
        BOT: ONCE,
        "base44/connectors/slack.jsonc": ONCE.replace("bot", "").encode(),
    }
    assert fixed.fixed == 2
    assert fixed.report.summary.fixed == 2
    assert "unknown-type" in _rules(fixed.report)
    assert files == before
    unsafe = connlint.fix_files(files, unsafe=True)
    assert '"notion"' in str(unsafe.files["base44/connectors/notion.jsonc"])


def test_fixes_that_are_left_out_come_with_the_reason() -> None:
    files = {
        **CONFIG,
        "base44/connectors/slack.jsonc": '{"type": "slack", "scopes": ["chat:write"]}',
        "base44/connectors/slak.jsonc": '{"type": "slak", "scopes": ["chat:write"]}',
    }
    fixed = connlint.fix_files(files, unsafe=True)
    (skipped,) = fixed.skipped
    assert fixed.files == {}
    assert (skipped.path, skipped.rule) == ("base44/connectors/slak.jsonc", "unknown-type")
    assert skipped.reason.startswith("it would lead to duplicate-type in ")


def test_an_audit_says_what_the_code_needs() -> None:
    report = connlint.audit_files(_example("healthy-app"))
    assert [project["root"] for project in report.to_dict()["projects"]] == ["."]
    verdicts = {
        scope["verdict"]
        for project in report.to_dict()["projects"]
        for connector in project["connectors"]
        for scope in connector["scopes"]
    }
    assert verdicts == {"needed", "not understood"}
    assert report.to_markdown().startswith("# ")
    assert report.to_html().startswith("<!doctype html>")
    assert "gmail" in report.to_text()


def test_a_plan_compares_two_states(tmp_path: Path) -> None:
    before, after = _example("healthy-app"), _example("broken-app")
    for name, files in (("before", before), ("after", after)):
        for path, content in files.items():
            (tmp_path / name / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / path).write_bytes(bytes(content))  # type: ignore[arg-type]
    command = [sys.executable, "-m", "connlint", "plan", "--from", "../before", "--format", "json"]
    printed = subprocess.run(
        command, cwd=tmp_path / "after", capture_output=True, text=True, check=False
    )
    (plan,) = connlint.plan_files(before, after, since="../before").to_dicts()
    assert plan == json.loads(printed.stdout)


def test_an_app_that_is_new_is_planned_as_new() -> None:
    (plan,) = connlint.plan_files({}, {**CONFIG, BOT: ONCE}).to_dicts()
    assert [change["kind"] for change in plan["changes"]] == ["connector-added"]


def test_an_unknown_format_is_named() -> None:
    report = connlint.lint_files({**CONFIG, BOT: ONCE})
    with pytest.raises(ValueError, match=r"^no such format: 'yaml'; use one of text, concise, "):
        report.render("yaml")


def test_many_threads_get_the_answers_of_one() -> None:
    one: dict[str, str | bytes] = {**CONFIG, BOT: TWICE}
    apps = [_example("broken-app"), _example("healthy-app"), one] * 4
    alone = [connlint.lint_files(files).to_json() for files in apps]
    together = [""] * len(apps)
    start = threading.Barrier(len(apps))

    def lint(number: int) -> None:
        start.wait()
        together[number] = connlint.lint_files(apps[number]).to_json()

    threads = [threading.Thread(target=lint, args=(number,)) for number in range(len(apps))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == alone


def test_no_file_is_touched_and_nothing_is_printed(tmp_path: Path) -> None:
    # An app is in the working directory, too, so that a look at the disk would find something.
    (tmp_path / "base44").mkdir()
    (tmp_path / "base44" / "config.jsonc").write_text('{"name": "Other"}')
    script = textwrap.dedent(
        """
        import os, sys
        sys.path.insert(0, {tests!r})
        import connlint
        from tests.api.test_files import _example
        files = _example("broken-app")
        before = _example("healthy-app")
        touched = []
        own = tuple(os.path.realpath(path) for path in {own!r})

        def note(path):
            if isinstance(path, (str, bytes)):
                name = os.fsdecode(path)
                if not name.startswith(own):
                    touched.append(name)

        def watched(function):
            def call(path=".", *arguments, **more):
                note(path)
                return function(path, *arguments, **more)
            return call

        for name in ("stat", "lstat", "readlink"):
            setattr(os, name, watched(getattr(os, name)))

        def hook(event, arguments):
            if event in ("open", "os.listdir", "os.scandir", "os.mkdir", "os.remove", "os.rename"):
                note(arguments[0])
            if event.startswith(("subprocess", "socket", "os.system")):
                touched.append(event)

        sys.addaudithook(hook)
        for report in (connlint.lint_files(files), connlint.audit_files(files)):
            report.to_json()
        connlint.lint_files(files).to_sarif()
        connlint.fix_files(files, unsafe=True)
        connlint.plan_files(before, files).to_text()
        if touched:
            raise SystemExit(f"touched: {{touched[:5]}}")
        """
    )
    root = Path(__file__).parents[2]
    own = [sys.prefix, sys.base_prefix, str(root)]
    outcome = subprocess.run(
        [sys.executable, "-c", script.format(tests=str(root), own=own)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (outcome.returncode, outcome.stdout, outcome.stderr) == (0, "", "")

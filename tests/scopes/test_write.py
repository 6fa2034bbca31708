"""`connlint scopes --write`: the files that it creates and changes, and those that it leaves."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.audit import apps as audit_apps
from tests.cli.console import Outcome, answered, connlint, program
from tests.project.tree import make
from tests.rules.apps import Files, automation, connector, function, uses, write

from .apps import COMPLETE, GMAIL, GOOGLE, NOTHING_KNOWN, UNKNOWN, WITH_GAPS, scopes

FILE = "base44/connectors/gmail.jsonc"
LABELS, SEND = f"{GOOGLE}gmail.labels", f"{GOOGLE}gmail.send"
WIDE, OTHER = f"{GOOGLE}gmail.modify", f"{GOOGLE}gmail.settings.basic"
CREATED = f"""{{
  "type": "gmail",
  "scopes": [
    "{LABELS}",
    "{SEND}"
  ]
}}
"""
MORE = "connlint: Gmail may need more scopes: connlint could not check everything\n"


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _tree(root: Path) -> dict[str, bytes]:
    """The files of an app."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def _write() -> Outcome:
    return scopes("--write", "--yes")


def test_missing_files_are_created(tmp_path: Path) -> None:
    write(COMPLETE, tmp_path)
    before = _tree(tmp_path)
    found = _write()
    assert (found.status, found.err) == (0, "connlint: 1 file written\n")
    assert found.out == f"{FILE} connects Gmail with the scopes that your code needs\n" + (
        f"--- /dev/null\n+++ b/{FILE}\n@@ -0,0 +1,7 @@\n"
        + "".join(f"+{line}\n" for line in CREATED.splitlines())
        + "\n"
    )
    assert _tree(tmp_path) == {**before, FILE: CREATED.encode()}


def test_a_second_run_has_nothing_to_do(tmp_path: Path) -> None:
    write(COMPLETE, tmp_path)
    _write()
    after = _tree(tmp_path)
    found = _write()
    assert (found.status, found.out, found.err) == (0, "", "connlint: Nothing to write\n")
    assert _tree(tmp_path) == after


def test_an_app_that_it_has_written_is_healthy(tmp_path: Path) -> None:
    requests = {
        "gmail": [f"GET https://{GMAIL}/labels", f"POST https://{GMAIL}/messages/send"],
        "slackbot": ["POST https://slack.com/api/chat.postMessage"],
        "hubspot": ["GET https://api.hubapi.com/crm/v3/objects/contacts"],
        "notion": ["GET https://api.notion.com/v1/users"],
        "outlook": ["POST https://graph.microsoft.com/v1.0/me/sendMail"],
        "googlecalendar": ["POST https://www.googleapis.com/calendar/v3/freeBusy"],
    }
    make(tmp_path, {"base44/config.jsonc": '{"name": "App"}\n'})
    for name, each in requests.items():
        audit_apps.function(tmp_path, name, name, each)
    assert _write().status == 0
    files = {path.name for path in (tmp_path / "base44/connectors").iterdir()}
    assert files == {f"{name}.jsonc" for name in requests}
    checked = connlint("check", "--min-severity", "info")
    assert (checked.status, checked.out) == (0, "")
    audited = json.loads(connlint("audit", "--format", "json").out)["projects"][0]
    verdicts = {s["verdict"] for c in audited["connectors"] for s in c["scopes"]}
    assert verdicts == {"needed"}
    for found in audited["connectors"]:
        listed = [scope["scope"] for scope in found["scopes"]]
        assert listed == found["smallest"]["scopes"], found["type"]


def test_the_folder_is_the_one_that_the_config_names(tmp_path: Path) -> None:
    write(COMPLETE, tmp_path)
    (tmp_path / "base44/config.jsonc").write_text('{"name": "App", "connectorsDir": "../links"}\n')
    assert _write().status == 0
    assert (tmp_path / "links/gmail.jsonc").read_text() == CREATED
    assert not (tmp_path / "base44/connectors").exists()
    assert _write().err == "connlint: Nothing to write\n"


def test_apps_without_a_config_get_the_usual_folder(tmp_path: Path) -> None:
    make(tmp_path, COMPLETE)
    assert _write().status == 0
    assert (tmp_path / FILE).read_text() == CREATED
    assert _write().err == "connlint: Nothing to write\n"


def test_an_old_export_gets_no_files(tmp_path: Path) -> None:
    (code,) = COMPLETE.values()
    make(tmp_path, {"functions/work.ts": code})
    before = _tree(tmp_path)
    found = _write()
    assert (found.status, found.out) == (2, "")
    assert found.err == (
        f"connlint: {FILE}: skipped: without base44/config.jsonc, this app cannot have connector "
        "files\n"
    )
    assert _tree(tmp_path) == before


def test_several_apps_are_written(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(COMPLETE, tmp_path / name)
    assert _write().status == 0
    assert [(tmp_path / name / FILE).read_text() for name in ("one", "two")] == [CREATED] * 2


def test_without_a_terminal_nothing_is_written(tmp_path: Path) -> None:
    write(COMPLETE, tmp_path)
    before = _tree(tmp_path)
    found = scopes("--write")
    assert found.status == 2
    assert found.err == "connlint: Not a terminal, so nothing was written. Use --yes to write\n"
    assert "+++ b/base44/connectors/gmail.jsonc" in found.out
    assert _tree(tmp_path) == before
    process = program("scopes", "--write", cwd=tmp_path)
    assert (process.status, process.err) == (2, found.err)
    assert _tree(tmp_path) == before


@pytest.mark.parametrize(
    "words, end, is_written",
    [(b"y\n", "1 file written", True), (b"n\n", "Nothing was written", False)],
)
def test_on_a_terminal_it_asks(words: bytes, end: str, *, is_written: bool, tmp_path: Path) -> None:
    write(COMPLETE, tmp_path)
    found = answered(words, "scopes", "--write")
    assert (found.status, found.err) == (0, f"Write 1 file? [y/N] connlint: {end}\n")
    assert (tmp_path / FILE).exists() is is_written


COMMENTED = f"""// What the app may do
{{
\t"type": 'gmail', /* the mailbox */
\t"scopes": [
\t\t// to read and write
\t\t"{WIDE}", // everything
\t\t"email",
\t\t"{OTHER}",

\t\t/* to send */ "{SEND}" // never more than ten

\t],
\t"note": "x",
}}
// end"""
AFTER = f"""// What the app may do
{{
\t"type": 'gmail', /* the mailbox */
\t"scopes": [
\t\t// to read and write
\t\t"email",

\t\t/* to send */ "{SEND}", // never more than ten
\t\t"{LABELS}"

\t],
\t"note": "x",
}}
// end"""


@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_everything_else_in_a_file_stays(end: str, bom: str, tmp_path: Path) -> None:
    write(COMPLETE, tmp_path)
    make(tmp_path, {FILE: (bom + COMMENTED.replace("\n", end)).encode()})
    found = _write()
    assert (found.status, found.err) == (0, "connlint: 1 file written\n")
    assert (tmp_path / FILE).read_bytes() == (bom + AFTER.replace("\n", end)).encode()
    assert found.out.startswith(
        f"{FILE} gets scopes that your code needs, loses scopes that give more than it needs\n"
        f"--- a/{FILE}\n+++ b/{FILE}\n"
    )
    assert _write().err == "connlint: Nothing to write\n"


LAYOUTS = {
    "no list": ('{"type": "gmail"}', f'{{"type": "gmail", "scopes": ["{LABELS}", "{SEND}"]}}'),
    "no list, on lines": (
        '{\n  "type": "gmail"\n}\n',
        f'{{\n  "type": "gmail",\n  "scopes": [\n    "{LABELS}",\n    "{SEND}"\n  ]\n}}\n',
    ),
    "an empty list": (
        '{"type": "gmail", "scopes": []}',
        f'{{"type": "gmail", "scopes": ["{LABELS}", "{SEND}"]}}',
    ),
    "an empty list, on lines": (
        '{\n    "type": "gmail",\n    "scopes": []\n}',
        f'{{\n    "type": "gmail",\n    "scopes": [\n        "{LABELS}",\n        "{SEND}"\n    ]\n}}',
    ),
    "an empty list with a comment": (
        '{\n  "type": "gmail",\n  "scopes": [ // none yet\n  ]\n}',
        f'{{\n  "type": "gmail",\n  "scopes": [ // none yet\n    "{LABELS}",\n    "{SEND}"\n  ]\n}}',
    ),
    "one line": (
        f'{{"type": "gmail", "scopes": ["{LABELS}"]}}\n',
        f'{{"type": "gmail", "scopes": ["{LABELS}", "{SEND}"]}}\n',
    ),
    "one line and a comma": (
        f'{{"type": "gmail", "scopes": ["{LABELS}",]}}\n',
        f'{{"type": "gmail", "scopes": ["{LABELS}", "{SEND}",]}}\n',
    ),
    "one line and a comment": (
        f'{{"type": "gmail", "scopes": ["{LABELS}" /* a */ ]}}\n',
        f'{{"type": "gmail", "scopes": ["{LABELS}", /* a */ "{SEND}" ]}}\n',
    ),
    "a comment that ends the line": (
        f'{{"type": "gmail", "scopes": ["{LABELS}" // a\n]}}\n',
        f'{{"type": "gmail", "scopes": ["{LABELS}", // a\n  "{SEND}"\n]}}\n',
    ),
    "lines and a comma": (
        f'{{\n  "type": "gmail",\n  "scopes": [\n    "{LABELS}",\n  ]\n}}',
        f'{{\n  "type": "gmail",\n  "scopes": [\n    "{LABELS}",\n    "{SEND}",\n  ]\n}}',
    ),
    "a comment below": (
        f'{{\n  "type": "gmail",\n  "scopes": [\n    "{LABELS}" // a\n    // b\n  ]\n}}',
        f'{{\n  "type": "gmail",\n  "scopes": [\n    "{LABELS}", // a\n    "{SEND}"\n    // b\n  ]\n}}',
    ),
    "two that are too wide": (
        f'{{"type": "gmail", "scopes": ["{WIDE}", "{OTHER}"]}}',
        f'{{"type": "gmail", "scopes": ["{LABELS}", "{SEND}"]}}',
    ),
    "too many, on lines": (
        f'{{\n  "type": "gmail",\n  "scopes": [\n    "{WIDE}",\n    "{OTHER}",\n    "{OTHER}"\n  ]\n}}',
        f'{{\n  "type": "gmail",\n  "scopes": [\n    "{LABELS}",\n    "{SEND}"\n  ]\n}}',
    ),
    "a repeated property": (
        f'{{"scopes": ["{OTHER}"], "type": "gmail", "scopes": ["{LABELS}"]}}',
        f'{{"scopes": ["{OTHER}"], "type": "gmail", "scopes": ["{LABELS}", "{SEND}"]}}',
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_layout_of_a_list_is_kept(name: str, tmp_path: Path) -> None:
    before, after = LAYOUTS[name]
    write({**COMPLETE, FILE: before}, tmp_path)
    assert _write().status == 0
    assert (tmp_path / FILE).read_text() == after
    assert _write().err == "connlint: Nothing to write\n"


@pytest.mark.parametrize(
    "files, after, err",
    [
        (WITH_GAPS, [OTHER, LABELS, SEND], MORE),
        (NOTHING_KNOWN, [OTHER], ""),
        ({**COMPLETE, **automation(integration_type="gmail")}, [OTHER, LABELS, SEND], MORE),
        ({}, [OTHER], ""),
        (COMPLETE, [LABELS, SEND], ""),
    ],
    ids=["a gap", "nothing known", "an automation", "no functions", "complete"],
)
def test_no_scope_is_taken_away_where_something_could_not_be_checked(
    files: Files, after: list[str], err: str, tmp_path: Path
) -> None:
    write({**files, **connector("gmail", OTHER)}, tmp_path)
    found = _write()
    end = "1 file written" if after != [OTHER] else "Nothing to write"
    assert (found.status, found.err) == (0, f"{err}connlint: {end}\n")
    assert json.loads((tmp_path / FILE).read_text())["scopes"] == after


def test_no_file_is_created_where_no_scope_is_known(tmp_path: Path) -> None:
    write(NOTHING_KNOWN, tmp_path)
    before = _tree(tmp_path)
    found = _write()
    assert (found.status, found.out) == (0, "")
    assert found.err == (
        "connlint: No file for Gmail, because the scopes that your code needs are not known. Write "
        "it by hand, or the next `base44 connectors push` disconnects Gmail\n"
        "connlint: Nothing to write\n"
    )
    assert _tree(tmp_path) == before


def test_a_new_file_may_have_too_few_scopes_and_says_so(tmp_path: Path) -> None:
    write(WITH_GAPS, tmp_path)
    found = _write()
    assert (found.status, found.err) == (0, f"{MORE}connlint: 1 file written\n")
    assert found.out.startswith(f"{FILE} connects Gmail with at least the scopes that your code")
    assert (tmp_path / FILE).read_text() == CREATED


@pytest.mark.parametrize(
    "name, files",
    [
        ("stripe", uses("stripe", "GET api.stripe.com/v1/customers")),
        ("databricks", uses("databricks", "GET a.cloud.databricks.com/api/2.0/clusters/list")),
        ("gmaill", uses("gmaill", f"GET {GMAIL}/labels")),
        ("slackbot", automation(integration_type="slackbot")),
    ],
)
def test_some_connectors_get_no_file(name: str, files: Files, tmp_path: Path) -> None:
    write(files, tmp_path)
    before = _tree(tmp_path)
    found = _write()
    assert (found.status, found.out) == (0, "")
    assert found.err.endswith("connlint: Nothing to write\n")
    assert _tree(tmp_path) == before, name


def test_a_connection_by_id_gets_no_file(tmp_path: Path) -> None:
    head = 'const { accessToken } = await connectors.getWorkspaceConnection("68f0a1");'
    fetch = (
        'await fetch("https://sheets.googleapis.com/v4/spreadsheets/1", '
        "{ headers: { Authorization: `Bearer ${accessToken}` } });"
    )
    write(function(head, fetch), tmp_path)
    assert _write().err == "connlint: Nothing to write\n"


SKIPPED: dict[str, tuple[Mapping[str, str | bytes], str]] = {
    "a file with another type": (
        {FILE: '{"type": "slackbot", "scopes": ["chat:write"]}'},
        'the file is there, but its type is not "gmail"',
    ),
    "a file that cannot be read": ({FILE: "{"}, 'the file is there, but its type is not "gmail"'),
    "a broken file": (
        {FILE: '{"type": "gmail", "scopes": ["email" "x"]}'},
        "it has syntax errors",
    ),
    "no strings": (
        {FILE: '{"type": "gmail", "scopes": ["email", 1]}'},
        'its "scopes" are not a list of strings',
    ),
    "no list": (
        {FILE: '{"type": "gmail", "scopes": "email"}'},
        'its "scopes" are not a list of strings',
    ),
    "a misspelled list": (
        {FILE: '{"type": "gmail", "scope": ["email"]}'},
        'the name of "scopes" is misspelled in it',
    ),
    "a file in another encoding": (
        {FILE: '{"type": "gmail", "scopes": []}'.encode("utf-16")},
        "it cannot be read",
    ),
    "two files": (
        {**connector("gmail", OTHER), "base44/connectors/other.json": '{"type": "gmail"}'},
        'another file has the type "gmail", too',
    ),
}


@pytest.mark.parametrize("name", SKIPPED)
def test_what_cannot_be_changed_safely_is_skipped(name: str, tmp_path: Path) -> None:
    files, reason = SKIPPED[name]
    write(COMPLETE, tmp_path)
    make(tmp_path, files)
    before = _tree(tmp_path)
    found = _write()
    assert (found.status, found.out) == (2, "")
    assert found.err.endswith(f"connlint: {FILE}: skipped: {reason}\n")
    assert _tree(tmp_path) == before


def test_a_skipped_file_does_not_keep_the_others(tmp_path: Path) -> None:
    more = function(
        *(
            line
            for name, address in (
                ("gmail", f"{GMAIL}/labels"),
                ("notion", "api.notion.com/v1/users"),
            )
            for line in (
                f'const {name} = await connectors.getConnection("{name}");',
                f'await fetch("https://{address}", {{ headers: {{ a: {name}.accessToken }} }});',
            )
        )
    )
    write({**more, FILE: "{"}, tmp_path)
    found = _write()
    assert found.status == 2
    assert found.err.endswith("connlint: 1 file written\n")
    assert (tmp_path / "base44/connectors/notion.jsonc").exists()


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_nothing_is_written_outside_the_app(tmp_path: Path) -> None:
    app, outside = tmp_path / "app", tmp_path / "outside"
    outside.mkdir()
    write(COMPLETE, app)
    make(app, {".git/": ""})
    os.symlink(outside, app / "base44/connectors")
    found = scopes(str(app), "--write", "--yes")
    assert (found.status, found.out) == (2, "")
    assert list(outside.iterdir()) == []


def test_a_file_that_somebody_saves_in_the_meantime_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({**COMPLETE, **connector("gmail", WIDE)}, tmp_path)
    saved = '{"type": "gmail", "scopes": ["saved"]}'

    def save(_: str) -> None:
        (tmp_path / FILE).write_text(saved)

    monkeypatch.setattr("connlint.cli.file_changes.remove_leftovers", save)
    found = _write()
    assert (found.status, found.err.splitlines()[-1]) == (2, "connlint: 0 files written")
    assert (tmp_path / FILE).read_text() == saved


def test_an_unknown_request_in_another_function_counts(tmp_path: Path) -> None:
    write({**COMPLETE, **connector("gmail", WIDE)}, tmp_path)
    other = function('const { accessToken } = await connectors.getConnection("gmail");', UNKNOWN)
    make(tmp_path, {"base44/functions/other/entry.ts": next(iter(other.values()))})
    _write()
    assert WIDE in (tmp_path / FILE).read_text()

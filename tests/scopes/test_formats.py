"""What each format of `connlint scopes` prints, to the letter."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, ValidationError
from tests.cli.console import connlint
from tests.rules.apps import Files, connector, write

import connlint_schemas

from .apps import COMPLETE, GOOGLE, NOTHING_KNOWN, WITH_GAPS, printed, scopes

SCHEMA = json.loads(connlint_schemas.read("scopes.schema.json"))
EXAMPLES = Path(__file__).parents[2] / "examples"
FORMATS = ["text", "json", "jsonc", "command", "markdown"]
COMPANIONS = ["email", f"{GOOGLE}userinfo.email", f"{GOOGLE}userinfo.profile", "openid", "profile"]

TEXT = """\
This app: 1 connector; connlint could check everything.

Gmail (gmail), no connector file
  Your code needs these scopes:
    https://www.googleapis.com/auth/gmail.labels
      base44/functions/work/entry.ts:7 gmail.users.labels.list
    https://www.googleapis.com/auth/gmail.send
      base44/functions/work/entry.ts:8 gmail.users.messages.send
  Added by Base44: email, https://www.googleapis.com/auth/userinfo.email, \
https://www.googleapis.com/auth/userinfo.profile, openid, profile
"""
TEXT_WITH_GAPS = """\
This app: 1 connector; connlint could not check everything.

Gmail (gmail), no connector file
  Your code needs at least these scopes:
    https://www.googleapis.com/auth/gmail.labels
      base44/functions/work/entry.ts:7 gmail.users.labels.list
    https://www.googleapis.com/auth/gmail.send
      base44/functions/work/entry.ts:8 gmail.users.messages.send
  Added by Base44: email, https://www.googleapis.com/auth/userinfo.email, \
https://www.googleapis.com/auth/userinfo.profile, openid, profile
  connlint could not check everything:
      base44/functions/work/entry.ts:9: the address of the request is known only at run time
"""
TEXT_UNKNOWN = """\
This app: 1 connector; connlint could not check everything.

Gmail (gmail), no connector file
  Which scopes your code needs is not known
  Added by Base44: email, https://www.googleapis.com/auth/userinfo.email, \
https://www.googleapis.com/auth/userinfo.profile, openid, profile
  connlint could not check everything:
      base44/functions/work/entry.ts:7: the address of the request is known only at run time
"""
MARKDOWN = """\
# Scopes to ask for

## This app

1 connector; connlint could check everything.

### Gmail (`gmail`, no connector file)

Your code needs these scopes:

- `https://www.googleapis.com/auth/gmail.labels`
  - `base44/functions/work/entry.ts:7` gmail.users.labels.list
- `https://www.googleapis.com/auth/gmail.send`
  - `base44/functions/work/entry.ts:8` gmail.users.messages.send

Added by Base44: `email`, `https://www.googleapis.com/auth/userinfo.email`, \
`https://www.googleapis.com/auth/userinfo.profile`, `openid`, `profile`
"""
MARKDOWN_WITH_GAPS = (
    MARKDOWN.replace("could check", "could not check").replace(
        "needs these", "needs at least these"
    )
    + """
connlint could not check everything:

- `base44/functions/work/entry.ts:9`: the address of the request is known only at run time
"""
)
MARKDOWN_UNKNOWN = """\
# Scopes to ask for

## This app

1 connector; connlint could not check everything.

### Gmail (`gmail`, no connector file)

Which scopes your code needs is not known.

Added by Base44: `email`, `https://www.googleapis.com/auth/userinfo.email`, \
`https://www.googleapis.com/auth/userinfo.profile`, `openid`, `profile`

connlint could not check everything:

- `base44/functions/work/entry.ts:7`: the address of the request is known only at run time
"""
JSONC = """\
// base44/connectors/gmail.jsonc
{
  "type": "gmail",
  "scopes": [
    "https://www.googleapis.com/auth/gmail.labels",
    "https://www.googleapis.com/auth/gmail.send"
  ]
}
"""
JSONC_WITH_GAPS = JSONC.replace(
    "jsonc\n",
    "jsonc\n"
    "// Your code needs at least these scopes. connlint could not check everything:\n"
    "//   base44/functions/work/entry.ts:9: the address of the request is known only at run time\n",
)
JSONC_UNKNOWN = """\
// Gmail: Which scopes your code needs is not known
//   base44/functions/work/entry.ts:7: the address of the request is known only at run time
"""
COMMAND = (
    "base44 connectors initiate --integration-type gmail --scopes "
    "https://www.googleapis.com/auth/gmail.labels,https://www.googleapis.com/auth/gmail.send\n"
)
COMMAND_WITH_GAPS = (
    "# Gmail: Your code needs at least these scopes. connlint could not check everything:\n"
    "#   base44/functions/work/entry.ts:9: the address of the request is known only at run time\n"
    + COMMAND
)
COMMAND_UNKNOWN = """\
# Gmail: Which scopes your code needs is not known. connlint could not check everything:
#   base44/functions/work/entry.ts:7: the address of the request is known only at run time
# base44 connectors initiate --integration-type gmail --scopes …
"""


@pytest.mark.parametrize(
    "files, name, expected",
    [
        (COMPLETE, "text", TEXT),
        (COMPLETE, "markdown", MARKDOWN),
        (COMPLETE, "jsonc", JSONC),
        (COMPLETE, "command", COMMAND),
        (WITH_GAPS, "text", TEXT_WITH_GAPS),
        (WITH_GAPS, "markdown", MARKDOWN_WITH_GAPS),
        (WITH_GAPS, "jsonc", JSONC_WITH_GAPS),
        (WITH_GAPS, "command", COMMAND_WITH_GAPS),
        (NOTHING_KNOWN, "text", TEXT_UNKNOWN),
        (NOTHING_KNOWN, "markdown", MARKDOWN_UNKNOWN),
        (NOTHING_KNOWN, "jsonc", JSONC_UNKNOWN),
        (NOTHING_KNOWN, "command", COMMAND_UNKNOWN),
    ],
)
def test_formats_for_people_and_shells(
    files: Files, name: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(files, tmp_path)
    monkeypatch.chdir(tmp_path)
    assert printed("--format", name) == expected


@pytest.mark.parametrize("files, is_complete", [(COMPLETE, True), (WITH_GAPS, False)])
def test_json_has_the_agreed_form(
    files: Files, *, is_complete: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(files, tmp_path)
    monkeypatch.chdir(tmp_path)
    path = "base44/functions/work/entry.ts"
    reason = "the address of the request is known only at run time"
    value = {
        "version": 1,
        "apps": [
            {
                "root": ".",
                "connectors": [
                    {
                        "type": "gmail",
                        "name": "Gmail",
                        "path": None,
                        "scopes": [f"{GOOGLE}gmail.labels", f"{GOOGLE}gmail.send"],
                        "complete": is_complete,
                        "companions": COMPANIONS,
                        "requests": [
                            {"path": path, "line": 7, "methods": ["gmail.users.labels.list"]},
                            {"path": path, "line": 8, "methods": ["gmail.users.messages.send"]},
                        ],
                        "gaps": []
                        if is_complete
                        else [{"path": path, "line": 9, "reason": reason}],
                    }
                ],
            }
        ],
    }
    assert printed("--format", "json") == json.dumps(value, indent=2) + "\n"


@pytest.mark.parametrize("app", ["healthy-app", "broken-app"])
def test_json_has_the_form_of_its_schema(app: str) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    report = json.loads(printed(str(EXAMPLES / app), "--format", "json"))
    Draft202012Validator(SCHEMA).validate(report)
    assert report["apps"][0]["connectors"]
    del report["apps"][0]["connectors"][0]["complete"]
    with pytest.raises(ValidationError, match="'complete' is a required property"):
        Draft202012Validator(SCHEMA).validate(report)


def test_the_schema_asks_for_a_reason_where_a_set_is_not_complete() -> None:
    report = json.loads(printed(str(EXAMPLES / "healthy-app"), "--format", "json"))
    (found,) = [c for c in report["apps"][0]["connectors"] if c["type"] == "hubspot"]
    assert (found["complete"], found["gaps"]) == (True, [])
    found["complete"] = False
    assert not Draft202012Validator(SCHEMA).is_valid(report)


@pytest.mark.parametrize("name", FORMATS)
def test_an_app_without_connectors_is_told_so(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({}, tmp_path)
    monkeypatch.chdir(tmp_path)
    nothing = "No connectors in this app's functions and files."
    assert (
        printed("--format", name)
        == {
            "text": f"This app: {nothing}\n",
            "json": json.dumps({"version": 1, "apps": [{"root": ".", "connectors": []}]}, indent=2)
            + "\n",
            "jsonc": f"// {nothing}\n",
            "command": f"# {nothing}\n",
            "markdown": f"# Scopes to ask for\n\n## This app\n\n{nothing}\n",
        }[name]
    )


def test_several_apps_are_reported_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        write(COMPLETE, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    assert printed("--format", "command") == (
        f"# one: run these lines in this folder\n{COMMAND}\n"
        f"# two: run these lines in this folder\n{COMMAND}"
    )
    assert printed("--format", "jsonc") == "\n".join(
        JSONC.replace("base44/", f"{name}/base44/") for name in ("one", "two")
    )
    text = printed()
    assert [line for line in text.splitlines() if line.startswith(("one", "two"))] == [
        f"{name}: 1 connector; connlint could check everything." for name in ("one", "two")
    ]


def test_a_file_of_the_app_is_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wide, other = f"{GOOGLE}gmail.modify", f"{GOOGLE}gmail.settings.basic"
    write({**COMPLETE, **connector("gmail", "email", wide, other)}, tmp_path)
    monkeypatch.chdir(tmp_path)
    assert printed().splitlines()[-1] == (
        f"  In the file, but more than your code needs: {wide}, {other}"
    )
    labels, send = f"{GOOGLE}gmail.labels", f"{GOOGLE}gmail.send"
    assert printed("--format", "command") == (
        f"# To add to base44/connectors/gmail.jsonc: {labels}, {send}\n"
        f"# More than your code needs in base44/connectors/gmail.jsonc: {wide}, {other}\n{COMMAND}"
    )
    assert json.loads(printed("--format", "jsonc").partition("\n")[2]) == {
        "type": "gmail",
        "scopes": ["email", labels, send],
    }


def test_what_cannot_be_checked_keeps_the_scopes_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = f"{GOOGLE}gmail.modify"
    write({**WITH_GAPS, **connector("gmail", wide)}, tmp_path)
    monkeypatch.chdir(tmp_path)
    (last,) = printed("--format", "command").splitlines()[-1:]
    assert last.endswith(f" --scopes {wide}")
    assert f"\n  Also in the file, and kept: {wide}\n" in printed()


def test_a_connector_without_a_file_is_said_where_others_have_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({**COMPLETE, **connector("notion")}, tmp_path)
    monkeypatch.chdir(tmp_path)
    assert printed("--format", "command") == (
        "base44 connectors initiate --integration-type notion\n"
        "# base44/connectors/gmail.jsonc is missing: `connlint scopes --write` creates it\n"
        f"{COMMAND}"
    )


def test_the_rule_and_the_command_say_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(COMPLETE, tmp_path)
    monkeypatch.chdir(tmp_path)
    found = connlint("check", "--format", "json", "--min-severity", "info")
    (finding,) = json.loads(found.out)["diagnostics"]
    assert finding["help"] == f"Connect Gmail with exactly these scopes: `{COMMAND.strip()}`"


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("app", ["healthy-app", "broken-app"])
def test_lines_are_wrapped_between_words(app: str, columns: int) -> None:
    path = str(EXAMPLES / app)
    found = connlint("scopes", path, environ={"COLUMNS": str(columns)}, terminal=True)
    plain = re.sub(r"\x1b\[[\d;]*m", "", found.out)
    assert plain.split() == printed(path).split()
    for line in plain.split("\n"):
        assert len(line) <= columns or len(line.split()) == 1, line


def test_text_is_painted_in_a_terminal(tmp_path: Path) -> None:
    write(WITH_GAPS, tmp_path)
    painted = scopes(str(tmp_path), "--color", "always").out
    assert "\x1b[1mGmail\x1b[0m (gmail)" in painted
    assert "\x1b" not in scopes(str(tmp_path), "--color", "never").out

"""`connlint catalog`: what is printed of the catalogue, and how a project adds to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import connlint_schemas

from .console import app, connlint, program

INDEX = json.loads(connlint_schemas.read("catalog.json"))
AVAILABLE = json.dumps(
    {
        "integrations": [
            {"integration_type": "acme", "display_name": "Acme CRM", "description": "…"},
            {"integration_type": "gmail", "display_name": "Gmail", "description": "…"},
        ]
    }
)


def checked(name: str) -> str:
    """The day on which a type was last looked at, which every refresh of the catalogue moves."""
    entry = json.loads(connlint_schemas.read(f"catalog/{name}.json"))
    return str(entry["checked"])


def test_the_list_has_a_line_for_each_type() -> None:
    outcome = connlint("catalog")
    lines = outcome.out.split("\n")
    assert (outcome.status, outcome.err) == (0, "")
    assert lines[:3] == [
        "type                  name                  token      scopes  list      checked",
        f"airtable              Airtable              platform       26  complete  {checked('airtable')}",
        f"asana                 Asana                 platform       52  partial   {checked('asana')}",
    ]
    assert lines[-3:] == ["", f"{len(INDEX['types'])} types, as of {INDEX['date']}", ""]


def test_the_list_as_json_has_the_form_of_the_contract() -> None:
    value = json.loads(connlint("catalog", "--format", "json").out)
    assert (value["version"], value["catalogue"], len(value["types"])) == (
        1,
        INDEX["date"],
        len(INDEX["types"]),
    )
    assert value["types"][0] == {
        "type": "airtable",
        "name": "Airtable",
        "token": "platform",
        "scopes": 26,
        "completeness": "complete",
        "checked": checked("airtable"),
    }


def test_a_type_is_shown_with_its_scopes() -> None:
    assert connlint("catalog", "show", "contentful").out == (
        "contentful: Contentful\n"
        "  read and edit content kept in Contentful spaces\n"
        "\n"
        '  token        getConnection("contentful")\n'
        "  api          api.contentful.com\n"
        "  docs         https://www.contentful.com/developers/docs/extensibility/oauth/\n"
        f"  checked      {checked('contentful')}\n"
        "  scopes       2; the provider's closed list\n"
        "\n"
        "content_management_manage                   write\n"
        "    read and change all the user can reach in content management\n"
        "    narrower  content_management_read\n"
        "\n"
        "content_management_read                     read\n"
        "    read all the user can reach in content management\n"
    )


def test_gmail_shows_19_scopes_and_fits_80_columns() -> None:
    lines = connlint("catalog", "show", "gmail").out.split("\n")
    assert "  scopes       19; the provider's closed list" in lines
    assert max(len(line) for line in lines) <= 80
    at = lines.index("gmail.compose                               write, restricted")
    assert lines[at + 1 : at + 3] == [
        "    write drafts and send mail",
        "    covers    gmail.addons.current.action.compose and gmail.send",
    ]


@pytest.mark.parametrize("name", sorted(json.loads(connlint_schemas.read("catalog.json"))["types"]))
def test_every_type_can_be_shown_and_only_addresses_are_too_long(name: str) -> None:
    outcome = connlint("catalog", "show", name)
    assert (outcome.status, outcome.err) == (0, "")
    for line in outcome.out.split("\n"):
        assert len(line) <= 80 or "https://" in line


def test_a_type_as_json_is_the_whole_entry() -> None:
    value = json.loads(connlint("catalog", "show", "gmail", "--format", "json").out)
    assert value == json.loads(connlint_schemas.read("catalog/gmail.json"))


def test_what_a_service_without_scopes_and_a_connection_with_values_look_like() -> None:
    assert connlint("catalog", "show", "notion").out.endswith(
        "  scopes       the service knows none; leave the list empty\n"
    )
    assert "  needs        subdomain (SharePoint Site), set when connecting\n" in (
        connlint("catalog", "show", "share_point").out
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("slak", 'connlint: there is not a connector type "slak"; did you mean slack?\n'),
        (
            "qqqqqq",
            'connlint: there is not a connector type "qqqqqq"; `connlint catalog` lists them\n',
        ),
    ],
)
def test_a_type_that_is_not_there(name: str, said: str) -> None:
    outcome = connlint("catalog", "show", name)
    assert (outcome.status, outcome.out, outcome.err) == (2, "", said)


def test_a_search_goes_by_plain_words() -> None:
    found = connlint("catalog", "search", "send mail").out
    assert (
        "gmail  https://www.googleapis.com/auth/gmail.send\n    send mail, read nothing\n" in found
    )
    assert "outlook  Mail.Send\n    send mail as the user\n" in found
    assert "gmail.readonly" not in found


def test_a_search_goes_by_type_and_scope_too() -> None:
    assert _matches("slackbot", "pins") == [("slackbot", "pins:read"), ("slackbot", "pins:write")]
    assert _matches("slackbot", "pins:read") == [("slackbot", "pins:read")]


def _matches(*words: str) -> list[tuple[str, str]]:
    value = json.loads(connlint("catalog", "search", *words, "--format", "json").out)
    return [(row["type"], row["scope"]) for row in value["matches"]]


def test_a_search_without_a_match_says_so() -> None:
    outcome = connlint("catalog", "search", "submarine")
    assert (outcome.status, outcome.out) == (0, "")
    assert outcome.err == 'connlint: nothing in the catalogue fits "submarine"\n'


def test_the_list_of_the_platform_is_taken_over(tmp_path: Path) -> None:
    project = app(tmp_path, {"acme.jsonc": '{"type": "acme", "scopes": []}'})
    outcome = program("catalog", "update", "-", cwd=project, stdin=AVAILABLE.encode())
    assert (outcome.status, outcome.out) == (0, "connlint-catalog.json: 2 types, 2 of them new\n")
    assert outcome.err == (
        'connlint: name it in connlint.toml: catalog = "connlint-catalog.json"\n'
    )
    assert json.loads((project / "connlint-catalog.json").read_text()) == {
        "version": 1,
        "types": {"acme": {"name": "Acme CRM"}, "gmail": {"name": "Gmail"}},
    }
    assert program("check", cwd=project).status == 1
    (project / "connlint.toml").write_text('catalog = "connlint-catalog.json"\n')
    assert program("check", cwd=project).status == 0
    more = AVAILABLE.replace("acme", "zeta").replace("Acme CRM", "Zeta")
    again = program("catalog", "update", "-", cwd=project, stdin=more.encode())
    assert (again.out, again.err) == ("connlint-catalog.json: 3 types, 1 of them new\n", "")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is not JSON: Expecting value: line 1 column 1 (char 0)"),
        (b"[]", "it is not a JSON object"),
        (b"{}", 'it has no list "integrations"'),
        (b'{"integrations": []}', "it lists no integration"),
        (b'{"integrations": [{"name": 1}]}', 'an integration has no usable "integration_type"'),
        (
            b'{"integrations": [{"integration_type": "a b"}]}',
            'an integration has no usable "integration_type"',
        ),
    ],
)
def test_anything_else_is_refused_and_nothing_is_written(
    tmp_path: Path, content: bytes, why: str
) -> None:
    project = app(tmp_path, {})
    (project / "list.json").write_bytes(content)
    outcome = program("catalog", "update", "list.json", cwd=project)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == f"connlint: list.json is not the list of available connectors: {why}\n"
    assert not (project / "connlint-catalog.json").exists()


def test_a_catalogue_that_is_none_is_left_as_it_is(tmp_path: Path) -> None:
    project = app(tmp_path, {})
    (project / "connlint-catalog.json").write_text("mine")
    outcome = program("catalog", "update", "-", cwd=project, stdin=AVAILABLE.encode())
    assert outcome.status == 2
    assert outcome.err.startswith("connlint: ")
    assert "connlint-catalog.json is left as it is: it is not JSON: " in outcome.err
    assert (project / "connlint-catalog.json").read_text() == "mine"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    outcome = program("catalog", "update", "nothing.json", cwd=app(tmp_path, {}))
    assert (outcome.status, outcome.err) == (
        2,
        "connlint: nothing.json: No such file or directory\n",
    )


def test_settings_decide_what_is_shown_and_what_fails_unless_an_option_does(
    tmp_path: Path,
) -> None:
    project = app(tmp_path, {"slack.jsonc": '{"type": "slack"}'})
    (project / "connlint.toml").write_text('fail-on = "warning"\nmin-severity = "error"\n')
    assert program("check", cwd=project).status == 1
    assert program("check", "--fail-on", "error", cwd=project).status == 0
    shown = program("check", "--min-severity", "warning", "--format", "concise", cwd=project)
    assert shown.out.startswith("base44/connectors/slack.jsonc:1:2: warning[missing-scopes] ")

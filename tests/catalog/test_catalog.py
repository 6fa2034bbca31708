"""The catalogue: what its data must hold, and what the typed view gives."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tools.catalogue.page import origin_of, read_origins

import connlint_schemas
from connlint import lint_project
from connlint.catalog import Catalog, Completeness

ROOT = Path(__file__).resolve().parents[2]
METHODS = sorted((ROOT / "schemas" / "connlint_schemas" / "methods").glob("*.json"))
ENTRIES = Draft202012Validator(json.loads(connlint_schemas.read("catalog-entry.schema.json")))
INDEX = json.loads(connlint_schemas.read("catalog.json"))
TYPES = sorted(INDEX["types"])
# The types whose scopes people use most.
WITH_SCOPES = [
    "gmail",
    "googledrive",
    "googlecalendar",
    "googlesheets",
    "googledocs",
    "github",
    "outlook",
    "linkedin",
    "hubspot",
    "slack",
    "slackbot",
    "instagram",
    "google_analytics",
]


def _entry(name: str) -> dict:  # type: ignore[type-arg]
    entry = json.loads(connlint_schemas.read(f"catalog/{name}.json"))
    assert isinstance(entry, dict)
    return entry


def _plain(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())


REBUILT = [
    ("slack", "slack/scopes.json", "user"),
    ("slackbot", "slack/scopes.json", "bot"),
    ("discord", "discord/scopes.json", "scopes"),
    ("quickbooks", "quickbooks/scopes.json", "scopes"),
]


@pytest.mark.parametrize(("name", "file", "key"), REBUILT)
def test_no_scope_of_a_rebuilt_source_is_missing(name: str, file: str, key: str) -> None:
    facts = json.loads((ROOT / "tools" / "catalogue" / "facts" / file).read_text("utf-8"))
    assert set(facts[key]) <= _entry(name)["scopes"].keys()


def test_there_are_66_types() -> None:
    assert len(TYPES) == 66


def test_the_day_of_the_catalogue_is_that_of_the_newest_entry() -> None:
    assert Catalog().date == max(_entry(name)["checked"] for name in TYPES)


@pytest.mark.parametrize("name", TYPES)
def test_no_entry_is_older_than_a_year_at_a_release(name: str) -> None:
    """What counts is the day of the newest release, or of the catalogue, and never today.

    So waiting breaks nothing, and a release asks for facts that somebody has looked at since.
    """
    headings = re.findall(
        r"^## .*\b(\d{4}-\d\d-\d\d)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )
    newest = date.fromisoformat(max([*headings, Catalog().date]))
    assert newest - date.fromisoformat(_entry(name)["checked"]) <= timedelta(days=365)


@pytest.mark.parametrize("name", TYPES)
def test_each_type_has_an_entry_that_says_the_same_as_the_index(name: str) -> None:
    entry = _entry(name)
    assert {"name": entry["name"], "aliases": entry["aliases"]} == INDEX["types"][name]
    assert entry["type"] == name
    assert entry["sources"]
    assert entry["completeness"] in {"complete", "partial", "open"}


@pytest.mark.parametrize("name", TYPES)
def test_each_entry_fits_the_schema_of_entries(name: str) -> None:
    assert [error.message for error in ENTRIES.iter_errors(_entry(name))] == []


@pytest.mark.parametrize("name", TYPES)
def test_what_an_entry_points_at_is_there(name: str) -> None:
    entry = _entry(name)
    for api in entry["methods"]:
        assert json.loads(connlint_schemas.read(f"methods/{api}.json"))["api"] == api
    for scope, fact in entry["scopes"].items():
        narrower = fact.get("broad", [])
        assert set(narrower) <= entry["scopes"].keys() - {scope}, scope
        assert fact.get("replacement", scope) in entry["scopes"], scope
        assert fact.get("alias", scope) in entry["scopes"], scope
        # What is offered in its place must not be deprecated itself.
        assert not any(entry["scopes"][other].get("deprecated") for other in narrower), scope
    if "other_token" in entry:
        assert entry["other_token"]["type"] in TYPES
        assert not set(entry["other_token"]["scopes"]) & entry["scopes"].keys()


@pytest.mark.parametrize("name", TYPES)
def test_no_scope_covers_itself_through_others(name: str) -> None:
    scopes = _entry(name)["scopes"]
    for scope in scopes:
        reached: set[str] = set()
        pending = [scope]
        while pending:
            for other in scopes[pending.pop()].get("implies", []):
                assert other != scope, scope
                if other not in reached:
                    reached.add(other)
                    pending.append(other)


def test_each_source_stands_on_the_page_about_the_catalogue() -> None:
    page = (ROOT / "docs" / "catalogue.md").read_text("utf-8")
    origins = read_origins()
    for name in TYPES:
        for source in _entry(name)["sources"]:
            origin = origin_of(source, origins)
            assert origin["version"], source
            assert origin["licence"], source
            assert f"| {origin['name']} | {origin['version']} | {origin['licence']} |" in page


@pytest.mark.parametrize("path", METHODS, ids=lambda path: path.stem)
def test_methods_are_rows_that_speak_of_their_own_scopes(path: Path) -> None:
    methods = json.loads(path.read_text("utf-8"))
    assert methods["api"] == path.stem
    assert methods["scopes"] == sorted(set(methods["scopes"]))
    known = range(len(methods["scopes"]))
    for http, url, identifier, number, *parts in methods["methods"]:
        accepted, *least = methods["accepted"][number]
        assert set(parts) <= set(range(len(methods.get("parts", ()))))
        assert http in {"", "*", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"}
        assert url or identifier
        assert not url.startswith(methods["base"]) or not methods["base"]
        for alternative in accepted:
            needed = alternative if isinstance(alternative, list) else [alternative]
            assert needed
            assert set(needed) <= set(known)
        assert set(least) <= set(known)
    numbers = [number for found in methods["routes"].values() for number in found]
    assert len(numbers) == len(set(numbers))
    assert set(numbers) <= set(range(len(methods["methods"])))
    assert set(methods.get("operations", {}).values()) <= set(range(len(methods["methods"])))
    doubtful = methods.get("doubtful", [])
    assert doubtful == "*" or set(doubtful) <= set(range(len(methods["methods"])))
    for number, besides in methods.get("besides", {}).items():
        assert int(number) in range(len(methods["methods"]))
        assert set(besides) <= set(known)
    # What is looked for by bisection has to be in order.
    assert list(methods["routes"]) == sorted(methods["routes"])


@pytest.mark.parametrize("name", WITH_SCOPES)
def test_the_types_that_are_used_most_have_scopes(name: str) -> None:
    assert _entry(name)["scopes"]


@pytest.mark.parametrize("name", TYPES)
def test_scopes_cover_known_scopes_only_and_never_themselves(name: str) -> None:
    scopes = _entry(name)["scopes"]
    for scope, fact in scopes.items():
        implied = fact.get("implies", [])
        assert set(implied) <= set(scopes), scope
        assert scope not in implied
        # A part never covers the whole, nor another part.
        kinds = {scopes[other].get("partial") for other in implied}
        assert "partial" not in fact or kinds <= {fact["partial"]}, scope


@pytest.mark.parametrize("name", TYPES)
def test_what_a_complete_list_lacks_cannot_be_a_scope_of_another_spelling(name: str) -> None:
    scopes = _entry(name)["scopes"]
    folded = [scope.casefold() for scope in scopes]
    assert len(folded) == len(set(folded))


def test_drive_file_covers_nothing_and_drive_does_not_cover_its_hidden_data() -> None:
    prefix = "https://www.googleapis.com/auth/"
    drive = Catalog().entry("googledrive")
    assert drive is not None
    assert drive.implied_by(f"{prefix}drive.file") == ()
    assert f"{prefix}drive.appdata" not in drive.implied_by(f"{prefix}drive")
    assert f"{prefix}drive.readonly" in drive.implied_by(f"{prefix}drive")


def test_no_alias_is_a_type_or_stands_for_two() -> None:
    owners: dict[str, set[str]] = {}
    for name, fact in INDEX["types"].items():
        for spelling in fact["aliases"]:
            assert spelling not in INDEX["types"], spelling
            owners.setdefault(_plain(spelling), set()).add(name)
    assert {spelling: names for spelling, names in owners.items() if len(names) > 1} == {}


def test_the_schema_offers_the_types_of_the_catalogue() -> None:
    schema = json.loads(connlint_schemas.read("connector.schema.json"))
    assert schema["properties"]["type"]["anyOf"][0]["enum"] == TYPES


@pytest.mark.parametrize(
    "written, meant",
    [
        ("google-calendar", "googlecalendar"),
        ("Google Calendar", "googlecalendar"),
        ("gcal", "googlecalendar"),
        ("googlecalender", "googlecalendar"),
        ("Gmail", "gmail"),
        ("SLACK", "slack"),
        ("slack_bot", "slackbot"),
        ("teams", "microsoft_teams"),
        ("onedrive", "one_drive"),
        ("sharepoint", "share_point"),
        ("hubspto", "hubspot"),
        ("twitter", "x"),
        ("Instagram Business", "instagram"),
        ("meetup", None),
        ("spotify", None),
        ("zoom", None),
        ("rest", None),
        ("acme_crm", None),
        ("", None),
        ("é", None),
    ],
)
def test_what_somebody_meant(written: str, meant: str | None) -> None:
    assert Catalog().meant_type(written) == meant


def test_a_project_reads_the_entries_of_its_own_types_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connectors = tmp_path / "base44" / "connectors"
    connectors.mkdir(parents=True)
    for name in ("notion", "slack", "gmail"):
        (connectors / f"{name}.jsonc").write_text(f'{{"type": "{name}", "scopes": []}}')
    read: list[str] = []
    original = connlint_schemas.read

    def noted(name: str) -> bytes:
        read.append(name)
        return original(name)

    monkeypatch.setattr(connlint_schemas, "read", noted)
    assert lint_project(tmp_path) == []
    assert sorted(read) == [
        "catalog.json",
        "catalog/gmail.json",
        "catalog/notion.json",
        "catalog/slack.json",
    ]


def test_an_entry_is_read_when_it_is_asked_for_and_only_once() -> None:
    catalog = Catalog()
    assert catalog.entry("acme") is None
    assert catalog.entry("gmail") is catalog.entry("gmail")


def test_a_graph_permission_may_carry_its_address() -> None:
    outlook = Catalog().entry("outlook")
    assert outlook is not None
    assert outlook.completeness is Completeness.COMPLETE
    assert outlook.has("Mail.Read")
    assert outlook.has("https://graph.microsoft.com/Mail.Read")
    assert not outlook.has("https://graph.microsoft.com/Mail.Raed")


def test_what_is_known_of_a_scope() -> None:
    gmail = Catalog().entry("gmail")
    assert gmail is not None
    scope = gmail.scope("https://www.googleapis.com/auth/gmail.send")
    assert scope is not None
    assert (scope.access, scope.sensitivity, scope.implies) == ("write", "sensitive", ())
    assert gmail.scope("nothing") is None


def test_a_connector_for_several_products_has_their_scopes_and_requests_and_owns_none() -> None:
    catalog = Catalog()
    workspace = catalog.entry("googleworkspace")
    assert workspace is not None
    assert workspace.products == (
        "gmail",
        "google_contacts",
        "googlecalendar",
        "googledocs",
        "googledrive",
        "googlesheets",
    )
    facts = _entry("googleworkspace")
    for product in workspace.products:
        entry = _entry(product)
        assert entry["scopes"].keys() <= workspace.facts.keys()
        assert set(entry["methods"]) <= set(facts["methods"])
        assert set(entry["hosts"]) <= set(facts["hosts"])
        for scope, fact in entry["scopes"].items():
            assert set(fact.get("implies", ())) <= set(workspace.implied_by(scope)), scope
    assert "https://www.googleapis.com/auth/documents" in workspace.implied_by(
        "https://www.googleapis.com/auth/drive"
    )
    assert "googleworkspace" not in catalog.owners("https://www.googleapis.com/auth/gmail.send")
    (method,) = catalog.methods().at(
        "googleworkspace", "GET", ["https://gmail.googleapis.com/gmail/v1/users/me/labels"]
    )
    assert catalog.methods().serves("googleworkspace", method)
    assert catalog.methods().servers(method) == ("gmail",)


def test_what_is_decided_corrects_a_list_of_scopes() -> None:
    github = Catalog().entry("github")
    assert github is not None
    assert github.completeness is Completeness.PARTIAL
    added = {"audit_log", "copilot", "read:discussion", "scim:enterprise", "write:discussion"}
    assert added <= github.facts.keys()
    assert "site_admin" not in github.facts
    for name in ("dropbox", "hubspot"):
        texts = [json.dumps(_entry(name)), connlint_schemas.read(f"methods/{name}.json").decode()]
        assert not any("private:" in text or "ACCEPTANCE_TEST" in text for text in texts)


def test_owners_are_the_types_that_list_a_scope_but_nobody_owns_what_many_share() -> None:
    catalog = Catalog()
    assert catalog.owners("app_mentions:read") == ("slackbot",)
    assert catalog.owners("email") == ()
    assert catalog.owners("no such scope") == ()

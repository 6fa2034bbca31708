"""What is asked of the catalogue and of a use, in the corners that no real service has."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

import pytest

from connlint.catalog import Catalog, ConnectorType
from connlint.catalog.methods import ApiMethod
from connlint.catalog.model import Completeness
from connlint.catalog.partial import Coverage
from connlint.code.model import NO_CODE, ConnectorCall, Failure, Receiver, Request, Unread
from connlint.project import Project, find_targets
from connlint.project.connector import read_connector
from connlint.rules import internal_error, redundant_scope, unused_connector
from connlint.run import read_project
from connlint.text.source import SourceFile, Span
from connlint.usage.connector_usage import AnalysisGap, ConnectorUsage, RequiredScopes, usage_of
from connlint.usage.recommendation import covers, least_of
from connlint.usage.token_owner import TokenOwnership, TypeFacts

from .apps import automation, connector, function, uses, write

CODE = SourceFile("entry.ts", "call()")
SPAN = Span(0, 4)
CALL = ConnectorCall(CODE, SPAN, "getConnection", SPAN, Receiver.SERVICE_ROLE, values=("acme",))
NEED = RequiredScopes(Request("acme", CODE, SPAN), ())
GAP = AnalysisGap("entry.ts", None, None, "the file cannot be read")
UNKNOWN = ConnectorUsage("acme", None, None, (CALL,), (NEED,), ())

SDK = """\
import { createClientFromRequest } from "npm:@base44/sdk";
import { google } from "npm:googleapis";

Deno.serve(async (req) => {
  const { connectors } = createClientFromRequest(req).asServiceRole;
  const { accessToken } = await connectors.getConnection("gmail");
  const auth = new google.auth.OAuth2();
  auth.setCredentials({ access_token: accessToken });
  const gmail = google.gmail({ version: "v1", auth });
  await gmail.users.labels.nothing({ userId: "me" });
  return Response.json({});
});
"""

# Two scopes that cover each other, and one that both cover.
ACME = ConnectorType(
    "acme",
    "Acme",
    "Acme",
    "",
    Completeness.COMPLETE,
    takes_scopes=True,
    token="platform",  # noqa: S106 - how it is had, no token
    companions=frozenset({"who"}),
    facts=MappingProxyType(
        {
            "all": {"implies": ["every", "some"]},
            "every": {"implies": ["all", "some"]},
            "some": {"access": "read"},
            "old": {"deprecated": True},
            "odd": {"special": True},
            "wide": {"broad": ["some"]},
            "slice": {"partial": "part"},
            "secret": {"sensitivity": "restricted"},
            "private": {"sensitivity": "sensitive"},
            "change": {"access": "write"},
            "plain": {},
            "item.write": {},
        }
    ),
)


def _method(name: str, *accepted: str, first: str = "") -> ApiMethod:
    alternatives = tuple((scope,) for scope in accepted)
    return ApiMethod("acme", name, "POST", "", alternatives, (first,) if first else ())


def narrowest(method: ApiMethod, entry: ConnectorType | None) -> tuple[str, ...]:
    """The alternative to ask for."""
    return least_of(method, method.accepted, entry)


def test_a_use_is_understood_where_it_has_calls_and_requests_and_no_gaps() -> None:
    assert UNKNOWN.is_understood
    assert not UNKNOWN._replace(calls=()).is_understood
    assert not UNKNOWN._replace(needs=()).is_understood
    assert not UNKNOWN._replace(gaps=(GAP,)).is_understood


def test_scopes_that_cover_each_other() -> None:
    assert covers(["all"], ACME) == {"all", "every", "some"}
    assert covers(["some"], ACME) == {"some"}
    assert covers(["all"], None) == {"all"}


def test_scopes_go_by_their_names_in_the_catalogue() -> None:
    outlook = Catalog().entry("outlook")
    assert covers(["https://graph.microsoft.com/Mail.Read"], outlook) == {
        "Mail.Read",
        "Mail.ReadBasic",
    }


def test_of_scopes_that_cover_each_other_the_first_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = Catalog()
    monkeypatch.setattr(catalog, "entry", {"acme": ACME}.get)
    text = '{"type": "acme", "scopes": ["every", "all", "some"]}'
    check = redundant_scope.RULE.check_use
    assert check is not None
    found = check(read_connector(SourceFile("a.jsonc", text)), catalog, None)
    assert [finding.message for finding in found] == [
        '"all" is not needed: "every" already includes it',
        '"some" is not needed: "every" already includes it',
    ]


@pytest.mark.parametrize(
    "better, worse",
    [
        ("plain", "unheard"),
        ("plain", "old"),
        ("plain", "odd"),
        ("plain", "some"),
        ("plain", "wide"),
        ("plain", "slice"),
        ("plain", "secret"),
        ("plain", "private"),
        ("item.write", "plain"),
        # The order of the reasons, from the worst.
        ("old", "unheard"),
        ("odd", "old"),
        ("some", "odd"),
        ("wide", "some"),
        ("slice", "wide"),
        ("secret", "slice"),
        ("private", "secret"),
    ],
)
def test_the_scope_to_ask_for_to_change_something(better: str, worse: str) -> None:
    method = _method("acme.item.update", worse, better, first=worse)
    assert narrowest(method, ACME) == (better,)
    assert narrowest(_method("acme.item.update", better, worse, first=better), ACME) == (better,)


def test_reading_needs_no_more_than_a_scope_that_reads() -> None:
    assert narrowest(_method("acme.item.get", "some", "plain", first="some"), ACME) == ("some",)
    assert narrowest(_method("acme.item.get", "plain", "some", first="plain"), ACME) == ("plain",)
    get = _method("acme.item.get", "change", "plain", first="change")._replace(verb="GET")
    assert narrowest(get, ACME) == ("plain",)


def test_the_scope_to_ask_for_is_the_providers_own_choice_where_nothing_is_known() -> None:
    assert narrowest(_method("acme.item.update", "plain", "some", first="some"), None) == ("some",)
    assert narrowest(_method("acme.item.update"), ACME) == ()
    assert narrowest(_method("acme.item.update"), None) == ()


@pytest.mark.parametrize(
    "files, gaps",
    [
        (
            uses("gmail", "GET gmail.googleapis.com/gmail/v1/nothing"),
            ["connlint does not know GET https://gmail.googleapis.com/gmail/v1/nothing"],
        ),
        (
            function(
                'const { accessToken } = await connectors.getConnection("gmail");',
                "await fetch(await req.text(), { headers: { Authorization: accessToken } });",
            ),
            ["the address of the request is known only at run time"],
        ),
        (
            function(
                'const { accessToken } = await connectors.getConnection("gmail");',
                'await fetch("https://gmail.googleapis.com/gmail/v1/nothing", {',
                "  method: await req.text(), headers: { Authorization: accessToken } });",
            ),
            ["connlint does not know a request to https://gmail.googleapis.com/gmail/v1/nothing"],
        ),
        (
            {"base44/functions/work/entry.ts": SDK},
            ['connlint does not know the method "gmail.users.labels.nothing" of googleapis'],
        ),
        (
            {
                **uses("gmail", "GET gmail.googleapis.com/gmail/v1/users/me/labels"),
                **automation(integration_type="gmail"),
            },
            ["an automation may need scopes of its own"],
        ),
        (
            {
                **uses("gmail", "GET gmail.googleapis.com/gmail/v1/users/me/labels"),
                **automation(integration_type="slack"),
            },
            [],
        ),
        (
            {
                **uses("gmail", "GET gmail.googleapis.com/gmail/v1/users/me/labels"),
                **automation(),
            },
            [],
        ),
    ],
)
def test_what_is_not_known_of_a_use(files: dict[str, str], gaps: list[str], tmp_path: Path) -> None:
    write({**connector("gmail", "~gmail.labels"), **files}, tmp_path)
    (target,) = find_targets([str(tmp_path)], str(tmp_path))
    (use,) = usage_of(read_project(target, str(tmp_path)), Catalog()).uses
    assert [gap.reason for gap in use.gaps] == gaps


@pytest.mark.parametrize(
    "provider, owners", [("Acme", ("gmail",)), ("Google", ())], ids=["another", "the same"]
)
def test_a_request_belongs_to_a_type_of_another_provider(
    provider: str, owners: tuple[str, ...]
) -> None:
    entry = ACME._replace(provider=provider)
    types = TypeFacts(
        {"acme": entry},
        lambda _: frozenset(),
        lambda _, methods, __: None if methods else Coverage.REFUSED,
    )
    address = ("https://gmail.googleapis.com/gmail/v1/users/me/labels",)
    request = Request("acme", CODE, SPAN, "GET", address)
    assert TokenOwnership(Catalog().methods(), types).need(request).owners == owners


def test_each_use_has_the_calls_for_its_type(tmp_path: Path) -> None:
    calls = ['await connectors.getConnection("slack");', 'await connectors.callApi("x", {});']
    write({**connector("gmail", "~gmail.labels"), **function(*calls)}, tmp_path)
    (target,) = find_targets([str(tmp_path)], str(tmp_path))
    found = usage_of(read_project(target, str(tmp_path)), Catalog()).uses
    assert [(use.type, [call.method for call in use.calls]) for use in found] == [
        ("gmail", []),
        ("slack", ["getConnection"]),
        ("x", ["callApi"]),
    ]


def test_code_that_connlint_fails_to_read_is_reported(tmp_path: Path) -> None:
    write(connector("gmail", "~gmail.labels"), tmp_path)
    (target,) = find_targets([str(tmp_path)], str(tmp_path))
    failed = NO_CODE._replace(failures=(Failure(CODE, ValueError("no such node")),))
    project = read_project(target, str(tmp_path))._replace(code=failed)
    check = internal_error.RULE.check_project
    assert check is not None
    (found,) = check(project, Catalog())
    assert (found.source, found.span, found.failed) == (CODE, Span(0, 0), True)
    assert found.message == "The analysis of this file has failed: ValueError"
    assert found.help == (
        "This is a bug in connlint: "
        "report it at https://github.com/connlint/connlint/issues and attach the file"
    )


@pytest.mark.parametrize("place", ["unread", "code"])
def test_where_code_cannot_be_read_no_connector_is_unused(place: str, tmp_path: Path) -> None:
    write({**connector("gmail", "~gmail.labels"), **automation()}, tmp_path)
    (target,) = find_targets([str(tmp_path)], str(tmp_path))
    project = read_project(target, str(tmp_path))
    check = unused_connector.RULE.check_project_use
    assert check is not None

    def check_all(project: Project) -> list[str]:
        catalog = Catalog()
        findings = check(project, catalog, lambda: usage_of(project, catalog))
        return [finding.message for finding in findings]

    assert check_all(project) == ['No function or automation uses the connector "gmail"']
    if place == "code":
        unread = project._replace(code=project.code._replace(unread=(Unread("a.ts", "why"),)))
    else:
        unread = project._replace(unread=("a.ts",))
    assert check_all(unread) == []

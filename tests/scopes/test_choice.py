"""The smallest set: the least sensitive, then the narrowest, then the one in the file.

The requests are drawn from the catalog's methods, several of a type at a time, and the answers are
compared with what must hold for any of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from tests.rules.apps import connector, uses

import connlint_schemas
from connlint.catalog import Catalog, ConnectorType
from connlint.catalog.methods import ApiMethod
from connlint.catalog.partial import Coverage
from connlint.code.model import Request
from connlint.text.source import SourceFile, Span
from connlint.usage.connector_usage import RequiredScopes
from connlint.usage.grades import graded
from connlint.usage.judgement import Judgement
from connlint.usage.recommendation import held
from connlint.usage.sufficiency import judge

from .apps import found_in

CATALOG = Catalog()
SOURCE = SourceFile("entry.ts", " " * 100)
DRAWS = 15
_CHANGES = ("POST", "PUT", "PATCH", "DELETE")


def _methods(entry: ConnectorType) -> list[tuple[str, ApiMethod]]:
    """Methods of a type's own APIs with the scopes that they accept, each with its verb."""
    providers = connlint_schemas.load("methods.json", "providers")["providers"]
    known = CATALOG.methods()
    found = {}
    for fact in providers.values():
        for api, types in fact["apis"].items():
            if entry.type not in types:
                continue
            content = connlint_schemas.load(f"methods/{api}.json", "base", "methods")
            for verb, path, *_ in content["methods"]:
                address = (content["base"] + path).replace("{", "\0").split("\0")
                pieces: list[str | None] = [address[0]]
                for part in address[1:]:
                    pieces += [None, part.partition("}")[2]]
                for method in known.at(entry.type, verb, [each for each in pieces if each != ""]):
                    if method.accepted:
                        found[method.api, method.id, method.verb] = verb, method
    return list(found.values())


def _needs(entry: ConnectorType, random: Random) -> Iterator[RequiredScopes]:
    methods = METHODS[entry.type]
    for number, (verb, method) in enumerate(random.sample(methods, min(len(methods), 3))):
        span = Span(number, number + 1)
        yield RequiredScopes(Request(entry.type, SOURCE, span, verb), (method,))


TYPES = [
    entry
    for each in CATALOG.types()
    if (entry := CATALOG.entry(each.type)) is not None and entry.takes_scopes
]
METHODS = {entry.type: _methods(entry) for entry in TYPES}
WITH_METHODS = [entry for entry in TYPES if METHODS[entry.type]]


def _draws() -> Iterator[tuple[ConnectorType, list[RequiredScopes]]]:
    for entry in WITH_METHODS:
        for seed in range(DRAWS):
            random = Random(f"{entry.type}{seed}")  # noqa: S311 - the same in each run
            yield entry, list(_needs(entry, random))


def _is_enough(scopes: list[str], needs: list[RequiredScopes], entry: ConnectorType) -> bool:
    token = held(scopes, entry)
    return all(
        graded(need.methods[0], need.request).standing(*token).given is Coverage.WHOLE
        for need in needs
    )


def _is_proper(scope: str, entry: ConnectorType) -> bool:
    """Tell whether a scope is one to recommend if it is enough."""
    fact = entry.facts.get(scope, {})
    return bool(fact) and not any(
        fact.get(name) for name in ("deprecated", "special", "partial", "admin_consent")
    )


def _is_restricted(scope: str, entry: ConnectorType) -> bool:
    return entry.facts.get(entry.bare(scope), {}).get("sensitivity") == "restricted"


def _proper(need: RequiredScopes, entry: ConnectorType) -> list[tuple[str, ...]]:
    """The alternatives of a request that are ones to recommend."""
    (method,) = need.methods
    is_change = need.request.verb in _CHANGES
    return [
        option.scopes
        for option in graded(method, need.request).options
        if option.given is Coverage.WHOLE
        and all(_is_proper(scope, entry) and not entry.narrower(scope) for scope in option.scopes)
        and not (is_change and all(entry.facts[s].get("access") == "read" for s in option.scopes))
    ]


def _judged(needs: list[RequiredScopes], entry: ConnectorType, *declared: str) -> Judgement:
    return judge(declared, needs, entry, proven=True)


def test_enough_types_have_methods() -> None:
    assert len(WITH_METHODS) > 40


def test_a_restricted_scope_is_there_only_for_a_request_that_nothing_else_allows() -> None:
    count = 0
    for entry, needs in _draws():
        smallest = _judged(needs, entry).smallest
        if not any(_is_restricted(scope, entry) for scope in smallest):
            continue
        count += 1
        for scope in filter(lambda each: _is_restricted(each, entry), smallest):
            others = [other for other in smallest if other != scope]
            blamed = [need for need in needs if not _is_enough(others, [need], entry)]
            free = [
                need
                for need in blamed
                for each in _proper(need, entry)
                if not any(_is_restricted(s, entry) for s in each)
            ]
            assert len(free) < len(blamed), (entry.type, needs, smallest)
    assert count > DRAWS


def test_no_scope_can_be_left_out() -> None:
    for entry, needs in _draws():
        found = _judged(needs, entry)
        if not found.is_enough:
            continue
        assert _is_enough(list(found.smallest), needs, entry)
        for scope in found.smallest:
            rest = [other for other in found.smallest if other != scope]
            assert not _is_enough(rest, needs, entry), (entry.type, found.smallest, scope)


def test_no_scope_can_be_replaced_by_one_that_it_covers() -> None:
    for entry, needs in _draws():
        found = _judged(needs, entry)
        if not found.is_enough:
            continue
        is_change = any(need.request.verb in _CHANGES for need in needs)
        preferred = {scope for need in needs for scope in need.methods[0].narrowest}
        for scope in set(found.smallest) - preferred:
            rest = [other for other in found.smallest if other != scope]
            for narrower in entry.reach([scope]) - {entry.bare(scope)}:
                fact = entry.facts.get(narrower, {})
                if not _is_proper(narrower, entry) or entry.narrower(narrower):
                    continue
                if is_change and fact.get("access") == "read":
                    continue
                assert not _is_enough([*rest, narrower], needs, entry), (
                    entry.type,
                    found.smallest,
                    narrower,
                )


def _next(declared: list[str], needs: list[RequiredScopes], entry: ConnectorType) -> set[str]:
    """The scopes that a file lists after `--write`: nothing goes where something is not sure."""
    found = _judged(needs, entry, *declared)
    return set(found.smallest) | (set() if found.is_enough else set(declared))


def test_a_set_that_is_in_the_file_already_stays() -> None:
    for entry, needs in _draws():
        first = _next([], needs, entry)
        assert _next(sorted(first), needs, entry) == first, (entry.type, needs)


def test_whatever_is_in_the_file_the_second_answer_is_the_first() -> None:
    for entry, needs in _draws():
        random = Random(entry.type)  # noqa: S311 - the same in each run
        accepted = sorted({s for each in needs for a in each.methods[0].accepted for s in a})
        for count in range(5):
            declared = random.sample(accepted, min(count, len(accepted)))
            first = _next(declared, needs, entry)
            assert _next(sorted(first), needs, entry) == first, (entry.type, declared, needs)


CALENDAR = "www.googleapis.com/calendar/v3"
GOOGLE = "https://www.googleapis.com/auth/"
GMAIL = "gmail.googleapis.com/gmail/v1/users/me"

CASES = """
gmail | POST {GMAIL}/messages/send | | ~gmail.send
gmail | POST {GMAIL}/messages/send | ~gmail.compose | ~gmail.send
gmail | POST {GMAIL}/messages/send | ~gmail.modify ~gmail.compose | ~gmail.send
gmail | POST {GMAIL}/messages/send, GET {GMAIL}/labels | ~gmail.modify ~gmail.send | ~gmail.labels ~gmail.send
gmail | POST {GMAIL}/messages/send, POST {GMAIL}/messages/1/modify | | ~gmail.modify
gmail | POST {GMAIL}/messages/send, GET {GMAIL}/messages | | ~gmail.send ~gmail.readonly
gmail | GET {GMAIL}/profile | ~gmail.metadata | ~gmail.metadata
googlecalendar | POST {CALENDAR}/freeBusy | ~calendar.freebusy | ~calendar.freebusy
googlecalendar | POST {CALENDAR}/freeBusy | ~calendar.freebusy ~calendar.readonly | ~calendar.freebusy
googlecalendar | GET {CALENDAR}/calendars/primary/events | ~calendar.readonly | ~calendar.events.readonly
googlecalendar | GET {CALENDAR}/calendars/primary/events, POST {CALENDAR}/calendars/primary/events | | ~calendar.events
outlook | GET graph.microsoft.com/v1.0/me/manager | Directory.Read.All | Directory.Read.All
microsoft_teams | PATCH graph.microsoft.com/v1.0/teams/1 | Group.ReadWrite.All | TeamSettings.ReadWrite.All
googlecalendar | POST {CALENDAR}/calendars/primary/acl/watch, PATCH {CALENDAR}/calendars/primary/acl/1 | | ~calendar.acls
googleforms | GET forms.googleapis.com/v1/forms/1, DELETE forms.googleapis.com/v1/forms/1/watches/2 | | ~forms.body
googleforms | DELETE forms.googleapis.com/v1/forms/1/watches/2, GET forms.googleapis.com/v1/forms/1 | | ~forms.body
googleforms | DELETE forms.googleapis.com/v1/forms/1/watches/2 | ~forms.body.readonly | ~forms.body.readonly
google_contacts | GET people.googleapis.com/v1/people:batchGet, POST people.googleapis.com/v1/contactGroups | ~contacts.readonly | ~contacts
wix | GET www.wixapis.com/loyalty-accounts/v1/accounts/1, POST www.wixapis.com/loyalty-accounts/v1/accounts/query | | SCOPE.DC-LOYALTY.READ-LOYALTY
microsoft_word | GET graph.microsoft.com/v1.0/me/presence | |
intercom | POST api.intercom.io/contacts | Write users and companies;Read and write users | Write users and companies
slackbot | POST slack.com/api/chat.postMessage | | chat:write
googledrive | POST www.googleapis.com/drive/v3/files | | ~drive.file
googledrive | GET www.googleapis.com/drive/v3/files | ~drive | ~drive.readonly
googledrive | GET www.googleapis.com/drive/v3/files | ~drive.metadata.readonly | ~drive.metadata.readonly
airtable | GET api.airtable.com/v0/bases/1/webhooks/2/payloads | webhook:manage schema.bases:read | webhook:manage schema.bases:read
gitlab | GET gitlab.com/api/v4/projects/1/repository/archive | read_api | read_api
"""
"""A type; the requests; the scopes in the file; the smallest set."""


@pytest.mark.parametrize("case", [line for line in CASES.splitlines() if line])
def test_which_set_is_chosen(case: str, tmp_path: Path) -> None:
    name, requests, declared, expected = (part.strip() for part in case.split("|"))
    listed = requests.format(GMAIL=GMAIL, CALENDAR=CALENDAR).split(", ")
    files = {**uses(name, *listed), **(connector(name, *_words(declared)) if declared else {})}
    (found,) = found_in(files, tmp_path)
    assert {scope.replace(GOOGLE, "~") for scope in found["scopes"]} == {*_words(expected)}


def _words(scopes: str) -> list[str]:
    """Scopes in a list; those that are phrases have semicolons between them."""
    return scopes.split(";") if scopes.count(" ") > 2 else scopes.split()

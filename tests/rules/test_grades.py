"""What scopes give to requests, by the parameters that matter: the catalogue's facts at work."""

from __future__ import annotations

import pytest

from connlint.catalog import Catalog
from connlint.catalog.partial import Coverage
from connlint.code.model import Parameters, Request
from connlint.text.source import SourceFile, Span
from connlint.usage.grades import graded
from connlint.usage.recommendation import covers

CATALOG = Catalog()
CODE = SourceFile("entry.ts", "call()")
GMAIL = "https://gmail.googleapis.com/gmail/v1/users/me"
DRIVE = "https://www.googleapis.com/drive/v3/files"
SHEETS = "https://sheets.googleapis.com/v4/spreadsheets"
CALENDAR = "https://www.googleapis.com/calendar/v3/calendars"
GRAPH = "https://graph.microsoft.com/v1.0"
SLACK = "https://slack.com/api"

# Type; verb and address, `*` for what only a run can tell; what is known of the parameters, `?`
# where there may be others; the scopes of the token; what they give, and what may be needed besides.
CASES = """
gmail          | GET  {GMAIL}/messages              |                    | gmail.metadata         | whole
gmail          | GET  {GMAIL}/messages              | ?                  | gmail.metadata         | part
gmail          | GET  {GMAIL}/messages              | maxResults=5       | gmail.metadata         | whole
gmail          | GET  {GMAIL}/messages              | q=is:unread        | gmail.metadata         | refused
gmail          | GET  {GMAIL}/messages              | q=is:unread ?      | gmail.metadata         | refused
gmail          | GET  {GMAIL}/messages              | q=*                | gmail.metadata         | part
gmail          | GET  {GMAIL}/messages              | q=a                | gmail.readonly         | whole
gmail          | GET  {GMAIL}/messages              | q=a                | gmail.readonly gmail.metadata | refused
gmail          | GET  {GMAIL}/messages              |                    | gmail.readonly gmail.metadata | whole
gmail          | GET  {GMAIL}/messages              | ?                  | gmail.readonly gmail.metadata | whole
gmail          | GET  {GMAIL}/threads               | q=a                | gmail.metadata         | refused
gmail          | GET  {GMAIL}/messages/*            | format=full        | gmail.metadata         | refused
gmail          | GET  {GMAIL}/messages/*            | format=RAW         | gmail.metadata         | refused
gmail          | GET  {GMAIL}/messages/*            | format=metadata    | gmail.metadata         | part
gmail          | GET  {GMAIL}/messages/*            | format=metadata format=full | gmail.metadata | part
gmail          | GET  {GMAIL}/messages/*            |                    | gmail.metadata         | refused
gmail          | GET  {GMAIL}/messages/*            | ?                  | gmail.metadata         | part
gmail          | GET  {GMAIL}/labels                | ?                  | gmail.metadata         | whole
googledrive    | GET  {DRIVE}                       |                    | drive.metadata.readonly | whole
googledrive    | GET  {DRIVE}                       | fields=*           | drive.metadata.readonly | part
googledrive    | GET  {DRIVE}                       | q=name='a'         | drive.metadata.readonly | part
googledrive    | GET  {DRIVE}                       |                    | drive.file             | part
googledrive    | GET  {DRIVE}                       | q=sharedWithMe     | drive.file             | doubtful
googledrive    | GET  {DRIVE}/*                     | alt=media          | drive.metadata.readonly | refused
googledrive    | GET  {DRIVE}/*                     | alt=media          | drive.metadata         | refused
googledrive    | GET  {DRIVE}/*                     | alt=media          | drive.readonly         | whole
googledrive    | GET  {DRIVE}/*                     | alt=media          | drive.file             | part
googledrive    | GET  {DRIVE}/1abc                  | alt=media          | drive.file             | doubtful
googledrive    | GET  {DRIVE}/root                  |                    | drive.file             | part
googledrive    | GET  {DRIVE}/*                     |                    | drive.metadata         | whole
googledrive    | GET  {DRIVE}/*/export              | mimeType=text/csv  | drive.metadata.readonly | refused
googledrive    | POST {DRIVE}                       |                    | drive.file             | part
googlesheets   | GET  {SHEETS}/1abc/values/A1       |                    | drive.file             | doubtful
googlesheets   | GET  {SHEETS}/*/values/A1          |                    | drive.file             | part
googlesheets   | POST {SHEETS}/1abc:batchUpdate     |                    | drive.file             | doubtful
googlesheets   | POST {SHEETS}                      |                    | drive.file             | whole
googlesheets   | GET  {SHEETS}/1abc/values/A1       |                    | spreadsheets drive.file | whole
googlecalendar | GET  {CALENDAR}/primary/events     |                    | calendar.events.freebusy | part
googlecalendar | GET  {CALENDAR}/primary/events     |                    | calendar.events.owned  | whole
googlecalendar | GET  {CALENDAR}/*/events           |                    | calendar.events.owned  | part
googlecalendar | POST https://www.googleapis.com/calendar/v3/freeBusy | ? | calendar.freebusy      | whole
google_contacts | GET https://people.googleapis.com/v1/people/me | personFields=names | contacts | part
google_contacts | GET https://people.googleapis.com/v1/people/me/connections | ? | contacts.readonly  | whole
googlebigquery | POST https://bigquery.googleapis.com/bigquery/v2/projects/p/queries | | bigquery.readonly | part
googlebigquery | POST https://bigquery.googleapis.com/bigquery/v2/projects/p/queries | | bigquery | whole
outlook        | GET  {GRAPH}/me/messages           |                    | Mail.ReadBasic         | part
outlook        | GET  {GRAPH}/me/messages           | $select=subject    | Mail.ReadBasic         | part
outlook        | GET  {GRAPH}/me/messages           | $select=subject,body | Mail.ReadBasic       | refused
outlook        | GET  {GRAPH}/me/messages           | select=Body        | Mail.ReadBasic         | refused
outlook        | GET  {GRAPH}/me/messages           | $search="a"        | Mail.ReadBasic         | refused
outlook        | GET  {GRAPH}/me/messages           | $expand=attachments($select=name) | Mail.ReadBasic | refused
outlook        | GET  {GRAPH}/me/messages           | $select=body       | Mail.Read              | whole
outlook        | GET  {GRAPH}/users/*/messages      |                    | Mail.Read              | part
outlook        | GET  {GRAPH}/me/calendarView       | $select=body       | Calendars.ReadBasic    | refused
outlook        | GET  {GRAPH}/me/calendarView       |                    | Calendars.ReadBasic    | part
outlook        | GET  {GRAPH}/me/calendarView       |                    | Calendars.Read         | whole
one_drive      | GET  {GRAPH}/me/drive/root/children | ?                 | Files.Read             | whole
one_drive      | GET  {GRAPH}/drives/*/root/children | ?                 | Files.Read             | part
one_drive      | GET  {GRAPH}/me/drive              |                    |                        | part
slackbot       | GET  {SLACK}/conversations.list    |                    | channels:read          | whole
slackbot       | GET  {SLACK}/conversations.list    |                    | groups:read            | refused
slackbot       | GET  {SLACK}/conversations.list    | ?                  | groups:read            | part
slackbot       | GET  {SLACK}/conversations.list    | types=private_channel | channels:read       | refused
slackbot       | GET  {SLACK}/conversations.list    | types=private_channel | groups:read         | whole besides channels:read
slackbot       | GET  {SLACK}/conversations.list    | types=im,mpim      | im:read                | refused
slackbot       | GET  {SLACK}/conversations.list    | types=*            | im:read                | part
slackbot       | GET  {SLACK}/conversations.list    | types=other        | im:read                | part
slackbot       | POST {SLACK}/conversations.list    |                    | groups:read            | part
slackbot       | GET  {SLACK}/conversations.history | channel=C1         | im:history             | part
slack          | GET  {SLACK}/users.conversations   | types=mpim         | channels:read          | refused
"""
_PREFIX = "https://www.googleapis.com/auth/"


def _cases() -> list[tuple[str, ...]]:
    names = {name: value for name, value in globals().items() if isinstance(value, str)}
    lines = [line for line in CASES.splitlines() if line]
    return [tuple(part.strip() for part in line.format(**names).split("|")) for line in lines]


@pytest.mark.parametrize("case", _cases(), ids=" ".join)
def test_what_scopes_give_to_a_request(case: tuple[str, ...]) -> None:
    name, request, parameters, scopes, given = case
    entry = CATALOG.entry(name)
    assert entry is not None
    prefix = _PREFIX if entry.provider == "Google" else ""
    declared = [prefix + scope for scope in scopes.split()]
    assert set(declared) <= entry.facts.keys()
    verb, address = request.split()
    pieces = tuple(part for text in address.split("*") for part in (text, None))[:-1]
    pairs = [each.partition("=") for each in parameters.split() if each != "?"]
    made = Request(
        name,
        CODE,
        Span(0, 4),
        verb,
        tuple(piece for piece in pieces if piece != ""),
        parameters=Parameters(
            tuple((key, None if value == "*" else value) for key, _, value in pairs),
            is_complete="?" not in parameters,
        ),
    )
    (method,) = CATALOG.methods().at(name, verb, made.address)
    granted = covers([*declared, *entry.companions], entry)
    found = graded(method, made).standing(granted, frozenset(declared))
    coverage, _, besides = given.partition(" besides ")
    assert found.given is Coverage[coverage.upper()]
    if found.given is Coverage.WHOLE:
        grade = graded(method, made)
        assert frozenset(grade.besides) - granted == frozenset(besides.split())

"""Requests and calls of SDKs, and the API methods that they are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from tests.clock import timed

import connlint_schemas
from connlint.catalog import Catalog
from connlint.catalog.methods import ApiMethod, Methods

METHODS = Catalog().methods()
INDEX: dict[str, Any] = json.loads(connlint_schemas.read("methods.json"))["providers"]


def _pieces(address: str) -> list[str | None]:
    """An address in pieces; `{}` stands for what is known only at run time."""
    pieces: list[str | None] = []
    for number, text in enumerate(address.split("{}")):
        if number:
            pieces.append(None)
        if text:
            pieces.append(text)
    return pieces


def _shown(methods: tuple[ApiMethod, ...]) -> str:
    return " | ".join(f"{method.api} {method.id}" for method in methods)


# Type, verb (`-` for one that is not known) and address, then file and id of the method;
# nothing where it is not known.
REQUESTS = """
gmail POST https://gmail.googleapis.com/gmail/v1/users/me/messages/send => gmail.v1 gmail.users.messages.send
gmail post https://gmail.googleapis.com/gmail/v1/users/me/messages/send/ => gmail.v1 gmail.users.messages.send
gmail POST https://gmail.googleapis.com/upload/gmail/v1/users/me/messages/send => gmail.v1 gmail.users.messages.send
gmail POST https://www.googleapis.com/upload/gmail/v1/users/me/messages/send => gmail.v1 gmail.users.messages.send
gmail POST https://www.googleapis.com/resumable/upload/gmail/v1/users/{}/drafts => gmail.v1 gmail.users.drafts.create
gmail GET https://www.googleapis.com/gmail/v1/users/me/messages => gmail.v1 gmail.users.messages.list
gmail GET https://gmail.googleapis.com/gmail/v1/users/me/messages/{} => gmail.v1 gmail.users.messages.get
gmail GET https://gmail.googleapis.com/gmail/v1/users/{}/messages/{}/attachments/{} => gmail.v1 gmail.users.messages.attachments.get
gmail GET HTTPS://Gmail.GoogleApis.com//gmail/v1/users/me/labels => gmail.v1 gmail.users.labels.list
gmail GET https://content-gmail.googleapis.com/gmail/v1/users/me/profile => gmail.v1 gmail.users.getProfile
gmail GET https://gmail.googleapis.com/gmail/v1/users/me/{} =>
gmail GET https://gmail.googleapis.com/gmail/v1/users/me/messages{} =>
gmail GET https://gmail.googleapis.com/gmail/v1/users/me/messages/{}{} =>
gmail DELETE https://gmail.googleapis.com/gmail/v1/users/me/profile =>
gmail - https://gmail.googleapis.com/gmail/v1/users/me/profile =>
gmail POST https://gmail.googleapis.com/batch/gmail/v1 => google.more POST /batch/…
gmail GET http://gmail.googleapis.com/gmail/v1/users/me/profile =>
gmail GET {}/gmail/v1/users/me/profile =>
gmail GET https://{}/gmail/v1/users/me/profile =>
gmail GET https://{}.googleapis.com/gmail/v1/users/me/profile =>
gmail GET https://gmail.googleapis.com{} =>
gmail GET https://gmail.googleapis.com =>
gmail GET https://example.com/gmail/v1/users/me/profile =>
gmail GET /gmail/v1/users/me/profile =>
gmail GET https://www.googleapis.com/calendar/v3/users/me/calendarList => calendar.v3 calendar.calendarList.list
slack GET https://gmail.googleapis.com/gmail/v1/users/me/profile =>
notion GET https://api.notion.com/v1/users => notion /v1/…
no_type GET https://gmail.googleapis.com/gmail/v1/users/me/profile =>
googlecalendar GET https://www.googleapis.com/calendar/v3/calendars/primary/events => calendar.v3 calendar.events.list
googlecalendar POST https://www.googleapis.com/calendar/v3/calendars/{}/events => calendar.v3 calendar.events.insert
googlecalendar POST https://calendar-json.googleapis.com/calendar/v3/calendars/{}/events => calendar.v3 calendar.events.insert
googlecalendar GET https://www.googleapis.com/calendar/v3/calendars/{}@group.calendar.google.com/events/{} => calendar.v3 calendar.events.get
googlecalendar POST https://content.googleapis.com/calendar/v3/freeBusy => calendar.v3 calendar.freebusy.query
googlecalendar GET https://www.googleapis.com/calendar/v3/calendars/primary/events{} =>
googledrive GET https://www.googleapis.com/drive/v3/files/{} => drive.v3 drive.files.get
googledrive GET https://www.googleapis.com/drive/v3/files/generateIds => drive.v3 drive.files.generateIds
googledrive GET https://www.googleapis.com/drive/v3/files/generateIds{} =>
googledrive PATCH https://www.googleapis.com/upload/drive/v3/files/{} => drive.v3 drive.files.update
googledrive POST https://www.googleapis.com/upload/drive/v3/files => drive.v3 drive.files.create
googledrive GET https://www.googleapis.com/drive/v2/files/{} => drive.v2 drive.files.get
googledrive GET https://www.googleapis.com/drive/{}/files =>
googledrive POST https://driveactivity.googleapis.com/v2/activity:query => driveactivity.v2 driveactivity.activity.query
googlesheets GET https://sheets.googleapis.com/v4/spreadsheets/{}/values/{} => sheets.v4 sheets.spreadsheets.values.get
googlesheets GET https://sheets.googleapis.com/v4/spreadsheets/{}/values/Sheet1!A1%3AB{} => sheets.v4 sheets.spreadsheets.values.get
googlesheets POST https://sheets.googleapis.com/v4/spreadsheets/{}/values/{}:append => sheets.v4 sheets.spreadsheets.values.append
googlesheets POST https://sheets.googleapis.com/v4/spreadsheets/{}/values/A1%3Aappend => sheets.v4 sheets.spreadsheets.values.append
googlesheets POST https://sheets.googleapis.com/v4/spreadsheets/{}/values/Sheet1!A1:append => sheets.v4 sheets.spreadsheets.values.append
googlesheets POST https://sheets.googleapis.com/v4/spreadsheets/{}/values/{}!A{}:clear => sheets.v4 sheets.spreadsheets.values.clear
googlesheets POST https://sheets.googleapis.com/v4/spreadsheets/{}/values/{}:append{} =>
googlesheets POST https://sheets.googleapis.com/v4/spreadsheets/{}/values/{} =>
googlesheets PUT https://sheets.googleapis.com/v4/spreadsheets/{}/values/{}!A1:{} => sheets.v4 sheets.spreadsheets.values.update
googlesheets POST https://sheets.googleapis.com/v4/spreadsheets/{}:batchUpdate => sheets.v4 sheets.spreadsheets.batchUpdate
googlesheets POST https://sheets.googleapis.com/v4/spreadsheets/{}/values:batchUpdate => sheets.v4 sheets.spreadsheets.values.batchUpdate
googlesheets POST https://sheets.googleapis.com/v4/spreadsheets => sheets.v4 sheets.spreadsheets.create
googledocs POST https://docs.googleapis.com/v1/documents/{}:batchUpdate => docs.v1 docs.documents.batchUpdate
googleslides GET https://slides.googleapis.com/v1/presentations/{} => slides.v1 slides.presentations.get
googletasks GET https://www.googleapis.com/tasks/v1/users/@me/lists => tasks.v1 tasks.tasklists.list
googletasks GET https://tasks.googleapis.com/tasks/v1/users/%40me/lists => tasks.v1 tasks.tasklists.list
google_contacts GET https://people.googleapis.com/v1/people/me/connections => people.v1 people.people.connections.list
google_contacts GET https://people.googleapis.com/v1/{} =>
google_contacts PATCH https://people.googleapis.com/v1/{}:updateContact => people.v1 people.people.updateContact
google_contacts PATCH https://people.googleapis.com/v1/people/{}:updateContact => people.v1 people.people.updateContact
google_analytics POST https://analyticsdata.googleapis.com/v1beta/properties/{}:runReport => analyticsdata.v1beta analyticsdata.properties.runReport
google_analytics POST https://analyticsdata.googleapis.com/v1beta/{}:runReport => analyticsdata.v1beta analyticsdata.properties.runReport
google_analytics GET https://analyticsadmin.googleapis.com/v1beta/accountSummaries => analyticsadmin.v1beta analyticsadmin.accountSummaries.list
google_analytics GET https://analyticsadmin.googleapis.com/v1alpha/accountSummaries => analyticsadmin.v1alpha analyticsadmin.accountSummaries.list
google_search_console GET https://www.googleapis.com/webmasters/v3/sites => webmasters.v3 webmasters.sites.list
google_search_console POST https://searchconsole.googleapis.com/webmasters/v3/sites/{}/searchAnalytics/query => searchconsole.v1 webmasters.searchanalytics.query
google_search_console POST https://searchconsole.googleapis.com/v1/urlInspection/index:inspect => searchconsole.v1 searchconsole.urlInspection.index.inspect
googlebigquery POST https://bigquery.googleapis.com/bigquery/v2/projects/{}/queries => bigquery.v2 bigquery.jobs.query
googlebigquery POST https://www.googleapis.com/bigquery/v2/projects/{}/queries => bigquery.v2 bigquery.jobs.query
googlebigquery GET https://analyticshub.googleapis.com/v1/projects/{}/locations/{}/dataExchanges/{}/listings/{} => analyticshub.v1 analyticshub.projects.locations.dataExchanges.listings.get
googlebigquery GET https://analyticshub.googleapis.com/v1/projects/{}/locations/{}/dataExchanges/{}/listings/{}:listSubscriptions{} =>
google_classroom POST https://classroom.googleapis.com/v1/courses/{}/courseWork/{}/studentSubmissions/{}:return => classroom.v1 classroom.courses.courseWork.studentSubmissions.return
googlemeet POST https://meet.googleapis.com/v2/spaces => meet.v2 meet.spaces.create
googleforms GET https://forms.googleapis.com/v1/forms/{}/responses => forms.v1 forms.forms.responses.list
googleads POST https://googleads.googleapis.com/v18/customers/{}/googleAds:searchStream => googleads googleads.*
googleads GET https://googleads.googleapis.com/v18/customers:listAccessibleCustomers => googleads googleads.*
googledocs GET https://www.googleapis.com/oauth2/v2/userinfo => oauth2.v2 oauth2.userinfo.get
outlook GET https://graph.microsoft.com/v1.0/me/messages => graph.outlook GET /me/messages
outlook GET https://graph.microsoft.com/beta/me/messages => graph.outlook GET /me/messages
outlook POST https://graph.microsoft.com/v1.0/me/sendMail => graph.outlook POST /me/sendmail
outlook POST https://graph.microsoft.com/v1.0/ME/SendMail => graph.outlook POST /me/sendmail
outlook GET https://graph.microsoft.com/v1.0/me/mailFolders/inbox/messages => graph.outlook GET /me/mailfolders/{id}/messages
outlook GET https://graph.microsoft.com/v1.0/users/{}/messages/{} => graph.outlook GET /users/{id}/messages/{id}
outlook GET https://graph.microsoft.com/v1.0/me/messages/{}/$value => graph.outlook GET /me/messages/{id}
outlook GET https://graph.microsoft.com/v1.0/me/messages/$count => graph.outlook GET /me/messages
outlook GET https://graph.microsoft.com/v1.0/me/messages('{}') => graph.outlook GET /me/messages/{id}
outlook GET https://graph.microsoft.com/v1.0/me/calendarView/delta() => graph.outlook GET /me/calendarview/delta
outlook GET https://graph.microsoft.com/v1.0/me/calendarView/microsoft.graph.delta => graph.outlook GET /me/calendarview/delta
outlook GET https://graph.microsoft.com/v1.0/me/findRooms(RoomList='{}') => graph.outlook GET /me/findrooms(roomlist={value})
outlook GET https://graph.microsoft.com/v1.0/me/findRooms(Other='{}') =>
outlook GET https://graph.microsoft.com/v1.0/me/{} =>
outlook GET https://graph.microsoft.com/v1.0/{} =>
outlook POST https://graph.microsoft.com/v1.0/$batch => graph.more POST /$batch
outlook GET https://graph.microsoft.com/v1.0/me/drive/root/children => graph.one_drive GET /me/drive/root/children
outlook GET https://graph.microsoft.com/v1.0/places/microsoft.graph.room => graph.outlook GET /places/microsoft.graph.room
one_drive GET https://graph.microsoft.com/v1.0/me/drive/root:/folder/file.txt:/content => graph.one_drive GET /me/drive/root:/{id}:/content
one_drive PUT https://graph.microsoft.com/v1.0/me/drive/root:/{}/{}:/content => graph.one_drive PUT /me/drive/items/{id}/content
one_drive PUT https://graph.microsoft.com/v1.0/me/drive/root:{}:/content => graph.one_drive PUT /me/drive/items/{id}/content
one_drive PUT https://graph.microsoft.com/v1.0/me/drive/items/{}:/{}:/content => graph.one_drive PUT /me/drive/items/{id}:/{id}:/content
one_drive PUT https://graph.microsoft.com/v1.0/me/drive/items/{}:/{}{}:/content => graph.one_drive PUT /me/drive/items/{id}:/{id}:/content
one_drive GET https://graph.microsoft.com/v1.0/me/drive/root:/folder/{} => graph.one_drive GET /me/drive/root:/{id}
one_drive GET https://graph.microsoft.com/v1.0/me/drive/root:/folder:/children => graph.one_drive GET /me/drive/items/{id}/children
one_drive POST https://graph.microsoft.com/v1.0/drives/{}/root:/{}:/createUploadSession => graph.one_drive POST /drives/{id}/items/{id}/createuploadsession
one_drive GET https://graph.microsoft.com/v1.0/me/drive/root/search(q='{}') => graph.one_drive GET /me/drive/root/search(q={value})
one_drive GET https://graph.microsoft.com/v1.0/me/drive/items/{}/workbook/worksheets/{}/range(address='A1:B{}') => graph.one_drive GET /me/drive/items/{id}/workbook/worksheets/{id}/range(address={value})
one_drive GET https://graph.microsoft.com/v1.0/drives/{}/items/{}/workbook/worksheets => graph.one_drive GET /me/drive/items/{id}/workbook/worksheets
one_drive GET https://graph.microsoft.com/v1.0/me/drive/special/approot:/{}:/content =>
one_drive GET https://graph.microsoft.com/v1.0/me/drive/root:/{}:/{} =>
share_point GET https://graph.microsoft.com/v1.0/sites/{}.sharepoint.com:/sites/{} => graph.share_point GET /sites/{id}:/{id}
share_point GET https://graph.microsoft.com/v1.0/sites/contoso.sharepoint.com:/sites/team:/lists => graph.share_point GET /sites/{id}/lists
share_point GET https://graph.microsoft.com/v1.0/sites/{}/lists/{}/items => graph.share_point GET /sites/{id}/lists/{id}/items
share_point GET https://graph.microsoft.com/v1.0/sites/{}/drives/{}/root:/a/b/{}:/content => graph.share_point GET /drives/{id}/items/{id}/content
share_point GET https://graph.microsoft.com/v1.0/drive/root:/{}:/children => graph.share_point GET /drives/{id}/root:/{id}:/children
share_point GET https://graph.microsoft.com/v1.0/groups/{}/drives/{}/items/{}/versions => graph.share_point GET /drives/{id}/items/{id}/versions
share_point GET https://graph.microsoft.com/v1.0/sites/root => graph.share_point GET /sites/root
share_point POST https://graph.microsoft.com/v1.0/me/sendMail => graph.outlook POST /me/sendmail
microsoft_teams POST https://graph.microsoft.com/v1.0/teams/{}/channels/{}/messages => graph.microsoft_teams POST /teams/{id}/channels/{id}/messages
microsoft_teams GET https://graph.microsoft.com/v1.0/me/joinedTeams => graph.microsoft_teams GET /me/joinedteams
microsoft_teams GET https://graph.microsoft.com/v1.0/me/drive => graph.one_drive GET /me/drive
microsoft_word GET https://graph.microsoft.com/v1.0/me/drive/items/{}/content => graph.one_drive GET /me/drive/items/{id}/content
slack POST https://slack.com/api/chat.postMessage => slack chat.postMessage
slack GET https://slack.com/api/conversations.list => slack conversations.list
slackbot POST https://slack.com/api/conversations.list => slackbot conversations.list
slack DELETE https://slack.com/api/chat.postMessage =>
slack POST https://slack.com/api/{} =>
slack POST https://slack.com/api/chat.noSuchMethod =>
slack POST https://hooks.slack.com/services/{} =>
hubspot GET https://api.hubapi.com/crm/v3/objects/contacts => hubspot GET /crm/v3/objects/contacts
hubspot POST https://api.hubapi.com/crm/v3/objects/contacts/search => hubspot POST /crm/v3/objects/contacts/search
hubspot PATCH https://api.hubapi.com/crm/v3/objects/deals/{} => hubspot PATCH /crm/v3/objects/0-3/{dealId}
hubspot GET https://api.hubapi.com/crm/v3/objects/0-1 => hubspot GET /crm/v3/objects/contacts
hubspot GET https://api.hubapi.com/crm/v3/objects/{} => hubspot.more GET /crm/v3/objects/{objectType}
hubspot GET https://api.hubapi.com/crm/v3/objects/contacts{} => hubspot.more GET /crm/v3/objects/{objectType}
github GET https://api.github.com/user => github users/get-authenticated
github PUT https://api.github.com/repos/{}/{}/contents/{} => github repos/create-or-update-file-contents
github PUT https://api.github.com/repos/{}/{}/contents/docs/{}.md => github repos/create-or-update-file-contents
github GET https://api.github.com/repos/{}/{}/actions/runs => github actions/list-workflow-runs-for-repo
github GET https://api.github.com/no/such/path =>
github GET https://api.github.com/repos/{}/{}/issues => github issues/list-for-repo
github POST https://api.github.com/repos/{}/issues => github issues/create
github GET https://api.github.com/repos/{}/issues => github issues/list-for-repo | github repos/get
github GET https://api.github.com/repos/octocat/{} => github repos/get
github POST https://uploads.github.com/repos/{}/{}/releases/{}/assets => github.more repos/upload-release-asset
linkedin POST https://api.linkedin.com/rest/posts => linkedin POST /rest/posts
linkedin POST https://api.linkedin.com/v2/posts => linkedin POST /rest/posts
linkedin POST https://api.linkedin.com/v2/ugcPosts => linkedin POST /v2/ugcPosts
linkedin POST https://api.linkedin.com/rest/{} =>
facebook_pages POST https://graph.facebook.com/v19.0/{}/feed => facebook_pages POST /{page-id}/feed
facebook_pages POST https://graph.facebook.com/{}/feed => facebook_pages POST /{page-id}/feed
facebook_pages POST https://graph.facebook.com/{}/{}/feed => facebook_pages POST /{page-id}/feed
facebook_pages POST https://graph-video.facebook.com/v25.0/{}/videos => facebook_pages POST /{page-id}/videos
instagram POST https://graph.instagram.com/v23.0/me/media_publish => instagram POST /{ig-user-id}/media_publish
instagram POST https://graph.facebook.com/v23.0/{}/media_publish => instagram POST /{ig-user-id}/media_publish
meta_ads GET https://graph.facebook.com/v23.0/act_{}/campaigns => meta_ads GET /act_{ad-account-id}/campaigns
meta_ads GET https://graph.facebook.com/v23.0/{}/campaigns => meta_ads GET /{account-id}/campaigns
discord GET https://discord.com/api/users/@me => discord get_my_user
discord GET https://discord.com/api/v9/users/@me/guilds => discord list_my_guilds
discord POST https://discord.com/api/v10/channels/{}/messages => discord POST /api/v10/channels/{channel_id}/messages
todoist GET https://api.todoist.com/rest/v2/tasks => todoist GET /api/v1/tasks
todoist POST https://api.todoist.com/sync/v9/sync => todoist POST /api/v1/sync
jira GET https://api.atlassian.com/ex/jira/{}/rest/api/2/issue/{} => jira getIssue
jira GET https://api.atlassian.com/ex/jira/{}/rest/api/3/issue/{} => jira getIssue
airtable POST https://api.airtable.com/v0/{}/{} => airtable POST /v0/{baseId}/{tableIdOrName}
asana GET https://app.asana.com/api/1.0/tasks/{} => asana getTask
salesforce GET https://acme.my.salesforce.com/services/data/v59.0/query => salesforce /services/data/v{version}/…
salesforce GET https://{}/services/data/v59.0/query => salesforce /services/data/v{version}/…
salesforce GET {}/services/data/v59.0/query => salesforce /services/data/v{version}/…
salesforce GET {}{}/services/data/v59.0/query =>
docusign POST {}/restapi/v2.1/accounts/{}/envelopes => docusign /restapi/v2.1/accounts/{accountId}/…
gitlab GET https://gitlab.com/api/v4/projects/{}/issues => gitlab GET /api/v4/…
wix GET https://www.wixapis.com/blog/v3/posts => wix.more /…
stripe POST https://api.stripe.com/v1/customers => stripe /v1/…
dropbox POST https://api.dropboxapi.com/2/files/list_folder => dropbox files/list_folder
dropbox POST https://content.dropboxapi.com/2/files/upload => dropbox files/upload
dropbox POST https://api.dropboxapi.com/2/files/upload =>
dropbox POST https://notify.dropboxapi.com/2/files/list_folder/longpoll => dropbox files/list_folder/longpoll
square POST https://connect.squareup.com/v2/payments => square CreatePayment
square GET https://connect.squareup.com/v2/customers/{} => square RetrieveCustomer
x POST https://api.x.com/2/tweets => x createPosts
x GET https://api.twitter.com/2/users/me => x getUsersMe
bamboohr GET https://{}.bamboohr.com/api/v1/employees/directory => bamboohr get-employees-directory
bamboohr GET https://acme.bamboohr.com/api/v1/employees/{} => bamboohr get-employee
bamboohr GET https://api.bamboohr.com/api/gateway.php/{}/v1/employees/{} => bamboohr get-employee
bamboohr GET https://{}bamboohr.com/api/v1/employees/{} =>
wix POST https://www.wixapis.com/events/v3/ticket-definitions/query => wix wix.events.ticketdef.v3.TicketDefinitionManagement.QueryTicketDefinitions
wix GET https://www.wixapis.com/loyalty-tiers/v1/tiers => wix com.wixpress.loyalty.tier.LoyaltyTiers.ListTiers
"""


@pytest.mark.parametrize("line", REQUESTS.strip().splitlines())
def test_a_request_is_the_method_whose_template_fits(line: str) -> None:
    request, _, method = line.partition(" =>")
    type_name, verb, address = request.split(" ")
    found = METHODS.at(type_name, "" if verb == "-" else verb, _pieces(address))
    assert _shown(found) == method.strip()


def test_an_address_may_come_in_any_pieces() -> None:
    whole = METHODS.at("gmail", "GET", ["https://gmail.googleapis.com/gmail/v1/users/me/labels"])
    pieces = ["https://gmail.goo", "gleapis.com", "/gmail/v1/us", "ers/me/labels"]
    assert METHODS.at("gmail", "GET", pieces) == whole
    assert METHODS.at("gmail", "GET", []) == ()


def test_an_address_of_very_many_parts_is_no_method_and_is_known_as_such_at_once() -> None:
    address = f"https://gmail.googleapis.com/gmail/v1/users/me/{'a/' * 5_000}"
    found, spent = timed(lambda: METHODS.at("gmail", "GET", (address,)))
    assert found == ()
    assert spent < 2.0


def test_a_method_has_its_template_and_the_scopes_that_it_accepts() -> None:
    address = ["https://slack.com/api/chat.postMessage"]
    assert METHODS.at("slackbot", "GET", address) == (
        ApiMethod(
            api="slackbot",
            id="chat.postMessage",
            verb="POST",
            url="https://slack.com/api/chat.postMessage",
            accepted=(("chat:write",),),
            narrowest=("chat:write",),
        ),
    )


def test_scopes_that_are_needed_together_are_one_alternative() -> None:
    (method,) = METHODS.at("x", "GET", ["https://api.x.com/2/users/", None, "/mentions"])
    assert method.accepted == (("tweet.read", "users.read"),)
    assert method.narrowest == ("tweet.read", "users.read")


def test_the_least_alternative_is_the_one_that_the_provider_names() -> None:
    address = ["https://graph.microsoft.com/v1.0/me/drive/items/", None, "/capabilities"]
    (method,) = METHODS.at("one_drive", "GET", address)
    assert method.narrowest == ("Files.Read.All",)
    assert len(method.accepted) == 4


def test_a_method_that_needs_no_scope_accepts_none() -> None:
    (method,) = METHODS.at("slack", "POST", ["https://slack.com/api/api.test"])
    assert (method.accepted, method.narrowest) == ((), ())


def test_a_method_without_a_name_is_called_by_its_verb_and_path() -> None:
    address = ["https://acme.bamboohr.com/api/v1/compensation/planning_cycles/", None]
    (method,) = METHODS.at("bamboohr", "GET", address)
    assert method.id == "GET /v1/compensation/planning_cycles/{id}"


def test_one_template_that_stands_in_the_data_twice_gives_both_methods() -> None:
    address = ["https://api.hubapi.com/files/v3/folders/", None]
    assert _shown(METHODS.at("hubspot", "GET", address)) == (
        "hubspot GET /files/v3/folders/{folderId} | hubspot GET /files/v3/folders/{folderPath}"
    )


def test_an_action_on_a_whole_resource_name_may_be_one_of_several_methods() -> None:
    address = ["https://analyticsadmin.googleapis.com/v1beta/", None, ":runAccessReport"]
    assert _shown(METHODS.at("google_analytics", "POST", address)) == (
        "analyticsadmin.v1beta analyticsadmin.accounts.runAccessReport | "
        "analyticsadmin.v1beta analyticsadmin.properties.runAccessReport"
    )


# Type, SDK and operation, then file and id of the method.
CALLS = [
    ("slack", "slack", "chat.postMessage", "slack chat.postMessage"),
    ("slackbot", "slack", "chat.postMessage", "slackbot chat.postMessage"),
    ("slack", "slack", "chat.noSuchMethod", ""),
    ("gmail", "slack", "chat.postMessage", ""),
    ("github", "octokit", "users.getAuthenticated", "github users/get-authenticated"),
    (
        "github",
        "octokit",
        "codeScanning.listAlertsForRepo",
        "github code-scanning/list-alerts-for-repo",
    ),
    (
        "github",
        "octokit",
        "repos.createOrUpdateFileContents",
        "github repos/create-or-update-file-contents",
    ),
    ("github", "octokit", "users/get-authenticated", ""),
    ("gmail", "googleapis", "gmail.users.messages.send", "gmail.v1 gmail.users.messages.send"),
    ("gmail", "googleapis", "calendar.events.list", "calendar.v3 calendar.events.list"),
    ("googledrive", "googleapis", "drive.files.list", "drive.v3 drive.files.list"),
    ("googledrive", "googleapis", "drive.children.list", "drive.v2 drive.children.list"),
    (
        "googlesheets",
        "googleapis",
        "sheets.spreadsheets.values.append",
        "sheets.v4 sheets.spreadsheets.values.append",
    ),
    (
        "google_search_console",
        "googleapis",
        "searchconsole.sites.list",
        "searchconsole.v1 webmasters.sites.list",
    ),
    (
        "google_search_console",
        "googleapis",
        "webmasters.sites.list",
        "webmasters.v3 webmasters.sites.list",
    ),
    (
        "google_analytics",
        "googleapis",
        "analyticsadmin.accountSummaries.list",
        "analyticsadmin.v1beta analyticsadmin.accountSummaries.list",
    ),
    ("googledrive", "googleapis", "files.list", ""),
    ("googledrive", "googleapis", "noSuchApi.files.list", ""),
    ("dropbox", "dropbox", "filesListFolder", "dropbox files/list_folder"),
    ("dropbox", "dropbox", "filesListFolderContinue", "dropbox files/list_folder/continue"),
    ("dropbox", "dropbox", "filesDeleteV2", "dropbox files/delete_v2"),
    ("dropbox", "dropbox", "files/list_folder", ""),
    ("dropbox", "no_sdk", "filesListFolder", ""),
    ("no_type", "dropbox", "filesListFolder", ""),
]


@pytest.mark.parametrize(("type_name", "sdk", "operation", "method"), CALLS)
def test_a_call_of_an_sdk_is_the_method_of_that_name(
    type_name: str, sdk: str, operation: str, method: str
) -> None:
    assert _shown(METHODS.named(type_name, sdk, operation)) == method


# Graph's data have these without the colon that ends a path, or with the path of an example:
# what a request like the template is, is another method.
MISWRITTEN = re.compile(
    r"root:/\{[^}]*\}/(?:assignsensitivitylabel|extractsensitivitylabels|media/reactions)\Z"
    r"|root:/foldera/fileb\.txt:/"
)


def _plain(template: str) -> str:
    """A template of Google without what says how a file is uploaded."""
    return re.sub(r"(\.com)/(?:resumable/)?upload/", r"\1/", template)


def _files() -> Iterator[tuple[str, str]]:
    for provider in INDEX.values():
        for api, types in provider["apis"].items():
            yield api, (types or provider["types"])[0]


@pytest.mark.parametrize(("api", "type_name"), list(_files()), ids=str)
def test_each_template_leads_to_its_own_row(api: str, type_name: str) -> None:
    content = json.loads(connlint_schemas.read(f"methods/{api}.json"))
    lost = []
    for verb, url, *_ in content["methods"]:
        template = content["base"] + url
        # Of some methods of Wix only the name is known.
        if not template.startswith("https://") or MISWRITTEN.search(template):
            continue
        address = _pieces(re.sub(r"\{[^{}]*\}+", "{}", template))
        found = METHODS.at(type_name, "GET" if verb == "*" else verb, address)
        if (verb, _plain(template)) not in [(method.verb, _plain(method.url)) for method in found]:
            lost.append((verb, template, _shown(found)))
    assert lost == []


def test_the_rows_that_are_left_out_are_few() -> None:
    left_out = without_host = 0
    for api, _ in _files():
        content = json.loads(connlint_schemas.read(f"methods/{api}.json"))
        for row in content["methods"]:
            template = content["base"] + row[1]
            without_host += not template.startswith("https://")
            left_out += bool(MISWRITTEN.search(template))
    assert (left_out, without_host) == (39, 74)


def test_the_second_colon_of_a_path_is_put_into_the_templates_that_lack_it() -> None:
    address = ["https://graph.microsoft.com/v1.0/me/drive/root:/a/b:/assignSensitivityLabel"]
    assert _shown(METHODS.at("one_drive", "POST", address)) == (
        "graph.one_drive POST /me/drive/root:/{id}/assignsensitivitylabel"
    )


def test_a_request_opens_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    read = connlint_schemas.read

    def recorded(name: str) -> bytes:
        opened.append(name)
        return read(name)

    monkeypatch.setattr(connlint_schemas, "read", recorded)
    methods = Methods()
    for _ in range(2):
        methods.at("outlook", "GET", ["https://graph.microsoft.com/v1.0/me/messages"])
    methods.at("googledrive", "GET", ["https://www.googleapis.com/drive/v3/files"])
    methods.at("googledrive", "GET", ["https://www.googleapis.com/upload/gmail/v1/no/such"])
    assert opened == [
        "methods.json",
        "methods/graph.outlook.json",
        "methods/drive.v3.json",
        "methods/gmail.v1.json",
    ]


def test_a_catalogue_keeps_its_methods() -> None:
    catalog = Catalog()
    assert catalog.methods() is catalog.methods()


def test_the_index_has_each_file_and_each_type_once() -> None:
    apis = [api for provider in INDEX.values() for api in provider["apis"]]
    assert len(apis) == len(set(apis))
    types = [name for provider in INDEX.values() for name in provider["types"]]
    assert len(types) == len(set(types))
    for provider in INDEX.values():
        for heads in provider["hosts"].values():
            assert {api for found in heads.values() for api in found} <= provider["apis"].keys()


@pytest.mark.parametrize(
    "type_name, verb, address, method",
    [
        ("one_drive", "GET", "https://graph.microsoft.com/v1.0/me/drive/root:/{}:/content",
         "graph.one_drive GET /me/drive/root:/{id}:/content"),
        ("share_point", "GET", "https://graph.microsoft.com/v1.0/sites/{}/lists",
         "graph.share_point GET /sites/{id}/lists"),
        ("outlook", "GET", "https://graph.microsoft.com/v1.0/me/messages/{}",
         "graph.outlook GET /me/messages/{id}"),
        ("hubspot", "GET", "https://api.hubapi.com/crm/v3/objects/contacts/{}",
         "hubspot GET /crm/v3/objects/contacts/{contactId}"),
    ],
)  # fmt: skip
def test_the_first_request_takes_little_longer_than_reading_the_file(
    type_name: str, verb: str, address: str, method: str
) -> None:
    """Templates are brought into one form when the catalogue is built, not when it is used."""
    methods = Methods()
    found, seconds = timed(lambda: methods.at(type_name, verb, _pieces(address)))
    assert _shown(found) == method
    content = connlint_schemas.read(f"methods/{found[0].api}.json")
    _, reading = timed(lambda: [json.loads(content) for _ in range(8)])
    assert seconds < max(reading, 0.005)

"""Calls of official npm clients, and exactly the requests that they send."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest

import connlint_schemas
from connlint.code.clients.services import mapped

from .requests_of import requests_of


class Calls(NamedTuple):
    """Statements of a function after imports, with the lines of `requests_of`."""

    imports: str
    body: str
    expected: list[str]


NOTION = 'import { Client } from "npm:@notionhq/client@2.2.15"; '
N = "const notion = new Client({ auth: accessToken }); "
V1 = "https://api.notion.com/v1"
HUBSPOT = 'import { Client } from "npm:@hubspot/api-client@12";'
H = "const hubspot = new Client({ accessToken }); "
CRM = "https://api.hubapi.com/crm/v3"
AIRTABLE = 'import Airtable from "npm:airtable@0.12.2";'
B = 'const base = new Airtable({ apiKey: accessToken }).base("app1"); '
V0 = "https://api.airtable.com/v0"
LINEAR = 'import { LinearClient } from "npm:@linear/sdk@98";'
LC = "const linear = new LinearClient({ accessToken }); "
GRAPHQL = "POST https://api.linear.app/graphql"
SQUARE = 'import { SquareClient, SquareEnvironment } from "npm:square@46";'
BOX = 'import { BoxClient, BoxDeveloperTokenAuth } from "npm:box-node-sdk@10";'
X = "const box = new BoxClient({ auth: new BoxDeveloperTokenAuth({ token: accessToken }) }); "
GOOGLE = 'import { google } from "npm:googleapis@140";'
OAUTH = (
    "const auth = new google.auth.OAuth2(); auth.setCredentials({ access_token: accessToken }); "
)
SLACK = 'import { WebClient } from "npm:@slack/web-api@7";'

NOTION_CALLS = {
    "query of a database": Calls(
        NOTION,
        N + "await notion.databases.query({ database_id: id, filter: body });",
        [f"POST {V1}/databases/{{}}/query"],
    ),
    "page": Calls(
        NOTION,
        N
        + "const page = await notion.pages.create({ parent: { database_id: id }, properties: {} }); "
        + "await notion.pages.update({ page_id: page.id, archived: true }); "
        + 'await notion.pages.retrieve({ page_id: "p-1" });',
        [f"POST {V1}/pages", f"PATCH {V1}/pages/{{}}", f"GET {V1}/pages/p-1"],
    ),
    "blocks, users and search": Calls(
        NOTION,
        N
        + "await notion.blocks.children.append({ block_id: id, children: [] }); "
        + "await notion.users.me({}); await notion.search({ query: name });",
        [f"PATCH {V1}/blocks/{{}}/children", f"GET {V1}/users/me", f"POST {V1}/search"],
    ),
    "newest version": Calls(
        'import { Client } from "https://esm.sh/@notionhq/client@5.26.0";',
        N + "await notion.dataSources.query({ data_source_id: id });",
        [f"POST {V1}/data_sources/{{}}/query"],
    ),
    "pages of a list": Calls(
        'import { Client, iteratePaginatedAPI } from "npm:@notionhq/client";',
        N + "for await (const b of iteratePaginatedAPI(notion.blocks.children.list, "
        '{ block_id: "b-1" })) name.push(b);',
        [f"GET {V1}/blocks/b-1/children"],
    ),
    "method that takes verb and path": Calls(
        NOTION,
        N + 'await notion.request({ path: `databases/${id}`, method: "patch", body });',
        [f"PATCH {V1}/databases/{{}}"],
    ),
    "token of a call": Calls(
        NOTION,
        "const notion = new Client(); await notion.users.list({ auth: accessToken });",
        [f"GET {V1}/users"],
    ),
    "members taken out": Calls(
        'import { Client as Notion } from "@notionhq/client";',
        "const { pages, users: { list } } = new Notion({ auth: accessToken }); "
        "await pages.retrieve({ page_id: id }); await list({});",
        [f"GET {V1}/pages/{{}}", f"GET {V1}/users"],
    ),
    "another address": Calls(
        'const notionhq = require("@notionhq/client");',
        "const notion = new notionhq.Client({ auth: accessToken, baseUrl: "
        '"https://proxy.example/notion/" }); await notion.users.list({});',
        ["GET https://proxy.example/notion/v1/users"],
    ),
    "own fetch": Calls(
        NOTION,
        "const notion = new Client({ auth: accessToken, fetch }); await notion.users.list({});",
        [f"GET {V1}/users"],
    ),
    "fetch that may go anywhere": Calls(
        NOTION,
        "const notion = new Client({ auth: accessToken, fetch: (u, o) => body.send(u, o) });",
        ["? is given to Client, which connlint does not know"],
    ),
    "options that are not known": Calls(
        NOTION,
        "const notion = new Client({ ...body, auth: accessToken }); await notion.users.list({});",
        ["? is given to Client, which connlint does not know"],
    ),
    "unknown method": Calls(
        NOTION,
        N + "await notion.pages.explode({ page_id: id });",
        ["? is used by pages.explode, which connlint does not know"],
    ),
    "computed method": Calls(
        NOTION,
        N + "await notion.pages[name]({ page_id: id });",
        ["? is used by notion.pages[name], which connlint does not know"],
    ),
    "client that goes elsewhere": Calls(
        NOTION + 'import { sync } from "npm:notion-sync";',
        N + "await sync(notion);",
        ["? is given to sync, which connlint does not know"],
    ),
    "subclass": Calls(
        NOTION,
        "class Mine extends Client { constructor(t) { super({ auth: t }); } } "
        "await new Mine(accessToken).users.list({});",
        ["? is given to super, which connlint does not know"],
    ),
    "class of the app with that name": Calls(
        "class Client { constructor(options) { this.options = options; } users = { list() {} }; }",
        N + "await notion.users.list({});",
        [],
    ),
    "class of another package with that name": Calls(
        'import { Client } from "npm:notion-like";',
        N + "await notion.users.list({});",
        ["? is given to Client, which connlint does not know"],
    ),
    "one class of two": Calls(
        NOTION,
        "const Made = body ? Client : Other; const notion = new Made({ auth: accessToken });",
        ["? is given to Made, which connlint does not know"],
    ),
}
HUBSPOT_CALLS = {
    "contacts": Calls(
        HUBSPOT,
        H
        + "await hubspot.crm.contacts.basicApi.create({ properties: {} }); "
        + "await hubspot.crm.contacts.basicApi.getById(id); "
        + "await hubspot.crm.contacts.searchApi.doSearch({ query: name }); "
        + "await hubspot.crm.contacts.getAll();",
        [
            f"POST {CRM}/objects/contacts",
            f"GET {CRM}/objects/contacts/{{}}",
            f"POST {CRM}/objects/contacts/search",
            f"GET {CRM}/objects/contacts",
        ],
    ),
    "type of objects that is known": Calls(
        'import * as hs from "npm:@hubspot/api-client";',
        "const hubspot = new hs.Client({ accessToken }); "
        'const type = body ? "deals" : "tickets"; '
        "await hubspot.crm.objects.basicApi.update(type, id, { properties: {} });",
        [f"PATCH {CRM}/objects/deals/{{}}", f"PATCH {CRM}/objects/tickets/{{}}"],
    ),
    "type of objects from a caller": Calls(
        HUBSPOT + " const all = (client, type) => client.crm.objects.basicApi.getPage(type);",
        H + 'await all(hubspot, "companies");',
        [f"GET {CRM}/objects/companies"],
    ),
    "token that is set": Calls(
        HUBSPOT,
        "const hubspot = new Client(); hubspot.setAccessToken(accessToken); "
        "await hubspot.crm.owners.ownersApi.getPage();",
        [f"GET {CRM}/owners/"],
    ),
    "method that takes verb and path": Calls(
        HUBSPOT,
        H + 'await hubspot.apiRequest({ method: "POST", path: "/crm/v3/objects/notes", body });',
        [f"POST {CRM}/objects/notes"],
    ),
    "path that changed between versions": Calls(
        HUBSPOT,
        H + "await hubspot.crm.schemas.coreApi.getAll();",
        ["? is used by crm.schemas.coreApi.getAll, which connlint does not know"],
    ),
    "agent": Calls(
        HUBSPOT,
        "const hubspot = new Client({ accessToken, httpAgent: body });",
        ["? is given to Client, which connlint does not know"],
    ),
}
AIRTABLE_CALLS = {
    "records": Calls(
        AIRTABLE,
        B
        + 'const records = await base("My Tasks").select({ maxRecords: 3 }).all(); '
        + "for (const record of records) await record.updateFields({ Done: true }); "
        + "body.rows = records.map((record) => ({ id: record.id, name: record.get('Name') }));",
        [f"GET {V0}/app1/My%20Tasks", f"PATCH {V0}/app1/My%20Tasks/{{}}"],
    ),
    "changes of a table": Calls(
        AIRTABLE,
        B
        + 'const table = base("T"); await table.create([{ fields: {} }]); '
        + "await table.update(id, { Name: name }); await table.update([{ id, fields: {} }]); "
        + 'await table.replace("rec1", { Name: name }); await table.destroy(["rec1"]); '
        + 'const one = await table.find("rec2"); await one.destroy();',
        [
            f"POST {V0}/app1/T",
            f"PATCH {V0}/app1/T/{{}}",
            f"PATCH {V0}/app1/T",
            f"PUT {V0}/app1/T/rec1",
            f"DELETE {V0}/app1/T",
            f"GET {V0}/app1/T/rec2",
            f"DELETE {V0}/app1/T/{{}}",
        ],
    ),
    "token for all, and a callback": Calls(
        'const Airtable = require("airtable");',
        "Airtable.configure({ apiKey: accessToken }); const base = Airtable.base(id); "
        'base("T").select({ method: "post" }).eachPage((records, next) => { '
        "records.forEach((record) => record.destroy()); next(); });",
        [f"POST {V0}/{{}}/T/listRecords", f"DELETE {V0}/{{}}/T/{{}}"],
    ),
    "token for all, and await import": Calls(
        "",
        'const { default: Air } = await import("npm:airtable"); Air.configure({ apiKey: accessToken }); '
        'await Air.base("app1")("T").create({ A: 1 });',
        [f"POST {V0}/app1/T"],
    ),
    "token for all, and a use without a name": Calls(
        AIRTABLE + ' import("npm:airtable").then((found) => found.default.base("app1")("T"));',
        "Airtable.configure({ apiKey: accessToken });",
        ["? is given to Airtable.configure, which connlint does not know"],
    ),
    "another address": Calls(
        AIRTABLE,
        'const base = new Airtable({ apiKey: accessToken, endpointUrl: "https://p.example" })'
        '.base("app1"); await base.table("T").find("r"); '
        'await base.makeRequest({ method: "PATCH", path: "/T" });',
        ["GET https://p.example/v0/app1/T/r", "PATCH https://p.example/v0/app1/T"],
    ),
    "promises of records": Calls(
        AIRTABLE,
        B + 'await base("T").find("r").then((record) => record.destroy()).catch(() => null);',
        [f"GET {V0}/app1/T/r", f"DELETE {V0}/app1/T/{{}}"],
    ),
    "unknown method of a record": Calls(
        AIRTABLE,
        B + 'const record = await base("T").find("r"); await record.explode();',
        [f"GET {V0}/app1/T/r", "? is used by explode, which connlint does not know"],
    ),
    "record that goes elsewhere": Calls(
        AIRTABLE + ' import { keep } from "npm:keeper";',
        B + 'keep(await base("T").find("r"));',
        ["? is given to keep, which connlint does not know", f"GET {V0}/app1/T/r"],
    ),
}
LINEAR_CALLS = {
    "query and mutation": Calls(
        LINEAR,
        LC + "await linear.issues({ first: 5 }); await linear.createIssue({ teamId: id }); "
        "const me = await linear.viewer;",
        [f"{GRAPHQL} issues", f"{GRAPHQL} issueCreate", f"{GRAPHQL} viewer"],
    ),
    "objects that change themselves": Calls(
        LINEAR,
        LC + "const { nodes } = await linear.issues(); "
        "for (const issue of nodes) { await issue.update({ title: name }); console.log(issue.title); }",
        [f"{GRAPHQL} issues", GRAPHQL],
    ),
    "document": Calls(
        LINEAR,
        LC + "await linear.client.rawRequest(`query { viewer { id } }`);",
        [GRAPHQL],
    ),
    "unknown method": Calls(
        LINEAR,
        LC + "await linear.explode();",
        ["? is used by explode, which connlint does not know"],
    ),
}
SQUARE_CALLS = {
    "customers and payments": Calls(
        SQUARE,
        "const square = new SquareClient({ token: accessToken, environment: "
        'SquareEnvironment.Production }); await square.customers.get({ customerId: "c1" }); '
        "await square.payments.create({ idempotencyKey: id });",
        [
            "GET https://connect.squareup.com/v2/customers/c1",
            "POST https://connect.squareup.com/v2/payments",
        ],
    ),
    "client before version 40": Calls(
        'import { Client, Environment } from "npm:square@39";',
        "const square = new Client({ bearerAuthCredentials: { accessToken }, "
        "environment: Environment.Production }); "
        "await square.customersApi.retrieveCustomer(id); "
        "await square.locationsApi.listLocations();",
        [
            "GET https://connect.squareup.com/v2/customers/{}",
            "GET https://connect.squareup.com/v2/locations",
        ],
    ),
    "environment that only a run can tell": Calls(
        SQUARE,
        "const square = new SquareClient({ token: accessToken, environment: body.where });",
        ["? is given to SquareClient, which connlint does not know"],
    ),
}
BOX_CALLS = {
    "folders and uploads": Calls(
        BOX,
        X + 'await box.folders.getFolderById("0"); await box.uploads.uploadFile({ file: body });',
        [
            "GET https://api.box.com/2.0/folders/0",
            "POST https://upload.box.com/api/2.0/files/content",
        ],
    ),
    "as another user": Calls(
        BOX,
        X + "const other = box.withAsUserHeader(id); await other.users.getUserMe();",
        ["GET https://api.box.com/2.0/users/me"],
    ),
    "client before version 10": Calls(
        'import BoxSDK from "npm:box-node-sdk@3";',
        "const box = BoxSDK.getBasicClient(accessToken); await box.folders.getItems(id); "
        'const sdk = new BoxSDK({ clientID: name, clientSecret: "" }); '
        "const other = sdk.getBasicClient(accessToken); await other.comments.create(id, name);",
        [
            "GET https://api.box.com/2.0/folders/{}/items",
            "POST https://api.box.com/2.0/comments",
        ],
    ),
    "other addresses": Calls(
        BOX,
        X + "box.withCustomBaseUrls({ baseUrl: name });",
        ["? is used by withCustomBaseUrls, which connlint does not know"],
    ),
}
GOOGLE_CALLS = {
    "service with the token of a client": Calls(
        GOOGLE,
        OAUTH + 'const drive = google.drive({ version: "v3", auth }); await drive.files.list({});',
        ["googleapis drive.files.list"],
    ),
    "token of a call": Calls(
        GOOGLE,
        OAUTH + 'const drive = google.drive("v3"); await drive.files.list({ auth, q: name }); '
        "await drive.files.get({ fileId: id, access_token: accessToken });",
        ["googleapis drive.files.list", "googleapis drive.files.get"],
    ),
    "token for all": Calls(
        GOOGLE + ' const gmail = google.gmail("v1");',
        OAUTH + 'google.options({ auth }); await gmail.users.messages.list({ userId: "me" });',
        ["googleapis gmail.users.messages.list"],
    ),
    "token that is assigned": Calls(
        GOOGLE,
        "const auth = new google.auth.OAuth2(); auth.credentials = { access_token: accessToken }; "
        'await google.drive({ version: "v3", auth }).files.list({});',
        ["googleapis drive.files.list"],
    ),
    "package of one service": Calls(
        'import { sheets as tables, auth as login } from "npm:@googleapis/sheets@9";',
        "const auth = new login.OAuth2(); auth.setCredentials({ access_token: accessToken }); "
        'await tables({ version: "v4", auth }).spreadsheets.get({ spreadsheetId: id });',
        ["googleapis sheets.spreadsheets.get"],
    ),
    "headers": Calls(
        GOOGLE,
        'const drive = google.drive({ version: "v3", headers: { Authorization: '
        "`Bearer ${accessToken}` } }); await drive.about.get({});",
        ["googleapis drive.about.get"],
    ),
    "class of a service": Calls(
        'import { calendar_v3 } from "npm:googleapis"; '
        'import { OAuth2Client as Login } from "npm:google-auth-library@9";',
        "const auth = new Login({ credentials: { access_token: accessToken } }); "
        'await new calendar_v3.Calendar({ auth }).events.list({ calendarId: "primary" });',
        ["googleapis calendar.events.list"],
    ),
    "request of the OAuth2 client": Calls(
        'import { OAuth2Client } from "npm:google-auth-library@9";',
        "const auth = new OAuth2Client(); auth.setCredentials({ access_token: accessToken }); "
        'await auth.request({ url: `https://people.googleapis.com/v1/${id}`, method: "DELETE" });',
        ["DELETE https://people.googleapis.com/v1/{}"],
    ),
    "token that the OAuth2 client gives back": Calls(
        GOOGLE,
        OAUTH + "const { token } = await auth.getAccessToken(); "
        'await fetch("https://www.googleapis.com/drive/v3/about", '
        "{ headers: { Authorization: `Bearer ${token}` } });",
        ["GET https://www.googleapis.com/drive/v3/about"],
    ),
    "another address": Calls(
        GOOGLE,
        OAUTH + 'google.drive({ version: "v3", auth, rootUrl: "https://p.example/" });',
        ["? is given to google.drive, which connlint does not know"],
    ),
    "object of the app with that name": Calls(
        "const google = { drive: (options) => Object.keys(options).length };",
        'google.drive({ version: "v3", auth: accessToken });',
        [],
    ),
    "unknown method of the OAuth2 client": Calls(
        GOOGLE,
        OAUTH + "await auth.revokeCredentials();",
        ["? is used by revokeCredentials, which connlint does not know"],
    ),
}
DISCORD_CALLS = {
    "routes": Calls(
        'import { REST, Routes } from "npm:discord.js@14";',
        'const rest = new REST({ version: "10", authPrefix: "Bearer" }).setToken(accessToken); '
        'await rest.get(Routes.user("@me")); await rest.get("/users/@me/guilds"); '
        "await rest.post(Routes.channelMessages(id), { body });",
        [
            "GET https://discord.com/api/v10/users/@me",
            "GET https://discord.com/api/v10/users/@me/guilds",
            "POST https://discord.com/api/v10/channels/{}/messages",
        ],
    ),
    "packages apart": Calls(
        'import { REST as Rest } from "@discordjs/rest"; '
        'import { Routes as R } from "discord-api-types/v10";',
        "const rest = new Rest(); rest.setToken(accessToken); "
        'await rest.put(R.guildMemberRole("g", id, "r"));',
        ["PUT https://discord.com/api/v10/guilds/g/members/{}/roles/r"],
    ),
    "route that connlint does not know": Calls(
        'import { REST, Routes } from "npm:discord.js";',
        'await new REST().setToken(accessToken).get(Routes.threads("1"));',
        ["GET {}"],
    ),
    "request without the token": Calls(
        'import { REST } from "npm:discord.js";',
        'await new REST().setToken(accessToken).get("/gateway", { auth: false });',
        ["? is used by get, which connlint does not know"],
    ),
}
API1 = "https://app.asana.com/api/1.0"
ASANA_CALLS = {
    "older client": Calls(
        'import asana from "npm:asana@1";',
        "const client = asana.Client.create().useAccessToken(accessToken); "
        'await client.tasks.createTask({ name }); await client.users.getUser("me"); '
        "await client.tasks.findById(id);",
        [f"POST {API1}/tasks", f"GET {API1}/users/me", f"GET {API1}/tasks/{{}}"],
    ),
    "classes": Calls(
        'import * as Asana from "npm:asana@3";',
        "const { authentications } = Asana.ApiClient.instance; "
        "authentications.token.accessToken = accessToken; const tasks = new Asana.TasksApi(); "
        'await tasks.getTask("123", {});',
        [f"GET {API1}/tasks/123"],
    ),
    "classes by their names": Calls(
        'import { ApiClient, TasksApi } from "npm:asana@3.0.11";',
        'const token = ApiClient.instance.authentications["token"]; '
        "token.accessToken = accessToken; await new TasksApi().createTask({ data: body }); "
        "await new TasksApi().explode();",
        [f"POST {API1}/tasks", "? is used by explode, which connlint does not know"],
    ),
}
OLDER_CALLS = {
    "Slack, an upload": Calls(
        SLACK,
        "await new WebClient(accessToken).files.uploadV2({ channel_id: id, file: body });",
        ["slack files.completeUploadExternal", "slack files.getUploadURLExternal"],
    ),
    "Slack, the token of a call": Calls(
        SLACK,
        "await new WebClient().chat.postMessage({ token: accessToken, channel: id });",
        ["slack chat.postMessage"],
    ),
    "Slack, renamed and taken apart": Calls(
        'import { WebClient as Slack } from "https://esm.sh/@slack/web-api@7.0.0";',
        "const { chat } = new Slack(accessToken); await chat.postMessage({ channel: id });",
        ["slack chat.postMessage"],
    ),
    "Slack, with another address": Calls(
        SLACK,
        'new WebClient(accessToken, { slackApiUrl: "https://p.example/api/" });',
        ["? is given to WebClient, which connlint does not know"],
    ),
    "Slack, the rest of its members": Calls(
        SLACK,
        "const { chat, ...others } = new WebClient(accessToken); await others.users.list();",
        ["? is kept in ...others, which connlint does not follow"],
    ),
    "Slack, a class of the app": Calls(
        "class WebClient { constructor(token) { this.length = token.length; } chat = {}; }",
        "await new WebClient(accessToken).chat.postMessage({ channel: id });",
        [],
    ),
    "Octokit, by require": Calls(
        'const { Octokit: Hub } = require("@octokit/rest");',
        "const hub = new Hub({ auth: accessToken }); await hub.rest.repos.get({ owner: id });",
        ["octokit repos.get"],
    ),
    "Slack, pages of a list": Calls(
        SLACK,
        "for await (const page of new WebClient(accessToken).paginate('users.list')) name.push(page);",
        ["slack users.list"],
    ),
    "Slack, a bound method": Calls(
        SLACK,
        "new WebClient(accessToken).users.list.bind(body);",
        ["? is used by users.list.bind, which connlint does not know"],
    ),
    "Octokit, with the runtime's fetch": Calls(
        'import { Octokit } from "npm:@octokit/rest@20";',
        "const octokit = new Octokit({ auth: accessToken, request: { fetch, timeout: 5 } }); "
        "await octokit.rest.issues.create({ owner: id, repo: name });",
        ["octokit issues.create"],
    ),
    "Octokit, with hooks": Calls(
        'import { Octokit } from "npm:@octokit/rest@20";',
        "new Octokit({ auth: accessToken, request: { hook: body } });",
        ["? is given to Octokit, which connlint does not know"],
    ),
    "Octokit, with another address": Calls(
        'import { Octokit } from "octokit";',
        'new Octokit({ auth: accessToken, baseUrl: "https://git.example/api/v3" });',
        ["? is given to Octokit, which connlint does not know"],
    ),
    "Dropbox, by await import": Calls(
        "",
        'const { Dropbox: Box } = await import("npm:dropbox@10"); '
        "const box = new Box({ accessToken, fetch }); await box.filesListFolder({ path: name });",
        ["dropbox filesListFolder"],
    ),
    "Microsoft Graph, renamed": Calls(
        'import { Client as Graph } from "npm:@microsoft/microsoft-graph-client@3";',
        "const graph = Graph.init({ authProvider: (done) => done(null, accessToken) }); "
        'await graph.api("/me/messages").get();',
        ["GET https://graph.microsoft.com/v1.0/me/messages"],
    ),
}
UNCLEAR_CALLS = {
    "option that is set later": Calls(
        NOTION,
        "const options = { auth: accessToken }; options.agent = body; new Client(options);",
        ["? is given to Client, which connlint does not know"],
    ),
    "address that is set later": Calls(
        NOTION,
        "const options = { auth: accessToken }; options.baseUrl = name; "
        "await new Client(options).users.list({});",
        ["GET {}"],
    ),
    "class that is called": Calls(
        NOTION,
        "Client({ auth: accessToken });",
        ["? is given to Client, which connlint does not know"],
    ),
    "token in another place": Calls(
        NOTION,
        "new Client({ auth: name, notionVersion: accessToken });",
        ["? is given to Client, which connlint does not know"],
    ),
    "token in place of a client": Calls(
        BOX,
        "new BoxClient({ auth: accessToken });",
        ["? is given to BoxClient, which connlint does not know"],
    ),
    "one client of two": Calls(
        NOTION,
        "const notion = body ? new Client() : name; await notion.users.list({ auth: accessToken });",
        ["? is given to notion.users.list, which connlint does not know"],
    ),
    "receiver that is no client": Calls(
        NOTION,
        "const notion = Client(); await notion.users.list({ auth: accessToken });",
        ["? is given to notion.users.list, which connlint does not know"],
    ),
    "token in a parameter": Calls(
        GOOGLE,
        'await google.drive("v3").files.list({ q: accessToken });',
        ['? is given to google.drive("v3").files.list, which connlint does not know'],
    ),
    "token in an option for all": Calls(
        GOOGLE,
        'google.options({ headers: { "x-token": accessToken } });',
        ["? is given to google.options, which connlint does not know"],
    ),
    "version of Airtable": Calls(
        AIRTABLE,
        "Airtable.configure({ apiKey: name, apiVersion: accessToken });",
        ["? is given to Airtable.configure, which connlint does not know"],
    ),
    "headers of Asana": Calls(
        'import asana from "npm:asana@3";',
        "asana.ApiClient.instance.defaultHeaders.Authorization = accessToken; "
        "asana.ApiClient.instance.odd.token.accessToken = accessToken;",
        ["? is kept in asana, which connlint does not follow"] * 2,
    ),
    "id with a slash": Calls(
        NOTION,
        N + 'await notion.pages.retrieve({ page_id: "a/b" });',
        [f"GET {V1}/pages/{{}}"],
    ),
    "records that are sent and shown": Calls(
        AIRTABLE,
        B + 'const record = await base("T").find("r"); console.log(record); '
        'await fetch("https://other.example", { method: "POST", body: JSON.stringify(record) }); '
        "return Response.json(record);",
        [f"GET {V0}/app1/T/r"],
    ),
}
JSFORCE = 'import jsforce from "npm:jsforce@3";'
J = "const c = new jsforce.Connection({ instanceUrl: process.env.HOST, accessToken }); "
DATA = "{}/services/data/v{}"
JSFORCE_CALLS = {
    "records": Calls(
        JSFORCE,
        J
        + 'await c.sobject("Lead").create({ A: id }); await c.sobject("Lead").update({ Id: id }); '
        'await c.sobject("Lead").destroy(id); await c.create("Lead", {}); await c.retrieve("Lead", id);',
        [
            f"POST {DATA}/{{}}",
            f"PATCH {DATA}/{{}}",
            f"DELETE {DATA}/{{}}",
            f"POST {DATA}/{{}}",
            f"GET {DATA}/{{}}",
        ],
    ),
    "queries": Calls(
        JSFORCE,
        J + 'const a = await c.query("x"); const n = a.totalSize; a.records.map((r) => r.Id); '
        'await c.sobject("Lead").find({ A: 1 }).limit(5).execute(); await c.tooling.query("x"); '
        'await c.describeGlobal(); await c.sobject("Lead").describe();',
        [
            f"GET {DATA}/query",
            f"GET {DATA}/query",
            f"GET {DATA}/tooling/query",
            f"GET {DATA}/sobjects",
            f"GET {DATA}/{{}}",
        ],
    ),
    "another name, require, and the address of an instance": Calls(
        'const { Connection: Force } = require("jsforce");',
        'const c = new Force({ instanceUrl: "https://a.my.salesforce.com", accessToken }); '
        'await c.query("x");',
        ["GET https://a.my.salesforce.com/services/data/v{}/query"],
    ),
    "what is not known": Calls(
        JSFORCE,
        J + 'await c.bulk.load("Lead", "insert", []); await c.sobject("Lead").find({}).destroy(); '
        'await c.request("/services/apexrest/a");',
        [
            "? is used by bulk.load, which connlint does not know",
            "? is used by destroy, which connlint does not know",
            f"GET {DATA}/query",
            "? is used by request, which connlint does not know",
        ],
    ),
    "a class of the app": Calls(
        "class Connection { constructor() {} query() {} }",
        'const c = new Connection({ accessToken }); await c.query("x");',
        [],
    ),
}
TWITTER = 'import { TwitterApi } from "npm:twitter-api-v2@1";'
T = "const client = new TwitterApi(accessToken); "
X2 = "https://api.x.com/2"
TWITTER_CALLS = {
    "posts and users": Calls(
        TWITTER,
        T + 'await client.v2.tweet("Hi"); await client.v2.me(); await client.v2.reply("Hi", id); '
        'await client.v2.userByUsername("base44"); await client.v2.deleteTweet(id);',
        [
            f"POST {X2}/tweets",
            f"GET {X2}/users/me",
            f"POST {X2}/tweets",
            f"GET {X2}/users/by/username/base44",
            f"DELETE {X2}/tweets/{{}}",
        ],
    ),
    "the same client with other types, and its parts": Calls(
        TWITTER,
        T + "const { v2 } = client.readWrite; await v2.like(id, name); "
        "const reader = client.readOnly.v2; const { user } = reader; await user(name); "
        'await v2.readOnly.removeListMember("1", "2");',
        [
            f"POST {X2}/users/{{}}/likes",
            f"GET {X2}/users/{{}}",
            f"DELETE {X2}/lists/1/members/2",
        ],
    ),
    "default import, from a CDN, and require": Calls(
        'import Own from "https://esm.sh/twitter-api-v2@1.29.1"; const x = require("twitter-api-v2");',
        'await new Own(accessToken, { compression: "gzip" }).v2.users(["1"]); '
        "await new x.TwitterApi(accessToken).v2.usage();",
        [f"GET {X2}/users", f"GET {X2}/usage/tweets"],
    ),
    "results that send more requests": Calls(
        TWITTER,
        T + 'for await (const post of await client.v2.search("a")) name(post); '
        "await client.v2.userTimeline(id); await client.v2.followers(id, { asPaginator: true });",
        [
            "? is used by v2.search, which connlint does not know",
            "? is used by v2.userTimeline, which connlint does not know",
            "? is used by v2.followers, which connlint does not know",
        ],
    ),
    "calls of several requests, and those that any path is given to": Calls(
        TWITTER,
        T
        + 'await client.v2.uploadMedia(body); await client.v2.tweetThread([]); await client.v2.get("a"); '
        "await client.v2.bookmark(id); await client.currentUserV2(); client.v2.setPrefix(name);",
        [
            "? is used by v2.uploadMedia, which connlint does not know",
            "? is used by v2.tweetThread, which connlint does not know",
            "? is used by v2.get, which connlint does not know",
            "? is used by v2.bookmark, which connlint does not know",
            "? is used by currentUserV2, which connlint does not know",
            "? is used by v2.setPrefix, which connlint does not know",
        ],
    ),
    "other versions of the API, and names that are not known": Calls(
        TWITTER,
        T + 'await client.v1.tweet("Hi"); await client.v2.labs.me(); await client.v2[name](); '
        "client.readOnly(); name(client.v2); console.log(client.readOnly);",
        [
            "? is used by v1.tweet, which connlint does not know",
            "? is used by v2.labs.me, which connlint does not know",
            "? is used by client.v2[name], which connlint does not know",
            "? is used by readOnly, which connlint does not know",
            "? is given to name, which connlint does not know",
            "? is given to console.log, which connlint does not know",
        ],
    ),
    "options that may change requests, keys of an app, and a call without new": Calls(
        TWITTER,
        "await new TwitterApi(accessToken, { plugins: [name] }).v2.me(); "
        "await new TwitterApi(accessToken, body).v2.me(); "
        "await new TwitterApi({ appKey: name, accessToken }).v2.me(); "
        "await TwitterApi(accessToken).v2.me();",
        ["? is given to TwitterApi, which connlint does not know"] * 4,
    ),
    "a class of the app": Calls(
        "class TwitterApi { constructor() {} v2 = { me() {} } }", T + "await client.v2.me();", []
    ),
}
FACEBOOK = (
    'import bizSdk, { AdAccount, FacebookAdsApi } from "npm:facebook-nodejs-business-sdk@24";'
)
# The objects that its calls give back have the token, and send requests of their own.
META_CALLS = {
    "the token for all objects": Calls(
        FACEBOOK,
        'FacebookAdsApi.init(accessToken); await new AdAccount("act_1").getCampaigns(["name"]);',
        ["? is given to FacebookAdsApi.init, which connlint does not know"],
    ),
    "the token of one object": Calls(
        FACEBOOK,
        "const api = new FacebookAdsApi(accessToken); "
        'await new AdAccount("act_1", {}, undefined, api).read(["name"]);',
        ["? is given to FacebookAdsApi, which connlint does not know"],
    ),
    "by the default export, and from a CDN": Calls(
        f'{FACEBOOK} import other from "https://esm.sh/facebook-nodejs-business-sdk";',
        "bizSdk.FacebookAdsApi.init(accessToken); other.FacebookAdsApi.init(accessToken);",
        [
            "? is given to bizSdk.FacebookAdsApi.init, which connlint does not know",
            "? is given to other.FacebookAdsApi.init, which connlint does not know",
        ],
    ),
}
ALL = {
    "notion": NOTION_CALLS,
    "hubspot": HUBSPOT_CALLS,
    "airtable": AIRTABLE_CALLS,
    "linear": LINEAR_CALLS,
    "square": SQUARE_CALLS,
    "box": BOX_CALLS,
    "asana": ASANA_CALLS,
    "discord": DISCORD_CALLS,
    "salesforce": JSFORCE_CALLS,
    "googledrive": GOOGLE_CALLS,
    "slack": OLDER_CALLS,
    "x": TWITTER_CALLS,
    "meta_ads": META_CALLS,
    "gmail": UNCLEAR_CALLS,
}
TABLE = [
    pytest.param(type_name, calls, id=f"{type_name}: {title}")
    for type_name, table in ALL.items()
    for title, calls in table.items()
]


@pytest.mark.parametrize(("type_name", "calls"), TABLE)
def test_requests_of_calls(type_name: str, calls: Calls) -> None:
    assert requests_of(type_name, calls.imports, calls.body) == calls.expected


def test_calls_of_a_client_are_read_only_where_code_uses_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []

    def load(name: str, *keys: str) -> dict[str, Any]:
        read.append(name)
        return connlint_schemas.load(name, *keys)

    monkeypatch.setattr(mapped, "connlint_schemas", SimpleNamespace(load=load))
    mapped.client_data.cache_clear()
    requests_of("slack", SLACK, "await new WebClient(accessToken).users.list();")
    requests_of("notion", "class Client { users = { list() {} }; }", N)
    assert read == []
    requests_of("notion", NOTION, N + "await notion.users.list({}); await notion.search({});")
    assert read == ["clients/@notionhq+client.json"]

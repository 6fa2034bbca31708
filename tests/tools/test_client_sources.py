"""What the tools take from the packages of npm clients, and the files that connlint ships."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from tools.catalogue.clients import CLIENTS, client_files
from tools.catalogue.sources.clients import (
    asana,
    box,
    discord_routes,
    hubspot,
    linear,
    notion,
    square,
    twitter,
)
from tools.catalogue.sources.clients.common import client_file, common_calls, with_arguments
from tools.catalogue.sources.common import UnexpectedPackageError

from connlint.code.clients.services.mapped import client_data
from connlint.code.clients.services.names import MAPPED

SIZES = {
    "@hubspot/api-client": 50_000,
    "@linear/sdk": 35_000,
    "@notionhq/client": 5_000,
    "asana": 30_000,
    "box-node-sdk": 35_000,
    "discord-api-types": 10_000,
    "square": 45_000,
    "twitter-api-v2": 3_000,
}
"""The most bytes that the file of a client may have."""
_REQUEST = re.compile(
    r"(?:\*|GET|POST|PUT|PATCH|DELETE|OPTIONS) (?:(?:https://[\w.-]+)?/[^\s{}]*(?:\{(?:\w+|\*|\d\|@\w+)\}[^\s{}]*)*|#\w+)"
)


def _calls(tree: Mapping[str, object], before: str = "") -> Iterator[tuple[str, str]]:
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from _calls(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", str(value)


def test_every_file_has_a_client_and_every_client_a_file() -> None:
    assert set(CLIENTS) == set(SIZES) == {*MAPPED, "discord-api-types"}


@pytest.mark.parametrize("package", CLIENTS)
def test_requests_are_verbs_and_templates(package: str) -> None:
    data = client_data(package)
    assert data["base"].startswith("https://")
    assert [call for call in _calls(data["calls"]) if not _REQUEST.fullmatch(call[1])] == []


@pytest.mark.parametrize("path", client_files(), ids=lambda path: path.stem)
def test_files_are_small(path: Path) -> None:
    assert path.stat().st_size < SIZES[path.stem.replace("+", "/")]


def test_what_is_different_in_two_versions_is_left_out() -> None:
    newest, older = {"a": "GET /a", "b": "GET /new"}, {"b": "GET /old", "c": "GET /c"}
    assert common_calls([newest, older]) == {"a": "GET /a", "c": "GET /c"}


def test_calls_are_a_tree() -> None:
    assert client_file("https://x.example", {"a.b": "GET /b", "a.c.d": "GET /d"}, fewest=2) == {
        "calls.json": {
            "base": "https://x.example",
            "calls": {"a": {"b": "GET /b", "c": {"d": "GET /d"}}},
        }
    }


def test_too_few_calls_are_an_error() -> None:
    with pytest.raises(UnexpectedPackageError, match="has 0 calls that are found, not 1"):
        client_file("https://x.example", {}, fewest=1)


def test_arguments_are_numbered() -> None:
    assert with_arguments("/a/{two}/{none}", ["one", "two"]) == "/a/{1}/{*}"


FILES = {
    "notion": {
        "build/src/api-endpoints.js": (
            'exports.getPage = {\n    method: "get",\n    path: (p) => `pages/${p.page_id}`,\n};\n'
        ),
        "build/src/Client.js": (
            "    constructor(options) {\n"
            "        this.pages = {\n"
            "            retrieve: (args) => {\n"
            "                return this.request({\n"
            "                    path: api_endpoints_1.getPage.path(args),\n"
        ),
    },
    "hubspot": {
        "lib/src/client.js": (
            "    get crm() {\n            const c = require('./discovery/crm/CrmDiscovery');\n"
        ),
        "lib/src/discovery/crm/CrmDiscovery.js": (
            'const index_1 = require("../../../codegen/crm/index");\n'
            "        this.basicApi = x.apply(new index_1.BasicApi(configuration));\n"
        ),
        "lib/codegen/crm/apis/BasicApi.js": (
            "    getById(type, id, _options) {\n"
            "            const localVarPath = '/crm/v3/objects/{type}/{id}'\n"
            "            make(localVarPath, http_1.HttpMethod.GET);\n"
            '            _config.authMethods["oauth2"];\n'
            "    }\n"
            "    byKey(id) {\n"
            "            const localVarPath = '/crm/v3/keys/{id}'\n"
            "            make(localVarPath, http_1.HttpMethod.GET);\n"
            '            _config.authMethods["developer_hapikey"];\n'
            "    }\n"
        ),
    },
}
EXPECTED = {
    "notion": {"pages": {"retrieve": "GET /pages/{page_id}"}},
    "hubspot": {"crm": {"basicApi": {"getById": "GET /crm/v3/objects/{0}/{1}"}}},
    "square": {
        "cards": {"get": "GET /v2/cards/{cardId}", "update": "PUT /v2/cards/{*}"},
        "cardsApi": {"retrieveCard": "GET /v2/cards/{0}"},
    },
    "box": {
        "files": {
            "getFile": "GET /2.0/files/{0}",
            "upload": "POST https://upload.box.com/api/2.0/files",
        },
        "folders": {"create": "POST /2.0/folders", "getItems": "GET /2.0/folders/{0}/items"},
    },
    "asana": {
        "TasksApi": {"getTask": "GET /tasks/{0}"},
        "tasks": {"findById": "GET /tasks/{0}", "getTask": "GET /tasks/{0}"},
    },
    "linear": {"createIssue": "POST #issueCreate", "viewer": "POST #viewer"},
}
FILES["square"] = {
    "Client.js": (
        'const Client_1 = require("./cards");\n'
        "    get cards() {\n        return (this._c = new Client_1.CardsClient(o));\n    }\n"
    ),
    "cards.js": (
        "    __get(request) {\n            this._options.authProvider.getAuthRequest();\n"
        "            const { cardId } = request;\n"
        "                url: core.url.join(base, `v2/cards/${core.url.encodePathParam(cardId)}`),\n"
        '                method: "GET",\n    }\n'
        "    __update(request) {\n            this._options.authProvider.getAuthRequest();\n"
        "            const { cardId } = request, _body = __rest(request, []);\n"
        "                url: core.url.join(base, `v2/cards/${core.url.encodePathParam(cardId)}`),\n"
        '                method: "PUT",\n    }\n'
        "    __open(request) {\n"
        '                url: core.url.join(base, "v2/open"),\n'
        '                method: "GET",\n    }\n'
    ),
}
FILES["box"] = {
    "lib/client.js": (
        "        this.files = new files_1.FilesManager({\n"
        "        this.authorization = new authorization_1.AuthorizationManager({\n"
    ),
    "lib/managers/files.js": (
        "    getFile(fileId_1) {\n"
        "        return __awaiter(this, arguments, void 0, function* (fileId, more = {}) {\n"
        "                url: ''.concat(this.networkSession.baseUrls.baseUrl, '/2.0/files/', "
        "(0, utils_1.toString)(fileId)),\n                method: 'GET',\n    }\n"
        "    upload(body) {\n"
        "                url: ''.concat(this.networkSession.baseUrls.uploadUrl, '/2.0/files'),\n"
        "                method: 'POST',\n    }\n"
    ),
}
FILES["box"] |= {
    "lib/box-client.js": (
        'var folders_1 = __importDefault(require("./managers/folders"));\n'
        "        this.folders = new folders_1.default(this);\n"
    ),
    "lib/managers/folders.js": (
        "var BASE_PATH = '/folders', WATERMARK = '/watermark';\n"
        "    Folders.prototype.getItems = function (folderID, options, callback) {\n"
        "        var apiPath = (0, url_path_1.default)(BASE_PATH, folderID, '/items');\n"
        "        return this.client.wrapWithDefaultHandler(this.client.get)(apiPath, params, c);\n"
        "    };\n"
        "    Folders.prototype.create = function (parentFolderID, name, callback) {\n"
        "        return this.client.wrapWithDefaultHandler(this.client.post)(BASE_PATH, params, c);\n"
        "    };\n"
        "    Folders.prototype.odd = function (callback) {\n"
        "        return this.client.wrapWithDefaultHandler(this.client.get)(apiURL, params, c);\n"
        "    };\n"
    ),
}
FILES["square"] |= {
    "dist/esm/client.js": "        this.cardsApi = new CardsApi(this);\n",
    "dist/esm/api/cardsApi.js": (
        "    async retrieveCard(cardId, requestOptions) {\n"
        "        const req = this.createRequest('GET');\n"
        "        req.appendTemplatePath `/v2/cards/${mapped.cardId}`;\n"
        "        req.authenticate([{ global: true }]);\n    }\n"
    ),
}
FILES["asana"] = {
    "dist/api/TasksApi.js": (
        "    value: function getTaskWithHttpInfo(task_gid, opts) {\n"
        "      return this.apiClient.callApi('/tasks/{task_gid}', 'GET', pathParams);\n"
    ),
    "lib/client.js": "  this.tasks = new resources.Tasks(this.dispatcher);\n",
    "lib/resources/tasks.js": (
        "Tasks.prototype.findById = function(\n    task,\n    params\n) {\n"
        "  var path = util.format('/tasks/%s', task);\n\n"
        "  return this.dispatchGet(path, params);\n};\n"
    ),
    "lib/resources/gen/tasks.js": (
        "Tasks.prototype.getTask = function(\n    taskGid,\n    params\n) {\n"
        '    var path = "/tasks/{task_gid}".replace("{task_gid}", taskGid);\n\n'
        "    return this.dispatchGet(path, params)\n};\n"
    ),
}
FILES["linear"] = {
    "dist/index.mjs": (
        "const CreateIssueDocument = new TypedDocumentString(`\n"
        "    mutation createIssue($input: IssueCreateInput!) {\n  issueCreate(input: $input) {\n"
        "const ViewerDocument = new TypedDocumentString(`\n    query viewer {\n  viewer {\n"
        "var Issue = class extends Request {\n"
        "\tget team() {\n\t\treturn new TeamQuery(this._request).fetch(this._team.id);\n\t}\n"
        "\tarchive() {\n\t\treturn new ArchiveIssueMutation(this._request).fetch(this.id);\n\t}\n"
        "};\n"
        "var LinearSdk = class extends Request {\n"
        "\tcreateIssue(input) {\n\t\treturn new CreateIssueMutation(this._request).fetch(input);\n\t}\n"
        "\tget viewer() {\n\t\treturn new ViewerQuery(this._request).fetch();\n\t}\n"
        "};\n"
    )
}
FILES["discord"] = {
    "rest/v10/index.js": (
        "exports.Routes = {\n"
        "    channelMessage(channelId, messageId) {\n"
        "        return `/channels/${channelId}/messages/${messageId}`;\n    },\n"
        "    user(userId = '@me') {\n        return `/users/${userId}`;\n    },\n"
        "    threads(parentId) {\n        const parts = [parentId];\n"
        "        return parts.join('/');\n    },\n};\n"
    )
}
FILES["twitter"] = {
    "dist/cjs/v2/client.v2.read.js": (
        "    user(userId, options = {}) {\n"
        "        return this.get('users/:id', options, { params: { id: userId } });\n    }\n"
        "    userByUsername(username, options = {}) {\n"
        "        return this.get('users/by/username/:username', options, { params: { username } });\n"
        "    }\n"
        "    async search(query, options = {}) {\n"
        "        const first = await this.get('tweets/search/recent', { query });\n"
        "        return new Paginator(first);\n    }\n"
        "    async followers(userId, options = {}) {\n"
        "        const { asPaginator, ...parameters } = options;\n"
        "        return this.get('users/:id/followers', parameters, { params: { id: userId } });\n"
        "    }\n"
    ),
    "dist/cjs/v2/client.v2.write.js": (
        "    tweet(status, payload = {}) {\n        payload = { text: status, ...payload };\n"
        "        return this.post('tweets', payload);\n    }\n"
        "    quote(status, quotedTweetId) {\n        return this.tweet(status, {});\n    }\n"
        "    async bookmark(tweetId) {\n        const user = await this.getCurrentUserV2Object();\n"
        "        return this.post('users/:id/bookmarks', {}, { params: { id: user.data.id } });\n"
        "    }\n"
        "    unlike(loggedUserId, targetTweetId) {\n"
        "        return this.delete('users/:id/likes/:tweet_id', undefined, {\n"
        "            params: { id: loggedUserId, tweet_id: targetTweetId },\n        });\n    }\n"
    ),
}
EXPECTED["twitter"] = {
    "v2": {
        "tweet": "POST /tweets",
        "unlike": "DELETE /users/{0}/likes/{1}",
        "user": "GET /users/{0}",
        "userByUsername": "GET /users/by/username/{0}",
    }
}
EXPECTED["discord"] = {
    "channelMessage": "* /channels/{0}/messages/{1}",
    "user": "* /users/{0|@me}",
}
SOURCES = {
    "asana": asana,
    "box": box,
    "discord": discord_routes,
    "hubspot": hubspot,
    "linear": linear,
    "notion": notion,
    "square": square,
    "twitter": twitter,
}


@pytest.mark.parametrize("name", SOURCES)
def test_calls_of_a_package(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path, text in FILES[name].items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    source = SOURCES[name]
    monkeypatch.setattr(source, "_FEWEST", 1)
    folders = [tmp_path] * (2 if hasattr(source, "OLDER") else 1)
    file = json.loads(json.dumps(source.extract(*folders)))["calls.json"]
    assert file["calls"] == EXPECTED[name]
    if name == "linear":
        more = {"changing": ["archive"], "getters": ["viewer"]}
        assert {key: file[key] for key in more} == more
        assert {"team", "fetchNext"} <= set(file["inner"])

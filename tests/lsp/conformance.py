"""What a server may send to a client, by the specification of the protocol (3.17).

`Capabilities` answers what a client has declared. `faults` looks at a message of the server and
says, in sentences, what in it the client did not allow. Nothing here comes from the server's code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

__all__ = [
    "Capabilities",
    "Json",
    "Value",
    "faults_of_notification",
    "faults_of_request",
    "faults_of_result",
]

Json = dict[str, Any]
Value: TypeAlias = Any
"""Any JSON."""
Faults = Iterator[str]
# Kinds that a client without a value set knows: those of the first version of the protocol.
_FIRST_KINDS = frozenset(range(1, 19))
_MARKDOWN = ("**", "`", "](")
"""What plain text never has in the texts of this server unless it is Markdown."""


class Capabilities:
    """The capabilities of a client, by their paths in the specification."""

    def __init__(self, data: Json) -> None:
        self._data = data

    def get(self, path: str) -> Value:
        """What is declared, None where nothing is."""
        value: Value = self._data
        for name in path.split("."):
            value = value.get(name) if isinstance(value, dict) else None
        return value

    def has(self, path: str) -> bool:
        return bool(self.get(path))

    def kinds(self, path: str) -> frozenset[Value]:
        """A set of values; empty where none is declared."""
        return frozenset(self.get(path) or ())

    @property
    def pulls(self) -> bool:
        return self.get("textDocument.diagnostic") is not None

    @property
    def encodings(self) -> frozenset[str]:
        return self.kinds("general.positionEncodings") | {"utf-16"}


_REGISTERED = {
    "workspace/didChangeWatchedFiles": "workspace.didChangeWatchedFiles.dynamicRegistration",
    "workspace/didChangeConfiguration": "workspace.didChangeConfiguration.dynamicRegistration",
}
_RELATIVE = "workspace.didChangeWatchedFiles.relativePatternSupport"
_REQUESTS = {
    "workspace/configuration": "workspace.configuration",
    "workspace/workspaceFolders": "workspace.workspaceFolders",
    "workspace/applyEdit": "workspace.applyEdit",
    "workspace/diagnostic/refresh": "workspace.diagnostics.refreshSupport",
    "workspace/codeLens/refresh": "workspace.codeLens.refreshSupport",
    "window/workDoneProgress/create": "window.workDoneProgress",
    "window/showDocument": "window.showDocument.support",
}
"""Requests of a server, and the capability that each needs."""
_MISNAMED = {"workspace/diagnostic/refresh": "workspace.diagnostic.refreshSupport"}
"""Capabilities as a client calls them: Helix means that of the specification."""
_NOTIFICATIONS = {"window/logMessage", "window/showMessage", "telemetry/event"}
"""Notifications that need no capability."""


def faults_of_request(client: Capabilities, method: str, params: Value) -> Faults:
    """What is wrong with a request of the server."""
    if method == "client/registerCapability":
        for each in params["registrations"]:
            if not client.has(_REGISTERED[each["method"]]):
                yield f"registers {each['method']}"
            for watcher in (each.get("registerOptions") or {}).get("watchers", ()):
                if not isinstance(watcher["globPattern"], str) and not client.has(_RELATIVE):
                    yield "watches with a relative pattern"
    elif method not in _REQUESTS:
        yield f"asks {method}"
    elif not client.has(_REQUESTS[method]) and not client.has(_MISNAMED.get(method, "")):
        yield f"asks {method} without {_REQUESTS[method]}"


def faults_of_notification(client: Capabilities, method: str, params: Value) -> Faults:
    """What is wrong with a notification of the server."""
    if method == "textDocument/publishDiagnostics":
        if client.pulls:
            yield "sends diagnostics to a client that asks for them"
        for each in params["diagnostics"]:
            yield from _diagnostic(client, each)
    elif method == "$/progress":
        if not client.has("window.workDoneProgress"):
            yield "shows progress without window.workDoneProgress"
    elif method not in _NOTIFICATIONS:
        yield f"sends {method}"


def faults_of_result(client: Capabilities, method: str, result: Value) -> Faults:
    """What is wrong with the answer to a request of the client."""
    checked = _RESULTS.get(method)
    if checked is not None and result is not None:
        yield from checked(client, result)


def _initialize(client: Capabilities, result: Json) -> Faults:
    server = result["capabilities"]
    if server.get("positionEncoding", "utf-16") not in client.encodings:
        yield f"chooses the encoding {server['positionEncoding']}"
    if isinstance(server.get("codeActionProvider"), dict) and not client.has(
        "textDocument.codeAction.codeActionLiteralSupport"
    ):
        yield "has options for code actions, which need codeActionLiteralSupport"


def _diagnostic(client: Capabilities, each: Json) -> Faults:
    # Clients that ask name these beside the notification, and since 3.18 beside the request.
    def supports(name: str) -> Value:
        return client.get(f"textDocument.publishDiagnostics.{name}") or client.get(
            f"textDocument.diagnostic.{name}"
        )

    for key, name in (
        ("relatedInformation", "relatedInformation"),
        ("codeDescription", "codeDescriptionSupport"),
        ("data", "dataSupport"),
    ):
        if key in each and not supports(name):
            yield f"a diagnostic has {key} without {name}"
    known = supports("tagSupport")
    tags = set(each.get("tags", ()))
    if tags - set(known["valueSet"] if isinstance(known, dict) else ()):
        yield f"a diagnostic has the tags {sorted(tags)}"
    if any(mark in each["message"] for mark in ("**", "](")):
        yield f"a diagnostic has Markdown: {each['message']}"


def _report(client: Capabilities, result: Json) -> Faults:
    for each in result.get("items", ()):
        yield from _diagnostic(client, each)
    if "relatedDocuments" in result and not client.has(
        "textDocument.diagnostic.relatedDocumentSupport"
    ):
        yield "a report has related documents"


def _reports(client: Capabilities, result: Json) -> Faults:
    for each in result["items"]:
        yield from _report(client, each)


def _marked(allowed: frozenset[Value], content: Value, what: str) -> Faults:
    """A text with a kind, which the client must know; a text without a kind is plain."""
    kind = content["kind"] if isinstance(content, dict) else "plaintext"
    text = content["value"] if isinstance(content, dict) else content
    if kind not in (allowed or {"plaintext"}) and isinstance(content, dict):
        yield f"{what} is {kind}"
    if kind == "plaintext" and any(mark in text for mark in _MARKDOWN):
        yield f"{what} is plain text with Markdown: {text}"


def _hover(client: Capabilities, result: Json) -> Faults:
    yield from _marked(
        client.kinds("textDocument.hover.contentFormat"), result["contents"], "a hover text"
    )


def _completion(client: Capabilities, result: Value) -> Faults:
    if isinstance(result, dict):
        allowed = client.kinds("textDocument.completion.completionList.itemDefaults")
        for name in set(result.get("itemDefaults", ())) - allowed:
            yield f"a list of completions has the default {name}"
    items = result["items"] if isinstance(result, dict) else result
    for item in items:
        yield from _completion_item(client, item)


def _completion_item(client: Capabilities, item: Json) -> Faults:
    own = "textDocument.completion.completionItem"
    kinds = client.kinds("textDocument.completion.completionItemKind.valueSet") or _FIRST_KINDS
    if item.get("kind", 1) not in kinds:
        yield f"a completion has the kind {item['kind']}"
    if item.get("insertTextFormat", 1) == 2 and not client.has(f"{own}.snippetSupport"):
        yield "a completion is a snippet"
    if item.get("insertTextFormat", 1) != 2 and "$" in item["textEdit"]["newText"][1:]:
        yield f"a completion that is no snippet inserts {item['textEdit']['newText']}"
    if set(item.get("tags", ())) - client.kinds(f"{own}.tagSupport.valueSet"):
        yield f"a completion has the tags {item['tags']}"
    if "documentation" in item:
        allowed = client.kinds(f"{own}.documentationFormat")
        yield from _marked(allowed, item["documentation"], "the text of a completion")
    for key, name in (
        ("deprecated", "deprecatedSupport"),
        ("labelDetails", "labelDetailsSupport"),
        ("commitCharacters", "commitCharactersSupport"),
        ("preselect", "preselectSupport"),
        ("insertTextMode", "insertTextModeSupport"),
    ):
        if key in item and not client.has(f"{own}.{name}"):
            yield f"a completion has {key}"
    if "insert" in item.get("textEdit", {}) and not client.has(f"{own}.insertReplaceSupport"):
        yield "a completion inserts or replaces"


def _code_actions(client: Capabilities, result: list[Json]) -> Faults:
    own = "textDocument.codeAction"
    for action in result:
        # A command has its name where an action that is a literal has an object, or nothing.
        if isinstance(action.get("command"), str):
            continue
        if not client.has(f"{own}.codeActionLiteralSupport"):
            yield f"an action is a literal: {action['title']}"
        for key, name in (
            ("isPreferred", "isPreferredSupport"),
            ("disabled", "disabledSupport"),
            ("data", "dataSupport"),
        ):
            if key in action and not client.has(f"{own}.{name}"):
                yield f"an action has {key}"
        for each in action.get("diagnostics", ()):
            yield from _diagnostic(client, each)
        yield from _workspace_edit(client, action.get("edit", {}))


def _workspace_edit(client: Capabilities, edit: Json) -> Faults:
    own = "workspace.workspaceEdit"
    operations = client.kinds(f"{own}.resourceOperations")
    changes = edit.get("documentChanges")
    # "If a client neither supports documentChanges nor resourceOperations then only plain text
    # edits using the changes property are supported."
    if changes is not None and not (client.has(f"{own}.documentChanges") or operations):
        yield "an edit has documentChanges"
    for change in changes or ():
        if "kind" in change and change["kind"] not in operations:
            yield f"an edit has the operation {change['kind']}"
        if any("annotationId" in each for each in change.get("edits", ())):
            yield "an edit has annotations"
    if "changeAnnotations" in edit:
        yield "an edit has annotations"


def _symbols(client: Capabilities, result: list[Json]) -> Faults:
    own = "textDocument.documentSymbol"
    kinds = client.kinds(f"{own}.symbolKind.valueSet") or _FIRST_KINDS
    for each in result:
        if "location" not in each and not client.has(f"{own}.hierarchicalDocumentSymbolSupport"):
            yield f"a symbol has a place in a hierarchy: {each['name']}"
        if each["kind"] not in kinds:
            yield f"a symbol has the kind {each['kind']}"
        if set(each.get("tags", ())) - client.kinds(f"{own}.tagSupport.valueSet"):
            yield f"a symbol has the tags {each['tags']}"
        yield from _symbols(client, each.get("children", []))


def _locations(client: Capabilities, result: Value) -> Faults:
    for each in result if isinstance(result, list) else [result]:
        if "targetUri" in each and not client.has("textDocument.definition.linkSupport"):
            yield "a definition is a link"


def _links(client: Capabilities, result: list[Json]) -> Faults:
    for each in result:
        if "tooltip" in each and not client.has("textDocument.documentLink.tooltipSupport"):
            yield "a link has a tooltip"


_RESULTS: Mapping[str, Callable[[Capabilities, Value], Faults]] = {
    "initialize": _initialize,
    "textDocument/diagnostic": _report,
    "workspace/diagnostic": _reports,
    "textDocument/hover": _hover,
    "textDocument/completion": _completion,
    "textDocument/codeAction": _code_actions,
    "textDocument/documentSymbol": _symbols,
    "textDocument/definition": _locations,
    "textDocument/documentLink": _links,
}
"""The answers that have a form to choose, by the method of the request."""

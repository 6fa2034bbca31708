"""The checks of what a server may send: each sees what is not allowed, and lets pass what is."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from tests.lsp.conformance import (
    Capabilities,
    Json,
    Value,
    faults_of_notification,
    faults_of_request,
    faults_of_result,
)

RANGE = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 1}}
EDIT = {"range": RANGE, "newText": "$1"}


def _declared(*paths: str, **values: Value) -> Capabilities:
    """A client with capabilities by their paths; those in `values` have `__` for a dot."""
    data: Json = {}
    for path, value in [
        *((path, True) for path in paths),
        *((name.replace("__", "."), value) for name, value in values.items()),
    ]:
        *parents, last = path.split(".")
        holder = data
        for name in parents:
            holder = holder.setdefault(name, {})
        holder[last] = value
    return Capabilities(data)


NOTHING = _declared()
DIAGNOSTIC = {
    "message": "m",
    "tags": [1],
    "codeDescription": {},
    "relatedInformation": [],
    "data": 1,
}
COMPLETION = {
    "label": "a",
    "kind": 20,
    "tags": [1],
    "deprecated": True,
    "insertTextFormat": 2,
    "textEdit": {**EDIT, "insert": RANGE},
    "documentation": {"kind": "markdown", "value": "`a`"},
    "preselect": True,
}
ACTION = {
    "title": "t",
    "isPreferred": True,
    "edit": {"documentChanges": [{"kind": "create", "uri": "file:///a"}, {"edits": [EDIT]}]},
}
SYMBOL = {"name": "s", "kind": 19, "children": [{"name": "t", "kind": 15}]}


@pytest.mark.parametrize(
    ("client", "method", "result", "faults"),
    [
        (
            _declared(general__positionEncodings=["utf-8"]),
            "initialize",
            {"capabilities": {"positionEncoding": "utf-32", "codeActionProvider": {}}},
            [
                "chooses the encoding utf-32",
                "has options for code actions, which need codeActionLiteralSupport",
            ],
        ),
        (
            _declared(
                "textDocument.codeAction.codeActionLiteralSupport",
                general__positionEncodings=["utf-8"],
            ),
            "initialize",
            {"capabilities": {"positionEncoding": "utf-8", "codeActionProvider": {}}},
            [],
        ),
        (NOTHING, "initialize", {"capabilities": {"codeActionProvider": False}}, []),
        (
            NOTHING,
            "textDocument/hover",
            {"contents": {"kind": "markdown", "value": "a"}},
            ["a hover text is markdown"],
        ),
        (
            _declared(textDocument__hover__contentFormat=["plaintext"]),
            "textDocument/hover",
            {"contents": {"kind": "plaintext", "value": "see [a](b)"}},
            ["a hover text is plain text with Markdown: see [a](b)"],
        ),
        (
            _declared(textDocument__hover__contentFormat=["markdown"]),
            "textDocument/hover",
            {"contents": {"kind": "markdown", "value": "`a`"}},
            [],
        ),
        (NOTHING, "textDocument/hover", None, []),
        (
            NOTHING,
            "textDocument/completion",
            [COMPLETION],
            [
                "a completion has the kind 20",
                "a completion is a snippet",
                "a completion has the tags [1]",
                "the text of a completion is markdown",
                "a completion has deprecated",
                "a completion has preselect",
                "a completion inserts or replaces",
            ],
        ),
        (
            NOTHING,
            "textDocument/completion",
            {"items": [{"textEdit": {"newText": "a: $1"}}], "itemDefaults": {"data": 1}},
            [
                "a list of completions has the default data",
                "a completion that is no snippet inserts a: $1",
            ],
        ),
        (
            _declared(
                textDocument__completion__completionItemKind__valueSet=[20],
                textDocument__completion__completionItem={
                    "snippetSupport": True,
                    "tagSupport": {"valueSet": [1]},
                    "documentationFormat": ["markdown"],
                    "deprecatedSupport": True,
                    "preselectSupport": True,
                    "insertReplaceSupport": True,
                },
            ),
            "textDocument/completion",
            [COMPLETION],
            [],
        ),
        (
            NOTHING,
            "textDocument/codeAction",
            [ACTION],
            [
                "an action is a literal: t",
                "an action has isPreferred",
                "an edit has documentChanges",
                "an edit has the operation create",
            ],
        ),
        (NOTHING, "textDocument/codeAction", [{"title": "t", "command": "c"}], []),
        (
            _declared(
                "textDocument.codeAction.codeActionLiteralSupport",
                "textDocument.codeAction.isPreferredSupport",
                workspace__workspaceEdit__resourceOperations=["create"],
            ),
            "textDocument/codeAction",
            [ACTION],
            [],
        ),
        (
            NOTHING,
            "textDocument/documentSymbol",
            [SYMBOL],
            [
                "a symbol has a place in a hierarchy: s",
                "a symbol has the kind 19",
                "a symbol has a place in a hierarchy: t",
            ],
        ),
        (
            _declared(
                "textDocument.documentSymbol.hierarchicalDocumentSymbolSupport",
                textDocument__documentSymbol__symbolKind__valueSet=[15, 19],
            ),
            "textDocument/documentSymbol",
            [SYMBOL],
            [],
        ),
        (NOTHING, "textDocument/definition", [{"targetUri": "a"}], ["a definition is a link"]),
        (NOTHING, "textDocument/definition", {"uri": "a"}, []),
        (NOTHING, "textDocument/documentLink", [{"tooltip": "t"}], ["a link has a tooltip"]),
        (
            NOTHING,
            "textDocument/diagnostic",
            {"items": [DIAGNOSTIC], "relatedDocuments": {}},
            [
                "a diagnostic has relatedInformation without relatedInformation",
                "a diagnostic has codeDescription without codeDescriptionSupport",
                "a diagnostic has data without dataSupport",
                "a diagnostic has the tags [1]",
                "a report has related documents",
            ],
        ),
        (
            _declared(
                textDocument__publishDiagnostics={
                    "relatedInformation": True,
                    "codeDescriptionSupport": True,
                    "dataSupport": True,
                    "tagSupport": {"valueSet": [1]},
                }
            ),
            "workspace/diagnostic",
            {"items": [{"kind": "full", "items": [DIAGNOSTIC]}, {"kind": "unchanged"}]},
            [],
        ),
        (
            NOTHING,
            "workspace/diagnostic",
            {"items": [{"items": [{"message": "see [a](b)"}]}]},
            ["a diagnostic has Markdown: see [a](b)"],
        ),
    ],
)
def test_answers(client: Capabilities, method: str, result: Value, faults: Iterable[str]) -> None:
    assert list(faults_of_result(client, method, result)) == faults


WATCHERS = [{"globPattern": "**/*.json"}, {"globPattern": {"baseUri": "file:///a", "pattern": "*"}}]
FILES = {
    "registrations": [
        {"method": "workspace/didChangeWatchedFiles", "registerOptions": {"watchers": WATCHERS}}
    ]
}


@pytest.mark.parametrize(
    ("client", "method", "params", "faults"),
    [
        (
            NOTHING,
            "client/registerCapability",
            FILES,
            ["registers workspace/didChangeWatchedFiles", "watches with a relative pattern"],
        ),
        (
            _declared(
                "workspace.didChangeWatchedFiles.dynamicRegistration",
                "workspace.didChangeWatchedFiles.relativePatternSupport",
            ),
            "client/registerCapability",
            FILES,
            [],
        ),
        (
            NOTHING,
            "workspace/configuration",
            {},
            ["asks workspace/configuration without workspace.configuration"],
        ),
        (_declared("workspace.configuration"), "workspace/configuration", {}, []),
        (
            NOTHING,
            "workspace/diagnostic/refresh",
            None,
            ["asks workspace/diagnostic/refresh without workspace.diagnostics.refreshSupport"],
        ),
        # What Helix declares is not what the specification names.
        (
            _declared("workspace.diagnostic.refreshSupport"),
            "workspace/diagnostic/refresh",
            None,
            [],
        ),
        (NOTHING, "workspace/newest", {}, ["asks workspace/newest"]),
    ],
)
def test_requests(client: Capabilities, method: str, params: Value, faults: Iterable[str]) -> None:
    assert list(faults_of_request(client, method, params)) == faults


SENT = {"uri": "file:///a", "diagnostics": [{"message": "m", "tags": [2]}]}


@pytest.mark.parametrize(
    ("client", "method", "params", "faults"),
    [
        (
            NOTHING,
            "textDocument/publishDiagnostics",
            SENT,
            ["a diagnostic has the tags [2]"],
        ),
        (
            _declared(
                textDocument__publishDiagnostics__tagSupport={"valueSet": [2]},
                textDocument__diagnostic={},
            ),
            "textDocument/publishDiagnostics",
            SENT,
            ["sends diagnostics to a client that asks for them"],
        ),
        (NOTHING, "window/logMessage", {}, []),
        (NOTHING, "$/progress", {}, ["shows progress without window.workDoneProgress"]),
        (_declared("window.workDoneProgress"), "$/progress", {}, []),
        (NOTHING, "$/newest", {}, ["sends $/newest"]),
    ],
)
def test_notifications(
    client: Capabilities, method: str, params: Value, faults: Iterable[str]
) -> None:
    assert list(faults_of_notification(client, method, params)) == faults

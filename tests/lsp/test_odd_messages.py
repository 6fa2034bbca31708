"""Messages that a real client might send and that no specification has: each gets an answer."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.console import CONNECTORS, app

from .wire import SECONDS, Wire, framed, wire

MISSPELLED = '{\n  "type": "gmial",\n  "scopes": []\n}\n'
PLACE = {"line": 1, "character": 12}
RANGE = {"start": PLACE, "end": PLACE}
URI = "file:///nowhere/gmail.jsonc"
DOCUMENT = {"textDocument": {"uri": URI}}


def request(method: str, params: object = ..., **others: object) -> dict[str, object]:
    message: dict[str, object] = {"jsonrpc": "2.0", "id": 1, "method": method, **others}
    if params is not ...:
        message["params"] = params
    return message


def notification(method: str, params: object = ...) -> dict[str, object]:
    message = request(method, params)
    del message["id"]
    return message


def hover(**others: object) -> dict[str, object]:
    return request("textDocument/hover", {**DOCUMENT, "position": PLACE}, **others)


def header(*lines: str, body: object = None, end: str = "\r\n") -> bytes:
    data = json.dumps(hover() if body is None else body).encode()
    fields = [line.replace("{N}", str(len(data))) for line in lines]
    return "".join(f"{field}{end}" for field in [*fields, ""]).encode() + data


def actions(*diagnostics: object, **context: object) -> dict[str, object]:
    return request(
        "textDocument/codeAction",
        {**DOCUMENT, "range": RANGE, "context": {"diagnostics": diagnostics, **context}},
    )


def refused(code: int, message: str, number: object = 1) -> dict[str, object]:
    return {"jsonrpc": "2.0", "id": number, "error": {"code": code, "message": message}}


def answered(result: object, number: object = 1) -> dict[str, object]:
    return {"jsonrpc": "2.0", "id": number, "result": result}


NOTHING = answered(None)
NO_ACTIONS = answered([])
FOREIGN = {"range": RANGE, "message": "m", "source": "another"}

ANSWERS: dict[str, tuple[bytes | object, list[object]]] = {
    # The header.
    "a lower-case field": (header("content-length: {N}"), [NOTHING]),
    "a field in capitals": (header("CONTENT-LENGTH: {N}"), [NOTHING]),
    "no space after the colon": (header("Content-Length:{N}"), [NOTHING]),
    "spaces around the value": (header("Content-Length:   {N}  "), [NOTHING]),
    "a space before the colon": (header("Content-Length : {N}"), [NOTHING]),
    "another field first": (
        header("Content-Type: application/vscode-jsonrpc; charset=utf-8", "Content-Length: {N}"),
        [NOTHING],
    ),
    "another field last": (header("Content-Length: {N}", "X-Trace: 7"), [NOTHING]),
    "a field that is not one": (header("hello", "Content-Length: {N}"), [NOTHING]),
    "line feeds alone": (header("Content-Length: {N}", end="\n"), [NOTHING]),
    "empty lines before": (b"\r\n\r\n" + header("Content-Length: {N}"), [NOTHING]),
    "bytes of no message before": (b'{"half": ' + header("Content-Length: {N}"), [NOTHING]),
    "a header without a length": (b"X-Trace: 7\r\n\r\n" + header("Content-Length: {N}"), [NOTHING]),
    "a length of 0": (b"Content-Length: 0\r\n\r\n" + header("Content-Length: {N}"), [NOTHING]),
    "a length that is no number": (
        b"Content-Length: many\r\n\r\n" + header("Content-Length: {N}"),
        [NOTHING],
    ),
    "a length below 0": (b"Content-Length: -5\r\n\r\n" + header("Content-Length: {N}"), [NOTHING]),
    "a message of more than 64 MiB": (
        b"Content-Length: %d\r\n\r\n" % (65 * 1024 * 1024) + b" " * (65 * 1024 * 1024),
        [refused(-32600, "a message may have 64 MiB", None)],
    ),
    # The message.
    "no JSON": (
        b"Content-Length: 5\r\n\r\n{nope",
        [
            refused(
                -32700,
                "the message is not JSON: Expecting property name enclosed in double quotes: "
                "line 1 column 2 (char 1)",
                None,
            )
        ],
    ),
    "no Unicode": (
        b"Content-Length: 2\r\n\r\n\xff\xff",
        [
            refused(
                -32700,
                "the message is not JSON: 'utf-8' codec can't decode byte 0xff in position 0: "
                "invalid start byte",
                None,
            )
        ],
    ),
    "a batch": (
        [hover(), hover(id=2)],
        [
            refused(
                -32600,
                "the Language Server Protocol has no batches: send one message at a time",
                None,
            )
        ],
    ),
    "a number": (5, [refused(-32600, "a message is a JSON object", None)]),
    "null": (framed(None), [refused(-32600, "a message is a JSON object", None)]),
    "an empty object": (
        {},
        [refused(-32600, "a message needs a method, which is a string", None)],
    ),
    "a method that is a number": (
        request(5),  # type: ignore[arg-type]
        [refused(-32600, "a message needs a method, which is a string")],
    ),
    "another version of JSON-RPC": (
        hover(jsonrpc="1.0"),
        [refused(-32600, 'jsonrpc must be "2.0"')],
    ),
    "no version of JSON-RPC": (
        {"id": 1, "method": "textDocument/hover", "params": {**DOCUMENT, "position": PLACE}},
        [NOTHING],
    ),
    "an id that is null": (
        hover(id=None),
        [refused(-32600, "the id of a request is a number or a string", None)],
    ),
    "an id that is a list": (
        hover(id=[1]),
        [refused(-32600, "the id of a request is a number or a string", None)],
    ),
    "an id with a fraction of 0": (hover(id=7.0), [answered(None, 7)]),
    "an id that is a string": (hover(id="seven"), [answered(None, "seven")]),
    "a property that no message has": (hover(sent_by="a client"), [NOTHING]),
    "an unknown request": (
        request("textDocument/newest", {}),
        [refused(-32601, "Method Not Found: textDocument/newest")],
    ),
    "an unknown request without parameters": (
        request("textDocument/newest"),
        [refused(-32601, "Method Not Found: textDocument/newest")],
    ),
    "an unknown notification": (notification("$/newest", {"value": 1}), []),
    "an unknown notification without parameters": (notification("$/newest"), []),
    "an answer to no request": ({"jsonrpc": "2.0", "id": 99, "result": None}, []),
    "an answer without a number": ({"jsonrpc": "2.0", "id": None, "result": None}, []),
    "an error in answer to no request": (
        {"jsonrpc": "2.0", "id": 99, "error": {"message": "no code"}},
        [],
    ),
    # The parameters.
    "no parameters": (
        request("textDocument/hover"),
        [refused(-32602, "textDocument/hover: cannot read params")],
    ),
    "parameters in a list": (
        request("textDocument/hover", [URI]),
        [refused(-32602, "textDocument/hover: cannot read params")],
    ),
    "no document": (
        request("textDocument/hover", {"position": PLACE}),
        [refused(-32602, "textDocument/hover: cannot read textDocument")],
    ),
    "a position without a line": (
        request("textDocument/hover", {**DOCUMENT, "position": {"character": 1}}),
        [refused(-32602, "textDocument/hover: cannot read position.line")],
    ),
    "a position before the first line": (
        request("textDocument/hover", {**DOCUMENT, "position": {"line": -1, "character": 0}}),
        [refused(-32602, "textDocument/hover: cannot read position")],
    ),
    "an unknown way to ask for completion": (
        request(
            "textDocument/completion",
            {**DOCUMENT, "position": PLACE, "context": {"triggerKind": 9}},
        ),
        [NO_ACTIONS],
    ),
    "initialize again": (
        request("initialize", {"capabilities": {}}),
        [refused(-32600, "the server is initialized already")],
    ),
    # Diagnostics of others, with a request for code actions.
    "a diagnostic without a range": (actions({"message": "m"}, FOREIGN), [NO_ACTIONS]),
    "a diagnostic that is a string": (actions("m"), [NO_ACTIONS]),
    "an unknown severity": (actions({**FOREIGN, "severity": 9}), [NO_ACTIONS]),
    "an unknown tag": (actions({**FOREIGN, "tags": [1, 9]}), [NO_ACTIONS]),
    "a code that is an object": (actions({**FOREIGN, "code": {"value": 1}}), [NO_ACTIONS]),
    "related places without a place": (
        actions({**FOREIGN, "relatedInformation": [{"message": "m"}]}),
        [NO_ACTIONS],
    ),
    "an unknown way to ask for actions": (actions(FOREIGN, triggerKind=9), [NO_ACTIONS]),
    "an unknown kind of action": (actions(FOREIGN, only=["refactor.newest"]), [NO_ACTIONS]),
    "actions without a context": (
        request("textDocument/codeAction", {**DOCUMENT, "range": RANGE}),
        [NO_ACTIONS],
    ),
    # Notifications, which are not answered: the server must live on.
    "a change of a file of an unknown kind": (
        notification("workspace/didChangeWatchedFiles", {"changes": [{"uri": URI, "type": 9}]}),
        [],
    ),
    "a change of a file without an address": (
        notification("workspace/didChangeWatchedFiles", {"changes": [{"type": 1}]}),
        [],
    ),
    "a trace of an unknown kind": (notification("$/setTrace", {"value": "compact"}), []),
    "settings that are not there": (notification("workspace/didChangeConfiguration", {}), []),
    "a cancelled request that nobody sent": (notification("$/cancelRequest", {"id": 404}), []),
    "a document without a text": (
        notification("textDocument/didOpen", {"textDocument": {"uri": URI}}),
        [],
    ),
    "a folder without a name": (
        notification(
            "workspace/didChangeWorkspaceFolders",
            {"event": {"added": [{"uri": "file:///nowhere"}], "removed": []}},
        ),
        [],
    ),
    "a folder that is not a file": (
        notification(
            "workspace/didChangeWorkspaceFolders",
            {"event": {"added": [{"uri": "vscode-vfs://github/a/b", "name": "b"}], "removed": []}},
        ),
        [],
    ),
}


@pytest.fixture(scope="module")
def server() -> Iterator[Wire]:
    with wire() as started:
        started.initialize()
        started.send(notification("initialized", {}))
        yield started


@pytest.mark.parametrize(("message", "expected"), ANSWERS.values(), ids=ANSWERS)
def test_each_message_gets_its_answer_and_the_server_lives_on(
    server: Wire, message: bytes | object, expected: list[object]
) -> None:
    assert server.answers(message) == expected


def test_there_are_forty_and_more() -> None:
    assert len(ANSWERS) + len(STARTS) >= 60


def capabilities(**parts: object) -> dict[str, object]:
    return {"capabilities": parts}


STARTS: dict[str, dict[str, object]] = {
    "no capabilities": {"capabilities": None},
    "capabilities that are a list": {"capabilities": []},
    "an unknown tag of diagnostics": capabilities(
        textDocument={"publishDiagnostics": {"tagSupport": {"valueSet": [1, 2, 9]}}}
    ),
    "tags as the protocol once had them": capabilities(
        textDocument={"publishDiagnostics": {"tagSupport": True}}
    ),
    "an unknown operation": capabilities(
        workspace={"workspaceEdit": {"resourceOperations": ["create", "copy"]}}
    ),
    "an unknown way to fail": capabilities(
        workspace={"workspaceEdit": {"failureHandling": "later"}}
    ),
    "an unknown kind of symbol": capabilities(
        textDocument={"documentSymbol": {"symbolKind": {"valueSet": [1, 99]}}}
    ),
    "an unknown kind of completion": capabilities(
        textDocument={"completion": {"completionItemKind": {"valueSet": [1, 99]}}}
    ),
    "an unknown format": capabilities(
        textDocument={"hover": {"contentFormat": ["asciidoc", "markdown"]}}
    ),
    "an unknown encoding": capabilities(general={"positionEncodings": ["utf-7"]}),
    "an unknown part": capabilities(experimental={"x": [1]}, newest={"dynamic": True}),
    "a flag that is an object": capabilities(workspace={"configuration": {"on": True}}),
    "an unknown trace": {"trace": "compact"},
    "a root that is no address": {"rootUri": "not an address"},
    "a root that is a number": {"rootUri": 5},
    "a root that is not a file": {"rootUri": "vscode-remote://ssh/app"},
    "an empty root": {"rootUri": "", "rootPath": ""},
    "folders that are null": {"workspaceFolders": None},
    "a folder without an address": {"workspaceFolders": [{"name": "a"}]},
    "a process that is a string": {"processId": "one"},
    "options that are a list": {"initializationOptions": ["connlint"]},
    "a client without a name": {"clientInfo": {"version": "1"}},
    "a language of the user": {"locale": "x-klingon", "workDoneToken": {"no": 1}},
}


@pytest.mark.parametrize("parameters", STARTS.values(), ids=STARTS)
def test_initialize_is_always_answered_and_findings_come(
    parameters: dict[str, object], tmp_path: Path
) -> None:
    root = app(tmp_path, {"gmail.jsonc": MISSPELLED})
    uri = (root / CONNECTORS / "gmail.jsonc").as_uri()
    item = {"uri": uri, "languageId": "jsonc", "version": 1, "text": MISSPELLED}
    with wire() as server:
        result = server.initialize(**parameters)["result"]
        assert result["serverInfo"]["name"] == "connlint"
        server.send(notification("initialized"))
        server.send(notification("textDocument/didOpen", {"textDocument": item}))
        published = _published(server, uri)
        assert [each["code"] for each in published] == ["unknown-type"]


def _published(server: Wire, uri: str) -> list[Any]:
    while (message := server.receive()) is not None:
        if message.get("method") == "textDocument/publishDiagnostics":
            if message["params"]["uri"] == uri:
                return list(message["params"]["diagnostics"])
        elif "id" in message:
            # A request of the server: it must not wait for an answer.
            server.send({"jsonrpc": "2.0", "id": message["id"], "result": "odd"})
    return []


def test_parameters_of_initialize_may_be_missing() -> None:
    with wire() as server:
        (answer,) = server.answers(request("initialize"))
        assert answer["result"]["serverInfo"]["name"] == "connlint"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (hover(), [refused(-32002, "the server is not initialized yet")]),
        (request("shutdown"), [refused(-32002, "the server is not initialized yet")]),
        (notification("textDocument/didOpen", {}), []),
        (notification("initialized", {}), []),
    ],
)
def test_nothing_is_done_before_initialize(message: object, expected: list[object]) -> None:
    with wire() as server:
        assert server.answers(message) == expected
        assert "result" in server.initialize()


def test_nothing_is_done_after_shutdown() -> None:
    with wire() as server:
        server.initialize()
        assert server.answers(request("shutdown")) == [NOTHING]
        assert server.answers(hover()) == [refused(-32600, "the server was shut down")]
        assert server.answers(notification("initialized", {})) == []


def test_a_change_that_cannot_be_read_closes_the_document(tmp_path: Path) -> None:
    root = app(tmp_path, {"gmail.jsonc": MISSPELLED.replace("gmial", "gmail")})
    uri = (root / CONNECTORS / "gmail.jsonc").as_uri()
    item = {"uri": uri, "languageId": "jsonc", "version": 1, "text": MISSPELLED}
    with wire() as server:
        server.initialize(workspaceFolders=[{"uri": root.as_uri(), "name": "app"}])
        server.send(notification("initialized", {}))
        server.send(notification("textDocument/didOpen", {"textDocument": item}))
        assert [each["code"] for each in _published(server, uri)] == ["unknown-type"]
        changes = [{"range": {"start": PLACE}, "text": "x"}, {"text": MISSPELLED}]
        version = {"uri": uri, "version": 2}
        server.send(
            notification(
                "textDocument/didChange", {"textDocument": version, "contentChanges": changes}
            )
        )
        # What counts now is the file on disk, which has no such mistake.
        assert "unknown-type" not in [each["code"] for each in _published(server, uri)]


def test_null_ranges_and_versions_are_as_if_they_were_not_there(tmp_path: Path) -> None:
    root = app(tmp_path, {"gmail.jsonc": MISSPELLED})
    uri = (root / CONNECTORS / "gmail.jsonc").as_uri()
    item = {"uri": uri, "languageId": "jsonc", "version": 1, "text": "{}"}
    with wire() as server:
        server.initialize()
        server.send(notification("initialized", {}))
        server.send(notification("textDocument/didOpen", {"textDocument": item}))
        assert [each["code"] for each in _published(server, uri)] == ["schema"]
        change = {"range": None, "rangeLength": None, "text": MISSPELLED}
        version = {"uri": uri, "version": None}
        server.send(
            notification(
                "textDocument/didChange", {"textDocument": version, "contentChanges": [change]}
            )
        )
        assert [each["code"] for each in _published(server, uri)] == ["unknown-type"]


@pytest.mark.parametrize(
    ("before", "status"),
    [
        ((), 1),
        ((request("shutdown"),), 0),
        # Kate sends it so.
        ((notification("shutdown"),), 0),
    ],
    ids=["without shutdown", "after shutdown", "after shutdown without an id"],
)
@pytest.mark.parametrize("ending", ["exit", "closed input"])
def test_the_exit_status_says_whether_the_client_took_its_leave(
    before: tuple[object, ...], status: int, ending: str
) -> None:
    with wire() as server:
        server.initialize()
        for message in before:
            server.answers(message)
        if ending == "exit":
            server.send(notification("exit"))
            assert server.process.wait(SECONDS) == status
        else:
            assert server.end() == status


def test_exit_before_initialize_ends_it() -> None:
    with wire() as server:
        server.send(notification("exit"))
        assert server.process.wait(SECONDS) == 1


def test_a_client_that_misnames_a_capability_is_told_to_ask_again(tmp_path: Path) -> None:
    root = app(tmp_path, {"gmail.jsonc": MISSPELLED})
    with wire() as server:
        capabilities = {
            "textDocument": {"diagnostic": {}},
            "workspace": {"diagnostic": {"refreshSupport": True}},
        }
        server.initialize(rootUri=root.as_uri(), capabilities=capabilities)
        server.send(notification("initialized", {}))
        asked = ""
        while asked != "workspace/diagnostic/refresh":
            message = server.receive()
            assert message is not None
            asked = message.get("method", "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("kind", ["SIGTERM", "SIGHUP"])
def test_a_signal_ends_it(kind: str) -> None:
    # Whoever starts the tests with nohup would have the server ignore one of them.
    before = signal.signal(signal.Signals[kind], signal.SIG_DFL)
    try:
        with wire() as server:
            server.initialize()
            server.process.send_signal(signal.Signals[kind])
            assert server.process.wait(SECONDS) == -signal.Signals[kind]
    finally:
        signal.signal(signal.Signals[kind], before)


@pytest.mark.skipif(sys.platform == "win32", reason="the pipes end with the client there")
def test_it_ends_soon_after_the_process_of_the_client() -> None:
    command = [sys.executable, "-c", "input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as client, wire() as server:
        server.initialize(processId=client.pid)
        time.sleep(0.2)
        assert server.process.poll() is None
        client.kill()
        client.wait()
        # Its pipes are open all the time.
        assert server.process.wait(SECONDS) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="processes are looked at in another way")
def test_it_lives_on_with_a_client_that_belongs_to_somebody_else() -> None:
    with wire() as server:
        server.initialize(processId=1)
        assert server.answers(hover()) == [NOTHING]

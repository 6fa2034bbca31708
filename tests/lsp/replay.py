"""A client that says to a server what a real one says, and looks at every message that comes back."""

from __future__ import annotations

import json
import os
import urllib.parse
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.cli.console import connlint
from tests.lsp.conformance import (
    Capabilities,
    Json,
    Value,
    faults_of_notification,
    faults_of_request,
    faults_of_result,
)
from tests.lsp.wire import Pipes, framed

__all__ = ["Replay", "changed", "diagnostics", "filled", "reported"]

CANCELLED = -32800
WARNING = 2
_SEVERITIES = {"error": 1, "warning": 2, "info": 3}


def filled(value: Value, root: Path) -> Value:
    """A value of a recording with the place of this app, and this process."""
    if isinstance(value, dict):
        return {name: filled(each, root) for name, each in value.items()}
    if isinstance(value, list):
        return [filled(each, root) for each in value]
    if value == "{process}":
        return os.getpid()
    return value.replace("{root}", str(root)) if isinstance(value, str) else value


def reported(root: Path) -> dict[str, list[Json]]:
    """What the command line finds in an app, by the paths of the files in it."""
    found = defaultdict(list)
    for each in json.loads(connlint("check", "--format", "json", str(root)).out)["diagnostics"]:
        found[str(Path(each["path"]).resolve().relative_to(root.resolve()))].append(each)
    return found


def diagnostics(found: list[Json], path: Path, encoding: str) -> list[Json]:
    """What the command line finds in a file, as diagnostics in the units of an encoding."""
    lines = path.read_text("utf-8").split("\n")

    def position(place: Json) -> Json:
        before = lines[place["line"] - 1][: place["column"] - 1]
        count = {
            "utf-8": len(before.encode()),
            "utf-16": len(before.encode("utf-16-le")) // 2,
            "utf-32": len(before),
        }[encoding]
        return {"line": place["line"] - 1, "character": count}

    return _sorted(
        {
            "code": each["rule"],
            "message": f"{each['message']}. {each['help']}" if each["help"] else each["message"],
            "severity": _SEVERITIES[each["severity"]],
            "source": "connlint",
            "range": {key: position(each["range"][key]) for key in ("start", "end")},
        }
        for each in found
    )


def _sorted(diagnostics: Iterator[Json]) -> list[Json]:
    return sorted(diagnostics, key=lambda each: json.dumps(each, sort_keys=True))


class Replay:
    """A client of a started server. `faults` gets what the server does wrong, in sentences.

    `answers` are what the client answers to requests, by their methods, in order.
    """

    def __init__(
        self, wire: Pipes, root: Path, parameters: Json, answers: Mapping[str, list[Json]]
    ) -> None:
        self.wire = wire
        self.root = root
        self.parameters = parameters
        self.client = Capabilities(parameters["capabilities"] or {})
        self.faults: list[str] = []
        self.results: dict[object, Value] = {}
        self.shown: dict[str, list[Json]] = {}
        """The diagnostics that the client shows, by the document's address."""
        self.texts: dict[str, str] = {}
        self.requests: set[str] = set()
        """What the server has asked for: methods, and those that it has registered."""
        self.ended = False
        self._answers = {method: list(each) for method, each in answers.items()}
        self._asked: dict[object, tuple[str, Json]] = {}
        self._cancelled: set[object] = set()

    @property
    def encoding(self) -> str:
        capabilities = next(iter(self.results.values()))["capabilities"]
        return str(capabilities.get("positionEncoding", "utf-16"))

    def say(self, message: Json, *, indent: int | None = None) -> None:
        """Send a message; the answer to a request is not waited for."""
        method, params = message["method"], message.get("params") or {}
        if "id" in message:
            self._asked[message["id"]] = method, params
        if method == "$/cancelRequest":
            self._cancelled.add(params["id"])
        self._note(method, params)
        body = json.dumps(message, indent=indent).encode()
        self.wire.send(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def ask(self, message: Json, *, indent: int | None = None) -> Value:
        """Send a request, and give its result."""
        self.say(message, indent=indent)
        return self.result(message["id"])

    def result(self, number: object) -> Value:
        """Wait for the answer to a request."""
        while number not in self.results and not self.ended:
            self._listen()
        return self.results.get(number)

    def shows(self, uri: str, expected: list[Json]) -> list[Json]:
        """Wait until the client shows what is expected; what it shows in the end."""
        while self._found(uri) != expected and not self.ended:
            self._listen()
        return self._found(uri)

    def end(self) -> None:
        """Close the connection, and wait for the server's end; every request must have an answer."""
        self.wire.close()
        while not self.ended:
            self._listen()
        for number in self._asked.keys() - self.results.keys():
            self.faults.append(f"never answers {self._asked[number][0]}")

    def path(self, uri: str) -> Path:
        return Path(urllib.parse.unquote(uri.removeprefix("file://")))

    def _found(self, uri: str) -> list[Json]:
        """What is shown in a document, as far as the command line says it, too."""
        keys = ("code", "message", "severity", "source", "range")
        return _sorted({key: each[key] for key in keys} for each in self.shown.get(uri, ()))

    def _note(self, method: str, params: Json) -> None:
        """Keep the texts of documents, and what is saved of them on disk."""
        if method == "textDocument/didOpen":
            document = params["textDocument"]
            self.texts[document["uri"]] = document["text"]
        elif method == "textDocument/didChange":
            uri = params["textDocument"]["uri"]
            for change in params["contentChanges"]:
                self.texts[uri] = changed(self.texts[uri], change)
        elif method == "textDocument/didSave":
            uri = params["textDocument"]["uri"]
            assert params.get("text", self.texts[uri]) == self.texts[uri]
            self.path(uri).write_text(self.texts[uri], "utf-8")

    def _listen(self) -> None:
        """Take the next message of the server."""
        message = self.wire.receive()
        if message is None:
            self.ended = True
        elif "method" not in message:
            self._answered(message)
        elif "id" in message:
            self._requested(message)
        else:
            method: str = message["method"]
            params: Value = message.get("params")
            self.faults += faults_of_notification(self.client, method, params)
            if method == "textDocument/publishDiagnostics":
                self.shown[params["uri"]] = params["diagnostics"]
            elif method == "window/showMessage" or (
                method == "window/logMessage" and params["type"] <= WARNING
            ):
                self.faults.append(f"says {params['message']}")

    def _requested(self, message: Json) -> None:
        method: str = message["method"]
        params: Value = message.get("params")
        self.faults += faults_of_request(self.client, method, params)
        if method == "client/registerCapability":
            self.requests |= {each["method"] for each in params["registrations"]}
        else:
            self.requests.add(method)
        given = self._answers.get(method)
        answer = given.pop(0) if given else {"result": None}
        self.wire.send(framed({"jsonrpc": "2.0", **answer, "id": message["id"]}))

    def _answered(self, message: Json) -> None:
        number = message["id"]
        if number not in self._asked or number in self.results:
            self.faults.append(f"answers {number}, which nobody asked")
            return
        method, params = self._asked[number]
        result: Value = message.get("result")
        self.results[number] = result
        if "error" in message:
            if number not in self._cancelled or message["error"]["code"] != CANCELLED:
                self.faults.append(f"answers {method} with {message['error']}")
            return
        self.faults += [
            f"{method}: {fault}" for fault in faults_of_result(self.client, method, result)
        ]
        if method == "textDocument/diagnostic" and result["kind"] == "full":
            self.shown[params["textDocument"]["uri"]] = result["items"]


def changed(text: str, change: Json) -> str:
    """A text after a change; positions are the same in every encoding here."""
    assert text.isascii()
    if change.get("range") is None:
        return str(change["text"])
    lines = text.split("\n")

    def offset(place: Json) -> int:
        return sum(len(line) + 1 for line in lines[: place["line"]]) + int(place["character"])

    start, end = offset(change["range"]["start"]), offset(change["range"]["end"])
    return f"{text[:start]}{change['text']}{text[end:]}"

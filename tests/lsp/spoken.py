"""A client that talks as a file of `clients` says."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING

from tests.lsp.replay import Replay, changed

if TYPE_CHECKING:
    from tests.lsp.conformance import Json, Value

__all__ = ["Spoken"]


class Spoken:
    """A client that talks as a file of `clients` says, and does what people do in an editor."""

    def __init__(self, replay: Replay, about: Json) -> None:
        self.replay = replay
        self.about = about
        self.numbers = itertools.count(about["first_id"])
        self.versions: dict[str, int] = {}
        self.given: dict[str, list[Value]] = defaultdict(list)
        """The answers, by the methods of the requests."""

    def send(self, method: str, *parameters: Value, asks: bool = False) -> Value:
        """Send a message with parameters, if there are any; the result of a request."""
        message: Json = {"jsonrpc": "2.0", "method": method}
        if parameters:
            (message["params"],) = parameters
        if not asks:
            self.replay.say(message, indent=self.about.get("indent"))
            return None
        number = next(self.numbers)
        message["id"] = str(number) if self.about.get("string_ids") else number
        result = self.replay.ask(message, indent=self.about.get("indent"))
        self.given[method].append(result)
        return result

    def send_all(self, messages: list[Json]) -> None:
        for message in messages:
            given = [message["params"]] if "params" in message else []
            self.send(message["method"], *given, asks=message.get("id", False))

    def uri(self, path: str) -> str:
        return (self.replay.root / path).as_uri()

    def open(self, path: str, language: str = "jsonc") -> None:
        text = (self.replay.root / path).read_text("utf-8")
        self.versions[path] = 1
        document = {"uri": self.uri(path), "languageId": language, "version": 1, "text": text}
        self.send("textDocument/didOpen", {"textDocument": document})

    def ask(self, feature: str, path: str, **more: Value) -> Value:
        parameters = {"textDocument": {"uri": self.uri(path)}, **more}
        return self.send(f"textDocument/{feature}", parameters, asks=True)

    def at(self, path: str, text: str, after: int = 1) -> Json:
        """The position a few characters after the beginning of a text."""
        before, _, _ = self.replay.texts[self.uri(path)].partition(text)
        line = before.count("\n")
        return {"line": line, "character": len(before.rpartition("\n")[2]) + after}

    def actions(self, path: str, *only: str) -> list[Json]:
        """The actions for a whole document."""
        end = {"line": self.replay.texts[self.uri(path)].count("\n"), "character": 0}
        context = {"diagnostics": self.replay.shown.get(self.uri(path), [])}
        place = {"start": {"line": 0, "character": 0}, "end": end}
        more = {"only": list(only)} if only else {}
        found = self.ask("codeAction", path, range=place, context={**context, **more})
        assert isinstance(found, list)
        return found

    def edit(self, path: str, before: str, after: str) -> Json:
        """An edit that puts a text in the place of another."""
        start, end = self.at(path, before, 0), self.at(path, before, len(before))
        return {"range": {"start": start, "end": end}, "newText": after}

    def edits_of(self, action: Json, path: str) -> list[Json]:
        """The edits of an action, which must be about one document as it is now."""
        if "changes" in action["edit"]:
            ((uri, edits),) = action["edit"]["changes"].items()
        else:
            (change,) = action["edit"]["documentChanges"]
            uri, edits = change["textDocument"]["uri"], change["edits"]
            assert change["textDocument"]["version"] == self.versions[path]
        assert uri == self.uri(path)
        return list(edits)

    def change(self, path: str, edits: list[Json]) -> None:
        """Edit a document, and say so as this client does."""
        edits = sorted(edits, key=lambda each: list(each["range"]["start"].values()), reverse=True)
        changes: list[Json] = [{"range": each["range"], "text": each["newText"]} for each in edits]
        if self.about["changes"] == "full":
            text = self.replay.texts[self.uri(path)]
            for each in changes:
                text = changed(text, each)
            changes = [{"text": text}]
        self.versions[path] += 1
        document = {"uri": self.uri(path), "version": self.versions[path]}
        self.send("textDocument/didChange", {"textDocument": document, "contentChanges": changes})

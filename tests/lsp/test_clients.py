"""Real clients, with what they declare and what they say: each gets answers in the form it can take.

`clients/*.jsonl` are recorded sessions of editors (tests/editors/test_recordings.py records them
again). `clients/*.json` say what other clients declare and how they talk, as their sources have it;
`left_out` is what depends on the installation, and what this server does not read.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from tests.cli.console import CONNECTORS
from tests.lsp.forked import forked
from tests.lsp.replay import Replay, diagnostics, filled, reported
from tests.lsp.spoken import Spoken
from tests.lsp.wire import SECONDS, wire

if TYPE_CHECKING:
    from tests.lsp.conformance import Json

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="the clients that were recorded write paths with slashes"
)

PAGE = Path(__file__).parents[2] / "docs" / "editors.md"
BROKEN = Path(__file__).parents[2] / "examples" / "broken-app"
CLIENTS = Path(__file__).with_name("clients")
RECORDED = sorted(path.stem for path in CLIENTS.glob("*.jsonl"))
DECLARED = sorted(path.stem for path in CLIENTS.glob("*.json"))

GMAIL, NOTION, SLACK, LINKEDIN = (
    f"{CONNECTORS}/{name}.jsonc" for name in ("gmail", "notion", "slack", "linkedin")
)
RECEIPT = "base44/functions/receipt/entry.ts"
ANNOUNCE = "base44/functions/announce/entry.ts"
SEND = "https://www.googleapis.com/auth/gmail.send"


class App:
    """What the command line finds in the app, which is the same for each client that changes it."""

    def __init__(self) -> None:
        self._found: dict[str, dict[str, list[Json]]] = {}

    def found(self, root: Path) -> dict[str, list[Json]]:
        """The findings by path; no test changes more than this file."""
        text = (root / GMAIL).read_text("utf-8")
        if text not in self._found:
            self._found[text] = reported(root)
        return self._found[text]


@pytest.fixture(scope="module")
def app() -> App:
    return App()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The broken app, in a repository, so that its settings hold wherever an editor starts.

    In one of its files, each encoding counts characters in its own way.
    """
    root = tmp_path / "app"
    shutil.copytree(BROKEN, root)
    (root / ".git").mkdir()
    text = (root / SLACK).read_text("utf-8")
    (root / SLACK).write_text(text.replace('  "', '  /* 😀é */ "'), "utf-8")
    return root


class Session(NamedTuple):
    """A recorded session: its messages, and the client's answers by the methods of the requests."""

    messages: list[Json]
    answers: dict[str, list[Json]]


def _recorded(name: str, root: Path) -> Session:
    _, *lines = (CLIENTS / f"{name}.jsonl").read_text("utf-8").splitlines()
    messages, answers = [], defaultdict(list)
    for message in filled([json.loads(line) for line in lines], root):
        if "method" in message:
            messages.append(message)
        else:
            method = message["id"].removeprefix("{id of ").removesuffix("}")
            answers[method].append(message)
    return Session(messages, answers)


def _look(replay: Replay, path: str, app: App) -> tuple[list[Json], list[Json]]:
    """What a client shows in an open document, and what the command line finds in the file."""
    file = replay.root / path
    expected = diagnostics(app.found(replay.root)[path], file, replay.encoding)
    uri = next(uri for uri in replay.texts if replay.path(uri) == file)
    if replay.client.pulls:
        asked = {"jsonrpc": "2.0", "id": f"look {len(replay.results)}"}
        parameters = {"textDocument": {"uri": uri}}
        replay.ask({**asked, "method": "textDocument/diagnostic", "params": parameters})
    return replay.shows(uri, expected), expected


@pytest.mark.parametrize("name", RECORDED)
def test_a_recorded_session_is_answered(name: str, root: Path, app: App) -> None:
    messages, answers = _recorded(name, root)
    cancelled = {each["params"]["id"] for each in messages if each["method"] == "$/cancelRequest"}
    seen: list[tuple[list[Json], list[Json]]] = []
    with wire() as server:
        replay = Replay(server, root, messages[0]["params"], answers)
        for message in messages:
            if message["method"] == "textDocument/didOpen":
                # The example may have changed since.
                (root / GMAIL).write_text(message["params"]["textDocument"]["text"], "utf-8")
            elif message["method"] in {"textDocument/didClose", "shutdown"} and len(seen) == 1:
                seen.append(_look(replay, GMAIL, app))
            replay.say(message)
            if "id" in message and message["id"] not in cancelled:
                replay.result(message["id"])
            if message["method"] == "textDocument/didOpen":
                seen.append(_look(replay, GMAIL, app))
        replay.end()
        status = server.process.wait(SECONDS)
    (first, found_first), (last, found_last) = seen
    assert (first, last) == (found_first, found_last)
    assert [len(first), len(last)] == [8, 9]
    assert replay.faults == []
    assert status == 0


OPENED = {
    GMAIL: "jsonc",
    NOTION: "jsonc",
    SLACK: "jsonc",
    LINKEDIN: "jsonc",
    ANNOUNCE: "typescript",
    RECEIPT: "typescript",
}


def _look_around(client: Spoken) -> None:
    """Ask for everything that the server offers."""
    for path, part in (
        (GMAIL, '"gmail"'),
        (GMAIL, '"scopes"'),
        (GMAIL, '"https://www.googleapis.com/auth/gmail.modify"'),
        (RECEIPT, '"gmail"'),
    ):
        assert client.ask("hover", path, position=client.at(path, part)) is not None
    for path, part in (
        (GMAIL, '"gmail"'),
        (GMAIL, '"gmail.send"'),
        (NOTION, "{"),
        (LINKEDIN, '"r_liteprofile"'),
        (RECEIPT, '"gmail"'),
    ):
        assert client.ask("completion", path, position=client.at(path, part))
    for path in OPENED:
        client.actions(path)
        for feature in ("documentSymbol", "documentLink", "codeLens"):
            client.ask(feature, path)
    for kind in ("quickfix", "source.fixAll"):
        client.actions(GMAIL, kind)
    assert client.ask("definition", RECEIPT, position=client.at(RECEIPT, '"gmail"'))
    context = {"includeDeclaration": True}
    assert client.ask("references", GMAIL, position=client.at(GMAIL, '"gmail"'), context=context)
    for method in client.about["pulls"]:
        if method == "workspace/diagnostic":
            client.send(method, {"previousResultIds": []}, asks=True)


def _fix(client: Spoken) -> None:
    """Apply a fix, or type it if the client gets none; then type another change, and save."""
    titles = {each["title"]: each for each in client.actions(GMAIL)}
    fix = titles.get(f'Change it to "{SEND}"')
    if fix is None:
        client.change(GMAIL, [client.edit(GMAIL, "gmail.send", SEND)])
    else:
        client.change(GMAIL, client.edits_of(fix, GMAIL))
    client.change(GMAIL, [client.edit(GMAIL, "readonyl", "readonly")])
    before = (BROKEN / GMAIL).read_text("utf-8")
    after = before.replace('"gmail.send"', f'"{SEND}"').replace("readonyl", "readonly")
    assert client.replay.texts[client.uri(GMAIL)] == after
    client.send("textDocument/didSave", {"textDocument": {"uri": client.uri(GMAIL)}})


def _speak(about: Json, root: Path, app: App) -> tuple[Spoken, int | None]:
    """A whole session; whoever calls looks at the faults and the status."""
    with forked() as server:
        parameters = filled(about["parameters"], root)
        replay = Replay(server, root, parameters, about.get("answers", {}))
        client = Spoken(replay, about)
        client.send("initialize", parameters, asks=True)
        client.send_all(about["after"])
        for path, language in OPENED.items():
            client.open(path, language)
        for path in OPENED:
            shown, expected = _look(replay, path, app)
            assert shown == expected
        _look_around(client)
        _fix(client)
        shown, expected = _look(replay, GMAIL, app)
        assert shown == expected
        for path in OPENED:
            client.send("textDocument/didClose", {"textDocument": {"uri": client.uri(path)}})
        client.send_all(about["ending"])
        replay.end()
        return client, server.status()


class Form(NamedTuple):
    """The form of what a client was given.

    `deprecated` is how a completion is struck through, `edits` what has the edits of an action, and
    `more` is what diagnostics have that not every client takes. `asked` is what the server asks for,
    and what it wants to be told.
    """

    encoding: str
    hover: str
    documentation: str
    snippets: bool
    deprecated: str
    edits: str
    creates: bool
    symbols: str
    more: str
    asked: str


MOST = Form(
    encoding="utf-16",
    hover="markdown",
    documentation="markdown",
    snippets=True,
    deprecated="tags",
    edits="documentChanges",
    creates=True,
    symbols="tree",
    more="codeDescription relatedInformation tags",
    asked="workspace/didChangeConfiguration workspace/didChangeWatchedFiles",
)
"""What most clients get."""
FORMS = {
    "coc": MOST,
    "helix": MOST._replace(
        encoding="utf-8",
        documentation="text",
        symbols="list",
        more="tags",
        asked="workspace/didChangeWatchedFiles",
    ),
    "kate": MOST._replace(
        documentation="text",
        deprecated="",
        edits="changes",
        creates=False,
        more="relatedInformation",
        asked="",
    ),
    "lsp4e": MOST._replace(deprecated="", more="", asked="workspace/didChangeWatchedFiles"),
    "lsp4ij": MOST._replace(deprecated="deprecated"),
    "minimal": Form("utf-16", "plaintext", "text", False, "", "", False, "list", "", ""),
    "sublime": MOST._replace(asked="workspace/configuration workspace/didChangeConfiguration"),
    "vim-lsp": MOST._replace(
        snippets=False,
        deprecated="",
        edits="changes",
        creates=False,
        symbols="list",
        more="relatedInformation",
        asked="",
    ),
    "zed": MOST,
}
# These are asked where something has changed, or takes long.
BY_CHANCE = {"workspace/diagnostic/refresh", "window/workDoneProgress/create"}


@pytest.mark.parametrize("name", DECLARED)
def test_a_client_gets_what_it_has_declared(name: str, root: Path, app: App) -> None:
    about = json.loads((CLIENTS / f"{name}.json").read_text("utf-8"))
    client, status = _speak(about, root, app)
    assert client.replay.faults == []
    # Without shutdown, the protocol wants another status.
    assert status == (0 if about["ending"] else 1)
    assert _form(client) == FORMS[name]


def _form(client: Spoken) -> Form:
    first = client.given["initialize"][0]["capabilities"]
    items, actions = _each(client, "completion"), _each(client, "codeAction")
    documented = [each["documentation"] for each in items if "documentation" in each]
    changes = [each for action in actions for each in action["edit"].get("documentChanges", ())]
    return Form(
        first["positionEncoding"],
        _one(each["contents"]["kind"] for each in _each(client, "hover")),
        _one(each["kind"] if isinstance(each, dict) else "text" for each in documented),
        any(each.get("insertTextFormat") == 2 for each in items),
        _one(key for each in items for key in ("tags", "deprecated") if key in each),
        _one(key for action in actions for key in action["edit"]),
        any(each.get("kind") == "create" for each in changes),
        _one("tree" if "range" in each else "list" for each in _each(client, "documentSymbol")),
        " ".join(
            sorted(
                {key for shown in client.replay.shown.values() for each in shown for key in each}
                - COMMON
            )
        ),
        " ".join(sorted(client.replay.requests - BY_CHANCE)),
    )


COMMON = {"range", "message", "severity", "code", "source"}


def _each(client: Spoken, method: str) -> list[Json]:
    given = client.given[f"textDocument/{method}"]
    return [each for result in given for each in (result if isinstance(result, list) else [result])]


def _one(values: Iterator[str]) -> str:
    """The value that all have; empty if there is none."""
    found = set(values)
    assert len(found) <= 1
    return found.pop() if found else ""


def test_the_page_names_all_clients_and_their_versions() -> None:
    rows = {
        tuple(cell.strip() for cell in line.strip("|").split("|"))
        for line in PAGE.read_text("utf-8").splitlines()
        if line.endswith((" a recorded session |", " declared capabilities |"))
    }
    heads = [
        json.loads((CLIENTS / f"{name}.jsonl").read_text("utf-8").partition("\n")[0])
        for name in RECORDED
    ]
    others = [
        json.loads((CLIENTS / f"{name}.json").read_text("utf-8"))
        for name in DECLARED
        if name != "minimal"
    ]
    assert {row[1:] for row in rows if row[2] == "a recorded session"} == {
        (each["version"], "a recorded session") for each in heads
    }
    assert {row for row in rows if row[2] == "declared capabilities"} == {
        (each["client"], each["version"], "declared capabilities") for each in others
    }


@pytest.mark.parametrize("name", DECLARED)
def test_each_client_names_its_source(name: str) -> None:
    about = json.loads((CLIENTS / f"{name}.json").read_text("utf-8"))
    assert {"repository", "files"} <= about["source"].keys()
    assert len(about["source"].get("commit", "")) == (0 if name == "minimal" else 40)
    assert about["unusual"]


@pytest.mark.parametrize("path", sorted(CLIENTS.iterdir()), ids=lambda path: path.name)
def test_what_is_stored_is_of_no_machine(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "/tmp" not in text  # noqa: S108 - it is looked for
    assert "/home" not in text
    assert "/root" not in text

"""The server with any folder open: large ones, ones that hang, ones that change meanwhile."""

from __future__ import annotations

import asyncio
import ctypes
import json
import os
import shutil
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.cli.console import CONNECTORS, MISTYPED, app
from tests.lsp.wire import Wire, wire
from tests.project.tree import SLACK, make

from connlint_lsp.search import AppSearch, End, Limits, SearchResult
from connlint_lsp.searches import Searches
from connlint_lsp.server import create_server
from connlint_lsp.session import Session

NO_LIMITS = Limits(1_000_000, 1_000_000, 1_000_000)
FILE = f"{CONNECTORS}/slack.jsonc"


def _searched(
    folder: Path, limits: Limits = NO_LIMITS, skipped: frozenset[str] = frozenset()
) -> SearchResult:
    """The end of a search that runs in a thread of its own."""
    results: list[SearchResult] = []
    ended = threading.Event()

    def report(_: AppSearch, result: SearchResult) -> None:
        results.append(result)
        if result.end is not None:
            ended.set()

    AppSearch(str(folder), {}, report, skipped=skipped, limits=limits).start()
    assert ended.wait(20)
    return results[-1]


def _roots(result: SearchResult, folder: Path) -> list[str]:
    return [os.path.relpath(target.root, folder) for target in result.targets]


TREE = {
    "a/deep/down/app/" + FILE: SLACK,
    "b/" + FILE: SLACK,
    "b/inner/" + FILE: SLACK,
    "c/" + FILE: SLACK,
    "node_modules/app/" + FILE: SLACK,
    ".hidden/app/" + FILE: SLACK,
    "ignored/more/app/" + FILE: SLACK,
    "again/ignored/app/" + FILE: SLACK,
    ".git/": "",
    ".gitignore": "ignored/\n",
}


def test_upper_folders_come_first_and_ignored_ones_not_at_all(tmp_path: Path) -> None:
    result = _searched(make(tmp_path, TREE))
    assert _roots(result, tmp_path) == ["b", "c", "b/inner", "a/deep/down/app"]
    # The folder itself, a, b, c, again, ignored, a/deep, b/inner, again/ignored, and two below.
    assert (result.looked, result.end) == (11, End.COMPLETE)


@pytest.mark.parametrize(
    "limits, roots, looked, end",
    [
        (NO_LIMITS._replace(folders=4), ["b"], 4, End.FOLDERS),
        (NO_LIMITS._replace(apps=2), ["b", "c"], 5, End.APPS),
        (NO_LIMITS._replace(seconds=0), [], 1, End.SECONDS),
    ],
)
def test_a_search_ends_at_its_limits(
    limits: Limits, roots: list[str], looked: int, end: End, tmp_path: Path
) -> None:
    result = _searched(make(tmp_path, TREE), limits)
    assert (_roots(result, tmp_path), result.looked, result.end) == (roots, looked, end)


def test_a_folder_can_be_left_out(tmp_path: Path) -> None:
    result = _searched(make(tmp_path, TREE), skipped=frozenset({str(tmp_path / "b")}))
    assert _roots(result, tmp_path) == ["c", "a/deep/down/app"]


class Shown:
    """What users see of searches."""

    def __init__(self) -> None:
        self.logged: list[str] = []
        self.told: list[str] = []
        self.searches: list[str] = []

    def log(self, text: str) -> None:
        self.logged.append(text)

    def tell(self, text: str) -> None:
        self.told.append(text)

    def show_search(self, folder: str) -> None:
        self.searches.append(folder)

    def hide_search(self, folder: str) -> None:
        self.searches = [each for each in self.searches if each != folder]


def _told(folder: Path, limits: Limits, times: int = 1) -> Shown:
    """What is shown when a folder is searched so many times."""

    async def run() -> Shown:
        session, shown, changed = Session(), Shown(), asyncio.Event()
        session.set_folders([folder.as_uri()])
        searches = Searches(session, shown, changed.set, limits)
        for _ in range(times):
            searches.start()
            while searches.are_running:
                changed.clear()
                await changed.wait()
        return shown

    return asyncio.run(asyncio.wait_for(run(), 20))


OTHERS = "connlint checks others when you open one of their files."


@pytest.mark.parametrize(
    "limits, told, logged",
    [
        (NO_LIMITS, [], "4 apps in 11 folders, in * seconds (complete)"),
        (
            NO_LIMITS._replace(folders=4),
            [f"Found 1 app in the first 4 folders of ROOT; {OTHERS}"],
            "1 app in 4 folders, in * seconds (stopped, because there are more folders)",
        ),
        (
            NO_LIMITS._replace(apps=2),
            [f"ROOT contains many apps. Of these, the first 2 are checked; {OTHERS}"],
            "2 apps in 5 folders, in * seconds (stopped, because there are more apps)",
        ),
        (
            NO_LIMITS._replace(seconds=0),
            [f"Found 0 apps in the first 1 folder of ROOT, in * seconds; {OTHERS}"],
            "0 apps in 1 folder, in * seconds (stopped, because it took long)",
        ),
    ],
)
def test_limits_are_named_in_the_log_and_in_one_message(
    limits: Limits, told: list[str], logged: str, tmp_path: Path
) -> None:
    shown = _told(make(tmp_path, TREE), limits, times=2)

    def plain(text: str) -> str:
        words = text.replace(str(tmp_path), "ROOT").split(" ")
        return " ".join("*" if word.startswith("0.") else word for word in words)

    assert [plain(text) for text in shown.told] == told
    assert [plain(text) for text in shown.logged] == [f"searched ROOT: {logged}"] * 2
    assert shown.searches == []


def _opened(server: Wire, file: Path, text: str) -> None:
    item = {"uri": file.as_uri(), "languageId": "jsonc", "version": 1, "text": text}
    server.send(_note("textDocument/didOpen", {"textDocument": item}))


def _note(method: str, params: object) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "method": method, "params": params}


def _asked(server: Wire, number: int, method: str, params: object) -> dict[str, Any]:
    server.send({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
    return server.until(number)[-1]


def _until(server: Wire, is_it: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    while (message := server.receive()) is not None:
        if is_it(message):
            return message
    raise AssertionError("the server has ended")


def _published(server: Wire, file: Path) -> list[str]:
    """The rules of the next diagnostics of a file."""
    message = _until(
        server,
        lambda each: (
            each.get("method") == "textDocument/publishDiagnostics"
            and each["params"]["uri"] == file.as_uri()
        ),
    )
    return [each["code"] for each in message["params"]["diagnostics"]]


def _start(server: Wire, root: Path, **capabilities: object) -> None:
    server.initialize(rootUri=root.as_uri(), capabilities=capabilities)
    server.send(_note("initialized", {}))


def _end(server: Wire) -> int:
    assert _asked(server, 99, "shutdown", None)["result"] is None
    server.send(_note("exit", None))
    return server.process.wait(20)


@pytest.mark.parametrize("root", ["/", "~"])
def test_an_open_file_does_not_wait_for_a_large_root(root: str, tmp_path: Path) -> None:
    file = app(tmp_path, {"slack.jsonc": MISTYPED}) / CONNECTORS / "slack.jsonc"
    with wire() as server:
        _start(server, Path(root).expanduser().resolve())
        _opened(server, file, MISTYPED)
        place = {"textDocument": {"uri": file.as_uri()}, "position": {"line": 1, "character": 3}}
        assert _published(server, file) == ["unknown-type"]
        answer = _asked(server, 1, "textDocument/hover", place)
        assert "result" in answer
        assert _end(server) == 0


@contextmanager
def _hanging(folder: Path) -> Iterator[None]:
    """A file system that never answers, as a network drive that has gone away."""
    if sys.platform != "linux" or os.geteuid() != 0 or not os.path.exists("/dev/fuse"):
        pytest.skip("only root on Linux can mount a file system that never answers")
    libc = ctypes.CDLL(None, use_errno=True)
    device = os.open("/dev/fuse", os.O_RDWR)
    options = f"fd={device},rootmode=40000,user_id=0,group_id=0".encode()
    place = os.fsencode(folder)
    try:
        if libc.mount(b"connlint-test", place, b"fuse.connlint", 0, options):
            pytest.skip(f"cannot mount here: {os.strerror(ctypes.get_errno())}")
        try:
            yield
        finally:
            # Detached, and with nobody who would answer: whoever waits for it gets an error.
            libc.umount2(place, 2)
    finally:
        os.close(device)


def test_a_drive_that_does_not_answer_is_left_out(tmp_path: Path) -> None:
    root = make(tmp_path, {"hangs/": "", f"z/app/{FILE}": MISTYPED, f"open/{FILE}": MISTYPED})
    file = root / "open" / FILE
    with _hanging(root / "hangs"), wire() as server:
        _start(server, root)
        _opened(server, file, MISTYPED)
        assert _published(server, file) == ["unknown-type"]
        told = _until(server, lambda each: each.get("method") == "window/showMessage")
        assert told["params"]["message"] == (
            f"connlint: {root / 'hangs'} does not answer, so connlint does not look for apps in it."
        )
        assert _published(server, root / "z/app" / FILE) == ["unknown-type"]
        assert _end(server) == 0


class _Heard:
    """The messages of a server in this process, each under its method."""

    def __init__(self) -> None:
        self.messages: defaultdict[str, asyncio.Queue[dict[str, Any]]] = defaultdict(asyncio.Queue)

    def write(self, data: bytes) -> None:
        message = json.loads(data.partition(b"\r\n\r\n")[2])
        self.messages[message.get("method", "")].put_nowait(message)

    def close(self) -> None:
        """There is nothing to close."""


def test_users_see_a_long_search_and_can_cancel_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make(tmp_path, {"hangs/": "", f"open/{FILE}": MISTYPED})
    # However slow this machine is, the user cancels it before it is given up.
    monkeypatch.setattr("connlint_lsp.searches._PATIENCE", 60)

    async def run() -> list[Any]:
        server, heard = create_server(), _Heard()
        server.protocol.set_writer(heard)

        def send(message: dict[str, Any]) -> None:
            server.protocol.handle_message(server.protocol.structure_message(message))

        capabilities = {"window": {"workDoneProgress": True}}
        parameters = {"capabilities": capabilities, "rootUri": root.as_uri(), "processId": None}
        send({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": parameters})
        send(_note("initialized", {}))
        create = await heard.messages["window/workDoneProgress/create"].get()
        send({"jsonrpc": "2.0", "id": create["id"], "result": None})
        begin = await heard.messages["$/progress"].get()
        token = create["params"]
        send(_note("window/workDoneProgress/cancel", token))
        logged = await heard.messages["window/logMessage"].get()
        assert not server.checks.searches.are_running
        text = logged["params"]["message"]
        return [
            token,
            begin["params"],
            text.split(" ")[-1],
            (await heard.messages["$/progress"].get())["params"],
        ]

    with _hanging(root / "hangs"):
        token, begin, how, end = asyncio.run(asyncio.wait_for(run(), 30))
    assert token == {"token": "connlint/search/1"}
    title = f"connlint: looking for apps in {root.name}"
    assert begin == {**token, "value": {"kind": "begin", "title": title, "cancellable": True}}
    assert how == "(cancelled)"
    assert end == {**token, "value": {"kind": "end"}}


def test_a_tree_may_change_while_it_is_searched(tmp_path: Path) -> None:
    """Folders that come and go are searched or not, and the search goes on."""
    make(tmp_path, {f"stays/{number}/{FILE}": SLACK for number in range(20)})
    has_ended = threading.Event()

    def change() -> None:
        while not has_ended.is_set():
            make(tmp_path, {f"goes/{number}/{FILE}": SLACK for number in range(20)})
            shutil.rmtree(tmp_path / "goes")

    changer = threading.Thread(target=change)
    changer.start()
    try:
        for _ in range(20):
            result = _searched(tmp_path)
            assert result.end is End.COMPLETE
            stays = {root for root in _roots(result, tmp_path) if root.startswith("stays")}
            assert stays == {f"stays/{number}" for number in range(20)}
    finally:
        has_ended.set()
        changer.join()


@pytest.mark.slow
def test_twenty_thousand_apps_do_not_fill_the_memory(tmp_path: Path) -> None:
    text = MISTYPED.encode()
    for number in range(20_000):
        folder = tmp_path / f"{number // 200:03}" / f"{number:05}" / CONNECTORS
        folder.mkdir(parents=True)
        (folder / "slack.jsonc").write_bytes(text)
    file = tmp_path / "099" / "19999" / FILE
    with wire() as server:
        _start(server, tmp_path)
        _opened(server, file, MISTYPED)
        assert _published(server, file) == ["unknown-type"]
        told = _until(server, lambda each: each.get("method") == "window/showMessage")
        assert told["params"]["message"] == (
            f"connlint: {tmp_path} contains many apps. Of these, the first 500 are checked; {OTHERS}"
        )
        # Those that are checked are, and an app beyond them is when it is opened.
        assert _published(server, tmp_path / "002" / "00499" / FILE) == ["unknown-type"]
        other = tmp_path / "050" / "10000" / FILE
        _opened(server, other, MISTYPED)
        assert _published(server, other) == ["unknown-type"]
        status = Path(f"/proc/{server.process.pid}/status")
        if status.exists():
            (line,) = (each for each in status.read_text().split("\n") if "VmRSS" in each)
            assert int(line.split()[1]) < 300_000
        assert _end(server) == 0

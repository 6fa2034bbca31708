"""Benchmark of the language server: the time from an edit to its diagnostics, over the protocol.

Usage: python -m tools.bench.lsp [--edits N] [--long] [--budget]

An app of 47 connectors and 200 functions is open as a workspace. One connector file, then one
function, is edited N times (200) with the server's delay set to 0, so that each edit adds or
removes a finding; the clock runs from the notification until the diagnostics of that
version arrive. `--long` makes 10,000 edits of each instead, and compares the server's memory
with that after 100. With `--budget`, it ends with status 1 when 95 of 100 edits take longer
than two starts of Python, or the memory grows by more than 10 MiB, in each of ten tries: a busy
machine misses some, and a change that costs something misses all. The budget itself is less: 20 ms,
or one and a half starts of Python where that is longer. What misses it is printed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from tools.bench.functions import app_with_functions
from tools.bench.timing import seconds_of

__all__ = ["main"]

ROOT = Path(__file__).resolve().parents[2]
CONNECTORS, FUNCTIONS, WITH_CALLS = 47, 200, 20
WARM, MANY = 100, 10_000
MOST_SECONDS, MOST_MEMORY = 0.020, 10.0
"""The budgets: for 95 of 100 edits, in seconds, and for the growth of the memory, in MiB."""
MOST_STARTS = 1.5
"""The budget for 95 of 100 edits on a slow machine, in starts of Python."""
FAILING_STARTS = 2.0
"""The starts of Python from which on a missed budget is a failure: twice the usual time."""
STARTS = 20
"""The number of times that Python's start is timed while a file is edited."""
TRIES = 10

Message = dict[str, Any]


class Edit(NamedTuple):
    """A part of a file, and the text that replaces it in every other edit."""

    path: Path
    before: str
    after: str


class Times(NamedTuple):
    """The seconds of edits, and of starts of Python between them."""

    edits: list[float]
    starts: list[float]

    @property
    def start(self) -> float:
        """Return the seconds that a start of Python takes on this machine."""
        return statistics.median(self.starts)

    @property
    def late(self) -> float:
        """Return the seconds that 95 of 100 edits take at most."""
        ordered = sorted(self.edits)
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]

    @property
    def most(self) -> float:
        """Return the seconds that 95 of 100 edits may take on this machine."""
        return max(MOST_SECONDS, MOST_STARTS * self.start)


class Server:
    """A running server, and the exchange of messages with it."""

    def __init__(self, root: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "connlint", "server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._versions: dict[str, int] = {}
        folder = {"uri": root.as_uri(), "name": root.name}
        self._send(
            "initialize",
            {
                "processId": None,
                "rootUri": root.as_uri(),
                "workspaceFolders": [folder],
                "capabilities": {"textDocument": {"publishDiagnostics": {"versionSupport": True}}},
                "initializationOptions": {"debounce": 0},
            },
            number=1,
        )
        while self._receive().get("id") != 1:
            pass
        self._send("initialized", {})

    def close(self) -> None:
        """End the server as an editor does."""
        self._send("shutdown", None, number=2)
        self._send("exit", None)
        self._process.communicate(timeout=60)

    @property
    def memory(self) -> float:
        """Return the server's memory in MiB; NaN where the system does not tell it."""
        status = Path(f"/proc/{self._process.pid}/status")
        lines = status.read_text("utf-8").splitlines() if status.exists() else []
        sizes = [line.split()[1] for line in lines if line.startswith("VmRSS:")]
        return int(sizes[0]) / 1024 if sizes else float("nan")

    def open(self, path: Path, language: str) -> None:
        """Open a file, and wait until it has been checked."""
        uri = path.as_uri()
        self._versions[uri] = 1
        text = path.read_text("utf-8")
        item = {"uri": uri, "languageId": language, "version": 1, "text": text}
        self._send("textDocument/didOpen", {"textDocument": item})
        # The server checks the file before it answers the next request.
        self._send("textDocument/hover", {"textDocument": {"uri": uri}, "position": _at(0, 0)}, 3)
        while self._receive().get("id") != 3:  # noqa: PLR2004 - the number of the request
            pass

    def replace(self, path: Path, line: int, start: int, length: int, text: str) -> float:
        """Edit a file; return the seconds until the diagnostics of the new text arrive."""
        uri = path.as_uri()
        self._versions[uri] += 1
        version = self._versions[uri]
        edit_range = {"start": _at(line, start), "end": _at(line, start + length)}
        begin = time.perf_counter()
        self._send(
            "textDocument/didChange",
            {
                "textDocument": {"uri": uri, "version": version},
                "contentChanges": [{"range": edit_range, "text": text}],
            },
        )
        while True:
            message = self._receive()
            params = message.get("params") or {}
            is_there = message.get("method") == "textDocument/publishDiagnostics"
            if is_there and params["uri"] == uri and params.get("version") == version:
                return time.perf_counter() - begin

    def _send(self, method: str, params: Message | None, number: int | None = None) -> None:
        message: Message = {"jsonrpc": "2.0", "method": method, "params": params}
        if number is not None:
            message["id"] = number
        body = json.dumps(message).encode()
        stream = self._process.stdin
        if stream is None:
            raise EOFError("the server does not listen")
        stream.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        stream.flush()

    def _receive(self) -> Message:
        stream = self._process.stdout
        length = 0
        while stream is not None and (header := stream.readline().strip()):
            name, _, value = header.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if stream is None or not length:
            raise EOFError("the server has ended")
        message: Message = json.loads(stream.read(length))
        return message


def main() -> int:
    """Make the app, edit it, print the figures, and compare them with the budgets."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--edits", type=int, default=200, help="edits of each file (200)")
    parser.add_argument(
        "--long", action="store_true", help=f"{MANY:,} edits of each, for the memory"
    )
    parser.add_argument("--budget", action="store_true", help="status 1 when a budget is missed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = _app(Path(folder).resolve() / "app")
        missed: list[str] = []
        for attempt in range(1, TRIES + 1):
            again = _measure(root, options.edits, long=options.long)
            missed = [name for name in again if attempt == 1 or name in missed]
            if not missed or not options.budget:
                return 0
            print(f"too slow: {', '.join(missed)} (try {attempt} of {TRIES})", flush=True)
    return 1


def _measure(root: Path, edits: int, *, long: bool) -> list[str]:
    """Print a line for each kind of edit; return the names of the budgets that are missed."""
    base = root / "base44"
    connector = Edit(base / "connectors" / "slackbot.jsonc", "chat:write", "chat:wite")
    function = Edit(
        base / "functions" / "work000" / "entry.ts",
        "const sent = await",
        "console.log(gmail.accessToken); await",
    )
    missed = []
    for name, edit in (("connector file", connector), ("function", function)):
        with closing(Server(root)) as server:
            if long:
                _time_edits(server, edit, WARM)
            early = server.memory
            times = _time_edits(server, edit, MANY - WARM if long else edits)
            _print(name, times, server.memory)
            growth = server.memory - early
        if times.late > times.most:
            print(f"over the budget of {times.most * 1000:.0f} ms: {name}", flush=True)
        if times.late > max(times.most, FAILING_STARTS * times.start):
            missed.append(name)
        if long:
            print(f"memory after {WARM} edits {early:.1f} MiB, now {growth:.1f} MiB more")
            if growth > MOST_MEMORY:
                missed.append(f"memory, {name}")
    return missed


def _app(root: Path) -> Path:
    """Write an app of functions, and of connectors of known types up to CONNECTORS."""
    app_with_functions(root, FUNCTIONS, WITH_CALLS)
    directory = root / "base44" / "connectors"
    existing = {path.stem for path in directory.iterdir()}
    catalog = ROOT / "schemas" / "connlint_schemas" / "catalog"
    others = [path for path in sorted(catalog.glob("*.json")) if path.stem not in existing]
    for path in others[: CONNECTORS - len(existing)]:
        entry = json.loads(path.read_text("utf-8"))
        content = {"type": entry["type"], "scopes": list(entry["scopes"])[:3]}
        (directory / f"{entry['type']}.jsonc").write_text(json.dumps(content, indent=2), "utf-8")
    return root


def _time_edits(server: Server, edit: Edit, count: int) -> Times:
    """Replace a part of a file back and forth, and time each edit."""
    text = edit.path.read_text("utf-8")
    before = text[: text.index(edit.before)]
    line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
    server.open(edit.path, "typescript" if edit.path.suffix == ".ts" else "jsonc")
    parts = edit.before, edit.after
    times = Times([], [])
    for turn in range(count + count % 2):
        if turn % max(count // STARTS, 1) == 0:
            times.starts.append(seconds_of([sys.executable, "-c", "pass"]))
        current, replacement = parts[turn % 2], parts[1 - turn % 2]
        times.edits.append(server.replace(edit.path, line, column, len(current), replacement))
    return times


def _print(name: str, times: Times, memory: float) -> None:
    """Print the figures of one kind of edit."""
    edits = times.edits
    print(
        f"{len(edits):6,} edits of a {name:16} median {statistics.median(edits) * 1000:6.1f} ms"
        f"  p95 {times.late * 1000:6.1f} ms  worst {max(edits) * 1000:6.1f} ms"
        f"  memory {memory:.1f} MiB  python -c pass {times.start * 1000:.1f} ms"
    )


def _at(line: int, character: int) -> Message:
    return {"line": line, "character": character}


if __name__ == "__main__":
    sys.exit(main())

"""A server that runs for days keeps nothing of the edits that it was told of."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

from tests.cli.console import CONNECTORS, SLACK, app

from connlint.cli import main
from connlint_lsp import create_server

if TYPE_CHECKING:
    import pytest


class _Nowhere:
    """What the server writes to."""

    def write(self, data: bytes) -> None:
        assert data.startswith(b"Content-Length")

    def close(self) -> None:
        """There is nothing to close."""


def _futures() -> int:
    gc.collect()
    return Counter(type(each) for each in gc.get_objects())[Future]


async def _edited(root: Path, count: int) -> int:
    """How many futures there are more after so many edits, each looked at before the next."""
    server = create_server()
    server.protocol.set_writer(_Nowhere())

    def tell(method: str, params: object, **more: object) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params, **more}
        server.protocol.handle_message(server.protocol.structure_message(message))

    document = {"uri": (root / CONNECTORS / "slack.jsonc").as_uri(), "version": 1}
    options = {"debounce": 0}
    tell(
        "initialize",
        {"capabilities": {}, "rootUri": root.as_uri(), "initializationOptions": options},
        id=1,
    )
    tell(
        "textDocument/didOpen",
        {"textDocument": {**document, "languageId": "jsonc", "text": SLACK}},
    )
    before = _futures()
    for version in range(2, count + 2):
        change = {
            "textDocument": {**document, "version": version},
            "contentChanges": [{"text": SLACK}],
        }
        tell("textDocument/didChange", change)
        await server.checks.all_checked()
    return _futures() - before


def test_a_server_collects_its_garbage_although_commands_do_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[bool] = []

    class Server:
        protocol = SimpleNamespace(is_shut_down=True)

        def start_io(self, _: object) -> None:
            seen.append(gc.isenabled())

    monkeypatch.setattr("connlint_lsp.server.create_server", Server)
    monkeypatch.setattr("sys.argv", ["connlint", "server"])
    try:
        assert main() == 0
    finally:
        gc.enable()
    assert seen == [True]


def test_edits_leave_nothing_behind(tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": SLACK})
    assert asyncio.run(_edited(root, 100)) < 10

"""What looks like the part of GitHub that has the comments of a pull request."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["Service", "served"]


class Service:
    """A service that has the comments of a pull request, and says what it was asked for."""

    def __init__(self, comments: list[dict[str, Any]], status: int = 200) -> None:
        self.comments = comments
        self.status = status
        self.asked: list[str] = []
        self.written: list[str] = []
        self.tokens: set[str | None] = set()

    def answer(self, method: str, path: str, content: dict[str, Any]) -> tuple[int, object]:
        self.asked.append(f"{method} {path}")
        if path == "/graphql":
            return 200, {"data": {"viewer": {"login": "github-actions"}}}
        if method == "GET":
            page = int(path.rpartition("=")[2])
            return 200, self.comments[100 * (page - 1) : 100 * page]
        if self.status == 200:
            self.written.append(content["body"])
        return self.status, {}


@contextmanager
def served(service: Service) -> Iterator[str]:
    """Serve at an address of this machine, which is given."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            content = json.loads(self.rfile.read(length) or "{}")
            service.tokens.add(self.headers.get("Authorization"))
            status, answer = service.answer(self.command, self.path, content)
            data = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = _answer  # noqa: N815 - the names that the library calls

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

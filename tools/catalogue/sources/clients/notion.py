"""Requests of the npm package @notionhq/client, of its last version and of the one before 3."""

from __future__ import annotations

import re
from itertools import takewhile
from pathlib import Path

from tools.catalogue.sources.clients.common import (
    Calls,
    client_file,
    common_calls,
    enclosing_names,
    text_of,
)
from tools.catalogue.sources.common import Package

__all__ = ["CHECKS", "OLDER", "PACKAGE", "extract"]

_NEEDS = ("build/src/Client.js", "build/src/api-endpoints.js", "build/src/api-endpoints/*.js")
# The package says nothing about scopes.
CHECKS: tuple[str, ...] = ()
PACKAGE = Package("npm", "@notionhq/client", _NEEDS)
OLDER = {"2.3.0": PACKAGE}

_ENDPOINT = re.compile(
    r'^exports\.(\w+) = \{\n +method: "(\w+)",.*?path: \(\w*\) => `([^`]+)`',
    re.MULTILINE | re.DOTALL,
)
_USE = re.compile(r" +path: \w+\.(\w+)\.path\(")
_FEWEST = 60


def extract(folder: Path, *older: Path) -> dict[str, dict[str, object]]:
    """Return the client's calls, without those that authorize with the id of the app."""
    calls = common_calls(map(_calls, (folder, *older)))
    return client_file("https://api.notion.com/v1", calls, fewest=_FEWEST)


def _calls(folder: Path) -> Calls:
    endpoints = {
        match[1]: f"{match[2].upper()} /" + re.sub(r"\$\{p\.(\w+)\}", r"{\1}", match[3])
        for path in sorted((folder / "build/src").rglob("api-endpoints*"))
        for file in (sorted(path.glob("*.js")) if path.is_dir() else [path])
        for match in _ENDPOINT.finditer(file.read_text("utf-8"))
    }
    lines = text_of(folder, "build/src/Client.js").split("\n")
    calls: Calls = {}
    for number, line in enumerate(lines):
        match = _USE.match(line)
        if match is not None:
            around = list(
                takewhile(lambda name: name != "constructor", enclosing_names(lines, number))
            )
            chain = ".".join(name for name in reversed(around) if name != "return")
            if not chain.startswith("oauth."):
                calls[chain] = endpoints[match[1]]
    return calls

"""Requests of the npm package box-node-sdk."""

from __future__ import annotations

import re
from pathlib import Path

from tools.catalogue.sources.clients.common import Calls, client_file, text_of
from tools.catalogue.sources.common import Package

__all__ = ["PACKAGE", "extract"]

PACKAGE = Package("npm", "box-node-sdk", "10.12.0", ("lib/client.js", "lib/managers/*.js"))

_MANAGER = re.compile(r"this\.(\w+) = new (\w+)_1\.\w+Manager\(")
_METHOD = re.compile(r"^    (\w+)\((.*?)\) \{\n(.*?)^    \}$", re.MULTILINE | re.DOTALL)
_ARGUMENTS = re.compile(r"__awaiter\(this, arguments, void 0, function\* \(([^)]*)\)")
_SENT = re.compile(
    r"url: ''\.concat\(this\.networkSession\.baseUrls\.(?P<base>\w+), (?P<path>.*)\),\n"
    r"\s+method: '(?P<verb>\w+)'"
)
_PART = re.compile(r"'([^']*)'|\(0, \w+\.toString\)\((\w+(?:\.\w+)*)\)")
_UPLOADS = {"uploadUrl": "https://upload.box.com/api"}
_FEWEST = 220


def extract(folder: Path) -> dict[str, dict[str, object]]:
    """Return the calls of all managers but those that get tokens."""
    calls: Calls = {}
    for name, module in _MANAGER.findall(text_of(folder, "lib/client.js")):
        if name != "authorization":
            methods = _methods(text_of(folder, f"lib/managers/{module}.js"))
            calls.update((f"{name}.{method}", request) for method, request in methods.items())
    return client_file("https://api.box.com", calls, fewest=_FEWEST)


def _methods(text: str) -> Calls:
    methods: Calls = {}
    for name, plain, body in _METHOD.findall(text):
        sent = list(_SENT.finditer(body))
        if len(sent) != 1 or (sent[0]["base"] != "baseUrl" and sent[0]["base"] not in _UPLOADS):
            continue
        optional = _ARGUMENTS.search(body)
        names = [
            each.partition(" = ")[0] for each in (optional[1] if optional else plain).split(", ")
        ]
        path = "".join(
            literal or f"{{{names.index(value) if value in names else '*'}}}"
            for literal, value in _PART.findall(sent[0]["path"])
        )
        methods[name] = f"{sent[0]['verb']} {_UPLOADS.get(sent[0]['base'], '')}{path}"
    return methods

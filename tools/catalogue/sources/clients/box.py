"""Requests of the npm package box-node-sdk, of its last version and of the one before 10."""

from __future__ import annotations

import re
from pathlib import Path

from tools.catalogue.sources.clients.common import Calls, client_file, common_calls, text_of
from tools.catalogue.sources.common import Package

__all__ = ["CHECKS", "OLDER", "PACKAGE", "extract"]

# The package says nothing about scopes.
CHECKS: tuple[str, ...] = ()
PACKAGE = Package("npm", "box-node-sdk", ("lib/client.js", "lib/managers/*.js"))
OLDER = {"3.8.2": Package("npm", "box-node-sdk", ("lib/box-client.js", "lib/managers/*.js"))}

_MANAGER = re.compile(r"this\.(\w+) = new (\w+)_1\.\w+Manager\(")
_METHOD = re.compile(r"^    (\w+)\((.*?)\) \{\n(.*?)^    \}$", re.MULTILINE | re.DOTALL)
_ARGUMENTS = re.compile(r"__awaiter\(this, arguments, void 0, function\* \(([^)]*)\)")
_SENT = re.compile(
    r"url: ''\.concat\(this\.networkSession\.baseUrls\.(?P<base>\w+), (?P<path>.*)\),\n"
    r"\s+method: '(?P<verb>\w+)'"
)
_PART = re.compile(r"'([^']*)'|\(0, \w+\.toString\)\((\w+(?:\.\w+)*)\)")
_OLD_MANAGER = re.compile(r"this\.(\w+) = new (\w+)_1\.default\(this\);")
_OLD_MODULE = re.compile(r'var (\w+)_1 = __importDefault\(require\("\./managers/([\w.-]+)"\)\)')
_OLD_METHOD = re.compile(
    r"^    \w+\.prototype\.(\w+) = function \(([^)]*)\) \{\n(.*?)^    \};$",
    re.MULTILINE | re.DOTALL,
)
_OLD_PATH = re.compile(r"\(0, url_path_1\.default\)\(([^()]*)\)|\burlPath\(([^()]*)\)")
_OLD_SENT = re.compile(r"wrapWithDefaultHandler\(this\.client\.(\w+)\)\((\w+), ")
_CONSTANTS = re.compile(r"^var [A-Z_]+ = '.*$", re.MULTILINE)
_CONSTANT = re.compile(r"([A-Z_]+) = '([^']+)'")
_OLD_VERBS = {"del": "DELETE", "get": "GET", "options": "OPTIONS", "post": "POST", "put": "PUT"}
_UPLOADS = {"uploadUrl": "https://upload.box.com/api"}
_FEWEST = 220


def extract(folder: Path, *older: Path) -> dict[str, dict[str, object]]:
    """Return the calls of all managers but those that get tokens."""
    versions = [_newest(folder), *map(_older, older)]
    return client_file("https://api.box.com", common_calls(versions), fewest=_FEWEST)


def _newest(folder: Path) -> Calls:
    calls: Calls = {}
    for name, module in _MANAGER.findall(text_of(folder, "lib/client.js")):
        if name != "authorization":
            methods = _methods(text_of(folder, f"lib/managers/{module}.js"))
            calls.update((f"{name}.{method}", request) for method, request in methods.items())
    return calls


def _older(folder: Path) -> Calls:
    """Return the calls of a version whose methods send one request each by way of the client."""
    client = text_of(folder, "lib/box-client.js")
    modules = dict(_OLD_MODULE.findall(client))
    calls: Calls = {}
    for name, module in _OLD_MANAGER.findall(client):
        if module not in modules:
            continue
        text = text_of(folder, f"lib/managers/{modules[module]}.js")
        constants = dict(_CONSTANT.findall("\n".join(_CONSTANTS.findall(text))))
        for method, arguments, body in _OLD_METHOD.findall(text):
            sent, paths = _OLD_SENT.findall(body), _OLD_PATH.findall(body)
            if len(sent) != 1 or sent[0][0] not in _OLD_VERBS or len(paths) > 1:
                continue
            parts = "".join(paths[0]).split(", ") if paths else [sent[0][1]]
            path = _old_path(parts, constants, arguments.split(", "))
            if path and (not paths or sent[0][1] == "apiPath"):
                calls[f"{name}.{method}"] = f"{_OLD_VERBS[sent[0][0]]} /2.0/{path}"
    return calls


def _old_path(parts: list[str], constants: dict[str, str], arguments: list[str]) -> str:
    """Return a template of parts of a path; empty where one of them is not known."""
    known: list[str] = []
    for part in parts:
        if part in arguments:
            known.append(f"{{{arguments.index(part)}}}")
        elif part.startswith("'") or part in constants:
            known.append(constants.get(part, part).strip("'").strip("/"))
        else:
            return ""
    return "/".join(known)


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

"""Requests of the npm package @hubspot/api-client, of its last versions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tools.catalogue.sources.clients.common import (
    Calls,
    client_file,
    common_calls,
    with_arguments,
)
from tools.catalogue.sources.common import Package

__all__ = ["CHECKS", "OLDER", "PACKAGE", "extract"]

_NAME = "@hubspot/api-client"
_NEEDS = ("lib/src/client.js", "*Discovery.js", "apis/*Api.js")
# The package says nothing about scopes.
CHECKS: tuple[str, ...] = ()
PACKAGE = Package("npm", _NAME, _NEEDS)
OLDER = dict.fromkeys(("12.1.0", "11.2.0"), PACKAGE)

_SPACE = re.compile(r" get (\w+)\(\) \{.*?require\('([^']+)'\)", re.DOTALL)
_API = re.compile(r"this\.(\w+) = .*?\bnew (\w+)\.(\w+)\(")
_INDEX = re.compile(r'const (\w+) = require\("([^"]+/codegen/[^"]+)/index"\)')
_ALL_PAGES = re.compile(r" getAll\([^)]*\) \{.*?\.getAll\)\(this\.basicApi,", re.DOTALL)
_METHOD = re.compile(r"^    (\w+)\(([\w, ]*)\) \{\n(.*?)^    \}$", re.MULTILINE | re.DOTALL)
_PATH = re.compile(r"localVarPath = '([^']+)'")
_VERB = re.compile(r"HttpMethod\.([A-Z]+)\)")
_FEWEST = 600


def extract(folder: Path, *older: Path) -> dict[str, dict[str, object]]:
    """Return the calls that send the access token."""
    versions = [dict(_calls(each, each / "lib/src/client.js", "")) for each in (folder, *older)]
    return client_file("https://api.hubapi.com", common_calls(versions), fewest=_FEWEST)


def _calls(folder: Path, file: Path, prefix: str) -> Iterator[tuple[str, str]]:
    """Yield the calls below a class of the package, which leads to others and to APIs."""
    text = file.read_text("utf-8")
    for space, path in _SPACE.findall(text):
        yield from _calls(folder, (file.parent / f"{path}.js").resolve(), f"{prefix}{space}.")
    indexes = dict(_INDEX.findall(text))
    for name, index, kind in _API.findall(text):
        if index in indexes:
            api = (file.parent / indexes[index] / "apis" / f"{kind}.js").resolve()
            for method, request in _methods(api).items():
                yield f"{prefix}{name}.{method}", request
                if name == "basicApi" and method == "getPage" and _ALL_PAGES.search(text):
                    yield f"{prefix}getAll", request


def _methods(api: Path) -> Calls:
    methods: Calls = {}
    for name, arguments, body in _METHOD.findall(api.read_text("utf-8")):
        path, verb = _PATH.search(body), _VERB.search(body)
        if path is not None and verb is not None and 'authMethods["oauth2"]' in body:
            methods[name] = f"{verb[1]} " + with_arguments(path[1], arguments.split(", "))
    return methods

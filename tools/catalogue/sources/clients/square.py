"""Requests of the npm package square, of its last version and of the client before 40."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tools.catalogue.sources.clients.common import Calls, client_file, text_of, with_arguments
from tools.catalogue.sources.common import Package

__all__ = ["CHECKS", "OLDER", "PACKAGE", "extract"]

# The package says nothing about scopes.
CHECKS: tuple[str, ...] = ()
PACKAGE = Package("npm", "square", ("Client.js",))
OLDER = {"39.1.1": Package("npm", "square", ("dist/esm/client.js", "dist/esm/api/*Api.js"))}

_SPACE = re.compile(r"^    get (\w+)\(\) \{.*?new (\w+)\.\w+\(", re.MULTILINE | re.DOTALL)
_CLASS = re.compile(r'^const (Client_\d+) = require\("([^"]+)"\);', re.MULTILINE)
_METHOD = re.compile(r"^    (?:__)?(\w+)\([^)]*\) \{\n(.*?)^    \}$", re.MULTILINE | re.DOTALL)
_SENT = re.compile(
    r'url: core\.url\.join\(.*?, (?:"(?P<plain>[^"]+)"|`(?P<template>[^`]+)`)\),\s+'
    r'method: "(?P<verb>\w+)"'
)
_ARGUMENT = re.compile(r"\$\{core\.url\.encodePathParam\((request\.)?(\w+)\)\}")
_TAKEN = re.compile(r"const \{([^}]*)\} = request;")
_OLD_API = re.compile(r"this\.(\w+Api) = new (\w+Api)\(this\);")
_OLD_METHOD = re.compile(r"^    async (\w+)\(([^)]*)\) \{\n(.*?)^    \}$", re.MULTILINE | re.DOTALL)
_OLD_SENT = re.compile(r"this\.createRequest\('(\w+)'(?:, '([^']+)')?\)")
_OLD_PATH = re.compile(r"req\.appendTemplatePath `([^`]+)`")
_MAPPED = re.compile(r"\$\{mapped\.(\w+)\}")
_FEWEST = 250


def extract(folder: Path, *older: Path) -> dict[str, dict[str, object]]:
    """Return all calls but those that authorize with the secret of the app."""
    calls = {
        chain: request
        for chain, request in _calls(folder / "Client.js", "")
        if not chain.startswith(("oAuth.", "mobile."))
    }
    for each in older:
        calls.update(_older(each))
    return client_file("https://connect.squareup.com", calls, fewest=_FEWEST)


def _older(folder: Path) -> Calls:
    """Return the calls of the client whose APIs are called `customersApi`."""
    calls: Calls = {}
    for name, kind in _OLD_API.findall(text_of(folder, "dist/esm/client.js")):
        file = text_of(folder, f"dist/esm/api/{kind[0].lower()}{kind[1:]}.js")
        for method, arguments, body in _OLD_METHOD.findall(file):
            sent, path = _OLD_SENT.findall(body), _OLD_PATH.search(body)
            template = path[1] if path is not None else sent[0][1] if sent else ""
            if len(sent) == 1 and template and "authenticate([{ global: true }])" in body:
                named = _MAPPED.sub(r"{\1}", template)
                calls[f"{name}.{method}"] = (
                    f"{sent[0][0]} {with_arguments(named, arguments.split(', '))}"
                )
    return calls


def _calls(file: Path, prefix: str) -> Iterator[tuple[str, str]]:
    text = file.read_text("utf-8")
    classes = dict(_CLASS.findall(text))
    for space, name in _SPACE.findall(text):
        if name in classes:
            yield from _calls((file.parent / f"{classes[name]}.js").resolve(), f"{prefix}{space}.")
    for name, body in _METHOD.findall(text):
        sent = list(_SENT.finditer(body))
        if len(sent) == 1 and "authProvider.getAuthRequest()" in body:
            path = sent[0]["plain"] or sent[0]["template"]
            taken = _TAKEN.search(body)
            names = (
                re.findall(r"\w+", taken[1]) if taken is not None and ":" not in taken[1] else []
            )
            yield f"{prefix}{name}", f"{sent[0]['verb']} /" + _with_properties(path, names)


def _with_properties(path: str, names: list[str]) -> str:
    """Return a template with the properties of the first argument that it has."""

    def named(match: re.Match[str]) -> str:
        return f"{{{match[2] if match[1] or match[2] in names else '*'}}}"

    return _ARGUMENT.sub(named, path)

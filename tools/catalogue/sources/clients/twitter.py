"""Requests of the npm package twitter-api-v2: of the methods that send just one and give data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tools.catalogue.sources.clients.common import (
    Calls,
    client_file,
    common_calls,
    text_of,
    with_arguments,
)
from tools.catalogue.sources.common import Package

__all__ = ["CHECKS", "OLDER", "PACKAGE", "extract"]

_FILES = ("dist/cjs/v2/client.v2.read.js", "dist/cjs/v2/client.v2.write.js")
# The package says nothing about scopes.
CHECKS: tuple[str, ...] = ()
PACKAGE = Package("npm", "twitter-api-v2", _FILES)
OLDER = {"1.15.0": PACKAGE}

_METHOD = re.compile(
    r"^    (?:async )?(?P<name>\w+)\((?P<arguments>[^\n]*)\) \{\n(?P<body>.*?)^    \}\n",
    re.MULTILINE | re.DOTALL,
)
_REQUEST = re.compile(
    r"return this\.(?P<verb>get|post|put|delete|patch)\('(?P<path>[\w/:.]+)'"
    r"(?P<more>.*?)\);\n",
    re.DOTALL,
)
_OTHERS = re.compile(r"\bthis\b|\bawait\b|\bnew\b|asPaginator|fullResponse|prefix")
"""What a method must not have beside its request: another request, or a result that sends more."""
_PARAMETERS = re.compile(r"\bparams: \{(.*?)\}", re.DOTALL)
_NAME = re.compile(r":(\w+)")
_FEWEST = 45


def extract(folder: Path, *older: Path) -> dict[str, dict[str, object]]:
    """Return the calls of `client.v2`, by name."""
    calls = common_calls(map(_calls, (folder, *older)))
    return client_file("https://api.x.com/2", calls, fewest=_FEWEST)


def _calls(folder: Path) -> Calls:
    calls: Calls = {}
    for file in _FILES:
        for match in _METHOD.finditer(text_of(folder, file)):
            found = list(_REQUEST.finditer(match["body"]))
            if len(found) != 1 or _OTHERS.search(_without(match["body"], found[0])):
                continue
            arguments = list(_names(match["arguments"]))
            calls[f"v2.{match['name']}"] = _request(found[0], arguments)
    return calls


def _without(body: str, request: re.Match[str]) -> str:
    """Return the body of a method without the beginning of its request."""
    return body[: request.start()] + request["more"] + body[request.end() :]


def _names(arguments: str) -> Iterator[str]:
    """Yield the names of arguments, without their defaults."""
    for argument in arguments.split(", "):
        yield argument.partition(" = ")[0]


def _request(request: re.Match[str], arguments: list[str]) -> str:
    """Return the verb and the path template of a request."""
    values: dict[str, str] = {}
    given = _PARAMETERS.search(request["more"])
    for part in given[1].split(",") if given is not None else ():
        name, _, value = part.strip().partition(": ")
        values[name] = value or name
    path = _NAME.sub(lambda match: f"{{{values.get(match[1], '*')}}}", request["path"])
    return f"{request['verb'].upper()} /{with_arguments(path, arguments)}"

"""Paths of the routes in the npm package discord-api-types, for any verb."""

from __future__ import annotations

import re
from pathlib import Path

from tools.catalogue.sources.clients.common import Calls, client_file, text_of, with_arguments
from tools.catalogue.sources.common import Package

__all__ = ["CHECKS", "PACKAGE", "extract"]

# The package says nothing about scopes.
CHECKS: tuple[str, ...] = ()
PACKAGE = Package("npm", "discord-api-types", ("rest/v10/index.js",))

_ROUTES = re.compile(r"^exports\.Routes = \{$(.*?)^\};$", re.MULTILINE | re.DOTALL)
_ROUTE = re.compile(
    r"^    (\w+)\(([^)]*)\) \{\n\s*return [`']([^`']*)[`'];\n    \},?$", re.MULTILINE
)
_ARGUMENT = re.compile(r"\$\{(\w+)\}")
_QUOTES = "'\""
_FEWEST = 110


def extract(folder: Path) -> dict[str, dict[str, object]]:
    """Return the routes whose path has no condition."""
    routes = _ROUTES.search(text_of(folder, "rest/v10/index.js"))
    calls: Calls = {}
    for name, arguments, path in _ROUTE.findall(routes[1] if routes is not None else ""):
        given = [each.partition(" = ") for each in arguments.split(", ")]
        template = with_arguments(_ARGUMENT.sub(r"{\1}", path), [each[0] for each in given])
        for number, (_, _, default) in enumerate(given):
            if default:
                template = template.replace(
                    f"{{{number}}}", f"{{{number}|{default.strip(_QUOTES)}}}"
                )
        calls[name] = f"* {template}"
    return client_file("https://discord.com/api", calls, fewest=_FEWEST)

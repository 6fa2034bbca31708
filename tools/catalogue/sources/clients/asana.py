"""Requests of the npm package asana: of its classes since version 2, and of its older client."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from tools.catalogue.sources.clients.common import Calls, client_file, text_of, with_arguments
from tools.catalogue.sources.common import Package

__all__ = ["CHECKS", "OLDER", "PACKAGE", "extract"]

# The package says nothing about scopes.
CHECKS: tuple[str, ...] = ()
PACKAGE = Package("npm", "asana", ("dist/api/*Api.js",))
OLDER = {
    "1.0.2": Package(
        "npm", "asana", ("lib/client.js", "lib/resources/*.js", "lib/resources/gen/*.js")
    )
}

_METHOD = re.compile(
    r'function (\w+)WithHttpInfo\(([\w, ]*)\) \{.*?callApi\("?\'?([^\'"]+)[\'"], \'(\w+)\'',
    re.DOTALL,
)
_RESOURCE = re.compile(r"this\.(\w+)\s*=\s*new resources\.(\w+)\(this\.dispatcher\)")
_OLD_METHOD = re.compile(
    r"^(\w+)\.prototype\.(\w+) = function\(([^)]*)\) \{\n"
    r" +var path = (.*?);\n.*?this\.dispatch(\w+)\(path,",
    re.MULTILINE | re.DOTALL,
)
_TEXT = re.compile(r"(?:util\.format\()?[\"']([^\"']+)[\"']")
_REPLACED = re.compile(r'\.replace\("\{(\w+)\}", (\w+)\)')
_FORMATTED = re.compile(r", (\w+)")
_OLD_VERBS = {"GetCollection": "GET"}
_FEWEST = 450


def extract(folder: Path, *older: Path) -> dict[str, dict[str, object]]:
    """Return the calls of the classes, by class, and those of the older client."""
    calls = _newest(folder)
    for each in older:
        calls.update(_of_client(each))
    return client_file("https://app.asana.com/api/1.0", calls, fewest=_FEWEST)


def _newest(folder: Path) -> Calls:
    return {
        f"{path.stem}.{name}": f"{verb} " + with_arguments(template, arguments.split(", "))
        for path in sorted((folder / "dist/api").glob("*Api.js"))
        for name, arguments, template, verb in _METHOD.findall(path.read_text("utf-8"))
    }


def _of_client(folder: Path) -> Calls:
    by_class = {kind: name for name, kind in _RESOURCE.findall(text_of(folder, "lib/client.js"))}
    calls: Calls = {}
    for path in sorted((folder / "lib/resources").rglob("*.js")):
        for kind, name, arguments, made, verb in _OLD_METHOD.findall(path.read_text("utf-8")):
            path_template = _template(made, [each.strip() for each in arguments.split(",")])
            if kind in by_class and path_template:
                request = f"{_OLD_VERBS.get(verb, verb.upper())} {path_template}"
                calls[f"{by_class[kind]}.{name}"] = request
    return calls


def _template(made: str, arguments: Sequence[str]) -> str:
    """Return the template of a path, made by `replace` or by `util.format`; empty without one."""
    text = _TEXT.match(made)
    if text is None:
        return ""
    template = text[1]
    for name in _FORMATTED.findall(made[text.end() :]) if "util.format" in made else ():
        template = template.replace("%s", f"{{{name}}}", 1)
    for name, value in _REPLACED.findall(made):
        template = template.replace(f"{{{name}}}", f"{{{value}}}")
    return with_arguments(template, arguments)

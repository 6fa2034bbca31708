"""Requests of the npm package @linear/sdk, which all go to one address.

What they ask for follows the `#`: the field of the query or mutation. The objects that calls give
back send requests as well; `changing` are the methods of these that send a mutation.
"""

from __future__ import annotations

import re
from pathlib import Path

from tools.catalogue.sources.clients.common import Calls, client_file, text_of
from tools.catalogue.sources.common import Package

__all__ = ["CHECKS", "PACKAGE", "extract"]

# The package says nothing about scopes.
CHECKS: tuple[str, ...] = ()
PACKAGE = Package("npm", "@linear/sdk", ("dist/index.mjs",))

_CLASS = re.compile(
    r"^(?:var|let|const) (\w+) = class extends \w+ \{\n(.*?)^\};", re.MULTILINE | re.DOTALL
)
_METHOD = re.compile(
    r"^\t(get )?(\w+)\([^)]*\) \{\n\t\treturn new (\w+)\(this\._request", re.MULTILINE
)
_INNER = re.compile(r"^\tget (\w+)\(\) \{\n\t\treturn [^;]*?new \w+Query\(", re.MULTILINE)
_FIELD = re.compile(r"this\.(\w+) = [^;]*?new (\w+)\(request")
_DOCUMENT = re.compile(
    r"^const (\w+)Document = new TypedDocumentString\(`\s*(?:query|mutation) \w+"
    r"(?:\([^{]*\))? \{\s*(\w+)",
    re.MULTILINE,
)
_FEWEST = 350


def extract(folder: Path) -> dict[str, dict[str, object]]:
    """Return the calls, and the names of methods of results that change something."""
    text = text_of(folder, "dist/index.mjs")
    fields = dict(_DOCUMENT.findall(text))
    calls: Calls = {}
    getters: set[str] = set()
    changing: dict[str, set[str]] = {}
    classes = dict(_CLASS.findall(text))
    for name, body in classes.items():
        for getter, method, kind in _METHOD.findall(body):
            field = fields.get(kind.removesuffix("Query").removesuffix("Mutation"), "")
            if name == "LinearSdk" and field:
                calls[method] = f"POST #{field}"
                if getter:
                    getters.add(method)
            elif name != "LinearSdk" and kind.endswith("Mutation"):
                changing.setdefault(name, set()).add(method)
    inner = {"fetchNext", "fetchPrevious"}
    for name, body in classes.items():
        if name != "LinearSdk":
            inner.update(_INNER.findall(body))
            inner.update(
                method for _, method, kind in _METHOD.findall(body) if kind.endswith("Query")
            )
            inner.update(field for field, kind in _FIELD.findall(body) if kind in changing)
    more = {
        "changing": sorted(set().union(*changing.values())),
        "getters": sorted(getters),
        "inner": sorted(inner),
    }
    file = client_file("https://api.linear.app/graphql", calls, fewest=_FEWEST)
    return {"calls.json": {**file["calls.json"], **more}}

"""GitHub: the scopes that endpoints need, from their descriptions.

The npm package @octokit/openapi has GitHub's OpenAPI description. It has no field for
the scopes of classic tokens; the sentences about them have each scope in backticks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools.catalogue.sources.common import Package, UnexpectedPackageError

__all__ = ["CHECKS", "PACKAGE", "extract", "method_rows", "named_scopes"]

_FILE = "generated/api.github.com.json"
PACKAGE = Package("npm", "@octokit/openapi", (_FILE,))
CHECKS = ("github",)

_SENTENCE_END = re.compile(r"(?<=\.)\s+|\n\n")
# One description has the misspelling "`repo`s cope".
_ABOUT_SCOPES = re.compile(r"\b(?:scope|s cope)s?\b")
_SCOPE = re.compile(r"`([a-z_]+(?::[a-z_]+)*)`")
_HTTP_METHODS = ("delete", "get", "head", "options", "patch", "post", "put")


def extract(package_dir: Path) -> dict[str, object]:
    """Return `methods.json`: the endpoints whose description names scopes."""
    description = json.loads((package_dir / _FILE).read_text("utf-8"))
    text = Path(__file__).with_name("github_exclusions.json").read_text("utf-8")
    methods = method_rows(description["paths"], json.loads(text))
    if not methods:
        raise UnexpectedPackageError(f"no endpoint of {_FILE} names a scope")
    return {"methods.json": {"base": description["servers"][0]["url"], "methods": methods}}


def method_rows(
    paths: Mapping[str, Mapping[str, Any]], reviewed: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Return by operation id: HTTP method, URL below the base, scopes in the description.

    `reviewed` has `not_scopes` (words that look like a scope there, with the reason why they
    are none) and `misspelt` (the scopes that misspelt words mean).
    """
    rows: dict[str, dict[str, Any]] = {}
    for path, operations in paths.items():
        for http in _HTTP_METHODS:
            operation = operations.get(http, {})
            words = named_scopes(operation.get("description") or "")
            meant = {reviewed["misspelt"].get(word, word) for word in words}
            scopes = sorted(meant - reviewed["not_scopes"].keys())
            if scopes:
                row = {"http": http.upper(), "url": path, "scopes": scopes}
                rows[operation["operationId"]] = row
    return rows


def named_scopes(description: str) -> set[str]:
    """Return the words in backticks in sentences about scopes."""
    return {
        word
        for sentence in _SENTENCE_END.split(description)
        if _ABOUT_SCOPES.search(sentence)
        for word in _SCOPE.findall(sentence)
    }

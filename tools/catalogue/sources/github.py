"""GitHub: the API's methods and the scopes that they need, from their descriptions.

The npm package @octokit/openapi has GitHub's OpenAPI description. It has no field for
the scopes of classic tokens; sentences have each scope in backticks. Half of the methods have no
such sentence. GitHub's page about scopes says what holds for them: a token without scopes reads
what is public, so that a read may need a scope (of a private repository) and a write needs one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools.catalogue.sources.common import Package, UnexpectedPackageError
from tools.catalogue.sources.github_needs import Needs, named_scopes, needs_of

__all__ = ["CHECKS", "PACKAGE", "extract", "method_rows"]

_FILE = "generated/api.github.com.json"
PACKAGE = Package("npm", "@octokit/openapi", (_FILE,))
CHECKS = ("github",)

_HTTP_METHODS = ("delete", "get", "head", "options", "patch", "post", "put")
_REPOSITORY = ("repo", "public_repo")
# What a write needs by the page about scopes, by the beginning of its path; the first one counts.
_WRITES = (
    (re.compile(r"/repos/\{owner\}/\{repo\}/hooks\b"), ("admin:repo_hook", "write:repo_hook")),
    (re.compile(r"/repos/\{owner\}/\{repo\}/statuses/"), ("repo:status",)),
    (re.compile(r"/repos/\{owner\}/\{repo\}/deployments\b"), ("repo_deployment",)),
    (re.compile(r"/repos/\{owner\}/\{repo\}/(?:invitations|collaborators)\b"), ("repo:invite",)),
    (re.compile(r"/repos/\{owner\}/\{repo\}/(?:notifications|subscription)\b"), ("notifications",)),
    (re.compile(r"/repos/(?!.*/generate$)"), ()),
    (re.compile(r"/user/starred/"), ()),
)
_GIST = re.compile(r"/gists\b")
_NOTIFICATIONS = re.compile(r"/notifications\b")


def extract(package_dir: Path) -> dict[str, object]:
    """Return `methods.json`: all endpoints, with the scopes that they need."""
    description = json.loads((package_dir / _FILE).read_text("utf-8"))
    text = Path(__file__).with_name("github_exclusions.json").read_text("utf-8")
    methods = method_rows(description["paths"], json.loads(text))
    if not any(row["any_of"] for row in methods.values()):
        raise UnexpectedPackageError(f"no endpoint of {_FILE} names a scope")
    return {"methods.json": {"base": description["servers"][0]["url"], "methods": methods}}


def method_rows(
    paths: Mapping[str, Mapping[str, Any]], reviewed: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Return by operation id: HTTP method, URL below the base, and the scopes that it needs.

    `any_of` has alternatives, each a list of scopes; `doubtful` says that it is not sure whether
    one is needed, and `besides` lists scopes that are needed at times. `reviewed` has `not_scopes`
    (words that look like a scope, with the reason why they are none) and `misspelt` (the scopes
    that misspelt words mean).
    """
    rows: dict[str, dict[str, Any]] = {}
    for path, operations in paths.items():
        for http in _HTTP_METHODS:
            if http not in operations:
                continue
            operation = operations[http]
            description = operation.get("description") or ""
            meant = {
                word: reviewed["misspelt"].get(word, word)
                for word in named_scopes(description)
                if reviewed["misspelt"].get(word, word) not in reviewed["not_scopes"]
            }
            rows[operation["operationId"]] = _row(
                http.upper(), path, _completed(needs_of(description, meant), http, path)
            )
    return rows


def _row(http: str, path: str, needs: Needs) -> dict[str, Any]:
    any_of = needs.any_of
    if path.startswith("/repos/") and ["repo"] in any_of and ["public_repo"] not in any_of:
        # `public_repo` is said to be enough for what is public, whatever a sentence leaves out.
        any_of = sorted([*any_of, ["public_repo"]])
    row: dict[str, Any] = {"http": http, "url": path, "any_of": any_of}
    if not needs.is_sure:
        row["doubtful"] = True
    if needs.besides:
        row["besides"] = needs.besides
    return row


def _completed(needs: Needs, http: str, path: str) -> Needs:
    """Return what a method needs, by the page about scopes if its description leaves it open."""
    unnamed = _unnamed(http, path)
    if needs.is_sure or (needs.any_of and not unnamed.is_sure):
        return needs
    enough = {scope for scopes in unnamed.any_of for scope in scopes}
    besides = sorted({scope for scopes in needs.any_of for scope in scopes} - enough)
    return unnamed._replace(besides=besides)


def _unnamed(http: str, path: str) -> Needs:
    """Return what a method needs whose description names no scope."""
    is_read = http in {"get", "head", "options"}
    if _GIST.match(path):
        return Needs([["gist"]], [], is_sure=not is_read)
    if _NOTIFICATIONS.match(path):
        return Needs([["notifications"], ["repo"]], [], is_sure=True)
    for prefix, more in _WRITES:
        if prefix.match(path):
            scopes = sorted((*_REPOSITORY, *more))
            return Needs([[scope] for scope in scopes], [], is_sure=not is_read)
    return Needs([], [], is_sure=False)

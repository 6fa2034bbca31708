"""Google: scopes, API methods and implications from the bundled discovery documents.

The PyPI package google-api-python-client has Google's own machine-readable description
of every public API: each method with its HTTP method, its URL and the scopes that it accepts.

In the written files `~` at the beginning of a scope stands for the file's `prefix`, and an
API has the name of its discovery document, such as `gmail.v1`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tools.catalogue.sources.common import Package, UnexpectedPackageError

__all__ = [
    "CHECKS",
    "PACKAGE",
    "Accepted",
    "Exclusions",
    "accepted_methods",
    "access",
    "api_facts",
    "expand",
    "extract",
    "implications",
    "method_rows",
    "readonly_twins",
    "short",
]

_DOCUMENTS = "googleapiclient/discovery_cache/documents"
PACKAGE = Package("pypi", "google-api-python-client", (f"{_DOCUMENTS}/*.json",))

PREFIX = "https://www.googleapis.com/auth/"

# The discovery documents of each connector type. The first is the API that gives the type its
# name; the scopes of the others are secondary.
TYPES: dict[str, tuple[str, ...]] = {
    "gmail": ("gmail.v1",),
    "google_analytics": (
        "analyticsdata.v1beta",
        "analyticsadmin.v1beta",
        "analyticsadmin.v1alpha",
        "analyticsdata.v1alpha",
        "analytics.v3",
        "analyticsreporting.v4",
    ),
    "google_classroom": ("classroom.v1",),
    "google_contacts": ("people.v1",),
    "google_search_console": (
        "searchconsole.v1",
        "webmasters.v3",
        "indexing.v3",
        "siteVerification.v1",
    ),
    # The Google Ads API has no discovery document; Local Services accepts the same scope.
    "googleads": ("localservices.v1",),
    "googlebigquery": (
        "bigquery.v2",
        "bigqueryconnection.v1",
        "bigquerydatatransfer.v1",
        "bigqueryreservation.v1",
        "bigquerydatapolicy.v2",
        "analyticshub.v1",
    ),
    "googlecalendar": ("calendar.v3",),
    "googledocs": ("docs.v1",),
    "googledrive": ("drive.v3", "drive.v2", "driveactivity.v2", "drivelabels.v2"),
    "googleforms": ("forms.v1",),
    "googlemeet": ("meet.v2",),
    "googlesheets": ("sheets.v4",),
    "googleslides": ("slides.v1",),
    "googletasks": ("tasks.v1",),
}
CHECKS = tuple(TYPES)
# The API of the user's identity, whose scopes the platform adds to every connector of Google.
_IDENTITY = ("oauth2.v2",)

_READ_ENDINGS = (".readonly", ".read-only", ".read_only", ".read")
# Names of POST methods that change none of the user's data: they only query or subscribe.
_QUIET = frozenset({"query", "stop", "watch"})

Json = dict[str, Any]
Accepted = dict[str, dict[str, "Method"]]
"""For each scope, the methods that accept it, by `api:method id`."""


class Method(NamedTuple):
    """A method of an API."""

    id: str
    http: str
    path: str
    """Its URL below the API's base, in which each variable is one path segment."""
    template: str
    """The same with variables of several segments (`{+name}`)."""
    scopes: tuple[str, ...]
    uploads: dict[str, str]
    """By protocol, the path below the API's host, for methods that also take a file."""
    deprecated: bool


class Exclusions(NamedTuple):
    """Conclusions from the method data that are wrong: see google_exclusions.json."""

    narrowed: frozenset[str]
    """Scopes for a part of the data, which never cover another scope."""
    rejected: frozenset[tuple[str, str]]
    """Pairs of scopes of which the first does not cover the second."""
    access: dict[str, str]
    """The access of scopes whose methods suggest a wrong one."""


def extract(package_dir: Path) -> dict[str, object]:
    """Return all facts from the unpacked package, by the name of their file."""
    documents = _documents(package_dir)
    exclusions = _exclusions()
    accepted = accepted_methods(documents)
    kinds = {
        name: _type(apis, documents, exclusions, accepted.keys()) for name, apis in TYPES.items()
    }
    reviewed = {scope for kind in kinds.values() for scope in kind["scopes"]}
    identity = _type(_IDENTITY, documents, exclusions, accepted.keys())
    apis = sorted({api for apis in (*TYPES.values(), _IDENTITY) for api in apis})
    files: dict[str, object] = {
        "types.json": _file(types=kinds, identity=identity),
        "scopes.json": _file(scopes=_all_scopes(documents)),
        "implications.json": _file(
            implies=implications(accepted, _long(reviewed), exclusions),
            readonly_twins=readonly_twins(accepted, _long(reviewed), exclusions),
        ),
        "apis.json": {api: api_facts(documents[api]) for api in apis},
    }
    for api in apis:
        files[f"methods.{api}.json"] = _file(methods=method_rows(documents[api]))
    return files


def short(scope: str) -> str:
    """Return a scope as the files write it, with `~` for the prefix."""
    return "~" + scope.removeprefix(PREFIX) if scope.startswith(PREFIX) else scope


def expand(scope: str) -> str:
    """Return a scope as Google accepts it: the reverse of `short`."""
    return PREFIX + scope[1:] if scope.startswith("~") else scope


def accepted_methods(documents: Mapping[str, Json]) -> Accepted:
    """Return, for every scope of any API, the methods that accept it."""
    accepted: Accepted = {}
    for api, document in documents.items():
        for method in _methods(document):
            for scope in method.scopes:
                accepted.setdefault(scope, {})[f"{api}:{method.id}"] = method
    return accepted


def access(
    scope: str, methods: Iterable[Method], known: Iterable[str], exclusions: Exclusions
) -> str:
    """Return the access of a scope, `read` or `write`, by its name and methods.

    A scope reads if its name ends so, or if all its methods are GET. A POST that only
    queries or subscribes counts as reading, unless there is a `.readonly` form of the scope.
    """
    if scope in exclusions.access:
        return exclusions.access[scope]
    if scope.endswith(_READ_ENDINGS):
        return "read"
    changing = [method for method in methods if method.http != "GET"]
    if not changing:
        return "read"
    quiet = all(method.id.rpartition(".")[2] in _QUIET for method in changing)
    return "read" if quiet and f"{scope}.readonly" not in known else "write"


def implications(
    accepted: Accepted, scopes: Iterable[str], exclusions: Exclusions
) -> dict[str, list[str]]:
    """Return the scopes that cover others, each with those that it covers, in short form.

    A covers B if each method of any API that accepts B accepts A too, A is accepted by more
    methods, A is not for a part of the data, and the pair is not rejected.
    """
    among = sorted(scopes)
    covered: dict[str, list[str]] = {}
    for scope in among:
        if scope in exclusions.narrowed:
            continue
        methods = accepted[scope].keys()
        others = [
            short(other)
            for other in among
            if methods > accepted[other].keys() and (scope, other) not in exclusions.rejected
        ]
        if others:
            covered[short(scope)] = others
    return covered


def readonly_twins(
    accepted: Accepted, scopes: Iterable[str], exclusions: Exclusions
) -> dict[str, str]:
    """Return scopes that cover their `.readonly` form though `implications` does not say so.

    Both are about the same data, be it a part, so the rule about parts does not apply, and
    only the first allows writing, even if both have the same methods. The methods still have to
    agree: each that accepts the `.readonly` form must accept the other.
    """
    implied = implications(accepted, scopes, exclusions)
    twins: dict[str, str] = {}
    for scope in sorted(scopes):
        twin = f"{scope}.readonly"
        if twin not in accepted or short(twin) in implied.get(short(scope), ()):
            continue
        if accepted[scope].keys() >= accepted[twin].keys():
            twins[short(scope)] = short(twin)
    return twins


def method_rows(document: Json) -> dict[str, Json]:
    """Return by method id: HTTP method, URL below the API's base, accepted scopes."""
    rows: dict[str, Json] = {}
    for method in _methods(document):
        if method.id in rows:
            raise UnexpectedPackageError(f"method {method.id} is described twice")
        row: Json = {
            "http": method.http,
            "url": method.path,
            "scopes": [short(scope) for scope in method.scopes],
        }
        if method.template != method.path:
            row["template"] = method.template
        if method.uploads:
            row["uploads"] = method.uploads
        if method.deprecated:
            row["deprecated"] = True
        rows[method.id] = row
    return rows


def api_facts(document: Json) -> Json:
    """Return the addresses of an API, and the revision that is described."""
    base = document["rootUrl"] + document["servicePath"]
    facts: Json = {"base": base, "revision": document["revision"]}
    if document.get("baseUrl", base) != base:
        facts["other_base"] = document["baseUrl"]
    if document.get("mtlsRootUrl"):
        facts["mtls_root"] = document["mtlsRootUrl"]
    regional = sorted({endpoint["endpointUrl"] for endpoint in document.get("endpoints", ())})
    if regional:
        facts["regional_roots"] = regional
    return facts


def _documents(package_dir: Path) -> dict[str, Json]:
    """Return the discovery documents by name, without the folder's index, which is no API."""
    documents: dict[str, Json] = {}
    for path in sorted((package_dir / _DOCUMENTS).glob("*.json")):
        document = json.loads(path.read_text("utf-8"))
        if document.get("kind") == "discovery#restDescription":
            documents[path.stem] = document
    missing = {api for apis in TYPES.values() for api in apis} - documents.keys()
    if missing:
        raise UnexpectedPackageError(f"no discovery document of {', '.join(sorted(missing))}")
    return documents


def _exclusions() -> Exclusions:
    """Read the reviewed file next to this module."""
    text = Path(__file__).with_name("google_exclusions.json").read_text("utf-8")
    reviewed = json.loads(text)
    return Exclusions(
        narrowed=frozenset(map(expand, reviewed["narrowed"])),
        rejected=frozenset(
            (expand(scope), expand(other))
            for scope, others in reviewed["rejected"].items()
            for other in others
        ),
        access={expand(scope): fact["access"] for scope, fact in reviewed["access"].items()},
    )


def _type(
    apis: tuple[str, ...],
    documents: Mapping[str, Json],
    exclusions: Exclusions,
    known_scopes: Iterable[str],
) -> Json:
    """Return the scopes of a connector type's APIs."""
    accepted = accepted_methods({api: documents[api] for api in apis})
    scopes: dict[str, Json] = {}
    for scope, methods in accepted.items():
        accepting_apis = {key.partition(":")[0] for key in methods}
        fact: Json = {
            "access": access(scope, methods.values(), known_scopes, exclusions),
            "apis": [api for api in apis if api in accepting_apis],
        }
        if apis[0] not in accepting_apis:
            fact["secondary"] = True
        if scope in exclusions.narrowed:
            fact["data_narrowed"] = True
        scopes[short(scope)] = fact
    return {"apis": list(apis), "scopes": scopes}


def _all_scopes(documents: Mapping[str, Json]) -> dict[str, list[str]]:
    """Return every scope of Google with the ids of the APIs that accept it, such as `gmail:v1`."""
    scopes: dict[str, set[str]] = {}
    for document in documents.values():
        for method in _methods(document):
            for scope in method.scopes:
                scopes.setdefault(short(scope), set()).add(document["id"])
    return {scope: sorted(apis) for scope, apis in scopes.items()}


def _methods(document: Json) -> Iterator[Method]:
    """Yield all methods of an API, those of nested resources too."""
    for method in document.get("methods", {}).values():
        yield Method(
            id=method["id"],
            http=method["httpMethod"],
            path=method.get("flatPath", method["path"]),
            template=method["path"],
            scopes=tuple(sorted(set(method.get("scopes", ())))),
            uploads={
                protocol: fact["path"]
                for protocol, fact in method.get("mediaUpload", {}).get("protocols", {}).items()
            },
            deprecated=bool(method.get("deprecated", False)),
        )
    for resource in document.get("resources", {}).values():
        yield from _methods(resource)


def _file(**content: object) -> Json:
    return {"prefix": PREFIX, **content}


def _long(scopes: Iterable[str]) -> set[str]:
    return {expand(scope) for scope in scopes}

"""Index of API methods, which finds the files that may describe a request without opening them.

It has for each provider its connector types, those that are for several products (`bundles`), its
APIs with the types that each serves, other names of hosts, and for each host the heads of paths
with the APIs that have them (see connlint.catalog.paths). A head is as short as possible to
distinguish the APIs of a host.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tools.catalogue.templates import head_of, template_of

from connlint.catalog.paths import Path, Segment
from connlint.catalog.provider_urls import without_upload

__all__ = ["index_of", "owners_of"]

Facts = dict[str, Any]
# The heads of each API, by host.
Paths = dict[str, dict[str, list[Path]]]

_GOOGLE = "Google"
_COMMON = "www.googleapis.com"
_ALIASES = {
    "Google": {"calendar-json.googleapis.com": _COMMON, "content.googleapis.com": _COMMON},
    "Discord": {"discordapp.com": "discord.com", "canary.discord.com": "discord.com"},
    "Meta": {"graph-video.facebook.com": "graph.facebook.com"},
    "X": {"api.twitter.com": "api.x.com"},
}
_LONGEST = 2


def index_of(entries: Mapping[str, Facts], contents: Iterable[Facts]) -> Facts:
    """Return the index for the entries of all types and the contents of all methods files."""
    contents = list(contents)
    owners = owners_of(entries, (content["api"] for content in contents))
    grouped: dict[str, list[Facts]] = {}
    for content in contents:
        grouped.setdefault(owners[content["api"]], []).append(content)
    return {
        "providers": {
            provider: _provider(provider, entries, grouped[provider])
            for provider in sorted(grouped)
        }
    }


def owners_of(entries: Mapping[str, Facts], apis: Iterable[str]) -> dict[str, str]:
    """Return the provider of each API."""
    owners = {api: entry["provider"] for entry in entries.values() for api in entry["methods"]}
    # An API that no type lists comes from Google's discovery documents.
    return {api: owners.get(api, _GOOGLE) for api in apis}


def _provider(provider: str, entries: Mapping[str, Facts], contents: list[Facts]) -> Facts:
    own = {name: entry for name, entry in entries.items() if entry["provider"] == provider}
    paths = _paths(provider, contents)
    hosts = {host: _heads(paths[host]) for host in sorted(paths)}
    aliases = dict(_ALIASES.get(provider, {}))
    if provider == _GOOGLE:
        aliases.update(
            {f"content-{host}": host for host in hosts if host not in {_COMMON, *aliases}}
        )
    apis = {
        content["api"]: sorted(
            name for name, entry in own.items() if content["api"] in entry["methods"]
        )
        for content in contents
    }
    return {
        "types": sorted(own),
        "bundles": sorted(name for name, entry in own.items() if entry.get("products")),
        "apis": apis,
        "rough": sorted(content["api"] for content in contents if content.get("is_rough")),
        "aliases": dict(sorted(aliases.items())),
        "hosts": hosts,
    }


def _paths(provider: str, contents: list[Facts]) -> Paths:
    paths: Paths = {}
    for content in contents:
        for row in content["methods"]:
            template = template_of(content["base"] + row[1], provider)
            if template is not None:
                url = template.place
                if template.is_wide:
                    # The rest may be any number of segments.
                    url = url._replace(path=url.path[:-1])
                path = without_upload(url.path) if provider == _GOOGLE else url.path
                paths_by_api = paths.setdefault(_host(url.host), {})
                paths_by_api.setdefault(content["api"], []).append(path)
    if provider == _GOOGLE:
        _add_common(paths)
    return paths


def _add_common(paths: Paths) -> None:
    """Add the APIs whose paths begin with their names to Google's common host as well."""
    common = paths[_COMMON]
    taken = {head_of(path, _LONGEST) for api_paths in common.values() for path in api_paths}
    for host, apis in paths.items():
        if host == _COMMON:
            continue
        for api, api_paths in apis.items():
            named = [
                path
                for path in api_paths
                if path
                and not re.match(r"v\d", path[0][0] or "v0")
                and head_of(path, _LONGEST) not in taken
            ]
            if named:
                common.setdefault(api, []).extend(named)


def _host(host: Segment) -> str:
    return "".join("*" if piece is None else piece for piece in host)


def _heads(apis: Mapping[str, list[Path]]) -> dict[str, list[str]]:
    for texts in range(_LONGEST + 1):
        heads: dict[str, list[str]] = {}
        for api, paths in sorted(apis.items()):
            for head in sorted({head_of(path, texts) for path in paths}):
                heads.setdefault(head, []).append(api)
        if all(len(sharing) == 1 for sharing in heads.values()):
            break
    return dict(sorted(heads.items()))

"""Make the catalogue that connlint ships from the facts in tools/catalogue/facts.

Usage: python -m tools.catalogue.build [--check]

Facts come from `collected/` (see tools.catalogue.import_facts), from the sources that
tools/catalogue/refresh rebuilds, from `observed.json` (types that no document of Base44
names), from `decided.json` (judgements: hosts, companions, broad scopes), from `partial.json`
(scopes that give only a part of what others give), from `operations.json` (how sure it is which
scopes a request needs: see tools.catalogue.operations) and from `descriptions.json` (our own
words). The same facts give the same bytes. `--check` writes nothing, prints which files would
change, and ends with status 1 if any would.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from tools.catalogue.clients import client_files, client_sources
from tools.catalogue.files import COLLECTED, FACTS, METHODS, SCHEMAS, as_text, load
from tools.catalogue.graph import with_me
from tools.catalogue.method_index import index_of, owners_of
from tools.catalogue.methods import compact, render, without_scopes
from tools.catalogue.operations import Operations, operation_apis
from tools.catalogue.page import PAGE, page_of
from tools.catalogue.partial import Partial, read_partial
from tools.catalogue.rebuilt import google_scopes, rebuilt_methods
from tools.catalogue.shipped import shipped
from tools.catalogue.type_facts import Types, read_types

Facts = dict[str, Any]

GOOGLE_PREFIX = "https://www.googleapis.com/auth/"
GRAPH_PREFIX = "https://graph.microsoft.com/"
_GOOGLE_IDENTITY = [
    "email",
    "openid",
    "profile",
    f"{GOOGLE_PREFIX}userinfo.email",
    f"{GOOGLE_PREFIX}userinfo.profile",
]
_MICROSOFT_IDENTITY = ["User.Read", "email", "offline_access", "openid", "profile"]
_COMPLETENESS = {"complete": "complete", "partial": "partial", "open-ended": "open", "open": "open"}
# Names as the service writes them, where the display name was only inferred from the type.
_NAMES = {"docusign": "DocuSign"}


def main(arguments: list[str]) -> int:
    """Write the catalogue, or print which files would change."""
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    changed = [
        (path, text)
        for path, text in build().items()
        if not path.exists() or path.read_bytes() != text.encode()
    ]
    for path, text in changed:
        if arguments:
            print(f"would change: {path.name}")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
    return 1 if arguments and changed else 0


def build() -> dict[Path, str]:
    """Return the text of every file of the catalogue."""
    types = read_types()
    collected, events = load(COLLECTED / "types.json")["date"], load(FACTS / "events.json")
    files: dict[Path, str] = {}
    index: Facts = {"date": types.date, "types": {}}
    google, microsoft = google_scopes(), load(COLLECTED / "microsoft.json")
    partial = read_partial(microsoft["delegated"])
    operations = list(operation_apis())
    of_apis = {each.api: {row["source"] for row in each.rows} for each in operations}
    entries: dict[str, Facts] = {}
    for name, row in types.rows.items():
        dated = {**row, "checked": types.checked(name)}
        entry = _entry(name, dated, types.scope_facts(name), types.decision(name), partial)
        of_entry = (of_apis.get(api, ()) for api in entry["methods"])
        more = chain(*of_entry, client_sources(name))
        entry["sources"] = sorted({*entry["sources"], *more})
        entry["events"] = sorted(events.get(name, ()))
        entry["description"], texts = types.descriptions(name)
        for scope, text in texts.items():
            if scope in entry["scopes"]:
                entry["scopes"][scope]["description"] = text
        entries[name] = entry
        files[SCHEMAS / "catalog" / f"{name}.json"] = as_text(_ordered(entry))
        index["types"][name] = {"name": entry["name"], "aliases": entry["aliases"]}
    files[SCHEMAS / "catalog.json"] = as_text(index)
    files[SCHEMAS / "providers" / "google.json"] = as_text({"provider": "Google", "scopes": google})
    files[SCHEMAS / "providers" / "microsoft.json"] = as_text(_microsoft(microsoft))
    files[SCHEMAS / "events.json"] = as_text({"date": collected, "types": events})
    contents = _method_contents(operations)
    of_methods, requests = _method_files(entries, contents, partial, types)
    files.update(of_methods)
    files.update(client_files())
    files[SCHEMAS / "connector.schema.json"] = _connector_schema(sorted(index["types"]))
    files[PAGE] = page_of(PAGE.read_text("utf-8"), entries, requests)
    return files


def _method_files(
    entries: Mapping[str, Facts], contents: dict[str, Facts], partial: Partial, types: Types
) -> tuple[dict[Path, str], dict[str, int]]:
    """Return the files of all APIs with their index, and the number of methods of each API."""
    covering: dict[str, set[str]] = {}
    for entry in entries.values():
        for scope, fact in entry["scopes"].items():
            for covered in fact.get("implies", ()):
                covering.setdefault(covered, set()).add(scope)
    not_scopes = types.not_scopes(contents)
    files: dict[Path, str] = {}
    for api, owner in owners_of(entries, contents).items():
        contents[api] = partial.completed(without_scopes(contents[api], not_scopes[api]))
        if owner == "Microsoft":
            contents[api] = with_me(contents[api])
        files[METHODS / f"{api}.json"] = render(shipped(contents[api], owner, partial, covering))
    index = index_of(entries, [contents[api] for api in sorted(contents)])
    files[SCHEMAS / "methods.json"] = as_text(index)
    return files, {api: len(content["methods"]) for api, content in contents.items()}


def _method_contents(operations: Iterable[Operations]) -> dict[str, Facts]:
    """Return the methods of each API in their compact form."""
    contents = {path.stem: load(path) for path in (COLLECTED / "methods").glob("*.json")}
    contents.update((api, compact(api, rows)) for api, rows in rebuilt_methods())
    for each in operations:
        contents[each.api] = {**compact(each.api, each.rows), "is_rough": each.is_rough}
    return contents


def _entry(name: str, row: Facts, scope_facts: Facts, decision: Facts, partial: Partial) -> Facts:
    provider = decision.get("provider") or _provider(scope_facts.get("provider") or row["name"])
    takes_scopes = decision.get("takes_scopes", scope_facts.get("takes_scopes", True))
    scopes = scope_facts.get("scopes", {}) if takes_scopes else {}
    completeness = _COMPLETENESS[scope_facts.get("confidence", "open")] if takes_scopes else "open"
    for wide, covered in decision.get("implies", {}).items():
        scopes[wide] = {**scopes[wide], "implies": [*scopes[wide].get("implies", []), *covered]}
    entry: Facts = {
        "type": name,
        "name": _NAMES.get(name, row["name"]),
        "aliases": row["aliases"],
        "provider": provider,
        "docs": scope_facts.get("docs_url", ""),
        "status": row["status"],
        "checked": row["checked"],
        "token": decision.get("token", "platform"),
        "connection": decision.get("connection", []),
        "completeness": completeness,
        "takes_scopes": takes_scopes,
        "scope_format": scope_facts.get("scope_format", ""),
        "companions": _companions(provider, scope_facts, decision),
        "hosts": decision.get("hosts", []),
        "methods": decision.get("methods", []),
        "scopes": {
            scope: scope_entry(
                scope,
                fact,
                scopes,
                decision.get("broad", {}).get(scope),
                lambda listed: partial.kind(listed, provider),
            )
            for scope, fact in sorted(scopes.items())
            if "<" not in scope
        },
        "sources": sorted({*row["sources"], *scope_facts.get("sources", [])}),
    }
    if provider == "Google":
        entry["scope_prefix"] = GOOGLE_PREFIX
    if provider == "Microsoft":
        entry["scope_prefix"] = GRAPH_PREFIX
        entry["ignores_case"] = True
    for key in ("patterns", "token_kind", "logins", "products", "ignores_case"):
        if scope_facts.get(key) or decision.get(key):
            entry[key] = scope_facts.get(key) or decision[key]
    if scope_facts.get("wrong_token"):
        other = "slackbot" if name == "slack" else "slack"
        wrong = sorted({*scope_facts["wrong_token"]} - {"none", *scopes})
        entry["other_token"] = {"type": other, "scopes": wrong}
        entry["app_token"] = sorted(scope_facts["app_level_only"])
    return entry


def _provider(text: str) -> str:
    for name in ("Google", "Microsoft", "Meta"):
        if text.startswith(name):
            return name
    return text.partition(" (")[0]


def _companions(provider: str, scope_facts: Facts, decision: Facts) -> list[str]:
    if provider == "Google":
        return _GOOGLE_IDENTITY
    if provider == "Microsoft":
        return _MICROSOFT_IDENTITY
    return sorted({*decision.get("companions", []), *scope_facts.get("companions", [])})


# Google's scopes for add-ons, installed apps and the app's own hidden data, which are of no use to
# a backend that works with a user's data.
_SPECIAL = re.compile(
    r"/auth/(?:\w+\.addons\.|drive\.(?:appdata|appfolder|install|scripts|photos)|\w+\.currentonly)"
)


def scope_entry(  # noqa: C901, PLR0912 - a line for each field
    name: str,
    fact: Facts,
    scopes: Facts,
    narrower: list[str] | None,
    kind_of: Callable[[str], str],
) -> Facts:
    """Return what the catalogue has about a scope of a type, whose scopes are `scopes`."""
    scope: Facts = {"access": fact["access"]} if "access" in fact else {}
    # Two scopes that cover each other have the same methods, so that neither is wider.
    implied = sorted(
        other
        for other in set(fact.get("implies", ()))
        if other in scopes and name not in scopes[other].get("implies", ())
    )
    # A partial scope covers only scopes that give the same kind of part.
    kind = kind_of(name)
    if kind:
        scope["partial"] = kind
        implied = [other for other in implied if kind_of(other) == kind]
    if implied:
        scope["implies"] = implied
    sensitivity = fact.get("sensitivity_class", fact.get("sensitivity"))
    if sensitivity in ("restricted", "sensitive"):
        scope["sensitivity"] = sensitivity
    if fact.get("deprecated"):
        scope["deprecated"] = True
        replacement = fact.get("replacement", fact["deprecated"])
        if replacement in scopes:
            scope["replacement"] = replacement
    for key in ("alias", "requires"):
        if fact.get(key):
            scope[key] = fact[key]
    for flag in ("admin_consent", "team_only", "enterprise_only", "unverified"):
        if fact.get(flag):
            scope[flag] = True
    if _SPECIAL.search(name):
        scope["special"] = True
    if fact.get("app_review") or fact.get("approval_required"):
        scope["review"] = True
    if fact.get("privilege_level"):
        scope["privilege"] = fact["privilege_level"]
    if narrower:
        scope["broad"] = narrower
    return scope


def _ordered(entry: Facts) -> Facts:
    """Return the entry with its description first and its long lists last."""
    last = ("scopes", "sources")
    return {
        **{key: value for key, value in entry.items() if key not in last},
        **{key: entry[key] for key in last},
    }


def _microsoft(graph: Facts) -> Facts:
    return {
        "provider": "Microsoft",
        "scopes": {scope: [] for scope in graph["delegated"]},
        "ungrantable": {
            **dict.fromkeys(graph["application"], "application"),
            **dict.fromkeys(graph["resource"], "resource"),
        },
    }


def _connector_schema(types: list[str]) -> str:
    """Return the schema of connector files, with the catalogue's types for editors to offer."""
    schema = load(SCHEMAS / "connector.schema.json")
    schema["properties"]["type"]["anyOf"][0]["enum"] = types
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

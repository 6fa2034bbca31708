"""Make the catalogue that connlint ships from the facts in tools/catalogue/facts.

Usage: python -m tools.catalogue.build [--check]

Facts come from `collected/` (see tools.catalogue.import_facts), from the sources that
tools/catalogue/refresh rebuilds, from `observed.json` (types that no document of Base44
names), from `decided.json` (judgements: hosts, companions, broad scopes), from `partial.json`
(scopes that give only a part of what others give) and from `descriptions.json` (our own words).
The same facts give the same bytes. `--check` writes nothing, prints which files would change,
and ends with status 1 if any would.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tools.catalogue.clients import client_files, client_sources
from tools.catalogue.files import COLLECTED, FACTS, METHODS, ROOT, SCHEMAS, as_text, load
from tools.catalogue.graph import with_me
from tools.catalogue.method_index import index_of, owners_of
from tools.catalogue.methods import compact, render
from tools.catalogue.partial import Partial, read_partial
from tools.catalogue.rebuilt import google_scopes, rebuilt_methods, with_google
from tools.catalogue.shipped import shipped

Facts = dict[str, Any]

PAGE = ROOT / "docs" / "catalogue.md"
_MARK = "<!-- tools.catalogue.build writes what follows -->"
_MANY = 8
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
    table = load(COLLECTED / "types.json")
    decided = load(FACTS / "decided.json")
    observed = load(FACTS / "observed.json")
    described = load(FACTS / "descriptions.json")
    events = load(FACTS / "events.json")
    files: dict[Path, str] = {}
    sources: dict[str, list[str]] = {}
    index: Facts = {"date": table["date"], "types": {}}
    google, microsoft = google_scopes(), load(COLLECTED / "microsoft.json")
    partial = read_partial(microsoft["delegated"])
    entries: dict[str, Facts] = {}
    for name, row in sorted(table["types"].items()):
        scope_facts = _scope_facts(name, observed)
        entry = _entry(name, row, scope_facts, decided[name], partial)
        entry["events"] = sorted(events.get(name, ()))
        entry["description"] = described["types"].get(name, "")
        for scope, text in described["scopes"].get(name, {}).items():
            if scope in entry["scopes"]:
                entry["scopes"][scope]["description"] = text
        entries[name] = entry
        files[SCHEMAS / "catalog" / f"{name}.json"] = as_text(_ordered(entry))
        for source in entry["sources"]:
            sources.setdefault(source, []).append(name)
        index["types"][name] = {"name": entry["name"], "aliases": entry["aliases"]}
    files[SCHEMAS / "catalog.json"] = as_text(index)
    files[SCHEMAS / "providers" / "google.json"] = as_text({"provider": "Google", "scopes": google})
    files[SCHEMAS / "providers" / "microsoft.json"] = as_text(_microsoft(microsoft))
    files[SCHEMAS / "events.json"] = as_text({"date": table["date"], "types": events})
    contents = {path.stem: load(path) for path in (COLLECTED / "methods").glob("*.json")}
    contents.update((api, compact(api, rows)) for api, rows in rebuilt_methods())
    covering: dict[str, set[str]] = {}
    for entry in entries.values():
        for scope, fact in entry["scopes"].items():
            for covered in fact.get("implies", ()):
                covering.setdefault(covered, set()).add(scope)
    for api, owner in owners_of(entries, contents).items():
        contents[api] = partial.completed(contents[api])
        if owner == "Microsoft":
            contents[api] = with_me(contents[api])
        methods = shipped(contents[api], owner, partial, covering)
        files[METHODS / f"{api}.json"] = render(methods)
    index_text = as_text(index_of(entries, [contents[api] for api in sorted(contents)]))
    files[SCHEMAS / "methods.json"] = index_text
    files[SCHEMAS / "connector.schema.json"] = _connector_schema(sorted(index["types"]))
    files.update(client_files())
    files[PAGE] = _page({**sources, **client_sources()})
    return files


def _page(sources: Mapping[str, list[str]]) -> str:
    """Return the page about the catalogue, with the table of sources at its end.

    Raises KeyError for a source whose origin, version and licence are not recorded.
    """
    head, mark, _ = PAGE.read_text("utf-8").partition(_MARK)
    origins = load(FACTS / "origins.json")
    types: dict[str, set[str]] = {origin["name"]: set() for origin in origins}
    for source, names in sources.items():
        types[origin_of(source, origins)["name"]].update(names)
    rows = [
        f"| {origin['name']} | {origin['version']} | {origin['licence']} | "
        f"{len(users) if len(users) > _MANY else ', '.join(sorted(users))} |"
        for origin in sorted(origins, key=lambda origin: str(origin["name"]).casefold())
        if (users := types[origin["name"]])
    ]
    table = ["| source | version | licence | types |", "|---|---|---|---|", *rows]
    return "\n".join([f"{head}{mark}", "", *table]) + "\n"


def origin_of(source: str, origins: list[Facts]) -> Facts:
    """Return the origin of a source: the first whose pattern it matches; KeyError without one."""
    for origin in origins:
        if re.search(origin["match"], source):
            return origin
    raise KeyError(f"no origin for {source!r}")


def _scope_facts(name: str, observed: Facts) -> Facts:
    """Return the facts about a type's scopes, in the form of the collected facts."""
    path = COLLECTED / "scopes" / f"{name}.json"
    facts: Facts = load(path) if path.exists() else {}
    if name in observed:
        fact = observed[name]
        facts = {
            "provider": fact["provider"],
            "docs_url": fact["docs"],
            "confidence": fact["completeness"],
            "scope_format": fact.get("scope_format", ""),
            "sources": fact["sources"],
            "scopes": fact["scopes"],
            "takes_scopes": fact["takes_scopes"],
            "companions": fact.get("companions", []),
        }
    return {**facts, "scopes": with_google(name, facts.get("scopes", {}))} if facts else facts


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
        "token": decision.get("token", "platform"),
        "connection": decision.get("connection", []),
        "completeness": completeness,
        "takes_scopes": takes_scopes,
        "scope_format": scope_facts.get("scope_format", ""),
        "companions": _companions(provider, scope_facts, decision),
        "hosts": decision.get("hosts", []),
        "methods": decision.get("methods", []),
        "scopes": {
            scope: _scope(
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
    for key in ("patterns", "token_kind", "logins"):
        if scope_facts.get(key) or decision.get(key):
            entry[key] = scope_facts.get(key) or decision[key]
    if scope_facts.get("wrong_token"):
        other = "slackbot" if name == "slack" else "slack"
        wrong = sorted(scope for scope in scope_facts["wrong_token"] if scope != "none")
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


def _scope(  # noqa: C901, PLR0912 - a line for each field
    name: str,
    fact: Facts,
    scopes: Facts,
    narrower: list[str] | None,
    kind_of: Callable[[str], str],
) -> Facts:
    scope: Facts = {"access": fact["access"]} if "access" in fact else {}
    # Two scopes that cover each other have the same methods, so that neither is wider.
    implied = sorted(
        other
        for other in fact.get("implies", [])
        if other in scopes and name not in scopes[other].get("implies", [])
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

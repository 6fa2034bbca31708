#!/usr/bin/env python3
"""Turn collected facts about connector types and scopes into connlint's catalogue.

Usage: tools/catalogue/import_facts.py FACTS

FACTS is a folder with `types.json` (every connector type and the evidence for it),
`scopes/<type>.json` (OAuth scopes with their source) and the providers' whole lists
(`google_all_scopes.json`, `scopes/_graph_all.json`). Written are, below
schemas/connlint_schemas/: `catalog.json` (the index), `catalog/<type>.json`,
`providers/<provider>.json` and the enum of `connector.schema.json`. The same facts
give the same bytes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas" / "connlint_schemas"
GOOGLE_PREFIX = "https://www.googleapis.com/auth/"
GRAPH_PREFIX = "https://graph.microsoft.com/"

Facts = dict[str, Any]

# Which scopes the platform adds to a connector on its own (seen in files that it wrote).
_GOOGLE_IDENTITY = [
    "email",
    "openid",
    "profile",
    f"{GOOGLE_PREFIX}userinfo.email",
    f"{GOOGLE_PREFIX}userinfo.profile",
]
_MICROSOFT_IDENTITY = ["User.Read", "email", "offline_access", "openid", "profile"]
_COMPANIONS = {
    "airtable": ["user.email:read"],
    "dropbox": ["account_info.read"],
    "hubspot": ["oauth"],
    "meta_ads": ["public_profile"],
    "slack": ["users:read", "users:read.email"],
    "slackbot": ["chat:write.customize", "chat:write.public"],
    "square": ["MERCHANT_PROFILE_READ"],
}
# Providers of types whose scopes are not collected, where the name says it.
_PROVIDERS = {
    "google_contacts": "Google",
    "googleforms": "Google",
    "facebook_pages": "Meta",
    "meta_ads": "Meta",
    "instagram": "Meta",
    "microsoft_powerpoint": "Microsoft",
    "microsoft_word": "Microsoft",
    "x": "X",
}
_TOKENS = {
    "databricks": "workspace",
    "snowflake": "workspace",
    "stripe": "managed",
    "x": "metered",
}
# Services whose OAuth knows no scopes, whatever a connector file lists.
_WITHOUT_SCOPES = {"clickup", "notion", "splitwise", "stripe"}
_COMPLETENESS = {"complete": "complete", "partial": "partial", "open-ended": "open"}
# A display name that was only inferred from the type, put as the service writes itself.
_NAMES = {"docusign": "DocuSign"}


def main(arguments: list[str]) -> int:
    """Read the facts, write the catalogue."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    facts = Path(arguments[0])
    table = _load(facts / "types.json")
    index: Facts = {"date": table["_generated"], "types": {}}
    for row in sorted(table["types"], key=lambda row: str(row["type"])):
        entry = _entry(row, facts)
        _write(f"catalog/{entry['type']}.json", entry)
        index["types"][entry["type"]] = {"name": entry["name"], "aliases": entry["aliases"]}
    _write("catalog.json", index)
    _write("providers/google.json", _google(_load(facts / "google_all_scopes.json")))
    _write("providers/microsoft.json", _microsoft(_load(facts / "scopes" / "_graph_all.json")))
    _fill_enum(sorted(index["types"]))
    return 0


def _entry(row: Facts, facts: Path) -> Facts:
    name = row["type"]
    listed = facts / "scopes" / f"{name}.json"
    known: Facts = _load(listed) if listed.exists() else {}
    provider = _PROVIDERS.get(name) or _provider(str(known.get("provider", row["display_name"])))
    takes_scopes = name not in _WITHOUT_SCOPES
    entry: Facts = {
        "type": name,
        "name": _NAMES.get(name, row["display_name"]),
        "aliases": row["aliases"],
        "provider": provider,
        "docs": known.get("docs_url", ""),
        "status": "observed" if row["status"].startswith("observed") else "documented",
        "token": _TOKENS.get(name, "platform"),
        "completeness": _COMPLETENESS.get(known.get("confidence", ""), "open"),
        "takes_scopes": takes_scopes,
        "companions": _companions(name, provider),
        "scopes": {},
        "sources": sorted({_source(text) for text in [*row["sources"], *known.get("sources", [])]}),
    }
    if not takes_scopes:
        entry["completeness"] = "open"
        return entry
    if provider == "Google":
        entry["scope_prefix"] = GOOGLE_PREFIX
    if provider == "Microsoft":
        entry["scope_prefix"] = GRAPH_PREFIX
        entry["ignores_case"] = True
    if known.get("patterns"):
        entry["patterns"] = known["patterns"]
    if known.get("wrong_token"):
        other = "slackbot" if name == "slack" else "slack"
        scopes = [scope for scope in known["wrong_token"] if scope != "none"]
        entry["other_token"] = {"type": other, "scopes": sorted(scopes)}
        entry["app_token"] = sorted(known["app_level_only"])
    scopes = known.get("scopes", {})
    entry["scopes"] = {
        scope: _scope(fact, scopes) for scope, fact in sorted(scopes.items()) if "<" not in scope
    }
    return entry


def _source(text: str) -> str:
    return "public connector files" if text.startswith("observed_repos") else text


def _provider(text: str) -> str:
    for name in ("Google", "Microsoft"):
        if text.startswith(name):
            return name
    return text.split(" (", maxsplit=1)[0]


def _companions(name: str, provider: str) -> list[str]:
    if provider == "Google":
        return _GOOGLE_IDENTITY
    if provider == "Microsoft":
        return _MICROSOFT_IDENTITY
    return _COMPANIONS.get(name, [])


def _scope(fact: Facts, known: Facts) -> Facts:  # noqa: C901 - a line for each field
    scope: Facts = {}
    if "access" in fact:
        scope["access"] = fact["access"]
    implied = [other for other in fact.get("implies", []) if other in known]
    # A scope that works on a slice of the data covers nothing.
    if implied and not fact.get("data_narrowed"):
        scope["implies"] = sorted(implied)
    sensitivity = fact.get("sensitivity_class", fact.get("sensitivity"))
    if sensitivity in ("restricted", "sensitive"):
        scope["sensitivity"] = sensitivity
    deprecated = fact.get("deprecated")
    if deprecated:
        scope["deprecated"] = True
        if deprecated in known:
            scope["replacement"] = deprecated
    if fact.get("alias"):
        scope["alias"] = fact["alias"]
    if fact.get("requires"):
        scope["requires"] = fact["requires"]
    for flag in ("data_narrowed", "admin_consent", "unverified"):
        if fact.get(flag):
            scope[flag] = True
    if fact.get("privilege_level"):
        scope["privilege"] = fact["privilege_level"]
    return scope


def _google(apis: Facts) -> Facts:
    return {
        "provider": "Google",
        "scopes": {
            scope: sorted({api.split(":")[0] for api in names})
            for scope, names in sorted(apis.items())
        },
    }


def _microsoft(graph: Facts) -> Facts:
    return {
        "provider": "Microsoft",
        "scopes": {scope: [] for scope in sorted(graph["delegated"])},
        "ungrantable": {
            **dict.fromkeys(sorted(graph["application_only"]), "application"),
            **dict.fromkeys(sorted(graph["rsc_only"]), "resource"),
        },
    }


def _fill_enum(types: list[str]) -> None:
    path = SCHEMAS / "connector.schema.json"
    schema = _load(path)
    schema["properties"]["type"]["anyOf"][0]["enum"] = types
    path.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", "utf-8")


def _load(path: Path) -> Facts:
    value = json.loads(path.read_text("utf-8"))
    if not isinstance(value, dict):
        raise SystemExit(f"{path} holds no object")
    return value


def _write(name: str, value: Facts) -> None:
    path = SCHEMAS / name
    path.parent.mkdir(exist_ok=True)
    text = json.dumps(value, indent=1, ensure_ascii=False, sort_keys=False)
    path.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

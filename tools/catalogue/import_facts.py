"""Import collected facts about connectors into the repository.

Usage: python -m tools.catalogue.import_facts FACTS

FACTS is a folder with `types.json` (every connector type and the evidence for it),
`scopes/<type>.json` (OAuth scopes with their source), `events.json`, the providers' complete
lists (`scopes/_graph_all.json`), `methods/<api>.json` and `operations/<table>.json`. It writes
`tools/catalogue/facts/collected/`, with the methods of APIs that no rebuilt source has, and
`tools/catalogue/facts/events.json`, from which `tools.catalogue.build` makes the catalogue. The
same facts give the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from tools.catalogue.files import COLLECTED, FACTS, load, write, write_text
from tools.catalogue.methods import compact, render
from tools.catalogue.operations import collected, render_table
from tools.catalogue.rebuilt import rebuilt_apis

Facts = dict[str, Any]

# The keys of a scope that are kept; notes and counts of the collection are not.
_KEPT = (
    "access",
    "implies",
    "sensitivity_class",
    "sensitivity",
    "deprecated",
    "alias",
    "requires",
    "data_narrowed",
    "admin_consent",
    "privilege_level",
    "unverified",
    "app_review",
    "team_only",
    "enterprise_only",
    "approval_required",
    "core",
)


def main(arguments: list[str]) -> int:
    """Read the facts, and write the parts of them that are kept."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    facts = Path(arguments[0])
    table = load(facts / "types.json")
    write(
        COLLECTED / "types.json",
        {
            "date": table["_generated"],
            "types": {row["type"]: _type(row) for row in table["types"]},
        },
    )
    for path in sorted((facts / "scopes").glob("[a-z]*.json")):
        write(COLLECTED / "scopes" / path.name, _scopes(load(path)))
    write(FACTS / "events.json", _events(load(facts / "events.json")))
    write(COLLECTED / "microsoft.json", _microsoft(load(facts / "scopes" / "_graph_all.json")))
    for path in sorted((facts / "methods").glob("[a-z]*.json")):
        for api, rows in _methods(path):
            if api in rebuilt_apis():
                continue
            write_text(COLLECTED / "methods" / f"{api}.json", render(compact(api, rows)))
    for path in sorted((facts / "operations").glob("[a-z]*.json")):
        write_text(COLLECTED / "operations" / path.name, render_table(collected(load(path))))
    return 0


def _type(row: Facts) -> Facts:
    return {
        "name": row["display_name"],
        "aliases": row["aliases"],
        "status": "observed" if row["status"].startswith("observed") else "documented",
        "sources": sorted({_source(text) for text in row["sources"]}),
    }


def _source(text: str) -> str:
    return "public connector files" if text.startswith("observed_repos") else text


def _scopes(collected: Facts) -> Facts:
    kept: Facts = {
        key: collected[key]
        for key in (
            "provider",
            "docs_url",
            "confidence",
            "scope_format",
            "sources",
            "patterns",
            "wrong_token",
            "app_level_only",
        )
        if key in collected
    }
    kept["scopes"] = {
        scope: {key: fact[key] for key in _KEPT if fact.get(key)}
        for scope, fact in sorted(collected["scopes"].items())
    }
    return kept


def _events(facts: Facts) -> Facts:
    """Return the events of each type that has any, with their status; documented ones win."""
    by_type: Facts = {}
    for name, fact in sorted(facts["events"].items()):
        for status in ("documented", "observed"):
            for row in fact.get(status, []):
                # A row that begins with `[]` stands for all events, and is not an event.
                if not row["event"].startswith("[]"):
                    by_type.setdefault(name, {}).setdefault(row["event"], status)
    return {name: dict(sorted(events.items())) for name, events in by_type.items()}


def _microsoft(graph: Facts) -> Facts:
    return {
        "delegated": sorted(graph["delegated"]),
        "application": sorted(graph["application_only"]),
        "resource": sorted(graph["rsc_only"]),
    }


def _methods(path: Path) -> list[tuple[str, list[Facts]]]:
    rows = load(path)
    if path.stem == "slack":
        return []  # The scopes of a method depend on the token: see slack.by_token.json.
    if path.stem == "slack.by_token":
        return [
            (api, _slack(rows, token)) for api, token in (("slack", "user"), ("slackbot", "bot"))
        ]
    return [(path.stem, list(rows))]


def _slack(rows: Facts, token: str) -> list[Facts]:
    return [
        {
            "http": "POST",
            "url": f"https://slack.com/api/{method}",
            "id": method,
            "scopes": sorted(scopes[token]),
        }
        for method, scopes in rows.items()
    ]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""The list of scopes about which no rule has anything to say, made by asking the rules.

`quiet.txt` has a line for each type: the type, its quiet scopes, those among them that open no
API when they are alone, and then, for each quiet scope that covers others, that scope and what
it covers. Tabs part the fields, blanks the scopes in them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from connlint import Severity, lint_text
from connlint.catalog import Catalog, ConnectorType

__all__ = ["quiet_text"]

_IDLE = "no-api-scope"


def quiet_text() -> str:
    """The text of the list, for the catalogue and the rules as they are now.

    Raises ValueError for a type about which something is said without any scope, which the
    form of the list cannot express, unless it is said with every scope.
    """
    catalog = Catalog()
    lines = [_line(entry) for name in catalog.types() if (entry := catalog.entry(name.type))]
    return "\n" + "".join(f"{line}\n" for line in lines if line)


def _line(entry: ConnectorType) -> str:
    said = {scope: _said(entry.type, scope) for scope in {*entry.facts, *entry.companions}}
    quiet = sorted(scope for scope, rules in said.items() if rules <= {_IDLE})
    if _said(entry.type):
        if quiet:
            raise ValueError(f"something is said about {entry.type} without scopes")
        return ""
    idle = [scope for scope in quiet if _IDLE in said[scope]]
    fields = [entry.type, " ".join(quiet), " ".join(idle)]
    fields += [" ".join([scope, *covered]) for scope, covered in _covers(entry, quiet)]
    return "\t".join(fields)


def _said(type_name: str, *scopes: str) -> set[str]:
    """The rules that warn of a connector file with these scopes."""
    text = json.dumps({"type": type_name, "scopes": scopes}, ensure_ascii=False)
    found = lint_text(text, path=f"{type_name}.jsonc")
    return {each.rule for each in found if each.severity >= Severity.WARNING}


def _covers(entry: ConnectorType, quiet: list[str]) -> Iterator[tuple[str, list[str]]]:
    """The quiet scopes that cover others, directly or through more, with the quiet ones of these.

    What the platform adds is never reported as covered.
    """
    for scope in quiet:
        covered = sorted((entry.reach([scope]) & set(quiet)) - entry.companions - {scope})
        if covered:
            yield scope, covered

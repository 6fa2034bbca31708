"""The rule `wrong-identifier`: an id instead of a connector type, or a name instead of an id."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from connlint.catalog import Catalog
from connlint.code.connectors_module import BY_ID, BY_TYPE
from connlint.code.model import ConnectorCall, Receiver
from connlint.diagnostics.severity import Severity
from connlint.project import Project
from connlint.rules.rule import Finding, Rule
from connlint.text.escaping import quote

__all__ = ["RULE", "looks_like_id"]

# A MongoDB ObjectId, which is what Base44 assigns, or a UUID.
_ID = re.compile(r"[0-9a-fA-F]{24}|[0-9a-fA-F]{8}(?:-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")
_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 8
_SHORTEST = 4
"""Length of the shortest service name to look for; an id may have "box" in it by accident."""
# Words that people and assistants write before they know the id.
_PLACEHOLDERS = frozenset({"connector", "connectorid", "example", "placeholder", "todo", "your"})


def looks_like_id(text: str) -> bool:
    """Tell whether a string has the form of an id, which no connector type has."""
    return _ID.fullmatch(text) is not None


def _check(project: Project, catalog: Catalog) -> Iterator[Finding]:
    for call in project.code.calls:
        for value in call.values:
            if call.method in BY_TYPE and not call.in_front_end and looks_like_id(value):
                yield Finding(
                    call.source,
                    call.place,
                    f'{call.method} expects a type such as "gmail"; '
                    f"{quote(value)} looks like an id",
                    "Use the connector's type; ids are for getWorkspaceConnection "
                    "and getCurrentAppUserConnection",
                )
            elif call.method in BY_ID and not looks_like_id(value):
                yield from _name_for_id(call, value, project, catalog)


def _name_for_id(
    call: ConnectorCall, value: str, project: Project, catalog: Catalog
) -> Iterator[Finding]:
    """Report a name that is used as an id; Base44 generates the ids of connectors."""
    named = catalog.named_type(value)
    severity = None
    if value in catalog or value in _written_types(project):
        what = "is a type"
    elif named is not None:
        what = f"is a name for {catalog.name(named)}"
    elif value in _file_names(project):
        what = "is the name of a connector file"
    elif call.receiver is not Receiver.UNKNOWN and _looks_like_name(value, catalog):
        what, severity = "looks like a name", Severity.WARNING
    else:
        return
    entry = catalog.entry(named or "")
    help_text = "Use the connector's id from the workspace settings"
    is_of_app = entry is not None and entry.token == "platform"  # noqa: S105 - no secret
    if is_of_app and not call.in_front_end:
        help_text += f", or getConnection({quote(str(named))}) for the connector of this app"
    yield Finding(
        call.source,
        call.place,
        f"{call.method} expects a connector id; {quote(value)} {what}",
        help_text,
        severity=severity,
    )


def _written_types(project: Project) -> Collection[str]:
    nodes = [connector.type_string for connector in project.connectors]
    return {node.value for node in nodes if node is not None}


def _file_names(project: Project) -> Collection[str]:
    names = [connector.source.name for connector in project.connectors]
    return {*names, *[name.rpartition(".")[0] for name in names]}


def _looks_like_name(value: str, catalog: Catalog) -> bool:
    """Tell whether a string has a word that no id has: a placeholder's, or a service's name."""
    words = _WORD.findall(value.casefold())[:_MOST_WORDS]
    if not _PLACEHOLDERS.isdisjoint(words) or value.startswith("<"):
        return True
    ends = range(1, len(words) + 1)
    runs = ["".join(words[start:end]) for end in ends for start in range(end)]
    return any(len(run) >= _SHORTEST and catalog.named_type(run) is not None for run in runs)


RULE = Rule(
    "wrong-identifier",
    Severity.ERROR,
    "An id is used as a connector type, or a name as an id",
    check_project=_check,
)

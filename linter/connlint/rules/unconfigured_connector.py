"""unconfigured-connector: a function uses a connector that no file defines."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.code.model import ConnectorCall
from connlint.project import Project
from connlint.rules.calls import calls_by_type, configured_types
from connlint.rules.rule import Finding, Rule
from connlint.severity import Severity
from connlint.wording import quote

__all__ = ["RULE"]


def _check(project: Project, catalog: Catalog) -> Iterator[Finding]:
    if project.hides_connectors:
        return
    calls = list(calls_by_type(project))
    configured = configured_types(project, catalog) if calls else frozenset()
    seen: set[tuple[str, str]] = set()
    for call, value in calls:
        place = call.source.path, value
        # What is no type at all has a rule of its own.
        if value in configured or place in seen or value not in catalog:
            continue
        seen.add(place)
        entry = catalog.entry(value)
        if entry is not None and entry.token in {"managed", "workspace"}:
            continue
        if not project.connectors and not project.outside:
            yield _without_files(call, value)
        else:
            yield Finding(
                call.source,
                call.place,
                f"no connector file defines {quote(value)}, "
                f"and the next push disconnects {catalog.name(value)}",
                f"add connectors/{value}.jsonc; base44 connectors pull writes it",
            )


def _without_files(call: ConnectorCall, value: str) -> Finding:
    return Finding(
        call.source,
        call.place,
        f"the app has no connector files, so that nobody sees what {quote(value)} may do",
        "base44 connectors pull writes them",
        severity=Severity.INFO,
    )


RULE = Rule(
    "unconfigured-connector",
    Severity.ERROR,
    "A function uses a connector that no file defines",
    check_project=_check,
)

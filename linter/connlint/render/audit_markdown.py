"""The least-privilege report as Markdown, for a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connlint.audit import Audit, AuditConnector, AuditProject, AuditScope
from connlint.render.audit_words import note, place, smallest, totals, without_file
from connlint.text.escaping import escape_unprintable

__all__ = ["render"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>&~@:-])")
_MOST_CALLS = 5


def render(audit: Audit) -> str:
    """Return the report as GitHub's Markdown, with a table for each connector."""
    blocks = [block for project in audit.projects for block in _project(project)]
    return "\n\n".join(["# Least privilege", *blocks]) + "\n"


def _project(project: AuditProject) -> Iterator[str]:
    yield f"## {_text(project.root)}"
    yield totals(project.totals)
    for connector in project.connectors:
        yield from _connector(connector)


def _connector(connector: AuditConnector) -> Iterator[str]:
    where = _code(connector.path) if connector.path else without_file(connector)
    yield f"### {_text(connector.name)} ({where})"
    if connector.scopes:
        rows = ["| verdict | scope | | requests |", "|---|---|---|---|"]
        yield "\n".join([*rows, *map(_row, connector.scopes)])
    if connector.gaps:
        yield "\n".join(
            f"- not known: {f'{_code(place(gap.path, gap.line))}: ' if gap.path else ''}"
            f"{_text(gap.reason)}"
            for gap in connector.gaps
        )
    label = smallest(connector)
    if label and not (connector.calls and connector.takes_scopes):
        yield f"{label}."
    elif label:
        yield f"{label}: {', '.join(map(_code, connector.smallest)) or 'none'}"


def _row(scope: AuditScope) -> str:
    calls = [
        f"{_code(place(call.path, call.line))} {_text(' or '.join(call.methods))}"
        for call in scope.calls
    ]
    cells = [scope.verdict.value, _code(scope.scope), _text(note(scope)), _few(calls)]
    return f"| {' | '.join(cells)} |"


def _few(lines: list[str]) -> str:
    more = len(lines) - _MOST_CALLS
    return "<br>".join([*lines[:_MOST_CALLS], *([f"{more} more"] if more > 0 else [])])


def _text(text: str) -> str:
    """Escape foreign text so that it makes no link, mention, tag or table cell."""
    return _SPECIAL.sub(r"\\\1", escape_unprintable(text))


def _code(text: str) -> str:
    """Return foreign text as code, or escaped where a bar would end the table cell."""
    shown = escape_unprintable(text)
    if "`" in shown or "|" in shown:
        return _text(text)
    return f"`{shown}`" if shown.strip() else "` `"

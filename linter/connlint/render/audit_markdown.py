"""The least-privilege report as Markdown, for a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connlint.audit import Audit, AuditCall, AuditConnector, AuditProject, AuditScope
from connlint.render import audit_words as words
from connlint.text.escaping import escape_unprintable

__all__ = ["render"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>&~@:-])")
_MOST_CALLS = 5


def render(audit: Audit) -> str:
    """Return the report as GitHub's Markdown, with a table for each connector."""
    blocks = [block for project in audit.projects for block in _project(project)]
    return "\n\n".join([f"# {words.TITLE}", *blocks]) + "\n"


def _project(project: AuditProject) -> Iterator[str]:
    yield f"## {_text(words.app(project))}"
    yield words.totals(project)
    for connector in project.connectors:
        yield from _connector(connector)


def _connector(connector: AuditConnector) -> Iterator[str]:
    where = _code(connector.path) if connector.path else words.where(connector)
    checked = f", checked as {_code(connector.checked_as)}" if connector.checked_as else ""
    yield f"### {_text(connector.name)} ({where}{checked})"
    if connector.scopes:
        rows = ["| verdict | scope | | requests |", "|---|---|---|---|"]
        yield "\n".join([*rows, *map(_row, connector.scopes)])
    others = words.other_calls(connector)
    if others:
        yield "\n".join(
            [f"{words.OTHER_CALLS.capitalize()}:", "", *(f"- {_call(call)}" for call in others)]
        )
    gaps = words.unchecked(connector)
    if gaps:
        yield "\n".join(
            [
                f"{words.gaps_title(gaps)}:",
                "",
                *(
                    f"- {f'{_code(words.place(gap.path, gap.line))}: ' if gap.path else ''}"
                    f"{_text(gap.reason)}"
                    for gap in gaps
                ),
            ]
        )
    advice = words.advice(connector)
    if advice is not None and advice.scopes is None:
        yield f"{_text(advice.label)}."
    elif advice is not None and advice.scopes is not None:
        yield f"{advice.label}: {', '.join(map(_code, advice.scopes)) or 'none'}"


def _row(scope: AuditScope) -> str:
    calls = _few(list(map(_call, (*scope.calls, *scope.perhaps))))
    cells = [words.label(scope), _code(scope.scope), _text(words.note(scope)), "<br>".join(calls)]
    return f"| {' | '.join(cells)} |"


def _call(call: AuditCall) -> str:
    return f"{_code(words.place(call.path, call.line))} {_text(words.methods(call))}"


def _few(lines: list[str]) -> list[str]:
    more = len(lines) - _MOST_CALLS
    return [*lines[:_MOST_CALLS], *([f"{more} more"] if more > 0 else [])]


def _text(text: str) -> str:
    """Escape foreign text so that it makes no link, mention, tag or table cell."""
    return _SPECIAL.sub(r"\\\1", escape_unprintable(text))


def _code(text: str) -> str:
    """Return foreign text as code, or escaped where a bar would end the table cell."""
    shown = escape_unprintable(text)
    if "`" in shown or "|" in shown:
        return _text(text)
    return f"`{shown}`" if shown.strip() else "` `"

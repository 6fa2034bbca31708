"""The scopes to ask for, as the connector files that `connlint scopes --write` leads to."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.render import scopes_words as words
from connlint.render.ascii_json import to_json
from connlint.scopes.model import AppScopes, ConnectorScopes, ScopeGap, ScopesReport
from connlint.text.escaping import escape_unprintable

__all__ = ["render"]


def render(report: ScopesReport) -> str:
    """Return the files, each with its path in a comment before it, and one blank line between."""
    return "\n".join(block for app in report.apps for block in _app(app))


def _app(app: AppScopes) -> Iterator[str]:
    if not app.everything and not app.gaps:
        yield _comment(words.NOTHING)
    for connector in app.everything:
        yield "".join(_connector(connector, app))
    if app.gaps:
        yield "".join([_comment(words.ANY), *map(_gap, app.gaps)])


def _connector(connector: ConnectorScopes, app: AppScopes) -> Iterator[str]:
    has_file = connector.has_content
    if has_file:
        yield _comment(app.file_of(connector))
        if not connector.is_complete:
            yield _comment(f"{words.result(connector)}. {words.UNCHECKED}")
    else:
        end = f": {', '.join(connector.scopes)}" if connector.scopes else ""
        yield _comment(f"{connector.name}: {words.result(connector)}{end}")
        if words.where_to_set(connector):
            yield _comment(f"  {words.where_to_set(connector)}")
    yield from map(_gap, connector.gaps)
    if has_file:
        yield to_json({"type": connector.type, "scopes": list(connector.listed)})


def _gap(gap: ScopeGap) -> str:
    place = words.place(gap)
    return _comment(f"  {place}{': ' if place else ''}{gap.reason}")


def _comment(text: str) -> str:
    return f"// {escape_unprintable(text)}\n"

"""The scopes to ask for, as Markdown for a pull request or a chat."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.render import scopes_words as words
from connlint.render.markdown_text import code, prose
from connlint.scopes.model import AppScopes, ConnectorScopes, ScopeGap, ScopeRequest, ScopesReport

__all__ = ["render"]


def render(report: ScopesReport) -> str:
    """Return the report as GitHub's Markdown, with a list for each connector."""
    blocks = [block for app in report.apps for block in _app(app)]
    return "\n\n".join(["# Scopes to ask for", *blocks]) + "\n"


def _app(app: AppScopes) -> Iterator[str]:
    yield f"## {prose(words.app(app))}"
    yield prose(words.summary(app))
    for connector in app.everything:
        yield from _connector(connector)
    if app.gaps:
        yield words.ANY
        yield "\n".join(map(_gap, app.gaps))


def _connector(connector: ConnectorScopes) -> Iterator[str]:
    where = code(connector.path) if connector.path else words.where(connector)
    yield f"### {prose(connector.name)} ({code(words.kind(connector))}, {where})"
    result = prose(words.result(connector))
    end = "" if result.endswith("?") else "."
    yield f"{result}:" if connector.scopes else f"{result}{end}"
    if connector.scopes:
        lines = []
        for scope in connector.scopes:
            mine = [each for each in connector.requests if scope in each.scopes]
            lines += [f"- {code(scope)}", *(f"  - {_request(each)}" for each in mine)]
        yield "\n".join(lines)
    title, others = words.other_requests(connector)
    if others:
        yield title
        yield "\n".join(f"- {_request(each)}" for each in others)
    for label, scopes in words.lists(connector):
        yield f"{label}: {', '.join(map(code, scopes))}"
    if words.where_to_set(connector):
        yield f"{words.where_to_set(connector)}."
    if connector.gaps:
        yield words.UNCHECKED
        yield "\n".join(map(_gap, connector.gaps))


def _request(request: ScopeRequest) -> str:
    return f"{code(words.place(request))} {prose(words.methods(request))}"


def _gap(gap: ScopeGap) -> str:
    place = words.place(gap)
    return f"- {f'{code(place)}: ' if place else ''}{prose(gap.reason)}"

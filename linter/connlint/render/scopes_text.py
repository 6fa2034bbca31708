"""The scopes to ask for, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from connlint.render import scopes_words as words
from connlint.render.layout import Layout
from connlint.render.style import PLAIN, Style
from connlint.scopes.model import AppScopes, ConnectorScopes, ScopeGap, ScopeRequest, ScopesReport
from connlint.text.escaping import escape_unprintable

__all__ = ["render"]

_INDENT = "  "
_DEEPER = "      "


def render(report: ScopesReport, style: Style = PLAIN, columns: int | None = None) -> str:
    """Return the report as text, with one block for each connector.

    Lines are wrapped between words at `columns`, if it is not None.
    """
    layout = Layout.of(style, columns)
    return "\n".join(_app(app, layout) for app in report.apps)


def _app(app: AppScopes, layout: Layout) -> str:
    root = escape_unprintable(words.app(app))
    head = layout.title(f"{root}: {words.summary(app)}", root)
    blocks = ["".join(_connector(each, layout)) for each in app.everything]
    if app.gaps:
        blocks.append("".join([f"{words.ANY}\n", *_gaps(app.gaps, layout)]))
    return "\n".join([head, *blocks])


def _connector(connector: ConnectorScopes, layout: Layout) -> Iterator[str]:
    name = escape_unprintable(connector.name)
    kind = escape_unprintable(words.kind(connector))
    path = escape_unprintable(connector.path) if connector.path else words.where(connector)
    yield layout.title(f"{name} ({kind}), {path}", name, len(_INDENT))
    result = escape_unprintable(words.result(connector))
    yield layout.lines(_INDENT, f"{result}:" if connector.scopes else result, len(_INDENT) * 2)
    for scope in connector.scopes:
        yield f"{_INDENT * 2}{layout.style.paint(escape_unprintable(scope), layout.style.strong)}\n"
        for request in connector.requests:
            if scope in request.scopes:
                yield _request(request, layout)
    title, others = words.other_requests(connector)
    if others:
        yield f"{_INDENT}{title}\n"
        yield from (_request(request, layout) for request in others)
    for label, listed in words.lists(connector):
        text = f"{label}: {', '.join(map(escape_unprintable, listed))}"
        yield layout.lines(_INDENT, text, len(_INDENT) * 2)
    if words.where_to_set(connector):
        yield layout.lines(_INDENT, words.where_to_set(connector), len(_INDENT) * 2)
    if connector.gaps:
        yield f"{_INDENT}{words.UNCHECKED}\n"
        yield from _gaps(connector.gaps, layout)


def _gaps(gaps: Iterable[ScopeGap], layout: Layout) -> Iterator[str]:
    for gap in gaps:
        head = escape_unprintable(words.place(gap))
        text = f"{head}{': ' if head else ''}{escape_unprintable(gap.reason)}"
        yield layout.lines(_DEEPER, text, len(_DEEPER), head)


def _request(request: ScopeRequest, layout: Layout) -> str:
    head = escape_unprintable(words.place(request))
    text = f"{head} {escape_unprintable(words.methods(request))}"
    return layout.lines(_DEEPER, text, len(_DEEPER), head)

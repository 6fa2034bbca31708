"""The least-privilege report as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.audit import Audit, AuditCall, AuditConnector, AuditProject, AuditScope, Verdict
from connlint.diagnostics.severity import Severity
from connlint.render import audit_words as words
from connlint.render.columns import width
from connlint.render.layout import Layout
from connlint.render.style import PLAIN, Style
from connlint.text.escaping import escape_unprintable

__all__ = ["render"]

_SEVERITIES = {
    Verdict.MISSING: Severity.ERROR,
    Verdict.UNUSED: Severity.WARNING,
    Verdict.COVERED: Severity.WARNING,
    Verdict.NOT_UNDERSTOOD: Severity.INFO,
}
_LABEL_WIDTH = max(map(len, words.LABELS))
_INDENT = "  "
_CALL_INDENT = 6


def render(audit: Audit, style: Style = PLAIN, columns: int | None = None) -> str:
    """Return the report as text, with one block for each connector.

    Lines are wrapped between words at `columns`, if it is not None.
    """
    layout = Layout.of(style, columns)
    return "\n".join(_project(project, layout) for project in audit.projects)


def _project(project: AuditProject, layout: Layout) -> str:
    root = escape_unprintable(words.app(project))
    head = layout.title(f"{root}: {words.totals(project)}", root)
    blocks = ["".join(_connector(each, layout)) for each in project.connectors]
    return "\n".join([head, *blocks])


def _connector(connector: AuditConnector, layout: Layout) -> Iterator[str]:
    yield _title(connector, layout)
    for scope in connector.scopes:
        yield _scope(scope, layout)
        for call in (*scope.calls, *scope.perhaps):
            yield _call(call, layout)
    others = words.other_calls(connector)
    if others:
        yield f"{_INDENT}{words.OTHER_CALLS}\n"
        yield from (_call(call, layout) for call in others)
    gaps = words.unchecked(connector)
    if gaps:
        yield f"{_INDENT}{words.gaps_title(gaps)}\n"
        for gap in gaps:
            head = escape_unprintable(words.place(gap.path, gap.line)) if gap.path else ""
            text = f"{head}{': ' if head else ''}{escape_unprintable(gap.reason)}"
            yield layout.lines(" " * _CALL_INDENT, text, _CALL_INDENT, head)
    advice = words.advice(connector)
    if advice is not None:
        text = escape_unprintable(advice.label)
        if advice.scopes is not None:
            text += f": {', '.join(map(escape_unprintable, advice.scopes)) or 'none'}"
        yield layout.lines(_INDENT, text, len(_INDENT) * 2)


def _title(connector: AuditConnector, layout: Layout) -> str:
    name = escape_unprintable(connector.name)
    kind = escape_unprintable(connector.type)
    if connector.checked_as:
        kind += f", checked as {escape_unprintable(connector.checked_as)}"
    path = escape_unprintable(connector.path) if connector.path else words.where(connector)
    return layout.title(f"{name} ({kind}), {path}", name, len(_INDENT))


def _scope(scope: AuditScope, layout: Layout) -> str:
    label = words.label(scope)
    is_painted = scope.verdict in _SEVERITIES
    color = layout.style.severity[_SEVERITIES[scope.verdict]] if is_painted else ""
    more = escape_unprintable(words.note(scope))
    text = escape_unprintable(scope.scope)
    first = f"{_INDENT}{layout.style.paint(label.ljust(_LABEL_WIDTH), color)}  "
    indent = len(_INDENT) + _LABEL_WIDTH + 2
    if layout.columns is not None and width(text) > layout.columns - indent:
        # A long scope gets a line of its own, so that a narrow terminal need not break it.
        first = f"{_INDENT}{layout.style.paint(label, color)}\n{' ' * (_CALL_INDENT - 2)}"
        indent = _CALL_INDENT - 2
    return layout.lines(first, f"{text} ({more})" if more else text, indent)


def _call(call: AuditCall, layout: Layout) -> str:
    head = escape_unprintable(words.place(call.path, call.line))
    text = f"{head} {escape_unprintable(words.methods(call))}"
    return layout.lines(" " * _CALL_INDENT, text, _CALL_INDENT, head)

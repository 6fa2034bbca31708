"""The least-privilege report as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.audit import Audit, AuditCall, AuditConnector, AuditProject, Verdict
from connlint.diagnostics.severity import Severity
from connlint.render.audit_words import note, place, smallest, totals, without_file
from connlint.render.style import PLAIN, Style
from connlint.text.escaping import escape_unprintable

__all__ = ["render"]

_SEVERITIES = {
    Verdict.MISSING: Severity.ERROR,
    Verdict.UNUSED: Severity.WARNING,
    Verdict.COVERED: Severity.WARNING,
    Verdict.NOT_UNDERSTOOD: Severity.INFO,
}
_VERDICT_WIDTH = max(len(verdict.value) for verdict in Verdict)


def render(audit: Audit, style: Style = PLAIN) -> str:
    """Return the report as text, with one block for each connector."""
    return "\n".join(_project(project, style) for project in audit.projects)


def _project(project: AuditProject, style: Style) -> str:
    head = (
        f"{style.paint(escape_unprintable(project.root), style.strong)}: {totals(project.totals)}\n"
    )
    return "\n".join([head, *("".join(_connector(each, style)) for each in project.connectors)])


def _connector(connector: AuditConnector, style: Style) -> Iterator[str]:
    where = escape_unprintable(connector.path) if connector.path else without_file(connector)
    name = style.paint(escape_unprintable(connector.name), style.strong)
    yield f"{name} ({escape_unprintable(connector.type)}), {where}\n"
    shown: set[AuditCall] = set()
    for scope in connector.scopes:
        colour = style.severity[_SEVERITIES[scope.verdict]] if scope.verdict in _SEVERITIES else ""
        verdict = style.paint(scope.verdict.value.ljust(_VERDICT_WIDTH), colour)
        more = note(scope)
        remark = f" ({escape_unprintable(more)})" if more else ""
        yield f"  {verdict}  {escape_unprintable(scope.scope)}{remark}\n"
        for call in scope.calls:
            shown.add(call)
            yield _call(call, style)
    free = [call for call in connector.calls if call not in shown]
    if free:
        yield "  other requests\n"
        yield from (_call(call, style) for call in free)
    for gap in connector.gaps:
        where = escape_unprintable(place(gap.path, gap.line)) if gap.path else ""
        yield f"  not known: {f'{where}: ' if where else ''}{escape_unprintable(gap.reason)}\n"
    label = smallest(connector)
    if label and not (connector.calls and connector.takes_scopes):
        yield f"  {label}.\n"
    elif label:
        yield f"  {label}: {', '.join(map(escape_unprintable, connector.smallest)) or 'none'}\n"


def _call(call: AuditCall, style: Style) -> str:
    where = style.paint(escape_unprintable(place(call.path, call.line)), style.faint)
    return f"  {' ' * _VERDICT_WIDTH}    {where} {escape_unprintable(' or '.join(call.methods))}\n"

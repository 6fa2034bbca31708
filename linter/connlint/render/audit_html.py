"""The least-privilege report as one self-contained page, without network access or scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from connlint._version import __version__
from connlint.audit import (
    Audit,
    AuditCall,
    AuditConnector,
    AuditGap,
    AuditProject,
    AuditScope,
    Verdict,
)
from connlint.render.audit_style import STYLE
from connlint.render.audit_words import note, place, short, smallest, totals, without_file
from connlint.text.escaping import escape_unprintable, plural

__all__ = ["render"]

_MARKS = {
    Verdict.NEEDED: ("needed", "✓"),
    Verdict.COVERED: ("covered", "≈"),
    Verdict.UNUSED: ("unused", "✕"),
    Verdict.MISSING: ("missing", "!"),
    Verdict.NOT_UNDERSTOOD: ("unknown", "?"),
}
"""The CSS class and the mark of each verdict; colour alone would not be accessible."""

_HEAD = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Least privilege: {title}</title>
<style>{style}</style>
</head>
<body>
"""


def render(audit: Audit) -> str:
    """Return the report as an HTML page."""
    title = ", ".join(project.root for project in audit.projects)
    parts = [_HEAD.format(title=_text(title), style=STYLE)]
    parts += ["<header>\n<h1>Least privilege</h1>\n", _legend(), "</header>\n<main>\n"]
    for number, project in enumerate(audit.projects, 1):
        parts += _project(project, f"p{number}")
    parts.append(
        f"</main>\n<footer>connlint {__version__}, catalogue of {audit.catalogue}</footer>\n"
        "</body>\n</html>\n"
    )
    return "".join(parts)


def _legend() -> str:
    items = "".join(f"<li>{_badge(verdict)}</li>" for verdict in Verdict)
    return f'<ul class="legend" aria-label="What the marks mean">{items}</ul>\n'


def _project(project: AuditProject, anchor: str) -> Iterator[str]:
    yield f'<section aria-labelledby="{anchor}">\n<h2 id="{anchor}">{_text(project.root)}</h2>\n'
    yield f"<p>{totals(project.totals)}</p>\n"
    yield from _matrix(project, anchor)
    for number, connector in enumerate(project.connectors, 1):
        yield from _connector(connector, f"{anchor}c{number}")
    yield "</section>\n"


def _matrix(project: AuditProject, anchor: str) -> Iterator[str]:
    """Yield a table of functions by scopes; a cell counts the requests that the scope allows."""
    columns = [
        (number, scope)
        for number, connector in enumerate(project.connectors, 1)
        for scope in connector.scopes
        if not scope.added
    ]
    rows = _rows(project)
    if not columns or not rows:
        yield "<p>No function makes a request that is understood.</p>\n"
        return
    yield '<div class="matrix" role="region" tabindex="0" aria-label="Functions by scopes">\n'
    yield "<table>\n<caption>Requests of a function that a scope allows</caption>\n"
    yield "<thead>\n<tr><td></td>"
    for number, connector in enumerate(project.connectors, 1):
        span = sum(1 for column, _ in columns if column == number)
        if span:
            link = f'<a href="#{anchor}c{number}">{_text(connector.name)}</a>'
            yield f'<th scope="colgroup" colspan="{span}">{link}</th>'
    yield '</tr>\n<tr><th scope="col">function</th>'
    for _, scope in columns:
        name, mark = _MARKS[scope.verdict]
        title = f"{scope.scope}: {scope.verdict.value}"
        yield (
            f'<th scope="col" class="scope {name}" title="{_text(title)}">'
            f'<span>{_text(short(scope.scope))}</span><b aria-hidden="true">{mark}</b></th>'
        )
    yield "</tr>\n</thead>\n<tbody>\n"
    for name in rows:
        yield f'<tr><th scope="row">{_text(name)}</th>'
        yield from (_cell(name, scope) for _, scope in columns)
        yield "</tr>\n"
    yield "</tbody>\n</table>\n</div>\n"


def _rows(project: AuditProject) -> list[str]:
    """Return the functions that make requests, in their order."""
    names = {name for each in project.connectors for call in each.calls for name in call.functions}
    return [name for name in project.functions if name in names]


def _cell(function: str, scope: AuditScope) -> str:
    count = sum(1 for call in scope.calls if function in call.functions)
    if not count:
        return "<td></td>"
    name, _ = _MARKS[scope.verdict]
    title = f"{function}: {plural(count, 'request')}, {short(scope.scope)}"
    return f'<td class="{name}" title="{_text(title)}">{count}</td>'


def _connector(connector: AuditConnector, anchor: str) -> Iterator[str]:
    where = f"<code>{_text(connector.path)}</code>" if connector.path else without_file(connector)
    yield f'<article aria-labelledby="{anchor}">\n<h3 id="{anchor}">{_text(connector.name)}</h3>\n'
    yield f'<p class="where">{where}</p>\n'
    if connector.scopes:
        yield '<ul class="scopes">\n'
        yield from map(_scope, connector.scopes)
        yield "</ul>\n"
    if connector.gaps:
        yield "<details>\n<summary>Not known: "
        yield f"{plural(len(connector.gaps), 'place')}</summary>\n<ul>\n"
        yield from map(_gap, connector.gaps)
        yield "</ul>\n</details>\n"
    label = smallest(connector)
    if label and not (connector.calls and connector.takes_scopes):
        yield f"<p>{label}.</p>\n"
    elif label:
        names = ", ".join(f"<code>{_text(scope)}</code>" for scope in connector.smallest)
        yield f"<p>{label}: {names or 'none'}</p>\n"
    yield "</article>\n"


def _scope(scope: AuditScope) -> str:
    count = plural(len(scope.calls), "request") if scope.calls else ""
    more = ", ".join(filter(None, (note(scope), count)))
    head = f"{_badge(scope.verdict)} <code>{_text(scope.scope)}</code>"
    if more:
        head += f' <span class="note">{_text(more)}</span>'
    if not scope.calls:
        return f"<li>{head}</li>\n"
    return (
        f"<li><details><summary>{head}</summary>\n<ul>\n{_calls(scope.calls)}</ul></details></li>\n"
    )


def _calls(calls: Iterable[AuditCall]) -> str:
    return "".join(
        f"<li><code>{_text(place(call.path, call.line))}</code> "
        f"{_text(' or '.join(call.methods))}</li>\n"
        for call in calls
    )


def _gap(gap: AuditGap) -> str:
    where = f"<code>{_text(place(gap.path, gap.line))}</code>: " if gap.path else ""
    return f"<li>{where}{_text(gap.reason)}</li>\n"


def _badge(verdict: Verdict) -> str:
    name, mark = _MARKS[verdict]
    return f'<span class="badge {name}"><b aria-hidden="true">{mark}</b> {verdict.value}</span>'


def _text(text: str) -> str:
    """Escape foreign text for use in an element or an attribute."""
    return escape(escape_unprintable(text))

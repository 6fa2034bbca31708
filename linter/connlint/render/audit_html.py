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
from connlint.render import audit_words as words
from connlint.render.audit_style import STYLE
from connlint.text.escaping import escape_unprintable, plural

__all__ = ["render"]

_MARKS = {
    Verdict.NEEDED.value: ("needed", "✓"),
    words.MAYBE: ("maybe", "~"),
    Verdict.COVERED.value: ("covered", "≈"),
    Verdict.UNUSED.value: ("unused", "✕"),
    Verdict.MISSING.value: ("missing", "!"),
    words.UNCHECKED: ("unknown", "?"),
    words.ADDED: ("added", "+"),
}
"""The CSS class and the mark of each label; color alone would not be accessible."""
_MOST_CONNECTORS = 6
"""A page with more connectors, or several apps, has a table of contents."""
_WIDE, _WIDE_ON_PHONES = 20, 4
"""A table with more scopes than this is usually wider than a window, or a phone's."""

_HEAD = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{name}: {title}</title>
<style>{style}</style>
</head>
<body>
"""


def render(audit: Audit) -> str:
    """Return the report as an HTML page."""
    title = ", ".join(map(words.app, audit.projects))
    parts = [_HEAD.format(name=words.TITLE, title=_text(title), style=STYLE)]
    parts += [f"<header>\n<h1>{words.TITLE}</h1>\n", _legend(), "</header>\n"]
    parts += [*_contents(audit), "<main>\n"]
    for number, project in enumerate(audit.projects, 1):
        parts += _project(project, f"p{number}")
    parts.append(
        f"</main>\n<footer>connlint {__version__}, catalogue of {audit.catalogue}</footer>\n"
        "</body>\n</html>\n"
    )
    return "".join(parts)


def _legend() -> str:
    items = "".join(f"<li>{_badge(name)}</li>" for name in words.LABELS)
    return f'<ul class="legend" aria-label="What the marks mean">{items}</ul>\n'


def _contents(audit: Audit) -> Iterator[str]:
    """Yield links to apps and connectors, if there are many."""
    count = sum(len(project.connectors) for project in audit.projects)
    if len(audit.projects) == 1 and count <= _MOST_CONNECTORS:
        return
    yield '<nav aria-labelledby="contents">\n<h2 id="contents">Contents</h2>\n<ul>\n'
    for number, project in enumerate(audit.projects, 1):
        yield f'<li><a href="#p{number}">{_text(words.app(project))}</a>'
        yield f' <span class="note">{_attention(project)}</span>\n<ul>'
        for index, connector in enumerate(project.connectors, 1):
            yield f'<li><a href="#p{number}c{index}">{_text(connector.name)}</a></li>'
        yield "</ul></li>\n"
    yield "</ul>\n</nav>\n"


def _attention(project: AuditProject) -> str:
    """Return what of an app needs a look, like `2 unused, 1 missing`."""
    labels = [words.label(scope) for each in project.connectors for scope in each.scopes]
    names = (Verdict.COVERED.value, Verdict.UNUSED.value, Verdict.MISSING.value)
    return ", ".join(f"{labels.count(name)} {name}" for name in names if name in labels)


def _project(project: AuditProject, anchor: str) -> Iterator[str]:
    name = _text(words.app(project))
    yield f'<section aria-labelledby="{anchor}">\n<h2 id="{anchor}">{name}</h2>\n'
    yield f"<p>{words.totals(project)}</p>\n"
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
        yield "<p>connlint found no request in the functions of this app.</p>\n"
        return
    if len(columns) > _WIDE_ON_PHONES:
        on_phones = "" if len(columns) > _WIDE else " narrow"
        yield f'<p class="cue{on_phones}">Scroll the table sideways to see all scopes →</p>\n'
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
        name, mark = _MARKS[words.label(scope)]
        title = f"{scope.scope}: {words.label(scope)}"
        yield (
            f'<th scope="col" class="scope {name}" title="{_text(title)}">'
            f'<span>{_text(words.short(scope.scope))}</span><b aria-hidden="true">{mark}</b></th>'
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
    count = sum(1 for call in (*scope.calls, *scope.perhaps) if function in call.functions)
    if not count:
        return "<td></td>"
    name, _ = _MARKS[words.label(scope)]
    title = f"{function}: {plural(count, 'request')}, {words.short(scope.scope)}"
    return f'<td class="{name}" title="{_text(title)}">{count}</td>'


def _connector(connector: AuditConnector, anchor: str) -> Iterator[str]:
    where = (
        f"<code>{_breakable(connector.path)}</code>" if connector.path else words.where(connector)
    )
    if connector.checked_as:
        where += f", checked as <code>{_text(connector.checked_as)}</code>"
    yield f'<article aria-labelledby="{anchor}">\n<h3 id="{anchor}">{_text(connector.name)}</h3>\n'
    yield f'<p class="where">{where}</p>\n'
    if connector.scopes:
        yield '<ul class="scopes">\n'
        yield from map(_scope, connector.scopes)
        yield "</ul>\n"
    others = words.other_calls(connector)
    if others:
        title = f"{words.OTHER_CALLS.capitalize()}: {len(others)}"
        yield f"<details>\n<summary>{title}</summary>\n<ul>\n{_calls(others)}</ul>\n</details>\n"
    gaps = words.unchecked(connector)
    if gaps:
        yield f"<details>\n<summary>{words.gaps_title(gaps)}</summary>\n<ul>\n"
        yield from map(_gap, gaps)
        yield "</ul>\n</details>\n"
    advice = words.advice(connector)
    if advice is not None and advice.scopes is None:
        yield f"<p>{_text(advice.label)}.</p>\n"
    elif advice is not None and advice.scopes is not None:
        names = ", ".join(f"<code>{_breakable(scope)}</code>" for scope in advice.scopes)
        yield f"<p>{advice.label}: {names or 'none'}</p>\n"
    yield "</article>\n"


def _scope(scope: AuditScope) -> str:
    calls = (*scope.calls, *scope.perhaps)
    count = plural(len(calls), "request") if calls else ""
    more = ", ".join(filter(None, (words.note(scope), count)))
    head = f"{_badge(words.label(scope))} <code>{_breakable(scope.scope)}</code>"
    if more:
        head += f' <span class="note">{_text(more)}</span>'
    if not calls:
        return f"<li>{head}</li>\n"
    return f"<li><details><summary>{head}</summary>\n<ul>\n{_calls(calls)}</ul></details></li>\n"


def _calls(calls: Iterable[AuditCall]) -> str:
    return "".join(
        f"<li><code>{_breakable(words.place(call.path, call.line))}</code> "
        f"{_text(words.methods(call))}</li>\n"
        for call in calls
    )


def _gap(gap: AuditGap) -> str:
    where = f"<code>{_breakable(words.place(gap.path, gap.line))}</code>: " if gap.path else ""
    return f"<li>{where}{_text(gap.reason)}</li>\n"


def _badge(label: str) -> str:
    name, mark = _MARKS[label]
    return f'<span class="badge {name}"><b aria-hidden="true">{mark}</b> {label}</span>'


def _breakable(text: str) -> str:
    """Escape a path or a scope, which a narrow window may break after each slash."""
    return _text(text).replace("/", "/<wbr>")


def _text(text: str) -> str:
    """Escape foreign text for use in an element or an attribute."""
    return escape(escape_unprintable(text))

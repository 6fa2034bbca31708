"""From projects to the least-privilege report about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from connlint.audit.model import (
    Audit,
    AuditCall,
    AuditConnector,
    AuditGap,
    AuditProject,
    AuditScope,
    Totals,
    Verdict,
)
from connlint.by_id import ById, uses_by_id
from connlint.catalog import Catalog
from connlint.needs import Gap, Need, Use, usage_of
from connlint.project import Project
from connlint.sufficiency import Judged, judge, judgement_of

__all__ = ["audit_connector", "audit_projects"]


def audit_projects(projects: Iterable[tuple[str, Project]], catalog: Catalog) -> Audit:
    """The report about projects, each with its root as it is to be shown."""
    return Audit(catalog.date, tuple(_project(root, each, catalog) for root, each in projects))


def audit_connector(type_name: str, project: Project, catalog: Catalog) -> AuditConnector | None:
    """The part of a project's report that is about one type; None where there is none."""
    catalog = catalog.extended(project.settings)
    uses = (use for use in usage_of(project, catalog).uses if use.type == type_name)
    return next((_connector(use, project, catalog) for use in uses), None)


def _project(root: str, project: Project, catalog: Catalog) -> AuditProject:
    catalog = catalog.extended(project.settings)
    # A name that is no type, and that only code has, is a mistake that rules speak of.
    uses = [each for each in usage_of(project, catalog).uses if each.connector or each.entry]
    connectors = (
        *(_connector(use, project, catalog) for use in uses),
        *(_by_id(each, project, catalog) for each in uses_by_id(project, catalog)),
    )
    return AuditProject(
        root=root,
        connectors=connectors,
        functions=tuple(dict.fromkeys(function.name for function in project.functions)),
        totals=_totals(connectors),
    )


def _totals(connectors: Iterable[AuditConnector]) -> Totals:
    found = list(connectors)
    verdicts = Counter(scope.verdict for each in found for scope in each.scopes)
    return Totals(
        connectors=len(found),
        needed=verdicts[Verdict.NEEDED],
        covered=verdicts[Verdict.COVERED],
        unused=verdicts[Verdict.UNUSED],
        missing=verdicts[Verdict.MISSING],
        not_understood=verdicts[Verdict.NOT_UNDERSTOOD],
        calls=sum(len(each.calls) for each in found),
        gaps=len({gap for each in found for gap in each.gaps}),
    )


def _connector(use: Use, project: Project, catalog: Catalog) -> AuditConnector:
    known = [need for need in use.needs if need.methods]
    calls = {need: _call(need, project) for need in known}
    takes_scopes = use.entry is None or use.entry.takes_scopes
    gaps = tuple(dict.fromkeys(_gaps(use, project))) if takes_scopes else ()
    lines = _lines(use)
    smallest: tuple[str, ...] = ()
    is_enough = True
    if use.entry is None:
        scopes = [
            AuditScope(scope, Verdict.NOT_UNDERSTOOD, line=line) for scope, line in lines.items()
        ]
    elif not takes_scopes:
        scopes = [AuditScope(scope, Verdict.UNUSED, line=line) for scope, line in lines.items()]
    else:
        judgement = judgement_of(use) if use.calls else None
        # No function calls the connector: unused-connector says so.
        judgement = judgement or judge(tuple(lines), (), use.entry, proven=not gaps)
        smallest, is_enough = judgement.smallest, judgement.is_enough
        scopes = [_scope(each, use, calls, lines) for each in judgement.scopes]
    return AuditConnector(
        type=use.type,
        name=catalog.name(use.type) if use.type in catalog else use.type,
        path=use.connector.source.path if use.connector else None,
        scopes=tuple(scopes),
        calls=tuple(dict.fromkeys(calls.values())),
        gaps=gaps,
        smallest=smallest,
        takes_scopes=takes_scopes,
        is_enough=is_enough,
    )


def _by_id(found: ById, project: Project, catalog: Catalog) -> AuditConnector:
    """A connection that code asks for by its id: which scopes it has, no file of the app says."""
    connector = _connector(found.use, project, catalog)
    return connector._replace(name=found.name, scopes=(), by_id=True)


def _lines(use: Use) -> dict[str, int]:
    """The scopes that the connector's file declares, with their lines."""
    found: dict[str, int] = {}
    if use.connector is not None:
        line_of = use.connector.source.line_and_column
        for node in use.connector.scope_strings:
            found.setdefault(node.value, line_of(node.span.start)[0])
    return found


def _scope(
    judged: Judged, use: Use, calls: dict[Need, AuditCall], lines: dict[str, int]
) -> AuditScope:
    fact = use.entry.scope(judged.scope) if use.entry is not None else None
    return AuditScope(
        scope=judged.scope,
        verdict=judged.verdict,
        sensitivity=fact.sensitivity if fact else "",
        access=fact.access if fact else "",
        calls=tuple(dict.fromkeys(calls[need] for need in judged.needs)),
        covered_by=judged.covered_by,
        added=use.entry is not None and judged.scope in use.entry.companions,
        line=lines.get(judged.scope),
        partial=fact.partial if fact else "",
    )


def _call(need: Need, project: Project) -> AuditCall:
    request = need.request
    through = {request.source.path, *request.files}
    return AuditCall(
        path=request.source.path,
        line=request.source.line_and_column(request.span.start)[0],
        methods=tuple(dict.fromkeys(method.id for method in need.methods)),
        accepted=tuple(
            dict.fromkeys(scopes for method in need.methods for scopes in method.accepted)
        ),
        functions=tuple(
            dict.fromkeys(
                function.name for function in project.functions if through.issubset(function.files)
            )
        ),
    )


def _gaps(use: Use, project: Project) -> Iterator[AuditGap]:
    for gap in use.gaps:
        yield AuditGap(gap.path, _line(gap), gap.reason)
    path = use.connector.source.path if use.connector else ""
    if use.entry is None:
        yield AuditGap(path, None, f"connlint knows nothing of the type {use.type}")
    elif not project.functions and not use.calls:
        yield AuditGap(path, None, "the app has no functions that connlint could read")
    for call in use.calls:
        # A call without any request: its token has gone where nobody saw it.
        if not use.needs and not use.gaps:
            line = call.source.line_and_column(call.span.start)[0]
            yield AuditGap(call.source.path, line, "no request is made with the token")


def _line(gap: Gap) -> int | None:
    if gap.source is None or gap.span is None:
        return None
    return gap.source.line_and_column(gap.span.start)[0]

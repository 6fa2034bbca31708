"""Construction of the least-privilege report about projects."""

from __future__ import annotations

import re
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
from connlint.catalog import Catalog, ConnectorType
from connlint.catalog.outlines import outline
from connlint.code.model import Request
from connlint.project import Project
from connlint.text.escaping import quote
from connlint.usage.by_id import ConnectionUsage, connection_usages
from connlint.usage.connector_usage import (
    AnalysisGap,
    ConnectorUsage,
    RequiredScopes,
    condition_of,
    usage_of,
)
from connlint.usage.judgement import ScopeVerdict
from connlint.usage.sufficiency import judge, judgement_of

__all__ = ["audit_connector", "audit_projects"]

_UNKNOWN_METHOD = "unknown-method"
_NAME = re.compile(r"[A-Za-z]\w*(?:\.\w+)*")


def audit_projects(projects: Iterable[tuple[str, Project]], catalog: Catalog) -> Audit:
    """Return the report about projects, each given with its root as it is to be shown."""
    return Audit(catalog.date, tuple(_project(root, each, catalog) for root, each in projects))


def audit_connector(type_name: str, project: Project, catalog: Catalog) -> AuditConnector | None:
    """Return the part of a project's report that is about one type; None without one."""
    catalog = catalog.extended(project.settings)
    uses = (use for use in usage_of(project, catalog).uses if type_name in {use.type, use.written})
    return next((_connector(use, project, catalog) for use in uses), None)


def _project(root: str, project: Project, catalog: Catalog) -> AuditProject:
    catalog = catalog.extended(project.settings)
    # A name that is not a type and that only code uses is a mistake that rules report.
    uses = [use for use in usage_of(project, catalog).uses if use.connector or use.entry]
    connectors = (
        *(_connector(use, project, catalog) for use in uses),
        *(
            _by_id(connection, project, catalog)
            for connection in connection_usages(project, catalog)
        ),
    )
    return AuditProject(
        root=root,
        connectors=connectors,
        functions=tuple(dict.fromkeys(function.name for function in project.functions)),
        totals=_totals(connectors),
    )


def _totals(connectors: Iterable[AuditConnector]) -> Totals:
    items = list(connectors)
    gaps = {gap for item in items for gap in item.gaps}
    verdicts = Counter(scope.verdict for item in items for scope in item.scopes)
    return Totals(
        connectors=len(items),
        needed=verdicts[Verdict.NEEDED],
        covered=verdicts[Verdict.COVERED],
        unused=verdicts[Verdict.UNUSED],
        missing=verdicts[Verdict.MISSING],
        not_understood=verdicts[Verdict.NOT_UNDERSTOOD],
        calls=sum(len(item.calls) for item in items),
        gaps=len(gaps),
        unknown_methods=sum(gap.kind == _UNKNOWN_METHOD for gap in gaps),
    )


def _connector(use: ConnectorUsage, project: Project, catalog: Catalog) -> AuditConnector:
    understood = [need for need in use.needs if need.methods]
    calls = {need: _call(need, project) for need in understood}
    takes_scopes = use.entry is None or use.entry.takes_scopes
    gaps = tuple(dict.fromkeys(_gaps(use, project, catalog))) if takes_scopes else ()
    lines = _lines(use)
    smallest: tuple[str, ...] = ()
    is_enough = True
    served: tuple[tuple[AuditCall, ...], ...] = ()
    if use.entry is None:
        scopes = [
            AuditScope(scope, Verdict.NOT_UNDERSTOOD, line=line) for scope, line in lines.items()
        ]
    elif not takes_scopes:
        scopes = [AuditScope(scope, Verdict.UNUSED, line=line) for scope, line in lines.items()]
    else:
        judgement = judgement_of(use) if use.calls else None
        # No function calls the connector; the rule unused-connector reports that.
        judgement = judgement or judge(tuple(lines), (), use.entry, proven=not gaps)
        smallest, is_enough = judgement.smallest, judgement.is_enough
        served = tuple(
            tuple(dict.fromkeys(calls[need] for need in needs)) for needs in judgement.served
        )
        scopes = [_scope(judged, use, calls, lines) for judged in judgement.scopes]
    return AuditConnector(
        type=use.written or use.type,
        name=catalog.name(use.type) if use.type in catalog else use.type,
        path=use.connector.source.path if use.connector else None,
        scopes=tuple(scopes),
        calls=tuple(dict.fromkeys(calls.values())),
        gaps=gaps,
        smallest=smallest,
        takes_scopes=takes_scopes,
        is_enough=is_enough,
        checked_as=use.type if use.written else "",
        served=served,
    )


def _by_id(connection: ConnectionUsage, project: Project, catalog: Catalog) -> AuditConnector:
    """Return a connection that code requests by its id; no file of the app lists its scopes."""
    connector = _connector(connection.use, project, catalog)
    return connector._replace(name=connection.name, scopes=(), by_id=True)


def _lines(use: ConnectorUsage) -> dict[str, int]:
    """Return the scopes that the connector's file declares, with their 1-based lines."""
    lines: dict[str, int] = {}
    if use.connector is not None:
        line_of = use.connector.source.line_and_column
        for node in use.connector.scope_strings:
            lines.setdefault(node.value, line_of(node.span.start)[0])
    return lines


def _scope(
    judged: ScopeVerdict,
    use: ConnectorUsage,
    calls: dict[RequiredScopes, AuditCall],
    lines: dict[str, int],
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
        perhaps=tuple(dict.fromkeys(_perhaps(judged, use, calls))),
        is_known=use.entry is None or use.entry.has(judged.scope),
    )


def _perhaps(
    judged: ScopeVerdict, use: ConnectorUsage, calls: dict[RequiredScopes, AuditCall]
) -> Iterator[AuditCall]:
    """Yield the requests that may need a scope, as a part of one that they accept at times."""
    if judged.verdict is not Verdict.NOT_UNDERSTOOD or use.entry is None:
        return
    name = use.entry.bare(judged.scope)
    for need, call in calls.items():
        unsure = (method for method in need.methods if not method.is_demanded)
        accepted = (scope for method in unsure for scopes in method.accepted for scope in scopes)
        if name in use.entry.reach(accepted):
            yield call


def _call(need: RequiredScopes, project: Project) -> AuditCall:
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
        condition=condition_of(need),
    )


def _gaps(use: ConnectorUsage, project: Project, catalog: Catalog) -> Iterator[AuditGap]:
    for gap in use.gaps:
        request = _outline(use.entry, gap.request, catalog)
        kind = _UNKNOWN_METHOD if request else ""
        yield AuditGap(
            gap.path, _line(gap), gap.reason, kind, request, gap.is_request, bool(gap.condition)
        )
    path = use.connector.source.path if use.connector else ""
    if use.entry is None:
        yield AuditGap(path, None, f"connlint does not know the type {quote(use.type)}")
    elif not project.functions and not use.calls:
        yield AuditGap(path, None, "this app has no functions to check")
    for call in use.calls:
        # No request of the call is known: its token escapes the analysis.
        if not use.needs and not use.gaps:
            line = call.source.line_and_column(call.span.start)[0]
            yield AuditGap(call.source.path, line, "connlint found no request with this token")


def _outline(entry: ConnectorType | None, request: Request | None, catalog: Catalog) -> str:
    """Return the outline of a request to the service of a type; empty if it goes elsewhere."""
    if entry is None or request is None:
        return ""
    if request.sdk:
        # What the code names is a method of the SDK, and no text of the app.
        return f"{request.sdk} {request.operation}" if _NAME.fullmatch(request.operation) else ""
    return outline(catalog.methods(), entry, request.verb, request.address)


def _line(gap: AnalysisGap) -> int | None:
    if gap.source is None or gap.span is None:
        return None
    return gap.source.line_and_column(gap.span.start)[0]

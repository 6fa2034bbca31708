"""Construction of the report about the scopes that apps have to ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from connlint.audit import AuditCall, AuditConnector, Verdict, audit_projects
from connlint.catalog import Catalog, ConnectorType
from connlint.catalog.partial import KINDS
from connlint.files.conventions import IGNORE_MARK
from connlint.project import Automation, Connector, Project
from connlint.scopes.model import (
    AppScopes,
    Asking,
    ConnectorScopes,
    ScopeGap,
    ScopeRequest,
    ScopesReport,
)
from connlint.text.escaping import quote
from connlint.usage.connector_usage import (
    AnalysisGap,
    ConnectorUsage,
    automation_gap,
    common_gaps,
    usage_of,
)

__all__ = ["scopes_of"]

_NEEDLESS = ("unused-scope", "redundant-scope")
_TOKENS = {"managed": Asking.MANAGED, "workspace": Asking.WORKSPACE}


def scopes_of(projects: Iterable[tuple[str, str, Project]], catalog: Catalog) -> ScopesReport:
    """Return the report about projects.

    Each is given with its root and the folder of its connector files, as they are to be shown.
    """
    return ScopesReport(tuple(_app(root, folder, each, catalog) for root, folder, each in projects))


def _app(root: str, folder: str, project: Project, catalog: Catalog) -> AppScopes:
    catalog = catalog.extended(project.settings)
    (audited,) = audit_projects([(root, project)], catalog).projects
    files = {each.source.path: each for each in project.connectors}
    found = [
        _with_file_gaps(
            _connector(each, catalog, _ignored(files[each.path]) if each.path else frozenset()),
            project,
        )
        for each in audited.connectors
    ]
    uses = usage_of(project, catalog).uses
    others = [
        *(_unknown(use, catalog) for use in uses if not use.connector and not use.entry),
        *_only_triggers(
            project, {name for use in uses for name in (use.type, use.written)}, catalog
        ),
    ]
    return AppScopes(
        root,
        folder,
        tuple(each for each in (*found, *others) if each.asking is not Asking.BY_ID),
        tuple(each for each in found if each.asking is Asking.BY_ID),
        tuple(dict.fromkeys(map(_gap, common_gaps(project)))),
    )


def _connector(
    audited: AuditConnector, catalog: Catalog, ignored: frozenset[str]
) -> ConnectorScopes:
    """Return a connector; `ignored` are scopes of its file that comments keep."""
    name = audited.checked_as or audited.type
    entry = catalog.entry(name)
    asking = Asking.BY_ID if audited.by_id else _asking(entry)
    declared = tuple(each.scope for each in audited.scopes if each.line is not None)
    gaps = tuple(dict.fromkeys(_gaps(audited, asking, entry)))
    scopes = _as_declared(audited.smallest, declared, entry)
    is_complete = not gaps and audited.is_enough
    return ConnectorScopes(
        type=name,
        name=audited.name,
        path=audited.path,
        asking=asking,
        scopes=scopes,
        is_complete=is_complete,
        companions=tuple(sorted(entry.companions)) if entry is not None else (),
        requests=tuple(_requests(audited, scopes)),
        gaps=gaps,
        declared=declared,
        missing=tuple(
            each.scope
            for each in audited.scopes
            if each.verdict is Verdict.MISSING and entry is not None and entry.may_have(each.scope)
        ),
        kept=tuple(
            scope
            for scope in declared
            if scope not in scopes
            and (not is_complete or scope in ignored or _has_unknown_effect(scope, entry))
        ),
        written=audited.type if audited.checked_as else "",
        meant="" if name in catalog else catalog.meant_type(name) or "",
    )


def _with_file_gaps(connector: ConnectorScopes, project: Project) -> ConnectorScopes:
    """Return a connector with gaps for files that may have other scopes of it."""
    if connector.asking is not Asking.SCOPES:
        return connector
    types = {connector.type, connector.written}
    gaps = [
        ScopeGap(each.source.path, None, "another file with the same type")
        for each in project.connectors
        if each.type_string is not None
        and each.type_string.value in types
        and each.source.path != connector.path
    ]
    if connector.path is None:
        for file in (*project.unreadable, *project.outside):
            if file.source.name.rpartition(".")[0] == connector.type:
                connector = connector._replace(path=file.source.path)
                gaps.append(ScopeGap(file.source.path, None, "connlint cannot read this file"))
    if not gaps:
        return connector
    kept = tuple(scope for scope in connector.declared if scope not in connector.scopes)
    return connector._replace(is_complete=False, gaps=(*gaps, *connector.gaps), kept=kept)


def _asking(entry: ConnectorType | None) -> Asking:
    if entry is None:
        return Asking.UNKNOWN
    usual = Asking.SCOPES if entry.takes_scopes else Asking.NO_SCOPES
    return _TOKENS.get(entry.token, usual)


def _gaps(
    audited: AuditConnector, asking: Asking, entry: ConnectorType | None
) -> Iterator[ScopeGap]:
    """Yield why the smallest set may not be enough for what the code does."""
    yield from (ScopeGap(gap.path, gap.line, gap.reason) for gap in audited.gaps)
    if audited.gaps or asking in {Asking.MANAGED, Asking.NO_SCOPES}:
        return
    if not audited.calls:
        # Its scopes may serve something that connlint does not see.
        yield ScopeGap(audited.path or "", None, "no function uses this connector")
    elif not audited.is_enough:
        facts = [entry.scope(scope) for scope in audited.smallest] if entry is not None else []
        partial = [fact for fact in facts if fact is not None and fact.partial]
        for fact in partial:
            yield ScopeGap("", None, f"{quote(fact.name)} gives {KINDS[fact.partial]}")
        if not partial:
            yield ScopeGap("", None, "a request may get only a part of what it asks for")


def _as_declared(
    scopes: Iterable[str], declared: Iterable[str], entry: ConnectorType | None
) -> tuple[str, ...]:
    """Return scopes in the spelling of the file: Microsoft's have two."""
    if entry is None:
        return tuple(scopes)
    spelled = {entry.bare(scope): scope for scope in declared}
    return tuple(spelled.get(entry.bare(scope), scope) for scope in scopes)


def _has_unknown_effect(scope: str, entry: ConnectorType | None) -> bool:
    """Tell whether nothing is known of a scope, or Base44 adds it anyway."""
    if entry is None:
        return True
    name = entry.bare(scope)
    return name not in entry.facts or name in entry.companions


def _ignored(connector: Connector) -> frozenset[str]:
    """Return the scopes of a file whose findings comments silence: somebody wants to keep them."""
    source = connector.source
    if IGNORE_MARK not in source.text:
        return frozenset()
    from connlint.suppressions.parse import SuppressionIndex, in_document, read_suppressions

    index = SuppressionIndex(
        source, tuple(read_suppressions(in_document(source, connector.document)))
    )
    return frozenset(
        node.value
        for node in connector.scope_strings
        if any(index.matching_comments(rule, node.span) for rule in _NEEDLESS)
    )


def _requests(audited: AuditConnector, scopes: tuple[str, ...]) -> Iterator[ScopeRequest]:
    """Yield the requests of a connector; `scopes` are as many as it has in its smallest set."""
    allowed: dict[AuditCall, list[str]] = {}
    for scope, calls in zip(scopes, audited.served, strict=True):
        for call in calls:
            allowed.setdefault(call, []).append(scope)
    for call in audited.calls:
        mine = tuple(allowed.get(call, ()))
        yield ScopeRequest(call.path, call.line, call.methods, mine, call.condition)


def _unknown(use: ConnectorUsage, catalog: Catalog) -> ConnectorScopes:
    """Return a connector whose name only code has, and which is not a type with known scopes."""
    gaps: list[ScopeGap] = []
    is_type = use.type in catalog
    reason = f"{quote(use.type)} is not a Base44 connector type"
    if is_type:
        reason = f"connlint does not know the scopes of {quote(use.type)}"
    for call in use.calls:
        line, _ = call.source.line_and_column(call.place.start)
        gaps.append(ScopeGap(call.source.path, line, reason))
    return ConnectorScopes(
        type=use.type,
        name=catalog.name(use.type) if is_type else use.type,
        path=None,
        asking=Asking.UNKNOWN,
        scopes=(),
        is_complete=False,
        companions=(),
        requests=(),
        gaps=tuple(dict.fromkeys([*gaps, *map(_gap, use.gaps)])),
        meant="" if is_type else catalog.meant_type(use.type) or "",
    )


def _only_triggers(
    project: Project, others: set[str], catalog: Catalog
) -> Iterator[ConnectorScopes]:
    """Yield the connectors that only start functions: their automations may need scopes."""
    automations: dict[str, list[Automation]] = {}
    for automation in project.automations:
        if automation.type is not None and automation.type.value not in others:
            automations.setdefault(automation.type.value, []).append(automation)
    for name, own in automations.items():
        entry = catalog.entry(name)
        if entry is None:
            continue
        found = (automation_gap(each) for each in own)
        yield ConnectorScopes(
            type=name,
            name=catalog.name(name),
            path=None,
            asking=_asking(entry),
            scopes=(),
            is_complete=not entry.takes_scopes,
            companions=tuple(sorted(entry.companions)),
            requests=(),
            gaps=tuple(_gap(gap) for gap in found if gap) if entry.takes_scopes else (),
        )


def _gap(gap: AnalysisGap) -> ScopeGap:
    if gap.source is None or gap.span is None:
        return ScopeGap(gap.path, None, gap.reason)
    return ScopeGap(gap.path, gap.source.line_and_column(gap.span.start)[0], gap.reason)

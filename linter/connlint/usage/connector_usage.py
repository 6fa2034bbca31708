"""Scopes that requests need: the code of a project, compared with its connector files.

Pure functions. A lint run needs them only if the project's code calls a connector.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from connlint.catalog import Catalog, ConnectorType
from connlint.catalog.methods import ApiMethod
from connlint.catalog.partial import Coverage
from connlint.code.connectors_module import BY_TYPE
from connlint.code.model import CodeAnalysis, ConnectorCall, Request, UnresolvedFlow
from connlint.project import Automation, Connector, Project
from connlint.text.escaping import escape_unprintable, quote
from connlint.text.source import SourceFile, Span
from connlint.tuples import NamedTuple
from connlint.usage.grades import graded
from connlint.usage.recommendation import TokenScopes, held
from connlint.usage.token_owner import RequiredScopes, TokenOwnership, TypeFacts

__all__ = [
    "AnalysisGap",
    "ConnectorUsage",
    "RequiredScopes",
    "Usage",
    "automation_gap",
    "common_gaps",
    "condition_of",
    "gap_of_flow",
    "gaps_of",
    "usage_of",
    "without_combinations",
]

# A token without scopes reads what is public:
# https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps
_PUBLIC_APIS = frozenset({"github", "github.more"})


class AnalysisGap(NamedTuple):
    """A place where a connector may be used in an unknown way; `reason` is a sentence.

    `span` is None if it concerns a file as a whole, `source` if the file's text is not available.
    `request` is the request if the reason is that no known method fits it. `is_request` says that
    the place is a request, and `condition` when it needs a scope, if that is the only question.
    """

    path: str
    source: SourceFile | None
    span: Span | None
    reason: str
    request: Request | None = None
    is_request: bool = False
    condition: str = ""


class ConnectorUsage(NamedTuple):
    """A connector type, with its file and its use in the code of a project.

    `connector` is the file that has the type, `entry` is its entry in the catalogue; each may be
    None. `gaps` are the places where its use is not known. `written` is the type in the file, if
    that is a misspelling of `type`.
    """

    type: str
    connector: Connector | None
    entry: ConnectorType | None
    calls: tuple[ConnectorCall, ...]
    needs: tuple[RequiredScopes, ...]
    gaps: tuple[AnalysisGap, ...]
    written: str = ""

    @property
    def is_understood(self) -> bool:
        """Tell whether all requests are known, so that the absence of one proves something."""
        return bool(self.calls) and bool(self.needs) and not self.gaps

    @property
    def has_list(self) -> bool:
        """Tell whether the file's list of scopes is readable, so that no other scope is granted."""
        return (
            self.connector is not None
            and not self.connector.document.problems
            and self.connector.has_only_strings
        )


class Usage(NamedTuple):
    """The connectors of a project with their uses; those with files come first, in file order."""

    project: Project
    uses: tuple[ConnectorUsage, ...]


def usage_of(project: Project, catalog: Catalog) -> Usage:
    """Match a project's connector files with the calls and requests of its code.

    A misspelled type counts as the one that was surely meant, and is a gap of its connector.
    """
    kinds = (connector.type_string for connector in project.connectors)
    if all(kind is None or kind.value in catalog for kind in kinds):
        return Usage(project, _uses(project, catalog))
    from connlint.usage.meant_types import misspelled_types, with_meant_types

    misspelled = misspelled_types(project, catalog)
    written = {meant: name for name, meant in misspelled.items()}
    uses = _uses(with_meant_types(project, misspelled), catalog)
    return Usage(
        project,
        tuple(_misspelled(use, written[use.type]) if use.type in written else use for use in uses),
    )


def _misspelled(use: ConnectorUsage, written: str) -> ConnectorUsage:
    """Return the usage of a connector whose file has a misspelled type, which is a gap."""
    connector = use.connector
    node = connector.type_string if connector is not None else None
    if connector is None or node is None:
        return use
    reason = f"{quote(written)} is not a Base44 connector type; checked as {quote(use.type)}"
    gap = AnalysisGap(connector.source.path, connector.source, node.span, reason)
    return use._replace(gaps=(gap, *use.gaps), written=written)


def _uses(project: Project, catalog: Catalog) -> tuple[ConnectorUsage, ...]:
    connectors: dict[str, Connector] = {}
    for connector in project.connectors:
        if connector.type_string is not None:
            connectors.setdefault(connector.type_string.value, connector)
    calls: dict[str, list[ConnectorCall]] = {}
    for call in _own_calls(project.code):
        for name in dict.fromkeys(call.values):
            calls.setdefault(name, []).append(call)
    requests: dict[str, list[Request]] = {}
    for request in project.code.requests:
        requests.setdefault(request.type, []).append(request)
    uses = {
        name: ConnectorUsage(
            type=name,
            connector=connectors.get(name),
            entry=catalog.entry(name),
            calls=tuple(calls.get(name, ())),
            needs=(),
            gaps=(),
        )
        for name in dict.fromkeys([*connectors, *calls])
    }
    ownership = _ownership(uses, catalog) if requests else None
    if ownership is not None:
        for name, use in uses.items():
            uses[name] = use._replace(needs=tuple(_needs(requests.get(name, ()), ownership)))
    common = common_gaps(project)
    of_owners = _owner_gaps(uses.values())
    return tuple(
        use._replace(gaps=(*common, *_gaps(use, project), *of_owners.get(use.type, ())))
        for use in uses.values()
    )


def _ownership(uses: Mapping[str, ConnectorUsage], catalog: Catalog) -> TokenOwnership:
    """Create the TokenOwnership for requests with tokens of the types."""

    @cache
    def token_of(name: str) -> TokenScopes | None:
        # Worked out on demand: most connectors of an app have no requests.
        return _token(uses[name]) if name in uses else None

    def given(name: str, methods: Sequence[ApiMethod], request: Request) -> Coverage | None:
        token = token_of(name)
        if not methods or token is None:
            return None if methods else Coverage.REFUSED
        if not all(method.is_demanded for method in methods):
            return Coverage.WHOLE
        # If it may be one of several methods, one that is allowed is enough.
        return max(graded(method, request).standing(*token).given for method in methods)

    entries = {name: use.entry for name, use in uses.items()}

    def granted(name: str) -> frozenset[str]:
        token = token_of(name)
        return token.granted if token is not None else frozenset()

    return TokenOwnership(catalog.methods(), TypeFacts(entries, granted, given))


def _token(use: ConnectorUsage) -> TokenScopes | None:
    """Return the scopes of a connector's token; None if they or the type are not known."""
    if use.connector is None or use.entry is None or not use.has_list:
        return None
    return held([node.value for node in use.connector.scope_strings], use.entry)


def _owner_gaps(uses: Iterable[ConnectorUsage]) -> dict[str, list[AnalysisGap]]:
    """Return gaps by type for the requests that belong to it but carry the token of another."""
    gaps: dict[str, list[AnalysisGap]] = {}
    for use in uses:
        for need in use.needs:
            for owner in need.owners:
                reason = f"a request that belongs to it carries the token of {quote(use.type)}"
                gaps.setdefault(owner, []).append(_gap(need.request, reason))
    return gaps


def _own_calls(code: CodeAnalysis) -> list[ConnectorCall]:
    """Return the calls in functions that name a connector type."""
    return [call for call in code.calls if call.method in BY_TYPE and not call.in_front_end]


def common_gaps(project: Project) -> list[AnalysisGap]:
    """Return the gaps that concern every connector of the project."""
    gaps = [AnalysisGap(path, None, None, "the file cannot be read") for path in project.unread]
    gaps += [AnalysisGap(path, None, None, reason) for path, reason in project.code.unread]
    for call in _own_calls(project.code):
        # The call may be for any type.
        if not call.values:
            reason = f"which connector {call.method} gets is known only at run time"
            gaps.append(AnalysisGap(call.source.path, call.source, call.place, reason))
    return gaps


def _gaps(use: ConnectorUsage, project: Project) -> Iterator[AnalysisGap]:
    """Yield the gaps in the known use of one connector."""
    for flow in project.code.unresolved_flows:
        if flow.type == use.type:
            yield gap_of_flow(flow)
    yield from gaps_of(use.needs)
    for automation in project.automations:
        gap = automation_gap(automation)
        if gap is not None and automation.type is not None and automation.type.value == use.type:
            yield gap


def automation_gap(automation: Automation) -> AnalysisGap | None:
    """Return the gap of a connector that starts a function; None without a connector."""
    # The scopes that the platform needs for that are not documented.
    node = automation.type
    if node is None:
        return None
    reason = "an automation may need scopes of its own"
    return AnalysisGap(automation.source.path, automation.source, node.span, reason)


def gap_of_flow(place: UnresolvedFlow) -> AnalysisGap:
    """Return the gap for a token that could not be followed."""
    return AnalysisGap(place.source.path, place.source, place.span, f"the token {place.reason}")


def gaps_of(needs: Iterable[RequiredScopes]) -> Iterator[AnalysisGap]:
    """Yield the gaps for requests that are not understood."""
    for need in needs:
        reason = need.reason
        is_unknown = not reason and not need.methods
        if is_unknown:
            reason = _unknown(need.request)
        condition = condition_of(need)
        unsure = next((method for method in need.methods if not method.is_demanded), None)
        if unsure is not None:
            reason = f"connlint does not know which scope {unsure.id} needs"
        if condition:
            reason = f"{need.methods[0].id} {condition}"
        if reason:
            gap = _gap(need.request, reason)._replace(is_request=True, condition=condition)
            yield gap._replace(request=need.request) if is_unknown else gap


def condition_of(need: RequiredScopes) -> str:
    """Return when a request needs a scope, as the end of a sentence; empty if always or unknown."""
    is_reading = need.methods and all(
        method.api in _PUBLIC_APIS and method.verb == "GET" and not method.is_demanded
        for method in need.methods
    )
    return "needs a scope only for private data" if is_reading and not need.reason else ""


def _gap(request: Request, reason: str) -> AnalysisGap:
    return AnalysisGap(request.source.path, request.source, request.span, reason)


def _unknown(request: Request) -> str:
    """Describe a request that no known method fits."""
    if request.sdk:
        return f"connlint does not know the method {quote(request.operation)} of {request.sdk}"
    address = "".join("…" if piece is None else piece for piece in request.address)
    if not address:
        return "the address of the request is known only at run time"
    verb = request.verb or "a request to"
    return f"connlint does not know {verb} {escape_unprintable(address)}"


def _needs(requests: Iterable[Request], ownership: TokenOwnership) -> Iterator[RequiredScopes]:
    """Return what requests with the token of a type need.

    Requests that result only from combining independent choices, such as `PATCH` with the
    wrong path, are left out, or have no owners if they seem to carry the wrong token.
    """
    needs = (ownership.need(request) for request in requests)
    # Requests that differ only in their rivals are reported once.
    alone = (need._replace(request=need.request._replace(rivals=())) for need in needs)
    return without_combinations(list(dict.fromkeys(alone)))


def without_combinations(found: Sequence[RequiredScopes]) -> Iterator[RequiredScopes]:
    """Leave out requests that result only from combining independent choices."""
    understood = {_request_key(need) for need in found if need.methods}
    for need in found:
        if need.methods or _request_key(need) not in understood:
            yield need
        elif need.misplaced:
            yield need._replace(owners=())


def _request_key(need: RequiredScopes) -> tuple[object, ...]:
    request = need.request
    return request.source.path, request.span, request.sent

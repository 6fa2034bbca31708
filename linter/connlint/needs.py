"""Which request needs which scope: the code of a project, held against its connector files.

Pure. Computed once for a project, and only where its code calls a connector.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from connlint.asking import held
from connlint.belonging import Belonging, Need, Types
from connlint.catalog import Catalog, ConnectorType
from connlint.catalog.methods import ApiMethod
from connlint.catalog.partial import Given
from connlint.code.connectors_module import BY_TYPE
from connlint.code.model import CodeReading, ConnectorCall, Request, Unfollowed
from connlint.grades import graded
from connlint.project import Connector, Project
from connlint.source import SourceFile, Span
from connlint.tuples import NamedTuple
from connlint.wording import quote, visible

__all__ = ["Gap", "Need", "Usage", "Use", "gaps_of", "lost", "usage_of", "without_mixtures"]


class Gap(NamedTuple):
    """Where a connector may be used for something that nobody knows: `reason` is a sentence.

    `span` is None where it concerns a file as a whole, whose text nobody may have.
    """

    path: str
    source: SourceFile | None
    span: Span | None
    reason: str


class Use(NamedTuple):
    """A connector type, and all that a project has to do with it.

    `connector` is the file that has the type, `entry` what the catalogue knows of it; each may
    be missing. `gaps` are what is not known of its use.
    """

    type: str
    connector: Connector | None
    entry: ConnectorType | None
    calls: tuple[ConnectorCall, ...]
    needs: tuple[Need, ...]
    gaps: tuple[Gap, ...]

    @property
    def is_understood(self) -> bool:
        """Whether all requests are known, so that the absence of one proves something."""
        return bool(self.calls) and bool(self.needs) and not self.gaps

    @property
    def has_list(self) -> bool:
        """Tell if the connector's file can be read, so that what is not in it is not granted."""
        return (
            self.connector is not None
            and not self.connector.document.problems
            and self.connector.has_only_strings
        )


class Usage(NamedTuple):
    """The connectors of a project with their uses: those that have files first, in their order."""

    project: Project
    uses: tuple[Use, ...]


def usage_of(project: Project, catalog: Catalog) -> Usage:
    """Put a project's connector files and its code together."""
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
        name: Use(
            type=name,
            connector=connectors.get(name),
            entry=catalog.entry(name),
            calls=tuple(calls.get(name, ())),
            needs=(),
            gaps=(),
        )
        for name in dict.fromkeys([*connectors, *calls])
    }
    belonging = _belonging(uses, catalog) if requests else None
    if belonging is not None:
        for name, use in uses.items():
            uses[name] = use._replace(needs=tuple(_needs(requests.get(name, ()), belonging)))
    blind = _blind(project)
    elsewhere = _elsewhere(uses.values())
    return Usage(
        project,
        tuple(
            use._replace(gaps=(*blind, *_gaps(use, project), *elsewhere.get(use.type, ())))
            for use in uses.values()
        ),
    )


def _belonging(uses: Mapping[str, Use], catalog: Catalog) -> Belonging:
    """What tells which request belongs to which of the types."""
    tokens = {
        name: held([node.value for node in use.connector.scope_strings], use.entry)
        for name, use in uses.items()
        if use.connector is not None and use.has_list and use.entry is not None
    }

    def given(name: str, methods: Sequence[ApiMethod], request: Request) -> Given | None:
        if not methods or name not in tokens:
            return None if methods else Given.REFUSED
        if not all(method.is_demanded for method in methods):
            return Given.WHOLE
        # Where it may be one of several methods, one that is allowed is enough.
        return max(graded(method, request).standing(*tokens[name]).given for method in methods)

    entries = {name: use.entry for name, use in uses.items()}
    granted = {name: token.granted for name, token in tokens.items()}
    return Belonging(catalog.methods(), Types(entries, granted, given))


def _elsewhere(uses: Iterable[Use]) -> dict[str, list[Gap]]:
    """The requests that belong to a type and carry the token of another, as gaps of the former."""
    found: dict[str, list[Gap]] = {}
    for use in uses:
        for need in use.needs:
            for owner in need.owners:
                reason = f"a request that belongs to it carries the token of {quote(use.type)}"
                found.setdefault(owner, []).append(_gap(need.request, reason))
    return found


def _own_calls(code: CodeReading) -> list[ConnectorCall]:
    """The calls of functions that name a connector type."""
    return [call for call in code.calls if call.method in BY_TYPE and not call.in_front_end]


def _blind(project: Project) -> list[Gap]:
    """Where any connector may be used without anybody seeing it."""
    gaps = [Gap(path, None, None, "the file cannot be read") for path in project.unread]
    gaps += [Gap(path, None, None, reason) for path, reason in project.code.unread]
    for call in _own_calls(project.code):
        # It may be a call for any type.
        if not call.values:
            reason = f"which connector {call.method} gets is known only at run time"
            gaps.append(Gap(call.source.path, call.source, call.place, reason))
    return gaps


def _gaps(use: Use, project: Project) -> Iterator[Gap]:
    """What is not known of the use of one connector."""
    for place in project.code.unfollowed:
        if place.type == use.type:
            yield lost(place)
    yield from gaps_of(use.needs)
    for automation in project.automations:
        # What the platform asks of a connector that starts a function, nobody has written down.
        node = automation.type
        if node is not None and node.value == use.type:
            reason = "an automation may need scopes of its own"
            yield Gap(automation.source.path, automation.source, node.span, reason)


def lost(place: Unfollowed) -> Gap:
    """The gap that a token leaves which could not be followed."""
    return Gap(place.source.path, place.source, place.span, f"the token {place.reason}")


def gaps_of(needs: Iterable[Need]) -> Iterator[Gap]:
    """What is not known of requests."""
    for need in needs:
        reason = need.reason
        if not reason and not need.methods:
            reason = _unknown(need.request)
        if any(not method.is_demanded for method in need.methods):
            reason = f"{need.methods[0].id} asks for a scope only at times"
        if reason:
            yield _gap(need.request, reason)


def _gap(request: Request, reason: str) -> Gap:
    return Gap(request.source.path, request.source, request.span, reason)


def _unknown(request: Request) -> str:
    """What is known of a request that no method fits."""
    if request.sdk:
        return f"{quote(request.operation)} is no method of {request.sdk} that connlint knows"
    address = "".join("…" if piece is None else piece for piece in request.address)
    if not address:
        return "the address of the request is known only at run time"
    verb = request.verb or "a request to"
    return f"{verb} {visible(address)} is no method that connlint knows"


def _needs(requests: Iterable[Request], belonging: Belonging) -> Iterator[Need]:
    """What requests with the token of a type need.

    What only two independent choices of one request give, such as `PATCH` with the wrong
    path, is left out; so is the blame for one that seems to carry the wrong token.
    """
    found = (belonging.need(request) for request in requests)
    # What is the same whoever else's token there may be is said once.
    alone = (need._replace(request=need.request._replace(rivals=())) for need in found)
    return without_mixtures(list(dict.fromkeys(alone)))


def without_mixtures(found: Sequence[Need]) -> Iterator[Need]:
    """Leave out what only independent choices of one request give."""
    known = {_place(need) for need in found if need.methods}
    for need in found:
        if need.methods or _place(need) not in known:
            yield need
        elif need.misplaced:
            yield need._replace(owners=())


def _place(need: Need) -> tuple[object, ...]:
    request = need.request
    return request.source.path, request.span, request.sent

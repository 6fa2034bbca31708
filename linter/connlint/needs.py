"""Which request needs which scope: the code of a project, held against its connector files.

Pure. Computed once for a project, and only where its code calls a connector.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from connlint.catalog import Catalog, ConnectorType
from connlint.catalog.methods import ApiMethod, Methods
from connlint.code.connectors_module import BY_TYPE
from connlint.code.model import CodeReading, ConnectorCall, Request, Unfollowed
from connlint.project import Connector, Project

__all__ = ["Need", "Usage", "Use", "accepted_by", "covers", "least", "usage_of"]


class Need(NamedTuple):
    """A request, and the methods of the service that it may be; none where it is not understood."""

    request: Request
    methods: tuple[ApiMethod, ...]


class Use(NamedTuple):
    """A connector type, and all that a project has to do with it.

    `connector` is the file that has the type, `entry` what the catalogue knows of it; each may
    be missing. `is_understood` says that all requests with its token are known, with what
    they need, so that the absence of a need proves something.
    """

    type: str
    connector: Connector | None
    entry: ConnectorType | None
    calls: tuple[ConnectorCall, ...]
    needs: tuple[Need, ...]
    unfollowed: tuple[Unfollowed, ...]
    is_understood: bool

    @property
    def granted(self) -> frozenset[str]:
        """The scopes that the token has, with those that they cover and that the platform adds."""
        declared = [node.value for node in self.connector.scope_strings] if self.connector else []
        companions = self.entry.companions if self.entry else frozenset[str]()
        return covers([*declared, *companions], self.entry)


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
    called = [name for call in _own_calls(project.code) for name in call.values]
    is_blind = _is_blind(project)
    methods = catalog.methods() if project.code.requests else None
    uses = []
    for name in dict.fromkeys([*connectors, *called]):
        needs = tuple(_needs(name, project.code.requests, methods)) if methods else ()
        use = Use(
            type=name,
            connector=connectors.get(name),
            entry=catalog.entry(name) if name in catalog else None,
            calls=tuple(call for call in _own_calls(project.code) if name in call.values),
            needs=needs,
            unfollowed=tuple(place for place in project.code.unfollowed if place.type == name),
            is_understood=False,
        )
        uses.append(use._replace(is_understood=not is_blind and _is_understood(use, project)))
    return Usage(project, tuple(uses))


def _own_calls(code: CodeReading) -> list[ConnectorCall]:
    """The calls of functions that name a connector type."""
    return [call for call in code.calls if call.method in BY_TYPE and not call.in_front_end]


def _is_blind(project: Project) -> bool:
    """Whether there may be uses that nobody sees."""
    if project.code.unread or project.unread:
        return True
    # A call whose argument nobody knows may be a call for any type.
    return not all(call.values for call in _own_calls(project.code))


def _is_understood(use: Use, project: Project) -> bool:
    # What the platform asks of a connector that starts a function, nobody has written down.
    is_trigger = any(
        automation.type is not None and automation.type.value == use.type
        for automation in project.automations
    )
    return (
        bool(use.calls)
        and bool(use.needs)
        and not use.unfollowed
        and not is_trigger
        and all(need.methods for need in use.needs)
    )


def _needs(name: str, requests: Iterable[Request], methods: Methods) -> Iterator[Need]:
    """The requests with the token of a type.

    What only two independent choices at one place give, such as `PATCH` with the wrong
    path, is left out.
    """
    found = [
        Need(
            request,
            methods.named(name, request.sdk, request.operation)
            if request.sdk
            else methods.at(name, request.verb, request.address),
        )
        for request in requests
        if request.type == name
    ]
    known = {_place(need) for need in found if need.methods}
    return (need for need in found if need.methods or _place(need) not in known)


def _place(need: Need) -> tuple[str, int, int]:
    return need.request.source.path, need.request.span.start, need.request.span.end


def covers(scopes: Iterable[str], entry: ConnectorType | None) -> frozenset[str]:
    """Scopes by their names in the catalogue, with all that they cover."""
    pending = [entry.bare(scope) if entry else scope for scope in scopes]
    found: set[str] = set()
    while pending:
        scope = pending.pop()
        if scope not in found:
            found.add(scope)
            pending.extend(entry.implied_by(scope) if entry else ())
    return frozenset(found)


def accepted_by(method: ApiMethod, granted: frozenset[str]) -> bool:
    """Whether a token with these scopes may call a method."""
    return not method.accepted or any(granted.issuperset(scopes) for scopes in method.accepted)


def least(method: ApiMethod, entry: ConnectorType | None) -> tuple[str, ...]:
    """The alternative to ask for: of those that the type has, the one that allows the least.

    One that is out of use, gives everything, or works on a slice of the data only comes last,
    in this order from the worst.
    """
    if entry is None or not method.accepted:
        return method.least

    def rank(scopes: tuple[str, ...]) -> tuple[bool, bool, bool, bool]:
        facts = [entry.facts.get(scope, {}) for scope in scopes]
        return (
            not all(entry.has(scope) for scope in scopes),
            any(fact.get("deprecated") for fact in facts),
            any(entry.narrower(scope) for scope in scopes),
            any(fact.get("data_narrowed") for fact in facts),
        )

    ordered = [method.least, *(each for each in method.accepted if each != method.least)]
    return min(ordered, key=rank)

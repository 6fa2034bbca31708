"""Data model of a plan, which all its output formats share."""

from __future__ import annotations

from connlint.tuples import NamedTuple

__all__ = [
    "AppPlan",
    "Change",
    "ConnectorAdded",
    "ConnectorRemoved",
    "PlannedRequest",
    "RequestAdded",
    "ScopeAdded",
    "ScopeRemoved",
    "Use",
]


class Use(NamedTuple):
    """A place that uses a connector: a shown path, and a 1-based line."""

    path: str
    line: int


class PlannedRequest(NamedTuple):
    """A request of the code now: its place, and the ids of the API methods that it may be."""

    path: str
    line: int
    methods: tuple[str, ...]


class ConnectorAdded(NamedTuple):
    """A connector type that only the files of now define.

    `type` is the type as the file writes it, and `name` what people call it, with an unknown type
    in quotes. `consent` says that
    people have to authorize it, and `restricted` that the provider reviews one of its `scopes`.
    `path` is its file.
    """

    type: str
    name: str
    scopes: tuple[str, ...]
    consent: bool
    restricted: bool
    path: str


class ConnectorRemoved(NamedTuple):
    """A connector type that no file defines any more, so that the push disconnects it.

    `used_by` are the places in code and automations that still use it. `is_known` says that the
    catalog has the type, so that Base44 surely accepted it.
    """

    type: str
    name: str
    used_by: tuple[Use, ...]
    is_known: bool = True


class ScopeAdded(NamedTuple):
    """A scope that the file of a connector lists only now, at a place of that file.

    `allows` is what it allows, empty if that is not known.
    """

    type: str
    name: str
    scope: str
    consent: bool
    restricted: bool
    allows: str
    provider: str
    path: str
    line: int


class ScopeRemoved(NamedTuple):
    """A scope that the file of a connector, at `path`, does not list any more.

    `breaks` are the requests that it allowed, and that no other scope allows.
    """

    type: str
    name: str
    scope: str
    breaks: tuple[PlannedRequest, ...]
    path: str


class RequestAdded(NamedTuple):
    """A request that the code of then does not make.

    `allowed` says whether the scopes of now allow it, None where that is not known. `lacking` are
    the scopes to add if they do not; `because` says why not, if not for want of a scope.
    """

    type: str
    name: str
    request: PlannedRequest
    allowed: bool | None
    lacking: tuple[str, ...] = ()
    because: str = ""


Change = ConnectorAdded | ConnectorRemoved | ScopeAdded | ScopeRemoved | RequestAdded


class AppPlan(NamedTuple):
    """Changes that the next push makes for an app.

    `root` is the app's folder as shown, `since` names the state that is compared with. `verdict`
    says the most important in one sentence. `renames` pairs the types of removed connectors with
    those of the added ones that replace them. `notes` say what could not be told.
    """

    root: str
    since: str
    verdict: str
    changes: tuple[Change, ...]
    renames: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

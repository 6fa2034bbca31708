"""Data model of the scopes to ask for, which all output formats of `connlint scopes` share."""

from __future__ import annotations

from enum import Enum

from connlint.tuples import NamedTuple

__all__ = [
    "AppScopes",
    "Asking",
    "ConnectorScopes",
    "ScopeGap",
    "ScopeRequest",
    "ScopesReport",
]


class Asking(Enum):
    """The way in which an app gets a connection, and so the use that a list of scopes has."""

    SCOPES = "scopes"
    """Someone connects the service to the app, with a list of scopes."""
    NO_SCOPES = "no scopes"
    """Someone connects the service to the app, and the service has no scopes."""
    MANAGED = "managed"
    """Base44 connects the service by itself, without OAuth."""
    WORKSPACE = "workspace"
    """The service is set up once for the workspace, with its scopes."""
    BY_ID = "by id"
    """Code requests the connection by an id; its scopes are those of its registration."""
    UNKNOWN = "unknown"
    """The type is not one that connlint has scopes for."""


class ScopeRequest(NamedTuple):
    """A request with a connector's token, at `path` and `line` (1-based).

    `methods` are the ids of the API methods that it may be. `scopes` are those of the smallest set
    that allow it, empty if it needs none. `condition` says when it needs a scope, as the end of a
    sentence, if it does not always need one.
    """

    path: str
    line: int
    methods: tuple[str, ...]
    scopes: tuple[str, ...] = ()
    condition: str = ""


class ScopeGap(NamedTuple):
    """Something that could not be checked; `line` is None for a whole file.

    `path` may be empty, if `reason` says all.
    """

    path: str
    line: int | None
    reason: str


class ConnectorScopes(NamedTuple):
    """A connector of an app, and the scopes that its code needs.

    `type` is the type to ask for, `name` the service's name, and `path` the connector file, None
    without one. `scopes` is the smallest set that the understood requests need, without the
    `companions`, which Base44 adds by itself. `is_complete` says that the set surely is enough for
    all that the code does; otherwise `gaps` say why not. `declared` are the scopes in the file,
    each once, and `missing` those that it lacks for some request; `kept` are declared ones to keep
    beside `scopes`, because nothing proves that they are needless, or because a comment says so.
    `written` is the type in the file, if that is a misspelling of `type`. `meant` is a known type
    that an unknown one may be a misspelling of, else empty.
    """

    type: str
    name: str
    path: str | None
    asking: Asking
    scopes: tuple[str, ...]
    is_complete: bool
    companions: tuple[str, ...]
    requests: tuple[ScopeRequest, ...]
    gaps: tuple[ScopeGap, ...]
    declared: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    written: str = ""
    meant: str = ""

    @property
    def has_content(self) -> bool:
        """Tell whether there is something that a connector file can say."""
        if self.asking is Asking.SCOPES:
            return self.is_complete or bool(self.listed)
        # A new file for a managed service would set that service up.
        is_there = self.path is not None
        return self.asking is Asking.NO_SCOPES or (self.asking is Asking.MANAGED and is_there)

    @property
    def listed(self) -> tuple[str, ...]:
        """Return the scopes that the connector file should list: its own order, new ones last."""
        if self.declared and not self.is_complete:
            return (*self.declared, *self.missing)
        stay = {*self.scopes, *self.kept}
        own = [scope for scope in self.declared if scope in stay]
        return tuple(dict.fromkeys([*own, *self.scopes]))

    @property
    def asked(self) -> tuple[str, ...]:
        """Return the scopes to connect with: a new list replaces the old one as a whole."""
        if self.asking is Asking.NO_SCOPES:
            return ()
        wanted = [scope for scope in self.listed if scope not in self.companions]
        first = [scope for scope in self.scopes if scope in wanted]
        return tuple(dict.fromkeys([*first, *wanted]))


class AppScopes(NamedTuple):
    """An app: its root and the folder of its connector files as shown to people; its connectors.

    `connections` are those that code requests by an id. `gaps` are places that may use any
    connector.
    """

    root: str
    folder: str
    connectors: tuple[ConnectorScopes, ...]
    connections: tuple[ConnectorScopes, ...] = ()
    gaps: tuple[ScopeGap, ...] = ()

    @property
    def everything(self) -> tuple[ConnectorScopes, ...]:
        """Return the connectors, then the connections by id."""
        return (*self.connectors, *self.connections)

    def file_of(self, connector: ConnectorScopes) -> str:
        """Return the path of a connector's file, or the one that it should have."""
        return connector.path or f"{self.folder}/{connector.type}.jsonc"


class ScopesReport(NamedTuple):
    """The scopes that the apps of a run have to ask for."""

    apps: tuple[AppScopes, ...]

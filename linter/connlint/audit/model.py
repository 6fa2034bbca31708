"""Data model of the least-privilege report, which all its output formats share."""

from __future__ import annotations

from connlint.tuples import NamedTuple
from connlint.usage.judgement import Verdict

__all__ = [
    "Audit",
    "AuditCall",
    "AuditConnector",
    "AuditGap",
    "AuditProject",
    "AuditScope",
    "Totals",
    "Verdict",
]


class AuditCall(NamedTuple):
    """A request with a connector's token.

    `path` and `line` (1-based) are its position; `methods` are the ids of the API methods that
    it may call; `accepted` are the alternative sets of scopes that allow it, empty where it
    needs no scope; `functions` are the names of the functions that make it. `condition` says when
    it needs a scope, as the end of a sentence, if it does not always need one.
    """

    path: str
    line: int
    methods: tuple[str, ...]
    accepted: tuple[tuple[str, ...], ...]
    functions: tuple[str, ...]
    condition: str = ""


class AuditScope(NamedTuple):
    """A scope of a connector, as the file writes it, or as it should be added.

    `sensitivity` is the provider's word (`restricted` or `sensitive`) or empty, `access` is
    `read`, `write`, `admin` or empty. `calls` are the requests that it allows, `covered_by` the
    other declared scopes that make it needless. `added` says that the platform adds it, declared
    or not. `line` is its line in the connector file, None where it is missing. `partial` is the
    catalogue's word for the kind of part that the scope shows, empty if it shows everything.
    `perhaps` are requests that may need it, if no request surely does. `is_known` says that the
    catalog has the scope, or nothing about the type.
    """

    scope: str
    verdict: Verdict
    sensitivity: str = ""
    access: str = ""
    calls: tuple[AuditCall, ...] = ()
    covered_by: tuple[str, ...] = ()
    added: bool = False
    line: int | None = None
    partial: str = ""
    perhaps: tuple[AuditCall, ...] = ()
    is_known: bool = True


class AuditGap(NamedTuple):
    """A part of a connector's use that is not understood; `line` is None for a whole file.

    `kind` is `unknown-method` for a request to the service's own host that fits no known method,
    else empty. `request` then is its outline (see connlint.catalog.outlines). `is_request` says
    that the place is a request; with `is_condition`, it is one whose AuditCall has a condition.
    """

    path: str
    line: int | None
    reason: str
    kind: str = ""
    request: str = ""
    is_request: bool = False
    is_condition: bool = False


class AuditConnector(NamedTuple):
    """A connector type of an app.

    `path` is its file, None where only code names it. `calls` are all understood requests.
    `smallest` is the smallest set of scopes that allows all of these, without those that the
    platform adds; it is proven to be enough only where there are no `gaps`. `is_enough` says that
    it surely is enough for these, and that no scope gives only a part of what a request asks for.
    `served` has the requests that each scope of `smallest` allows.
    Where the service does not take scopes, `gaps` and `smallest` are empty. `by_id` says that code
    requests the connection by an id, so that it is not the app's connector of the type.
    `checked_as` is the type that was surely meant, if `type` is a misspelling of it, else empty.
    """

    type: str
    name: str
    path: str | None
    scopes: tuple[AuditScope, ...]
    calls: tuple[AuditCall, ...]
    gaps: tuple[AuditGap, ...]
    smallest: tuple[str, ...]
    takes_scopes: bool = True
    is_enough: bool = True
    by_id: bool = False
    checked_as: str = ""
    served: tuple[tuple[AuditCall, ...], ...] = ()

    @property
    def is_proven(self) -> bool:
        """Tell whether every use of the connector is understood."""
        return not self.gaps


class Totals(NamedTuple):
    """Counts of a project: connectors, scopes by verdict, requests, and gaps.

    `unknown_methods` counts the gaps of that kind.
    """

    connectors: int
    needed: int
    covered: int
    unused: int
    missing: int
    not_understood: int
    calls: int
    gaps: int
    unknown_methods: int

    @property
    def scopes(self) -> int:
        """Return the number of declared scopes."""
        return self.needed + self.covered + self.unused + self.not_understood


class AuditProject(NamedTuple):
    """An app: its root as shown to people, its connectors, and the names of its functions."""

    root: str
    connectors: tuple[AuditConnector, ...]
    functions: tuple[str, ...]
    totals: Totals


class Audit(NamedTuple):
    """The report about all projects of a run; `catalogue` is its catalogue's date, YYYY-MM-DD."""

    catalogue: str
    projects: tuple[AuditProject, ...]

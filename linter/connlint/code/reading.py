"""Analysis of code files, unit by unit: connector calls, requests, and where tokens go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from connlint.code.carried import Carried
from connlint.code.collector import Collector
from connlint.code.connections import Connection, find_connections
from connlint.code.connectors_module import BY_TYPE, mentions_call
from connlint.code.flow import follow
from connlint.code.metered import metered_request
from connlint.code.model import (
    CodeReading,
    ConnectorCall,
    Exposure,
    Failure,
    Receiver,
    Request,
    Unfollowed,
)
from connlint.code.program import Program
from connlint.code.sinks import KnownSinks
from connlint.code.syntax import TooMuch
from connlint.code.units import Imports, Unit, units_of
from connlint.code.values import Values
from connlint.damage import DAMAGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    from connlint.code.files import CodeFile
    from connlint.code.names import Names

    _Found = TypeVar("_Found", ConnectorCall, Request, Exposure, Unfollowed)

__all__ = ["CodeReader", "join_readings", "read_unit"]

_TOKENS = {
    "getConnection": ("accessToken",),
    "getWorkspaceConnection": ("accessToken",),
    "getCurrentAppUserConnection": ("accessToken",),
    "getAccessToken": (),
    "getCurrentAppUserAccessToken": (),
}
"""Where the result of each call has its token. The other calls give none."""


class CodeReader:
    """Reads code: connector calls, and what becomes of their tokens.

    A file is parsed only if it mentions a connector call, or has to do with one that does. What has
    not changed since the last time is not read again.
    """

    def __init__(self) -> None:
        self._trees: dict[str, Names | None] = {}
        self._known: dict[str, tuple[Unit, CodeReading]] = {}

    def read(self, files: Sequence[CodeFile], imports: Imports) -> CodeReading:
        """Read code files; `imports` maps the location of each to those that it imports."""
        units = [unit for unit in units_of(files, imports) if unit.has_call]
        found = [self._unit(unit, imports) for unit in units]
        self._known = {
            unit.files[0].source.location: (unit, each)
            for unit, each in zip(units, found, strict=True)
        }
        present = {file.source.location for file in files}
        self._trees = {place: tree for place, tree in self._trees.items() if place in present}
        return join_readings(found)

    def _unit(self, unit: Unit, imports: Imports) -> CodeReading:
        before = self._known.get(unit.files[0].source.location)
        if before is not None and _is_same(before[0], unit):
            return before[1]
        return read_unit(unit, imports, self._trees)


def read_unit(unit: Unit, imports: Imports, trees: dict[str, Names | None]) -> CodeReading:
    """Read the files of one unit.

    `imports` maps the location of each file to those that it imports. `trees` holds the files that
    were parsed before, by location, and gets those that are parsed now.
    """
    return _Reading(unit.files, imports, trees).read()


def _is_same(one: Unit, other: Unit) -> bool:
    return len(one.files) == len(other.files) and all(
        old.source.text == new.source.text
        and old.source.path == new.source.path
        and old.in_front_end == new.in_front_end
        for old, new in zip(one.files, other.files, strict=True)
    )


def join_readings(readings: Iterable[CodeReading]) -> CodeReading:
    """Join what several units do; what they have in common is there once."""
    parts = list(readings)
    calls: dict[tuple[str, int, int], ConnectorCall] = {}
    for call in (call for part in parts for call in part.calls):
        other = calls.setdefault(_place(call), call)
        if other is not call:
            # One unit may tell what another one leaves open.
            values = tuple(dict.fromkeys([*other.values, *call.values]))
            is_open = other.receiver is Receiver.UNKNOWN
            calls[_place(call)] = other._replace(
                values=values, receiver=call.receiver if is_open else other.receiver
            )
    return CodeReading(
        calls=tuple(sorted(calls.values(), key=_place)),
        requests=_ordered(request for part in parts for request in part.requests),
        exposures=_ordered(exposure for part in parts for exposure in part.exposures),
        unfollowed=_ordered(place for part in parts for place in part.unfollowed),
        unread=tuple(dict.fromkeys(path for part in parts for path in part.unread)),
        failures=tuple(
            {each.source.path: each for part in parts for each in part.failures}.values()
        ),
    )


def _ordered(found: Iterable[_Found]) -> tuple[_Found, ...]:
    return tuple(sorted(dict.fromkeys(found), key=_place))


class _Reading:
    def __init__(
        self,
        files: Sequence[CodeFile],
        imports: Imports,
        trees: dict[str, Names | None],
    ) -> None:
        self.files = files
        sources = {file.source.location: file.source for file in files}
        own = {location: imports.get(location, ()) for location in sources}
        self.program = Program(sources, own, trees)
        self.values = Values(self.program)
        self.calls: list[ConnectorCall] = []
        self.requests: list[Request] = []
        self.exposures: list[Exposure] = []
        self.unfollowed: list[Unfollowed] = []
        self.unread: list[str] = []
        self.failures: list[Failure] = []

    def read(self) -> CodeReading:
        for file in self.files:
            if not mentions_call(file.source):
                continue
            try:
                self._read_file(file)
            except TooMuch as error:
                self.unread.append(str(error))
            except DAMAGE:
                raise
            except Exception as error:  # noqa: BLE001 - the other files are read all the same
                self.failures.append(Failure(file.source, error))
                self.unread.append(file.source.path)
        return CodeReading(
            calls=tuple(self.calls),
            requests=tuple(self.requests),
            exposures=tuple(self.exposures),
            unfollowed=tuple(self.unfollowed),
            unread=(*self.unread, *self.program.unread),
            failures=tuple(self.failures),
        )

    def _read_file(self, file: CodeFile) -> None:
        names = self.program.names(file.source.location)
        if names is None:
            return
        self.values.begin(file.source.path)
        for connection in find_connections(self.values, names, in_front_end=file.in_front_end):
            self.calls.append(connection.call)
            if not file.in_front_end:
                self._follow(connection)

    def _follow(self, connection: Connection) -> None:
        method = connection.call.method
        for text, frame in connection.chains:
            type_name = (text or "") if method in BY_TYPE else ""
            found = Collector(self.values, type_name, connection.at)
            if method == "callApi":
                metered_request(found, type_name, Carried(connection.at, frame))
            elif method in _TOKENS:
                start = Carried(connection.at, frame, _TOKENS[method])
                follow(self.values, start, KnownSinks(found))
            self.requests += found.requests
            self.exposures += found.exposures
            self.unfollowed += found.unfollowed


def _place(found: ConnectorCall | Request | Exposure | Unfollowed) -> tuple[str, int, int]:
    return found.source.path, found.span.start, found.span.end

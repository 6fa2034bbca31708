"""Subjects of findings: the connector type and the scope that each is about."""

from __future__ import annotations

from collections.abc import Iterable

from connlint.code.connectors_module import BY_TYPE
from connlint.rules.wrong_identifier import looks_like_id
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.catalog import Catalog
    from connlint.code.model import ConnectorCall
    from connlint.diagnostics.diagnostic import Diagnostic
    from connlint.project import Connector, Project

__all__ = ["Subject", "Subjects"]


class Subject(NamedTuple):
    """The connector type and the listed scope that a finding is about; None for neither."""

    type: str | None = None
    scope: str | None = None


_NOTHING = Subject()


class Subjects:
    """The connectors and connector calls of an app, in which findings are looked up."""

    def __init__(self, projects: Iterable[Project], catalog: Catalog) -> None:
        """Take what was read of an app, whose files have the paths that findings name."""
        self._catalog = catalog
        self._connectors: dict[str, Connector] = {}
        self._calls: dict[str, list[ConnectorCall]] = {}
        for project in projects:
            for connector in project.connectors:
                self._connectors[connector.source.path] = connector
            for call in project.code.calls:
                self._calls.setdefault(call.source.path, []).append(call)

    def types(self) -> str:
        """Return the types of all connectors, sorted and separated by commas.

        No type that Base44 takes has a comma, so one that has would be read as two: it is left out.
        """
        strings = {each.type_string.value for each in self._connectors.values() if each.type_string}
        return ",".join(sorted(value for value in strings if "," not in value))

    def of(self, finding: Diagnostic) -> Subject:
        """Return what a finding is about.

        In a connector file that is the file's type, and the scope that the finding's range is, is
        in, or has in it as the only one. In code it is the type that a connector call within the
        finding's range names.
        """
        start, end = finding.range.start.offset, finding.range.end.offset
        connector = self._connectors.get(finding.path)
        if connector is not None:
            kind = connector.type_string.value if connector.type_string else None
            return Subject(kind, _scope(connector, start, end))
        for call in self._calls.get(finding.path, ()):
            if start <= call.place.start and call.place.end <= end and self._has_type(call):
                return Subject(call.values[0])
        return _NOTHING

    def _has_type(self, call: ConnectorCall) -> bool:
        """Tell whether a call has one type, in the right method or not, and not an id."""
        if len(call.values) != 1:
            return False
        (value,) = call.values
        return value in self._catalog or (call.method in BY_TYPE and not looks_like_id(value))


def _scope(connector: Connector, start: int, end: int) -> str | None:
    """Return the only scope that a range is, is in, or has in it."""
    if start == end:
        return None
    found = [
        node.value
        for node in connector.scope_strings
        if (node.span.start <= start and end <= node.span.end)
        or (start <= node.span.start and node.span.end <= end)
    ]
    return found[0] if len(found) == 1 else None

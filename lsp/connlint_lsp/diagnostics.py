"""Conversion of findings to the protocol's diagnostics, which clients receive or request."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from lsprotocol import types

from connlint.diagnostics.diagnostic import Diagnostic
from connlint.diagnostics.severity import Severity
from connlint.project import Target
from connlint.text.source import SourceFile
from connlint_lsp.checked import Checked
from connlint_lsp.client import Client
from connlint_lsp.options import Options
from connlint_lsp.positions import to_range, to_span
from connlint_lsp.session import Session

__all__ = ["SOURCE", "DiagnosticsCache", "result_id", "shown", "to_diagnostic"]

_ByLocation = dict[str, list[types.Diagnostic]]

SOURCE = "connlint"
# A person does not read more in one file, and editors take long to show them.
_MOST = 1_000

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_TAGS = {
    "deprecated-call": types.DiagnosticTag.Deprecated,
    "deprecated-scope": types.DiagnosticTag.Deprecated,
    "duplicate-scope": types.DiagnosticTag.Unnecessary,
    "redundant-scope": types.DiagnosticTag.Unnecessary,
    "unknown-property": types.DiagnosticTag.Unnecessary,
    "unused-scope": types.DiagnosticTag.Unnecessary,
    "unused-suppression": types.DiagnosticTag.Unnecessary,
}


class DiagnosticsCache:
    """The diagnostics of the projects of a session, each converted once after each check."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._state: tuple[Client, Options] = session.client, session.options
        self._converted: dict[Target, tuple[Checked, _ByLocation]] = {}

    def all(self) -> dict[str, list[types.Diagnostic]]:
        """Return the diagnostics of all files of the known projects, by location, also empty lists.

        They are those of the latest check of each project, whatever has changed since.
        """
        merged: dict[str, list[types.Diagnostic]] = {}
        known = list(self._session.known())
        for checked in known:
            for location, diagnostics in self._of(checked).items():
                # Two projects may have the same file: an app in another one, or a plugin.
                merged.setdefault(location, diagnostics)
        gone = self._converted.keys() - {checked.target for checked in known}
        for target in gone:
            del self._converted[target]
        return merged

    def of_document(self, location: str) -> list[types.Diagnostic]:
        """Return the diagnostics of one file, whose project is checked first if it needs that."""
        checked = self._session.find_known(location)
        return self._of(checked).get(location, []) if checked is not None else []

    def _of(self, checked: Checked) -> _ByLocation:
        state = self._session.client, self._session.options
        if state != self._state:
            self._state = state
            self._converted.clear()
        before = self._converted.get(checked.target)
        if before is not None and before[0] is checked:
            return before[1]
        converted = _converted(checked, self._session)
        self._converted[checked.target] = checked, converted
        return converted


def _converted(checked: Checked, session: Session) -> _ByLocation:
    """Return the diagnostics of the files of a project by location, also empty lists."""
    by_location = {location: _of_file(checked, location, session) for location in checked.sources}
    for location, other_end in _other_ends(checked, session):
        by_location[location].append(other_end)
    return by_location


def _of_file(checked: Checked, location: str, session: Session) -> list[types.Diagnostic]:
    if location not in checked.found:
        return []
    worst = sorted(shown(checked, location, session), key=_rank)[:_MOST]
    return [
        to_diagnostic(finding, checked.sources[location], checked, session) for finding in worst
    ]


def _rank(finding: Diagnostic) -> int:
    return -finding.severity.value


def shown(checked: Checked, location: str, session: Session) -> Iterator[Diagnostic]:
    """Yield the findings about a file that are severe enough to be shown."""
    least = session.options.min_severity or checked.project.settings.min_severity
    return (each for each in checked.found.get(location, ()) if each.severity >= least)


def to_diagnostic(
    found: Diagnostic, source: SourceFile, checked: Checked, session: Session
) -> types.Diagnostic:
    """Convert a finding to a diagnostic of the protocol, with what the client supports."""
    client = session.client
    tag = _TAGS.get(found.rule)
    related = [
        types.DiagnosticRelatedInformation(
            types.Location(
                session.uri(other.location), to_range(other, to_span(each.range), client.encoding)
            ),
            each.message,
        )
        for each in found.related
        if (other := checked.paths.get(each.path)) is not None
    ]
    return types.Diagnostic(
        range=to_range(source, to_span(found.range), client.encoding),
        severity=_SEVERITIES[found.severity],
        code=found.rule,
        code_description=types.CodeDescription(found.docs) if client.links else None,
        source=SOURCE,
        message=f"{found.message}. {found.help}" if found.help else found.message,
        tags=[tag] if tag in client.tags and tag is not None else None,
        related_information=related if client.related and related else None,
    )


def _other_ends(checked: Checked, session: Session) -> Iterator[tuple[str, types.Diagnostic]]:
    """Yield a mirrored diagnostic for the other file of each duplicate type, with its location."""
    for location in checked.found:
        for finding in shown(checked, location, session):
            if finding.rule != "duplicate-type":
                continue
            for related in finding.related:
                other = checked.paths.get(related.path)
                if other is None or other.location == location:
                    continue
                mirrored = finding._replace(
                    range=related.range,
                    message=f"The same type is defined in {checked.sources[location].name}",
                    related=(
                        related._replace(
                            path=finding.path, range=finding.range, message="The other definition"
                        ),
                    ),
                )
                yield other.location, to_diagnostic(mirrored, other, checked, session)


def result_id(diagnostics: list[types.Diagnostic]) -> str:
    """Return an identifier of a list of diagnostics; equal lists have equal identifiers."""
    return hashlib.sha256(repr(diagnostics).encode("utf-8", "replace")).hexdigest()[:16]

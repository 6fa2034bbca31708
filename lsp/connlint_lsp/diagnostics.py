"""Findings, as the protocol has them: sent to clients that wait, given to those that ask."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from lsprotocol import types

from connlint.diagnostic import Diagnostic
from connlint.severity import Severity
from connlint.source import SourceFile
from connlint_lsp.checked import Checked
from connlint_lsp.positions import to_range, to_span
from connlint_lsp.session import Session

__all__ = ["SOURCE", "all_diagnostics", "of_document", "result_id", "shown", "to_diagnostic"]

SOURCE = "connlint"
# Nobody reads more in one file, and editors take long to show them.
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


def all_diagnostics(session: Session) -> dict[str, list[types.Diagnostic]]:
    """The diagnostics of all files of all projects, by location; empty lists included."""
    found: dict[str, list[types.Diagnostic]] = {}
    for checked in session.projects():
        for location in checked.sources:
            # Two folders may hold the same project.
            if location not in found:
                found[location] = _of_file(checked, location, session)
        for location, related in _other_ends(checked, session):
            found.setdefault(location, []).append(related)
    return found


def _of_file(checked: Checked, location: str, session: Session) -> list[types.Diagnostic]:
    if location not in checked.found:
        return []
    worst = sorted(shown(checked, location, session), key=_weight)[:_MOST]
    return [to_diagnostic(each, checked.sources[location], checked, session) for each in worst]


def _weight(found: Diagnostic) -> int:
    return -found.severity.value


def of_document(session: Session, location: str) -> list[types.Diagnostic]:
    """The diagnostics of one file."""
    return all_diagnostics(session).get(location, [])


def shown(checked: Checked, location: str, session: Session) -> Iterator[Diagnostic]:
    """The findings about a file that are severe enough to be shown."""
    least = session.options.min_severity or checked.project.settings.min_severity
    return (each for each in checked.found.get(location, ()) if each.severity >= least)


def to_diagnostic(
    found: Diagnostic, source: SourceFile, checked: Checked, session: Session
) -> types.Diagnostic:
    """A finding as the protocol has it, with as much as the client can show."""
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
        message=f"{found.message}\n{found.help}" if found.help else found.message,
        tags=[tag] if tag in client.tags and tag is not None else None,
        related_information=related if client.related and related else None,
    )


def _other_ends(checked: Checked, session: Session) -> Iterator[tuple[str, types.Diagnostic]]:
    """The other end of each duplicate: who looks at that file is to see it as well."""
    for location in checked.found:
        for found in shown(checked, location, session):
            if found.rule != "duplicate-type":
                continue
            for each in found.related:
                other = checked.paths.get(each.path)
                if other is None or other.location == location:
                    continue
                mirrored = found._replace(
                    range=each.range,
                    message=f"the type is defined again in {checked.sources[location].name}",
                    related=(
                        each._replace(path=found.path, range=found.range, message="the other one"),
                    ),
                )
                yield other.location, to_diagnostic(mirrored, other, checked, session)


def result_id(diagnostics: list[types.Diagnostic]) -> str:
    """A name for a list of diagnostics, equal where the lists are."""
    return hashlib.sha256(repr(diagnostics).encode("utf-8", "replace")).hexdigest()[:16]

"""Code actions: fixes, suppression comments, missing connector files.

They are computed from the current text; the earlier diagnostics that a client sends back are
not used.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence

from lsprotocol import types

from connlint.diagnostics.diagnostic import Diagnostic, Edit, Fix
from connlint.diagnostics.severity import Safety
from connlint.files.conventions import CODE_ENDINGS, CONNECTOR_ENDINGS
from connlint.fix.fixer import fix_targets, is_wanted
from connlint.rules import RULES
from connlint.suppressions.insertion import Insertion, insertion_for, insertion_for_file
from connlint.text.source import SourceFile, Span
from connlint_lsp.checked import Checked
from connlint_lsp.diagnostics import shown, to_diagnostic
from connlint_lsp.needed_scopes import needed_scopes
from connlint_lsp.positions import from_position, to_range, to_span
from connlint_lsp.session import Session

__all__ = ["FIX_ALL", "REWRITE", "code_actions", "needed_scopes_edit"]

FIX_ALL = "source.fixAll.connlint"
REWRITE = types.CodeActionKind.RefactorRewrite
_COMMENTED = (*CONNECTOR_ENDINGS, *CODE_ENDINGS)


def code_actions(
    session: Session, location: str, place: types.Range, only: Sequence[str] | None
) -> list[types.CodeAction]:
    """Return actions for the findings in a range of a file; `only` are the kinds to return."""
    checked = session.find(location)
    if checked is None or not session.client.actions:
        return []
    source = checked.sources[location]
    start = from_position(source, place.start, session.client.encoding)
    end = from_position(source, place.end, session.client.encoding)
    place_span = Span(min(start, end), max(start, end))
    actions: list[types.CodeAction] = []
    if _wants(only, types.CodeActionKind.QuickFix):
        for finding in shown(checked, location, session):
            span = to_span(finding.range)
            if _touch(place_span, span):
                actions += _about(finding, source, checked, session)
    if _wants(only, REWRITE):
        actions += _needed_scopes(place_span, checked, source, session)
    # It takes a few runs to compute, so it is offered only on request.
    if only and _wants(only, FIX_ALL):
        actions += _fix_all(source, checked, session)
    return actions


def _wants(only: Sequence[str] | None, kind: str) -> bool:
    """Tell whether a kind, or one that includes it, is requested."""
    return not only or any(kind == each or kind.startswith(f"{each}.") for each in only)


def _about(
    finding: Diagnostic, source: SourceFile, checked: Checked, session: Session
) -> Iterator[types.CodeAction]:
    diagnostic = to_diagnostic(finding, source, checked, session)
    for fix in finding.fixes:
        yield types.CodeAction(
            title=fix.title,
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[diagnostic],
            is_preferred=(
                len(finding.fixes) == 1 and fix.safety is Safety.SAFE
                if session.client.prefers_actions
                else None
            ),
            edit=_edit_of(fix, checked, session),
        )
    yield from _missing_file(finding, diagnostic, source, checked, session)
    if source.location.endswith(_COMMENTED) and source.text:
        for title, (offset, text) in _suppressions(finding, source):
            yield types.CodeAction(
                title=title,
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[diagnostic],
                edit=_workspace_edit(
                    {source.location: [(Span(offset, offset), text)]}, checked, session
                ),
            )


def _edit_of(fix: Fix, checked: Checked, session: Session) -> types.WorkspaceEdit:
    by_file: dict[str, list[tuple[Span, str]]] = {}
    for edit in fix.edits:
        by_file.setdefault(checked.paths[edit.path].location, []).append(_spanned(edit))
    return _workspace_edit(by_file, checked, session)


def _spanned(edit: Edit) -> tuple[Span, str]:
    return to_span(edit.range), edit.text


def _suppressions(finding: Diagnostic, source: SourceFile) -> Iterator[tuple[str, Insertion]]:
    """Yield suppression comments for a finding, each with a title."""
    span = to_span(finding.range)
    if span != (0, 0):
        insertion = insertion_for(source, [(finding.rule, span)])
        if insertion is not None and insertion.text:
            yield f"Ignore {finding.rule} here", insertion
    yield f"Ignore {finding.rule} in this file", insertion_for_file(source, [finding.rule])


def _missing_file(
    finding: Diagnostic,
    diagnostic: types.Diagnostic,
    source: SourceFile,
    checked: Checked,
    session: Session,
) -> Iterator[types.CodeAction]:
    """Yield an action that adds the missing connector file that code or an automation names."""
    is_unconfigured = finding.rule in {"unconfigured-connector", "unconfigured-automation"}
    name = source.slice(to_span(finding.range)).strip("\"'`")
    if not is_unconfigured or name not in checked.catalog or not session.client.creates_files:
        return
    location = os.path.join(checked.project.connectors_dir, f"{name}.jsonc")
    if os.path.lexists(location):
        return
    content = json.dumps({"type": name, "scopes": _needed(name, checked)}, indent=2) + "\n"
    uri = session.uri(location)
    start = types.Range(types.Position(0, 0), types.Position(0, 0))
    yield types.CodeAction(
        title=f"Create connectors/{name}.jsonc",
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[diagnostic],
        edit=types.WorkspaceEdit(
            document_changes=[
                types.CreateFile(uri, options=types.CreateFileOptions(ignore_if_exists=True)),
                types.TextDocumentEdit(
                    types.OptionalVersionedTextDocumentIdentifier(uri),
                    [types.TextEdit(start, content)],
                ),
            ]
        ),
    )


def _needed(name: str, checked: Checked) -> list[str]:
    """Return the scopes that the code needs, as far as it is understood."""
    from connlint.audit import audit_connector

    audited = audit_connector(name, checked.project, checked.catalog)
    return list(audited.smallest) if audited is not None else []


def _fix_all(source: SourceFile, checked: Checked, session: Session) -> Iterator[types.CodeAction]:
    """Yield an action with all safe fixes of a file in one edit."""
    overlay = {location: document.content for location, document in session.documents.items()}
    target = checked.target._replace(chosen=frozenset({source.location}))
    fixed = fix_targets(
        [target],
        target.root,
        is_wanted((rule.name for rule in RULES), unsafe=False),
        overlay=overlay,
        least=session.options.min_severity,
    )
    for file in fixed.files:
        if file.source.location == source.location:
            yield types.CodeAction(
                title="Apply all safe fixes of connlint",
                kind=FIX_ALL,
                edit=_edit_to(source, file.text, checked, session),
            )


def _needed_scopes(
    place: Span, checked: Checked, source: SourceFile, session: Session
) -> Iterator[types.CodeAction]:
    """Yield an action that lists the scopes that the code needs, for a place in the list."""
    connector = checked.connector(source.location)
    member = connector.scopes if connector is not None else None
    if connector is None or member is None or not _touch(place, member.span):
        return
    needed = needed_scopes(checked, connector)
    text = needed.text() if needed is not None else None
    if needed is not None and text is not None:
        edit = _edit_to(source, text, checked, session)
        yield types.CodeAction(title=needed.title, kind=REWRITE, edit=edit)


def needed_scopes_edit(session: Session, location: str) -> types.WorkspaceEdit | None:
    """Return the edit that lists the scopes that the code needs; None if nothing is to change."""
    checked = session.find(location)
    connector = checked.connector(location) if checked is not None else None
    needed = needed_scopes(checked, connector) if checked and connector else None
    text = needed.text() if needed is not None else None
    if checked is None or text is None:
        return None
    return _edit_to(checked.sources[location], text, checked, session)


def _touch(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end


def _edit_to(
    source: SourceFile, text: str, checked: Checked, session: Session
) -> types.WorkspaceEdit:
    """Return the edit that makes another text of a file."""
    return _workspace_edit({source.location: [_difference(source.text, text)]}, checked, session)


def _difference(old: str, new: str) -> tuple[Span, str]:
    """Return the span of the old text that differs, and the text that replaces it."""
    pairs = enumerate(zip(old, new, strict=False))
    start = next((index for index, (one, two) in pairs if one != two), min(len(old), len(new)))
    shorter = min(len(old), len(new)) - start
    end = 0
    while end < shorter and old[-1 - end] == new[-1 - end]:
        end += 1
    return Span(start, len(old) - end), new[start : len(new) - end]


def _workspace_edit(
    by_file: dict[str, list[tuple[Span, str]]], checked: Checked, session: Session
) -> types.WorkspaceEdit:
    """Return edits of files, with the versions that they apply to if the client supports that."""
    encoding = session.client.encoding
    edits = {
        location: [
            types.TextEdit(to_range(checked.sources[location], span, encoding), text)
            for span, text in file_edits
        ]
        for location, file_edits in by_file.items()
    }
    if not session.client.document_changes:
        return types.WorkspaceEdit(
            changes={session.uri(location): file_edits for location, file_edits in edits.items()}
        )
    changes = []
    for location, file_edits in edits.items():
        document = session.documents.get(location)
        version = document.version if document is not None else None
        identifier = types.OptionalVersionedTextDocumentIdentifier(session.uri(location), version)
        changes.append(types.TextDocumentEdit(identifier, list(file_edits)))
    return types.WorkspaceEdit(document_changes=list(changes))

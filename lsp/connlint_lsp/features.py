"""Requests of the protocol, each answered by the module that has the feature."""

from __future__ import annotations

from lsprotocol import types

from connlint_lsp.actions import FIX_ALL, code_actions
from connlint_lsp.completion import TRIGGERS, complete
from connlint_lsp.diagnostics import result_id
from connlint_lsp.hover import hover
from connlint_lsp.language_server import ConnlintServer
from connlint_lsp.navigation import definition, lenses, links, references, symbols

__all__ = ["add_diagnostics", "add_features"]


def add_diagnostics(server: ConnlintServer) -> None:
    """Add the requests with which a client pulls diagnostics."""
    session = server.session
    options = types.DiagnosticOptions(
        inter_file_dependencies=True, workspace_diagnostics=True, identifier="connlint"
    )

    @server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)
    def document(params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        diagnostics = server.diagnostics.of_document(session.location(params.text_document.uri))
        name = result_id(diagnostics)
        if params.previous_result_id == name:
            return types.RelatedUnchangedDocumentDiagnosticReport(name)
        return types.RelatedFullDocumentDiagnosticReport(diagnostics, result_id=name)

    @server.feature(types.WORKSPACE_DIAGNOSTIC)
    async def workspace(params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
        await server.checks.all_checked()
        previous = {each.uri: each.value for each in params.previous_result_ids}
        diagnostics = server.diagnostics.all()
        reports: list[types.WorkspaceDocumentDiagnosticReport] = []
        addresses = {session.uri(location): each for location, each in diagnostics.items()}
        for uri in dict.fromkeys([*previous, *addresses]):
            each = addresses.get(uri, [])
            name = result_id(each)
            if previous.get(uri) == name:
                same = types.WorkspaceUnchangedDocumentDiagnosticReport(
                    uri=uri, version=server.version_of(uri), result_id=name
                )
                reports.append(same)
            else:
                full = types.WorkspaceFullDocumentDiagnosticReport(
                    uri=uri, version=server.version_of(uri), items=each, result_id=name
                )
                reports.append(full)
        return types.WorkspaceDiagnosticReport(reports)


def add_features(server: ConnlintServer) -> None:
    """Add all other requests that the server answers."""
    session = server.session
    kinds = [types.CodeActionKind.QuickFix, FIX_ALL]

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(list(kinds)))
    def actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        location = session.location(params.text_document.uri)
        return code_actions(session, location, params.range, params.context.only)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hovered(params: types.HoverParams) -> types.Hover | None:
        return hover(session, session.location(params.text_document.uri), params.position)

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=TRIGGERS)
    )
    def completed(params: types.CompletionParams) -> list[types.CompletionItem]:
        return complete(session, session.location(params.text_document.uri), params.position)

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def defined(params: types.DefinitionParams) -> list[types.Location]:
        return definition(session, session.location(params.text_document.uri), params.position)

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    def referred(params: types.ReferenceParams) -> list[types.Location]:
        return references(
            session,
            session.location(params.text_document.uri),
            params.position,
            declaration=params.context.include_declaration,
        )

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def outlined(
        params: types.DocumentSymbolParams,
    ) -> list[types.DocumentSymbol] | list[types.SymbolInformation]:
        return symbols(session, session.location(params.text_document.uri))

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
    def linked(params: types.DocumentLinkParams) -> list[types.DocumentLink]:
        return links(session, session.location(params.text_document.uri))

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    def lensed(params: types.CodeLensParams) -> list[types.CodeLens]:
        return lenses(session, session.location(params.text_document.uri))

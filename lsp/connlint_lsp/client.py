"""Abilities of the client, read once from its capabilities."""

from __future__ import annotations

from typing import NamedTuple

from lsprotocol import types

from connlint_lsp.positions import Encoding

__all__ = ["Client", "client_of"]


class Client(NamedTuple):
    """The abilities of a client on which the server's behaviour depends.

    `pulls` says that it requests diagnostics, so that none are sent to it; `refreshes` that the
    server can tell it to request them again. `watches` says that it can be asked to report changes
    of files, `registers_configuration` that it accepts a registration for changes of settings.
    `progress` says that it shows work that takes long.
    `actions` says that it takes code actions, and not only commands; `marks_deprecated` and
    `flags_deprecated` are the two ways to strike a completion through, by a tag or a property.
    """

    encoding: Encoding = Encoding.UTF16
    pulls: bool = False
    refreshes: bool = False
    related: bool = False
    tags: frozenset[types.DiagnosticTag] = frozenset()
    links: bool = False
    document_changes: bool = False
    creates_files: bool = False
    watches: bool = False
    registers_configuration: bool = False
    asks_configuration: bool = False
    markdown: bool = False
    snippets: bool = False
    documents_markdown: bool = False
    marks_deprecated: bool = False
    flags_deprecated: bool = False
    actions: bool = False
    prefers_actions: bool = False
    symbol_trees: bool = False
    symbol_kinds: frozenset[types.SymbolKind | int] = frozenset()
    link_tooltips: bool = False
    progress: bool = False


def client_of(capabilities: types.ClientCapabilities, encoding: str) -> Client:
    """Return the abilities that a client has declared, with the negotiated encoding."""
    document = capabilities.text_document or types.TextDocumentClientCapabilities()
    workspace = capabilities.workspace or types.WorkspaceClientCapabilities()
    published = document.publish_diagnostics
    edits = workspace.workspace_edit
    window = capabilities.window
    pulls = document.diagnostic is not None
    # Clients that pull diagnostics say here, too, which parts of them they show.
    shown = published or types.PublishDiagnosticsClientCapabilities()
    watched = workspace.did_change_watched_files
    configured = workspace.did_change_configuration
    hover = document.hover
    completion = document.completion.completion_item if document.completion else None
    tags = completion.tag_support if completion else None
    actions, symbols = document.code_action, document.document_symbol
    return Client(
        encoding=Encoding(encoding),
        pulls=pulls,
        refreshes=bool(workspace.diagnostics and workspace.diagnostics.refresh_support),
        related=bool(shown.related_information),
        tags=frozenset(shown.tag_support.value_set if shown.tag_support else ()),
        links=bool(shown.code_description_support),
        document_changes=bool(edits and edits.document_changes),
        creates_files=bool(
            edits and types.ResourceOperationKind.Create in (edits.resource_operations or ())
        ),
        watches=bool(watched and watched.dynamic_registration),
        registers_configuration=bool(configured and configured.dynamic_registration),
        asks_configuration=bool(workspace.configuration),
        markdown=bool(hover and types.MarkupKind.Markdown in (hover.content_format or ())),
        link_tooltips=bool(document.document_link and document.document_link.tooltip_support),
        snippets=bool(completion and completion.snippet_support),
        progress=bool(window and window.work_done_progress),
        documents_markdown=bool(
            completion and types.MarkupKind.Markdown in (completion.documentation_format or ())
        ),
        marks_deprecated=bool(tags and types.CompletionItemTag.Deprecated in tags.value_set),
        flags_deprecated=bool(completion and completion.deprecated_support),
        actions=bool(actions and actions.code_action_literal_support),
        prefers_actions=bool(actions and actions.is_preferred_support),
        symbol_trees=bool(symbols and symbols.hierarchical_document_symbol_support),
        symbol_kinds=_symbol_kinds(symbols),
    )


def _symbol_kinds(
    symbols: types.DocumentSymbolClientCapabilities | None,
) -> frozenset[types.SymbolKind | int]:
    """Return the kinds of symbols that a client knows; all do those up to `Array`."""
    declared = symbols.symbol_kind.value_set if symbols and symbols.symbol_kind else None
    if declared is not None:
        return frozenset(declared)
    return frozenset(kind for kind in types.SymbolKind if kind <= types.SymbolKind.Array)

"""Completion: properties, types and scopes in connector files, types in connector calls."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lsprotocol import types

from connlint.catalog import Catalog, ConnectorType
from connlint.code.connectors_module import BY_TYPE
from connlint.jsonc import ArrayNode, ObjectNode, StringNode
from connlint.project import Connector
from connlint.text.source import SourceFile, Span
from connlint_lsp.checked import Checked
from connlint_lsp.hover import describe_scope, describe_type, plain_text
from connlint_lsp.positions import from_position, to_range
from connlint_lsp.scope_names import narrowest_first, shown_as
from connlint_lsp.session import Session

__all__ = ["TRIGGERS", "complete"]

TRIGGERS = ['"', "'", "`", "/", ".", ":"]

_CALL = re.compile(
    rf"(?:{'|'.join(sorted(BY_TYPE))})\s*\(\s*(?P<quote>[\"'`])(?P<text>[^\"'`\s]*)\Z"
)
_REST = re.compile(r"[^\"'`\s),]*")


def complete(
    session: Session, location: str, position: types.Position
) -> list[types.CompletionItem]:
    """Return the completions at a position."""
    checked = session.find(location)
    if checked is None:
        return []
    source = checked.sources[location]
    offset = from_position(source, position, session.client.encoding)
    connector = checked.connector(location)
    if connector is None:
        return list(_in_code(source, offset, checked, session))
    return list(_in_connector(connector, offset, checked.catalog, session))


def _in_code(
    source: SourceFile, offset: int, checked: Checked, session: Session
) -> Iterator[types.CompletionItem]:
    match = _CALL.search(source.text[max(0, offset - 200) : offset])
    if match is None:
        return
    rest = _REST.match(source.text, offset)
    span = Span(offset - len(match["text"]), rest.end() if rest else offset)
    configured = {file.type_string.value for file in checked.project.connectors if file.type_string}
    for item in _types(checked.catalog, source, span, session):
        item.sort_text = f"{0 if item.label in configured else 1}{item.label}"
        yield item


def _in_connector(
    connector: Connector, offset: int, catalog: Catalog, session: Session
) -> Iterator[types.CompletionItem]:
    source, root = connector.source, connector.document.root
    if not isinstance(root, ObjectNode):
        return
    node = connector.type.value if connector.type else None
    if isinstance(node, StringNode) and node.span.start < offset <= node.span.end:
        yield from _types(catalog, source, node.span, session)
        return
    listed = connector.scopes.value if connector.scopes else None
    if isinstance(listed, ArrayNode) and listed.span.start < offset <= listed.span.end:
        span = next(
            (each.span for each in listed.elements if each.span.start < offset <= each.span.end),
            Span(offset, offset),
        )
        kind = connector.type_string
        entry = catalog.checked_entry(kind.value) if kind is not None else None
        if entry is not None:
            typed = source.text[span.start : offset].lstrip("\"'")
            yield from _scopes(connector, entry, typed, catalog, span, session)
        return
    key = next(
        (
            each.key.span
            for each in root.members
            if each.key.span.start <= offset <= each.key.span.end
        ),
        None,
    )
    inside_value = any(
        each.value is not None and each.value.span.start < offset <= each.value.span.end
        for each in root.members
    )
    if key is not None or (not inside_value and root.span.start < offset):
        yield from _properties(root, source, key or _word(source, offset), session)


def _word(source: SourceFile, offset: int) -> Span:
    """Return the span of the quote and letters that are typed before an offset."""
    start = offset
    while start > 0 and (source.text[start - 1].isalpha() or source.text[start - 1] in "\"'$"):
        start -= 1
    return Span(start, offset)


def _properties(
    root: ObjectNode, source: SourceFile, span: Span, session: Session
) -> Iterator[types.CompletionItem]:
    existing = {member.key.name for member in root.members if member.key.span != span}
    ends = source.text[span.end : span.end + 20].lstrip()[:1] == ":"
    for name, value in (("type", '"$1"'), ("scopes", "[$1]")):
        if name in existing:
            continue
        plain = f'"{name}"'
        snippet = f"{plain}: {value}" if session.client.snippets and not ends else plain
        yield _item(
            name,
            types.CompletionItemKind.Property,
            snippet,
            source,
            span,
            session,
            is_snippet=snippet != plain,
        )


def _types(
    catalog: Catalog, source: SourceFile, span: Span, session: Session
) -> Iterator[types.CompletionItem]:
    span, end = _within_quotes(source, span)
    for entry in catalog.types():
        text = f"{entry.type}{end}"
        item = _item(entry.type, types.CompletionItemKind.Enum, text, source, span, session)
        item.detail = entry.name
        item.documentation = _documentation(describe_type(entry.type, catalog), session)
        yield item


def _scopes(
    connector: Connector,
    entry: ConnectorType,
    typed: str,
    catalog: Catalog,
    span: Span,
    session: Session,
) -> Iterator[types.CompletionItem]:
    source = connector.source
    listed = {node.value for node in connector.scope_strings if node.span != span}
    start = "" if span.start < span.end else '"'
    span, end = _within_quotes(source, span)
    for index, scope in enumerate(narrowest_first(entry)):
        shown = shown_as(scope, entry, typed)
        text = f"{start}{shown.text}{end or start}"
        item = _item(shown.label, types.CompletionItemKind.Value, text, source, span, session)
        item.filter_text = shown.filter_text
        is_added = scope in entry.companions
        item.detail = _detail(scope, entry, is_listed=scope in listed)
        item.sort_text = f"{2 if scope in listed else 1 if is_added else 0}{index:04}"
        if entry.is_deprecated(scope):
            _strike_through(item, session)
        item.documentation = _documentation(describe_scope(entry.type, scope, catalog), session)
        yield item


def _detail(scope: str, entry: ConnectorType, *, is_listed: bool) -> str | None:
    """Return what a list of completions says beside a scope."""
    if is_listed:
        return "Already listed"
    if scope in entry.companions:
        return "Added by Base44"
    return str(entry.facts[scope].get("description", "")) or None


def _within_quotes(source: SourceFile, span: Span) -> tuple[Span, str]:
    """Return the span within the quotes, and the quote that is missing at its end.

    The closing quote is not part of the span: editors replace only what was typed so far.
    """
    text = source.slice(span)
    quote = text[:1]
    if quote not in {'"', "'"}:
        return span, ""
    is_closed = len(text) > 1 and text.endswith(quote)
    return Span(span.start + 1, span.end - is_closed), "" if is_closed else quote


def _documentation(lines: Iterator[str], session: Session) -> types.MarkupContent | str:
    text = "\n\n".join(lines)
    if not session.client.documents_markdown:
        return plain_text(text)
    return types.MarkupContent(types.MarkupKind.Markdown, text)


def _strike_through(item: types.CompletionItem, session: Session) -> None:
    """Mark an item as deprecated in the way that the client knows, if it knows one."""
    if session.client.marks_deprecated:
        item.tags = [types.CompletionItemTag.Deprecated]
    elif session.client.flags_deprecated:
        item.deprecated = True


def _item(
    label: str,
    kind: types.CompletionItemKind,
    text: str,
    source: SourceFile,
    span: Span,
    session: Session,
    *,
    is_snippet: bool = False,
) -> types.CompletionItem:
    """Return an item that replaces the text of a span; clients filter items by that text."""
    plain = source.text[span.start : span.start + 1]
    return types.CompletionItem(
        label,
        kind=kind,
        filter_text=f"{plain}{label}" if plain in {'"', "'"} else label,
        insert_text_format=types.InsertTextFormat.Snippet if is_snippet else None,
        text_edit=types.TextEdit(to_range(source, span, session.client.encoding), text),
    )

"""Navigation between connector files and code: definition, references, symbols, links, lenses."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from connlint.text.escaping import plural
from connlint.text.source import SourceFile, Span
from connlint_lsp.checked import Checked
from connlint_lsp.needed_scopes import LIST_NEEDED, needed_scopes
from connlint_lsp.positions import from_position, to_range
from connlint_lsp.session import Session

__all__ = ["definition", "lenses", "links", "references", "symbols"]


def definition(session: Session, location: str, position: types.Position) -> list[types.Location]:
    """Return the connector files of the types that a call names."""
    types_here = _types_at(session, location, position)
    if types_here is None:
        return []
    checked, names = types_here
    return [
        _location(session, connector.source, connector.type_string.span)
        for name in names
        for connector in checked.connectors_of(name)
        if connector.type_string is not None
    ]


def references(
    session: Session, location: str, position: types.Position, *, declaration: bool
) -> list[types.Location]:
    """Return all calls and automations that name the connector type at a position."""
    types_here = _types_at(session, location, position)
    if types_here is None:
        return []
    checked, names = types_here
    places: dict[tuple[str, Span], types.Location] = {}
    for name in names:
        for call in checked.calls_of(name):
            places[call.source.location, call.place] = _location(session, call.source, call.place)
        for automation in checked.project.automations:
            if automation.type is not None and automation.type.value == name:
                key = automation.source.location, automation.type.span
                places[key] = _location(session, *(automation.source, automation.type.span))
    own = definition(session, location, position) if declaration else []
    return [*own, *places.values()]


def _types_at(
    session: Session, location: str, position: types.Position
) -> tuple[Checked, tuple[str, ...]] | None:
    """Return the project and the connector types at a position of a file, None without any."""
    checked = session.find(location)
    if checked is None:
        return None
    source = checked.sources[location]
    offset = from_position(source, position, session.client.encoding)
    connector = checked.connector(location)
    if connector is not None:
        node = connector.type_string
        is_on_type = node is not None and node.span.start <= offset <= node.span.end
        return (checked, (node.value,)) if is_on_type and node is not None else None
    for automation in checked.project.automations:
        node = automation.type
        is_in_file = automation.source.location == location and node is not None
        if is_in_file and node is not None and node.span.start <= offset <= node.span.end:
            return checked, (node.value,)
    call = checked.call_at(location, offset)
    return (checked, call.values) if call is not None else None


def symbols(
    session: Session, location: str
) -> list[types.DocumentSymbol] | list[types.SymbolInformation]:
    """Return the outline of a connector file: its type, and its scopes below.

    A client that shows no trees gets a list of all, each with the name of what it is in.
    """
    outline = _outline(session, location)
    if session.client.symbol_trees:
        return outline
    return [
        types.SymbolInformation(
            location=types.Location(session.uri(location), each.range),
            name=each.name,
            kind=each.kind,
            container_name=None if each is top else top.name,
        )
        for top in outline
        for each in (top, *(top.children or ()))
    ]


def _outline(session: Session, location: str) -> list[types.DocumentSymbol]:
    checked = session.find(location)
    connector = checked.connector(location) if checked is not None else None
    if connector is None or connector.type_string is None:
        return []
    source, encoding = connector.source, session.client.encoding
    whole = connector.document.root.span if connector.document.root else connector.type_string.span
    return [
        types.DocumentSymbol(
            name=connector.type_string.value,
            kind=(
                types.SymbolKind.Object
                if types.SymbolKind.Object in session.client.symbol_kinds
                else types.SymbolKind.Module
            ),
            range=to_range(source, whole, encoding),
            selection_range=to_range(source, connector.type_string.span, encoding),
            children=[
                types.DocumentSymbol(
                    name=node.value or '""',
                    kind=types.SymbolKind.String,
                    range=to_range(source, node.span, encoding),
                    selection_range=to_range(source, node.span, encoding),
                )
                for node in connector.scope_strings
            ],
        )
    ]


def links(session: Session, location: str) -> list[types.DocumentLink]:
    """Return the link from a connector's type to the provider's page about its scopes."""
    checked = session.find(location)
    connector = checked.connector(location) if checked is not None else None
    node = connector.type_string if connector is not None else None
    if checked is None or node is None:
        return []
    entry = checked.catalog.checked_entry(node.value)
    if connector is None or entry is None or not entry.docs:
        return []
    tooltip = f"Open the documentation of {entry.name}"
    inner = Span(node.span.start + 1, node.span.end - 1)
    return [
        types.DocumentLink(
            to_range(connector.source, inner, session.client.encoding),
            target=entry.docs,
            tooltip=tooltip if session.client.link_tooltips else None,
        )
    ]


def lenses(session: Session, location: str) -> list[types.CodeLens]:
    """Return lenses in a connector file, if they are on.

    The one above the type says how many functions use it, the one above the scopes how many of them
    the code needs; its command lists those, if the client lets the server edit files.
    """
    checked = session.find(location) if session.options.code_lens else None
    connector = checked.connector(location) if checked is not None else None
    node = connector.type_string if connector is not None else None
    if checked is None or connector is None or node is None:
        return []
    count = len(set(_functions(checked, node.value)))
    span = to_range(connector.source, node.span, session.client.encoding)
    found = [types.CodeLens(span, types.Command(f"Used by {plural(count, 'function')}", ""))]
    needed = needed_scopes(checked, connector)
    if needed is not None:
        span = to_range(connector.source, needed.span, session.client.encoding)
        command = types.Command(needed.summary, "")
        if session.client.applies_edits and needed.text() is not None:
            command = types.Command(needed.summary, LIST_NEEDED, arguments=[session.uri(location)])
        found.append(types.CodeLens(span, command))
    return found


def _functions(checked: Checked, name: str) -> Iterator[str]:
    paths = {call.source.path for call in checked.calls_of(name)}
    for function in checked.project.functions:
        if paths & set(function.files):
            yield function.name


def _location(session: Session, source: SourceFile, span: Span) -> types.Location:
    return types.Location(
        session.uri(source.location), to_range(source, span, session.client.encoding)
    )

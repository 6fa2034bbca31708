"""Edits of a connector file, so that it lists other scopes; everything else stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from connlint.diagnostics.severity import Safety
from connlint.jsonc import ArrayNode
from connlint.project import Connector
from connlint.project.connector import read_connector
from connlint.rules.addition import addition
from connlint.rules.missing_scopes import insertion
from connlint.rules.removal import remove
from connlint.text.source import SourceFile, Span

__all__ = ["EditingError", "with_scopes"]


class EditingError(Exception):
    """A file cannot be changed safely; the message says why, and completes `PATH: skipped:`."""


def with_scopes(connector: Connector, scopes: Sequence[str]) -> str:
    """Return the text of a connector file with other scopes, in the file's order, new ones last.

    Raises EditingError for a file in which it is not clear what Base44 reads.
    """
    now = connector
    if now.document.problems:
        raise EditingError("it has syntax errors")
    if now.scopes is None:
        if now.type is None:
            raise EditingError('it has no "type"')
        now = _edited(now, [insertion(now, now.type)])
    declared = {node.value for node in now.scope_strings}
    text = addition(now.source.text, _array(now), [each for each in scopes if each not in declared])
    now = _edited(now, text)
    wanted = set(scopes)
    while True:
        # Two neighbors cannot be removed at a time, because both would take the comma between them.
        edits: list[tuple[Span, str]] = []
        was_removed = False
        for node in now.scope_strings:
            was_removed = not was_removed and node.value not in wanted
            if was_removed:
                array = _array(now)
                source = now.source
                (change,) = remove("", Safety.UNSAFE, source.text, now.document, array, node.span)
                edits += change.edits
        if not edits:
            break
        now = _edited(now, edits)
    if {node.value for node in now.scope_strings} != wanted or now.document.problems:
        raise EditingError("connlint cannot change it safely")
    return now.source.text


def _array(connector: Connector) -> ArrayNode:
    """Return the list of scopes. Raises EditingError for anything but a list of strings."""
    member = connector.scopes
    if member is None or member.key.name != "scopes":
        raise EditingError('the name of "scopes" is misspelled in it')
    if not isinstance(member.value, ArrayNode) or not connector.has_only_strings:
        raise EditingError('its "scopes" are not a list of strings')
    return member.value


def _edited(connector: Connector, edits: Iterable[tuple[Span, str]]) -> Connector:
    """Return the connector that a text is after edits, none of which overlap."""
    source = connector.source
    parts: list[str] = []
    end = 0
    for span, text in sorted(edits):
        parts += [source.text[end : span.start], text]
        end = span.end
    changed = "".join([*parts, source.text[end:]])
    return read_connector(SourceFile(source.path, changed, source.location, source.has_bom))

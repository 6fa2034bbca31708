"""Parsing of a connector file into the Connector that rules check."""

from __future__ import annotations

from connlint.jsonc import ArrayNode, Document, Member, Node, ObjectNode, StringNode, parse
from connlint.project.model import Connector
from connlint.text.source import SourceFile
from connlint.text.spelling import closest

__all__ = ["meant_property", "read_connector"]

PROPERTIES = ("type", "scopes")
_SHORTEST_CODED = len("e30=")
"""Length of the shortest base64 encoding of an object, that of `{}`."""
# Other words for a property, which are too different from it to be typing mistakes.
_SYNONYMS = {
    "scope": "scopes",
    "oauthscopes": "scopes",
    "oauthscope": "scopes",
    "permissions": "scopes",
    "integrationtype": "type",
    "connectortype": "type",
    "connector": "type",
    "integration": "type",
}


def read_connector(source: SourceFile) -> Connector:
    """Parse a connector file into its parts; any text gives a Connector, valid or not."""
    document = parse(source.text)
    root = document.root
    # The last of repeated properties counts, as in Base44.
    properties: dict[str, Member] = {}
    others: list[Member] = []
    for member in root.members if isinstance(root, ObjectNode) else ():
        name = member.key.name
        if name in PROPERTIES:
            properties[name] = member
        elif name != "$schema":
            others.append(member)
    misspellings: list[tuple[Member, str]] = []
    unknown: list[Member] = []
    for member in others:
        meant = meant_property(member.key.name)
        if meant is not None and meant not in properties:
            misspellings.append((member, meant))
            properties[meant] = member
        else:
            unknown.append(member)
    type_member, scopes = properties.get("type"), properties.get("scopes")
    kind = type_member.value if type_member else None
    value = scopes.value if scopes else None
    elements = value.elements if isinstance(value, ArrayNode) else ()
    strings = tuple([item for item in elements if isinstance(item, StringNode)])
    return Connector(
        source=source,
        document=document,
        type=type_member,
        type_string=kind if isinstance(kind, StringNode) and kind.value else None,
        scopes=scopes,
        scope_strings=strings,
        misspellings=tuple(misspellings),
        unknown=tuple(unknown),
        decoded=_decoded(source.text) if document.problems else None,
        is_plain=isinstance(root, ObjectNode)
        and isinstance(value, ArrayNode)
        and len(strings) == len(elements)
        and _is_plain(source.text, root, kind, strings),
    )


def _is_plain(
    text: str, root: ObjectNode, kind: Node | None, scopes: tuple[StringNode, ...]
) -> bool:
    """Tell whether a file has a type and a list of scopes only, in the usual form.

    That is: the two properties, once each and in double quotes; a non-empty string and an
    array of strings; no escapes, no single quotes, no unprintable characters. Nearly every
    file is like that, and rules about the form can skip it.
    """
    members = root.members
    if len(members) != len(PROPERTIES) or "'" in text or "\\" in text:
        return False
    if not isinstance(kind, StringNode) or not kind.value:
        return False
    for member in members:
        if member.key.name not in PROPERTIES or text[member.key.span.start] != '"':
            return False
    if members[0].key.name == members[1].key.name:
        return False
    return "".join([kind.value, *[scope.value for scope in scopes]]).isprintable()


def meant_property(name: str) -> str | None:
    """Return the property that a name is a misspelling or a synonym of, or None."""
    plain = "".join(filter(str.isalnum, name.casefold()))
    return _SYNONYMS.get(plain) or closest(plain, PROPERTIES)


def _decoded(text: str) -> str | None:
    """Return the text of the JSON object whose base64 encoding is the whole `text`, or None."""
    packed = "".join(text.split())
    if len(packed) < _SHORTEST_CODED or "{" in packed:
        return None
    import base64
    import binascii

    try:
        decoded = base64.b64decode(packed, validate=True).decode("utf-8-sig")
    except (binascii.Error, ValueError):
        return None
    document: Document = parse(decoded)
    return decoded if isinstance(document.root, ObjectNode) and not document.problems else None

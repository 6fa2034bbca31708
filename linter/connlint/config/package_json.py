"""The settings of connlint in package.json: its property "connlint", with places."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.config.keys import Places
from connlint.config.sections import PACKAGE, section_of
from connlint.jsonc import Document, Member, Node, ObjectNode
from connlint.text.source import Span

__all__ = ["member_places", "settings_member"]

_DEEPEST = 4
"""The most keys that lead to a setting: connlint, per-file-rules, a pattern, a rule."""


def settings_member(document: Document) -> Member | None:
    """Return the property with the settings, the last of repeated ones; None without one."""
    (name,) = section_of(PACKAGE)
    root = document.root
    members = root.members if isinstance(root, ObjectNode) else ()
    return next((member for member in reversed(members) if member.key.name == name), None)


def member_places(root: Node | None) -> Places:
    """Return the spans of the keys in an object and in the objects in it, by the keys to them."""
    return dict(_places(root, ()))


def _places(node: Node | None, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Span]]:
    if not isinstance(node, ObjectNode) or len(path) == _DEEPEST:
        return
    for member in node.members:
        own = (*path, member.key.name)
        yield own, member.key.span
        yield from _places(member.value, own)

"""Checks of the shape of an app's config; if Base44 rejects it, it loads no connector."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from connlint.files.conventions import SITE_TEXTS, VISIBILITIES
from connlint.jsonc import ArrayNode, InvalidNode, Member, Node, ObjectNode, StringNode, kind
from connlint.project import Project
from connlint.rules.rule import Finding
from connlint.text.escaping import listing, quote
from connlint.text.source import SourceFile, Span

__all__ = ["config_findings"]

_STRING_PROPERTIES = (
    "description",
    "entitiesDir",
    "functionsDir",
    "actorsDir",
    "agentsDir",
    "agentSkillsDir",
    "connectorsDir",
    "authDir",
)
_NAMESPACE = "[A-Za-z0-9_-]+"
_NAME_HELP = "Give the app a name"
_PLUGINS_HELP = 'Write {"source": "…"} for each plugin, all in square brackets'


def config_findings(project: Project) -> Iterator[Finding]:
    """Yield what Base44 rejects in the config of a project, apart from syntax problems."""
    if project.config is None:
        return
    source, document = project.config
    root = document.root
    if root is None or isinstance(root, InvalidNode):
        return
    if not isinstance(root, ObjectNode):
        message = f"The config of an app must be an object, but this is {kind(root)}"
        yield Finding(source, root.span, message, 'Write {"name": "…"}')
        return
    members = _members(root)
    yield from _name(source, root, members, is_whole=not document.problems)
    yield from _strings(source, members, _STRING_PROPERTIES)
    yield from _visibility(source, members)
    yield from _site(source, members)
    yield from _plugins(source, members)


def _members(node: ObjectNode) -> dict[str, Member]:
    """Return the members by name: of repeated ones the last; none whose value is unreadable."""
    by_name = {member.key.name: member for member in node.members}
    return {
        name: member
        for name, member in by_name.items()
        if member.value is not None and not isinstance(member.value, InvalidNode)
    }


def _name(
    source: SourceFile, root: ObjectNode, members: Mapping[str, Member], *, is_whole: bool
) -> Iterator[Finding]:
    if "name" not in members:
        if is_whole:
            span = Span(root.span.start, root.span.start + 1)
            message = 'The property "name" is missing, and Base44 loads no app without it'
            yield Finding(source, span, message, _NAME_HELP)
        return
    yield from _strings(source, members, ("name",))
    value = members["name"].value
    if isinstance(value, StringNode) and not value.value:
        yield Finding(source, value.span, '"name" is empty', _NAME_HELP)


def _strings(
    source: SourceFile, members: Mapping[str, Member], names: Iterable[str]
) -> Iterator[Finding]:
    for name in names:
        value = members[name].value if name in members else None
        if value is not None and not isinstance(value, StringNode):
            yield _wrong(source, name, value, "a string", "Use a string, or remove this property")


def _visibility(source: SourceFile, members: Mapping[str, Member]) -> Iterator[Finding]:
    value = members["visibility"].value if "visibility" in members else None
    if value is None or (isinstance(value, StringNode) and value.value in VISIBILITIES):
        return
    names = listing(map(quote, VISIBILITIES), "or")
    message = f'"visibility" must be {names}'
    yield Finding(source, value.span, message, f"Use {names}, or remove this property")


def _site(source: SourceFile, members: Mapping[str, Member]) -> Iterator[Finding]:
    value = members["site"].value if "site" in members else None
    if isinstance(value, ObjectNode):
        yield from _strings(source, _members(value), SITE_TEXTS)
    elif value is not None:
        yield _wrong(source, "site", value, "an object", "Use an object, or remove this property")


def _plugins(source: SourceFile, members: Mapping[str, Member]) -> Iterator[Finding]:
    plugin = members["plugin"].value if "plugin" in members else None
    plugins = members["plugins"].value if "plugins" in members else None
    if plugin is not None and not _has_text(plugin, "namespace", _NAMESPACE):
        message = '"plugin" must be an object with a "namespace" of letters, digits, _ and -'
        yield Finding(source, plugin.span, message, 'Write {"namespace": "…"}')
    if isinstance(plugins, ArrayNode):
        for element in plugins.elements:
            if not isinstance(element, InvalidNode) and not _has_text(element, "source", "(?s).+"):
                message = 'A plugin must be an object with a string as "source"'
                yield Finding(source, element.span, message, _PLUGINS_HELP)
        if plugins.elements and plugin is not None:
            message = "An app that is a plugin cannot have plugins itself"
            yield Finding(source, plugins.span, message, 'Remove "plugin" or "plugins"')
    elif plugins is not None:
        yield _wrong(source, "plugins", plugins, "an array", _PLUGINS_HELP)


def _has_text(node: Node, name: str, pattern: str) -> bool:
    """Tell whether a node is an object whose property `name` is a string that matches `pattern`."""
    member = _members(node).get(name) if isinstance(node, ObjectNode) else None
    value = member.value if member else None
    return isinstance(value, StringNode) and re.fullmatch(pattern, value.value) is not None


def _wrong(source: SourceFile, name: str, value: Node, wanted: str, help_text: str) -> Finding:
    message = f'"{name}" must be {wanted}, but this is {kind(value)}'
    return Finding(source, value.span, message, help_text)

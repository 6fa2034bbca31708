"""Whether the app's config has the shape that Base44 demands; where not, it loads no connector."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from connlint.jsonc import ArrayNode, InvalidNode, Member, Node, ObjectNode, StringNode, kind
from connlint.layout import SITE_TEXTS, VISIBILITIES
from connlint.project import Project
from connlint.rules.rule import Finding
from connlint.source import SourceFile, Span
from connlint.wording import listing, quote

__all__ = ["config_findings"]

_TEXTS = (
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
_NAME_HELP = "give the app a name"
_PLUGINS_HELP = 'write {"source": "…"} for each plugin, all in square brackets'


def config_findings(project: Project) -> Iterator[Finding]:
    """What Base44 refuses about the config of a project; syntax problems are not among it."""
    if project.config is None:
        return
    source, document = project.config
    root = document.root
    if root is None or isinstance(root, InvalidNode):
        return
    if not isinstance(root, ObjectNode):
        message = f"the config of an app is an object, but this is {kind(root)}"
        yield Finding(source, root.span, message, 'write {"name": "…"}')
        return
    found = _members(root)
    yield from _name(source, root, found, is_whole=not document.problems)
    yield from _texts(source, found, _TEXTS)
    yield from _visibility(source, found)
    yield from _site(source, found)
    yield from _plugins(source, found)


def _members(node: ObjectNode) -> dict[str, Member]:
    """The members that Base44 takes: of repeated ones the last, and none that are not readable."""
    found = {member.key.name: member for member in node.members}
    return {
        name: member
        for name, member in found.items()
        if member.value is not None and not isinstance(member.value, InvalidNode)
    }


def _name(
    source: SourceFile, root: ObjectNode, found: Mapping[str, Member], *, is_whole: bool
) -> Iterator[Finding]:
    if "name" not in found:
        if is_whole:
            span = Span(root.span.start, root.span.start + 1)
            message = 'the property "name" is missing, and Base44 loads no app without one'
            yield Finding(source, span, message, _NAME_HELP)
        return
    yield from _texts(source, found, ("name",))
    value = found["name"].value
    if isinstance(value, StringNode) and not value.value:
        yield Finding(source, value.span, '"name" is empty', _NAME_HELP)


def _texts(
    source: SourceFile, found: Mapping[str, Member], names: Iterable[str]
) -> Iterator[Finding]:
    for name in names:
        value = found[name].value if name in found else None
        if value is not None and not isinstance(value, StringNode):
            yield _wrong(source, name, value, "a string", "write a text, or leave it out")


def _visibility(source: SourceFile, found: Mapping[str, Member]) -> Iterator[Finding]:
    value = found["visibility"].value if "visibility" in found else None
    if value is None or (isinstance(value, StringNode) and value.value in VISIBILITIES):
        return
    names = listing(map(quote, VISIBILITIES), "or")
    message = f'"visibility" must be {names}'
    yield Finding(source, value.span, message, f"write {names}, or leave it out")


def _site(source: SourceFile, found: Mapping[str, Member]) -> Iterator[Finding]:
    value = found["site"].value if "site" in found else None
    if isinstance(value, ObjectNode):
        yield from _texts(source, _members(value), SITE_TEXTS)
    elif value is not None:
        yield _wrong(source, "site", value, "an object", "leave it out")


def _plugins(source: SourceFile, found: Mapping[str, Member]) -> Iterator[Finding]:
    plugin = found["plugin"].value if "plugin" in found else None
    plugins = found["plugins"].value if "plugins" in found else None
    if plugin is not None and not _has_text(plugin, "namespace", _NAMESPACE):
        message = '"plugin" must be an object with a "namespace" of letters, digits, _ and -'
        yield Finding(source, plugin.span, message, 'write {"namespace": "…"}')
    if isinstance(plugins, ArrayNode):
        for element in plugins.elements:
            if not isinstance(element, InvalidNode) and not _has_text(element, "source", "(?s).+"):
                message = 'a plugin must be an object with a text as "source"'
                yield Finding(source, element.span, message, _PLUGINS_HELP)
        if plugins.elements and plugin is not None:
            message = "an app that is a plugin cannot have plugins itself"
            yield Finding(source, plugins.span, message, "leave one of the two out")
    elif plugins is not None:
        yield _wrong(source, "plugins", plugins, "an array", _PLUGINS_HELP)


def _has_text(node: Node, name: str, pattern: str) -> bool:
    """Whether a node is an object with a text of that pattern."""
    member = _members(node).get(name) if isinstance(node, ObjectNode) else None
    value = member.value if member else None
    return isinstance(value, StringNode) and re.fullmatch(pattern, value.value) is not None


def _wrong(source: SourceFile, name: str, value: Node, wanted: str, help_text: str) -> Finding:
    message = f'"{name}" must be {wanted}, but this is {kind(value)}'
    return Finding(source, value.span, message, help_text)

"""Automations that a connector triggers, in the configs of functions and in workflows."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.jsonc import ArrayNode, Document, Node, ObjectNode, StringNode
from connlint.project.model import Automation
from connlint.text.source import SourceFile

__all__ = ["automations_of", "property_of", "text_of", "workflow_automations"]

_CONNECTOR = "connector"


def automations_of(source: SourceFile, document: Document) -> Iterator[Automation]:
    """Yield the automations in a function's config that a connector triggers, in their order."""
    listed = property_of(document.root, "automations")
    for node in listed.elements if isinstance(listed, ArrayNode) else ():
        kind = text_of(node, "type")
        if kind is not None and kind.value == _CONNECTOR:
            yield _automation(source, node)


def workflow_automations(source: SourceFile, document: Document) -> Iterator[Automation]:
    """Yield the automation that a workflow is, if a connector triggers it.

    The type of the trigger and its other properties are in the trigger or in its `config`.
    """
    trigger = property_of(document.root, "trigger")
    config = property_of(trigger, "config")
    for node in (config, trigger):
        kind = text_of(node, "trigger_type")
        if kind is not None and kind.value == _CONNECTOR:
            yield _automation(source, config, trigger)
            return


def _automation(source: SourceFile, *nodes: Node | None) -> Automation:
    """Create an automation from the properties of the nodes; earlier nodes take precedence."""
    kinds = [text_of(node, "integration_type") for node in nodes]
    lists = [property_of(node, "events") for node in nodes]
    events = next((node for node in lists if isinstance(node, ArrayNode)), None)
    return Automation(
        source=source,
        type=next((kind for kind in kinds if kind is not None), None),
        events=tuple(
            [
                node
                for node in (events.elements if events else ())
                if isinstance(node, StringNode) and node.value
            ]
        ),
    )


def property_of(node: Node | None, name: str) -> Node | None:
    """Return the value of a property, the last if it is repeated; None if it is absent."""
    for member in reversed(node.members if isinstance(node, ObjectNode) else ()):
        if member.key.name == name:
            return member.value
    return None


def text_of(node: Node | None, name: str) -> StringNode | None:
    """Return the value of a property if it is a non-empty string, else None."""
    value = property_of(node, name)
    return value if isinstance(value, StringNode) and value.value else None

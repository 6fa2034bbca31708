"""The automations that a connector triggers: those of functions, and those of workflows."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.jsonc import ArrayNode, Document, Node, ObjectNode, StringNode
from connlint.project.model import Automation
from connlint.source import SourceFile

__all__ = ["automations_of", "property_of", "text_of", "workflow_automations"]

_CONNECTOR = "connector"


def automations_of(source: SourceFile, document: Document) -> Iterator[Automation]:
    """The automations in the config file of a function, in their order."""
    listed = property_of(document.root, "automations")
    for node in listed.elements if isinstance(listed, ArrayNode) else ():
        kind = text_of(node, "type")
        if kind is not None and kind.value == _CONNECTOR:
            yield _automation(source, node)


def workflow_automations(source: SourceFile, document: Document) -> Iterator[Automation]:
    """The automation that a workflow is, if a connector triggers it.

    The kind of the trigger stands in the trigger or in its `config`, and so does the rest.
    """
    trigger = property_of(document.root, "trigger")
    config = property_of(trigger, "config")
    for node in (config, trigger):
        kind = text_of(node, "trigger_type")
        if kind is not None and kind.value == _CONNECTOR:
            yield _automation(source, config, trigger)
            return


def _automation(source: SourceFile, *nodes: Node | None) -> Automation:
    """An automation whose properties stand in one of the nodes, the first of them first."""
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
    """The value of a property, of repeated ones the last; None where there is none."""
    for member in reversed(node.members if isinstance(node, ObjectNode) else ()):
        if member.key.name == name:
            return member.value
    return None


def text_of(node: Node | None, name: str) -> StringNode | None:
    """The value of a property where it is a string that is not empty, else None."""
    value = property_of(node, name)
    return value if isinstance(value, StringNode) and value.value else None

"""Messages with parts that nobody expects, read as far as they can be.

Clients are newer than the server, or have mistakes. What is optional is left out where it cannot
be read, such as an unknown value of an enumeration or the broken diagnostic of another extension.
What is required makes the message unreadable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, NamedTuple

import attrs
from cattrs.errors import AttributeValidationNote, ClassValidationError, IterableValidationNote
from lsprotocol import types

__all__ = ["UnreadableError", "structured"]

_ASSUMED: Mapping[tuple[type, str], object] = {
    (types.InitializeParams, "capabilities"): {},
    (types.InitializeRequest, "params"): {},
    (types.InitializedNotification, "params"): {},
    (types.WorkspaceFolder, "name"): "",
    (types.VersionedTextDocumentIdentifier, "version"): 0,
    (types.TextDocumentItem, "version"): 0,
    (types.TextDocumentItem, "language_id"): "",
    (types.CodeActionParams, "context"): {},
    (types.CodeActionContext, "diagnostics"): [],
    (types.ReferenceParams, "context"): {},
    (types.ReferenceContext, "include_declaration"): False,
    (types.WorkspaceDiagnosticParams, "previous_result_ids"): [],
    (types.DidChangeConfigurationParams, "settings"): None,
    # A file that is new may change more than one that has changed.
    (types.FileEvent, "type"): types.FileChangeType.Created.value,
}
"""Values of required properties, by class and attribute, for clients that do not send them."""
_MISNAMED_IN = ("params", "capabilities", "workspace")
_MISNAMED: Mapping[str, str] = {"diagnostic": "diagnostics"}
"""Names that clients use instead of others; Helix 25.07 this one."""
_ORDERED = "content_changes"
"""Changes build on each other: without one of them, those after it mean something else."""


class UnreadableError(Exception):
    """A message with a required part that cannot be read: `place`, such as `position.line`."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


class _Step(NamedTuple):
    """A property or an element on the way to what cannot be read.

    `owner` is the class that has the property, None for an element of the property `name`.
    """

    holder: Any
    key: Any
    owner: type | None
    name: str


def structured(
    data: dict[str, Any], convert: Callable[[dict[str, Any]], object]
) -> tuple[object, list[str]]:
    """Return a message, and the places that were left out because they cannot be read.

    `convert` makes the message of JSON data, which this function changes. Raises UnreadableError.
    """
    _rename(data)
    left_out: list[str] = []
    while True:
        try:
            return convert(data), left_out
        except ClassValidationError as error:  # noqa: PERF203 - nearly all messages are read at once
            # Each turn takes something away or adds what is assumed, so there is an end.
            left_out.extend(_correct(data, error))
        except Exception as error:
            raise UnreadableError("params") from error


def _rename(data: dict[str, Any]) -> None:
    """Give capabilities that clients misname their right names."""
    found: object = data
    for name in _MISNAMED_IN:
        found = found.get(name) if isinstance(found, dict) else None
    if isinstance(found, dict):
        for wrong, right in _MISNAMED.items():
            if wrong in found:
                found.setdefault(right, found[wrong])


def _correct(data: dict[str, Any], error: ClassValidationError) -> list[str]:
    """Correct all that an error is about, and return the places."""
    places = {}
    for path in _paths(error):
        steps = _steps(data, path)
        number = next(
            (each for each in range(len(steps), 0, -1) if _is_optional(steps[each - 1])), 0
        )
        if not number:
            raise UnreadableError(_words(steps))
        place = steps[number - 1]
        places[id(place.holder), place.key] = place, _words(steps[:number])
    # The last elements first, so that the others keep their places.
    for place, _ in sorted(places.values(), key=_element, reverse=True):
        if place.owner is not None and (place.owner, place.name) in _ASSUMED:
            place.holder[place.key] = deepcopy(_ASSUMED[place.owner, place.name])
        else:
            del place.holder[place.key]
    return [words for _, words in places.values()]


def _element(corrected: tuple[_Step, str]) -> int:
    """Return the number of an element of a list, 0 for anything else."""
    place, _ = corrected
    return place.key if isinstance(place.holder, list) else 0


def _is_optional(step: _Step) -> bool:
    """Tell whether a message can do without a part, or with what is assumed in its place."""
    holder, key, owner, name = step
    if owner is None:
        return isinstance(holder, dict) or name != _ORDERED
    if (owner, name) in _ASSUMED:
        return key not in holder or holder[key] != _ASSUMED[owner, name]
    is_null = holder.get(key, ...) is None
    return is_null or attrs.fields_dict(owner)[name].default is not attrs.NOTHING


def _steps(data: dict[str, Any], path: Sequence[tuple[type | None, Any]]) -> list[_Step]:
    """Follow a path as far as there is data."""
    steps: list[_Step] = []
    holder: Any = data
    name = ""
    for owner, key in path:
        if owner is None:
            steps.append(_Step(holder, key, None, name))
        elif isinstance(holder, dict):
            name = key
            steps.append(_Step(holder, _camel_case(name), owner, name))
        else:
            break
        try:
            holder = holder[steps[-1].key]
        except (LookupError, TypeError):
            break
    return steps


def _paths(
    error: BaseException, path: tuple[tuple[type | None, Any], ...] = (), owner: type | None = None
) -> Iterator[tuple[tuple[type | None, Any], ...]]:
    """Yield the path to each part that cannot be read: classes with attributes, and elements."""
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            path = (*path, (owner, note.name))
        elif isinstance(note, IterableValidationNote):
            path = (*path, (None, note.index))
    inner = getattr(error, "exceptions", ())
    for each in inner:
        yield from _paths(each, path, getattr(error, "cl", None))
    if not inner:
        yield path


def _camel_case(name: str) -> str:
    """Return the name that an attribute has in JSON."""
    first, *others = name.removesuffix("_").split("_")
    return first + "".join(other.title() for other in others)


def _words(steps: Sequence[_Step]) -> str:
    """Write a place as `context.diagnostics[0].range`, from the parameters on."""
    text = "".join(f".{step.key}" if step.owner is not None else f"[{step.key}]" for step in steps)
    return text.removeprefix(".").removeprefix("params").removeprefix(".") or "params"

"""Paths of a token in the results of built-in functions that have it in an argument."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import argument, text_key
from connlint.code.syntax.patterns import ANY, ENTRY, IN_SET, is_element

__all__ = ["element", "results_of"]

_SAME_PATH = frozenset(
    {
        "Headers",
        "Object",
        "Object.assign",
        "Object.defineProperty",
        "Object.freeze",
        "Object.preventExtensions",
        "Object.seal",
        "Promise.all",
        "Promise.resolve",
        "structuredClone",
    }
)
"""Functions whose result has the token at the same path as the argument."""
_MAPS = frozenset({"Map", "WeakMap"})
_LISTS = frozenset({"Array", "Array.of"})
_FROM_PAIRS = _MAPS | {"Headers", "Object.fromEntries"}

_OF_OBJECTS = frozenset({"Object.entries", "Object.values"})

_Path = tuple[str, ...]


def results_of(name: str, path: _Path, call: NodeRef, index: int) -> Sequence[_Path] | None:
    """Return the paths of the token in the result of a call; None where they are not known.

    `name` is the name of the function, and `path` leads to the token in the argument at `index`.
    """
    first = path[0] if path else ""
    if name in _LISTS:
        return [(str(index), *path)]
    if name in _FROM_PAIRS and is_element(first):
        return _from_pairs(name, path, call)
    if name in _MAPS or first.startswith(ENTRY):
        # A copy of a map.
        is_copy = name in _MAPS and first.startswith(ENTRY)
        return [path] if is_copy or name in _SAME_PATH else None
    if name in _SAME_PATH:
        return [path]
    if name == "Reflect.get":
        return [path[1:]] if _is_key(call, first) else None
    inner = _PATH_CHANGES.get(name)
    is_known = inner is not None and path and (name in _OF_OBJECTS or is_element(first))
    return [inner(path)] if inner is not None and is_known else None


def element(path: _Path) -> _Path:
    """Return a path with ANY instead of a certain element; an entry of a map becomes a pair."""
    if path[:1] and path[0].startswith(ENTRY):
        return (ANY, "1", *path[1:])
    return (ANY, *path[1:])


def _is_key(call: NodeRef, first: str) -> bool:
    key = argument(call, 1)
    return key is not None and text_key(key) in {None, first}


def _from_pairs(name: str, path: _Path, call: NodeRef) -> Sequence[_Path] | None:
    """Return the paths in an object, map or headers made of pairs; None for a token in a key."""
    if path[1:2] not in {("1",), (ANY,)}:
        return None
    key = _key_of_pair(call, path[0]) or ANY
    return [(ENTRY + key if name in _MAPS else key, *path[2:])]


def _key_of_pair(call: NodeRef, index: str) -> str:
    """Return the key of a pair that is a literal in the call; empty for any other pair."""
    listed = argument(call, 0)
    syntax = call.names.syntax
    for pair in syntax.children(listed.node) if listed is not None else ():
        if pair.type == "array" and str(syntax.position(pair)) == index:
            parts = syntax.children(pair)
            return (text_key(NodeRef(call.names, parts[0])) if parts else None) or ""
    return ""


_PATH_CHANGES: Mapping[str, Callable[[_Path], _Path]] = {
    "Array.from": element,
    "Object.entries": lambda path: (ANY, "1", *path[1:]),
    "Object.values": lambda path: (ANY, *path[1:]),
    "Promise.allSettled": lambda path: (path[0], "value", *path[1:]),
    "Promise.any": lambda path: path[1:],
    "Promise.race": lambda path: path[1:],
    "Set": lambda path: (IN_SET, *element(path)[1:]),
}
"""Functions whose result has the parts of their argument at other paths."""

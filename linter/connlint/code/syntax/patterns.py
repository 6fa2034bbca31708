"""Destructuring: the parts of a pattern that get the value at a path of property names."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.code.syntax import grammar
from connlint.code.syntax.symbol_table import pattern_key
from connlint.code.syntax.treesitter import Syntax, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = [
    "ANY",
    "ENTRY",
    "IN_SET",
    "KEYS",
    "MEMBERS",
    "REQUEST",
    "destructure",
    "element_part",
    "is_any",
    "is_element",
    "taken_names",
]

ANY = "*"
"""The part of a path for a property whose name is not known."""
KEYS = "keys of"
"""The part of a path for the names of the properties, which a loop with `in` yields."""
ENTRY = "@"
"""The prefix in a path of the key of a Map entry, which only the Map's methods return."""
IN_SET = "in set"
"""The part of a path for an element of a Set."""
REQUEST = "Request"
"""The part of a path for the address, the headers or the body of a Request."""
MEMBERS = frozenset({"member_expression", "subscript_expression"})
"""The node types of member accesses."""

_NAMES = frozenset({"identifier", "shorthand_property_identifier_pattern"})
# Patterns with another one inside, with the field that has it.
_WRAPPED = {
    "required_parameter": grammar.pattern_of,
    "optional_parameter": grammar.pattern_of,
    "assignment_pattern": grammar.left_of,
    "object_assignment_pattern": grammar.left_of,
    "pair_pattern": grammar.value_of,
}
_NAMELESS = frozenset({"undefined", "this"})
_Part = tuple["Node | None", tuple[str, ...]]


def element_part(where: str) -> str:
    """Return the part of a path for the current element of a loop or of a call for each element.

    `where` identifies the loop: equal parts of paths mean the same element.
    """
    return ANY + where


def is_any(name: str) -> bool:
    """Tell whether a part of a path means any property: ANY, or a result of element_part."""
    return name.startswith(ANY)


def is_element(name: str) -> bool:
    """Tell whether a part of a token's path means an element of a list or set."""
    return name in {ANY, IN_SET} or name.isdigit()


def destructure(
    syntax: Syntax, pattern: Node | None, path: tuple[str, ...]
) -> Iterator[tuple[Node, tuple[str, ...]]]:
    """Yield the targets that get the value at the path, each with the rest of the path.

    A target is a name, a member expression, or another node, which is not followed.
    """
    pending: list[_Part] = [(pattern, path)]
    while pending:
        node, left = pending.pop()
        if node is None:
            continue
        if node.type in _NAMES or node.type in MEMBERS:
            yield node, left
        elif node.type in {"required_parameter", "optional_parameter"}:
            pending.append((grammar.pattern_of(node), left))
        elif node.type in {"assignment_pattern", "object_assignment_pattern"}:
            inner = grammar.left_of(node)
            is_short = inner is not None and inner.type == "shorthand_property_identifier_pattern"
            pending += (
                _after(inner, left, text_of(inner)) if inner and is_short else [(inner, left)]
            )
        elif node.type == "object_pattern":
            children = syntax.children(node)
            pending += [part for child in children for part in _property(syntax, child, left)]
        elif node.type == "array_pattern":
            children = syntax.children(node)
            pending += [part for child in children for part in _element(syntax, child, left)]
        elif node.type == "rest_pattern":
            pending += [(inner, (ANY, *left)) for inner in syntax.children(node)]
        elif node.type not in _NAMELESS:
            yield node, left


def taken_names(
    syntax: Syntax, pattern: Node, before: tuple[str, ...] = ()
) -> Iterator[tuple[Node, tuple[str, ...] | None]]:
    """Yield the names in an object pattern, each with the names of the properties it stands for.

    None instead of these for a part that does not name the property: a rest or a computed name.
    """
    inner_of = _WRAPPED.get(pattern.type)
    inner = inner_of(pattern) if inner_of is not None else None
    if pattern.type == "object_pattern":
        for child in syntax.children(pattern):
            yield from taken_names(syntax, child, before)
    elif inner is not None and pattern.type != "pair_pattern":
        yield from taken_names(syntax, inner, before)
    elif inner is not None and (key := pattern_key(pattern)) != ANY:
        yield from taken_names(syntax, inner, (*before, key))
    elif pattern.type == "shorthand_property_identifier_pattern":
        yield pattern, (*before, text_of(pattern))
    else:
        yield pattern, before if pattern.type in MEMBERS | _NAMES else None


def _element(syntax: Syntax, child: Node, path: tuple[str, ...]) -> list[_Part]:
    """Return the target of one part of an array pattern, with the rest of the path."""
    if path[:1] == (IN_SET,):
        path = (ANY, *path[1:])
    if child.type == "rest_pattern" and path:
        return [(inner, (ANY, *path[1:])) for inner in syntax.children(child)]
    return _after(child, path, str(syntax.position(child)))


def _property(syntax: Syntax, child: Node, path: tuple[str, ...]) -> list[_Part]:
    """Return the target of one part of an object pattern, with the rest of the path."""
    if child.type == "pair_pattern":
        return _after(grammar.value_of(child), path, pattern_key(child))
    if child.type == "rest_pattern":
        return [(inner, path) for inner in syntax.children(child)]
    if child.type == "shorthand_property_identifier_pattern":
        return _after(child, path, text_of(child))
    return [(child, path)]


def _after(node: Node | None, path: tuple[str, ...], name: str) -> list[_Part]:
    """Return a node with the path after a property; nothing if the path leads elsewhere."""
    if not path:
        return []
    return [(node, path[1:])] if path[0] == name or ANY in {path[0], name} else []

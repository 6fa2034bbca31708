"""Routes of an API: its URL templates as sorted strings, in which a path is found by bisection.

A route is a host and the segments of a path, separated by blanks, as the catalogue's build writes
them. `{}` is a parameter, `{+}` one that takes the rest of the path, and `{a|b}` one with text
before it, after it, or both, in one segment. A blank sorts before all characters of a segment, so
the routes that begin with the same segments are contiguous, and no others are examined.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from connlint.catalog.paths import Path, Segment
from connlint.tuples import NamedTuple

__all__ = ["Routes"]

_PARAMETER = "{}"
_WIDE = "{+}"
# The characters that sort directly after the separator of segments, and after `{`.
_AFTER_BLANK, _AFTER_BRACE = "!", "|"


class _Node(NamedTuple):
    """The routes that begin with the segments of `head`, as a range of the list."""

    start: int
    end: int
    head: str


class Routes:
    """Routes with the numbers of their methods.

    `prefix` is the beginning of all routes, and `verbs` has the verb of each method. A segment
    that begins with `reserved` is never a parameter's value; if it is empty, any segment may be.
    """

    def __init__(
        self,
        prefix: str,
        routes: Mapping[str, Sequence[int]],
        verbs: Sequence[str],
        reserved: str = "",
    ) -> None:
        self._routes = [prefix + route for route in routes]
        self._numbers = list(routes.values())
        self._verbs = verbs
        self._reserved = reserved
        self._hosts = list(self._children(_Node(0, len(self._routes), "")))

    def find(self, verbs: Sequence[str], host: str, path: Path) -> tuple[int, ...]:
        """Return the methods of the route that fits a path most literally; empty if none fits.

        There are several methods if the data have one template more than once. The host is
        ignored if all routes have the same one.
        """
        of_host = [node for node in self._hosts if node.head == host]
        root = (of_host or self._hosts)[0] if of_host or len(self._hosts) == 1 else None
        if root is None:
            return ()
        methods = self._find(root, verbs, path, 0)
        if methods or not path:
            return methods
        return tuple(self._spanning(root, verbs, path))

    def _find(self, node: _Node, verbs: Sequence[str], path: Path, index: int) -> tuple[int, ...]:
        if index == len(path):
            return self._methods(node, verbs)
        for child in self._steps(node, path[index]):
            methods = self._find(child, verbs, path, index + 1)
            if methods:
                return methods
        wide = self._child(node, _WIDE)
        return self._methods(wide, verbs) if wide else ()

    def _steps(self, node: _Node, segment: Segment) -> Iterator[_Node]:
        """Yield the nodes that a segment may lead to, the most literal fit first."""
        if len(segment) == 1 and segment[0] is not None:
            literal = self._literal(node, segment[0])
            if literal:
                yield literal
            if self._reserved and segment[0].startswith(self._reserved):
                return
        framed = list(self._framed(node))
        if self._may_end_early(node, segment, framed):
            return
        fitting = [each for each in framed if _fits(segment, *each[:2])]
        for _, _, child in sorted(fitting, key=lambda each: -len(each[0]) - len(each[1])):
            yield child
        parameter = self._child(node, _PARAMETER)
        if parameter:
            yield parameter

    def _spanning(self, root: _Node, verbs: Sequence[str], path: Path) -> Iterator[int]:
        """Yield the methods that fit if the last segment is a whole resource name with an action.

        In `v1beta/{name}:runReport` the name is a collection and an id, or several such pairs,
        because the templates have them as separate segments.
        """
        last = path[-1]
        action = last[-1] or ""
        if last[0] is not None or not action.startswith(":"):
            return
        nodes = [root]
        for segment in path[:-1]:
            nodes = [child for node in nodes for child in self._steps(node, segment)]
        pending = [child for node in nodes for child in self._literals(node)]
        while pending:
            node = pending.pop(0)
            for prefix, suffix, child in self._framed(node):
                if (prefix, suffix) == ("", action):
                    yield from self._methods(child, verbs)
            parameter = self._child(node, _PARAMETER)
            if parameter:
                pending.extend(self._literals(parameter))

    def _may_end_early(
        self, node: _Node, segment: Segment, framed: Sequence[tuple[str, str, _Node]]
    ) -> bool:
        """Tell whether a segment is complete without its unknown end, which then may be a query."""
        if len(segment) == 1 or segment[-1] is not None:
            return False
        head = segment[-2] or ""
        if len(segment) == 2 and self._literal(node, head):  # noqa: PLR2004 - a text and its end
            return True
        return any(suffix and head.endswith(suffix) for _, suffix, _ in framed)

    def _methods(self, node: _Node, verbs: Sequence[str]) -> tuple[int, ...]:
        """Return the methods whose route ends at a node."""
        if self._routes[node.start] != node.head:
            return ()
        numbers = self._numbers[node.start]
        return tuple(number for verb in verbs for number in numbers if self._verbs[number] == verb)

    def _literal(self, node: _Node, text: str) -> _Node | None:
        """Return the node that a segment without parameters leads to, or None."""
        return None if not text or " " in text or text[0] == "{" else self._child(node, text)

    def _literals(self, node: _Node) -> Iterator[_Node]:
        """Yield the nodes of the next segments that are no parameters."""
        end = bisect_left(self._routes, f"{node.head} {{", node.start, node.end)
        return self._children(node._replace(end=end))

    def _framed(self, node: _Node) -> Iterator[tuple[str, str, _Node]]:
        """Yield the prefix, suffix and node of each next segment that has a parameter and text."""
        start = bisect_left(self._routes, f"{node.head} {{", node.start, node.end)
        end = bisect_left(self._routes, f"{node.head} {_AFTER_BRACE}", start, node.end)
        for child in self._children(_Node(start, end, node.head)):
            prefix, separator, suffix = child.head[len(node.head) + 2 : -1].partition("|")
            if separator:
                yield prefix, suffix, child

    def _children(self, node: _Node) -> Iterator[_Node]:
        """Yield the node of each next segment, in the order of the list."""
        at = node.start
        begin = len(node.head) + 1 if node.head else 0
        if at < node.end and self._routes[at] == node.head:
            at += 1
        while at < node.end:
            end = self._routes[at].find(" ", begin)
            head = self._routes[at] if end < 0 else self._routes[at][:end]
            following = bisect_left(self._routes, head + _AFTER_BLANK, at, node.end)
            yield _Node(at, following, head)
            at = following

    def _child(self, node: _Node, segment: str) -> _Node | None:
        """Return the node that one segment, as written in routes, leads to, or None."""
        routes, head = self._routes, f"{node.head} {segment}"
        start = bisect_left(routes, head, node.start, node.end)
        if start == node.end or not (routes[start] + " ").startswith(head + " "):
            return None
        return _Node(start, bisect_left(routes, head + _AFTER_BLANK, start, node.end), head)


def _fits(segment: Segment, prefix: str, suffix: str) -> bool:
    first, last = segment[0] or "", segment[-1] or ""
    is_long = len(segment) > 1 or len(first) > len(prefix) + len(suffix)
    return is_long and first.startswith(prefix) and last.endswith(suffix)

"""The routes of an API: its URL templates as sorted texts, in which a path is found by bisection.

A route is a host and the segments of a path, with blanks between them, as the catalogue's build
writes them. `{}` is a parameter, `{+}` one that takes all that is left, and `{a|b}` one with text
before it, behind it, or both, in one segment. A blank sorts before all that a segment may have, so
the routes that begin with the same segments are one stretch of the list, and no other is looked at.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from connlint.catalog.paths import Path, Segment
from connlint.tuples import NamedTuple

__all__ = ["Routes"]

_PARAMETER = "{}"
_WIDE = "{+}"
# The characters behind the one that separates segments, and behind that of parameters.
_BEHIND_BLANK, _BEHIND_BRACE = "!", "|"


class _Node(NamedTuple):
    """The routes that begin with the same segments, as a stretch of the list."""

    start: int
    end: int
    head: str


class Routes:
    """Routes with the numbers of their methods.

    `prefix` is what all routes begin with, and `verbs` has the verb of each method. What begins
    with `reserved` is never the value of a parameter; empty where anything may be.
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
        """The methods of the route that fits a path most literally; none where none does.

        Methods are several where one template stands in the data more than once. The host counts
        for nothing where all routes have the same one.
        """
        of_host = [node for node in self._hosts if node.head == host]
        root = (of_host or self._hosts)[0] if of_host or len(self._hosts) == 1 else None
        if root is None:
            return ()
        found = self._find(root, verbs, path, 0)
        if found or not path:
            return found
        return tuple(self._spanning(root, verbs, path))

    def _find(self, node: _Node, verbs: Sequence[str], path: Path, index: int) -> tuple[int, ...]:
        if index == len(path):
            return self._methods(node, verbs)
        for child in self._steps(node, path[index]):
            found = self._find(child, verbs, path, index + 1)
            if found:
                return found
        wide = self._child(node, _WIDE)
        return self._methods(wide, verbs) if wide else ()

    def _steps(self, node: _Node, segment: Segment) -> Iterator[_Node]:
        """Where a segment may lead, what fits it most literally first."""
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
        """Methods that fit where the last segment is a whole resource name with an action.

        Of `v1beta/{name}:runReport` the name is a collection and an id, or several of both,
        because the templates have them apart.
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
        """Whether a segment is complete without its unknown end, which then may be a query."""
        if len(segment) == 1 or segment[-1] is not None:
            return False
        head = segment[-2] or ""
        if len(segment) == 2 and self._literal(node, head):  # noqa: PLR2004 - a text and its end
            return True
        return any(suffix and head.endswith(suffix) for _, suffix, _ in framed)

    def _methods(self, node: _Node, verbs: Sequence[str]) -> tuple[int, ...]:
        """The methods whose route ends here."""
        if self._routes[node.start] != node.head:
            return ()
        numbers = self._numbers[node.start]
        return tuple(number for verb in verbs for number in numbers if self._verbs[number] == verb)

    def _literal(self, node: _Node, text: str) -> _Node | None:
        """Where a text leads that is no parameter."""
        return None if not text or " " in text or text[0] == "{" else self._child(node, text)

    def _literals(self, node: _Node) -> Iterator[_Node]:
        """Where the texts of the next segment lead."""
        end = bisect_left(self._routes, f"{node.head} {{", node.start, node.end)
        return self._children(node._replace(end=end))

    def _framed(self, node: _Node) -> Iterator[tuple[str, str, _Node]]:
        """The parameters that are part of the next segment, with what is around each."""
        start = bisect_left(self._routes, f"{node.head} {{", node.start, node.end)
        end = bisect_left(self._routes, f"{node.head} {_BEHIND_BRACE}", start, node.end)
        for child in self._children(_Node(start, end, node.head)):
            prefix, separator, suffix = child.head[len(node.head) + 2 : -1].partition("|")
            if separator:
                yield prefix, suffix, child

    def _children(self, node: _Node) -> Iterator[_Node]:
        """Where each next segment leads, in the order of the list."""
        at = node.start
        begin = len(node.head) + 1 if node.head else 0
        if at < node.end and self._routes[at] == node.head:
            at += 1
        while at < node.end:
            end = self._routes[at].find(" ", begin)
            head = self._routes[at] if end < 0 else self._routes[at][:end]
            behind = bisect_left(self._routes, head + _BEHIND_BLANK, at, node.end)
            yield _Node(at, behind, head)
            at = behind

    def _child(self, node: _Node, segment: str) -> _Node | None:
        """Where one segment, as routes have it, leads."""
        routes, head = self._routes, f"{node.head} {segment}"
        start = bisect_left(routes, head, node.start, node.end)
        if start == node.end or not (routes[start] + " ").startswith(head + " "):
            return None
        return _Node(start, bisect_left(routes, head + _BEHIND_BLANK, start, node.end), head)


def _fits(segment: Segment, prefix: str, suffix: str) -> bool:
    first, last = segment[0] or "", segment[-1] or ""
    is_long = len(segment) > 1 or len(first) > len(prefix) + len(suffix)
    return is_long and first.startswith(prefix) and last.endswith(suffix)

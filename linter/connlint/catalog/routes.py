"""The URL templates of an API as a tree, in which a path is found segment by segment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from connlint.catalog.paths import Path, Segment
from connlint.tuples import NamedTuple

__all__ = ["Routes"]


class _Row(NamedTuple):
    """A template with the number of its row.

    The last parameter of a wide one takes all that is left.
    """

    path: Path
    verb: str
    number: int
    is_wide: bool


class _Node:
    """A place in the tree: where each next segment leads, and the rows that end here.

    An API has many templates, and a request leads past few of them: what lies behind a place is
    sorted out when something gets there.
    """

    __slots__ = ("_depth", "_waiting", "framed", "literals", "parameter", "rows", "wide")

    def __init__(self, depth: int) -> None:
        self.literals: dict[str, _Node] = {}
        self.framed: dict[tuple[str, str], _Node] = {}
        """By what stands in front of and behind a parameter in one segment."""
        self.parameter: _Node | None = None
        self.wide: _Node | None = None
        """Behind a parameter that takes all that is left."""
        self.rows: dict[str, list[int]] = {}
        """The numbers of rows, by verb."""
        self._depth = depth
        self._waiting: list[_Row] = []

    def add(self, row: _Row) -> None:
        """Put a row behind this place."""
        self._waiting.append(row)

    def grown(self) -> _Node:
        """The place itself, with what lies behind it."""
        waiting, self._waiting = self._waiting, []
        depth = self._depth
        for row in waiting:
            if depth >= len(row.path):
                self.rows.setdefault(row.verb, []).append(row.number)
            elif row.is_wide and depth == len(row.path) - 1:
                self.wide = self.wide or _Node(depth + 1)
                self.wide.add(row)
            else:
                self._child(row.path[depth]).add(row)
        return self

    def _child(self, segment: Segment) -> _Node:
        if len(segment) > 1:
            frame = segment[0] or "", segment[-1] or ""
            child = self.framed.get(frame)
            if child is None:
                child = self.framed[frame] = _Node(self._depth + 1)
            return child
        text = segment[0]
        if text is None:
            self.parameter = self.parameter or _Node(self._depth + 1)
            return self.parameter
        child = self.literals.get(text)
        if child is None:
            child = self.literals[text] = _Node(self._depth + 1)
        return child


class Routes:
    """Templates with the numbers of their rows.

    What begins with `reserved` is never the value of a parameter; empty where anything may be.
    """

    def __init__(self, reserved: str = "") -> None:
        self._root = _Node(0)
        self._reserved = reserved

    def add(self, verb: str, path: Path, number: int, *, is_wide: bool) -> None:
        """Put a template in, as a path with None for each parameter."""
        self._root.add(_Row(path, verb, number, is_wide))

    def find(self, verbs: Sequence[str], path: Path) -> tuple[int, ...]:
        """The rows of the template that fits a path most literally; none where none does.

        Rows are several where one template stands in the data more than once.
        """
        found = self._find(self._root, verbs, path, 0)
        if found or not path:
            return found
        return tuple(self._spanning(verbs, path))

    def _find(self, node: _Node, verbs: Sequence[str], path: Path, index: int) -> tuple[int, ...]:
        node.grown()
        if index == len(path):
            return _rows(node, verbs)
        for child in self._steps(node, path[index]):
            found = self._find(child, verbs, path, index + 1)
            if found:
                return found
        return _rows(node.wide.grown(), verbs) if node.wide else ()

    def _steps(self, node: _Node, segment: Segment) -> Iterator[_Node]:
        """Where a segment may lead, what fits it most literally first."""
        node.grown()
        if len(segment) == 1 and segment[0] is not None:
            if segment[0] in node.literals:
                yield node.literals[segment[0]]
            if self._reserved and segment[0].startswith(self._reserved):
                return
        if _may_end_early(node, segment):
            return
        fitting = [frame for frame in node.framed if _fits(segment, *frame)]
        for frame in sorted(fitting, key=lambda frame: -len(frame[0]) - len(frame[1])):
            yield node.framed[frame]
        if node.parameter:
            yield node.parameter

    def _spanning(self, verbs: Sequence[str], path: Path) -> Iterator[int]:
        """Rows that fit where the last segment is a whole resource name with an action.

        Of `v1beta/{name}:runReport` the name is a collection and an id, or several of both,
        because the templates have them apart.
        """
        last = path[-1]
        if last[0] is not None or not (last[-1] or "").startswith(":"):
            return
        nodes: Iterable[_Node] = [self._root]
        for segment in path[:-1]:
            nodes = [child for node in nodes for child in self._steps(node, segment)]
        pending = [child for node in nodes for child in node.grown().literals.values()]
        while pending:
            node = pending.pop(0).grown()
            if ("", last[-1]) in node.framed:
                yield from _rows(node.framed["", last[-1] or ""].grown(), verbs)
            if node.parameter:
                pending.extend(node.parameter.grown().literals.values())


def _rows(node: _Node, verbs: Sequence[str]) -> tuple[int, ...]:
    return tuple(number for verb in verbs for number in node.rows.get(verb, ()))


def _may_end_early(node: _Node, segment: Segment) -> bool:
    """Whether a segment is complete without its unknown end, which then may be a query."""
    if len(segment) == 1 or segment[-1] is not None:
        return False
    head = segment[-2] or ""
    if len(segment) == 2 and head in node.literals:  # noqa: PLR2004 - a text and its end
        return True
    return any(suffix and head.endswith(suffix) for _, suffix in node.framed)


def _fits(segment: Segment, prefix: str, suffix: str) -> bool:
    first, last = segment[0] or "", segment[-1] or ""
    is_long = len(segment) > 1 or len(first) > len(prefix) + len(suffix)
    return is_long and first.startswith(prefix) and last.endswith(suffix)

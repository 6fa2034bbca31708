"""Comments that ignore findings: the rules that they name, and the part of the file they cover.

`connlint-ignore` covers its own line, or all of the value or statement that it is above;
`connlint-ignore-file` covers the file. This pure module is only imported for files with one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence

from connlint.files.conventions import IGNORE_MARK
from connlint.jsonc import ArrayNode, Document, Node, ObjectNode
from connlint.text.source import SourceFile, Span
from connlint.tuples import NamedTuple

__all__ = [
    "CommentedFile",
    "Name",
    "Suppression",
    "SuppressionIndex",
    "comment_removal",
    "in_code",
    "in_document",
    "read_suppressions",
]

_FILE = f"{IGNORE_MARK}-file"
_SPACE = r"[^\S\r\n]*"
_DIRECTIVE = re.compile(
    rf"(?://|/\*)[\s*]*(?P<mark>{IGNORE_MARK}[\w-]*)"
    rf"(?:{_SPACE}(?P<names>[\w-]+(?:{_SPACE},{_SPACE}[\w-]+)*))?"
)
_NAME = re.compile(r"[\w-]+")
_NOTHING = re.compile(r"[\s\ufeff,]*")
_SPACES = " \t"


class CommentedFile(NamedTuple):
    """A file with comments, in any language.

    `comments` are in text order, `begins` is the offset of the first value or statement, and
    `below` returns the span of what begins at an offset, or None. `is_broken` says that the
    text has syntax problems or was not parsed.
    """

    source: SourceFile
    comments: Sequence[Span]
    begins: int
    below: Callable[[int], Span | None]
    is_broken: bool


def in_document(source: SourceFile, document: Document) -> CommentedFile:
    """Return the comments of a JSON5 file."""
    root = document.root
    begins = root.span.start if root is not None else len(source.text)
    below = dict(_starts(root)).get
    return CommentedFile(source, document.comments, begins, below, bool(document.problems))


def in_code(source: SourceFile, mark: str) -> CommentedFile:
    """Return the comments of a code file that contain the word `mark`.

    A file that is too large or too deep to be parsed has none.
    """
    from connlint.code.limits import LimitExceeded
    from connlint.code.syntax.parsing import parse_code

    try:
        syntax = parse_code(source)
        comments = tuple(syntax.comments(mark))
    except LimitExceeded:
        return CommentedFile(source, (), 0, lambda _: None, is_broken=True)
    first = next((node for node in syntax.root.children if node.type != "comment"), None)
    begins = syntax.span(first).start if first is not None else len(source.text)
    statements: dict[int, Span | None] = {}

    def below(offset: int) -> Span | None:
        # Consecutive comments ask for the same offset.
        if offset not in statements:
            try:
                statements[offset] = syntax.statement_at(offset)
            except LimitExceeded:
                statements[offset] = None
        return statements[offset]

    return CommentedFile(source, comments, begins, below, syntax.root.has_error)


class Name(NamedTuple):
    """The name of a rule in a comment, and its span."""

    text: str
    span: Span


class Suppression(NamedTuple):
    """A comment that silences findings.

    `comment` is its span, `mark` that of its first word, and `names` are the rules that it
    names. `mistake` says why it cannot silence anything; it is empty if it can. `whole_file`
    is true for a comment about the whole file; any other one covers findings that begin or end
    on one of `lines`, and those inside `node`, the value, property or statement below it.
    """

    comment: Span
    mark: Span
    names: tuple[Name, ...]
    whole_file: bool
    lines: frozenset[int] = frozenset()
    node: Span | None = None
    mistake: str = ""


class SuppressionIndex:
    """An index of what the comments of a file silence, for lookups of many findings."""

    def __init__(self, source: SourceFile, comments: Sequence[Suppression]) -> None:
        self._source = source
        self._files: dict[str, list[int]] = {}
        self._lines: dict[tuple[str, int], list[int]] = {}
        nodes: dict[str, list[tuple[int, int, int]]] = {}
        for number, comment in enumerate(comments):
            for name in {name.text for name in comment.names} if not comment.mistake else ():
                if comment.whole_file:
                    self._files.setdefault(name, []).append(number)
                for line in comment.lines:
                    self._lines.setdefault((name, line), []).append(number)
                if comment.node is not None:
                    nodes.setdefault(name, []).append((*comment.node, number))
        self._nodes = {name: _Nodes(spans) for name, spans in nodes.items()}

    def silences_all_of(self, rule: str) -> bool:
        """Tell whether a comment silences a rule in the whole file."""
        return rule in self._files

    def matching_comments(self, rule: str, span: Span) -> set[int]:
        """Return the numbers (from 0) of the comments that silence a rule's finding at a span."""
        numbers = set(self._files.get(rule, ()))
        if span == (0, 0):
            # The finding is about the file as a whole, and not about its first line.
            return numbers
        for at in (span.start, max(span.start, span.end - 1)):
            line, _ = self._source.line_and_column(at)
            numbers.update(self._lines.get((rule, line), ()))
        if rule in self._nodes:
            numbers.update(self._nodes[rule].around(span))
        return numbers


class _Nodes:
    """Numbered spans of nodes, any two of which are nested or disjoint."""

    def __init__(self, nodes: Iterable[tuple[int, int, int]]) -> None:
        self._nodes = sorted(nodes, key=lambda node: (node[0], -node[1]))
        self._starts = [start for start, _, _ in self._nodes]
        self._outer: list[int] = []
        """For each node, the index of the next one around it; -1 for none."""
        around: list[int] = []
        for index, (_, end, _) in enumerate(self._nodes):
            while around and self._nodes[around[-1]][1] < end:
                around.pop()
            self._outer.append(around[-1] if around else -1)
            around.append(index)

    def around(self, span: Span) -> Iterator[int]:
        """Yield the numbers of the nodes that contain a span."""
        index = bisect_right(self._starts, span.start) - 1
        while index >= 0:
            _, end, number = self._nodes[index]
            if span.end <= end:
                yield number
            index = self._outer[index]


def read_suppressions(file: CommentedFile) -> Iterator[Suppression]:
    """Yield the comments of a file that begin with `connlint-ignore`, in text order."""
    source = file.source
    marked = [
        (comment, match)
        for comment in file.comments
        if (match := _DIRECTIVE.match(source.text, comment.start, comment.end))
    ]
    if not marked:
        return
    bare = _without_comments(source.text, file.comments)
    below = -1
    for comment, match in marked:
        names = tuple(
            Name(word[0], Span(*word.span()))
            for word in _NAME.finditer(source.text, *match.span("names"))
        )
        suppression = Suppression(comment, Span(*match.span("mark")), names, match["mark"] == _FILE)
        if match["mark"] not in {IGNORE_MARK, _FILE}:
            yield suppression._replace(mistake=f"Unknown comment {match['mark']}")
        elif not names:
            yield suppression._replace(mistake="The comment names no rule, so it ignores nothing")
        elif suppression.whole_file:
            is_late = file.begins < comment.start
            mistake = f"The comment {_FILE} only works before the first value" if is_late else ""
            yield suppression._replace(mistake=mistake)
        else:
            if below < comment.end and (nothing := _NOTHING.match(bare, comment.end)):
                # Consecutive comments have the same value or statement below them.
                below = nothing.end()
            yield _placed(suppression, source, bare, file.below(below))


def _without_comments(text: str, comments: Sequence[Span]) -> str:
    """Return the text with spaces instead of comments."""
    parts = []
    at = 0
    for start, end in comments:
        parts += [text[at:start], " " * (end - start)]
        at = end
    return "".join([*parts, text[at:]])


def _starts(root: Node | None) -> Iterator[tuple[int, Span]]:
    """Yield the start and the span of each property and each value."""
    waiting = [root] if root is not None else []
    while waiting:
        node = waiting.pop()
        yield node.span.start, node.span
        if isinstance(node, ObjectNode):
            for member in node.members:
                yield member.key.span.start, member.span
                if member.value is not None:
                    waiting.append(member.value)
        elif isinstance(node, ArrayNode):
            waiting.extend(node.elements)


def _placed(comment: Suppression, source: SourceFile, bare: str, below: Span | None) -> Suppression:
    """Add what a comment covers: its own line, or the node below it and the node's first line."""
    line, column = source.line_and_column(comment.comment.start)
    if bare[comment.comment.start - column + 1 : comment.comment.start].strip():
        return comment._replace(lines=frozenset({line}))
    if below is None:
        return comment
    return comment._replace(node=below, lines=frozenset({source.line_and_column(below.start)[0]}))


def comment_removal(source: SourceFile, comment: Span) -> Span:
    """Return the span to delete in order to remove a comment.

    That is its lines if they contain nothing else, otherwise the comment with the spaces
    before it, or after it if it begins a line.
    """
    text = source.text
    start, end = comment
    while start > 0 and text[start - 1] in _SPACES:
        start -= 1
    after = end
    while after < len(text) and text[after] in _SPACES:
        after += 1
    begins = start == 0 or text[start - 1] in "\r\n"
    ends = after == len(text) or text[after] in "\r\n"
    if begins and ends:
        after += 2 if text.startswith("\r\n", after) else 1
        return Span(start, min(after, len(text)))
    if ends:
        return Span(start, after)
    return Span(comment.start, after) if begins else Span(start, end)

"""Comments that silence findings: what they name, and what part of the file they cover.

`connlint-ignore` covers its own line, or, where it stands above something, all of that;
`connlint-ignore-file` covers the file. Pure, and nobody imports it for a file without one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence

from connlint.jsonc import ArrayNode, Document, Node, ObjectNode
from connlint.layout import IGNORE_MARK
from connlint.source import SourceFile, Span
from connlint.tuples import NamedTuple

__all__ = [
    "Commented",
    "Cover",
    "Name",
    "Suppression",
    "comment_removal",
    "in_code",
    "in_document",
    "read_suppressions",
]

_FILE = f"{IGNORE_MARK}-file"
_BLANK = r"[^\S\r\n]*"
_DIRECTIVE = re.compile(
    rf"(?://|/\*)[\s*]*(?P<mark>{IGNORE_MARK}[\w-]*)"
    rf"(?:{_BLANK}(?P<names>[\w-]+(?:{_BLANK},{_BLANK}[\w-]+)*))?"
)
_NAME = re.compile(r"[\w-]+")
_NOTHING = re.compile(r"[\s\ufeff,]*")
_BLANKS = " \t"


class Commented(NamedTuple):
    """A file with comments, whatever its language.

    `comments` are in the order of the text, `begins` is where the first value or statement
    begins, `below` tells what begins at a place, if anything does. `is_broken` says that
    the text has syntax problems.
    """

    source: SourceFile
    comments: Sequence[Span]
    begins: int
    below: Callable[[int], Span | None]
    is_broken: bool


def in_document(source: SourceFile, document: Document) -> Commented:
    """The comments of a JSON5 file."""
    root = document.root
    begins = root.span.start if root is not None else len(source.text)
    below = dict(_starts(root)).get
    return Commented(source, document.comments, begins, below, bool(document.problems))


def in_code(source: SourceFile, mark: str) -> Commented:
    """The comments of a code file that have a word in them.

    A file that is too large or too deep to be read has none.
    """
    from connlint.code.limits import TooMuch
    from connlint.code.syntax import parse_code

    try:
        syntax = parse_code(source)
        comments = tuple(syntax.comments(mark))
    except TooMuch:
        return Commented(source, (), 0, lambda _: None, is_broken=True)
    first = next((node for node in syntax.root.children if node.type != "comment"), None)
    begins = syntax.span(first).start if first is not None else len(source.text)
    known: dict[int, Span | None] = {}

    def below(offset: int) -> Span | None:
        # Comments above one another ask for the same place.
        if offset not in known:
            try:
                known[offset] = syntax.statement_at(offset)
            except TooMuch:
                known[offset] = None
        return known[offset]

    return Commented(source, comments, begins, below, syntax.root.has_error)


class Name(NamedTuple):
    """A name of a rule, and where it stands."""

    text: str
    span: Span


class Suppression(NamedTuple):
    """A comment that silences findings.

    `comment` is all of it, `mark` its first word and `names` what it names. `mistake` says
    why it cannot silence anything, and is empty when it can. Of a comment for the whole file
    `whole_file` is true; any other one covers the findings that begin or end in one of
    `lines`, and those that lie within `node`, the value or property below it.
    """

    comment: Span
    mark: Span
    names: tuple[Name, ...]
    whole_file: bool
    lines: frozenset[int] = frozenset()
    node: Span | None = None
    mistake: str = ""


class Cover:
    """What the comments of a file silence, ready for many findings."""

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
        self._nodes = {name: _Nodes(found) for name, found in nodes.items()}

    def silences_all_of(self, rule: str) -> bool:
        """Whether a rule is not heard about the file at all."""
        return rule in self._files

    def takers(self, rule: str, span: Span) -> set[int]:
        """The numbers of the comments that silence a finding of a rule at a place."""
        found = set(self._files.get(rule, ()))
        if span == (0, 0):
            # About the file as a whole, and not about its first line.
            return found
        for at in (span.start, max(span.start, span.end - 1)):
            line, _ = self._source.line_and_column(at)
            found.update(self._lines.get((rule, line), ()))
        if rule in self._nodes:
            found.update(self._nodes[rule].around(span))
        return found


class _Nodes:
    """Nodes with numbers, of which each lies within another one or apart from it."""

    def __init__(self, nodes: Iterable[tuple[int, int, int]]) -> None:
        self._nodes = sorted(nodes, key=lambda node: (node[0], -node[1]))
        self._starts = [start for start, _, _ in self._nodes]
        self._outer: list[int] = []
        """Of each, the next one around it; -1 for none."""
        around: list[int] = []
        for place, (_, end, _) in enumerate(self._nodes):
            while around and self._nodes[around[-1]][1] < end:
                around.pop()
            self._outer.append(around[-1] if around else -1)
            around.append(place)

    def around(self, span: Span) -> Iterator[int]:
        """The numbers of the nodes in which a span lies."""
        place = bisect_right(self._starts, span.start) - 1
        while place >= 0:
            _, end, number = self._nodes[place]
            if span.end <= end:
                yield number
            place = self._outer[place]


def read_suppressions(file: Commented) -> Iterator[Suppression]:
    """The comments of a file that begin with `connlint-ignore`, in the order of the text."""
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
            Name(found[0], Span(*found.span()))
            for found in _NAME.finditer(source.text, *match.span("names"))
        )
        found = Suppression(comment, Span(*match.span("mark")), names, match["mark"] == _FILE)
        if match["mark"] not in {IGNORE_MARK, _FILE}:
            yield found._replace(mistake=f"connlint has no comment {match['mark']}")
        elif not names:
            yield found._replace(mistake="the comment names no rule, so it silences nothing")
        elif found.whole_file:
            is_late = file.begins < comment.start
            mistake = f"{_FILE} counts only before the first value" if is_late else ""
            yield found._replace(mistake=mistake)
        else:
            if below < comment.end and (nothing := _NOTHING.match(bare, comment.end)):
                # Comments above one another have the same below them.
                below = nothing.end()
            yield _placed(found, source, bare, file.below(below))


def _without_comments(text: str, comments: Sequence[Span]) -> str:
    """The text with blanks in place of comments."""
    parts = []
    at = 0
    for start, end in comments:
        parts += [text[at:start], " " * (end - start)]
        at = end
    return "".join([*parts, text[at:]])


def _starts(root: Node | None) -> Iterator[tuple[int, Span]]:
    """Where each property and each value begins, and all of it."""
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


def _placed(found: Suppression, source: SourceFile, bare: str, below: Span | None) -> Suppression:
    """Add what the comment covers: its line, or what stands below it and begins that line."""
    line, column = source.line_and_column(found.comment.start)
    if bare[found.comment.start - column + 1 : found.comment.start].strip():
        return found._replace(lines=frozenset({line}))
    if below is None:
        return found
    return found._replace(node=below, lines=frozenset({source.line_and_column(below.start)[0]}))


def comment_removal(source: SourceFile, comment: Span) -> Span:
    """What to take out of the text to take a comment away.

    That is its lines where nothing else stands in them, else the comment with the blanks
    before it, or after it at the beginning of a line.
    """
    text = source.text
    start, end = comment
    while start > 0 and text[start - 1] in _BLANKS:
        start -= 1
    after = end
    while after < len(text) and text[after] in _BLANKS:
        after += 1
    begins = start == 0 or text[start - 1] in "\r\n"
    ends = after == len(text) or text[after] in "\r\n"
    if begins and ends:
        after += 2 if text.startswith("\r\n", after) else 1
        return Span(start, min(after, len(text)))
    if ends:
        return Span(start, after)
    return Span(comment.start, after) if begins else Span(start, end)

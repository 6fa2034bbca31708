"""Checks of conditions that hold for the tokens, tree, comments and problems of every text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tools.fuzz.limit import hold

from connlint.jsonc import ArrayNode, Document, Node, ObjectNode, parse, parser, to_python, tokenize
from connlint.jsonc.recovery import recover
from connlint.text.source import Span

__all__ = ["check_text", "nodes", "parts"]

_DEPTH = 100


def check_text(text: str) -> Document:
    """Parse a text with both parsers, check the results, and compare them."""
    _check_tokens(text)
    document = parse(text)
    _check_places(document, text)
    recovered = recover(text)
    is_valid = parser._read_valid(text) is not None  # noqa: SLF001 - the step that decides
    hold(is_valid != bool(recovered.problems), "one reader accepts what the other does not")
    hold(_picture(document) == _picture(recovered), "the two readers give two trees")
    if document.root is not None:
        to_python(document.root, _DEPTH)
    return document


def _check_tokens(text: str) -> None:
    last = 0
    *tokens, (kind, start, end) = tokenize(text)
    for name, token_start, token_end in tokens:
        hold(token_start == last < token_end, f"a gap before the {name} at {token_start}")
        last = token_end
    hold((kind, start, end) == ("end", len(text), len(text)) and last == len(text), "a gap at last")


def _check_places(document: Document, text: str) -> None:
    whole = Span(0, len(text))
    hold(document.root is not None or document.problems, "neither a tree nor a problem")
    if document.root is not None:
        _in_order([document.root.span], whole)
        for node in nodes(document.root):
            _in_order(parts(node), node.span)
    _in_order(document.comments, whole)
    for problem in document.problems:
        _in_order([problem.span], whole)
        _in_order([problem.related] if problem.related else [], whole)
        hold(problem.message and problem.help, "a problem without words")
        hold(bool(problem.related) == bool(problem.related_message), "half of a relation")


def _in_order(spans: Iterable[Span], outer: Span) -> None:
    last = outer.start
    for span in spans:
        hold(last <= span.start <= span.end <= outer.end, f"{span} after {last} in {outer}")
        last = span.end


def nodes(root: Node) -> Iterator[Node]:
    """Yield all nodes of a tree, each before those in it."""
    pending = [root]
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, ArrayNode):
            pending += node.elements
        elif isinstance(node, ObjectNode):
            pending += [member.value for member in node.members if member.value]


def parts(node: Node) -> list[Span]:
    """Return the spans of a node's parts, in the order of the tree."""
    if isinstance(node, ArrayNode):
        return [element.span for element in node.elements]
    if not isinstance(node, ObjectNode):
        return []
    both = [(each.key.span, each.value.span if each.value else None) for each in node.members]
    return [span for pair in both for span in pair if span]


def _picture(document: Document) -> list[str]:
    """Return a document's whole content as strings, so that NaN equals NaN."""
    words = [repr(document.comments), repr(document.problems)]
    for node in nodes(document.root) if document.root else ():
        if isinstance(node, ObjectNode):
            words += [repr(member.key) for member in node.members]
        value = "" if isinstance(node, (ObjectNode, ArrayNode)) else repr(node)
        words.append(f"{type(node).__name__} {node.span} {value}")
    return words

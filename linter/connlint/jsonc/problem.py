"""The type of a syntax problem."""

from __future__ import annotations

from connlint.text.source import Span
from connlint.tuples import NamedTuple

__all__ = ["SyntaxProblem"]


class SyntaxProblem(NamedTuple):
    """A mistake in the text: its span, what is wrong, and what to do about it.

    `related` is a second span that helps to understand it (the bracket that was
    never closed), with `related_message` about that span.
    """

    span: Span
    message: str
    help: str
    related: Span | None = None
    related_message: str = ""

"""A mistake in the text of a file."""

from __future__ import annotations

from connlint.source import Span
from connlint.tuples import NamedTuple

__all__ = ["SyntaxProblem"]


class SyntaxProblem(NamedTuple):
    """One mistake in the text: where, what is wrong, and what to do about it.

    `related` is a second place that helps to understand it (the bracket that was
    never closed), with `related_message` about that place.
    """

    span: Span
    message: str
    help: str
    related: Span | None = None
    related_message: str = ""

"""Syntax problems of one text, collected so that one mistake is one problem."""

from __future__ import annotations

from connlint.jsonc.problem import SyntaxProblem
from connlint.text.source import Span

__all__ = ["Mistakes"]


class Mistakes:
    """Collected problems, and the state that decides whether to add another one.

    `in_step` is False after a problem until the text is as expected again; nothing is
    added meanwhile. `swallowed` is True once unclosed text may have swallowed
    brackets, so that missing ones prove nothing.
    """

    def __init__(self) -> None:
        self.problems: list[SyntaxProblem] = []
        self.in_step = True
        self.swallowed = False

    def add(
        self,
        start: int,
        end: int,
        message: str,
        help: str,
        related: Span | None = None,
        related_message: str = "",
    ) -> None:
        """Add a problem, unless it is the consequence of the previous one."""
        if self.in_step:
            self.problems.append(
                SyntaxProblem(Span(start, end), message, help, related, related_message)
            )
            self.in_step = False

    def add_aside(self, start: int, end: int, message: str, help: str) -> None:
        """Add a problem that has no consequences for the text after it."""
        before = self.in_step
        self.add(start, end, message, help)
        self.in_step = before

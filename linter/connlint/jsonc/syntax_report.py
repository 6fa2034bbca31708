"""Report of the places of a text at which something else was expected than what is there."""

from __future__ import annotations

from connlint.jsonc.frame import COLON, VALUE
from connlint.jsonc.mistakes import Mistakes
from connlint.jsonc.nesting import CLOSER, Nesting
from connlint.text.escaping import quote, within_sentence
from connlint.text.source import Span

__all__ = ["SyntaxReport", "shown"]

_MANY = 20
"""The number of missing brackets from which they are counted and not listed."""


def shown(text: str) -> str:
    """Return the text of a token in quotes for a message; a string's own quotes are replaced."""
    if text[0] in "\"'":
        return quote(text[1:-1]) if text[-1] == text[0] else quote(text[1:])
    return f"'{text}'" if text in "{}[]:," else quote(text)


class SyntaxReport:
    """A writer of problems which compare a token with what the open containers expect."""

    def __init__(self, text: str, nesting: Nesting, mistakes: Mistakes) -> None:
        self._text = text
        self._nesting = nesting
        self._mistakes = mistakes

    def expected(self, start: int, end: int, *, help: str) -> None:
        """Report a token that is not what the innermost container expects."""
        if not self._mistakes.in_step:
            return
        found = shown(self._text[start:end])
        self._mistakes.add(start, end, f"Expected {self._wanted()}, found {found}", help)

    def trailing(self, start: int, end: int) -> None:
        """Report a token after the end of the value that the text holds."""
        if not self._mistakes.in_step:
            return
        root = self._nesting.frame.elements[0]
        self._mistakes.add(
            start,
            end,
            f"Expected the end of the file, found {shown(self._text[start:end])}",
            "Keep one object in each file, and remove or move what follows it",
            root.span,
            "The object of this file ends here",
        )

    def comma_missing(self, start: int, end: int) -> None:
        """Report an entry that follows another one without a comma."""
        frame = self._nesting.frame
        before = self._mistakes.in_step
        advice = self.quotes_advice(start)
        if advice:
            self.expected(start, end, help=advice)
        else:
            message = f"A comma is missing before {shown(self._text[start:end])}"
            self._mistakes.add(start, end, message, "Add a comma before it")
        # An entry on a new line is like any other, and only the comma is missing.
        self._mistakes.in_step = before and "\n" in self._text[frame.end : start]

    def quotes_advice(self, start: int) -> str:
        """Return advice about text that touches the string before it; empty if none does."""
        mark = self._text[start - 1]
        if mark not in "\"'" or self._nesting.frame.end != start:
            return ""
        return f"Check the quotes: a string ends at the next {mark}; write \\{mark} inside it"

    def unclosed(self, offset: int, found: str) -> None:
        """Report that the innermost container ends where a token of an outer one is."""
        frame = self._nesting.frame
        if self._mistakes.swallowed:
            return
        wanted = CLOSER[frame.opener]
        self._mistakes.add(
            offset,
            offset + 1,
            f"Expected '{wanted}', found {found}",
            f"Add '{wanted}' before it",
            Span(frame.start, frame.start + 1),
            f"This '{frame.opener}' is never closed",
        )

    def ended_early(self, end: int) -> None:
        """Report that the text ends, at `end`, before its containers do."""
        frame = self._nesting.frame
        missing = [CLOSER[frame.opener] for frame in reversed(self._nesting.stack[1:])]
        closers = "".join([CLOSER[frame.opener], *missing])
        wanted = f"'{closers[0]}'"
        advice = f"Add {closers}" if len(closers) < _MANY else f"Close all {len(closers)} brackets"
        if frame.waits is COLON or frame.waits is VALUE:
            wanted = self._wanted()
            advice = f"Write the value, then {within_sentence(advice)}"
        self._mistakes.add(
            end,
            end,
            f"Expected {wanted}, found the end of the file",
            advice,
            Span(frame.start, frame.start + 1),
            f"This '{frame.opener}' is never closed",
        )

    def _wanted(self) -> str:
        waits, key = self._nesting.frame.waits, self._nesting.frame.key
        if key is not None and (waits is COLON or waits is VALUE):
            return (
                f"':' after {quote(key.name)}"
                if waits is COLON
                else f"a value for {quote(key.name)}"
            )
        return waits

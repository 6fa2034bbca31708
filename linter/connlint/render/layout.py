"""Layout of reports for a terminal: its style, and the width at which lines are wrapped."""

from __future__ import annotations

from connlint.render.columns import wrap
from connlint.render.style import Style
from connlint.tuples import NamedTuple

__all__ = ["Layout"]

_LEAST_COLUMNS = 40
"""A terminal that is narrower breaks lines itself."""


class Layout(NamedTuple):
    """The style of a report, and the columns of its terminal, None for no limit."""

    style: Style
    columns: int | None

    @classmethod
    def of(cls, style: Style, columns: int | None) -> Layout:
        """Return the layout for a terminal of some width."""
        return cls(style, columns and max(columns, _LEAST_COLUMNS))

    def lines(self, first: str, text: str, indent: int, head: str = "") -> str:
        """Return a text after `first`, with further lines indented; `head` is its faint start."""
        room = None if self.columns is None else self.columns - indent
        start, *rest = wrap(text, room)
        if head and start.startswith(head):
            start = self.style.paint(head, self.style.faint) + start[len(head) :]
        return "".join([f"{first}{start}\n", *(f"{' ' * indent}{line}\n" for line in rest)])

    def title(self, text: str, head: str, indent: int = 0) -> str:
        """Return a line that begins with `head`, which is strong; further lines are indented."""
        room = None if self.columns is None else self.columns - indent
        start, *rest = wrap(text, room)
        if start.startswith(head):
            start = self.style.paint(head, self.style.strong) + start[len(head) :]
        return "".join([f"{start}\n", *(f"{' ' * indent}{line}\n" for line in rest)])

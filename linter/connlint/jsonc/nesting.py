"""Open containers of a text that is being recovered, one in another."""

from __future__ import annotations

from connlint.jsonc.frame import Frame
from connlint.jsonc.lexer import Token

__all__ = ["CLOSER", "OPENER", "Nesting"]

CLOSER = {"{": "}", "[": "]"}
OPENER = {"}": "{", "]": "["}


class Nesting:
    """The open containers of a text: `frame` is the innermost one, `stack` those around it.

    `tokens` are all of the text's, by the time that a bracket of the wrong kind is met.
    """

    def __init__(self, tokens: list[Token]) -> None:
        self.frame = Frame("", 0)
        self.stack: list[Frame] = []
        self._tokens = tokens
        self._opened = {"": 0, "{": 0, "[": 0}
        self._balance: list[int] | None = None

    def push(self, opener: str, start: int) -> None:
        """Open a container, which becomes the innermost one."""
        self._opened[opener] += 1
        self.stack.append(self.frame)
        self.frame = Frame(opener, start)

    def pop(self, end: int) -> None:
        """Close the innermost container, and add it to the one around it."""
        self._opened[self.frame.opener] -= 1
        node = self.frame.node(end)
        self.frame = self.stack.pop()
        self.frame.add(node)

    def wrong_closer(self, closer: str, index: int) -> str:
        """Return what a closing bracket of the wrong kind is: `slip`, `extra` or `outside`.

        The brackets after it decide: they close all open containers if it is replaced
        by the right bracket (`slip`), or if it is removed (`extra`). Otherwise, if an outer
        container needs this kind, the brackets before it are missing (`outside`).
        """
        if self._balance is None:
            self._balance = [0]
            for kind, _, _ in reversed(self._tokens):
                step = 1 if kind in OPENER else -1 if kind in CLOSER else 0
                self._balance.append(self._balance[-1] + step)
            self._balance.reverse()
        follow = self._balance[index + 1]
        if follow == len(self.stack):
            return "extra"
        if follow == len(self.stack) - 1 or not self._opened[OPENER[closer]]:
            return "slip"
        return "outside"

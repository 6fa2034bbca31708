"""Colons of a text that is being recovered, and what they tell about the text before them."""

from __future__ import annotations

from connlint.jsonc.frame import AFTER_ELEMENT, AFTER_MEMBER, COLON, KEY, NOTHING, VALUE
from connlint.jsonc.mistakes import Mistakes
from connlint.jsonc.nesting import Nesting
from connlint.jsonc.syntax_report import SyntaxReport
from connlint.jsonc.tree import InvalidNode, Key, Member, StringNode
from connlint.text.escaping import quote

__all__ = ["Colons"]


class Colons:
    """A reader of the colons of a text, which can make a name of the value before one."""

    def __init__(
        self, text: str, nesting: Nesting, report: SyntaxReport, mistakes: Mistakes
    ) -> None:
        self._text = text
        self._nesting = nesting
        self._report = report
        self._mistakes = mistakes

    def read(self, start: int) -> None:
        """Take a colon: it follows a name, or shows a mistake before it, or is one."""
        frame = self._nesting.frame
        if frame.waits is COLON:
            frame.waits = VALUE
            self._mistakes.in_step = True
        elif frame.waits is NOTHING:
            self._report.trailing(start, start + 1)
        elif self._text.startswith("://", start) and not self._mistakes.in_step:
            pass  # A bare URL: reported with the word before it.
        elif self._array_ended_early():
            self._colon_in_array()
        elif self._value_is_name():
            self._colon_after_member()
        else:
            self._report.expected(start, start + 1, help="Use a colon only after a property name")
            if frame.waits is KEY:
                frame.waits = VALUE

    def _array_ended_early(self) -> bool:
        """Tell whether a colon in an array shows that the property before it belongs outside."""
        frame = self._nesting.frame
        return (
            frame.waits is AFTER_ELEMENT
            and self._nesting.stack[-1].opener == "{"
            and isinstance(frame.elements[-1], StringNode)
        )

    def _colon_in_array(self) -> None:
        frame = self._nesting.frame
        name = frame.elements[-1]
        if not isinstance(name, StringNode):
            return
        frame.elements.pop()
        self._report.unclosed(name.span.start, f"the property {quote(name.value)}")
        end = frame.elements[-1].span.end if frame.elements else frame.start + 1
        self._nesting.pop(end)
        outer = self._nesting.frame
        outer.key = Key(name.span, name.value)
        outer.end = name.span.end
        outer.waits = VALUE

    def _value_is_name(self) -> bool:
        """Tell whether a colon in an object shows that the value before it names a property."""
        frame = self._nesting.frame
        return (
            frame.waits is AFTER_MEMBER
            and bool(frame.members)
            and isinstance(frame.members[-1].value, (StringNode, InvalidNode))
        )

    def _colon_after_member(self) -> None:
        frame = self._nesting.frame
        key, name = frame.members[-1].key, frame.members[-1].value
        if not isinstance(name, (StringNode, InvalidNode)):
            return
        text = (
            name.value
            if isinstance(name, StringNode)
            else self._text[name.span.start : name.span.end]
        )
        self._mistakes.add(
            *name.span,
            f"Expected a value for {quote(key.name)}, found the property {quote(text)}",
            "Write the value, or remove the name",
        )
        frame.members[-1] = Member(key, None)
        frame.key = Key(name.span, text)
        frame.waits = VALUE
        self._mistakes.in_step = True

"""Broken text to a tree: the parser that never raises and goes on after a mistake.

It keeps its own stack of open containers, so nesting costs memory and not depth.
Recovery follows three rules, so that one mistake is one problem:

- After a problem nothing more is reported until a comma, a colon or a bracket
  stands where it should: what follows a mistake is mostly its consequence.
- A closing bracket of the wrong kind is a slip for the right one, or one too many,
  or belongs to a container further out: the brackets that follow decide.
- A string that is never closed may have swallowed brackets, and so may `#` and the
  `//` of a bare URL: brackets that are missing after them are not reported.
"""

from __future__ import annotations

from connlint.jsonc import lexer
from connlint.jsonc.frame import (
    AFTER_ELEMENT,
    AFTER_MEMBER,
    COLON,
    ELEMENT,
    KEY,
    NOTHING,
    VALUE,
    Frame,
)
from connlint.jsonc.lexer import Token
from connlint.jsonc.mistakes import Mistakes
from connlint.jsonc.scalars import Scalars
from connlint.jsonc.tree import Document, InvalidNode, Key, Member, StringNode
from connlint.source import Span
from connlint.wording import quote

__all__ = ["recover"]

_CLOSER = {"{": "}", "[": "]"}
_OPENER = {"}": "{", "]": "["}

_NO_PART = (lexer.SPACE, lexer.COMMENT, lexer.CONFLICT)
_MANY = 20
"""From so many missing brackets on they are counted and not written out."""


def _found(text: str) -> str:
    """What stood there: a string as it stands, anything else in quotes."""
    if text[0] in "\"'":
        return quote(text[1:-1]) if text[-1] == text[0] else quote(text[1:])
    return f"'{text}'" if text in "{}[]:," else quote(text)


class _Recovery:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Token] = []
        self.comments: list[Span] = []
        self.mistakes = Mistakes()
        self.scalars = Scalars(text, self.mistakes)
        self.balance: list[int] | None = None
        self.in_conflict = False
        self.last_marker: int | None = None
        self.frame = Frame("", 0)
        self.stack: list[Frame] = []
        self.opened = {"": 0, "{": 0, "[": 0}

    def run(self) -> Document:  # noqa: C901, PLR0912 - one branch for each kind of token
        theirs = False
        for token in lexer.tokenize(self.text):
            kind = token[0]
            if kind == lexer.CONFLICT:
                theirs = self.conflict(token[1], token[2])
            elif theirs and kind != lexer.END:
                continue
            elif kind == lexer.COMMENT or kind == lexer.OPEN_COMMENT:
                self.comments.append(Span(token[1], token[2]))
            if kind not in _NO_PART:
                self.tokens.append(token)
        for index, (kind, start, end) in enumerate(self.tokens):
            if kind == lexer.STRING or kind == lexer.WORD or kind == lexer.OPEN_STRING:
                self.scalar(kind, start, end, index)
            elif kind == ",":
                self.comma(start)
            elif kind == ":":
                self.colon(start)
            elif kind == "{" or kind == "[":
                self.open(kind, start)
            elif kind == "}" or kind == "]":
                self.close(kind, start, index)
            elif kind == lexer.JUNK or kind == lexer.HASH:
                self.junk(start, end, index)
            elif kind == lexer.OPEN_COMMENT:
                self.mistakes.add(
                    start,
                    start + 2,
                    "expected */ after the comment, found the end of the file",
                    "add */ where the comment ends",
                )
                self.mistakes.swallowed = True
        self.finish()
        root = self.frame.elements[0] if self.frame.elements else None
        return Document(root, tuple(self.comments), tuple(self.mistakes.problems))

    def conflict(self, start: int, end: int) -> bool:
        """Report a merge conflict; whether the lines that follow are the other side's.

        A line of it may be the only one that was left behind, so the first one reports.
        """
        marker = self.text[start]
        if marker == "<" or not self.in_conflict:
            self.mistakes.add_aside(
                start,
                end,
                "a merge conflict of Git is not resolved here",
                "choose one side, and remove the lines with <<<<<<<, ======= and >>>>>>>",
            )
        self.in_conflict = marker != ">"
        if marker == "=" and self.last_marker is None:
            # Looked for once, because there may be very many of these lines.
            self.last_marker = self.text.rfind(">>>>>>>")
        return marker == "=" and start < (self.last_marker or 0)

    # One method for each kind of token.

    def scalar(self, kind: str, start: int, end: int, index: int) -> None:
        frame = self.frame
        waits = frame.waits
        if waits is COLON:
            advice = "a colon stands between a property name and its value"
            self.expected(start, end, help=self.quotes_advice(start) or advice)
        elif waits is AFTER_MEMBER or waits is AFTER_ELEMENT:
            self.comma_missing(start, end)
            if frame.opener == "{":
                waits = frame.waits = KEY
        elif waits is NOTHING:
            self.trailing(start, end)
            return
        elif not frame.opener and self.tokens[index + 1][0] == ":":
            self.brace_missing(start, end)
            frame, waits = self.frame, KEY
        if waits is KEY:
            frame.key = self.scalars.key(kind, start, end)
            frame.end = end
            frame.waits = COLON
        else:
            frame.add(self.scalars.value(kind, start, end))

    def comma(self, start: int) -> None:
        frame = self.frame
        waits = frame.waits
        if waits is AFTER_MEMBER:
            frame.waits = KEY
            self.mistakes.in_step = True
        elif waits is AFTER_ELEMENT:
            frame.waits = ELEMENT
            self.mistakes.in_step = True
        elif waits is NOTHING:
            self.trailing(start, start + 1)
        else:
            advice = "remove the comma"
            if waits is COLON:
                advice = "write the property as name, colon, value"
            elif frame.opener and waits is VALUE:
                advice = "write the value, or remove the property"
            self.expected(start, start + 1, help=advice)
            if frame.opener == "{":
                self.mistakes.in_step = self.mistakes.in_step or waits is VALUE
                frame.drop_key()
                frame.waits = KEY

    def colon(self, start: int) -> None:
        frame = self.frame
        if frame.waits is COLON:
            frame.waits = VALUE
            self.mistakes.in_step = True
        elif frame.waits is NOTHING:
            self.trailing(start, start + 1)
        elif self.text.startswith("://", start) and not self.mistakes.in_step:
            pass  # A bare URL: reported with the word before it.
        elif self.array_ended_early():
            self.colon_in_array()
        elif self.value_is_name():
            self.colon_after_member()
        else:
            self.expected(start, start + 1, help="a colon follows a property name only")
            if frame.waits is KEY:
                frame.waits = VALUE

    def open(self, opener: str, start: int) -> None:
        waits = self.frame.waits
        if waits is NOTHING:
            self.trailing(start, start + 1)
            return
        if waits is COLON:
            self.expected(start, start + 1, help="add a colon before it")
        elif waits is KEY:
            self.expected(start, start + 1, help="give the value a name, or remove the brackets")
        elif waits is AFTER_MEMBER or waits is AFTER_ELEMENT:
            self.comma_missing(start, start + 1)
        self.push(opener, start)

    def close(self, closer: str, start: int, index: int) -> None:
        frame = self.frame
        if frame.waits is NOTHING:
            self.trailing(start, start + 1)
        elif not frame.opener:
            self.expected(start, start + 1, help=f"remove the '{closer}'")
        elif frame.opener == _OPENER[closer]:
            if frame.waits is COLON or frame.waits is VALUE:
                self.expected(start, start + 1, help="write the value, or remove the name")
            else:
                self.mistakes.in_step = True
            self.pop(start + 1)
        elif (reading := self.wrong_closer(closer, index)) == "extra":
            self.expected(
                start, start + 1, help=f"remove the '{closer}', or add the '{_OPENER[closer]}'"
            )
        elif reading == "outside":
            self.unclosed(start, f"'{closer}'")
            while self.frame.opener != _OPENER[closer]:
                self.pop(self.frame.end)
            self.pop(start + 1)
        else:
            wanted = _CLOSER[frame.opener]
            self.mistakes.add(
                start,
                start + 1,
                f"expected '{wanted}', found '{closer}'",
                f"write '{wanted}' here",
                Span(frame.start, frame.start + 1),
                f"this '{frame.opener}' is closed by '{closer}'",
            )
            self.pop(start + 1)

    def junk(self, start: int, end: int, index: int) -> None:
        char = self.text[start:end]
        if self.frame.waits is NOTHING:
            self.trailing(start, end)
        elif self.tokens[index][0] == lexer.HASH:
            self.hash(start, end)
        elif char == "(" and self.frame.waits in (VALUE, ELEMENT):
            self.expected(start, end, help="an array is written in [ and ]")
            self.push("[", start)
            self.frame.implied = True
        elif char == ")" and self.frame.opener == "[":
            if not self.frame.implied:
                self.expected(start, end, help="an array is written in [ and ]")
            self.mistakes.in_step = True
            self.pop(end)
        elif char == "=" and self.frame.waits is COLON:
            self.expected(start, end, help="write ':' between a property name and its value")
            self.frame.waits = VALUE
        elif char == ";" and self.frame.waits in (AFTER_MEMBER, AFTER_ELEMENT):
            self.expected(start, end, help="write ',' between two entries")
            self.frame.waits = KEY if self.frame.opener == "{" else ELEMENT
            self.mistakes.in_step = True
        elif char == "/":
            self.mistakes.add(
                start, end, "expected a comment or data, found '/'", "comments start with // or /*"
            )
        else:
            self.expected(start, end, help=f"remove the {quote(char)}, or put the text in quotes")

    def hash(self, start: int, end: int) -> None:
        line = self.text[start:end]
        before = self.mistakes.in_step
        self.mistakes.add(
            start,
            end,
            f"expected a comment or data, found {quote(line)}",
            f"a comment starts with // instead of {line[0]}",
        )
        self.mistakes.swallowed = self.mistakes.swallowed or "}" in line or "]" in line
        if self.frame.waits is not VALUE or not self.frame.opener:
            self.mistakes.in_step = before

    # The parts that they share.

    def comma_missing(self, start: int, end: int) -> None:
        frame = self.frame
        before = self.mistakes.in_step
        self.expected(start, end, help=self.quotes_advice(start) or "add a comma before it")
        # On a line of its own it is an entry like any other, and only the comma is missing.
        self.mistakes.in_step = before and "\n" in self.text[frame.end : start]

    def quotes_advice(self, start: int) -> str:
        """What to do about text that touches the string before it; empty where none does."""
        mark = self.text[start - 1]
        if mark not in "\"'" or self.frame.end != start:
            return ""
        return f"check the quotes: a text ends at the next {mark}; inside it write \\{mark}"

    def brace_missing(self, start: int, end: int) -> None:
        self.mistakes.add(
            start,
            end,
            f"expected '{{', found {_found(self.text[start:end])}",
            "put { before the first property and } after the last",
        )
        self.push("{", start)
        self.frame.implied = True

    def push(self, opener: str, start: int) -> None:
        self.opened[opener] += 1
        self.stack.append(self.frame)
        self.frame = Frame(opener, start)

    def pop(self, end: int) -> None:
        self.opened[self.frame.opener] -= 1
        node = self.frame.node(end)
        self.frame = self.stack.pop()
        self.frame.add(node)

    def array_ended_early(self) -> bool:
        """Whether a colon in an array shows that the property before it belongs outside."""
        frame = self.frame
        return (
            frame.waits is AFTER_ELEMENT
            and self.stack[-1].opener == "{"
            and isinstance(frame.elements[-1], StringNode)
        )

    def colon_in_array(self) -> None:
        name = self.frame.elements[-1]
        if not isinstance(name, StringNode):
            return
        self.frame.elements.pop()
        self.unclosed(name.span.start, f"the property {quote(name.value)}")
        end = self.frame.elements[-1].span.end if self.frame.elements else self.frame.start + 1
        self.pop(end)
        self.frame.key = Key(name.span, name.value)
        self.frame.end = name.span.end
        self.frame.waits = VALUE

    def value_is_name(self) -> bool:
        """Whether a colon in an object shows that the value before it names a property."""
        frame = self.frame
        return (
            frame.waits is AFTER_MEMBER
            and bool(frame.members)
            and isinstance(frame.members[-1].value, (StringNode, InvalidNode))
        )

    def colon_after_member(self) -> None:
        key, name = self.frame.members[-1].key, self.frame.members[-1].value
        if not isinstance(name, (StringNode, InvalidNode)):
            return
        text = (
            name.value
            if isinstance(name, StringNode)
            else self.text[name.span.start : name.span.end]
        )
        self.mistakes.add(
            *name.span,
            f"expected a value for {quote(key.name)}, found the property {quote(text)}",
            "write the value, or remove the name",
        )
        self.frame.members[-1] = Member(key, None)
        self.frame.key = Key(name.span, text)
        self.frame.waits = VALUE
        self.mistakes.in_step = True

    def wrong_closer(self, closer: str, index: int) -> str:
        """What a closing bracket of the wrong kind is: `slip`, `extra` or `outside`.

        The brackets that follow decide: they close all that is open once it is
        taken for the right bracket, or once it is left out; else, where a container
        further out waits for it, the brackets before it are missing.
        """
        if self.balance is None:
            self.balance = [0]
            for kind, _, _ in reversed(self.tokens):
                step = 1 if kind in _OPENER else -1 if kind in _CLOSER else 0
                self.balance.append(self.balance[-1] + step)
            self.balance.reverse()
        follow = self.balance[index + 1]
        if follow == len(self.stack):
            return "extra"
        if follow == len(self.stack) - 1 or not self.opened[_OPENER[closer]]:
            return "slip"
        return "outside"

    def unclosed(self, at: int, found: str) -> None:
        frame = self.frame
        if self.mistakes.swallowed:
            return
        wanted = _CLOSER[frame.opener]
        self.mistakes.add(
            at,
            at + 1,
            f"expected '{wanted}', found {found}",
            f"add '{wanted}' before it",
            Span(frame.start, frame.start + 1),
            f"this '{frame.opener}' is not closed",
        )

    def trailing(self, start: int, end: int) -> None:
        if not self.mistakes.in_step:
            return
        root = self.frame.elements[0]
        self.mistakes.add(
            start,
            end,
            f"expected the end of the file, found {_found(self.text[start:end])}",
            "a connector file holds one object; remove what follows it",
            root.span,
            "the file's value ends here",
        )

    def finish(self) -> None:
        end = len(self.text)
        if self.stack:
            if not self.mistakes.swallowed and not self.frame.implied:
                self.ended_early()
            while self.stack:
                self.pop(end)
        elif not self.frame.elements and not self.mistakes.problems:
            what = "comments only" if self.comments else "nothing"
            self.mistakes.add(
                0,
                0,
                f"expected a value, found {what}",
                'write the connector: {"type": "…", "scopes": []}',
            )

    def ended_early(self) -> None:
        frame = self.frame
        # The last thing in the file, and not the empty lines after it. END comes last.
        end = self.tokens[-2][2]
        missing = [_CLOSER[frame.opener] for frame in reversed(self.stack[1:])]
        closers = "".join([_CLOSER[frame.opener], *missing])
        wanted = f"'{closers[0]}'"
        advice = f"add {closers}" if len(closers) < _MANY else f"close all {len(closers)} brackets"
        if frame.waits is COLON or frame.waits is VALUE:
            wanted = self.wanted()
            advice = f"write the value, then {advice}"
        self.mistakes.add(
            end,
            end,
            f"expected {wanted}, found the end of the file",
            advice,
            Span(frame.start, frame.start + 1),
            f"this '{frame.opener}' is not closed",
        )

    def wanted(self) -> str:
        waits, key = self.frame.waits, self.frame.key
        if key is not None and (waits is COLON or waits is VALUE):
            return (
                f"':' after {quote(key.name)}"
                if waits is COLON
                else f"a value for {quote(key.name)}"
            )
        return waits

    def expected(self, start: int, end: int, *, help: str) -> None:
        if not self.mistakes.in_step:
            return
        found = _found(self.text[start:end])
        self.mistakes.add(start, end, f"expected {self.wanted()}, found {found}", help)


def recover(text: str) -> Document:
    """Read any text, broken or not; never raises. See Document for what comes back."""
    return _Recovery(text).run()

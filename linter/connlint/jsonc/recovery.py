"""Error-tolerant parser, which never raises and continues after a mistake.

It keeps its own stack of open containers, so nesting costs memory and not recursion.
Recovery follows three rules, so that one mistake is one problem:

- After a problem nothing more is reported until a comma, a colon or a bracket
  is where it is expected: what follows a mistake is mostly its consequence.
- A closing bracket of the wrong kind is a slip for the right one, or superfluous,
  or belongs to an outer container: the brackets after it decide.
- An unclosed string may have swallowed brackets, and so may `#` and the
  `//` of a bare URL: brackets that are missing after them are not reported.
"""

from __future__ import annotations

from connlint.jsonc import lexer
from connlint.jsonc.colons import Colons
from connlint.jsonc.conflicts import Conflicts
from connlint.jsonc.frame import (
    AFTER_ELEMENT,
    AFTER_MEMBER,
    COLON,
    ELEMENT,
    KEY,
    NOTHING,
    VALUE,
)
from connlint.jsonc.lexer import Token
from connlint.jsonc.mistakes import Mistakes
from connlint.jsonc.nesting import CLOSER, OPENER, Nesting
from connlint.jsonc.scalars import Scalars
from connlint.jsonc.syntax_report import SyntaxReport, shown
from connlint.jsonc.tree import Document
from connlint.text.escaping import quote
from connlint.text.source import Span

__all__ = ["recover"]

_NO_PART = (lexer.SPACE, lexer.COMMENT, lexer.CONFLICT)


class _Recovery:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Token] = []
        self.comments: list[Span] = []
        self.mistakes = Mistakes()
        self.scalars = Scalars(text, self.mistakes)
        self.nesting = Nesting(self.tokens)
        self.report = SyntaxReport(text, self.nesting, self.mistakes)
        self.colons = Colons(text, self.nesting, self.report, self.mistakes)

    def run(self) -> Document:
        self.read_tokens()
        for index, (kind, start, end) in enumerate(self.tokens):
            if kind == lexer.STRING or kind == lexer.WORD or kind == lexer.OPEN_STRING:
                self.scalar(kind, start, end, index)
            elif kind == ",":
                self.comma(start)
            elif kind == ":":
                self.colons.read(start)
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
                    "This comment has no end (*/) in this file",
                    "Add */ where the comment ends",
                )
                self.mistakes.swallowed = True
        self.finish()
        elements = self.nesting.frame.elements
        root = elements[0] if elements else None
        return Document(root, tuple(self.comments), tuple(self.mistakes.problems))

    def read_tokens(self) -> None:
        """Read the tokens that matter, without those of the other side of a merge conflict."""
        conflicts = Conflicts(self.text, self.mistakes)
        theirs = False
        for token in lexer.tokenize(self.text):
            kind = token[0]
            if kind == lexer.CONFLICT:
                theirs = conflicts.other_side(token[1], token[2])
            elif theirs and kind != lexer.END:
                continue
            elif kind == lexer.COMMENT or kind == lexer.OPEN_COMMENT:
                self.comments.append(Span(token[1], token[2]))
            if kind not in _NO_PART:
                self.tokens.append(token)

    # One method for each kind of token.

    def scalar(self, kind: str, start: int, end: int, index: int) -> None:
        frame = self.nesting.frame
        waits = frame.waits
        if waits is COLON:
            advice = "Write ':' between the name and the value"
            self.report.expected(start, end, help=self.report.quotes_advice(start) or advice)
        elif waits is AFTER_MEMBER or waits is AFTER_ELEMENT:
            self.report.comma_missing(start, end)
            if frame.opener == "{":
                waits = frame.waits = KEY
        elif waits is NOTHING:
            self.report.trailing(start, end)
            return
        elif not frame.opener and self.tokens[index + 1][0] == ":":
            self.brace_missing(start, end)
            frame, waits = self.nesting.frame, KEY
        if waits is KEY:
            frame.key = self.scalars.key(kind, start, end)
            frame.end = end
            frame.waits = COLON
        else:
            frame.add(self.scalars.value(kind, start, end))

    def comma(self, start: int) -> None:
        frame = self.nesting.frame
        waits = frame.waits
        if waits is AFTER_MEMBER:
            frame.waits = KEY
            self.mistakes.in_step = True
        elif waits is AFTER_ELEMENT:
            frame.waits = ELEMENT
            self.mistakes.in_step = True
        elif waits is NOTHING:
            self.report.trailing(start, start + 1)
        else:
            advice = "Remove the comma"
            if waits is COLON:
                advice = "Write the property as name, colon, value"
            elif frame.opener and waits is VALUE:
                advice = "Write the value, or remove the property"
            self.report.expected(start, start + 1, help=advice)
            if frame.opener == "{":
                self.mistakes.in_step = self.mistakes.in_step or waits is VALUE
                frame.drop_key()
                frame.waits = KEY

    def open(self, opener: str, start: int) -> None:
        waits = self.nesting.frame.waits
        if waits is NOTHING:
            self.report.trailing(start, start + 1)
            return
        if waits is COLON:
            self.report.expected(start, start + 1, help="Add a colon before it")
        elif waits is KEY:
            self.report.expected(
                start, start + 1, help="Give the value a name, or remove the brackets"
            )
        elif waits is AFTER_MEMBER or waits is AFTER_ELEMENT:
            self.report.comma_missing(start, start + 1)
        self.nesting.push(opener, start)

    def close(self, closer: str, start: int, index: int) -> None:
        frame = self.nesting.frame
        if frame.waits is NOTHING:
            self.report.trailing(start, start + 1)
        elif not frame.opener:
            self.report.expected(start, start + 1, help=f"Remove the '{closer}'")
        elif frame.opener == OPENER[closer]:
            if frame.waits is COLON or frame.waits is VALUE:
                self.report.expected(start, start + 1, help="Write the value, or remove the name")
            else:
                self.mistakes.in_step = True
            self.nesting.pop(start + 1)
        elif (reading := self.nesting.wrong_closer(closer, index)) == "extra":
            self.report.expected(
                start, start + 1, help=f"Remove the '{closer}', or add the '{OPENER[closer]}'"
            )
        elif reading == "outside":
            self.report.unclosed(start, f"'{closer}'")
            while self.nesting.frame.opener != OPENER[closer]:
                self.nesting.pop(self.nesting.frame.end)
            self.nesting.pop(start + 1)
        else:
            wanted = CLOSER[frame.opener]
            self.mistakes.add(
                start,
                start + 1,
                f"Expected '{wanted}', found '{closer}'",
                f"Write '{wanted}' here",
                Span(frame.start, frame.start + 1),
                f"This '{frame.opener}' is closed by '{closer}'",
            )
            self.nesting.pop(start + 1)

    def junk(self, start: int, end: int, index: int) -> None:
        char = self.text[start:end]
        frame = self.nesting.frame
        if frame.waits is NOTHING:
            self.report.trailing(start, end)
        elif self.tokens[index][0] == lexer.HASH:
            self.hash(start, end)
        elif char == "(" and frame.waits in (VALUE, ELEMENT):
            self.report.expected(start, end, help="Write an array in [ and ]")
            self.nesting.push("[", start)
            self.nesting.frame.implied = True
        elif char == ")" and frame.opener == "[":
            if not frame.implied:
                self.report.expected(start, end, help="Write an array in [ and ]")
            self.mistakes.in_step = True
            self.nesting.pop(end)
        elif char == "=" and frame.waits is COLON:
            self.report.expected(start, end, help="Write ':' between the name and the value")
            frame.waits = VALUE
        elif char == ";" and frame.waits in (AFTER_MEMBER, AFTER_ELEMENT):
            self.report.expected(start, end, help="Write ',' between two entries")
            frame.waits = KEY if frame.opener == "{" else ELEMENT
            self.mistakes.in_step = True
        elif char == "/":
            self.mistakes.add(
                start, end, "Expected a comment or data, found '/'", "Start a comment with // or /*"
            )
        else:
            self.report.expected(
                start, end, help=f"Remove the {quote(char)}, or put the string in quotes"
            )

    def hash(self, start: int, end: int) -> None:
        line = self.text[start:end]
        before = self.mistakes.in_step
        self.mistakes.add(
            start,
            end,
            f"Expected a comment or data, found {quote(line)}",
            f"Start a comment with // instead of {line[0]}",
        )
        self.mistakes.swallowed = self.mistakes.swallowed or "}" in line or "]" in line
        frame = self.nesting.frame
        if frame.waits is not VALUE or not frame.opener:
            self.mistakes.in_step = before

    def brace_missing(self, start: int, end: int) -> None:
        self.mistakes.add(
            start,
            end,
            f"Expected '{{', found {shown(self.text[start:end])}",
            "Put { before the first property and } after the last",
        )
        self.nesting.push("{", start)
        self.nesting.frame.implied = True

    def finish(self) -> None:
        end = len(self.text)
        if self.nesting.stack:
            if not self.mistakes.swallowed and not self.nesting.frame.implied:
                # The end of the last token before END, so that empty lines after it do not count.
                self.report.ended_early(self.tokens[-2][2])
            while self.nesting.stack:
                self.nesting.pop(end)
        elif not self.nesting.frame.elements and not self.mistakes.problems:
            what = "comments only" if self.comments else "nothing"
            self.mistakes.add(
                0,
                0,
                f"Expected a value, found {what}",
                'Write the connector: {"type": "…", "scopes": []}',
            )


def recover(text: str) -> Document:
    """Parse any text, valid or not, into a Document; never raises."""
    return _Recovery(text).run()

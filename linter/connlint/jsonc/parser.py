"""Tokens to a tree, whatever the text: the parser never raises and goes on after a mistake.

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

import re

from connlint.jsonc import lexer
from connlint.jsonc.lexer import Token
from connlint.jsonc.literals import decode_name, decode_string, parse_number
from connlint.jsonc.tree import (
    ArrayNode,
    ConstantNode,
    Document,
    InvalidNode,
    Key,
    Member,
    Node,
    NumberNode,
    ObjectNode,
    StringNode,
)
from connlint.source import Span
from connlint.wording import quote

# What typing.TYPE_CHECKING is; importing typing to say so would cost every run.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.jsonc.problem import SyntaxProblem

__all__ = ["parse"]

_CLOSER = {"{": "}", "[": "]"}
_OPENER = {"}": "{", "]": "["}
_CONSTANTS = {"true": True, "false": False, "null": None}
_OTHER_LANGUAGES = {"none": "null", "nil": "null", "undefined": "null"}
_STRAIGHT = 'use straight quotes: "text"'
_BARE_URL = re.compile(r"""://[^\s,;\]}"']+""")

# What a container waits for.
_KEY = "a property name or '}'"
_COLON = "':'"
_VALUE = "a value"
_ELEMENT = "a value or ']'"
_AFTER_MEMBER = "',' or '}'"
_AFTER_ELEMENT = "',' or ']'"
_NOTHING = "the end of the file"

_MANY = 20
"""From so many missing brackets on they are counted and not written out."""


def _found(token: str) -> str:
    """What stood there: a string as it stands, anything else in quotes."""
    if token[0] in "\"'":
        return quote(token[1:-1]) if token[-1] == token[0] else quote(token[1:])
    return f"'{token}'" if token in "{}[]:," else quote(token)


class _Frame:
    """A container that is still open; the bottom one stands for the whole text."""

    __slots__ = ("elements", "end", "implied", "key", "members", "opener", "start", "waits")

    def __init__(self, opener: str, start: int) -> None:
        self.opener = opener
        self.start = start
        self.end = start + 1
        self.implied = False
        self.waits = _KEY if opener == "{" else _ELEMENT if opener == "[" else _VALUE
        self.key: Key | None = None
        self.members: list[Member] = []
        self.elements: list[Node] = []

    def add(self, node: Node) -> None:
        """Take a value in, at the place that waits for one."""
        self.end = node.end
        if self.opener == "{":
            if self.key is not None:
                self.members.append(Member(self.key, node))
                self.key = None
            self.waits = _AFTER_MEMBER
        else:
            self.elements.append(node)
            self.waits = _AFTER_ELEMENT if self.opener else _NOTHING

    def drop_key(self) -> None:
        """A key without a value stays visible as a member without one."""
        if self.key is not None:
            self.members.append(Member(self.key, None))
            self.key = None

    def node(self, end: int) -> Node:
        """The finished container."""
        if self.opener == "{":
            self.drop_key()
            return ObjectNode(self.start, end, tuple(self.members))
        return ArrayNode(self.start, end, tuple(self.elements))


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Token] = []
        self.comments: list[Span] = []
        self.problems: list[SyntaxProblem] = []
        self.in_step = True
        self.swallowed = False
        self.balance: list[int] | None = None
        self.frame = _Frame("", 0)
        self.stack: list[_Frame] = []
        self.opened = {"": 0, "{": 0, "[": 0}

    def run(self) -> Document:
        for token in lexer.tokenize(self.text):
            kind = token[0]
            if kind == lexer.COMMENT or kind == lexer.OPEN_COMMENT:
                self.comments.append(Span(token[1], token[2]))
            if kind != lexer.COMMENT and kind != lexer.SPACE:
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
                self.problem(
                    start,
                    start + 2,
                    "expected */ after the comment, found the end of the file",
                    "add */ where the comment ends",
                )
                self.swallowed = True
        self.finish()
        root = self.frame.elements[0] if self.frame.elements else None
        return Document(root, tuple(self.comments), tuple(self.problems))

    # One method for each kind of token.

    def scalar(self, kind: str, start: int, end: int, index: int) -> None:
        frame = self.frame
        waits = frame.waits
        if waits is _COLON:
            advice = "a colon stands between a property name and its value"
            self.expected(start, end, help=self.quotes_advice(start) or advice)
        elif waits is _AFTER_MEMBER or waits is _AFTER_ELEMENT:
            self.comma_missing(start, end)
            if frame.opener == "{":
                waits = frame.waits = _KEY
        elif waits is _NOTHING:
            self.trailing(start, end)
            return
        elif not frame.opener and self.tokens[index + 1][0] == ":":
            self.brace_missing(start, end)
            frame, waits = self.frame, _KEY
        if waits is _KEY:
            frame.key = self.key(kind, start, end)
            frame.end = end
            frame.waits = _COLON
        else:
            frame.add(self.value(kind, start, end))

    def comma(self, start: int) -> None:
        frame = self.frame
        waits = frame.waits
        if waits is _AFTER_MEMBER:
            frame.waits = _KEY
            self.in_step = True
        elif waits is _AFTER_ELEMENT:
            frame.waits = _ELEMENT
            self.in_step = True
        elif waits is _NOTHING:
            self.trailing(start, start + 1)
        else:
            advice = "remove the comma"
            if waits is _COLON:
                advice = "write the property as name, colon, value"
            elif frame.opener and waits is _VALUE:
                advice = "write the value, or remove the property"
            self.expected(start, start + 1, help=advice)
            if frame.opener == "{":
                self.in_step = self.in_step or waits is _VALUE
                frame.drop_key()
                frame.waits = _KEY

    def colon(self, start: int) -> None:
        frame = self.frame
        if frame.waits is _COLON:
            frame.waits = _VALUE
            self.in_step = True
        elif frame.waits is _NOTHING:
            self.trailing(start, start + 1)
        elif self.text.startswith("://", start) and not self.in_step:
            pass  # A bare URL: reported with the word before it.
        elif self.array_ended_early():
            self.colon_in_array()
        elif self.value_is_name():
            self.colon_after_member()
        else:
            self.expected(start, start + 1, help="a colon follows a property name only")
            if frame.waits is _KEY:
                frame.waits = _VALUE

    def open(self, opener: str, start: int) -> None:
        waits = self.frame.waits
        if waits is _NOTHING:
            self.trailing(start, start + 1)
            return
        if waits is _COLON:
            self.expected(start, start + 1, help="add a colon before it")
        elif waits is _KEY:
            self.expected(start, start + 1, help="give the value a name, or remove the brackets")
        elif waits is _AFTER_MEMBER or waits is _AFTER_ELEMENT:
            self.comma_missing(start, start + 1)
        self.push(opener, start)

    def close(self, closer: str, start: int, index: int) -> None:
        frame = self.frame
        if frame.waits is _NOTHING:
            self.trailing(start, start + 1)
        elif not frame.opener:
            self.expected(start, start + 1, help=f"remove the '{closer}'")
        elif frame.opener == _OPENER[closer]:
            if frame.waits is _COLON or frame.waits is _VALUE:
                self.expected(start, start + 1, help="write the value, or remove the name")
            else:
                self.in_step = True
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
            self.problem(
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
        if self.frame.waits is _NOTHING:
            self.trailing(start, end)
        elif self.tokens[index][0] == lexer.HASH:
            self.hash(start, end)
        elif char == "(" and self.frame.waits in (_VALUE, _ELEMENT):
            self.expected(start, end, help="an array is written in [ and ]")
            self.push("[", start)
            self.frame.implied = True
        elif char == ")" and self.frame.opener == "[":
            if not self.frame.implied:
                self.expected(start, end, help="an array is written in [ and ]")
            self.in_step = True
            self.pop(end)
        elif char == "=" and self.frame.waits is _COLON:
            self.expected(start, end, help="write ':' between a property name and its value")
            self.frame.waits = _VALUE
        elif char == ";" and self.frame.waits in (_AFTER_MEMBER, _AFTER_ELEMENT):
            self.expected(start, end, help="write ',' between two entries")
            self.frame.waits = _KEY if self.frame.opener == "{" else _ELEMENT
            self.in_step = True
        elif char == "/":
            self.problem(
                start, end, "expected a comment or data, found '/'", "comments start with // or /*"
            )
        else:
            self.expected(start, end, help=f"remove the {quote(char)}, or put the text in quotes")

    def hash(self, start: int, end: int) -> None:
        line = self.text[start:end]
        before = self.in_step
        self.problem(
            start,
            end,
            f"expected a comment or data, found {quote(line)}",
            f"a comment starts with // instead of {line[0]}",
        )
        self.swallowed = self.swallowed or "}" in line or "]" in line
        if self.frame.waits is not _VALUE or not self.frame.opener:
            self.in_step = before

    # The parts that they share.

    def comma_missing(self, start: int, end: int) -> None:
        frame = self.frame
        before = self.in_step
        self.expected(start, end, help=self.quotes_advice(start) or "add a comma before it")
        # On a line of its own it is an entry like any other, and only the comma is missing.
        self.in_step = before and "\n" in self.text[frame.end : start]

    def quotes_advice(self, start: int) -> str:
        """What to do about text that touches the string before it; empty where none does."""
        mark = self.text[start - 1]
        if mark not in "\"'" or self.frame.end != start:
            return ""
        return f"check the quotes: a text ends at the next {mark}; inside it write \\{mark}"

    def brace_missing(self, start: int, end: int) -> None:
        self.problem(
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
        self.frame = _Frame(opener, start)

    def key(self, kind: str, start: int, end: int) -> Key:
        if kind != lexer.WORD:
            return Key(start, end, self.string(kind, start, end))
        word = self.text[start:end]
        name = decode_name(word)
        if name is None:
            advice = f"put the name in quotes: {quote(word)}"
            if word[0] in "“”„‘’":
                advice = _STRAIGHT
            self.problem(start, end, f"expected a property name, found {quote(word)}", advice)
        return Key(start, end, word if name is None else name)

    def value(self, kind: str, start: int, end: int) -> Node:
        if kind != lexer.WORD:
            return StringNode(start, end, self.string(kind, start, end))
        word = self.text[start:end]
        if word in _CONSTANTS:
            return ConstantNode(start, end, _CONSTANTS[word])
        number = parse_number(word)
        if number is not None:
            return NumberNode(start, end, number)
        url = _BARE_URL.match(self.text, end)
        shown_end = url.end() if url else end
        shown = quote(self.text[start:shown_end])
        advice = f"put the text in quotes: {shown}"
        if url:
            self.swallowed = True
        elif word.lower() in _CONSTANTS:
            advice = f"write it in small letters: {word.lower()}"
        elif word.lower() in _OTHER_LANGUAGES:
            advice = f"write {_OTHER_LANGUAGES[word.lower()]}, or put the text in quotes: {shown}"
        elif word[0] in "+-.0123456789":
            advice = f"write a number like 10, -0.5 or 1e3, or put the text in quotes: {shown}"
        elif word[0] in "“”„‘’":
            advice = _STRAIGHT
        self.problem(start, shown_end, f"expected a value, found {shown}", advice)
        return InvalidNode(start, end)

    def string(self, kind: str, start: int, end: int) -> str:
        if kind == lexer.OPEN_STRING:
            mark = self.text[start]
            text = quote(self.text[start + 1 : end])
            where = "line" if end < len(self.text) else "file"
            self.problem(
                start,
                end,
                f"expected {mark} after {text}, found the end of the {where}",
                f"add {mark} at the end of the text",
            )
            self.swallowed = True
            return self.text[start + 1 : end]
        return decode_string(self.text, start + 1, end - 1, self.bad_escape)

    def bad_escape(self, start: int, end: int, message: str, help: str) -> None:
        before = self.in_step
        self.problem(start, end, message, help)
        self.in_step = before

    def pop(self, end: int) -> None:
        self.opened[self.frame.opener] -= 1
        node = self.frame.node(end)
        self.frame = self.stack.pop()
        self.frame.add(node)

    def array_ended_early(self) -> bool:
        """Whether a colon in an array shows that the property before it belongs outside."""
        frame = self.frame
        return (
            frame.waits is _AFTER_ELEMENT
            and self.stack[-1].opener == "{"
            and isinstance(frame.elements[-1], StringNode)
        )

    def colon_in_array(self) -> None:
        name = self.frame.elements.pop()
        assert isinstance(name, StringNode)
        self.unclosed(name.start, f"the property {quote(name.value)}")
        end = self.frame.elements[-1].end if self.frame.elements else self.frame.start + 1
        self.pop(end)
        self.frame.key = Key(name.start, name.end, name.value)
        self.frame.waits = _VALUE

    def value_is_name(self) -> bool:
        """Whether a colon in an object shows that the value before it names a property."""
        frame = self.frame
        return (
            frame.waits is _AFTER_MEMBER
            and bool(frame.members)
            and isinstance(frame.members[-1].value, (StringNode, InvalidNode))
        )

    def colon_after_member(self) -> None:
        key, name = self.frame.members[-1].key, self.frame.members[-1].value
        assert isinstance(name, (StringNode, InvalidNode))
        text = name.value if isinstance(name, StringNode) else self.text[name.start : name.end]
        self.problem(
            name.start,
            name.end,
            f"expected a value for {quote(key.name)}, found the property {quote(text)}",
            "write the value, or remove the name",
        )
        self.frame.members[-1] = Member(key, None)
        self.frame.key = Key(name.start, name.end, text)
        self.frame.waits = _VALUE
        self.in_step = True

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
        if self.swallowed:
            return
        wanted = _CLOSER[frame.opener]
        self.problem(
            at,
            at + 1,
            f"expected '{wanted}', found {found}",
            f"add '{wanted}' before it",
            Span(frame.start, frame.start + 1),
            f"this '{frame.opener}' is not closed",
        )

    def trailing(self, start: int, end: int) -> None:
        if not self.in_step:
            return
        root = self.frame.elements[0]
        self.problem(
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
            if not self.swallowed and not self.frame.implied:
                self.ended_early(end)
            while self.stack:
                self.pop(end)
        elif not self.frame.elements and not self.problems:
            what = "comments only" if self.comments else "nothing"
            self.problem(
                0,
                0,
                f"expected a value, found {what}",
                'write the connector: {"type": "…", "scopes": []}',
            )

    def ended_early(self, end: int) -> None:
        frame = self.frame
        missing = [_CLOSER[frame.opener] for frame in reversed(self.stack[1:])]
        closers = "".join([_CLOSER[frame.opener], *missing])
        wanted = f"'{closers[0]}'"
        advice = f"add {closers}" if len(closers) < _MANY else f"close all {len(closers)} brackets"
        if frame.waits is _COLON or frame.waits is _VALUE:
            wanted = self.wanted()
            advice = f"write the value, then {advice}"
        self.problem(
            end,
            end,
            f"expected {wanted}, found the end of the file",
            advice,
            Span(frame.start, frame.start + 1),
            f"this '{frame.opener}' is not closed",
        )

    def wanted(self) -> str:
        waits, key = self.frame.waits, self.frame.key
        if key is not None and (waits is _COLON or waits is _VALUE):
            return (
                f"':' after {quote(key.name)}"
                if waits is _COLON
                else f"a value for {quote(key.name)}"
            )
        return waits

    def expected(self, start: int, end: int, *, help: str) -> None:
        if not self.in_step:
            return
        found = _found(self.text[start:end])
        self.problem(start, end, f"expected {self.wanted()}, found {found}", help)

    def problem(
        self,
        start: int,
        end: int,
        message: str,
        help: str,
        related: Span | None = None,
        related_message: str = "",
    ) -> None:
        if self.in_step:
            # Most files have no problem, and start-up has a budget.
            from connlint.jsonc.problem import SyntaxProblem

            self.problems.append(
                SyntaxProblem(Span(start, end), message, help, related, related_message)
            )
            self.in_step = False


def parse(text: str) -> Document:
    """Read any text as JSON5; never raises. See Document for what comes back.

    The accepted language is that of npm json5 2.x (`JSON5.parse`), which Base44's
    CLI uses for connector files.
    """
    return _Parser(text).run()

"""Insertion of an entry into pre-commit's list of repositories, by lines; the rest is kept.

No YAML is parsed. The text must have the form that people and tools write: `repos:` at the
start of a line, and below it items that begin with `-`, all at one depth. Any other form is
refused.
"""

from __future__ import annotations

import re

from connlint.init.refusal import InsertionError
from connlint.text.source import newline_of

__all__ = ["add_repository"]

_REPOS = re.compile(r"""(?:repos|"repos"|'repos')[ ]*:(.*)""")
_KEY = re.compile(r"""(?:[\w.-]+|"[^"\\]*"|'[^']*')[ ]*:(?:[ ].*)?""")
_EMPTY_LIST = re.compile(r"[ ]*(\[[ ]*\])?[ ]*(#.*)?")
# A quoted string that begins in a line and does not end there.
_GOES_ON = re.compile(r"""(?:^|[:,\[{-][ ]+)(?:"(?:[^"\\]|\\.)*\\?|'(?:[^']|'')*)$""")
_ODD = re.compile(r"^[ ]*\t|[\r\x85\u2028\u2029]")
_KEEPS_LINE_ENDS = re.compile(r"""[|>]\d?\+""")


def add_repository(text: str, entry: str) -> str:
    """Return the text with an entry added at the end of its list of repositories.

    `entry` is the entry at depth 0, in lines that end in a line feed. Raises InsertionError
    where the place for it is unclear.
    """
    newline = newline_of(text)
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    plain = [line.removesuffix("\n").removesuffix("\r") for line in lines]
    if any(map(_ODD.search, plain)):
        raise InsertionError("it has tabs or line ends that YAML takes in its own way")
    head = _head(plain)
    if head is None:
        if any(map(_is_content, plain)):
            raise InsertionError('it has no "repos:" at the start of a line')
        return _joined(lines, len(lines), f"repos:\n{_indented(entry, 2)}", newline)
    head_match = _REPOS.fullmatch(plain[head])
    rest = _EMPTY_LIST.fullmatch(head_match[1]) if head_match else None
    if rest is None:
        raise InsertionError('its "repos:" is not a list with a line for each entry')
    first, end = _block(plain, head)
    if first is None:
        comment = f" {rest[2]}" if rest[2] else ""
        lines[head] = f"repos:{comment}{newline}"
        return _joined(lines, head + 1, _indented(entry, 2), newline)
    if rest[1]:
        raise InsertionError('its "repos:" is a list, and something follows below it')
    depth = len(plain[first]) - len(plain[first].lstrip(" "))
    last = _last_line(plain, first, end, depth)
    spaced = _is_spaced(plain, first, last, depth)
    added = ("\n" if spaced else "") + _indented(entry, depth)
    return _joined(lines, last + 1, added, newline)


def _head(plain: list[str]) -> int | None:
    """Return the 0-based line of `repos:`, None without one; refuses several documents."""
    heads = [number for number, line in enumerate(plain) if _REPOS.fullmatch(line)]
    started = False
    for line in plain:
        if line.startswith(("---", "...")):
            if started:
                raise InsertionError("it holds more than one document")
            started = True
        started = started or (_is_content(line) and not line.startswith("%"))
    if len(heads) > 1:
        raise InsertionError('it has "repos:" more than once')
    return heads[0] if heads else None


def _block(plain: list[str], head: int) -> tuple[int | None, int]:
    """Return the first line with an item, None without one, and the first line after the list.

    Refuses a list that does not consist of items at one depth.
    """
    first: int | None = None
    depth = 0
    for number in range(head + 1, len(plain)):
        line = plain[number]
        if not _is_content(line):
            continue
        indent = len(line) - len(line.lstrip(" "))
        is_item = re.match(r"-(?: |$)", line[indent:]) is not None
        if first is None and (is_item or indent):
            first, depth = number, indent
        if indent == 0 and not (is_item and depth == 0):
            if not _KEY.fullmatch(line):
                raise InsertionError(f"line {number + 1} is not understood")
            return first, number
        if indent < depth or (indent == depth and not is_item):
            raise InsertionError(f"line {number + 1} does not fit the list of repositories")
        if _GOES_ON.search(line) or _KEEPS_LINE_ENDS.search(line):
            raise InsertionError(f"line {number + 1} holds a text that goes on in the next")
    return first, len(plain)


def _last_line(plain: list[str], first: int, end: int, depth: int) -> int:
    """Return the last line of the list: content, or a comment deeper than its items."""
    last = first
    for number in range(first, end):
        line = plain[number]
        is_deep = line.strip() and len(line) - len(line.lstrip(" ")) > depth
        if _is_content(line) or is_deep:
            last = number
    return last


def _is_spaced(plain: list[str], first: int, last: int, depth: int) -> bool:
    """Tell whether an empty line precedes each item but the first."""
    starts = [
        number
        for number in range(first + 1, last + 1)
        if plain[number].startswith(" " * depth + "-")
    ]
    return bool(starts) and all(not plain[number - 1].strip() for number in starts)


def _is_content(line: str) -> bool:
    stripped = line.strip()
    return bool(stripped) and not stripped.startswith("#") and stripped != "---"


def _indented(entry: str, depth: int) -> str:
    return "".join(f"{' ' * depth}{line}\n" for line in entry.splitlines())


def _joined(lines: list[str], at: int, added: str, newline: str) -> str:
    """Return the lines as one text, with `added` inserted before line `at`."""
    before = "".join(lines[:at])
    if before and not before.endswith("\n"):
        before += newline
    return before + added.replace("\n", newline) + "".join(lines[at:])

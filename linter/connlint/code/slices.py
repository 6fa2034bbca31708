"""Which parts of a file have nothing to do with connectors, and need not be parsed.

Parsing is most of what reading code takes, and most functions of a long file have no part in
what a token does. A function at the top of a file is left out where nothing else names it, and
where it names nothing that stands outside of it: then no value gets in, and none gets out. It is
told from the text alone, by its first and last lines standing at the beginning of a line; what
is written otherwise is kept. A part too many costs time, a part too few would cost a finding: so
whatever is in doubt is kept.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping

from connlint.code.connectors_module import call_offsets
from connlint.code.syntax import LETTERS

__all__ = ["kept_parts"]

_BLANKED = bytes([byte if bytes([byte]) in LETTERS else 32 for byte in range(256)])
"""What each byte becomes where only names are to be left."""
_TEARING = _TICK, _OPENING, _CLOSING = (b"`", b"/*", b"*/")
"""What begins or ends something in which a line need not be what it looks like."""
_TEMPLATE = b"$"
"""What begins a part of a template is no name, unless it is one."""
_FUNCTION = re.compile(
    rb"^(?:export )?(?:async )?(?:function\*? |(?P<value>const ))(?P<name>[\w$]+)"
    # Of a constant it must be sure that it is one function and nothing else.
    rb"(?(value)(?: = (?:async )?(?:\([^()\n]*\)|[\w$]+)(?:: [^=\n]+)? => \{\n)|[ ]?[(<][^\n]*\n)"
    rb"(?:[ \t][^\n]*\n|\r?\n|\)[^\n]*\n)*"
    rb"\};?[ \t\r]*(?:\n|\Z)(?:\r?\n)*",
    re.MULTILINE,
)
_DECLARING = (b"function", b"const", b"let", b"var", b"enum", b"namespace", b"import")
# What gives a name to something: a declaration, a pattern, an import, and another variable. Each
# begins where one of the words or the comma stands, which is found faster without a pattern.
_DECLARED = re.compile(rb"\b\w+\*?(?:\s+([\w$\x80-\xff]+)|\s*([{\[][\s\S]*?[}\]]\s*(?::[^=;]*)?)=)")
_IMPORTED = re.compile(rb"\bimport\b([^\"'`;]*)")
_FURTHER = re.compile(rb"[,{]\s*([\w$\x80-\xff]+)\s*=(?![=>])")
# Methods and functions of objects, which are called by the name of the property before them.
_METHODS = (
    re.compile(rb":\s*(?:async\b\s*)?(?:function\b|\([^()]*\)\s*=>|[\w$]+\s*=>)"),
    re.compile(rb"\([^()]*\)\s*(?::[^{}=;]*)?\{"),
)
_NEAR = 64
"""The bytes in which the name before a place is looked for first."""
_KEYWORDS = frozenset(
    b"as async await catch const default do else export finally for from function if import in"
    b" let of return switch try type typeof var void while with".split()
)
_FEW = 2_000
"""Bytes that are parsed as fast as they are looked through."""


def kept_parts(data: bytes) -> list[tuple[int, int]]:
    """The parts of a file's text, in UTF-8, that have to be parsed, as spans of bytes.

    No other file may import this one.
    """
    whole = [(0, len(data))]
    if len(data) < _FEW or (b"class" in data and re.search(rb"\bclass\b", data)):
        return whole
    functions = list(_whole_functions(data))
    rest, at = [], 0
    for match in functions:
        rest.append(data[at : match.start()])
        at = match.end()
    rest.append(data[at:])
    names = data.translate(_BLANKED)
    words = {match: names[slice(*match.span())].split() for match in functions}
    kept = _needed(b"\n".join(rest), words)
    dropped = [match.span() for match in functions if match not in kept]
    return _between(dropped, len(data)) if dropped else whole


def _whole_functions(data: bytes) -> Iterator[re.Match[bytes]]:
    """Functions without a connector call, and no parts of templates or of comments."""
    at = 0
    is_inside = False
    # One byte is looked for many times as fast as two.
    marks = [mark for mark in (_TEARING if b"*" in data else (_TICK,)) if mark in data]
    calls = deque(sorted(call_offsets(data)))
    for match in _FUNCTION.finditer(data):
        start, end = match.span()
        is_torn = False
        if marks:
            # From the end of one to the beginning of the next.
            is_inside ^= at < start and _is_torn(data, at, start, marks)
            is_torn = _is_torn(data, start, end, marks)
        at = end
        while calls and calls[0] < start:
            calls.popleft()
        has_call = bool(calls) and calls[0] < end
        if not (is_inside or is_torn or has_call):
            yield match
        is_inside ^= is_torn


def _is_torn(data: bytes, start: int, end: int, marks: list[bytes]) -> bool:
    """Whether a template or a comment begins in a part that does not end in it, or ends so."""
    counts = {mark: data.count(mark, start, end) for mark in marks}
    return bool(counts.get(_TICK, 0) % 2) or counts.get(_OPENING, 0) != counts.get(_CLOSING, 0)


def _needed(rest: bytes, functions: Mapping[re.Match[bytes], list[bytes]]) -> set[re.Match[bytes]]:
    """The functions that have to do with the rest of the file, directly or through others.

    `functions` has the words of each.
    """
    needed: set[re.Match[bytes]] = set()
    pending = [rest]
    left = dict(functions)
    while pending and left:
        text = pending.pop()
        used, declared = set(_words(text)), _names(text)
        found = [
            match
            for match, words in left.items()
            if match["name"] in used or not declared.isdisjoint(words)
        ]
        needed.update(found)
        pending += [match[0] for match in found]
        for match in found:
            del left[match]
    return needed


def _words(text: bytes) -> list[bytes]:
    """The names in a text, and what else is made of the same letters."""
    return text.translate(_BLANKED).split()


def _names(text: bytes) -> set[bytes]:
    """What a text gives a name to, and perhaps a few words more."""
    found = set(_words(b" ".join(_declared(text))))
    for method in _METHODS:
        found.update([_name_before(text, match.start()) for match in method.finditer(text)])
    return found - _KEYWORDS - {_TEMPLATE, b""}


def _declared(text: bytes) -> Iterator[bytes]:
    for word in _DECLARING:
        for at in _places(text, word):
            match = (_IMPORTED if word == b"import" else _DECLARED).match(text, at)
            if match is not None:
                yield b" ".join(match.groups(b""))
    for at in _places(text, b"="):
        start = max(text.rfind(b",", 0, at), text.rfind(b"{", 0, at))
        match = _FURTHER.match(text, start) if start >= 0 else None
        if match is not None:
            yield match[1]


def _places(text: bytes, part: bytes) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _name_before(text: bytes, at: int) -> bytes:
    """The name that stands before a place; the nearest one, where something stands between."""
    words = _words(text[max(0, at - _NEAR) : at])
    if words and len(words[-1]) < _NEAR:
        return words[-1]
    return (_words(text[:at]) or [b""])[-1]


def _between(dropped: list[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """What lies between spans in a text of some length."""
    ends = [0, *[end for _, end in dropped]]
    starts = [*[start for start, _ in dropped], length]
    return [(end, start) for end, start in zip(ends, starts, strict=True) if end < start]

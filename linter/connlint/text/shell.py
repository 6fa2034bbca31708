"""Words of a command line, quoted for a shell only where that is needed."""

from __future__ import annotations

import re

__all__ = ["shell_word"]

_PLAIN = re.compile(r"[A-Za-z0-9_@%+=:,./-]+")
# Within double quotes, which Windows knows as well.
_QUOTABLE = re.compile(r"[^\"$`\\!%\n]*")
# GitHub Actions obeys it anywhere in a line of a log.
_COMMAND = "##["
_LAST_SHORT = "0000ffff"


def shell_word(text: str) -> str:
    r"""Return a text as one word of a command line.

    It is in double quotes where these do, in single quotes otherwise, and where it has characters
    that could deceive a reader, in the form `$'…'` of bash and zsh, which escapes them.
    """
    if _PLAIN.fullmatch(text):
        return text
    if not text.isprintable() or _COMMAND in text:
        shown = "".join(map(_escaped, text)).replace(_COMMAND, f"{_COMMAND[:-1]}\\x5b")
        return f"$'{shown}'"
    if _QUOTABLE.fullmatch(text):
        return f'"{text}"'
    quote = "'"
    return f"""'{text.replace(quote, quote + '"' + quote + '"' + quote)}'"""


def _escaped(char: str) -> str:
    if char in "\\'":
        return f"\\{char}"
    if char.isprintable():
        return char
    code = f"{ord(char):08x}"
    if char.isascii():
        return f"\\x{code[-2:]}"
    return f"\\U{code}" if code > _LAST_SHORT else f"\\u{code[-4:]}"

"""Foreign text in Markdown, so that it is shown as it is and makes no link, mention or tag."""

from __future__ import annotations

import re

from connlint.text.escaping import escape_unprintable

__all__ = ["code", "prose"]

_SPECIAL = re.compile(r"([\\`*_\[\]|<>&~$])")
# What becomes a link or a mention without any mark; some readers look for it after they have
# read backslashes, so that only something between the characters helps.
_ACTIVE = re.compile(r"(@|#(?=\w)|\bwww(?=\.)|:(?=//)|:(?=[\w+-]+:))", re.IGNORECASE)
_NOTHING = "<!-- -->"
_QUOTED = re.compile(r'("[^"]*"|`[^`]*`)')
_TICKS = re.compile(r"`+")


def prose(text: str) -> str:
    """Return a sentence in Markdown; what is in quotes or backticks in it is code."""
    parts = _QUOTED.split(escape_unprintable(text))
    return "".join(
        code(part.strip("`")) if number % 2 else _escaped(part) for number, part in enumerate(parts)
    )


def code(text: str) -> str:
    """Return text as code, whatever backticks it has."""
    shown = escape_unprintable(text)
    if not shown.strip():
        return "` `"
    longest = max(map(len, _TICKS.findall(shown)), default=0)
    fence = "`" * (longest + 1)
    # A blank on both sides is not shown; one belongs between backticks, and beside other blanks.
    pad = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def _escaped(text: str) -> str:
    """Escape what Markdown would act on; foreign text never begins a line."""
    return _ACTIVE.sub(rf"\1{_NOTHING}", _SPECIAL.sub(r"\\\1", text))

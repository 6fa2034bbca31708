"""String literals for insertion into a user's file, in the quotes that the file uses."""

from __future__ import annotations

import json
import re

__all__ = ["literal"]


def literal(value: str, like: str) -> str:
    """Return `value` as a JSON5 string literal in the quotes of `like`.

    `like` is the text of another string or key; if it is unquoted, the quotes are double.
    """
    text = json.dumps(value, ensure_ascii=False)
    # A lone surrogate can only be written as an escape.
    text = re.sub("[\ud800-\udfff]", lambda match: f"\\u{ord(match[0]):04x}", text)
    if not like.startswith("'"):
        return text
    inner = text[1:-1].replace('\\"', '"').replace("'", "\\'")
    return f"'{inner}'"

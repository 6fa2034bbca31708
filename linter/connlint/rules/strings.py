"""How a rule writes a string into somebody's file: with the quotes that they use."""

from __future__ import annotations

import json
import re

__all__ = ["literal"]


def literal(value: str, like: str) -> str:
    """`value` as a JSON5 string in the quotes of `like`, the text of another string or key.

    After an unquoted key it comes out in double quotes.
    """
    text = json.dumps(value, ensure_ascii=False)
    # Half a surrogate pair can be written as an escape only.
    text = re.sub("[\ud800-\udfff]", lambda match: f"\\u{ord(match[0]):04x}", text)
    if not like.startswith("'"):
        return text
    inner = text[1:-1].replace('\\"', '"').replace("'", "\\'")
    return f"'{inner}'"

"""How a rule writes a string into somebody's file: with the quotes that they use."""

from __future__ import annotations

import json

__all__ = ["literal"]


def literal(value: str, like: str) -> str:
    """`value` as a JSON5 string in the quotes of `like`, the text of another string or key.

    After an unquoted key it comes out in double quotes.
    """
    text = json.dumps(value, ensure_ascii=False)
    if not like.startswith("'"):
        return text
    inner = text[1:-1].replace('\\"', '"').replace("'", "\\'")
    return f"'{inner}'"

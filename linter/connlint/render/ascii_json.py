"""JSON in ASCII, which any encoding and any log preserves."""

from __future__ import annotations

import json

__all__ = ["to_json"]


def to_json(value: object) -> str:
    """Return a value as indented JSON in ASCII, with a final line end.

    `##[` is escaped as well, because it would begin a command in a log of GitHub Actions.
    """
    return json.dumps(value, indent=2).replace("##[", "##\\u005b") + "\n"

"""JSON that survives any encoding and any log."""

from __future__ import annotations

import json

__all__ = ["to_json"]


def to_json(value: object) -> str:
    """The value in lines, with an escape for all but printable ASCII; ends with a line end.

    `##[` comes out with an escape, too: in a log of GitHub Actions it would begin a command.
    """
    return json.dumps(value, indent=2).replace("##[", "##\\u005b") + "\n"

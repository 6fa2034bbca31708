"""One workflow command of GitHub Actions, with foreign text escaped."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Mapping

from connlint.text.escaping import escape_unprintable

__all__ = ["path_in_checkout", "workflow_command"]

_IN_TEXT = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES = {**_IN_TEXT, ":": "%3A", ",": "%2C"}


def workflow_command(kind: str, properties: Mapping[str, object], message: str) -> str:
    """Return the line of a command; `kind` is `error`, `warning` or `notice`.

    The message has to be safe to show, as a path of path_in_checkout is.
    """
    listed = ",".join(
        f"{name}={_escaped(str(value), _IN_PROPERTIES)}" for name, value in properties.items()
    )
    return f"::{kind} {listed}::{_escaped(message, _IN_TEXT)}\n"


def path_in_checkout(path: str, folder: str) -> str:
    """Return a shown path from the root of the repository, safe to show.

    `folder` leads from there to the working directory. Line ends are kept, as a command can encode
    them.
    """
    if not os.path.isabs(path):
        path = posixpath.normpath(folder + path)
    return "".join(
        part if part in _IN_TEXT else escape_unprintable(part)
        for part in re.split(r"([\r\n])", path)
    )


def _escaped(text: str, escapes: Mapping[str, str]) -> str:
    return "".join(escapes.get(char, char) for char in text)

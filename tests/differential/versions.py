"""What honestly depends on the version of Python: nothing else may differ between two of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .draft import App

__all__ = ["forgiving", "has_new_toml"]

_LIBRARY_TEXTS = (
    re.compile(r"^(This is not valid TOML: ).*"),
    re.compile(r'^(The catalog ".*" cannot be used: it is not JSON: ).*'),
)
"""Messages of config-error that end in what Python's own parsers say."""
_NEW_ESCAPES = re.compile(rb"\\[xe]")
"""Escapes of TOML 1.1: tomli, which serves Python 3.10, reads them, and tomllib does not yet."""


def forgiving(diagnostic: Mapping[str, Any]) -> dict[str, Any]:
    """Give a diagnostic of a JSON report without the words of Python's own parsers."""
    value = dict(diagnostic)
    if value["rule"] == "config-error":
        for pattern in _LIBRARY_TEXTS:
            value["message"] = pattern.sub(r"\1", value["message"])
    return value


def has_new_toml(app: App) -> bool:
    """Tell whether an app has settings that only some versions of Python can read."""
    return any(
        name.endswith(".toml") and _NEW_ESCAPES.search(content) is not None
        for name, content in app.files.items()
    )

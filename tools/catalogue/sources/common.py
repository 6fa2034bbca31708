"""What the sources share: how a package is named, and how a file of facts is written."""

from __future__ import annotations

import json
from typing import NamedTuple

__all__ = ["Package", "UnexpectedPackageError", "render"]


class Package(NamedTuple):
    """A published package, and which of its files hold the facts."""

    registry: str
    """`pypi` or `npm`."""
    name: str
    version: str
    """The version that the committed facts were made from."""
    needs: tuple[str, ...]
    """Patterns of the files to unpack, relative to the package's root."""


class UnexpectedPackageError(Exception):
    """The package does not hold the facts where they used to be."""


def render(value: object) -> str:
    """The text of a file of facts: the same value gives the same bytes."""
    return json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True) + "\n"

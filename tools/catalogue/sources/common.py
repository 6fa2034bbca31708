"""Definitions that the sources share: packages, and the form of files of facts."""

from __future__ import annotations

import json
from typing import NamedTuple

__all__ = ["Package", "UnexpectedPackageError", "render"]


class Package(NamedTuple):
    """A published package, and the files in it that have the facts."""

    registry: str
    """`pypi` or `npm`."""
    name: str
    needs: tuple[str, ...]
    """Patterns of the files to unpack, relative to the package's root."""


class UnexpectedPackageError(Exception):
    """An error: the package no longer has the facts where they were."""


def render(value: object) -> str:
    """Return the text of a file of facts; the same value gives the same bytes."""
    return json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True) + "\n"

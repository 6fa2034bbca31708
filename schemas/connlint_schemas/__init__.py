"""Data of connlint: JSON Schemas, the catalogue of connector types, and the providers' scope lists.

Data only: `read(name)` gives the bytes of a file of this package, from a folder or
from a zip archive alike.
"""

from __future__ import annotations

import os

__all__ = ["read"]


def read(name: str) -> bytes:
    """The content of a data file, named relative to this package with `/`.

    Raises OSError when there is no such file.
    """
    # importlib.resources would do the same, at three times the cost of Python itself.
    path = os.path.join(os.path.dirname(__file__), *name.split("/"))
    # The loaders of folders and of zip archives both have get_data; their base has not.
    return bytes(__spec__.loader.get_data(path))  # type: ignore[union-attr]

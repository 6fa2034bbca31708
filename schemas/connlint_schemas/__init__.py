"""Data of connlint: JSON Schemas, the catalogue of connector types, and the providers' scope lists.

Data only: `load(name)` gives the object in a JSON file of this package, and `read(name)` the bytes
of any file, from a folder or from a zip archive alike.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["DamagedError", "load", "read"]


class DamagedError(Exception):
    """A file that was installed with connlint is missing or damaged; the message is one line."""

    @classmethod
    def of(cls, name: str, fault: str) -> DamagedError:
        """Make the error about a file and its fault."""
        return cls(f"The installation is damaged: {name} {fault}. Reinstall connlint")


def read(name: str) -> bytes:
    """Return the content of a data file, named relative to this package with `/`.

    Raises DamagedError when there is no such file, or it cannot be read.
    """
    # importlib.resources would do the same, at three times the cost of Python itself.
    path = os.path.join(os.path.dirname(__file__), *name.split("/"))
    try:
        # The loaders of folders and of zip archives both have get_data; their base has not.
        return bytes(__spec__.loader.get_data(path))  # type: ignore[union-attr]
    except FileNotFoundError:
        raise _damaged(name, "is missing") from None
    except Exception as error:
        # What a damaged archive raises is the business of its loader.
        reason = getattr(error, "strerror", None) or error
        raise _damaged(name, f"cannot be read ({reason})") from error


def load(name: str, *keys: str) -> dict[str, Any]:
    """Return the object in a JSON file, which has the keys.

    Raises DamagedError when there is no such file, or it is not what was installed.
    """
    import json

    content = read(name)
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _damaged(name, "is not valid JSON") from error
    if not isinstance(value, dict) or not all(key in value for key in keys):
        raise _damaged(name, "lacks what connlint needs")
    return value


def _damaged(name: str, fault: str) -> DamagedError:
    return DamagedError.of(f"connlint_schemas/{name}", fault)

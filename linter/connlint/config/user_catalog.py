"""Project catalogues: connector types that Base44 offers beyond those that connlint ships.

`connlint catalog update` makes one from the output of `base44 connectors list-available --json`,
and `catalog` in connlint.toml names it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from connlint.text.escaping import quote

__all__ = ["merge", "read_available", "read_own_catalog", "write_own_catalog"]

_TYPE = re.compile(r"[A-Za-z0-9_-]+")


def read_own_catalog(text: str) -> dict[str, str]:
    """Return the types of a project catalogue with their names; ValueError for other text."""
    value = _object(text)
    types = value.get("types")
    if value.get("version") != 1 or not isinstance(types, dict):
        raise ValueError("it is not a catalog of version 1")
    names: dict[str, str] = {}
    for name, fact in types.items():
        shown = fact.get("name", name) if isinstance(fact, dict) else None
        if not _TYPE.fullmatch(name) or not isinstance(shown, str):
            raise ValueError(f"{quote(name)} is not a connector type with its facts")
        names[name] = shown
    return names


def write_own_catalog(types: Mapping[str, str]) -> str:
    """Return the text of a project catalogue, in the order of the types."""
    facts = {name: {"name": types[name]} for name in sorted(types)}
    return json.dumps({"version": 1, "types": facts}, indent=2, ensure_ascii=False) + "\n"


def read_available(text: str) -> dict[str, str]:
    """Return the types, with names, in the output of `base44 connectors list-available --json`.

    Raises ValueError, which says what is wrong, for any other text.
    """
    rows = _object(text).get("integrations")
    if not isinstance(rows, list):
        raise ValueError('it has no list "integrations"')  # noqa: TRY004
    names: dict[str, str] = {}
    for row in rows:
        name = row.get("integration_type") if isinstance(row, dict) else None
        shown = row.get("display_name") if isinstance(row, dict) else None
        if not isinstance(name, str) or not _TYPE.fullmatch(name):
            raise ValueError('an integration has no usable "integration_type"')
        names[name] = shown if isinstance(shown, str) and shown else name
    if not names:
        raise ValueError("it lists no integration")
    return names


def merge(own: Mapping[str, str], available: Mapping[str, str]) -> dict[str, str]:
    """Return the types of both; the available name wins, and no type is dropped."""
    return {**own, **available}


def _object(text: str) -> dict[str, object]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON: {error}") from None
    except RecursionError:
        raise ValueError("its values are nested too deeply") from None
    except ValueError:
        # Python refuses to convert a number with that many digits.
        raise ValueError("a number in it has too many digits") from None
    if not isinstance(value, dict):
        raise ValueError("it is not a JSON object")  # noqa: TRY004 - the text has the wrong value
    return value

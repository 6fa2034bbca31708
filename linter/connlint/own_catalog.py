"""A project's own catalogue: the types that Base44 offered on a day, beyond those that we know.

`connlint catalog update` makes it from what `base44 connectors list-available --json`
prints, and the `catalog` of connlint.toml names it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from connlint.wording import quote

__all__ = ["merge", "read_available", "read_own_catalog", "write_own_catalog"]

_TYPE = re.compile(r"[A-Za-z0-9_-]+")


def read_own_catalog(text: str) -> dict[str, str]:
    """The types of an own catalogue with their names; ValueError for any other text."""
    value = _object(text)
    types = value.get("types")
    if value.get("version") != 1 or not isinstance(types, dict):
        raise ValueError("it is no catalogue of version 1")
    found: dict[str, str] = {}
    for name, fact in types.items():
        shown = fact.get("name", name) if isinstance(fact, dict) else None
        if not _TYPE.fullmatch(name) or not isinstance(shown, str):
            raise ValueError(f"{quote(name)} is no connector type with its facts")
        found[name] = shown
    return found


def write_own_catalog(types: Mapping[str, str]) -> str:
    """The text of an own catalogue, in the order of the types."""
    facts = {name: {"name": types[name]} for name in sorted(types)}
    return json.dumps({"version": 1, "types": facts}, indent=2, ensure_ascii=False) + "\n"


def read_available(text: str) -> dict[str, str]:
    """The types in what `base44 connectors list-available --json` prints, with their names.

    ValueError says what is wrong with any other text.
    """
    rows = _object(text).get("integrations")
    if not isinstance(rows, list):
        raise ValueError('it has no list "integrations"')  # noqa: TRY004
    found: dict[str, str] = {}
    for row in rows:
        name = row.get("integration_type") if isinstance(row, dict) else None
        shown = row.get("display_name") if isinstance(row, dict) else None
        if not isinstance(name, str) or not _TYPE.fullmatch(name):
            raise ValueError('an integration has no usable "integration_type"')
        found[name] = shown if isinstance(shown, str) and shown else name
    if not found:
        raise ValueError("it lists no integration")
    return found


def merge(own: Mapping[str, str], available: Mapping[str, str]) -> dict[str, str]:
    """What was known and what is available now; the newer name wins, nothing is dropped."""
    return {**own, **available}


def _object(text: str) -> dict[str, object]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON: {error}") from None
    except RecursionError:
        raise ValueError("its values are nested too deeply") from None
    except ValueError:
        # Python refuses to read so long a number.
        raise ValueError("a number in it has too many digits") from None
    if not isinstance(value, dict):
        raise ValueError("it is no JSON object")  # noqa: TRY004 - what is wrong is the text
    return value

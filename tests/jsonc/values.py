"""JSON5 values in a form that shows every difference: NaN equals itself, -0 is not 0."""

from __future__ import annotations

import math
import struct


def exact(value: object) -> object:
    """The value as plain JSON.

    Numbers become the 16 hexadecimal digits of their 64 bits, strings their UTF-16
    code units, objects lists of sorted pairs; true, false and null stay what they are.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        number = float(value)
        return "NaN" if math.isnan(number) else struct.pack(">d", number).hex()
    if isinstance(value, str):
        return {"text": units(value)}
    if isinstance(value, list):
        return [exact(item) for item in value]
    assert isinstance(value, dict)
    return {"members": sorted(([units(key), exact(v)] for key, v in value.items()), key=_key)}


def units(text: str) -> list[int]:
    """The UTF-16 code units of a string."""
    data = text.encode("utf-16-be", "surrogatepass")
    return list(struct.unpack(f">{len(data) // 2}H", data))


def _key(member: list[object]) -> list[int]:
    key = member[0]
    assert isinstance(key, list)
    return key

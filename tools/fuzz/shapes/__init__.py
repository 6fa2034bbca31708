"""Generated apps, each of one shape that can be made arbitrarily large.

A shape finds analyses whose time does not grow linearly: alternatives that multiply, names that
are evaluated again for each use, many declarations that all refer to each other.
"""

from __future__ import annotations

from collections.abc import Mapping

from tools.fuzz.shapes.addresses import ADDRESSES
from tools.fuzz.shapes.building import HEAD, Shape, app
from tools.fuzz.shapes.calls import CALLS
from tools.fuzz.shapes.clients import CLIENTS
from tools.fuzz.shapes.connectors import CONNECTORS
from tools.fuzz.shapes.files import FILES
from tools.fuzz.shapes.parameters import PARAMETERS
from tools.fuzz.shapes.settings import SETTINGS
from tools.fuzz.shapes.texts import TEXTS
from tools.fuzz.shapes.tokens import TOKENS

__all__ = ["HEAD", "SHAPES", "Shape", "app"]

SHAPES: Mapping[str, Shape] = {
    **ADDRESSES,
    **PARAMETERS,
    **CALLS,
    **TOKENS,
    **CLIENTS,
    **FILES,
    **TEXTS,
    **CONNECTORS,
    **SETTINGS,
}
"""The shapes by names that say what each repeats."""

"""Base44's command line, as npm has it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.npm import npm_pack

from .base44 import VERSION


@pytest.fixture(scope="session")
def base44_npm(node: str) -> Path:
    """The folder of npm base44, without its dependencies: it bundles what `types` needs."""
    assert node
    return npm_pack("base44", VERSION)

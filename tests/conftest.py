"""What holds for all tests: those marked `slow` run only where they are asked for."""

from __future__ import annotations

import pytest
from tests.npm import chromium, install_npm, node, playwright_npm

__all__ = ["chromium", "install_npm", "node", "playwright_npm"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "slow" in config.option.markexpr:
        return
    skip = pytest.mark.skip(reason="builds or installs something: pytest -m slow runs it")
    for item in items:
        if item.get_closest_marker("slow") is not None:
            item.add_marker(skip)

"""What holds for all tests: those marked `slow` run only where they are asked for."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings
from tests.npm import chromium, install_npm, node, playwright_npm
from tests.packaging.programs import built, shared
from tests.packaging.standalone import standalone

__all__ = ["built", "chromium", "install_npm", "node", "playwright_npm", "shared", "standalone"]

# How long an example takes says how busy the machine is; CI tries the same examples every time.
settings.register_profile(
    "connlint",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("connlint")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "slow" in config.option.markexpr:
        # A long file begins first, so that no worker is left alone with it in the end.
        items.sort(key=_seconds, reverse=True)
        return
    skip = pytest.mark.skip(reason="builds or installs something: pytest -m slow runs it")
    for item in items:
        if item.get_closest_marker("slow") is not None:
            item.add_marker(skip)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the cache of whoever runs the tests out of them, and the tests out of it."""
    folder = tmp_path_factory.getbasetemp() / "results"
    monkeypatch.setenv("CONNLINT_CACHE_DIR", str(folder))


def _seconds(item: pytest.Item) -> int:
    """How long the file of a slow test takes, as far as its marks say."""
    marks = item.iter_markers("slow")
    return max((int(mark.kwargs.get("seconds", 0)) for mark in marks), default=0)

"""The tests of `connlint init` are about a released connlint, unless they say otherwise."""

from __future__ import annotations

import pytest

from connlint.init import contents


@pytest.fixture(autouse=True)
def _released(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "RELEASED", True)

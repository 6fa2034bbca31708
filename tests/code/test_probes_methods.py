"""Whatever method a token is given to, or called on, it does not vanish."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterator

import pytest

from .methods import HARMLESS, METHODS, WAYS, MethodWay
from .ways import Outcome, Way, outcome

_BEFORE = "const send = (x) => SEND(x);"
_LINTER = "connlint.code.taint.harmless"


def _harmless() -> Iterator[tuple[str, str]]:
    for classes in HARMLESS.values():
        for owner, names in classes.items():
            yield from ((owner, name) for name in names.split())


@pytest.mark.parametrize("way", WAYS, ids=lambda each: f"{each.owner}: {each.code}")
def test_a_token_does_not_vanish_in_any_method(way: MethodWay) -> None:
    lost = [
        name
        for name in way.carrying
        if outcome(Way(way.with_method(name), _BEFORE).files) is Outcome.LOST
    ]
    assert lost == []


def test_each_method_carries_the_token_somewhere_or_is_harmless() -> None:
    carrying = {(way.owner, name) for way in WAYS for name in way.carrying}
    harmless = list(_harmless())
    everything = {(owner, name) for owner, names in METHODS.items() for name in names}
    assert len(set(harmless)) == len(harmless)
    assert carrying & set(harmless) == set()
    assert everything == carrying | set(harmless)


@pytest.mark.skipif(importlib.util.find_spec(_LINTER) is None, reason="there is no such list")
def test_what_the_linter_takes_for_harmless_carries_no_token() -> None:
    names: frozenset[str] = importlib.import_module(_LINTER).METHODS
    carrying = {name for way in WAYS for name in way.carrying}
    assert names & carrying == set()
    assert names <= {name for _, name in _harmless()}


@pytest.mark.parametrize("name", ["endsWith", "includes", "indexOf", "length", "startsWith"])
def test_what_is_harmless_is_no_gap(name: str) -> None:
    ending = "" if name == "length" else "('x')"
    assert outcome(Way(f"use(t.{name}{ending});").files) is Outcome.LOST
    assert outcome(Way(f"use(t?.{name}{ending});").files) is Outcome.LOST

"""Requests that Base44 makes for the code: `callApi("x", { method, path })`."""

from __future__ import annotations

from collections.abc import Sequence

from connlint.code.carried import Carried
from connlint.code.collector import Collector
from connlint.code.expressions import argument
from connlint.code.places import At, Frame
from connlint.code.requests import Made, given, under, verb_of
from connlint.code.texts import Written, written
from connlint.code.writing import UNKNOWN

__all__ = ["metered_request"]

_APIS: dict[str, tuple[str, str]] = {"x": ("https://api.x.com", "/2/")}
"""Per metered type, where its API lies, and what all of its paths begin with."""


def metered_request(collector: Collector, type_name: str, carried: Carried) -> None:
    """Collect the request that a call of `callApi` for a type makes."""
    options = argument(carried.at, 1)
    if type_name not in _APIS or options is None:
        collector.lose(carried, "is used by callApi, whose request is not known")
        return
    origin, version = _APIS[type_name]

    def addresses(frame: Frame | None) -> Sequence[Written]:
        return [_placed(origin, version, text) for text in _paths(collector, options, frame)]

    verbs = verb_of(collector.values, options, "GET")
    more = given(carried.at, options, "holder", "query")
    collector.request(Made(carried.at, addresses, verbs, more=more), carried)
    for reason in collector.values.answers.take_cuts():
        collector.lose(carried, reason)


def _paths(collector: Collector, options: At, frame: Frame | None) -> Sequence[Written]:
    return [
        text
        for value in collector.values.of(options, frame)
        for place in collector.values.property(value, "path") or ()
        for text in written(collector.values, place.at, place.frame)
    ] or [UNKNOWN]


def _placed(origin: str, version: str, path: Written) -> Written:
    start = path.pieces[0] if path.pieces else None
    if not isinstance(start, str):
        return UNKNOWN
    below = "/" + start.lstrip("/")
    return under(Written((origin if below.startswith(version) else origin + version,)), path)

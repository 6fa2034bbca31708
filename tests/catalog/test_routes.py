"""The routes of an API, and the one that fits a path most literally."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connlint.catalog.paths import Path, Segment
from connlint.catalog.routes import Routes

_TEXTS = ["a", "ab", "a-b", "a!", "b", "$a", "$", ":x", "a:x", "é", "~"]


def _path(text: str) -> Path:
    """A path as `a/{}/b{}`, where `{}` is what is known only at run time."""
    return tuple(_segment(segment) for segment in text.split("/") if segment)


def _segment(text: str) -> Segment:
    pieces: list[str | None] = []
    for number, piece in enumerate(text.split("{}")):
        if number:
            pieces.append(None)
        if piece:
            pieces.append(piece)
    return tuple(pieces)


def _routes(*routes: str, prefix: str = "", reserved: str = "") -> Routes:
    """The routes in the order of the list; each is its own method, by GET."""
    numbers = {route: [number] for number, route in enumerate(routes)}
    return Routes(prefix, dict(sorted(numbers.items())), ["GET"] * len(routes), reserved)


@pytest.mark.parametrize(
    "path, expected",
    [
        ("", ["h"]),
        ("a", ["h a"]),
        ("a-b", ["h a-b"]),
        ("a-b/c", ["h a-b c"]),
        ("a/b", ["h a b"]),
        ("a/c", ["h a {}"]),
        ("a/{}", ["h a {}"]),
        ("a/x.json", ["h a {|.json}"]),
        ("a/{}.json", ["h a {|.json}"]),
        ("a/.json", ["h a {}"]),
        ("a/pre-x.json", ["h a {pre-|.json}"]),
        ("a/b{}", []),
        ("a/b/c", []),
        ("{}", []),
        ("w/x/y/z", ["h w {+}"]),
        ("w/x", ["h w x"]),
        ("w", []),
        ("a {}", []),
        ("{}/b", []),
    ],
)
def test_the_most_literal_route_is_found(path: str, expected: list[str]) -> None:
    routes = ["h", "h a", "h a-b", "h a-b c", "h a b", "h a {}", "h a {|.json}"]
    routes += ["h a {pre-|.json}", "h w x", "h w {+}"]
    found = _routes(*routes).find(["GET"], "h", _path(path))
    assert [routes[number] for number in found] == expected


@pytest.mark.parametrize("text", ["{|.json}", "{z|}", "{", "a b"])
def test_the_marks_of_routes_are_no_texts(text: str) -> None:
    routes = _routes("h a b c", "h {z|} c", "h {|.json} c")
    assert routes.find(["GET"], "h", ((text,), ("c",))) == ()


def test_a_text_is_no_longer_text_that_begins_with_it() -> None:
    assert _routes("h a-b", "h {}").find(["GET"], "h", _path("a{}")) == (1,)


def test_the_host_counts_where_there_are_several() -> None:
    routes = _routes("h a", "i a")
    assert [routes.find(["GET"], host, _path("a")) for host in "hij"] == [(0,), (1,), ()]
    assert _routes("h a").find(["GET"], "j", _path("a")) == (0,)


def test_the_prefix_belongs_to_each_route() -> None:
    assert _routes("", "a", prefix="h {} ").find(["GET"], "h", _path("v1/a")) == (1,)


def test_verbs_are_tried_in_their_order() -> None:
    routes = Routes("", {"h a": [0, 1, 2, 3]}, ["GET", "*", "POST", "GET"])
    assert routes.find(["GET", "*"], "h", _path("a")) == (0, 3, 1)
    assert routes.find(["PUT"], "h", _path("a")) == ()


def test_what_is_reserved_is_no_parameter() -> None:
    assert _routes("h {}").find(["GET"], "h", _path("$a")) == (0,)
    assert _routes("h {}", "h $b", reserved="$").find(["GET"], "h", _path("$a")) == ()


@pytest.mark.parametrize(
    "path, expected",
    [
        ("v/{}:run", (0,)),
        ("v/{}:stop", (1, 2)),
        ("v/{}:walk", ()),
        ("{}:run", ()),
        ("v/x:run", ()),
    ],
)
def test_an_action_follows_a_whole_resource_name(path: str, expected: tuple[int, ...]) -> None:
    routes = _routes("h v a {|:run}", "h v a {|:stop}", "h v a {} b {|:stop}")
    assert routes.find(["GET"], "h", _path(path)) == expected


class _Template(NamedTuple):
    """A route with its number, and its segments."""

    number: int
    segments: tuple[str, ...]


def _reference(templates: list[_Template], path: Path, index: int, reserved: str) -> list[int]:
    """Find a path among templates that agree in what comes before, one step after the other."""
    if index == len(path):
        return [each.number for each in templates if len(each.segments) == index]
    longer = [each for each in templates if len(each.segments) > index]
    for step in _reference_steps({each.segments[index] for each in longer}, path[index], reserved):
        agreeing = [each for each in longer if each.segments[index] == step]
        found = _reference(agreeing, path, index + 1, reserved)
        if found:
            return found
    return [each.number for each in longer if each.segments[index] == "{+}"]


def _reference_steps(steps: set[str], segment: Segment, reserved: str) -> Iterator[str]:
    first, last = segment[0] or "", segment[-1] or ""
    callers_of = {
        step: step[1:-1].split("|") for step in sorted(steps) if step[0] == "{" and "|" in step
    }
    if segment == (first,):
        if first in steps and first[0] != "{":
            yield first
        if reserved and first.startswith(reserved):
            return
    elif segment[-1] is None and len(segment) > 1:
        head = segment[-2] or ""
        if len(segment) == 2 and head in steps:
            return
        if any(suffix and head.endswith(suffix) for _, suffix in callers_of.values()):
            return
    for step, (prefix, suffix) in sorted(
        callers_of.items(), key=lambda each: -len("".join(each[1]))
    ):
        is_long = len(segment) > 1 or len(first) > len(prefix) + len(suffix)
        if is_long and first.startswith(prefix) and last.endswith(suffix):
            yield step
    if "{}" in steps:
        yield "{}"


_steps = st.sampled_from([*_TEXTS, "{}", "{}", "{a|}", "{|:x}", "{a|:x}", "{b|}"])
_route = st.tuples(st.lists(_steps, max_size=4), st.booleans()).map(
    lambda parts: " ".join(["h", *parts[0], *(["{+}"] if parts[1] and parts[0] else [])])
)
_known = st.sampled_from([*_TEXTS, "c", "a:y"]).map(lambda text: (text,))
_unknown = st.sampled_from([(None,), ("a", None), (None, ":x"), ("a", None, ":x"), ("c", None)])


@settings(max_examples=500)
@given(
    st.lists(_route, unique=True, min_size=1, max_size=25),
    st.lists(st.one_of(_known, _unknown), max_size=5),
    st.sampled_from(["", "$"]),
)
def test_bisection_finds_what_a_look_at_all_templates_finds(
    routes: list[str], path: list[Segment], reserved: str
) -> None:
    templates = [
        _Template(number, tuple(route.split(" ")[1:])) for number, route in enumerate(routes)
    ]
    expected = _reference(templates, tuple(path), 0, reserved)
    found = _routes(*routes, reserved=reserved).find(["GET"], "h", tuple(path))
    is_spanning = bool(path) and path[-1] == (None, ":x") and not expected
    assert is_spanning or list(found) == expected

"""A scope that gives only a part never makes one needless that gives more.

The cases are not written down: they are all pairs that the catalogue has.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations, permutations
from pathlib import Path
from typing import NamedTuple

import pytest

import connlint_schemas
from connlint.catalog import Catalog, ConnectorType
from connlint.catalog.methods import ApiMethod
from connlint.catalog.partial import Coverage
from connlint.code.model import Request
from connlint.fix.fixer import fix_targets, is_wanted
from connlint.project import find_targets
from connlint.rules import RULES
from connlint.text.source import SourceFile, Span
from connlint.usage.connector_usage import RequiredScopes
from connlint.usage.grades import graded
from connlint.usage.judgement import Judgement, Verdict
from connlint.usage.recommendation import covers
from connlint.usage.sufficiency import judge

from .apps import connector, uses, write

CATALOG = Catalog()
CODE = SourceFile("entry.ts", "call()")


class Pair(NamedTuple):
    """Two scopes that a method accepts, of which the first gives only a part."""

    type: str
    part: str
    other: str
    method: ApiMethod


def _methods(type_name: str) -> Iterator[ApiMethod]:
    """Methods of a type's own APIs for which scopes give only a part, one of each kind."""
    for api in CATALOG.facts(type_name)["methods"]:
        content = json.loads(connlint_schemas.read(f"methods/{api}.json"))
        seen = set()
        for verb, url, _, accepted, *parts in content["methods"]:
            address = content["base"] + url
            if not parts or (accepted, *parts) in seen or not address.startswith("https://"):
                continue
            for method in CATALOG.methods().at(type_name, verb, _pieces(address)):
                seen.add((accepted, *parts))
                if method.partial:
                    yield method


def _pieces(url: str) -> tuple[str | None, ...]:
    """A template as an address of which only a run can tell the parameters."""
    pieces: list[str | None] = []
    for text in url.replace("{version}", "v1.0").split("{"):
        name, brace, rest = text.partition("}")
        pieces += [None, rest] if brace else [name]
    return tuple(piece for piece in pieces if piece != "")


def _pairs(*, of_parts: bool) -> list[Pair]:
    """All pairs of a part and a whole, or of two parts, each once."""
    found: dict[tuple[str, str, str], Pair] = {}
    for name in CATALOG.types():
        entry = CATALOG.entry(name.type)
        assert entry is not None
        own = [scope for scope in entry.facts if scope not in entry.companions]
        for method in dict.fromkeys(_methods(name.type)):
            # What needs no scope but those that the platform adds is about none of them.
            if any(_gives_all(scope, method, entry) for scope in entry.companions):
                continue
            parts = {each.scope for each in method.partial}
            listed = [scope for scope in own if scope in parts]
            wholes = [scope for scope in own if _gives_all(scope, method, entry)]
            twos = combinations(listed, 2) if of_parts else ((p, w) for p in listed for w in wholes)
            for part, other in twos:
                found.setdefault((name.type, part, other), Pair(name.type, part, other, method))
    return list(found.values())


def _gives_all(scope: str, method: ApiMethod, entry: ConnectorType) -> bool:
    granted = entry.reach([scope])
    return graded(method, _request(method)).standing(granted, granted).given is Coverage.WHOLE


def _request(method: ApiMethod, type_name: str = "") -> Request:
    """A request of which nothing is known but its method."""
    return Request(type_name, CODE, Span(0, 4), method.verb, _pieces(method.url))


def _judged(pair: Pair, declared: list[str]) -> Judgement:
    entry = CATALOG.entry(pair.type)
    assert entry is not None
    need = RequiredScopes(_request(pair.method, pair.type), (pair.method,))
    return judge(declared, [need], entry, proven=True)


WHOLES = _pairs(of_parts=False)
PARTS = _pairs(of_parts=True)


def test_there_are_pairs_of_all_providers_that_have_partial_scopes() -> None:
    assert {pair.type for pair in WHOLES} >= {
        "gmail",
        "googlecalendar",
        "googledocs",
        "googledrive",
        "googlesheets",
        "microsoft_teams",
        "one_drive",
        "outlook",
        "share_point",
    }
    assert {pair.type for pair in PARTS} >= {"slack", "slackbot"}


def test_no_whole_is_needless_because_of_a_part() -> None:
    for pair in WHOLES:
        entry = CATALOG.entry(pair.type)
        assert entry is not None
        for declared in permutations([pair.part, pair.other]):
            found = _judged(pair, list(declared))
            verdicts = {each.scope: each.verdict for each in found.scopes}
            assert verdicts[pair.other] is Verdict.NEEDED, (pair, declared)
            assert found.refusals == (), pair
            granted = covers([*found.smallest, *entry.companions], entry)
            standing = graded(pair.method, _request(pair.method)).standing(granted, granted)
            assert standing.given is Coverage.WHOLE, (pair, found.smallest)


def test_no_part_is_needless_because_of_another_one() -> None:
    for pair in PARTS:
        entry = CATALOG.entry(pair.type)
        assert entry is not None
        found = _judged(pair, [pair.part, pair.other])
        for scope, other in permutations([pair.part, pair.other]):
            if scope in entry.reach([other]):
                continue
            (verdict,) = (each.verdict for each in found.scopes if each.scope == scope)
            assert verdict is Verdict.NEEDED, (pair, scope)
            assert scope in found.smallest, (pair, scope)


def test_a_part_alone_is_no_reason_for_a_finding() -> None:
    for pair in {(pair.type, pair.part): pair for pair in (*WHOLES, *PARTS)}.values():
        found = _judged(pair, [pair.part])
        assert found.refusals == (), pair
        assert [each.verdict for each in found.scopes] == [Verdict.NEEDED], pair
        assert found.smallest == (pair.part,), pair


def _of_each_kind() -> list[Pair]:
    """A pair for each kind of part that a type has, with a method that can be requested."""
    found: dict[tuple[str, str], Pair] = {}
    for pair in WHOLES:
        (kind,) = (each.kind for each in pair.method.partial if each.scope == pair.part)
        if pair.method.is_demanded and "=" not in pair.method.url:
            found.setdefault((pair.type, kind), pair)
    return list(found.values())


@pytest.mark.parametrize("pair", _of_each_kind(), ids=lambda pair: f"{pair.type} {pair.part}")
def test_no_fix_takes_the_whole_away(pair: Pair, tmp_path: Path) -> None:
    address = "".join("${id}" if each is None else each for each in _pieces(pair.method.url))
    code = uses(pair.type, f"{pair.method.verb} {address.removeprefix('https://')}?${{id}}")
    code = {
        path: text.replace('fetch("', "fetch(`").replace('", { method', "`, { method")
        for path, text in code.items()
    }
    code = {
        path: text.replace(
            "Deno.serve(async (req) => {",
            "Deno.serve(async (req) => {\n  const { id } = await req.json();",
        )
        for path, text in code.items()
    }
    write({**connector(pair.type, pair.part, pair.other), **code}, tmp_path)
    path = tmp_path / "base44" / "connectors" / f"{pair.type}.jsonc"
    targets = find_targets([str(tmp_path)], str(tmp_path))
    fixed = fix_targets(
        targets, str(tmp_path), is_wanted([rule.name for rule in RULES], unsafe=True)
    )
    changed = {each.source.name: each.text for each in fixed.files}
    text = changed.get(path.name, path.read_text("utf-8"))
    assert pair.other in json.loads(text)["scopes"], text

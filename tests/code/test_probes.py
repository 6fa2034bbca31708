"""A token never vanishes: what becomes of it is understood, or a gap is named."""

from __future__ import annotations

import sys

import pytest
import tree_sitter_typescript
from tree_sitter import Language, Parser

from .probes import Kind, Probe, Verdict, judge, read_probes, share, table

PROBES = read_probes()
_PARSER = Parser(Language(tree_sitter_typescript.language_typescript()))
_LEAST_SHARE = 0.7


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    """What connlint makes of each probe, by its name."""
    return {probe.name: judge(probe, tmp_path_factory.mktemp("probe")) for probe in PROBES}


@pytest.mark.parametrize("probe", PROBES, ids=lambda each: each.name)
def test_no_token_is_lost_and_nothing_false_is_said(
    probe: Probe, verdicts: dict[str, Verdict]
) -> None:
    verdict = verdicts[probe.name]
    wrong = str(verdict) if verdict.kind in {Kind.LOST, Kind.FALSE} else ""
    assert wrong == ""


def test_most_probes_are_understood(verdicts: dict[str, Verdict]) -> None:
    found = list(verdicts.values())
    sys.stdout.write(f"\n{table(found)}\n")
    understood = share(found)
    assert understood >= _LEAST_SHARE


def test_each_probe_has_a_name_of_its_own() -> None:
    names = [probe.name for probe in PROBES]
    assert len(set(names)) == len(names)


def test_probes_are_code_without_mistakes() -> None:
    broken = [
        f"{probe.name}: {name}"
        for probe in PROBES
        for name, text in probe.files.items()
        if name.endswith(".ts") and _PARSER.parse(text.encode()).root_node.has_error
    ]
    assert broken == []


def test_what_is_expected_is_in_order() -> None:
    unordered = [probe.name for probe in PROBES if list(probe.expect) != sorted(set(probe.expect))]
    assert unordered == []

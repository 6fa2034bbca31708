"""Whatever the code is made of, a token does not vanish in it.

Each kind of node that the grammars have is in one of three tables: with ways of a token through it,
as an end of every way, or as something that has no value. A grammar that grows is noticed here.
"""

from __future__ import annotations

import pytest
import tree_sitter_javascript
import tree_sitter_typescript
from tree_sitter import Language, Node, Parser

from .kinds import ENDS, HARMLESS, NO_VALUE, OLDER, WAYS
from .ways import Outcome, Way, outcome

_LANGUAGES = {
    "ts": Language(tree_sitter_typescript.language_typescript()),
    "tsx": Language(tree_sitter_typescript.language_tsx()),
    "js": Language(tree_sitter_javascript.language()),
}


def _kinds(language: Language) -> frozenset[str]:
    """The kinds of nodes that a tree can have."""
    return frozenset(
        name
        for number in range(language.node_kind_count)
        if language.node_kind_is_named(number)
        and language.node_kind_is_visible(number)
        and (name := language.node_kind_for_id(number)) is not None
    )


KINDS = frozenset[str]().union(*map(_kinds, _LANGUAGES.values()))
CASES = [(kind, way) for kind, ways in WAYS.items() for way in ways]
NAMES = [" | ".join(filter(None, (kind, *way[:3]))) for kind, way in CASES]


@pytest.mark.parametrize("way", [way for _, way in CASES], ids=NAMES)
def test_a_token_does_not_vanish_in_any_kind_of_node(way: Way) -> None:
    assert outcome(way.files) is not Outcome.LOST


@pytest.mark.parametrize("here", [*HARMLESS, *(each for ends in ENDS.values() for each in ends)])
def test_what_gives_nothing_on_is_no_gap(here: str) -> None:
    assert outcome(Way(here).files) is Outcome.LOST


@pytest.mark.parametrize("kind, way", CASES, ids=NAMES)
def test_a_way_has_the_kind_that_it_is_for(kind: str, way: Way) -> None:
    parser = Parser(_LANGUAGES[way.ending])
    roots = [parser.parse(text.encode()).root_node for text in way.files.values()]
    assert not any(root.has_error for root in roots)
    assert kind in {each for root in roots for each in _found(root)}


def _found(root: Node) -> set[str]:
    found = set()
    pending = [root]
    while pending:
        node = pending.pop()
        found.add(node.type)
        pending += node.named_children
    return found


def test_each_kind_of_the_grammars_is_known() -> None:
    assert KINDS - WAYS.keys() - ENDS.keys() - NO_VALUE - OLDER == set()


def test_no_kind_is_known_that_no_grammar_has() -> None:
    assert (WAYS.keys() | ENDS.keys() | NO_VALUE) - KINDS == set()


def test_each_kind_is_in_one_table() -> None:
    tables = (WAYS.keys(), ENDS.keys(), NO_VALUE)
    assert sum(map(len, tables)) == len(frozenset[str]().union(*tables))


def test_the_function_around_a_way_loses_nothing() -> None:
    assert outcome(Way("SEND(t);").files) is Outcome.SENT
    assert outcome(Way("").files) is Outcome.LOST

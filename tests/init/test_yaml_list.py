"""The entry in an existing configuration of pre-commit: where it goes, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from connlint.init.contents import HOOKS, hook_entry
from connlint.init.refusal import InsertionError
from connlint.init.yaml_list import add_repository

ENTRY = "- repo: R\n  hooks:\n    - id: h\n"
ADDED: dict[str, Any] = {"repo": "R", "hooks": [{"id": "h"}]}

PLACES = {
    "at the end": (
        "repos:\n  - repo: a\n    hooks: []\n",
        "repos:\n  - repo: a\n    hooks: []\n  - repo: R\n    hooks:\n      - id: h\n",
    ),
    "as deep as the others": (
        "repos:\n-   repo: a\n    hooks: []\n",
        "repos:\n-   repo: a\n    hooks: []\n- repo: R\n  hooks:\n    - id: h\n",
    ),
    "before what follows, and its comment": (
        "repos:\n- repo: a\n  # of a\n\n# for CI\nci:\n  skip: [b]\n",
        "repos:\n- repo: a\n  # of a\n- repo: R\n  hooks:\n    - id: h\n\n# for CI\nci:\n  skip: [b]\n",
    ),
    "with an empty line where the others have one": (
        "repos:\n  - repo: a\n\n  - repo: b\n",
        "repos:\n  - repo: a\n\n  - repo: b\n\n  - repo: R\n    hooks:\n      - id: h\n",
    ),
    "without one where only some have one": (
        "repos:\n  - repo: a\n\n  - repo: b\n  - repo: c\n",
        "repos:\n  - repo: a\n\n  - repo: b\n  - repo: c\n  - repo: R\n    hooks:\n      - id: h\n",
    ),
    "behind a block of text": (
        "repos:\n- repo: a\n  files: |\n    x\n    # text\n",
        "repos:\n- repo: a\n  files: |\n    x\n    # text\n- repo: R\n  hooks:\n    - id: h\n",
    ),
    "in a list that is empty": (
        "ci: {}\nrepos: []  # none yet\nexclude: x\n",
        "ci: {}\nrepos: # none yet\n  - repo: R\n    hooks:\n      - id: h\nexclude: x\n",
    ),
    "in a list that is not there": (
        "repos:\n",
        "repos:\n  - repo: R\n    hooks:\n      - id: h\n",
    ),
    "in a file of comments": (
        "# hooks",
        "# hooks\nrepos:\n  - repo: R\n    hooks:\n      - id: h\n",
    ),
    "behind a last line without an end": (
        "repos:\n- repo: a",
        "repos:\n- repo: a\n- repo: R\n  hooks:\n    - id: h\n",
    ),
    "with the line ends of the file": (
        "---\r\nrepos:\r\n- repo: a\r\n",
        "---\r\nrepos:\r\n- repo: a\r\n- repo: R\r\n  hooks:\r\n    - id: h\r\n",
    ),
    "below a quoted name": (
        '"repos":  # all\n  - repo: a\n',
        '"repos":  # all\n  - repo: a\n  - repo: R\n    hooks:\n      - id: h\n',
    ),
}


@pytest.mark.parametrize("before, after", PLACES.values(), ids=PLACES.keys())
def test_where_the_entry_goes(before: str, after: str) -> None:
    assert add_repository(before, ENTRY) == after
    old = yaml.safe_load(before) or {}
    assert yaml.safe_load(after) == {**old, "repos": [*(old.get("repos") or []), ADDED]}


REFUSED = {
    "repos: [{repo: a}]\n": 'its "repos:" is not a list with a line for each entry',
    "repos: &all\n- repo: a\n": 'its "repos:" is not a list with a line for each entry',
    "repos: []\n- repo: a\n": 'its "repos:" is a list, and something follows below it',
    "repos:\n  a: 1\n": "line 2 does not fit the list of repositories",
    "repos:\n  - repo: a\n - repo: b\n": "line 3 does not fit the list of repositories",
    "repos:\n  - {\n    repo: a\n  }\n": "line 4 does not fit the list of repositories",
    "repos:\n- {\n    repo: a\n}\n": "line 4 is not understood",
    "repos:\n- repo: 'a\n  b'\n": "line 2 holds a text that goes on in the next",
    'repos:\n- repo: "a\\\n  b"\n': "line 2 holds a text that goes on in the next",
    "repos:\n- files: |+\n    a\n\n": "line 2 holds a text that goes on in the next",
    "repos:\n- repo: a\n---\nrepos: []\n": "it holds more than one document",
    "repos:\n- repo: a\nrepos:\n- repo: b\n": 'it has "repos:" more than once',
    "ci: {}\n": 'it has no "repos:" at the start of a line',
    "{repos: []}\n": 'it has no "repos:" at the start of a line',
    "repos:\n\t- repo: a\n": "it has tabs or line ends that YAML takes in its own way",
    "repos:\r- repo: a\r": "it has tabs or line ends that YAML takes in its own way",
    "repos:\n- repo: a\u2028- b\n": "it has tabs or line ends that YAML takes in its own way",
}


@pytest.mark.parametrize("text, reason", REFUSED.items(), ids=map(repr, REFUSED))
def test_what_is_refused(text: str, reason: str) -> None:
    with pytest.raises(InsertionError) as caught:
        add_repository(text, ENTRY)
    assert str(caught.value) == reason


def test_the_real_entry_makes_the_real_file() -> None:
    assert add_repository("", hook_entry("")) == HOOKS


WORDS = st.text("ab #:-'\"|>{}[],&*!%@\\/.\n", max_size=12)
VALUES = st.recursive(
    st.one_of(WORDS, st.booleans(), st.none(), st.integers()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
ITEMS = st.dictionaries(st.sampled_from(["repo", "rev", "hooks", "files"]), VALUES, min_size=1)


class Indented(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - PyYAML's signature
        return super().increase_indent(flow, indentless=False)


@given(
    st.lists(ITEMS, max_size=3),
    st.dictionaries(st.sampled_from(["ci", "exclude", "zz"]), VALUES),
    st.sampled_from([yaml.SafeDumper, Indented]),
    st.sampled_from([20, 80]),
    st.booleans(),
)
def test_whatever_yaml_there_is_gets_the_entry_or_is_refused(
    items: list[Any],
    others: dict[str, Any],
    dumper: type[yaml.SafeDumper],
    width: int,
    flow: bool,  # noqa: FBT001
) -> None:
    content = {**others, "repos": items}
    text = yaml.dump(content, Dumper=dumper, width=width, default_flow_style=flow or None)
    try:
        result = add_repository(text, ENTRY)
    except InsertionError:
        return
    assert yaml.safe_load(result) == {**content, "repos": [*items, ADDED]}
    # Every line is still there, in its order.
    rest = iter(result.splitlines())
    assert all(line in rest for line in text.splitlines() if line != "repos: []")

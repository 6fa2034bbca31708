"""The targets of tools/fuzz: a fixed number of inputs in every run, and faults that they notice."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import NamedTuple, NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tools.fuzz.bundle import FIRST, join, split
from tools.fuzz.limit import Broken, TooSlow, within_time
from tools.fuzz.mutation import mutated
from tools.fuzz.rendering import READERS
from tools.fuzz.seeds import seeds_of
from tools.fuzz.shapes import SHAPES
from tools.fuzz.targets import TARGETS

from connlint.diagnostics.severity import Severity
from connlint.jsonc import Document, parse
from connlint.render.registry import FORMATS
from connlint.rules import Rule
from connlint.text.source import Span

MOST = 16 * 1024
SEEDS = {name: seeds_of(name) for name in TARGETS}


@pytest.mark.parametrize("name", TARGETS)
def test_changed_examples_break_no_promise(name: str) -> None:
    seeds = SEEDS[name]

    @settings(max_examples=60)
    @given(st.sampled_from(seeds), st.lists(st.integers(0, 2**32), max_size=6))
    def check(data: bytes, changes: list[int]) -> None:
        for change in changes:
            data = mutated(data, MOST, change, name, seeds)
        with within_time(len(data)):
            TARGETS[name](data)

    check()


def test_a_change_is_the_same_for_the_same_seed_and_never_too_long() -> None:
    seeds = SEEDS["fix"]
    for number in range(300):
        data = seeds[number % len(seeds)]
        made = mutated(data, 500, number, "fix", seeds)
        assert made == mutated(data, 500, number, "fix", seeds)
        assert len(made) <= 500
    assert len({mutated(seeds[9], MOST, number, "fix", seeds) for number in range(100)}) > 90


def test_every_format_is_read_again() -> None:
    assert READERS.keys() == FORMATS.keys()


def test_lines_are_counted_up() -> None:
    data = b"const u1 = u0 + 1;\n"
    made = {mutated(data, MOST, number, "code") for number in range(300)}
    assert any(
        b"const u1 = u0 + 1;\nconst u2 = u1 + 1;\nconst u3 = u2 + 1;\n" in each for each in made
    )


def test_an_input_holds_files() -> None:
    files = {"base44/connectors/a.jsonc": b"{}\n", "connlint.toml": b"\xff\n", "src/A.jsx": b"x\n"}
    assert split(join(files)) == files
    assert split(b"{}") == {FIRST: b"{}"}
    assert split(b"{}\n=== ../a.jsonc\n") == {FIRST: b"{}\n=== ../a.jsonc\n"}
    assert split(b"=== a/../b\n=== /etc/passwd\n") == {FIRST: b"=== a/../b\n=== /etc/passwd\n"}


SLACK = b'{\n  // the team\n  "type": "slack",\n  "note": 1,\n  "scopes": ["chat:wirte", "a\\u001b[0m"]\n}\n'
CODE = (
    b"=== base44/connectors/slack.jsonc\n" + SLACK + b"=== base44/functions/work/entry.ts\n"
    b"Deno.serve(async (req) => {\n"
    b"  const db = createClientFromRequest(req).asServiceRole;\n"
    b'  const { accessToken } = await db.connectors.getConnection("slack");\n'
    b'  await fetch("https://slack.com/api/users.list", { headers: { a: accessToken } });\n'
    b"});\n"
)


def _fail(*_: object, **__: object) -> NoReturn:
    raise RuntimeError("planted")


_FAILING = Rule("schema", Severity.ERROR, "It fails", check_connector=_fail)


def _never(*_: object) -> None:
    pass


def _forever(*_: object) -> None:
    while True:
        pass


def _without_comment(text: str, _: object) -> str:
    return text.replace("// the team", "")


def _broken(text: str, _: object) -> str:
    return text + "]"


def _out_of_place(text: str) -> Document:
    document = parse(text)
    return document._replace(comments=(Span(0, len(text) + 1),))


def _shorter(text: str) -> str:
    return text[:-2]


class Fault(NamedTuple):
    """A fault: what it makes of which functions, and what the target says about it."""

    target: str
    data: bytes
    planted: dict[str, Callable[..., object]]
    raised: type[BaseException]
    words: str


FAULTS = {
    "a place outside of the text": Fault(
        "parse", b"{}", {"tools.fuzz.trees.parse": _out_of_place}, Broken, "Span"
    ),
    "one reader accepts less": Fault(
        "parse",
        b"[0x1F]",
        {"connlint.jsonc.literals.parse_number": lambda _: None},
        Broken,
        "one reader accepts what the other does not",
    ),
    "a parser that ends nowhere": Fault(
        "parse", b"{}", {"tools.fuzz.trees.parse": _forever}, TooSlow, "is over"
    ),
    "a rule that fails": Fault(
        "lint",
        SLACK,
        {"connlint.rules.registry.RuleSet.for_connector": lambda *_: [_FAILING]},
        Broken,
        "has failed: ",
    ),
    "a place that is none": Fault(
        "lint",
        SLACK,
        {"connlint.text.source.SourceFile.line_and_column": lambda *_: (0, 0)},
        Broken,
        "no place|lines and columns|Position",
    ),
    "code that is not read": Fault(
        "code", CODE, {"connlint.usage.connector_usage.usage_of": _fail}, RuntimeError, "planted"
    ),
    "an analysis that never ends": Fault(
        "code",
        join(
            {
                path: text.encode()
                for path, text in SHAPES["sums of the one before, twice"](2_000).items()
            }
        ),
        {
            "connlint.code.semantics.memo.Memo._keep": _never,
            "connlint.code.limits.Budget.spend": _never,
        },
        TooSlow,
        "is over",
    ),
    "a fix that breaks the file": Fault(
        "fix",
        SLACK,
        {"connlint.fix.fixer.apply_edits": _broken, "connlint.fix.fixer._worse": lambda *_: ""},
        Broken,
        "a fix breaks",
    ),
    "a fix that takes a comment": Fault(
        "fix",
        SLACK,
        {
            "connlint.fix.fixer.apply_edits": _without_comment,
            "connlint.fix.fixer._worse": lambda *_: "",
        },
        Broken,
        "are lost: .*the team",
    ),
    "fixes that are not made": Fault(
        "fix",
        SLACK,
        {
            "connlint.fix.fixer._State.settle": lambda state, _: state.skipped.update(
                {("a", "b", "c"): "d"}
            ),
            "connlint.fix.fixer._State.leave": lambda _: None,
        },
        Broken,
        "neither fixed nor left out",
    ),
    "text that is printed raw": Fault(
        "render",
        SLACK,
        {"connlint.render.concise.escape_unprintable": lambda text: f"\x1b{text}"},
        Broken,
        "concise is printed with",
    ),
    "half of a report": Fault(
        "render",
        SLACK,
        {"connlint.render.gitlab.to_json": lambda _: "[{]"},
        ValueError,
        "Expecting",
    ),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_noticed(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    if fault.raised is TooSlow and not hasattr(signal, "setitimer"):
        pytest.skip("this system has no clock that interrupts what is too slow")
    TARGETS[fault.target](fault.data)
    for name, planted in fault.planted.items():
        monkeypatch.setattr(name, planted)
    with pytest.raises(fault.raised, match=fault.words), within_time(len(fault.data)):
        TARGETS[fault.target](fault.data)

"""Code that nobody writes by hand: whatever it is, reading it takes a bounded time and never fails."""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from itertools import count, repeat
from pathlib import Path

import pytest
from tests.clock import timed
from tools.fuzz.limit import seconds_for
from tools.fuzz.shapes import SHAPES
from tools.fuzz.speed import bytes_of, seconds_of

import connlint
from connlint.code.limits import LimitExceeded
from connlint.code.syntax.parsing import _LongText, parse_code
from connlint.text.source import SourceFile

# No single file may take longer; processor time, so that a busy machine does not matter.
SECONDS = 2.0
SIZE = 250_000
HEAD = """\
import { createClientFromRequest } from "npm:@base44/sdk";
Deno.serve(async (req) => {
const { accessToken: t } = await createClientFromRequest(req).asServiceRole.connectors.getConnection("gmail");
"""
GMAIL = b'{"type": "gmail", "scopes": []}'
LABELS = '"https://gmail.googleapis.com/gmail/v1/users/me/labels"'


def _lint(root: Path, files: dict[str, bytes]) -> list[tuple[str, str]]:
    """The files, below base44, and rules of what is found in an app."""
    for name, content in {"connectors/gmail.jsonc": GMAIL, **files}.items():
        path = root / "base44" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    found, spent = timed(lambda: connlint.lint_project(root))
    assert spent < SECONDS * max(1, len(files)), f"{spent:.1f} s"
    assert "internal-error" not in {each.rule for each in found}
    base = root.as_posix() + "/base44/"
    return [(each.path.removeprefix(base), each.rule) for each in found]


def _repeated(text: str) -> str:
    return text * (SIZE // len(text))


def _numbered(text: str) -> str:
    """The text again and again, with `#` for a number and `%` for the one before."""
    count = SIZE // (len(text) + 8)
    return "".join(
        text.replace("#", str(number)).replace("%", str(number - 1)) for number in range(1, count)
    )


def _random(pieces: Sequence[str], between: str = "") -> str:
    chosen = random.Random(44)  # noqa: S311 - the same each time, and no secret
    return between.join(chosen.choices(pieces, k=SIZE))[:SIZE]


WORDS = ["t", "fetch(", *'){}`=.,[("\n', "${", "=>", "await "]
KEYWORDS = ["abstract", "const", "default:", "export", "function", "get", "import", "let", "type"]
SIGNS = [*"|,?{.:;@<`#/1at", "/*", "=>", "/re/g"]

CODE: dict[str, Callable[[], str]] = {
    "parentheses": lambda: "(" * SIZE,
    "brackets": lambda: "[" * SIZE + "]" * 10,
    "braces": lambda: _repeated("{a:"),
    "templates in templates": lambda: _repeated("`${"),
    "arrows": lambda: _repeated("a=>"),
    "calls of calls": lambda: "f" + "()" * (SIZE // 2),
    "members": lambda: "a" + ".b" * (SIZE // 2),
    "optional members of the token": lambda: "t" + "?.b" * (SIZE // 3),
    "one long sum of texts": lambda: "fetch(" + '"a" + ' * (SIZE // 6) + "t)",
    "one long sum with the token": lambda: "fetch(" + '"a" + t + ' * (SIZE // 10) + "t)",
    "ternaries": lambda: "const u = " + "t ? t : " * (SIZE // 8) + "t; fetch(u)",
    "assignments in a row": lambda: "let a0 = t;" + _numbered("let a# = a%;") + "fetch(a1)",
    "a name that is given the token often": lambda: "let a;" + _repeated("a = t; fetch(a);"),
    "requests": lambda: _repeated(f"await fetch({LABELS}, {{headers: {{a: t}}}});\n"),
    "calls of one helper": lambda: (
        "function g(p, k) { return fetch(p, {headers: {k}}); }"
        + _numbered('g("https://gmail.googleapis.com/#", t);')
    ),
    "a chain of helpers": lambda: (
        "function g0(k) { fetch('x', k); }" + _numbered("function g#(k) { g%(k); }") + "g1(t);"
    ),
    "helpers that call each other in a circle": lambda: (
        "function a(k) { b(k); } function b(k) { a(k); } a(t);"
    ),
    "a helper that calls itself twice": lambda: (
        "const f = (k, p) => { f(k, p + 'a'); f(k, p + k); fetch(p, k); }; f(t, '');"
    ),
    "objects in objects": lambda: "const o = " + "{a:" * 20_000 + "t" + "}" * 20_000 + "; fetch(o)",
    "destructuring": lambda: "const " + "{a:" * 10_000 + "b" + "}" * 10_000 + " = t; fetch(b);",
    "many connector calls": lambda: _repeated('await c.connectors.getConnection("gmail");\n'),
    "connector calls with unknown types": lambda: _repeated("x.connectors.getConnection(y);\n"),
    "a class with many methods": lambda: (
        "class C { constructor(k) { this.k = k; }"
        + _numbered("m#() { return fetch('u', this.k); }")
        + "} new C(t).m1();"
    ),
    "one line without an end": lambda: "var a=1;" + _repeated("b=t,c=b,"),
    "a comment without an end": lambda: "/*" + _repeated("connlint-ignore "),
    "comments": lambda: _repeated("// connlint-ignore exposed-token\n"),
    "a regular expression": lambda: "const r = /" + "(a+)+" * 10_000 + "/;",
    "crossed brackets": lambda: _repeated("[)"),
    "loops that never begin": lambda: _repeated("static new & for return 1 "),
    "comments that begin again": lambda: _random(["as", "case", "default:", "declare", "/*"], " "),
    "random statements": lambda: _random([*KEYWORDS, *SIGNS], "\n"),
    "random words": lambda: _random(WORDS),
    "random punctuation": lambda: _random("(){}[]`$;=><.,'\"/*\n t"),
    "random letters": lambda: _random("abc \n"),
}


@pytest.mark.parametrize("code", CODE.values(), ids=CODE)
@pytest.mark.parametrize("ending", ["ts", "js"])
def test_odd_code_takes_a_bounded_time(
    code: Callable[[], str], ending: str, tmp_path: Path
) -> None:
    text = f"{HEAD}{code()}\n}});\n"
    _lint(tmp_path, {f"functions/work/entry.{ending}": text.encode()})


def _measure(name: str, kilobytes: int, root: Path) -> None:
    """Hold a shape against the time for its size, which is twice 50 ms for each KB."""
    files = SHAPES[name](kilobytes * 1024)
    run, spent = seconds_of(files, root)
    assert spent < seconds_for(bytes_of(files)), f"{spent:.1f} s"
    assert "internal-error" not in {each.rule for each in run.diagnostics}


@pytest.mark.parametrize("name", SHAPES)
def test_no_shape_takes_longer_than_its_size_allows(name: str, tmp_path: Path) -> None:
    _measure(name, 4, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", SHAPES)
def test_no_large_shape_takes_longer_than_its_size_allows(name: str, tmp_path: Path) -> None:
    _measure(name, 64, tmp_path)


def test_a_file_that_is_too_large_is_not_parsed_and_proves_nothing(tmp_path: Path) -> None:
    text = HEAD + f"await fetch({LABELS}, {{headers: {{t}}}});\n" + "});\n"
    bundle = text + "// " + "x" * 5_000_000
    assert _lint(tmp_path, {"functions/work/entry.ts": text.encode()}) == [
        ("functions/work/entry.ts", "insufficient-scope")
    ]
    assert _lint(tmp_path, {"functions/work/entry.ts": bundle.encode()}) == []


LOGGED = "console.log(t);\n"
LINE = f"await fetch({LABELS}, {{headers: {{t}}}});\n"
BROKEN = "const x = (a, {b: ;\n"


@pytest.mark.parametrize("size", [1_000, SIZE])
def test_long_code_is_read_however_many_lines_are_broken(size: int, tmp_path: Path) -> None:
    text = HEAD + LOGGED + (LINE + LINE + BROKEN) * (size // len(LINE + LINE + BROKEN))
    found = _lint(tmp_path, {"functions/work/entry.ts": text.encode()})
    assert ("functions/work/entry.ts", "exposed-token") in found


def test_a_long_text_that_is_no_code_proves_nothing(tmp_path: Path) -> None:
    scopes = [f"https://www.googleapis.com/auth/gmail.{name}" for name in ("labels", "send")]
    gmail = json.dumps({"type": "gmail", "scopes": scopes}).encode()
    noise = CODE["comments that begin again"]()
    for text, rules in [
        (HEAD + LINE + "});\n", ["unused-scope"]),
        (HEAD + LOGGED + "});\n", ["exposed-token"]),
        (HEAD + LOGGED + noise, []),
        (HEAD + LINE + "});\n" + noise, []),
    ]:
        files = {"connectors/gmail.jsonc": gmail, "functions/work/entry.ts": text.encode()}
        assert [rule for _, rule in _lint(tmp_path, files)] == rules


@pytest.mark.parametrize(
    ("code", "clock", "is_parsed"),
    [
        ("requests", repeat(0.0), True),
        ("requests", count(0.0, 0.01), False),
        ("calls of calls", repeat(0.0), True),
        ("loops that never begin", repeat(0.0), False),
        ("comments that begin again", repeat(0.0), False),
    ],
)
def test_what_is_no_code_is_mostly_told_without_a_clock(
    code: str, clock: Iterator[float], *, is_parsed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "thread_time", lambda: next(clock))
    source = SourceFile("entry.js", CODE[code]()[:60_000], "/entry.js")
    with nullcontext() if is_parsed else pytest.raises(LimitExceeded):
        parse_code(source)


BYTES = {
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 400,
    "zeros": bytes(100_000),
    "UTF-16": HEAD.encode("utf-16"),
    "Latin-1": (HEAD + "// \xe9\n});").encode("latin-1"),
    "half a character": HEAD.encode() + b"\xf0\x9f",
    "nothing": b"",
    "a mark and nothing": b"\xef\xbb\xbf",
}


@pytest.mark.parametrize("content", BYTES.values(), ids=BYTES)
def test_what_is_no_text_is_no_finding(content: bytes, tmp_path: Path) -> None:
    files = {"functions/work/entry.ts": content, "shared/a.ts": content}
    assert set(_lint(tmp_path, files)) <= {("connectors/gmail.jsonc", "unused-connector")}


def test_imports_in_a_circle_are_followed_once(tmp_path: Path) -> None:
    helper = b'import { b } from "./%s.ts"; export const b = (k) => b(k);'
    found = _lint(
        tmp_path,
        {
            "shared/one.ts": helper % b"two",
            "shared/two.ts": helper % b"one",
            "functions/work/entry.ts": f'import {{ b }} from "../../shared/one.ts";{HEAD}b(t);}});'.encode(),
        },
    )
    assert found == []


RETURNS = 'import { a } from "./%s.ts"; export { a }; export default a;'
CIRCLES = {
    "a file that imports itself": {
        "functions/work/entry.ts": f'import me from "./entry.ts";{HEAD}me(t);}});export default me;',
    },
    "two files that export what they import from each other": {
        "functions/work/entry.ts": f'import {{ a }} from "../../shared/one.ts";{HEAD}a(t);}});',
        "shared/one.ts": RETURNS % "two",
        "shared/two.ts": RETURNS % "one",
    },
    "three files, of which the last leads to the second": {
        "functions/work/entry.ts": f'import a from "../../shared/one.ts";{HEAD}a(t);}});',
        "shared/one.ts": 'import a from "./two.ts"; export default a;',
        "shared/two.ts": 'export { a as default } from "./three.ts";',
        "shared/three.ts": RETURNS % "two",
    },
}


@pytest.mark.parametrize("case", CIRCLES)
def test_exports_in_a_circle_are_nothing_that_is_known(case: str, tmp_path: Path) -> None:
    assert _lint(tmp_path, {name: text.encode() for name, text in CIRCLES[case].items()}) == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_in_a_circle_are_followed_once(tmp_path: Path) -> None:
    functions = tmp_path / "base44" / "functions"
    functions.mkdir(parents=True)
    os.symlink(functions, functions / "again")
    os.symlink(tmp_path, functions / "all")
    os.symlink("entry.ts", functions / "entry.ts")
    (functions / "log").mkdir()
    log = HEAD + "console.log(t);\n});\n"
    found = _lint(tmp_path, {"functions/log/entry.ts": log.encode()})
    assert found == [("functions/log/entry.ts", "exposed-token")]


@pytest.mark.parametrize("cut", range(0, 420, 7))
def test_half_written_code_is_read_as_far_as_it_goes(cut: int, tmp_path: Path) -> None:
    text = f"{HEAD}console.log(t);\nawait fetch({LABELS}, {{ headers: {{ a: `Bearer ${{t}}` }} }});\n}});\n"
    found = _lint(tmp_path, {"functions/work/entry.ts": text[:cut].encode()})
    logged = ("functions/work/entry.ts", "exposed-token") in found
    assert logged == (cut > text.index("console.log(t") + len("console.log(t"))


def test_a_long_text_is_not_read_again_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces: list[int] = []
    read = _LongText.piece

    def noted(text: _LongText, start: int, at: object) -> bytes:
        pieces.append(start)
        return read(text, start, at)

    monkeypatch.setattr(_LongText, "piece", noted)
    text = _repeated("call(é);\n")
    syntax = parse_code(SourceFile("entry.ts", text, "/entry.ts"))
    assert pieces
    pieces.clear()
    assert syntax.text(syntax.root) == text
    assert pieces == []

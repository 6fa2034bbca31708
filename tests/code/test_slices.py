"""What is not parsed of a file has no part in what the code does."""

from __future__ import annotations

from pathlib import Path

import pytest

from connlint.catalog import Catalog
from connlint.code import slices
from connlint.code.files import CodeFile
from connlint.code.reading import CodeReader
from connlint.code.slices import kept_parts
from connlint.code.syntax import parse_code
from connlint.source import SourceFile

from .examples import Example, expected, read_examples, shown

CATALOG = Catalog()
OTHER = """\
export async function other%d(items: Item[], limit = 3): Promise<Item[]> {
  const kept = items.filter((item) => item.count > limit);
  for (const item of kept) {
    item.label = `${item.text}: ${item.count}`;
  }
  return kept;
}

"""
FILLER = "".join(OTHER % number for number in range(12))
CALL = 'Deno.serve(async () => {\n  await svc.connectors.getConnection("gmail");\n});\n'
CONST = "const trim = (text) => {\n  return text.trim();\n};\n"

# A text between fillers, and whether it is parsed.
TEXTS: dict[str, tuple[str, bool]] = {
    "a connector call": (CALL, True),
    "what is no function": ("limits.set(1);\n", True),
    "a function that nothing names": ("function f(a) {\n  return a;\n}\n", False),
    "one with parameters on lines of their own": (
        "function f(\n  a,\n  b,\n): number {\n  return a;\n}\n",
        False,
    ),
    "one that is a constant": (CONST, False),
    "two constants in one statement": ("const f = () => {\n  g();\n}, h = 1;\n", True),
    "a constant that is no function": ("const f = {\n  a: 1,\n};\n", True),
    "one that is called": ("function f() {\n  g();\n}\nf();\n", True),
    "one that uses a variable": ("let token;\nfunction f() {\n  token = 1;\n}\n", True),
    "one that uses what a pattern names": (
        "const { a: { b = {} }, token } = c;\nfunction f() {\n  return token;\n}\n",
        True,
    ),
    "one that uses the second of two variables": (
        "let a = 1, token = 2;\nfunction f() {\n  return token;\n}\n",
        True,
    ),
    "one that uses an import": (
        'import google, { type A, b as c } from "./x.ts";\nfunction f() {\n  c();\n}\n',
        True,
    ),
    "one that calls a method of an object by its name": (
        "const api = {\n  send(a) {},\n};\nfunction f(x) {\n  x.send();\n}\n",
        True,
    ),
    "one that has a part of a name only": ("let token;\nfunction f(tokens) {\n  g();\n}\n", False),
    "one in a template": ("const query = `\nfunction f() {\n  g();\n}\n`;\n", True),
    "one in a comment": ("/*\nfunction f() {\n  g();\n}\n*/\n", True),
    "one with half a template": ("function f() {\n  return `\n}\n` + 1;\n}\n", True),
}


def _parts(text: str) -> list[str]:
    data = text.encode()
    return [data[start:end].decode() for start, end in kept_parts(data)]


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_parsed(name: str) -> None:
    text, is_kept = TEXTS[name]
    rest = text[: text.index("function f")] if not is_kept and "let" in text else ""
    assert "".join(_parts(FILLER + text + FILLER)) == (text if is_kept else rest)


def test_a_function_counts_that_is_named_by_one_that_counts() -> None:
    text = "f();\nfunction f() {\n  g();\n}\nfunction h() {\n  f();\n}\nfunction g() {\n}\n"
    assert "".join(_parts(FILLER + text)) == text


@pytest.mark.parametrize("text", ["f();\n", "class A {}\n" + FILLER])
def test_short_files_and_those_with_classes_are_parsed_as_a_whole(text: str) -> None:
    assert _parts(text) == [text]


def test_places_are_those_of_the_whole_text() -> None:
    text = f"// \U0001f600\n{FILLER}{CALL}{FILLER}"
    source = SourceFile("entry.ts", text, "/entry.ts")
    (call,) = CodeReader().read([CodeFile(source)], {}).calls
    assert source.slice(call.method_span) == "getConnection"
    assert source.line_and_column(call.method_span.start) == (2 + FILLER.count("\n") + 1, 24)


def test_what_is_broken_without_the_rest_is_parsed_as_a_whole() -> None:
    text = "if (a) {\n" + FILLER + "g();\n"
    assert len(_parts(text)) > 1
    whole = parse_code(SourceFile("entry.ts", text, "/entry.ts"))
    syntax = parse_code(SourceFile("entry.ts", text, "/entry.ts"), kept_parts)
    assert str(syntax.root) == str(whole.root)


EXAMPLES = read_examples()


def _ids(example: Example) -> str:
    return f"{example.page}: {example.title}"


@pytest.mark.parametrize("example", EXAMPLES, ids=_ids)
def test_an_example_means_the_same_among_much_that_is_not_parsed(
    example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "_FEW", 0)
    example.write(tmp_path)
    for path in tmp_path.rglob("*.[tj]s"):
        path.write_text(path.read_text("utf-8") + "\n" + FILLER, "utf-8")
    assert shown(tmp_path, CATALOG) == expected(example)

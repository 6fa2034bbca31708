"""Seed inputs, from the examples and cases of the tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.code.examples import read_examples
from tests.jsonc.cases import CASES
from tests.parity.json5_texts import MADE, WRITTEN
from tests.rules.pages import all_pages, examples
from tools.fuzz.bundle import MOST_FILES, join
from tools.fuzz.shapes import SHAPES

__all__ = ["seeds_of"]

_ROOT = Path(__file__).resolve().parents[2]
_LONGEST = 8 * 1024
_GROWING = 1024
"""The size of a shape in bytes."""
_MADE = 400
"""The number of generated texts that are taken; texts of the same kind follow each other."""


def seeds_of(target: str) -> list[bytes]:
    """Return the inputs that a target begins with, each once, the shortest first."""
    if target == "parse":
        inputs: Iterable[bytes] = _texts()
    elif target == "code":
        inputs = (*_code(), *_shapes())
    else:
        inputs = (*_pages(), *_apps(), *_code())
    return sorted(
        {data for data in inputs if len(data) <= _LONGEST}, key=lambda data: (len(data), data)
    )


def _texts() -> Iterator[bytes]:
    texts = [case.text for case in CASES]
    texts += [*WRITTEN, *MADE[:_MADE]]
    yield from (text.encode("utf-8", "surrogatepass") for text in texts)
    for page in all_pages():
        for example in examples(page):
            yield from (
                text.encode()
                for path, text in example.files.items()
                if path.endswith((".json", ".jsonc"))
            )


def _pages() -> Iterator[bytes]:
    for page in all_pages():
        for example in examples(page):
            notes = example.notes
            yield join(
                {
                    path: text.encode(notes.get(path) or "utf-8")
                    for path, text in example.files.items()
                }
            )


def _code() -> Iterator[bytes]:
    for example in read_examples():
        yield join({path: text.encode() for path, text in example.files.items()})


def _shapes() -> Iterator[bytes]:
    """Yield the shapes, which repeat something, in a size that is small enough to run often."""
    for shape in SHAPES.values():
        files = shape(_GROWING)
        if len(files) <= MOST_FILES:
            yield join({path: text.encode() for path, text in files.items()})


def _apps() -> Iterator[bytes]:
    """Yield the files without code of each example app, then each code file with four of them."""
    for app in sorted((_ROOT / "examples").iterdir()):
        names = sorted(path for path in app.rglob("*") if path.is_file())
        files = {path.relative_to(app).as_posix(): path.read_bytes() for path in names}
        small = {
            path: content for path, content in files.items() if not path.endswith((".ts", ".js"))
        }
        yield join(small)
        for path, content in files.items():
            if path not in small:
                yield join({**dict(list(small.items())[:4]), path: content})

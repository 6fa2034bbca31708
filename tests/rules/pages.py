"""The pages in docs/rules, read as what they are: examples with their expected findings.

A page has sections, whose headings may go on after a colon (`## Wrong: two files`). Fenced blocks
with a path after the language are files of a small app; the `output` block that follows them is
what connlint prints about it.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

PAGES = Path(__file__).resolve().parents[2] / "docs" / "rules"
UPDATE = bool(os.environ.get("UPDATE_SNAPSHOTS"))

_FENCE = re.compile(
    r"^(?P<fence>`{3,})(?P<info>[^\n]*)\n(?P<body>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL
)
_HEADING = re.compile(r"^## (?P<title>.+)$", re.MULTILINE)


@dataclass
class Example:
    """A project of a page: its section's title, its files, and what is said about it.

    A file's info line may say `base64` or `utf-16` after the path, for content that
    cannot stand in a page as it is, or `no-final-newline`; `output` is None under Right and Fixed.
    """

    page: str
    section: str
    files: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    output: str | None = None
    output_span: tuple[int, int] = (0, 0)

    def write(self, root: Path) -> None:
        """Put the example's files into a directory."""
        for name, text in self.files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode(self.notes.get(name) or "utf-8"))


def kind(title: str) -> str:
    """The kind of a section: what its heading says before a colon."""
    return title.partition(":")[0]


def headings(page: str) -> list[str]:
    """The headings of the sections of a page's text, whole."""
    return _HEADING.findall(_FENCE.sub("", page))


def section(page: str, title: str) -> str:
    """The content of the section with this heading; empty without it."""
    _, _, after = page.partition(f"\n## {title}\n")
    return re.split(r"^## ", after, maxsplit=1, flags=re.MULTILINE)[0]


def anchor(heading: str) -> str:
    """The anchor by which links reach a heading, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def read_page(name: str) -> str:
    return (PAGES / f"{name}.md").read_text("utf-8")


def examples(name: str) -> list[Example]:
    """The examples of a page, in the order of the page."""
    text = read_page(name)
    starts = [(match.start(), kind(match["title"])) for match in _HEADING.finditer(text)]
    found: list[Example] = []
    for index, (start, title) in enumerate(starts):
        end = starts[index + 1][0] if index + 1 < len(starts) else len(text)
        found.extend(_in_section(name, title, text, start, end))
    return found


def _in_section(name: str, title: str, text: str, start: int, end: int) -> list[Example]:
    found: list[Example] = []
    current: Example | None = None
    for match in _FENCE.finditer(text, start, end):
        words = match["info"].split()
        if words[:1] == ["output"]:
            assert current is not None, f"{name}: an output block without files before it"
            current.output = match["body"]
            current.output_span = match.span("body")
            current = None
        elif len(words) >= 2:
            if current is None:
                current = Example(name, title)
                found.append(current)
            assert words[1] not in current.files, f"{name}: {words[1]} is there twice"
            ends_early = words[2:] == ["no-final-newline"]
            current.files[words[1]] = match["body"].removesuffix("\n" if ends_early else "")
            current.notes[words[1]] = "" if ends_early else "".join(words[2:])
    return found


def all_pages() -> list[str]:
    return sorted(path.stem for path in PAGES.glob("*.md"))

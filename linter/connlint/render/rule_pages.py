"""The parts of a rule's page that a format can carry."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from connlint.rules import docs_address
from connlint.tuples import NamedTuple

__all__ = ["Page", "read_parts"]

_LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]+)\)")
_WHY = "## Why"


class Page(NamedTuple):
    """`summary` says what a rule reports, `reason` why, both in plain text; `text` is all of it.

    `text` is Markdown without the title, with links that lead somewhere from everywhere.
    """

    summary: str
    reason: str
    text: str


def read_parts(page: str) -> Page:
    """Take a page apart: a title, a line with the severity, what is reported, and sections."""
    _, _, body = page.strip().partition("\n")
    body = _LINK.sub(lambda link: f"[{link[1]}]({urljoin(docs_address(''), link[2])})", body)
    before, _, after = body.strip().partition(f"\n{_WHY}\n")
    _, _, summary = before.partition("\n")
    reason = re.split(r"^## ", after, maxsplit=1, flags=re.MULTILINE)[0]
    return Page(_plain(summary), _plain(reason), f"{body.strip()}\n")


def _plain(text: str) -> str:
    """Prose without marks: links become their text, and lines that belong together one line."""
    text = _LINK.sub(lambda link: link[1], text).replace("`", "")
    return "\n\n".join(" ".join(each.split()) for each in re.split(r"\n\s*\n", text.strip()))

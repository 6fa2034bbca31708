"""The parts of a rule's documentation page that an output format can include."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from connlint.rules import docs_url
from connlint.tuples import NamedTuple

__all__ = ["Page", "read_parts"]

_LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]+)\)")
_WHY = "## Why"


class Page(NamedTuple):
    """The parts of a page: `summary` says what a rule reports, `reason` why, both in plain text.

    `text` is the whole page in Markdown without the title, with absolute links.
    """

    summary: str
    reason: str
    text: str


def read_parts(page: str) -> Page:
    """Parse a page: a title, a line with the severity, what is reported, and sections."""
    _, _, body = page.strip().partition("\n")
    body = _LINK.sub(lambda link: f"[{link[1]}]({urljoin(docs_url(''), link[2])})", body)
    before, _, after = body.strip().partition(f"\n{_WHY}\n")
    _, _, summary = before.partition("\n")
    reason = re.split(r"^## ", after, maxsplit=1, flags=re.MULTILINE)[0]
    return Page(_plain(summary), _plain(reason), f"{body.strip()}\n")


def _plain(text: str) -> str:
    """Return Markdown as plain prose: links become their text, and a paragraph one line."""
    text = _LINK.sub(lambda link: link[1], text).replace("`", "")
    return "\n\n".join(
        " ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", text.strip())
    )

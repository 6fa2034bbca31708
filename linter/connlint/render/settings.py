"""Settings of a rendering: all that formats take besides the report itself."""

from __future__ import annotations

from collections.abc import Callable

from connlint.render.style import PLAIN, Style
from connlint.tuples import NamedTuple

__all__ = ["DEFAULTS", "RenderSettings"]


def _no_page(_: str) -> str:
    return ""


class RenderSettings(NamedTuple):
    """Settings of a rendering; each format takes those that it needs.

    `version` is that of connlint, `catalogue` the day of the catalogue, YYYY-MM-DD. `read_page`
    returns the page of a rule as Markdown. `has_suppressed` includes findings that comments or a
    baseline suppress, marked as such. `folder` leads from the root of the repository to the
    working directory, with `/` at its end; it is empty where they are the same. `style`, `columns`
    (the width of the terminal in cells, None without one), `has_summary` and `hint` (last lines)
    are for people. The names of rules are links with `has_hyperlinks`; with `has_addresses` the
    first finding of each rule has the address of its page.
    """

    version: str = ""
    catalogue: str = ""
    read_page: Callable[[str], str] = _no_page
    has_suppressed: bool = True
    folder: str = ""
    style: Style = PLAIN
    columns: int | None = None
    has_summary: bool = True
    hint: str = ""
    has_hyperlinks: bool = False
    has_addresses: bool = False


DEFAULTS = RenderSettings()

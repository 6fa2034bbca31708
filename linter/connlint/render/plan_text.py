"""A plan as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connlint.plan import AppPlan
from connlint.render import plan_words as words
from connlint.render.columns import wrap
from connlint.render.style import PLAIN, Style
from connlint.text.escaping import at_line_start, escape_unprintable

__all__ = ["render"]

_LEAST_COLUMNS = 40
"""A terminal that is narrower breaks lines itself."""
_INDENT = "    "
_DEEP = "      "


def render(plans: Sequence[AppPlan], style: Style = PLAIN, columns: int | None = None) -> str:
    """Return the plans as text, one after the other.

    Lines are wrapped between words at `columns`, if it is not None.
    """
    room = columns and max(columns, _LEAST_COLUMNS)
    return "\n".join("".join(_lines(plan, style, room)) for plan in plans)


def _lines(plan: AppPlan, style: Style, room: int | None) -> Iterator[str]:
    colors = {"+": style.added, "-": style.removed}
    yield f"{at_line_start(_joined(words.title(plan)))}\n"
    for line in wrap(escape_unprintable(plan.verdict), room):
        yield f"{style.paint(line, style.strong)}\n"
    for item in words.items(plan):
        yield "\n"
        yield _line("", item.mark, item.head, colors, style, room)
        for below in item.lines:
            indent = _DEEP if below.is_deep else _INDENT
            yield _line(indent, below.mark, below.parts, colors, style, room)
    if plan.notes:
        yield f"\n{words.NOTES}\n"
    for note in plan.notes:
        yield _line(_INDENT, "", (note,), colors, style, room)


def _line(
    indent: str,
    mark: str,
    parts: words.Parts,
    colors: dict[str, str],
    style: Style,
    room: int | None,
) -> str:
    """Return a line with its mark, and further ones if it is too long, indented under it."""
    start = f"{indent}{mark} " if mark else indent
    text = _joined(parts) if mark else at_line_start(_joined(parts))
    first, *rest = wrap(text, None if room is None else room - len(start))
    painted = f"{indent}{style.paint(mark, colors.get(mark, ''))} " if mark else indent
    return "".join([f"{painted}{first}\n", *(f"{' ' * len(start)}{line}\n" for line in rest)])


def _joined(parts: words.Parts) -> str:
    return "".join(
        escape_unprintable(part.text if isinstance(part, words.Foreign) else part) for part in parts
    )

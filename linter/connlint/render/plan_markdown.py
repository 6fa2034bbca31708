"""A plan as Markdown, for a comment on a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connlint.plan import AppPlan
from connlint.render import plan_words as words
from connlint.render.markdown_text import code, prose

__all__ = ["render"]

_TITLE = "What the next push changes"
_MARKS = {"+": "Added: ", "-": "Removed: ", "~": "", "": ""}
_LINE_MARKS = {"+": "➕ ", "-": "➖ ", "": ""}


def render(plans: Sequence[AppPlan]) -> str:
    """Return the plans as GitHub's and GitLab's Markdown, with a list for each app."""
    blocks = [block for plan in plans for block in _blocks(plan)]
    return "\n\n".join([f"### {_TITLE}", *blocks]) + "\n"


def _blocks(plan: AppPlan) -> Iterator[str]:
    yield f"{_joined(words.title(plan))}:"
    yield f"**{prose(plan.verdict)}**"
    items = [line for item in words.items(plan) for line in _item(item)]
    if items:
        yield "\n".join(items)
    if plan.notes:
        yield "\n".join([f"{words.NOTES}:", "", *(f"- {prose(note)}" for note in plan.notes)])


def _item(item: words.Item) -> Iterator[str]:
    yield f"- {_MARKS[item.mark]}{_joined(item.head)}"
    for line in item.lines:
        indent = "    " if line.is_deep else "  "
        yield f"{indent}- {_LINE_MARKS[line.mark]}{_joined(line.parts)}"


def _joined(parts: words.Parts) -> str:
    return "".join(
        code(part.text) if isinstance(part, words.Foreign) else prose(part) for part in parts
    )

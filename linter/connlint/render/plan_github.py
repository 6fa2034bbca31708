"""A plan as workflow commands of GitHub Actions, shown next to the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connlint.plan import (
    AppPlan,
    Change,
    ConnectorAdded,
    ConnectorRemoved,
    PlannedRequest,
    ScopeAdded,
    ScopeRemoved,
    Use,
)
from connlint.render import plan_words as words
from connlint.render.workflow_command import path_in_checkout, workflow_command
from connlint.text.escaping import escape_unprintable

__all__ = ["render"]

_TITLE = "connlint plan"
_ORDER = ("error", "warning", "notice")


def render(plans: Sequence[AppPlan], folder: str = "") -> str:
    """Return a command for each verdict, change and note, one a line, the most severe first.

    `folder` leads from the root of the repository to the working directory, with `/` at its end.
    """
    commands = [command for plan in plans for command in _commands(plan, folder)]
    ordered = sorted(commands, key=lambda command: _ORDER.index(command[0]))
    return "".join(line for _, line in ordered)


def _commands(plan: AppPlan, folder: str) -> Iterator[tuple[str, str]]:
    head = _joined(words.title(plan))
    yield _command("notice", (f"{head}: {plan.verdict}",), folder)
    renames = dict(plan.renames)
    fresh = {each.type: each for each in plan.changes if isinstance(each, ConnectorAdded)}
    for change in plan.changes:
        if isinstance(change, ConnectorRemoved) and change.type in renames:
            new = fresh[renames[change.type]]
            kind = "error" if change.used_by else "warning"
            yield _command(kind, words.replaced(change, new), folder, *change.used_by[:1])
        elif not (isinstance(change, ConnectorAdded) and change.type in renames.values()):
            yield from _change(change, folder)
    for note in plan.notes:
        yield _command("notice", (note,), folder)


def _change(change: Change, folder: str) -> Iterator[tuple[str, str]]:
    if isinstance(change, ConnectorRemoved):
        kind = "error" if change.used_by else "warning"
        yield _command(kind, words.removed(change), folder, *change.used_by[:1])
    elif isinstance(change, ConnectorAdded):
        kind = "warning" if change.restricted else "notice"
        yield _command(kind, words.added(change), folder, Use(change.path, 1))
    elif isinstance(change, ScopeAdded):
        kind = "warning" if change.restricted else "notice"
        allows = f" (allows: {change.allows})" if change.allows else ""
        text = (change.name, " gets the scope ", *words.scope_added(change), allows)
        yield _command(kind, text, folder, Use(change.path, change.line))
    elif isinstance(change, ScopeRemoved):
        text = (change.name, " loses the scope ", words.Foreign(change.scope))
        if not change.breaks:
            yield _command("notice", text, folder, Use(change.path, 1))
        for broken in change.breaks:
            yield _command("error", (*text, ": ", *words.lost(change, broken)), folder, broken)
    else:
        kind = "error" if change.allowed is False else "notice"
        yield _command(kind, ("New request ", *words.request(change)), folder, change.request)


def _command(
    kind: str, parts: words.Parts, folder: str, place: Use | PlannedRequest | None = None
) -> tuple[str, str]:
    properties: dict[str, object] = {}
    if place is not None:
        properties.update(file=path_in_checkout(place.path, folder), line=place.line)
    properties["title"] = _TITLE
    return kind, workflow_command(kind, properties, _joined(parts))


def _joined(parts: words.Parts) -> str:
    return "".join(
        escape_unprintable(part.text if isinstance(part, words.Foreign) else part) for part in parts
    )

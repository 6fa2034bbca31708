"""Errors about words that are no command, with the command that was probably meant."""

from __future__ import annotations

import os

import click

from connlint.text.escaping import quote
from connlint.text.spelling import closest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["no_such_command"]

_OTHER_NAMES = {
    "lint": "check",
    "validate": "check",
    "verify": "check",
    "scan": "check",
    "run": "check",
    "fix": "check --fix",
    "report": "audit",
    "permissions": "scopes",
    "diff": "plan",
    "changes": "plan",
    "batch": "fleet",
    "bulk": "fleet",
    "explain": "rule",
    "rules": "rule",
    "connectors": "catalog",
    "types": "catalog",
    "list": "catalog",
    "lsp": "server",
    "completions": "completion",
}
"""Words that people try, and the commands that do what they want."""


def no_such_command(
    word: str, commands: Iterable[str], context: click.Context, *, is_help: bool = False
) -> click.UsageError:
    """Return the error for a word that is neither a command nor, at the top, a path.

    With `is_help`, the word could only be a command.
    """
    path = context.command_path
    is_top = context.parent is None
    near = _meant(word, list(commands), is_top=is_top)
    if near:
        message = f"{quote(word)} is not a command of {path}. Did you mean: {near}?"
        return click.UsageError(message, context)
    if is_help or not is_top:
        return click.UsageError(f"{quote(word)} is not a command of {path}", context)
    if os.path.basename(word) != word or os.path.splitext(word)[1]:
        message = f"{quote(word)} does not exist. To check an app: connlint check PATH/TO/APP"
    else:
        message = (
            f"{quote(word)} is neither a command nor a file or folder here. "
            "To check an app: connlint check PATH/TO/APP"
        )
    return click.UsageError(message, context)


def _meant(word: str, commands: list[str], *, is_top: bool) -> str:
    """Return the command line that a word probably means, empty if there is none."""
    if not is_top:
        from connlint.catalog import Catalog

        near = closest(word, commands)
        if near is None and word in Catalog():
            near = f"show {word}"
        return f"connlint catalog {near}" if near else ""
    other_names = {name: meant for name, meant in _OTHER_NAMES.items() if name not in commands}
    near = closest(word, [*other_names, *commands])
    if near is not None:
        return f"connlint {other_names.get(near, near)}"
    from connlint.rules import RULES

    return f"connlint rule {word}" if word in RULES else ""

"""Words that the shell can complete: rule names, connector types, commands and files."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

__all__ = [
    "COMPLETE",
    "SHELLS",
    "command_names",
    "connector_types",
    "files",
    "rule_lists",
    "rule_names",
]

SHELLS = ("bash", "zsh", "fish")
COMPLETE = "_CONNLINT_COMPLETE"
"""The variable by which a shell asks for completions."""


def files(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Let the shell complete the path of a file or folder."""
    return [CompletionItem(incomplete, type="file")]


def rule_names(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the name of a rule."""
    return _rules(incomplete, "")


def rule_lists(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the last name of a list with commas."""
    before, comma, last = incomplete.rpartition(",")
    return _rules(last, before + comma)


def _rules(incomplete: str, before: str) -> list[CompletionItem]:
    from connlint.rules import RULES

    return [
        CompletionItem(before + rule.name, help=rule.summary)
        for rule in RULES
        if rule.name.startswith(incomplete) and rule.name not in before.split(",")
    ]


def connector_types(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the type of a connector."""
    from connlint.catalog import Catalog

    return [
        CompletionItem(each.type, help=each.name)
        for each in Catalog().types()
        if each.type.startswith(incomplete)
    ]


def command_names(
    context: click.Context, _: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete the command that help is asked for, or a command of the one before it."""
    command: click.Command | None = context.find_root().command
    for name in context.params.get("words") or ():
        command = command.commands.get(name) if isinstance(command, click.Group) else None
    if not isinstance(command, click.Group):
        return []
    return [
        CompletionItem(name, help=each.get_short_help_str())
        for name, each in command.commands.items()
        if name.startswith(incomplete)
    ]

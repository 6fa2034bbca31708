"""Commands and groups of click whose help has groups of options, and examples at the end."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from connlint.cli.first_word import COMMANDS, with_command
from connlint.cli.help_texts import EXAMPLES, SECTIONS

__all__ = ["Command", "Group", "TopGroup"]

_OTHERS = "Options"
_WIDEST = 24
_WIDEST_EXAMPLE = 40
_LONGEST = 200
"""Characters of a command's first sentence, which is never cut."""


def _write_options(
    command: click.Command, context: click.Context, formatter: click.HelpFormatter
) -> None:
    """Write the options by the sections of the command, then those that have none."""
    records = {
        max(option.opts, key=len): record
        for option in command.get_params(context)
        if isinstance(option, click.Option) and (record := option.get_help_record(context))
    }
    # One column for all sections; what is wider is above its explanation.
    fitting = [len(first) for first, _ in records.values() if len(first) <= _WIDEST]
    width = max(fitting, default=0)
    rows = {name: (first.ljust(width), second) for name, (first, second) in records.items()}
    for title, names in SECTIONS.get(context.command_path, {}).items():
        own = [rows.pop(name) for name in names if name in rows]
        if own:
            with formatter.section(title):
                formatter.write_dl(own, col_max=width)
    if rows:
        with formatter.section(_OTHERS):
            formatter.write_dl(list(rows.values()), col_max=width)


def _write_examples(context: click.Context, formatter: click.HelpFormatter) -> None:
    examples = EXAMPLES.get(context.command_path)
    if examples:
        with formatter.section("Examples"):
            formatter.write_dl(examples, col_max=_WIDEST_EXAMPLE)


def _with_context(error: click.UsageError, context: click.Context) -> click.UsageError:
    """Return an error that names the command; the parser of click does not know it."""
    error.ctx = error.ctx or context
    return error


class Command(click.Command):
    """A command with options in sections, and with examples."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the words after the command."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            raise _with_context(error, ctx) from None

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        _write_options(self, ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        _write_examples(ctx, formatter)


class Group(click.Group):
    """A group of such commands, which suggests the command that was probably meant."""

    command_class = Command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, then the options."""
        self.format_commands(ctx, formatter)
        _write_options(self, ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        _write_examples(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with their whole first sentences."""
        commands = [(name, self.commands[name]) for name in self.list_commands(ctx)]
        rows = [(name, each.get_short_help_str(_LONGEST)) for name, each in commands]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the first word names.

        Raises click.UsageError for a word that is no command.
        """
        if args[0] not in self.commands and not ctx.resilient_parsing:
            from connlint.cli.near_commands import no_such_command

            raise no_such_command(args[0], self.commands, ctx)
        return super().resolve_command(ctx, args)


class TopGroup(Group):
    """The program itself: words that begin with no command are those of `check`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands, the most important first."""
        names = super().list_commands(ctx)
        return sorted(names, key=lambda name: COMMANDS.index(name) if name in COMMANDS else -1)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the words after the program's name."""
        try:
            return super().parse_args(ctx, with_command(args))
        except click.UsageError as error:
            raise _with_context(error, ctx) from None

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete commands, and the options and paths of `check` where no command begins so."""
        found = super().shell_complete(ctx, incomplete)
        if incomplete.startswith("-"):
            check = click.Context(self.commands["check"], info_name="check", parent=ctx)
            own = {item.value for item in found}
            others = check.command.shell_complete(check, incomplete)
            return [*found, *(item for item in others if item.value not in own)]
        return found or [CompletionItem(incomplete, type="file")]

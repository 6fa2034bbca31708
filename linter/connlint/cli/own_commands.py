"""The commands about connlint itself: help, version and completion, parsed by click."""

from __future__ import annotations

import click

from connlint._version import __version__
from connlint.cli.candidates import SHELLS, command_names
from connlint.cli.console import Console, ExitStatus
from connlint.cli.help import Command

__all__ = ["completion_command", "help_command", "print_version", "version_command"]


def print_version(console: Console) -> None:
    """Print the version and the day of the catalog."""
    from connlint.catalog import Catalog

    console.write(f"connlint {__version__} (catalogue {Catalog().date})\n")


@click.command("version", cls=Command)
@click.pass_obj
def version_command(console: Console) -> int:
    """Print the version and the day of the catalog."""
    print_version(console)
    return ExitStatus.CLEAN


@click.command("help", cls=Command)
@click.argument("words", nargs=-1, metavar="[COMMAND]…", shell_complete=command_names)
@click.pass_context
def help_command(context: click.Context, words: tuple[str, ...]) -> int:
    """Show what a command does and its options."""
    shown = context.find_root()
    for word in words:
        command = shown.command
        if not isinstance(command, click.Group):
            raise click.UsageError(f"{shown.command_path} has no commands", shown)
        found = command.commands.get(word)
        if found is None:
            from connlint.cli.near_commands import no_such_command

            raise no_such_command(word, command.commands, shown, is_help=True)
        shown = click.Context(found, info_name=word, parent=shown)
    context.obj.write(f"{shown.get_help()}\n")
    return ExitStatus.CLEAN


@click.command("completion", cls=Command)
@click.argument("shell", required=False, type=click.Choice(SHELLS))
@click.option("--install", is_flag=True, help="Write the files that set completion up.")
@click.pass_context
def completion_command(context: click.Context, shell: str | None, *, install: bool) -> int:
    """Complete commands, options, rule names and types with Tab.

    Prints the script for SHELL (bash 4.4 or newer, zsh or fish). With --install, adds it to
    the files that the shell reads when it starts; SHELL is then the shell that you use if it
    is left out.
    """
    from connlint.cli import completion

    console: Console = context.obj
    program = context.find_root().command
    if install:
        return completion.install(shell, program, console)
    if shell is None:
        raise click.UsageError("Name a shell, or use --install", context)
    console.write(completion.script(shell, program))
    return ExitStatus.CLEAN

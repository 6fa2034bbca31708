"""The options of `connlint catalog` and its sub-commands, parsed by click."""

from __future__ import annotations

import click

from connlint.cli.candidates import connector_types, files
from connlint.cli.console import Console, ExitStatus
from connlint.cli.help import Group

__all__ = ["FORMAT", "catalog_group"]

FORMAT = click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print it.",
)


@click.group("catalog", cls=Group, invoke_without_command=True)
@FORMAT
@click.pass_context
def catalog_group(context: click.Context, output_format: str) -> int:
    """List connector types, show one, or search types and scopes."""
    if context.invoked_subcommand is not None:
        return ExitStatus.CLEAN
    from connlint.cli.catalog import list_types

    return list_types(output_format, context.obj)


@catalog_group.command("show")
@click.argument("type_name", metavar="TYPE", shell_complete=connector_types)
@FORMAT
@click.pass_obj
def _catalog_show(console: Console, type_name: str, output_format: str) -> int:
    """Show a connector type: how to get its token, and what each scope allows."""
    from connlint.cli.catalog import show_type

    return show_type(type_name, output_format, console)


@catalog_group.command("search")
@click.argument("words", nargs=-1, required=True, metavar="WORDS…")
@FORMAT
@click.pass_obj
def _catalog_search(console: Console, words: tuple[str, ...], output_format: str) -> int:
    """Find types and scopes by name or by plain words, such as "send mail"."""
    from connlint.cli.catalog import search

    return search(tuple(word for text in words for word in text.split()), output_format, console)


@catalog_group.command("update")
@click.argument("file", metavar="FILE|-", shell_complete=files)
@click.pass_obj
def _catalog_update(console: Console, file: str) -> int:
    """Add the types that Base44 offers to the app's own catalog.

    FILE holds the output of `base44 connectors list-available --json`; - is standard input.
    """
    from connlint.cli.catalog import update

    return update(file, console)

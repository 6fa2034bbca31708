"""The options of the reports about scopes, `connlint audit` and `connlint scopes`."""

from __future__ import annotations

import click

from connlint.cli.candidates import files
from connlint.cli.conflicts import exclude
from connlint.cli.console import Console
from connlint.cli.help import Command
from connlint.cli.variables import is_from_variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["audit_command", "scopes_command"]


@click.command("audit", cls=Command)
@click.argument("paths", nargs=-1, metavar="[PATH]…", shell_complete=files)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "html", "markdown"]),
    default="text",
    help="How to print the report; html is one page that works offline.",
)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="When to use color; NO_COLOR and FORCE_COLOR are respected.",
)
@click.option(
    "--gaps",
    is_flag=True,
    help="Print only the requests that connlint does not know, to report them.",
)
@click.pass_obj
def audit_command(
    console: Console, paths: tuple[str, ...], output_format: str, color: str, *, gaps: bool
) -> int:
    """Show which scopes each connector has and which your code needs.

    A PATH is an app, or any folder or file in one. Exit status: 0, or 2 for a usage error.
    """
    from connlint.cli.audit import audit

    return audit(paths or (".",), output_format, color, console, gaps=gaps)


@click.command("scopes", cls=Command)
@click.argument("path", default=".", metavar="[PATH]", shell_complete=files)
@click.option(
    "--format",
    type=click.Choice(["text", "json", "jsonc", "command", "markdown"]),
    help="How to print the scopes: text by default; jsonc is connector files, command a shell's "
    "command lines.",
)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="When to use color; NO_COLOR and FORCE_COLOR are respected.",
)
@click.option(
    "--write",
    is_flag=True,
    help="Create missing connector files and update the others; shows the changes, and asks.",
)
@click.option("--yes", "-y", is_flag=True, help="With --write, write without asking.")
@click.pass_context
def scopes_command(context: click.Context, /, **values: Any) -> int:  # noqa: ANN401 - options of all types
    """Show which scopes an app has to ask for, according to its code.

    PATH is an app, or any folder or file in or above one. Exit status: 0, or 2 for a usage error
    or if something could not be written.
    """
    from connlint.cli.scopes import scopes, write_scopes

    if values["yes"] and not values["write"] and not is_from_variable(context, "yes"):
        raise click.UsageError("Use --yes with --write", context)
    exclude(context, values, "write", "format", "Use --write or --format, not both")
    if values["write"]:
        return write_scopes(values["path"], context.obj, yes=values["yes"])
    return scopes(values["path"], values["format"] or "text", values["color"], context.obj)

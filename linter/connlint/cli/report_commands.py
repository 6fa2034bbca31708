"""The options of the reports: `connlint audit`, `connlint scopes` and `connlint plan`."""

from __future__ import annotations

import click

from connlint.cli.candidates import files
from connlint.cli.conflicts import exclude, refuse_empty
from connlint.cli.console import Console, UsageError
from connlint.cli.help import Command
from connlint.cli.variables import is_from_variable, origin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["audit_command", "color_option", "plan_command", "scopes_command"]

color_option = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="When to use color; NO_COLOR and FORCE_COLOR are respected.",
)
"""The option of each command whose text has colors."""


@click.command("audit", cls=Command)
@click.argument("paths", nargs=-1, metavar="[PATH]…", shell_complete=files)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "html", "markdown"]),
    default="text",
    help="How to print the report; html is one page that works offline.",
)
@color_option
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
@color_option
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


@click.command("plan", cls=Command)
@click.argument("path", default=".", metavar="[PATH]", shell_complete=files)
@click.option(
    "--since",
    metavar="REV",
    help="Compare with this commit or branch; by default with the commit where the current branch "
    "left the default one.",
)
@click.option(
    "--from",
    "folder",
    metavar="DIR",
    shell_complete=files,
    help="Compare with the app in this folder instead of a commit.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "markdown", "json", "github"]),
    default="text",
    help="How to print the plan; markdown is for a pull request.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["disconnect", "consent", "restricted", "insufficient", "never"]),
    multiple=True,
    help="What to exit with status 1 for, as often as needed; by default a connector that the push "
    "disconnects and the app still uses.",
)
@color_option
@click.pass_context
def plan_command(context: click.Context, /, **values: Any) -> int:  # noqa: ANN401 - options of all types
    """Show what the next push changes for the people who use the app.

    PATH is an app, or any folder or file in or above one. Compares its files with an older state:
    connectors that are added or disconnected, scopes that people have to consent to, requests
    that lose their scope. Exit status: 0, 1 for a change of --fail-on, 2 for a usage error.
    """
    from connlint.cli.plan import PlanOptions, plan
    from connlint.plan.failing import FailOn

    refuse_empty(context, values)
    exclude(context, values, "since", "folder", "Use --since or --from, not both")
    kinds = [FailOn(kind) for kind in values.pop("fail_on")] or [FailOn.USED_DISCONNECT]
    if FailOn.NEVER in kinds and len(set(kinds)) > 1:
        raise click.UsageError("Use --fail-on never or other kinds, not both", context)
    texts = {name: value or "" for name, value in values.items()}
    try:
        return plan(PlanOptions(fail_on=tuple(kinds), **texts), context.obj)
    except UsageError as error:
        raise UsageError(f"{error}{origin(context, str(error))}") from error

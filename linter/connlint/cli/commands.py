"""The options of all commands, parsed by click."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import click

from connlint.cli.candidates import COMPLETE, files, rule_lists, rule_names
from connlint.cli.catalog_commands import FORMAT, catalog_group
from connlint.cli.conflicts import exclude, refuse_empty, settle
from connlint.cli.console import Console, ExitStatus, UsageError
from connlint.cli.fleet import fleet_command
from connlint.cli.help import TopGroup
from connlint.cli.own_commands import (
    completion_command,
    help_command,
    print_version,
    version_command,
)
from connlint.cli.report_commands import (
    audit_command,
    color_option,
    plan_command,
    scopes_command,
)
from connlint.cli.usage import usage_line
from connlint.cli.variables import options_from, origin
from connlint.render.registry import FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["run"]

_SEVERITIES = ["error", "warning", "info"]
_MAY_BE_EMPTY = frozenset({"changed", "add_ignore"})
"""Options of `check` whose value may be left out."""


def run(arguments: Sequence[str], console: Console) -> int:
    """Parse the arguments and run the command that they name.

    Raises UsageError for arguments that cannot be understood.
    """
    if COMPLETE in console.environ:
        # The shell asks for completions: click answers, and would end the program.
        with suppress(SystemExit):
            _connlint.main(list(arguments), prog_name="connlint")
        return ExitStatus.CLEAN
    try:
        # Not main(): it turns a broken pipe into status 1, which is that of findings here.
        with _connlint.make_context(
            "connlint",
            _with_empty_reason(arguments),
            obj=console,
            default_map=options_from(console.environ, _connlint),
        ) as context:
            status = _connlint.invoke(context)
    except click.ClickException as error:
        raise UsageError(usage_line(error)) from error
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.Abort:
        raise UsageError("Interrupted") from None
    return status if isinstance(status, int) else ExitStatus.CLEAN


def _with_empty_reason(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with an empty value for --add-ignore, which would take the next word."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    return [
        "--add-ignore=" if word == "--add-ignore" and number < end else word
        for number, word in enumerate(arguments)
    ]


def _print_version(context: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's signature
    if value and not context.resilient_parsing:
        print_version(context.obj)
        context.exit()


def _names(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Rule names, several in one word with commas."""
    return tuple(name.strip() for word in value for name in word.split(",") if name.strip())


@click.group(
    name="connlint",
    cls=TopGroup,
    invoke_without_command=True,
    # Versions of click differ in whether it is in brackets.
    subcommand_metavar="[COMMAND] [ARGS]...",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version",
    "-V",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Print the version and the day of the catalog.",
)
@click.pass_context
def _connlint(context: click.Context) -> int:
    """Check the connectors of Base44 apps before you deploy.

    Finds misspelled types and scopes, duplicates, missing or unused permissions, and leaked
    tokens, with the exact line and a fix.
    """
    if context.invoked_subcommand is None:
        context.obj.write(f"{context.get_help()}\n")
    return ExitStatus.CLEAN


@_connlint.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]…", shell_complete=files)
@click.option(
    "--format",
    type=click.Choice([*FORMATS]),
    help="How to print findings; text by default, github in GitHub Actions.",
)
@click.option(
    "--output-file",
    metavar="FILE",
    shell_complete=files,
    help="Write the report to this file; - is standard output.",
)
@click.option(
    "--select",
    multiple=True,
    callback=_names,
    metavar="RULES",
    shell_complete=rule_lists,
    help="Check only these rules; separate names with commas.",
)
@click.option(
    "--ignore",
    multiple=True,
    callback=_names,
    metavar="RULES",
    shell_complete=rule_lists,
    help="Check all rules except these.",
)
@click.option(
    "--min-severity",
    type=click.Choice(_SEVERITIES),
    help="Minimum severity to show; warning by default.",
)
@click.option(
    "--fail-on",
    type=click.Choice([*_SEVERITIES, "never"]),
    help="Minimum severity for exit status 1; error by default.",
)
@click.option(
    "--changed",
    is_flag=False,
    flag_value="",
    metavar="[REV]",
    help="Report only files that git says have changed since the last commit, or since the merge "
    "base with REV.",
)
@click.option(
    "--stdin-filename",
    metavar="PATH",
    shell_complete=files,
    help="Check standard input as the content of this file in the app.",
)
@color_option
@click.option("--quiet", "-q", is_flag=True, help="Print findings and nothing else.")
@click.option("--config", metavar="FILE", shell_complete=files, help="Use this configuration file.")
@click.option("--no-config", is_flag=True, help="Ignore configuration files.")
@click.option(
    "--show-config", is_flag=True, help="Print the configuration in use, and check nothing."
)
@click.option("--show-files", is_flag=True, help="List the files to check, and check nothing.")
@click.option("--fix", is_flag=True, help="Apply safe fixes, and show what is left.")
@click.option(
    "--unsafe-fixes",
    is_flag=True,
    help="With --fix or --diff, include fixes that change scopes or types.",
)
@click.option(
    "--diff",
    is_flag=True,
    help="Show what --fix would change, and write nothing; exit status 1 if anything.",
)
@click.option(
    "--add-ignore",
    metavar="[=REASON]",
    help="Write comments that silence all findings that are shown; give a reason with =REASON.",
)
@click.option(
    "--baseline",
    metavar="FILE",
    shell_complete=files,
    help="Hide the findings in this file, and name those that are gone.",
)
@click.option(
    "--write-baseline",
    metavar="FILE",
    shell_complete=files,
    help="Write all findings to this file; with --baseline, only remove those that are gone.",
)
@click.option(
    "--statistics",
    is_flag=True,
    help="Count findings by rule instead of showing them.",
)
@click.option(
    "--strict-suppressions",
    is_flag=True,
    help="Also show findings that connlint-ignore comments silence.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Number of processes that read code; one for each processor by default.",
)
@click.option(
    "--no-cache",
    is_flag=True,
    help="Check everything again, even if nothing has changed since a clean run.",
)
@click.pass_context
def _check(context: click.Context, /, **values: Any) -> int:  # noqa: ANN401 - options of all types
    """Check connector files, and the code that uses their tokens.

    A PATH is an app, any folder in or above one, a connectors folder or a file; the current
    folder by default. - is a connector file on standard input, or the file that
    --stdin-filename names. Exit status: 0 nothing to fail on, 1 findings, 2 usage error.
    """
    from connlint.cli.check import check
    from connlint.cli.options import STDIN_NAME, CheckOptions

    if values["paths"] == ("-",):
        values["paths"] = ()
        values["stdin_filename"] = values["stdin_filename"] or STDIN_NAME
    elif "-" in values["paths"]:
        raise click.UsageError("Use - or other paths, not both", context)
    refuse_empty(context, values, _MAY_BE_EMPTY)
    if values["output_file"] == "-":
        values["output_file"] = None
    settle(context, values)
    has_no_config = values.pop("no_config")
    values["paths"] = values["paths"] or (".",)
    given = {name: value for name, value in values.items() if value is not None}
    if has_no_config:
        given["config"] = None
    try:
        return check(CheckOptions.of(**given), context.obj)
    except UsageError as error:
        raise UsageError(f"{error}{origin(context, str(error))}") from error


@_connlint.command("init")
@click.argument("path", default=".", metavar="[PATH]", shell_complete=files)
@click.option("--yes", "-y", is_flag=True, help="Write without asking.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.pass_context
def _init(context: click.Context, path: str, yes: bool, dry_run: bool) -> int:  # noqa: FBT001 - click hands options over by name
    """Set connlint up in an app: configuration, pre-commit hook, CI, editor settings.

    PATH is an app, or any folder in or above one. Shows what it would write, and asks;
    existing files are added to and never overwritten. Exit status: 0, or 2 if something
    could not be written.
    """
    from connlint.cli.init import init

    values: dict[str, Any] = {"yes": yes, "dry_run": dry_run}
    exclude(context, values, "yes", "dry_run", "Use --yes or --dry-run, not both")
    return init(path, context.obj, yes=bool(values["yes"]), dry_run=bool(values["dry_run"]))


@_connlint.command("server")
@click.option(
    "--stdio",
    is_flag=True,
    hidden=True,
    help="Accepted because many editors add it; it changes nothing.",
)
@click.option("--log-file", metavar="FILE", shell_complete=files, help="Write a log to this file.")
def _server(stdio: bool, log_file: str | None) -> int:  # noqa: ARG001, FBT001 - there is no other way
    """Run the language server on standard input and output, for editors."""
    from connlint_lsp import serve

    return serve(log_file or "")


@_connlint.command("rule")
@click.argument("name", required=False, shell_complete=rule_names)
@FORMAT
@click.pass_obj
def _rule(console: Console, name: str | None, output_format: str) -> int:
    """Explain a rule, or list all rules."""
    from connlint.cli.rule import explain

    return explain(name, output_format, console)


for _command in (
    audit_command,
    scopes_command,
    plan_command,
    fleet_command,
    catalog_group,
    completion_command,
    help_command,
    version_command,
):
    _connlint.add_command(_command)

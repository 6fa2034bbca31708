"""The options of all commands, parsed by click."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import click

from connlint._version import __version__
from connlint.cli.catalog_commands import FORMAT, catalog_group
from connlint.cli.console import Console, ExitStatus, UsageError
from connlint.render.registry import FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from connlint.cli.options import CheckOptions

__all__ = ["run"]

_SEVERITIES = ["error", "warning", "info"]


def run(arguments: Sequence[str], console: Console) -> int:
    """Parse the arguments and run the command that they name.

    Raises UsageError for arguments that cannot be understood.
    """
    if "_CONNLINT_COMPLETE" in console.environ:
        # The shell asks for completions: click answers, and would end the program.
        with suppress(SystemExit):
            _connlint.main(list(arguments), prog_name="connlint")
        return ExitStatus.CLEAN
    try:
        # Not main(): it turns a broken pipe into status 1, which is that of findings here.
        words = _with_empty_reason(arguments)
        with _connlint.make_context("connlint", words, obj=console) as context:
            status = _connlint.invoke(context)
    except click.ClickException as error:
        raise UsageError(error.format_message()) from error
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.Abort:
        raise UsageError("interrupted") from None
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
        from connlint.catalog import Catalog

        console: Console = context.find_object(Console) or context.obj
        console.write(f"connlint {__version__} (catalogue {Catalog().date})\n")
        context.exit()


def _names(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Rule names, several in one word with commas."""
    return tuple(name.strip() for word in value for name in word.split(",") if name.strip())


@click.group(
    name="connlint",
    invoke_without_command=True,
    # Versions of click differ in whether it is in brackets.
    subcommand_metavar="[COMMAND] [ARGS]...",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Print the version and the day of the catalogue.",
)
@click.pass_context
def _connlint(context: click.Context) -> int:
    """Check the connector files of Base44 apps before Base44 does."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
    return ExitStatus.CLEAN


@_connlint.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]…")
@click.option(
    "--format",
    type=click.Choice([*FORMATS]),
    help="How findings are printed; text by default, and github in GitHub Actions.",
)
@click.option(
    "--output-file",
    metavar="FILE",
    help="Put the report into this file, and nothing on standard output.",
)
@click.option(
    "--select",
    multiple=True,
    callback=_names,
    metavar="RULES",
    help="Only these rules, separated by commas.",
)
@click.option(
    "--ignore",
    multiple=True,
    callback=_names,
    metavar="RULES",
    help="All rules but these.",
)
@click.option(
    "--min-severity",
    type=click.Choice(_SEVERITIES),
    help="The least severity that is shown; warning by default.",
)
@click.option(
    "--fail-on",
    type=click.Choice([*_SEVERITIES, "never"]),
    help="The least severity that makes the exit status 1; error by default.",
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
    help="Check standard input as the content of this file.",
)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Whether to paint the text format.",
)
@click.option("--quiet", "-q", is_flag=True, help="Print findings and nothing else.")
@click.option("--config", metavar="FILE", help="Go by this connlint.toml, not by the nearest one.")
@click.option("--no-config", is_flag=True, help="Go by no connlint.toml.")
@click.option("--show-config", is_flag=True, help="Print what the configuration says, and stop.")
@click.option("--show-files", is_flag=True, help="List the files that would be checked.")
@click.option("--fix", is_flag=True, help="Apply safe fixes, and show what is left.")
@click.option(
    "--unsafe-fixes",
    is_flag=True,
    help="With --fix or --diff: the fixes that change scopes or types as well.",
)
@click.option(
    "--diff",
    is_flag=True,
    help="Show what --fix would change and write nothing; exit status 1 if there is anything.",
)
@click.option(
    "--add-ignore",
    metavar="[=REASON]",
    help="Write comments that silence all findings that are shown; give a reason with =REASON.",
)
@click.option(
    "--baseline",
    metavar="FILE",
    help="Leave out the findings of this file, and say which are no longer there.",
)
@click.option(
    "--write-baseline",
    metavar="FILE",
    help="Write the findings to this file; with --baseline only those of it that still hold.",
)
@click.option(
    "--statistics",
    is_flag=True,
    help="Count findings by rule instead of showing them (formats text and concise).",
)
@click.option(
    "--strict-suppressions",
    is_flag=True,
    help="Show what connlint-ignore comments silence.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many processes read code at a time; as many as there are processors by default.",
)
@click.option(
    "--no-cache",
    is_flag=True,
    help="Check everything, also if nothing has changed since a run that found nothing.",
)
@click.pass_obj
def _check(console: Console, /, **values: Any) -> int:  # noqa: ANN401 - options of all types
    """Lint Base44 projects.

    A PATH is a project or a directory in or above one, a connectors directory, or a
    file; the current directory by default. Exit status: 0 nothing to fail on, 1
    findings, 2 a mistake in the call.
    """
    from connlint.cli.check import check
    from connlint.cli.options import CheckOptions

    has_no_config = values.pop("no_config")
    if has_no_config and values["config"] is not None:
        raise UsageError("--config and --no-config exclude each other; give one of them")
    if values["stdin_filename"] is not None and values["paths"]:
        raise UsageError("--stdin-filename takes the place of PATH; give one of them")
    if values["output_file"] == "":
        raise UsageError("--output-file needs the name of a file")
    values["paths"] = values["paths"] or (".",)
    given = {name: value for name, value in values.items() if value is not None}
    if has_no_config:
        given["config"] = None
    options = CheckOptions.of(**given)
    _refuse_useless(options)
    return check(options, console)


def _refuse_useless(options: CheckOptions) -> None:
    """Raise UsageError for options that do nothing beside the others."""
    fixes, report, baseline = options.fixes, options.report, options.baseline
    if fixes.unsafe_fixes and not (fixes.fix or fixes.diff):
        raise UsageError("--unsafe-fixes goes with --fix or --diff")
    if report.statistics and report.format not in {"", "text", "concise"}:
        raise UsageError("--statistics is for the formats text and concise")
    if fixes.add_ignore is not None:
        _refuse_beside_comments(options)
    silent = {
        "diff": fixes.diff,
        "show-files": options.run.show_files,
        "show-config": options.run.show_config,
        "write-baseline": bool(baseline.write_baseline) and not baseline.baseline,
    }
    for name, is_given in silent.items():
        if report.output_file and is_given:
            raise UsageError(f"--output-file is for the report, and --{name} prints none")


def _refuse_beside_comments(options: CheckOptions) -> None:
    """Raise UsageError for an option that --add-ignore cannot go with."""
    others = {
        "diff": options.fixes.diff,
        "show-files": options.run.show_files,
        "show-config": options.run.show_config,
        "write-baseline": bool(options.baseline.write_baseline),
        "stdin-filename": options.input.stdin_filename is not None,
        "strict-suppressions": options.run.strict_suppressions,
    }
    for name, is_given in others.items():
        if is_given:
            raise UsageError(f"Use --add-ignore or --{name}, not both")


@_connlint.command("audit")
@click.argument("paths", nargs=-1, metavar="[PATH]…")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "html", "markdown"]),
    default="text",
    help="How the report is printed; html is one page that needs no network.",
)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Whether to paint the text format.",
)
@click.option(
    "--gaps",
    is_flag=True,
    help="Print only the requests that connlint does not know, to be reported to its authors.",
)
@click.pass_obj
def _audit(
    console: Console, paths: tuple[str, ...], output_format: str, color: str, *, gaps: bool
) -> int:
    """Say which scopes each connector has, which the code needs, and why.

    A PATH is what it is for check. Exit status: 0, or 2 for a mistake in the call.
    """
    from connlint.cli.audit import audit

    return audit(paths or (".",), output_format, color, console, gaps=gaps)


@_connlint.command("init")
@click.argument("path", default=".", metavar="[PATH]")
@click.option("--yes", "-y", is_flag=True, help="Write without a question.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.pass_obj
def _init(console: Console, path: str, yes: bool, dry_run: bool) -> int:  # noqa: FBT001 - click hands options over by name
    """Write what an app lacks: configuration, hook, CI, editor settings.

    PATH is an app, or a directory in or above one. Files that are there are added to and
    never overwritten. Shows what it would write, and asks. Exit status: 0, or 2 where
    something could not be done.
    """
    from connlint.cli.init import init

    if yes and dry_run:
        raise UsageError("--yes and --dry-run exclude each other; give one of them")
    return init(path, console, yes=yes, dry_run=dry_run)


@_connlint.command("server")
@click.option("--stdio", is_flag=True, hidden=True, help="What many editors add; it is so anyway.")
@click.option("--log-file", metavar="FILE", help="Write what the server does to this file.")
def _server(stdio: bool, log_file: str | None) -> int:  # noqa: ARG001, FBT001 - there is no other way
    """Run the language server on standard input and output, for editors."""
    from connlint_lsp import serve

    serve(log_file or "")
    return ExitStatus.CLEAN


@_connlint.command("rule")
@click.argument("name", required=False)
@FORMAT
@click.pass_obj
def _rule(console: Console, name: str | None, output_format: str) -> int:
    """Explain a rule, or list all rules."""
    from connlint.cli.rule import explain

    return explain(name, output_format, console)


_connlint.add_command(catalog_group)

"""`connlint fleet`: lint many apps, whose files are rows of tables, on one machine or many."""

from __future__ import annotations

import gc

import click

from connlint.cli.candidates import files
from connlint.cli.conflicts import exclude, refuse_empty
from connlint.cli.console import Console, ExitStatus, UsageError
from connlint.cli.help import Command
from connlint.cli.variables import origin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from connlint.fleet.running import FleetOptions, FleetOutcome

__all__ = ["fleet_command"]

_NEEDED = ("pyarrow", "dask", "distributed")


@click.command("fleet", cls=Command)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…", shell_complete=files)
@click.option(
    "--output",
    metavar="FILE",
    shell_complete=files,
    help="Write the findings to this file; its ending is .parquet, .arrow, .csv or .jsonl.",
)
@click.option(
    "--summary", metavar="FILE", shell_complete=files, help="Write a row for each app to this file."
)
@click.option(
    "--config",
    metavar="FILE",
    shell_complete=files,
    help="Use this configuration file for all apps, in the place of theirs.",
)
@click.option("--resume", is_flag=True, help="Go on with a run of the same output that was killed.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Number of processes; one for each processor by default.",
)
@click.option(
    "--scheduler", metavar="ADDRESS", help="Use the Dask cluster whose scheduler is there."
)
@click.option("--dashboard", is_flag=True, help="Show the workers at http://127.0.0.1:8787.")
@click.pass_context
def fleet_command(context: click.Context, /, **values: Any) -> int:  # noqa: ANN401 - options of all types
    """Check many apps at once, on all processors or on a cluster.

    A SOURCE is a directory with an app in each sub-directory, or a table with the columns app, path
    and content: a file or an address that ends in .parquet, .arrow, .csv or .jsonl. Exit status:
    0, 1 for findings of severity error, 2 for a usage error or if the run could not be done.
    """
    refuse_empty(context, values)
    if values["output"] is None:
        raise click.UsageError("connlint fleet needs --output FILE", context)
    for name in ("workers", "dashboard"):
        message = f"Use --scheduler or --{name}, not both"
        exclude(context, values, "scheduler", name, message)
    try:
        return _fleet(values, context.obj)
    except UsageError as error:
        raise UsageError(f"{error}{origin(context, str(error))}") from error


def _fleet(values: dict[str, Any], console: Console) -> int:
    _require_packages()
    from connlint.cli.fleet_config import config_text
    from connlint.fleet.errors import FleetError
    from connlint.fleet.running import FleetOptions
    from connlint.fleet.work import ClusterOptions

    options = FleetOptions(
        sources=values["sources"],
        output=values["output"],
        summary=values["summary"] or "",
        settings=config_text(values["config"]) if values["config"] else None,
        cluster=ClusterOptions(
            values["workers"] or 0, values["scheduler"] or "", bool(values["dashboard"])
        ),
        resume=bool(values["resume"]),
    )
    # A run of the command line has it off, because most are short; this one is long.
    gc.enable()
    try:
        outcome = _run(options, console)
    except FleetError as error:
        raise UsageError(str(error)) from error
    console.conclude(_conclusion(outcome, options.summary))
    return ExitStatus.FOUND if outcome.errors else ExitStatus.CLEAN


def _run(options: FleetOptions, console: Console) -> FleetOutcome:
    from connlint.fleet.running import run_fleet

    if not console.stderr.isatty():
        return run_fleet(options)
    from connlint.cli.progress import Progress

    progress = Progress(console.stderr)
    try:
        return run_fleet(options, progress.show)
    finally:
        progress.clear()


def _require_packages() -> None:
    """Raise UsageError unless the packages of the extra are installed."""
    from importlib.util import find_spec

    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        from connlint.text.escaping import listing

        are = "is" if len(missing) == 1 else "are"
        raise UsageError(
            f"connlint fleet needs {listing(missing)}, which {are} not installed: "
            "pip install 'connlint[fleet]'"
        )


def _conclusion(outcome: FleetOutcome, summary: str) -> str:
    """Return the line that ends a run."""
    from connlint.text.escaping import escape_unprintable, listing

    counts = {"error": outcome.errors, "warning": outcome.warnings, "info": outcome.infos}
    found = [_plural(count, noun) for noun, count in counts.items() if count]
    what = f"Found {listing(found)}" if found else "No problems"
    line = f"{what} in {_plural(outcome.apps, 'app')}"
    if not outcome.failed:
        return f"{line}."
    where = f"see {escape_unprintable(summary)}" if summary else "--summary FILE says why"
    return f"{line}; {_plural(outcome.failed, 'app')} could not be checked ({where})."


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"

"""Options of `check` that exclude each other, or that do nothing beside others."""

from __future__ import annotations

from collections.abc import Iterator

import click

from connlint.cli.variables import is_from_variable, variable_of
from connlint.text.escaping import listing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["settle"]

_WITHOUT_REPORT = ("diff", "show_files", "show_config")


def settle(context: click.Context, values: dict[str, Any]) -> None:
    """Drop values of variables that options of the command line exclude.

    Raises click.UsageError for options that exclude each other, and for one without the option
    that it belongs to.
    """
    for first, second, message in _conflicts(values):
        if not (values[first] and values[second]):
            continue
        names = [name for name in (first, second) if is_from_variable(context, name)]
        if len(names) != 1:
            raise click.UsageError(message + _origin(context, names), context)
        values[names[0]] = None
    if values["unsafe_fixes"] and not (values["fix"] or values["diff"]):
        if not is_from_variable(context, "unsafe_fixes"):
            raise click.UsageError("Use --unsafe-fixes with --fix or --diff", context)
        values["unsafe_fixes"] = None


def _conflicts(values: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield pairs of options that exclude each other here, with the message."""
    yield "config", "no_config", "Use --config or --no-config, not both"
    yield "stdin_filename", "paths", "Use --stdin-filename or PATH, not both"
    if values["format"] not in {"text", "concise"}:
        yield "statistics", "format", "--statistics works only with the formats text and concise"
    silent = _WITHOUT_REPORT if values["baseline"] else (*_WITHOUT_REPORT, "write_baseline")
    for name in silent:
        option = f"--{name.replace('_', '-')}"
        yield "output_file", name, f"{option} prints no report that --output-file could hold"


def _origin(context: click.Context, names: list[str]) -> str:
    """Say which variables set the options of these names; empty for none."""
    variables = [
        variable_of(option)
        for option in context.command.params
        if option.name in names and isinstance(option, click.Option)
    ]
    return f" (set by {listing(variables)})" if variables else ""

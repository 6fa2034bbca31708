"""Options of `check` that exclude each other, or that do nothing beside others."""

from __future__ import annotations

from collections.abc import Container, Iterator

import click

from connlint.cli.variables import is_from_variable, set_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["exclude", "refuse_empty", "settle"]

_BESIDE_COMMENTS = (
    "diff",
    "show_files",
    "show_config",
    "write_baseline",
    "stdin_filename",
    "strict_suppressions",
)
"""Options that --add-ignore cannot go with."""
_WITHOUT_REPORT = ("diff", "show_files", "show_config")


def settle(context: click.Context, values: dict[str, Any]) -> None:
    """Drop values of variables that options of the command line exclude.

    Raises click.UsageError for options that exclude each other, and for one without the option
    that it belongs to.
    """
    for first, second, message in _conflicts(values):
        exclude(context, values, first, second, message)
    if values["unsafe_fixes"] and not (values["fix"] or values["diff"]):
        if not is_from_variable(context, "unsafe_fixes"):
            raise click.UsageError("Use --unsafe-fixes with --fix or --diff", context)
        values["unsafe_fixes"] = None


def exclude(
    context: click.Context, values: dict[str, Any], first: str, second: str, message: str
) -> None:
    """Drop the value of one of two options that exclude each other, if a variable sets it.

    Raises click.UsageError if both are given in the same way.
    """
    if not (_is_given(values[first]) and _is_given(values[second])):
        return
    names = [name for name in (first, second) if is_from_variable(context, name)]
    if len(names) != 1:
        options = [option for option in context.command.params if option.name in names]
        raise click.UsageError(message + set_by(options), context)
    values[names[0]] = None


def refuse_empty(
    context: click.Context, values: dict[str, Any], may_be_empty: Container[str] = ()
) -> None:
    """Raise click.UsageError for an option whose value is empty, but may not be."""
    for option in context.command.params:
        name = option.name or ""
        if isinstance(option, click.Option) and name not in may_be_empty and values[name] == "":
            raise click.BadOptionUsage(option.opts[0], "empty", context)


def _is_given(value: object) -> bool:
    """Tell whether an option is given; the reason of --add-ignore may be an empty string."""
    return value is not None and value is not False and value != ()


def _conflicts(values: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield pairs of options that exclude each other here, with the message."""
    yield "config", "no_config", "Use --config or --no-config, not both"
    yield "stdin_filename", "paths", "Use --stdin-filename or PATH, not both"
    if values["format"] not in {"text", "concise"}:
        yield "statistics", "format", "--statistics works only with the formats text and concise"
    silent = _WITHOUT_REPORT if values["baseline"] else (*_WITHOUT_REPORT, "write_baseline")
    for name in _BESIDE_COMMENTS:
        yield "add_ignore", name, f"Use --add-ignore or {_option(name)}, not both"
    for name in silent:
        message = f"{_option(name)} prints no report that --output-file could hold"
        yield "output_file", name, message


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"

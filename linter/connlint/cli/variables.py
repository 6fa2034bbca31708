"""Variables of the environment that set options: CONNLINT_FORMAT is `--format`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import click
from click.core import ParameterSource

from connlint.text.escaping import listing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["is_from_variable", "options_from", "origin", "set_by", "variable_of"]


def variable_of(option: click.Option) -> str:
    """Return the name of an option's variable."""
    return f"CONNLINT_{max(option.opts, key=len).lstrip('-').replace('-', '_').upper()}"


def is_from_variable(context: click.Context, name: str) -> bool:
    """Tell whether the value of an option comes from its variable."""
    return context.get_parameter_source(name) is ParameterSource.DEFAULT_MAP


def origin(context: click.Context, message: str) -> str:
    """Say which variables set the values that an error quotes; empty for none."""
    found = []
    for option in _options(context.command):
        name = option.name or ""
        if is_from_variable(context, name):
            value = context.params.get(name)
            values = value if isinstance(value, (list, tuple)) else (value,)
            if any(str(each) in message for each in values):
                found.append(option)
    return set_by(found)


def set_by(options: Iterable[click.Parameter]) -> str:
    """Say which variables set these options; empty for none."""
    variables = [variable_of(option) for option in options if isinstance(option, click.Option)]
    return f" (set by {listing(variables)})" if variables else ""


def options_from(environ: Mapping[str, str], command: click.Command) -> dict[str, Any]:
    """Return the values that variables give to options, as click takes defaults of its user.

    Commands share variables: a value that only another command has, such as a format, does not
    concern this one.
    """
    shared: dict[str, set[str]] = {}
    for option in _options(command, deep=True):
        if isinstance(option.type, click.Choice):
            shared.setdefault(variable_of(option), set()).update(option.type.choices)
    return _values(environ, command, shared)


def _values(
    environ: Mapping[str, str], command: click.Command, shared: Mapping[str, set[str]]
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for option in _options(command):
        variable = variable_of(option)
        value = environ.get(variable)
        if not value or option.name is None:
            continue
        if isinstance(option.type, click.Choice):
            elsewhere = shared[variable].difference(option.type.choices)
            if value in elsewhere:
                continue
        values[option.name] = [value] if option.multiple else value
    if isinstance(command, click.Group):
        for name, part in command.commands.items():
            own = _values(environ, part, shared)
            # A command may be named like an option of its group: `version`, `--version`.
            if own:
                values[name] = own
    return values


def _options(command: click.Command, *, deep: bool = False) -> Iterator[click.Option]:
    """Yield the options that a variable can set; with `deep`, also those of sub-commands."""
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not (parameter.is_eager or parameter.hidden):
            yield parameter
    if deep and isinstance(command, click.Group):
        for part in command.commands.values():
            yield from _options(part, deep=True)

"""Errors of usage as one sentence each, with the command whose help says more."""

from __future__ import annotations

import click

from connlint.cli.variables import is_from_variable, variable_of
from connlint.text.escaping import quote
from connlint.text.spelling import closest

__all__ = ["usage_line"]

_QUOTE = "'"
_UNEXPECTED = "Got unexpected extra"


def usage_line(error: click.ClickException) -> str:
    """Return what is wrong with a call, what to do, and where the help is."""
    if not isinstance(error, click.UsageError):
        return error.format_message()
    message = _message(error).rstrip(".")
    end = "" if message.endswith("?") else "."
    command = error.ctx.command_path if error.ctx is not None else "connlint"
    return f"{message}{end} See {command} --help"


def _message(error: click.UsageError) -> str:
    context = error.ctx
    if isinstance(error, click.NoSuchOption):
        return _no_such_option(error.option_name, context)
    if isinstance(error, click.BadOptionUsage):
        return _bad_option(error.option_name, context)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        name = error.param.metavar or str(error.param.name).upper()
        return f"{context.command_path if context else 'connlint'} needs {name.rstrip('…')}"
    if isinstance(error, click.BadParameter) and error.param is not None:
        return f"{_place(error.param, context)}: {_bad_value(error)}"
    return error.message.replace(_UNEXPECTED, "Unexpected")


def _no_such_option(name: str, context: click.Context | None) -> str:
    if context is None:
        return f"Unknown option {name}"
    if context.parent is None and len(name) > 1:
        return f"{name} is not an option of connlint itself. Put options after the command"
    # Dashes would make all options look alike.
    words = [
        option.removeprefix("--")
        for parameter in context.command.get_params(context)
        for option in parameter.opts
        if option.startswith("--")
    ]
    near = closest(name.removeprefix("--"), words) if name.startswith("--") else None
    return f"Unknown option {name}" + (f". Did you mean --{near}?" if near else "")


def _bad_option(name: str, context: click.Context | None) -> str:
    """Describe an option that has a value too many or none."""
    parameters = context.command.params if context is not None else []
    is_flag = any(
        isinstance(parameter, click.Option) and name in parameter.opts and parameter.is_flag
        for parameter in parameters
    )
    return f"{name} takes no value" if is_flag else f"{name} needs a value"


def _bad_value(error: click.BadParameter) -> str:
    """Describe a value that its type does not allow; click's words where they are not known."""
    shown, is_not, _ = error.message.partition(" is not ")
    kind = error.param.type if error.param is not None else None
    allowed = ""
    if isinstance(kind, click.Choice):
        allowed = f"one of {', '.join(kind.choices)}"
    elif isinstance(kind, click.types.BoolParamType):
        allowed = "1 or 0"
    elif isinstance(kind, click.IntRange):
        allowed = f"a number of at least {kind.min}"
    if not (is_not and allowed):
        return error.message
    return f"{quote(shown.strip(_QUOTE))} is not {allowed}"


def _place(parameter: click.Parameter, context: click.Context | None) -> str:
    """Name the parameter that has a bad value, or the variable that the value comes from."""
    name = parameter.name or ""
    if not isinstance(parameter, click.Option):
        return parameter.metavar or name.upper()
    if context is not None and is_from_variable(context, name):
        return variable_of(parameter)
    return max(parameter.opts, key=len)

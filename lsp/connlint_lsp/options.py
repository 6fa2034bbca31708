"""Settings of a client; an invalid one is reported, and its earlier value is kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import NamedTuple

from connlint.diagnostics.severity import Severity
from connlint.text.escaping import quote

__all__ = ["DEFAULTS", "Options", "read_options"]

_SECTION = "connlint"
_LONGEST_DELAY = 10_000


class Options(NamedTuple):
    """The server's settings.

    `min_severity` is the least severity to show, None for that of connlint.toml. `debounce` is
    how long the server waits after a change before it publishes, in milliseconds.
    `code_lens` shows above a connector's type how many functions use it.
    """

    min_severity: Severity | None = None
    debounce: int = 100
    code_lens: bool = False


DEFAULTS = Options()


def read_options(value: object, before: Options = DEFAULTS) -> tuple[Options, list[str]]:
    """Return the options in a client's settings, and a line for each invalid setting.

    Settings may be nested under `connlint` or not; missing and invalid ones are as `before`.
    """
    if value is None:
        return before, []
    if not isinstance(value, Mapping):
        return before, ["The settings are not an object, so connlint ignores them"]
    settings = value.get(_SECTION, value)
    if not isinstance(settings, Mapping):
        return before, [f"The setting {_SECTION} is not an object, so connlint ignores it"]
    options, problems = before, []
    for name, raw in settings.items():
        if name not in _READERS:
            continue
        wanted, read = _READERS[name]
        taken = read(options, raw)
        if taken is None:
            text = quote(raw if isinstance(raw, str) else json.dumps(raw, default=str))
            problems.append(f"The setting {_SECTION}.{name} is {text}, but it must be {wanted}")
        else:
            options = taken
    return options, problems


def _severity(options: Options, raw: object) -> Options | None:
    if raw is None:
        return options._replace(min_severity=None)
    names = {str(severity): severity for severity in Severity}
    severity = names.get(raw) if isinstance(raw, str) else None
    return options._replace(min_severity=severity) if severity is not None else None


def _delay(options: Options, raw: object) -> Options | None:
    if not isinstance(raw, int) or isinstance(raw, bool) or raw < 0:
        return None
    return options._replace(debounce=min(raw, _LONGEST_DELAY))


def _lens(options: Options, raw: object) -> Options | None:
    return options._replace(code_lens=raw) if isinstance(raw, bool) else None


_READERS: Mapping[str, tuple[str, Callable[[Options, object], Options | None]]] = {
    "minSeverity": ("error, warning or info", _severity),
    "debounce": ("a number of milliseconds", _delay),
    "codeLens": ("true or false", _lens),
}
"""The settings by name: a description of the valid values, and a function that applies one."""

"""What a client can set; a setting that is not understood is said, and its default holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import NamedTuple

from connlint.severity import Severity
from connlint.wording import quote

__all__ = ["DEFAULTS", "Options", "read_options"]

_SECTION = "connlint"
_LONGEST_DELAY = 10_000


class Options(NamedTuple):
    """The server's settings.

    `min_severity` is the least severity to show, None for what connlint.toml says. `debounce` is
    how long the server waits after a change before it looks at it, in milliseconds.
    `code_lens` shows above a connector's type how many functions use it.
    """

    min_severity: Severity | None = None
    debounce: int = 100
    code_lens: bool = False


DEFAULTS = Options()


def read_options(value: object, before: Options = DEFAULTS) -> tuple[Options, list[str]]:
    """The options in a client's settings, and a line for each that cannot be taken.

    Settings may stand under `connlint` or by themselves; what is not there is as `before`.
    """
    if value is None:
        return before, []
    if not isinstance(value, Mapping):
        return before, ["the settings are no object; connlint takes none of them"]
    settings = value.get(_SECTION, value)
    if not isinstance(settings, Mapping):
        return before, [f"the setting {_SECTION} is no object; connlint takes none of them"]
    found, problems = before, []
    for name, given in settings.items():
        if name not in _READERS:
            continue
        wanted, read = _READERS[name]
        taken = read(found, given)
        if taken is None:
            text = quote(given if isinstance(given, str) else json.dumps(given, default=str))
            problems.append(f"the setting {_SECTION}.{name} is {text}, and must be {wanted}")
        else:
            found = taken
    return found, problems


def _severity(options: Options, given: object) -> Options | None:
    if given is None:
        return options._replace(min_severity=None)
    names = {str(severity): severity for severity in Severity}
    severity = names.get(given) if isinstance(given, str) else None
    return options._replace(min_severity=severity) if severity is not None else None


def _delay(options: Options, given: object) -> Options | None:
    if not isinstance(given, int) or isinstance(given, bool) or given < 0:
        return None
    return options._replace(debounce=min(given, _LONGEST_DELAY))


def _lens(options: Options, given: object) -> Options | None:
    return options._replace(code_lens=given) if isinstance(given, bool) else None


_READERS: Mapping[str, tuple[str, Callable[[Options, object], Options | None]]] = {
    "minSeverity": ("error, warning or info", _severity),
    "debounce": ("a number of milliseconds", _delay),
    "codeLens": ("true or false", _lens),
}
"""The settings by their names: what each takes, in words, and what takes it over."""

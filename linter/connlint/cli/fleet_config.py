"""The configuration file that all apps of a fleet share."""

from __future__ import annotations

import os

from connlint.cli.console import UsageError
from connlint.cli.inputs import config_location
from connlint.config.parser import read_settings
from connlint.files.conventions import SETTINGS_NAME
from connlint.rules import RULES
from connlint.text.escaping import quote
from connlint.text.source import SourceFile

__all__ = ["config_text"]


def config_text(path: str) -> str:
    """Return the text of a configuration file.

    Raises UsageError for a mistake in it, which would be a finding in each app.
    """
    try:
        with open(config_location(path, os.getcwd()), encoding="utf-8-sig") as file:
            text = file.read()
    except UnicodeDecodeError:
        raise UsageError(f"The configuration file {quote(path)} is not UTF-8") from None
    settings = read_settings(SourceFile(path, text, SETTINGS_NAME))
    if settings.catalog is not None:
        raise UsageError(f'{quote(path)}: a fleet has no catalog; list the types in "extra-types"')
    if settings.problems:
        problem = settings.problems[0]
        raise UsageError(f"{quote(path)}: {problem.message}. {problem.help}")
    for name, _ in settings.rule_names:
        if name not in RULES:
            raise UsageError(f"{quote(path)}: {quote(name)} is not a rule")
    return text

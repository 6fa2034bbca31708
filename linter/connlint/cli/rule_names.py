"""Errors about rule names that do not exist."""

from __future__ import annotations

from collections.abc import Iterable

from connlint.cli.console import UsageError
from connlint.text.spelling import closest

__all__ = ["no_such_rule"]


def no_such_rule(name: str, known: Iterable[str]) -> UsageError:
    """Return the error for an unknown rule name, with the name that was probably meant."""
    near = closest(name, sorted(known))
    advice = f"did you mean {near}?" if near else "`connlint rule` lists them"
    return UsageError(f"there is no rule {name}; {advice}")

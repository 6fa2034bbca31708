"""Errors about rule names that do not exist."""

from __future__ import annotations

from collections.abc import Iterable

from connlint.cli.console import UsageError
from connlint.text.escaping import quote
from connlint.text.spelling import closest

__all__ = ["no_such_rule"]


def no_such_rule(name: str, known: Iterable[str]) -> UsageError:
    """Return the error for an unknown rule name, with the name that was probably meant."""
    near = closest(name, sorted(known))
    advice = f"Did you mean {near}?" if near else "To list all rules: connlint rule"
    return UsageError(f"Unknown rule {quote(name)}. {advice}")

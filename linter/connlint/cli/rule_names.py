"""What to say to a rule's name that nobody has."""

from __future__ import annotations

from collections.abc import Iterable

from connlint.cli.console import UsageError
from connlint.nearest import nearest

__all__ = ["no_such_rule"]


def no_such_rule(name: str, known: Iterable[str]) -> UsageError:
    """The error for a name that is none of the known rules', with the one that was meant."""
    near = nearest(name, sorted(known))
    advice = f"did you mean {near}?" if near else "`connlint rule` lists them"
    return UsageError(f"there is no rule {name}; {advice}")

"""The command that the words after `connlint` begin with: `check` may be left out.

Imports next to nothing, because every run without a command imports it.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["COMMANDS", "with_command"]

COMMANDS = (
    "check",
    "audit",
    "scopes",
    "plan",
    "fleet",
    "rule",
    "catalog",
    "init",
    "server",
    "completion",
    "help",
    "version",
)
"""The commands, in the order of the help."""
_OWN_OPTIONS = frozenset({"-h", "--help", "-V", "--version"})
"""Options of connlint itself; all others are options of `check` if there is no command."""


def with_command(arguments: Sequence[str]) -> list[str]:
    """Put `check` before paths and options that no command precedes.

    A command wins over a file of the same name. What is neither a command nor a path is left
    to the parser, which says so.
    """
    words = list(arguments)
    if not words or words[0] in COMMANDS or words[0] in _OWN_OPTIONS:
        return words
    if words[0].startswith("-"):
        # With a command among them, the options are in the wrong place.
        is_check = not any(word in COMMANDS and not os.path.lexists(word) for word in words)
    else:
        is_check = os.path.lexists(words[0])
    return ["check", *words] if is_check else words

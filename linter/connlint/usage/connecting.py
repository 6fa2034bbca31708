"""The command with which someone connects a service to an app that has no connector file for it."""

from __future__ import annotations

from collections.abc import Sequence

from connlint.text.shell import shell_word

__all__ = ["connecting_command"]


def connecting_command(type_name: str, scopes: Sequence[str]) -> str:
    """Return the command line that connects a type with scopes, which replace the old ones."""
    words = ["base44", "connectors", "initiate", "--integration-type", shell_word(type_name)]
    if scopes:
        words += ["--scopes", shell_word(",".join(scopes))]
    return " ".join(words)

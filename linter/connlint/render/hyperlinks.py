"""Hyperlinks in a terminal (OSC 8), where it is known to show them."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["hyperlink", "is_supported"]

# Terminals that name themselves in TERM_PROGRAM, and of TERM, those that name themselves there.
_PROGRAMS = {"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio", "Tabby", "WarpTerminal"}
_TERMS = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour")
_SIGNS = ("WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "DOMTERM", "WEZTERM_PANE")
_OLDEST_VTE = 5000
"""The first version of VTE, which GNOME Terminal and others use, whose links work."""


def is_supported(environ: Mapping[str, str], *, terminal: bool) -> bool:
    """Tell whether links can be written; `terminal` says that a person sees the output.

    FORCE_HYPERLINK decides, where it is set. A log of CI and an unknown terminal get none, nor
    does one that is inside tmux or screen, which older versions pass on as plain characters.
    """
    forced = environ.get("FORCE_HYPERLINK", "")
    if forced:
        return forced != "0" and terminal
    term = environ.get("TERM", "")
    if not terminal or term == "dumb" or environ.get("CI") or term.startswith(("screen", "tmux")):
        return False
    if any(environ.get(name) for name in _SIGNS) or term.startswith(_TERMS):
        return True
    version = environ.get("VTE_VERSION", "")
    if version.isdecimal():
        return int(version) >= _OLDEST_VTE
    return environ.get("TERM_PROGRAM") in _PROGRAMS


def hyperlink(text: str, address: str) -> str:
    """Return text that leads to an address; both must be printable."""
    return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\"

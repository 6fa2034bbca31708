"""Which terminals get hyperlinks, and how these are written."""

from __future__ import annotations

import pytest

from connlint.render.hyperlinks import hyperlink, is_supported

TERMINALS: dict[str, tuple[dict[str, str], bool]] = {
    "nothing is known": ({}, False),
    "xterm": ({"TERM": "xterm-256color"}, False),
    "Terminal of macOS": ({"TERM_PROGRAM": "Apple_Terminal"}, False),
    "iTerm": ({"TERM_PROGRAM": "iTerm.app"}, True),
    "VS Code": ({"TERM_PROGRAM": "vscode", "TERM": "xterm-256color"}, True),
    "WezTerm": ({"TERM_PROGRAM": "WezTerm"}, True),
    "Ghostty": ({"TERM": "xterm-ghostty"}, True),
    "kitty": ({"TERM": "xterm-kitty"}, True),
    "Alacritty": ({"TERM": "alacritty"}, True),
    "Windows Terminal": ({"WT_SESSION": "1"}, True),
    "Konsole": ({"KONSOLE_VERSION": "220402"}, True),
    "GNOME Terminal": ({"VTE_VERSION": "6800"}, True),
    "one that crashed on links": ({"VTE_VERSION": "4902"}, False),
    "a version that is no number": ({"VTE_VERSION": "x"}, False),
    "tmux in kitty": ({"TERM": "tmux-256color", "KITTY_WINDOW_ID": "1"}, False),
    "screen": ({"TERM": "screen", "VTE_VERSION": "6800"}, False),
    "a dumb one": ({"TERM": "dumb", "WT_SESSION": "1"}, False),
    "a log of CI": ({"CI": "true", "WT_SESSION": "1"}, False),
    "it is wanted": ({"FORCE_HYPERLINK": "1", "TERM": "xterm"}, True),
    "it is not wanted": ({"FORCE_HYPERLINK": "0", "WT_SESSION": "1"}, False),
}


@pytest.mark.parametrize("environ, expected", TERMINALS.values(), ids=TERMINALS)
def test_links_are_for_terminals_that_show_them(environ: dict[str, str], expected: bool) -> None:  # noqa: FBT001 - what is expected
    assert is_supported(environ, terminal=True) == expected
    assert not is_supported(environ, terminal=False)


def test_a_link_begins_and_ends_with_the_same_sequence() -> None:
    assert hyperlink("a", "https://example.com") == (
        "\x1b]8;;https://example.com\x1b\\a\x1b]8;;\x1b\\"
    )

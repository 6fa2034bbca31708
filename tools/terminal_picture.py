#!/usr/bin/env python3
"""Draw a command's terminal output as an SVG picture.

Usage: tools/terminal_picture.py OUTPUT.svg TITLE < TEXT-WITH-ESCAPES

It draws bold, faint and colored text, and leaves out other escape sequences, such as links.
The picture embeds no font and no address, so it looks the same offline.
"""

from __future__ import annotations

import re
import sys
from html import escape
from pathlib import Path

from wcwidth import wcswidth

_SEQUENCE = re.compile(r"\x1b\[([0-9;]*)m")
_OTHERS = re.compile(r"\x1b(?:\][^\x07\x1b]*(?:\x07|\x1b\\)|\[[0-9;?]*[A-Za-ln-z])")
_COLORS = {
    "31": "#ff7b72",
    "32": "#7ee787",
    "33": "#e3b341",
    "34": "#79c0ff",
    "35": "#d2a8ff",
    "36": "#56d4dd",
}
# SVG collapses spaces, and renderers differ in how to prevent that.
_BLANK = "\u00a0"
_CELL, _LINE, _PAD, _BAR = 8.4, 20, 16, 34


def main(arguments: list[str]) -> int:
    """Read the text from standard input, and write the picture."""
    if len(arguments) != 2:  # noqa: PLR2004
        print(__doc__, file=sys.stderr)
        return 2
    lines = [
        f"\x1b[2m$\x1b[0m {arguments[1]}",
        *sys.stdin.read().rstrip("\n").split("\n"),
    ]
    Path(arguments[0]).write_text(draw(lines), "utf-8")
    return 0


def draw(lines: list[str]) -> str:
    """Return the SVG picture of some lines."""
    lines = [_OTHERS.sub("", line) for line in lines]
    columns = max(wcswidth(_SEQUENCE.sub("", line)) for line in lines)
    width = round(columns * _CELL + 2 * _PAD)
    height = _BAR + len(lines) * _LINE + _PAD
    rows = "\n".join(
        f'<text x="{_PAD}" y="{_BAR + (index + 1) * _LINE - 5}">{_row(line)}</text>'
        for index, line in enumerate(lines)
    )
    dots = "".join(
        f'<circle cx="{_PAD + 6 + 20 * index}" cy="17" r="6" fill="{color}"/>'
        for index, color in enumerate(("#ff5f57", "#febc2e", "#28c840"))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img">\n'
        f'<rect width="{width}" height="{height}" rx="8" fill="#0d1117"/>{dots}\n'
        '<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" '
        f'font-size="14" fill="#e6edf3" xml:space="preserve">\n{rows}\n</g>\n</svg>\n'
    )


def _row(line: str) -> str:
    spans = []
    style = ""
    offset = 0
    column = 0
    for match in [*_SEQUENCE.finditer(line), None]:
        text = line[offset : match.start() if match else len(line)]
        if text:
            # Each piece is placed at its column, so that no font can shift an underline.
            x = _PAD + column * _CELL
            length = wcswidth(text) * _CELL
            shown = escape(text).replace(" ", _BLANK)
            spans.append(f'<tspan x="{x:.1f}" textLength="{length:.1f}"{style}>{shown}</tspan>')
            column += wcswidth(text)
        if match is None:
            break
        offset = match.end()
        style = _style(match[1].split(";"))
    return "".join(spans)


def _style(codes: list[str]) -> str:
    parts = [f' fill="{_COLORS[code]}"' for code in codes if code in _COLORS]
    if "1" in codes:
        parts.append(' font-weight="bold"')
    if "2" in codes:
        parts.append(' fill="#7d8590"')
    return "".join(parts)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

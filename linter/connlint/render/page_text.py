"""Pages of the documentation in a terminal: wrapped, with Markdown's marks shown as what they mean.

The pages are our own, so only what they use is known: headings, paragraphs, lists, code, bold
words and links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urljoin

from connlint.render.columns import shown, width, wrap
from connlint.render.hyperlinks import hyperlink
from connlint.render.style import Style
from connlint.tuples import NamedTuple

__all__ = ["render", "table"]

_FENCE = re.compile(r"^(```+)(.*)$")
_HEADING = re.compile(r"^#+ +(.*)$")
_ITEM = re.compile(r"^(\s*)([-*]|\d+\.) +(.*)$")
_INLINE = re.compile(
    r"(?P<ticks>`+) ?(?P<code>.+?) ?(?P=ticks)"
    r"|\*\*(?P<bold>.+?)\*\*"
    r"|\[(?P<label>(?:[^\[\]]|`[^`]*`)+)\]\((?P<address>[^)\s]+)\)"
)
_BODY = "  "
_CODE = "    "
_NARROWEST = 20


class _Piece(NamedTuple):
    """A part of a paragraph in one look; `address` is that of a link, empty for none."""

    text: str
    look: str = ""
    address: str = ""


class _Page(NamedTuple):
    columns: int
    style: Style
    has_hyperlinks: bool
    home: str
    is_prose: bool = False


def render(
    text: str, columns: int, style: Style, home: str, *, has_hyperlinks: bool = False
) -> str:
    """Return a page for a terminal of some width; `home` is the address that links begin at."""
    page = _Page(max(columns, _NARROWEST), style, has_hyperlinks, home)
    lines: list[str] = []
    was_item = False
    for block in _blocks(text.splitlines()):
        is_item = _ITEM.match(block[0]) is not None
        if lines and not (is_item and was_item):
            lines.append("")
        lines += _block(block, page)
        was_item = is_item
    return "\n".join(lines) + "\n"


def table(rows: Sequence[tuple[str, str, str]], columns: int | None) -> list[list[str]]:
    """Return for each row its first two cells, padded, and the lines of its last one, wrapped."""
    first, second = (max(len(row[cell]) for row in rows) for cell in (0, 1))
    room = None if columns is None else max(columns - first - second - 4, _NARROWEST)
    return [[f"{name:{first}}", f"{word:{second}}", *wrap(last, room)] for name, word, last in rows]


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield the lines of each block: code with its fences, a heading, an item, a paragraph."""
    block: list[str] = []
    fence = ""
    for line in lines:
        if fence:
            block.append(line)
            if line.strip() == fence:
                fence = ""
                yield block
                block = []
            continue
        opening = _FENCE.match(line)
        is_start = opening or _HEADING.match(line) or _ITEM.match(line)
        if block and (is_start or not line.strip()):
            yield block
            block = []
        if opening:
            fence = opening[1]
        if line.strip():
            block.append(line)
        if _HEADING.match(line):
            yield block
            block = []
    if block:
        yield block


def _block(block: Sequence[str], page: _Page) -> Iterator[str]:
    opening = _FENCE.match(block[0])
    if opening:
        yield from _code(opening[2].strip(), block[1:-1], page)
        return
    heading = _HEADING.match(block[0])
    if heading:
        for line in wrap(_plain(heading[1]), page.columns):
            yield page.style.paint(line, page.style.strong)
        return
    item = _ITEM.match(block[0])
    if item:
        mark = "•" if item[2] in "-*" else item[2]
        words = " ".join([item[3], *[line.strip() for line in block[1:]]])
        yield from _paragraph(words, f"{_BODY}{item[1]}{mark} ", page)
        return
    # Prose reads better without the addresses of other pages; lists have links to follow.
    prose = page._replace(is_prose=True)
    yield from _paragraph(" ".join(line.strip() for line in block), _BODY, prose)


def _code(info: str, lines: Sequence[str], page: _Page) -> Iterator[str]:
    """Yield code, indented, below the path of its file; what is too long goes on in a new line."""
    # The language, the path of the file, and how its bytes differ from other files'.
    for path in info.split()[1:2]:
        yield page.style.paint(f"{_BODY}{shown(path)}", page.style.faint)
    for line in lines:
        text = shown(line)
        bare = text.lstrip(" ")
        indent = _CODE + " " * (len(text) - len(bare))
        first, *rest = wrap(bare, max(page.columns - len(indent) - 2, _NARROWEST))
        yield f"{indent}{first}".rstrip()
        for more in rest:
            yield f"{indent}  {more}"


def _paragraph(text: str, start: str, page: _Page) -> Iterator[str]:
    """Yield a paragraph in lines that are broken at blanks, the first behind `start`."""
    indent = " " * width(start)
    line, taken = start, width(start)
    is_empty = True
    for word in _words(text, page):
        size = sum(width(piece.text) for piece in word)
        if not is_empty and taken + 1 + size > page.columns:
            yield line
            line, taken, is_empty = indent, width(indent), True
        if not is_empty:
            line, taken = f"{line} ", taken + 1
        line += "".join(_painted(piece, page) for piece in word)
        taken, is_empty = taken + size, False
    yield line


def _words(text: str, page: _Page) -> Iterator[list[_Piece]]:
    """Yield the words of a paragraph; a word may have several looks, as in `a`, with its comma."""
    word: list[_Piece] = []
    for piece in _pieces(text, page):
        first, *rest = piece.text.split(" ")
        if first:
            word.append(piece._replace(text=first))
        for part in rest:
            if word:
                yield word
            word = [piece._replace(text=part)] if part else []
    if word:
        yield word


def _pieces(text: str, page: _Page) -> Iterator[_Piece]:
    at = 0
    for found in _INLINE.finditer(text):
        yield _Piece(shown(text[at : found.start()]))
        yield from _marked(found, page)
        at = found.end()
    yield _Piece(shown(text[at:]))


def _marked(found: re.Match[str], page: _Page) -> Iterator[_Piece]:
    """Yield what a mark means: a look, or the mark itself where there are no looks."""
    style = page.style
    if found["code"]:
        # Without color nothing else tells what is code.
        yield _Piece(shown(found["code"] if style.code else found[0]), style.code)
    elif found["bold"]:
        yield _Piece(shown(_plain(found["bold"])), style.strong)
    else:
        label = shown(_plain(found["label"]))
        address = urljoin(page.home, found["address"])
        is_aside = page.is_prose and "://" not in found["address"]
        if found["address"].startswith("#") or (is_aside and not page.has_hyperlinks):
            yield _Piece(label)
        elif page.has_hyperlinks:
            yield _Piece(label, style.link, address)
        else:
            yield _Piece(f"{label} ({shown(address)})")


def _painted(piece: _Piece, page: _Page) -> str:
    text = page.style.paint(piece.text, piece.look)
    return hyperlink(text, piece.address) if piece.address else text


def _plain(text: str) -> str:
    return text.replace("`", "").replace("**", "")

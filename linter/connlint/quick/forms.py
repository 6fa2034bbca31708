"""Texts of the plainest form: what they say, told without a parser.

A form is plain where each quote begins or ends a string: no escapes, no single quotes. Then the
strings of a text are every other part of what lies between its quotes, and what is left must be
the marks of that form. Comments are cut out first, where there are any.
"""

from __future__ import annotations

from connlint.layout import IGNORE_MARK, SITE_TEXTS, VISIBILITIES

__all__ = ["is_plain_config", "own_types", "plain_connector"]

_OPENING = ["{", ":", ",", ":["]
_EMPTY = {":[]}", ":[],}"}
_CLOSING = {"]}", ",]}", "],}", ",],}"}
_HEADING = "[rules]"
_FEWEST = 7
"""The parts between the quotes of a connector without scopes."""


def plain_connector(text: str) -> tuple[str, list[str]] | None:
    """The type and the scopes of a connector file of the plainest form, None for any other.

    That is a type and an array of scopes, in this order and in double quotes. Comments are
    allowed, and so are trailing commas, which are no more than a remark.
    """
    parts = _parts(text)
    if parts is None or len(parts) < _FEWEST or parts[1] != "type" or parts[5] != "scopes":
        return None
    marks = ["".join(part.split()) for part in parts[::2]]
    if len(parts) == _FEWEST:
        is_plain = marks[:3] == _OPENING[:3] and marks[3] in _EMPTY
    else:
        between = marks[4:-1]
        is_plain = (
            marks[:4] == _OPENING and marks[-1] in _CLOSING and between.count(",") == len(between)
        )
    return (parts[3], parts[7::2]) if is_plain else None


def is_plain_config(text: str) -> bool:
    """Whether an app's config is right, and names no directories and no plugins."""
    parts = _parts(text)
    if parts is None:
        return False
    parts[::2] = map(_without_last_commas, parts[::2])
    try:
        from _json import make_scanner
    except ImportError:
        # Not every Python has it.
        return False
    plain = '"'.join(parts).strip()
    try:
        config, end = make_scanner(_Json)(plain, 0)  # type: ignore[arg-type] # it reads attributes
    except (StopIteration, RecursionError):
        return False
    return end == len(plain) and isinstance(config, tuple) and _is_right(config)


def own_types(settings: str) -> frozenset[str] | None:
    """The types that a connlint.toml adds, None where it says anything else.

    The heading that `connlint init` writes may follow, with nothing but comments.
    """
    lines = [line if '"' in line else line.partition("#")[0] for line in settings.splitlines()]
    text = "\n".join([line for line in lines if line.lstrip()[:1] != "#"]).strip()
    text = text.removesuffix(_HEADING).rstrip()
    if not text:
        return frozenset()
    first, *parts = text.split('"')
    key, _, opening = first.partition("=")
    names, marks = parts[::2], ["".join(part.split()) for part in parts[1::2]]
    is_plain = (
        len(names) == len(marks) == len(set(names)) > 0
        and "\n" not in first.strip()
        and (key.strip(), opening.strip()) == ("extra-types", "[")
        and marks[-1] in {"]", ",]"}
        and marks.count(",") == len(marks) - 1
        and all(name.isascii() and name.replace("-", "_").isidentifier() for name in names)
    )
    return frozenset(names) if is_plain else None


def _without_last_commas(part: str) -> str:
    """What lies between two strings, without the commas before a closing bracket."""
    kept, *others = part.split(",")
    for other in others:
        is_last = other.lstrip()[:1] in {"]", "}"} and kept.rstrip()[-1:] not in {"[", "{", ":"}
        kept += other if is_last else f",{other}"
    return kept


class _Json:
    """How the scanner of Python's json module is to read: objects come as tuples of pairs."""

    strict = True
    object_hook = None
    object_pairs_hook = tuple
    parse_float = float
    parse_int = int
    parse_constant = float


def _is_right(pairs: tuple[tuple[str, object], ...]) -> bool:
    """Whether the members of a config are among those about which there is nothing to say."""
    config = dict(pairs)
    name, site = config.get("name"), config.get("site", ())
    visibility = config.get("visibility", "public")
    return (
        len(config) == len(pairs)
        and isinstance(name, str)
        and bool(name)
        and isinstance(config.get("description", ""), str)
        and isinstance(visibility, str)
        and visibility in VISIBILITIES
        and isinstance(site, tuple)
        and all(isinstance(value, str) for key, value in site if key in SITE_TEXTS)
        and not any(key.endswith("Dir") or key.startswith("plugin") for key in config)
    )


def _parts(text: str) -> list[str] | None:
    """What lies before, between and after the quotes of a text, the strings in odd places.

    None for a text that is not plain.
    """
    # A comment begins with two slashes, and so does what follows the scheme of an address. If
    # one is taken for the other, the marks are wrong.
    if "/*" in text or text.count("//") != text.count("://"):
        if IGNORE_MARK in text:
            return None
        without = _without_comments(text)
        if without is None:
            return None
        text = without
    # Whatever made a comment look like a string, or a string like a comment, is left.
    if "\\" in text or "'" in text:
        return None
    line_ends = text.replace("\n", "").replace("\r", "").replace("\t", "")
    if not (line_ends.isascii() and line_ends.isprintable()):
        return None
    parts = text.split('"')
    return parts if len(parts) % 2 else None


def _without_comments(text: str) -> str | None:
    """A plain text without its comments, None where it is not plain."""
    if "\u2028" in text or "\u2029" in text or text.count("\r") != text.count("\r\n"):
        # They end a comment as well.
        return None
    kept = []
    at = 0
    while (slash := text.find("/", at)) >= 0:
        quote = text.find('"', at, slash)
        if quote >= 0:
            close = text.find('"', quote + 1)
            if close < 0:
                return None
            kept.append(text[at : close + 1])
            at = close + 1
        elif text.startswith("//", slash):
            kept.append(text[at:slash])
            end = text.find("\n", slash)
            at = end if end >= 0 else len(text)
        else:
            end = text.find("*/", slash + 2) if text.startswith("/*", slash) else -1
            if end < 0:
                return None
            # What stands on both sides must not grow together.
            kept += [text[at:slash], " "]
            at = end + 2
    return "".join(kept) + text[at:]

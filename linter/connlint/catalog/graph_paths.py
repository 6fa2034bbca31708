"""Equivalent forms of Microsoft Graph paths, and the canonical form that the data have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from connlint.catalog.paths import Path, Segment

__all__ = ["RESERVED", "canonical", "canonical_template", "variants"]

_FUNCTION = re.compile(r"([\w.]+)\((.*)\)\Z", re.DOTALL)
_QUOTED = re.compile(r"'(?:[^']|'')*'")
_NAMESPACE = "microsoft.graph."
RESERVED = "$"
"""Prefix of segments that are never an id: `$value`, and functions in canonical paths."""
_UNKNOWN = "\0"
_ANY: Segment = (None,)
_PATH_END: Segment = (None, ":")
_ROOT: Segment = ("root:",)
_OWNERS = frozenset({"groups", "sites", "users"})
# Other paths to the drive of an item, which the provider documents as one method.
_DRIVES: tuple[Path, ...] = (
    (("drives",), _ANY),
    (("sites",), _ANY, ("drive",)),
    (("me",), ("drive",)),
)


def canonical(path: Path) -> Path:
    """Return a path in lower case, without the namespace, with each file path as one segment.

    `root:/a/b.txt:/content` has the three segments `root:`, an unknown one that ends with a
    colon, and `content`. A function has the names of its arguments only.
    """
    return _with_paths_closed(tuple(_folded(path)))


def canonical_template(path: Path) -> Path:
    """Return a template's path in the same form, for the build of the catalogue.

    The second colon of a file path, which some templates of the data lack, is added.
    """
    folded = tuple(_folded(path))
    if _ROOT in folded:
        index = folded.index(_ROOT)
        is_open = not any((later[-1] or "").endswith(":") for later in folded[index + 1 :])
        if is_open and folded[index + 1 : index + 2] == (_ANY,) and len(folded) > index + 2:
            folded = (*folded[: index + 1], _PATH_END, *folded[index + 2 :])
    return _with_paths_closed(folded)


def variants(path: Path) -> Iterator[Path]:
    """Yield a canonical path, then its equivalent forms that differ from it."""
    seen = set()
    sited = _with_site(path)
    for base in (path, sited, _without_value(sited)):
        by_id = _with_item(base)
        others = zip(_by_other_drives(base), _by_other_drives(by_id), strict=False)
        for form in (base, by_id, *chain.from_iterable(others)):
            if form not in seen:
                seen.add(form)
                yield form


def _folded(path: Path) -> Iterator[Segment]:
    for segment in path:
        if segment == _ANY:
            yield segment
            continue
        whole = "".join([_UNKNOWN if piece is None else piece for piece in segment]).lower()
        function = _FUNCTION.match(whole) if whole[-1] == ")" else None
        if function:
            yield from _function(function[1], function[2])
        elif whole.startswith("root:") and whole != "root:":
            yield _ROOT
            yield tuple(_pieces(whole[len("root:") :]))
        elif len(segment) == 1:
            yield (whole.removeprefix(_NAMESPACE),)
        else:
            yield tuple(piece and piece.lower() for piece in segment)


def _pieces(text: str) -> Iterator[str | None]:
    for piece in re.split(f"({_UNKNOWN})", text):
        if piece:
            yield None if piece == _UNKNOWN else piece


def _function(name: str, text: str) -> Iterator[Segment]:
    """Yield a function with its arguments' names as one segment, or a name and its key as two."""
    name = name.removeprefix(_NAMESPACE)
    arguments = _QUOTED.sub("", text)
    if "=" in arguments:
        names = [f"{argument.partition('=')[0].strip()}=" for argument in arguments.split(",")]
        yield (f"{RESERVED}{name}({','.join(names)})",)
        return
    yield (name,)
    if text:
        yield _ANY


def _with_paths_closed(path: Path) -> Path:
    done: list[Segment] = []
    index = 0
    while index < len(path):
        done.append(path[index])
        if (path[index][-1] or "").endswith(":") and index + 1 < len(path):
            end = index + 1
            while end < len(path) - 1 and not (path[end][-1] or "").endswith(":"):
                end += 1
            done.append(_PATH_END if (path[end][-1] or "").endswith(":") else _ANY)
            index = end
        index += 1
    return tuple(done)


def _with_site(path: Path) -> Path:
    """Return `sites/{host}:/{path}:/…` as `sites/{id}/…`."""
    if path[1:2] == (("sites",),) and path[3:4] == (_PATH_END,):
        return (*path[:2], _ANY, *path[4:])
    return path


def _without_value(path: Path) -> Path:
    """Return a path without a last `$value` or `$count`, which give the same in another form."""
    return path[:-1] if path[-1:] in ((("$value",),), (("$count",),)) else path


def _with_item(path: Path) -> Path:
    """Return a path in which an item named by its path, or the root, is named by its id."""
    for index, segment in enumerate(path):
        if segment == _ROOT:
            return (*path[:index], ("items",), _ANY, *path[index + 2 :])
        if segment == ("root",) and path[index - 1] != ("sites",):
            return (*path[:index], ("items",), _ANY, *path[index + 1 :])
        is_relative = index + 2 < len(path) and (path[index + 1][-1] or "").endswith(":")
        if segment == ("items",) and is_relative:
            return (*path[: index + 1], _ANY, *path[index + 3 :])
    return path


def _by_other_drives(path: Path) -> Iterator[Path]:
    """Yield the equivalent forms of a path within a drive, one for each path to drives."""
    tail = _within_drive(path[1:])
    if tail:
        for drive in _DRIVES:
            yield (*path[:1], *drive, *tail)


def _within_drive(path: Path) -> Path:
    """Return the part of a path after the drive, of any owner; empty if there is no drive."""
    if path[:1] == (("me",),):
        path = path[1:]
    elif path and path[0][0] in _OWNERS:
        path = path[2:]
    if path[:1] == (("drive",),):
        return path[1:]
    return path[2:] if path[:1] == (("drives",),) else ()

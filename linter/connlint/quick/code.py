"""Code that has nothing to do with connectors, told without reading it as code."""

from __future__ import annotations

import os

from connlint.code.connectors_module import STRIPE, data_mentions_call, page_mentions_call
from connlint.disk import read_bytes, read_whole
from connlint.layout import (
    BUILT,
    CODE_ENDINGS,
    CONNECTOR_ENDINGS,
    ENTRY_CONFIGS,
    FRONT_END,
    FUNCTIONS,
    IGNORE_MARK,
    PACKAGES,
    SHARED,
    WORKFLOWS,
    is_app_code,
)

__all__ = ["has_quiet_code"]

_IGNORE = IGNORE_MARK.encode()
_STRIPE = STRIPE.encode()
_UP = b"../"


def has_quiet_code(root: str, folder: str) -> bool:
    """Whether no code of an app calls a connector, and nothing else is to be said about it.

    `folder` is the app's `base44` folder in `root`. Raises OSError or ValueError where
    something cannot be read.
    """
    functions, shared, workflows = (
        os.path.join(folder, name) for name in (FUNCTIONS, SHARED, WORKFLOWS)
    )
    pages = os.path.join(root, FRONT_END)
    return (
        # What lies behind a link may lie elsewhere too.
        not any(map(os.path.islink, (folder, functions, shared, workflows, pages)))
        and _is_quiet_back_end(functions)
        and _is_quiet_back_end(shared)
        and _has_quiet_workflows(workflows)
        and _has_quiet_pages(pages)
    )


def _is_quiet_back_end(top: str) -> bool:
    """Whether a folder of functions or of shared code has only what has no connector call."""
    pending = [(top, 1)]
    while pending:
        directory, depth = pending.pop()
        for entry in _entries(directory):
            name = entry.name
            if entry.is_symlink():
                return False
            if entry.is_dir():
                # No function lies there, but functions may import what does.
                if name[0] == "." or name in PACKAGES:
                    return False
                pending.append((entry.path, depth + 1))
            elif name.endswith(CODE_ENDINGS):
                if not entry.is_file() or not _is_quiet_code(read_whole(entry.path), depth):
                    return False
            elif name in ENTRY_CONFIGS and not _is_quiet_config(entry):
                return False
    return True


def _is_quiet_code(data: bytes, depth: int) -> bool:
    """Whether code has no connector call, and none of what it imports can have one.

    `depth` is how many folders lie between the app's config and the code.
    """
    if data_mentions_call(data):
        return False
    # Stripe's key is looked for in code without connector calls.
    if _STRIPE in data or _IGNORE in data or b"\0" in data:
        return False
    if not data.isascii():
        data.decode("utf-8")
    return _UP not in data or _stays_inside(data, depth)


def _stays_inside(data: bytes, depth: int) -> bool:
    """Whether paths in code, taken for imports, lead to nothing but functions and shared code."""
    at = data.find(_UP)
    while at >= 0:
        end = at
        while data.startswith(_UP, end):
            end += len(_UP)
        ups = (end - at) // len(_UP)
        if ups > depth or (ups == depth and not data.startswith((b"shared/", b"functions/"), end)):
            return False
        # A detour, as in ./x/../../y, ends where nobody has counted.
        line = data[end : data.find(b"\n", end)]
        if _UP in line:
            return False
        at = data.find(_UP, end)
    return True


def _is_quiet_config(entry: os.DirEntry[str]) -> bool:
    """Whether the config of a function has no automations, and names no entry elsewhere."""
    if not entry.is_file():
        return False
    data = read_whole(entry.path)
    return not any(word in data for word in (b"automations", b"..", b"\\", _IGNORE))


def _has_quiet_workflows(directory: str) -> bool:
    """Whether no workflow has to do with a connector."""
    for entry in _entries(directory):
        if entry.name.endswith(CONNECTOR_ENDINGS):
            if not entry.is_file(follow_symlinks=False):
                return False
            data = read_whole(entry.path)
            if b"connector" in data or b"\\" in data or _IGNORE in data:
                return False
    return True


def _has_quiet_pages(top: str) -> bool:
    """Whether no code of the app's pages calls a connector."""
    pending = [top]
    while pending:
        for entry in _entries(pending.pop()):
            name = entry.name
            if entry.is_dir(follow_symlinks=False):
                if name[0] != "." and name not in BUILT:
                    pending.append(entry.path)
            elif is_app_code(name):
                if not entry.is_file(follow_symlinks=False):
                    return False
                if page_mentions_call(read_bytes(entry.path)[1]):
                    return False
    return True


def _entries(directory: str) -> list[os.DirEntry[str]]:
    """What a directory holds; nothing where there is none."""
    try:
        with os.scandir(directory) as entries:
            return list(entries)
    except FileNotFoundError:
        return []

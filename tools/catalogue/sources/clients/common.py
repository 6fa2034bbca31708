"""What the sources of npm clients have in common: from the calls of a client to its requests.

A call is the chain of names behind the client, such as `pages.retrieve`, and its request is a verb
and a path template, `GET /pages/{page_id}`. In the template, `{0}` is the argument of that number,
`{name}` a property of the first argument, and `{*}` something that is only known at run time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from tools.catalogue.sources.common import UnexpectedPackageError

__all__ = [
    "Calls",
    "client_file",
    "common_calls",
    "enclosing_names",
    "text_of",
    "with_arguments",
]

Calls = dict[str, str]
"""The requests of calls: `GET /pages/{page_id}` by `pages.retrieve`."""

_PARAMETER = re.compile(r"\{(\w+)\}")
_NAMED = re.compile(r"(?P<indent> *)(?:async )?(?:this\.)?(?P<name>\w+)(?:: | = |\()")


def client_file(
    base: str, calls: Mapping[str, str], *, fewest: int
) -> dict[str, dict[str, object]]:
    """Return the file of a client, with its calls as a tree of names.

    Raises UnexpectedPackageError where there are fewer calls than there have always been.
    """
    if len(calls) < fewest:
        raise UnexpectedPackageError(f"has {len(calls)} calls that are found, not {fewest}")
    tree: dict[str, object] = {}
    for chain, request in sorted(calls.items()):
        *spaces, name = chain.split(".")
        node = tree
        for space in spaces:
            inner = node.setdefault(space, {})
            if not isinstance(inner, dict):
                raise UnexpectedPackageError(f"has {space} as a call and as a space of names")
            node = inner
        node[name] = request
    return {"calls.json": {"base": base, "calls": tree}}


def common_calls(versions: Iterable[Calls]) -> Calls:
    """Return the calls of several versions, without those that are different requests in two."""
    found: dict[str, set[str]] = {}
    for calls in versions:
        for chain, request in calls.items():
            found.setdefault(chain, set()).add(request)
    return {chain: min(requests) for chain, requests in found.items() if len(requests) == 1}


def with_arguments(path: str, arguments: Sequence[str]) -> str:
    """Return a path template with the numbers of arguments in place of their names."""

    def numbered(match: re.Match[str]) -> str:
        return f"{{{arguments.index(match[1])}}}" if match[1] in arguments else "{*}"

    return _PARAMETER.sub(numbered, path)


def enclosing_names(lines: Sequence[str], number: int) -> Iterator[str]:
    """Yield the names of what is around a line, the innermost first, as its indentation shows."""
    indent = len(lines[number]) - len(lines[number].lstrip())
    for line in reversed(lines[:number]):
        match = _NAMED.match(line)
        if match is not None and len(match["indent"]) < indent:
            yield match["name"]
        if line.strip() and not line.lstrip().startswith(("*", "/")):
            indent = min(indent, len(line) - len(line.lstrip()))


def text_of(folder: Path, name: str) -> str:
    """Return the text of a file of a package."""
    return (folder / name).read_text("utf-8")

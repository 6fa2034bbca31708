"""How official SDKs call the methods of an API."""

from __future__ import annotations

import re
from collections.abc import Callable

from connlint.tuples import NamedTuple

__all__ = ["SDKS", "Sdk", "version_of"]

_STAGES = ("alpha", "beta", "")
_VERSION = re.compile(r"v(\d+)(alpha|beta|)(\d*)\Z")


class Sdk(NamedTuple):
    """An SDK: whose it is, and what it makes of a method's id.

    `spelt` gives a key for an id, `operation` the same key for what stands in the code.
    `is_named_first` says that an operation begins with the name of its API.
    """

    provider: str
    spelt: Callable[[str], str]
    operation: Callable[[str], str]
    is_named_first: bool = False


def version_of(api: str) -> tuple[int, int, int]:
    """What orders the versions of an API, the newest last."""
    found = _VERSION.search(api)
    if found is None:
        return (0, 0, 0)
    return (int(found[1]), _STAGES.index(found[2]), int(found[3] or 0))


def _same(text: str) -> str:
    return text


def _camel(text: str) -> str:
    """`create-comment` as `createComment`."""
    first, *others = re.split(r"[-_/]", text)
    return first + "".join(word[:1].upper() + word[1:] for word in others)


def _octokit(name: str) -> str:
    group, _, rest = name.partition("/")
    return f"{_camel(group)}.{_camel(rest)}"


def _behind_api(name: str) -> str:
    return name.partition(".")[2]


SDKS = {
    "slack": Sdk("Slack", _same, _same),
    "octokit": Sdk("GitHub", _octokit, _same),
    "dropbox": Sdk("Dropbox", _camel, _same),
    "googleapis": Sdk("Google", _behind_api, _behind_api, is_named_first=True),
}
"""The SDKs by the names that requests have for them."""

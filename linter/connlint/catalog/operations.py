"""Conventions of official SDKs for calls of API methods."""

from __future__ import annotations

import re
from collections.abc import Callable

from connlint.tuples import NamedTuple

__all__ = ["SDKS", "Sdk", "version_of"]

_STAGES = ("alpha", "beta", "")
_VERSION = re.compile(r"v(\d+)(alpha|beta|)(\d*)\Z")


class Sdk(NamedTuple):
    """An SDK: its provider, and the `key` that a method's id and its operation in code share.

    If an SDK spells ids differently, the catalogue has its operations. `is_named_first` says
    that an operation begins with the name of its API.
    """

    provider: str
    key: Callable[[str], str]
    is_named_first: bool = False


def version_of(api: str) -> tuple[int, int, int]:
    """Return a sort key for the version of an API, the newest last."""
    match = _VERSION.search(api)
    if match is None:
        return (0, 0, 0)
    return (int(match[1]), _STAGES.index(match[2]), int(match[3] or 0))


def _same(name: str) -> str:
    return name


def _behind_api(name: str) -> str:
    return name.partition(".")[2]


SDKS = {
    "slack": Sdk("Slack", _same),
    "octokit": Sdk("GitHub", _same),
    "dropbox": Sdk("Dropbox", _same),
    "googleapis": Sdk("Google", _behind_api, is_named_first=True),
}
"""The SDKs by their names in requests."""

"""How official SDKs call the methods of an API."""

from __future__ import annotations

import re
from collections.abc import Callable

from connlint.tuples import NamedTuple

__all__ = ["SDKS", "Sdk", "version_of"]

_STAGES = ("alpha", "beta", "")
_VERSION = re.compile(r"v(\d+)(alpha|beta|)(\d*)\Z")


class Sdk(NamedTuple):
    """An SDK: whose it is, and what a method's id and an operation in the code have in common.

    The catalogue has the operations of an SDK that spells ids in its own way. `is_named_first`
    says that an operation begins with the name of its API.
    """

    provider: str
    key: Callable[[str], str]
    is_named_first: bool = False


def version_of(api: str) -> tuple[int, int, int]:
    """What orders the versions of an API, the newest last."""
    found = _VERSION.search(api)
    if found is None:
        return (0, 0, 0)
    return (int(found[1]), _STAGES.index(found[2]), int(found[3] or 0))


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
"""The SDKs by the names that requests have for them."""

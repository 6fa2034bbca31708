"""Paths of Microsoft Graph that its documentation leaves out, because another path means the same.

Graph serves each path of a user, `/users/{id}/…`, for the user of the token as `/me/…`.
"""

from __future__ import annotations

import re
from typing import Any

__all__ = ["with_me"]

Facts = dict[str, Any]

_OF_A_USER = re.compile(r"users/\{[^{}]*\}/")


def with_me(content: Facts) -> Facts:
    """The methods of an API in their compact form, with the paths under `me` that are missing."""
    methods = content["methods"]
    known = {(verb, url) for verb, url, *_ in methods}
    found = list(methods)
    for verb, url, name, *rest in methods:
        own = _OF_A_USER.sub("me/", url, count=1) if _OF_A_USER.match(url) else ""
        if own and (verb, own) not in known:
            found.append([verb, own, _OF_A_USER.sub("me/", name, count=1), *rest])
    return {**content, "methods": sorted(found, key=lambda row: (row[1], row[0], row[2]))}

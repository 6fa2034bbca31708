"""Paths of Microsoft Graph that its documentation omits, because another path means the same.

Graph serves each path of a user, `/users/{id}/…`, for the user of the token as `/me/…`.
"""

from __future__ import annotations

import re
from typing import Any

__all__ = ["with_me"]

Facts = dict[str, Any]

_OF_A_USER = re.compile(r"users/\{[^{}]*\}/")


def with_me(content: Facts) -> Facts:
    """Return an API's methods, in compact form, with the missing paths under `me` added."""
    methods = content["methods"]
    documented = {(verb, url) for verb, url, *_ in methods}
    completed = list(methods)
    doubtful = list(content.get("doubtful", ()))
    for verb, url, name, *rest in methods:
        own = _OF_A_USER.sub("me/", url, count=1) if _OF_A_USER.match(url) else ""
        if own and (verb, own) not in documented:
            completed.append([verb, own, _OF_A_USER.sub("me/", name, count=1), *rest])
            if f"{verb} {url}" in doubtful:
                doubtful.append(f"{verb} {own}")
    completed.sort(key=lambda row: (row[1], row[0], row[2]))
    return {**content, "methods": completed, "doubtful": doubtful}

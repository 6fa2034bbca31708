"""API methods in the form that connlint ships, in which the lookups of a run are precomputed.

A file is `{"api", "base", "scopes", "accepted", "methods", "prefix", "routes"}`. A method is a row
of HTTP method, URL template relative to `base`, method id, and an index into `accepted`; the id is
empty where HTTP method and template give the same, or where it is a mere number. `accepted` has
each combination that methods accept once, as tools.catalogue.methods has it. `routes` maps each URL
template, as connlint.catalog.routes has it and without the `prefix` that all begin with, to its
methods; `operations` maps the names that an SDK has for methods to them, if it spells the ids in
another way. Where scopes give only a part, a method also has an index into `parts`, which refer to
`rules`: see tools.catalogue.partial. `doubtful` has the numbers of the methods whose scopes are not
sure, or is `"*"` if that is so for all; `besides` maps numbers of methods to the scopes that they
may need as well.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tools.catalogue.templates import route_of, template_of

if TYPE_CHECKING:
    from tools.catalogue.partial import Covering, Partial

__all__ = ["shipped"]

Facts = dict[str, Any]
_NONE: tuple[list[Facts], list[Any], list[int]] = ([], [], [])
# BambooHR names some methods by a number.
_NUMBER = re.compile(r"[0-9a-f]{32}")


def shipped(
    content: Facts,
    provider: str,
    partial: Partial | None = None,
    covering: Covering = MappingProxyType({}),
) -> Facts:
    """Return an API's methods in the form that connlint ships, from their compact form.

    `covering` has the scopes that cover each scope.
    """
    rules, sets, of_methods = partial.parts(content, provider, covering) if partial else _NONE
    accepted: dict[str, int] = {}
    values: list[Any] = []
    methods = []
    routes: dict[str, list[int]] = {}
    for number, (verb, url, name, *scopes) in enumerate(content["methods"]):
        if repr(scopes) not in accepted:
            accepted[repr(scopes)] = len(values)
            values.append(scopes)
        is_redundant = name == f"{verb} /{url}" or _NUMBER.fullmatch(name)
        row = [verb, url, "" if is_redundant else name, accepted[repr(scopes)]]
        if of_methods and of_methods[number] >= 0:
            row.append(of_methods[number])
        methods.append(row)
        template = template_of(content["base"] + url, provider)
        if template is not None:
            routes.setdefault(route_of(template), []).append(number)
    prefix = _prefix(list(routes))
    file: Facts = {
        "api": content["api"],
        "base": content["base"],
        "scopes": content["scopes"],
        "accepted": values,
        "methods": methods,
        "prefix": prefix,
        "routes": {route[len(prefix) :]: routes[route] for route in sorted(routes)},
    }
    if rules or sets:
        file["rules"], file["parts"] = rules, sets
    file.update(_of_numbers(content))
    if provider in _SPELLINGS:
        file["operations"] = _operations(content, _SPELLINGS[provider])
    return file


def _of_numbers(content: Facts) -> Facts:
    """Return `doubtful` and `besides` by the numbers of methods; without what is empty."""
    numbers: dict[str, list[int]] = {}
    for number, (verb, url, *_) in enumerate(content["methods"]):
        numbers.setdefault(f"{verb} {url}", []).append(number)
    doubtful = sorted(
        number for key in content.get("doubtful", ()) for number in numbers.get(key, ())
    )
    besides = {
        str(number): scopes
        for key, scopes in content.get("besides", {}).items()
        for number in numbers.get(key, ())
    }
    is_all = len(doubtful) == len(content["methods"])
    facts = {"doubtful": "*" if doubtful and is_all else doubtful, "besides": besides}
    return {name: value for name, value in facts.items() if value}


def _prefix(routes: list[str]) -> str:
    """Return the common prefix of all routes, in whole segments."""
    common = os.path.commonprefix(routes)  # noqa: RUF071 - whole segments are taken of it
    return common[: common.rfind(" ") + 1]


def _operations(content: Mapping[str, Any], spelt: Callable[[str], str]) -> dict[str, int]:
    """Return the methods by an SDK's names; of several with one name the first counts."""
    operations: dict[str, int] = {}
    for number, row in enumerate(content["methods"]):
        operations.setdefault(spelt(row[2]), number)
    return operations


def _camel(text: str) -> str:
    """Convert a name like `create-comment` to `createComment`."""
    first, *others = re.split(r"[-_/]", text)
    return first + "".join(word[:1].upper() + word[1:] for word in others)


def _octokit(name: str) -> str:
    group, _, rest = name.partition("/")
    return f"{_camel(group)}.{_camel(rest)}"


_SPELLINGS = {"Dropbox": _camel, "GitHub": _octokit}

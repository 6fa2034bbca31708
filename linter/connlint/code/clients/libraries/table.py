"""Table of the libraries whose requests take an object of options, and of their differences."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from connlint.code.clients.libraries.verbs import VERBS
from connlint.tuples import NamedTuple

__all__ = ["LIBRARIES", "Join", "Library", "Shape"]


class Join(Enum):
    """A way to put a base URL before an address that is not absolute."""

    BELOW = "with one slash between them"
    RESOLVED = "as URL does it"
    AGREED = "in ways that depend on the version"


class Shape(NamedTuple):
    """The arguments of a function that sends a request, each by its index; None for none.

    Without a `verb` the options have it, or the argument `method`. `is_config` says that the first
    argument may be the options, which then have the address.
    """

    verb: str = ""
    url: int | None = 0
    data: int | None = None
    options: int = 1
    method: int | None = None
    is_config: bool = False


class Library(NamedTuple):
    """A library: the functions that send requests, and the options that it has.

    `makers` are the functions and classes that make a client with the options of all its requests.
    `whole` are the names under which the library exports its main function, or a client. `bases`
    are the options with a base URL, and how it is put before addresses. What `sent` options contain
    is part of the request. One with `changing` options may be another request than the arguments
    say, and one with `moving` options goes to another address.
    """

    functions: Mapping[str, Shape]
    makers: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    bases: Mapping[str, Join] = {}
    query: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ("body",)
    sent: frozenset[str] = frozenset({"headers"})
    changing: frozenset[str] = frozenset()
    moving: tuple[str, ...] = ()
    plain: frozenset[str] = frozenset()
    """The members that have nothing of the options of a client."""
    body_verb: str = ""
    """The verb of a request that has a body and none in its options, where it is not GET."""


_WITH_DATA = ("post", "put", "patch")
_PLAIN = {name: Shape(verb) for name, verb in VERBS.items()}
_AXIOS = Library(
    {
        "": Shape(is_config=True),
        "request": Shape(is_config=True),
        **_PLAIN,
        **{name: Shape(VERBS[name], data=1, options=2) for name in _WITH_DATA},
        **{f"{name}Form": Shape(VERBS[name], data=1, options=2) for name in _WITH_DATA},
    },
    makers=frozenset({"create", "Axios"}),
    bases={"baseURL": Join.BELOW},
    query=("params",),
    bodies=("data", "body", "json"),
    sent=frozenset({"headers", "data", "params", "auth", "url", "baseURL"}),
    changing=frozenset({"adapter", "beforeRedirect", "transformRequest"}),
    plain=frozenset(
        {"AxiosError", "CancelToken", "CanceledError", "HttpStatusCode", "isAxiosError", "isCancel"}
    ),
)
_KY = Library(
    {"": Shape(), **_PLAIN},
    makers=frozenset({"create", "extend"}),
    bases={"prefixUrl": Join.BELOW, "prefix": Join.BELOW, "baseUrl": Join.RESOLVED},
    query=("searchParams",),
    bodies=("json", "body"),
    sent=frozenset({"headers", "json", "body", "searchParams"}),
    changing=frozenset({"fetch"}),
)
_GOT_VERBS = {name: Shape(verb) for name, verb in VERBS.items() if name != "options"}
_GOT = Library(
    {
        **{name: Shape(is_config=True) for name in ("", "stream")},
        **{name: Shape(is_config=True) for name in ("paginate", "paginate.all", "paginate.each")},
        **_GOT_VERBS,
        **{f"stream.{name}": shape for name, shape in _GOT_VERBS.items()},
    },
    makers=frozenset({"extend"}),
    whole=frozenset({"got"}),
    bases={"prefixUrl": Join.BELOW},
    query=("searchParams",),
    bodies=("json", "form", "body"),
    sent=frozenset(
        {"headers", "json", "form", "body", "searchParams", "username", "password", "url"}
    ),
    changing=frozenset({"hooks", "handlers", "request"}),
)
_OFETCH = Library(
    {"": Shape(), "raw": Shape()},
    makers=frozenset({"create"}),
    whole=frozenset({"$fetch", "ofetch"}),
    bases={"baseURL": Join.BELOW},
    query=("query", "params"),
    sent=frozenset({"headers", "body", "query", "params"}),
    changing=frozenset({"fetch", "onRequest"}),
)
_GAXIOS = Library(
    {"request": Shape(is_config=True, url=None, options=0), "fetch": Shape(is_config=True)},
    makers=frozenset({"Gaxios"}),
    whole=frozenset({"instance"}),
    # Version 6 appends addresses to it, and version 7 resolves them.
    bases={"baseURL": Join.AGREED, "baseUrl": Join.AGREED},
    query=("params",),
    bodies=("data", "body"),
    sent=frozenset({"headers", "data", "body", "params", "url"}),
    changing=frozenset({"adapter", "fetchImplementation"}),
)
_UNDICI = Library(
    {name: Shape() for name in ("request", "stream", "pipeline")},
    query=("query",),
    sent=frozenset({"headers", "body", "query"}),
    moving=("path", "origin"),
    body_verb="PUT",
)
_NEEDLE = Library(
    {
        "": Shape(method=0, url=1, data=2, options=3),
        "request": Shape(method=0, url=1, data=2, options=3),
        **{name: _PLAIN[name] for name in ("get", "head")},
        **{
            name: Shape(VERBS[name], data=1, options=2)
            for name in ("post", "put", "patch", "delete")
        },
    },
    query=("query",),
    bodies=(),
    sent=frozenset({"headers", "username", "password", "query"}),
    changing=frozenset({"uri_modifier"}),
)
LIBRARIES: Mapping[str, Library] = {
    "axios": _AXIOS,
    "gaxios": _GAXIOS,
    "got": _GOT,
    "ky": _KY,
    "needle": _NEEDLE,
    "ofetch": _OFETCH,
    "undici": _UNDICI,
}
"""The libraries whose requests take an object of options, by the names of their packages."""

"""Rules for the URLs of providers that have peculiar ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from connlint.catalog import graph_paths
from connlint.catalog.paths import Path
from connlint.tuples import NamedTuple

__all__ = ["ProviderUrls", "provider_urls_of", "without_upload"]

# HubSpot accepts an object's number instead of its name; the data have only one of them.
_NUMBERS = {
    "contacts": "0-1",
    "companies": "0-2",
    "deals": "0-3",
    "tickets": "0-5",
    "products": "0-7",
    "line_items": "0-8",
    "quotes": "0-14",
    "services": "0-162",
    "courses": "0-410",
    "listings": "0-420",
}
_OBJECTS = {**_NUMBERS, **{number: name for name, number in _NUMBERS.items()}}
_GATEWAY: Path = (("api",), ("gateway.php",))


class ProviderUrls(NamedTuple):
    """Rules for reading a provider's URLs.

    `forms` yields all equivalent forms of a path, the written one first; `verbs` returns the
    verbs that the data may have for one in code; `reserved` is a prefix that no id has.
    """

    forms: Callable[[Path], Iterator[Path]]
    verbs: Callable[[str], tuple[str, ...]]
    reserved: str = ""


def provider_urls_of(provider: str) -> ProviderUrls:
    """Return the URL rules of a provider; the usual ones if it has no peculiar ones."""
    return _PECULIAR.get(provider, _USUAL)


def without_upload(path: Path) -> Path:
    """Return a path of Google without the prefix for the upload of a file."""
    if path[:1] == (("upload",),):
        return path[1:]
    return path[2:] if path[:2] == (("resumable",), ("upload",)) else path


def _as_it_is(path: Path) -> Iterator[Path]:
    yield path


def _google(path: Path) -> Iterator[Path]:
    yield path
    if without_upload(path) != path:
        yield without_upload(path)


def _graph(path: Path) -> Iterator[Path]:
    return graph_paths.variants(graph_paths.canonical(path))


def _bamboo(path: Path) -> Iterator[Path]:
    # Older URLs have the company in the path.
    yield (*path[:1], *path[3:]) if path[:2] == _GATEWAY else path


def _hubspot(path: Path) -> Iterator[Path]:
    yield path
    other = tuple(
        (_OBJECTS.get(part[0] or "", part[0]),) if len(part) == 1 else part for part in path
    )
    if other != path:
        yield other


def _one(verb: str) -> tuple[str, ...]:
    return (verb.upper(), "*")


def _either(verb: str) -> tuple[str, ...]:
    """Return both GET and POST for either, because Slack accepts both for each method."""
    return ("GET", "POST") if verb.upper() in {"GET", "POST"} else ()


_USUAL = ProviderUrls(_as_it_is, _one)
_PECULIAR = {
    "BambooHR": ProviderUrls(_bamboo, _one),
    "Google": ProviderUrls(_google, _one),
    "HubSpot": ProviderUrls(_hubspot, _one),
    "Microsoft": ProviderUrls(_graph, _one, graph_paths.RESERVED),
    "Slack": ProviderUrls(_as_it_is, _either),
}

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
    verbs that the data may have for one in code; `reserved` is a prefix that no id has. With
    `has_ambiguous_forms`, a request may be any of the methods that the forms lead to; otherwise the
    first form that leads to one counts.
    """

    forms: Callable[[Path], Iterator[Path]]
    verbs: Callable[[str], tuple[str, ...]]
    reserved: str = ""
    has_ambiguous_forms: bool = False


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


def _github(path: Path) -> Iterator[Path]:
    # The part after `repos` may be an owner, or the full name of a repository, `owner/name`.
    if path[:1] == (("repos",),) and path[1:2] == ((None,),):
        yield (*path[:2], (None,), *path[2:])
    yield path


def _versioned(path: Path) -> Iterator[Path]:
    """Yield a path without the version that it may begin with, as the data have it."""
    first = path[0] if path else ()
    is_version = first[:1] == ("v",) or (len(first) == 1 and _is_version(first[0]))
    yield path[1:] if is_version else path
    # What is known only at run time may be the version as well.
    if first == (None,):
        yield path[1:]


def _is_version(text: str | None) -> bool:
    return bool(text and text[0] == "v" and text[1:].replace(".", "", 1).isdigit())


def _linkedin(path: Path) -> Iterator[Path]:
    yield path
    # Most resources are served below both, the newer one with versions in a header.
    other = {"v2": "rest", "rest": "v2"}.get(path[0][0] or "") if path else None
    if other:
        yield ((other,), *path[1:])


def _discord(path: Path) -> Iterator[Path]:
    has_version = len(path) > 1 and len(path[1]) == 1 and _is_version(path[1][0])
    yield (*path[:1], ("v10",), *path[2 if has_version else 1 :])


def _todoist(path: Path) -> Iterator[Path]:
    """Yield a path below `api/v1`, which has replaced `rest/v2` and `sync/v9`."""
    is_old = path[:2] in {(("rest",), ("v2",)), (("sync",), ("v9",))}
    yield (("api",), ("v1",), *path[2:]) if is_old else path


def _atlassian(path: Path) -> Iterator[Path]:
    yield path
    if path[3:5] == (("rest",), ("api",)) and path[5:6] in {(("2",),), (("latest",),)}:
        yield (*path[:5], ("3",), *path[6:])


def _one(verb: str) -> tuple[str, ...]:
    return (verb.upper(), "*")


def _either(verb: str) -> tuple[str, ...]:
    """Return both GET and POST for either, because Slack accepts both for each method."""
    return ("GET", "POST") if verb.upper() in {"GET", "POST"} else ()


_USUAL = ProviderUrls(_as_it_is, _one)
_PECULIAR = {
    "Atlassian": ProviderUrls(_atlassian, _one),
    "BambooHR": ProviderUrls(_bamboo, _one),
    "Discord": ProviderUrls(_discord, _one),
    "GitHub": ProviderUrls(_github, _one, has_ambiguous_forms=True),
    "Google": ProviderUrls(_google, _one),
    "HubSpot": ProviderUrls(_hubspot, _one),
    "LinkedIn": ProviderUrls(_linkedin, _one),
    "Meta": ProviderUrls(_versioned, _one),
    "Microsoft": ProviderUrls(_graph, _one, graph_paths.RESERVED),
    "Slack": ProviderUrls(_as_it_is, _either),
    "Todoist": ProviderUrls(_todoist, _one),
}

"""What is peculiar to the addresses of a provider."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from connlint.catalog import graph_paths
from connlint.catalog.paths import Path
from connlint.tuples import NamedTuple

__all__ = ["Customs", "customs_of", "without_upload"]

# HubSpot takes an object's number for its name; the data have one of both.
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


class Customs(NamedTuple):
    """How a provider's addresses are read.

    `forms` gives a path in all ways that mean the same, what was written first; `verbs` gives the
    verbs that the data may have instead of one; `reserved` is what no id begins with.
    """

    forms: Callable[[Path], Iterator[Path]]
    verbs: Callable[[str], tuple[str, ...]]
    reserved: str = ""


def customs_of(provider: str) -> Customs:
    """The customs of a provider; those of most where it has none of its own."""
    return _CUSTOMS.get(provider, _PLAIN)


def without_upload(path: Path) -> Path:
    """A path of Google without what says how a file is uploaded."""
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
    # The older addresses have the company in the path.
    yield (*path[:1], *path[3:]) if path[:2] == _GATEWAY else path


def _hubspot(path: Path) -> Iterator[Path]:
    yield path
    other = tuple(
        (_OBJECTS.get(each[0] or "", each[0]),) if len(each) == 1 else each for each in path
    )
    if other != path:
        yield other


def _one(verb: str) -> tuple[str, ...]:
    return (verb.upper(), "*")


def _either(verb: str) -> tuple[str, ...]:
    """Slack takes each method by GET and by POST."""
    return ("GET", "POST") if verb.upper() in {"GET", "POST"} else ()


_PLAIN = Customs(_as_it_is, _one)
_CUSTOMS = {
    "BambooHR": Customs(_bamboo, _one),
    "Google": Customs(_google, _one),
    "HubSpot": Customs(_hubspot, _one),
    "Microsoft": Customs(_graph, _one, graph_paths.RESERVED),
    "Slack": Customs(_as_it_is, _either),
}

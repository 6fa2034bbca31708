"""API methods with the scopes that they accept, and their lookup by request or SDK call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import connlint_schemas
from connlint.catalog.operations import SDKS, version_of
from connlint.catalog.partial import Kinds, PartialScope, kinds_of, partial_scope
from connlint.catalog.paths import Path, Segment, heads, is_certain, place_of
from connlint.catalog.provider_urls import ProviderUrls, provider_urls_of
from connlint.catalog.routes import Routes
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["ApiMethod", "Methods", "Segments", "Vocabulary"]

Segments = tuple[str, ...]
"""The parts of a path, or of its beginning."""

# Keys in the file of each API.
_KEYS = ("api", "base", "scopes", "accepted", "methods", "prefix", "routes")
# Limit of cached lookups; apps repeat the same requests.
_MOST = 10_000


class ApiMethod(NamedTuple):
    """A method of a service's API.

    `url` is the full template. `accepted` has alternatives, each a set of scopes that are
    needed together; it is empty if no scope is needed, or none is known to be. `narrowest` is
    the alternative that the provider calls the least privileged, or else the first one; it is
    empty if there is none, and `is_least_known` says that the provider does. `is_demanded` says
    that the service refuses a token with none of them; otherwise that is not sure, or depends on
    the data. `partial` are scopes of `accepted` that give a part of what the method gives, and
    `kinds` describes a parameter that decides on scopes.
    `besides` are scopes that a request may need in addition to one of the alternatives.
    """

    api: str
    id: str
    verb: str
    url: str
    accepted: tuple[tuple[str, ...], ...]
    narrowest: tuple[str, ...]
    is_demanded: bool = True
    partial: tuple[PartialScope, ...] = ()
    kinds: Kinds | None = None
    besides: tuple[str, ...] = ()
    is_least_known: bool = False


class Vocabulary(NamedTuple):
    """The beginnings of the paths of a service's methods, with `*` for a parameter; their words."""

    beginnings: frozenset[Segments]
    words: frozenset[str]


class Methods:
    """The methods of all APIs; files are read when a request leads to them, and kept."""

    def __init__(self) -> None:
        index = connlint_schemas.load("methods.json", "providers")
        self._providers: Mapping[str, Mapping[str, Any]] = index["providers"]
        self._provider_of: Mapping[str, str] = {
            name: provider for provider, fact in self._providers.items() for name in fact["types"]
        }
        self._apis: dict[str, _Api] = {}
        self._vocabularies: dict[str, Vocabulary] = {}
        self._found: dict[tuple[str, str, tuple[str | None, ...]], tuple[ApiMethod, ...]] = {}

    def at(self, type_name: str, verb: str, address: Sequence[str | None]) -> tuple[ApiMethod, ...]:
        """Return the methods that a request with a type's token may be; empty if unknown.

        `address` is a URL in pieces, without query: strings, and None for a part that is known
        only at run time. There are several methods only if it is open which one it is.
        """
        asked = type_name, verb, tuple(address)
        if asked not in self._found:
            if len(self._found) >= _MOST:
                self._found.clear()
            self._found[asked] = self._at(type_name, verb, address)
        return self._found[asked]

    def _at(
        self, type_name: str, verb: str, address: Sequence[str | None]
    ) -> tuple[ApiMethod, ...]:
        provider = self._provider_of.get(type_name)
        if not verb or provider is None:
            return ()
        fact, provider_urls = self._providers[provider], provider_urls_of(provider)
        places = list(_places(address, fact))
        # Rough templates count only where no form of the path has an exact one.
        for is_rough in (False, True) if fact["rough"] else (False,):
            for host, written in places:
                found: dict[ApiMethod, None] = {}
                for path in filter(is_certain, provider_urls.forms(written)):
                    candidates = self._candidates(type_name, fact["hosts"][host], path)
                    apis = (api for api in candidates if (api in fact["rough"]) is is_rough)
                    found.update(dict.fromkeys(self._first(apis, provider_urls, verb, host, path)))
                    if found and not provider_urls.has_ambiguous_forms:
                        break
                if found:
                    return tuple(found)
        return ()

    def _first(
        self, apis: Iterable[str], provider_urls: ProviderUrls, verb: str, host: str, path: Path
    ) -> tuple[ApiMethod, ...]:
        """Return the methods of the first API that has any for a request; empty if none has."""
        verbs = provider_urls.verbs(verb)
        of_apis = (self._api(api, provider_urls).at(verbs, host, path) for api in apis)
        return next(filter(None, of_apis), ())

    def serves(self, type_name: str, method: ApiMethod) -> bool:
        """Tell whether a method belongs to an API of the type itself, not of another type."""
        provider = self._provider_of.get(type_name)
        return provider is not None and type_name in self._providers[provider]["apis"][method.api]

    def servers(self, method: ApiMethod) -> tuple[str, ...]:
        """Return the types whose own API has a method, without connectors for several products."""
        return tuple(
            name
            for fact in self._providers.values()
            for name in fact["apis"].get(method.api, ())
            if name not in fact["bundles"]
        )

    def host(self, type_name: str, address: Sequence[str | None]) -> str:
        """Return the host of an address as the service's index has it; empty for another one."""
        provider = self._provider_of.get(type_name)
        url = place_of(address)
        if provider is None or url is None:
            return ""
        return _known_host(url.host, self._providers[provider]) or ""

    def vocabulary(self, type_name: str) -> Vocabulary:
        """Return the words of the paths of the service's methods."""
        provider = self._provider_of.get(type_name, "")
        if provider not in self._vocabularies:
            urls = provider_urls_of(provider)
            apis = self._providers[provider]["apis"] if provider else ()
            beginnings = frozenset(
                beginning for api in apis for beginning in self._api(api, urls).beginnings()
            )
            words = frozenset(word for beginning in beginnings for word in beginning)
            self._vocabularies[provider] = Vocabulary(beginnings, words)
        return self._vocabularies[provider]

    def reached(
        self, address: Sequence[str | None], sdk: str = "", *, beside: str = ""
    ) -> tuple[str, ...]:
        """Return the types of the providers that have the host of an address, or an SDK.

        Left out are the types of the provider `beside`, and connectors for several products.
        """
        if sdk:
            providers = [SDKS[sdk].provider] if sdk in SDKS else []
        else:
            url = place_of(address)
            providers = [
                provider
                for provider, fact in self._providers.items()
                if url is not None and _known_host(url.host, fact) is not None
            ]
        return tuple(
            name
            for each in providers
            if each != beside
            for name in self._providers[each]["types"]
            if name not in self._providers[each]["bundles"]
        )

    def named(self, type_name: str, sdk: str, operation: str) -> tuple[ApiMethod, ...]:
        """Return the methods that a call of an official SDK may be; empty if unknown.

        `sdk` is `slack`, `octokit`, `googleapis` or `dropbox`; `operation` is written as in
        the code; for Google, it begins with the name of the API without version.
        """
        provider = self._provider_of.get(type_name)
        conventions = SDKS.get(sdk)
        if provider is None or conventions is None or conventions.provider != provider:
            return ()
        apis = self._own_first(type_name, self._providers[provider]["apis"])
        if conventions.is_named_first:
            wanted = operation.partition(".")[0].lower()
            named = [api for api in apis if api.partition(".")[0].lower() == wanted]
            apis = sorted(named, key=version_of, reverse=True)
        for api in apis:
            methods = self._api(api, provider_urls_of(provider)).named(conventions.key, operation)
            if methods:
                return methods
        return ()

    def _candidates(
        self, type_name: str, apis_by_head: Mapping[str, Sequence[str]], path: Path
    ) -> list[str]:
        """Return the APIs that may have a path, those of the type first."""
        deepest = max(head.count("/") for head in apis_by_head) + 1
        apis = {api for head in heads(path, deepest) for api in apis_by_head.get(head, ())}
        return self._own_first(type_name, sorted(apis))

    def _own_first(self, type_name: str, apis: Iterable[str]) -> list[str]:
        served = self._providers[self._provider_of[type_name]]["apis"]
        return sorted(apis, key=lambda api: type_name not in served[api])

    def _api(self, api: str, provider_urls: ProviderUrls) -> _Api:
        if api not in self._apis:
            content = connlint_schemas.load(f"methods/{api}.json", *_KEYS)
            self._apis[api] = _Api(content, provider_urls)
        return self._apis[api]


def _places(address: Sequence[str | None], fact: Mapping[str, Any]) -> Iterator[tuple[str, Path]]:
    """Yield the host of an address, as a provider's index has it, and the path after it.

    A host that is known only at run time may be any of those that have a customer's part.
    """
    host, path = (*address, "", "")[:2]
    is_host_unknown = host is None and path is not None and path.startswith("/")
    url = place_of(("https://", *address) if is_host_unknown else address)
    if url is None:
        return
    if url.host == (None,):
        for each in fact["hosts"]:
            if each.startswith("*"):
                yield each, url.path
        return
    known = _known_host(url.host, fact)
    if known is not None:
        yield known, url.path


def _known_host(host: Segment, fact: Mapping[str, Any]) -> str | None:
    """Return the host as a provider's index has it, with `*` for a customer's part; else None."""
    text = "".join("*" if piece is None else piece for piece in host)
    text = fact["aliases"].get(text, text)
    wild = f"*{text[text.find('.') :]}"
    return next((each for each in (text, wild) if each in fact["hosts"]), None)


class _Api:
    """The methods of one API's file, with lookup by path or by name."""

    def __init__(self, content: Mapping[str, Any], provider_urls: ProviderUrls) -> None:
        self._content = content
        self._doubtful = content.get("doubtful", ())
        self._reserved = provider_urls.reserved
        self._routes: Routes | None = None
        self._names: Mapping[str, int] | None = None

    def at(self, verbs: Sequence[str], host: str, path: Path) -> tuple[ApiMethod, ...]:
        content = self._content
        if self._routes is None:
            of_rows = [row[0] for row in content["methods"]]
            self._routes = Routes(content["prefix"], content["routes"], of_rows, self._reserved)
        return tuple(self._method(number) for number in self._routes.find(verbs, host, path))

    def beginnings(self) -> Iterator[Segments]:
        for route in self._content["routes"]:
            # The first part is the host.
            parts = (self._content["prefix"] + route).split(" ")[1:]
            path = tuple("*" if part[0] == "{" else part for part in parts)
            for count in range(1, len(path) + 1):
                yield path[:count]

    def named(self, key: Callable[[str], str], operation: str) -> tuple[ApiMethod, ...]:
        if self._names is None:
            names = enumerate(row[2] for row in self._content["methods"])
            # The first one of several with the same name counts.
            self._names = self._content.get("operations") or {
                key(name): number for number, name in reversed(list(names))
            }
        method_number = self._names.get(key(operation))
        return () if method_number is None else (self._method(method_number),)

    def _method(self, number: int) -> ApiMethod:
        verb, url, name, index, *parts = self._content["methods"][number]
        scopes = self._content["scopes"]
        indices, *narrowest = self._content["accepted"][index]
        accepted = tuple(
            tuple(scopes[each] for each in (one if isinstance(one, list) else [one]))
            for one in indices
        )
        pairs, *kinds = self._content["parts"][parts[0]] if parts else ((),)
        rules = self._content.get("rules", ())
        return ApiMethod(
            api=self._content["api"],
            id=name or f"{verb} /{url}",
            verb=verb,
            url=self._content["base"] + url,
            accepted=accepted,
            narrowest=(scopes[narrowest[0]],) if narrowest else next(iter(accepted), ()),
            is_demanded=self._doubtful != "*" and number not in self._doubtful,
            partial=tuple(partial_scope(scopes[scope], rules[rule]) for scope, rule in pairs),
            kinds=kinds_of(kinds[0], scopes) if kinds else None,
            besides=tuple(
                scopes[each] for each in self._content.get("besides", {}).get(str(number), ())
            ),
            is_least_known=bool(narrowest),
        )

"""Catalogue of connector types: the index is read first, each type only on demand."""

from __future__ import annotations

from collections.abc import Mapping

import connlint_schemas
from connlint.catalog.model import Completeness, ConnectorType, Login
from connlint.config.settings import Settings
from connlint.text.spelling import SpellingIndex, allowed_slips, distance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from connlint.catalog.details import ProviderScopes, TypeName
    from connlint.catalog.methods import Methods

__all__ = ["Catalog"]

_Extra = tuple[tuple[str, ...], Mapping[str, tuple[str, ...]]]
"""The types and the scopes that settings add."""
_PROVIDER_LISTS = {"Google": "providers/google.json", "Microsoft": "providers/microsoft.json"}
# Keys of each entry, which _entry reads.
_ENTRY_KEYS = (
    "type",
    "name",
    "provider",
    "docs",
    "completeness",
    "takes_scopes",
    "token",
    "companions",
    "scopes",
)
# Scopes of OpenID Connect: many providers have them, so they identify no type.
_SHARED_NAMES = frozenset({"email", "offline_access", "openid", "profile"})


def _plain(name: str) -> str:
    """Normalize a name: fold its case and drop spaces, dashes, underscores and the like."""
    return "".join(filter(str.isalnum, name.casefold()))


class Catalog:
    """Connector types and their scopes, as of `date`.

    Entries are read from the package's data on first use, and kept.
    """

    def __init__(self) -> None:
        index = connlint_schemas.load("catalog.json", "date", "types")
        self.date: str = index["date"]
        """The day on which the facts were collected, as YYYY-MM-DD."""
        self._index: Mapping[str, Mapping[str, Any]] = index["types"]
        self._entries: dict[str, ConnectorType] = {}
        self._providers: dict[str, ProviderScopes | None] = {}
        self._spellings: dict[str, str] = {}
        self._names: SpellingIndex | None = None
        self._extra_types: tuple[str, ...] = ()
        self._extra_scopes: Mapping[str, tuple[str, ...]] = {}
        self._extended: tuple[_Extra, Catalog] | None = None
        self._known = frozenset(index["types"])
        self._methods: Methods | None = None
        self._events: Mapping[str, Mapping[str, str]] | None = None

    def extended(self, settings: Settings) -> Catalog:
        """Return the catalogue with the types and scopes that a project's settings add.

        The last result is kept for repeated calls.
        """
        extra = settings.extra_types, settings.extra_scopes
        if not any(extra) or extra == (self._extra_types, self._extra_scopes):
            return self
        if self._extended is not None and self._extended[0] == extra:
            return self._extended[1]
        own = Catalog()
        names = {name: {"name": name, "aliases": ()} for name in settings.extra_types}
        own._index = {**names, **self._index}
        own._extra_types, own._extra_scopes = extra
        self._extended = extra, own
        return own

    def __contains__(self, name: object) -> bool:
        return name in self._index

    def types(self) -> tuple[TypeName, ...]:
        """Return all types, in alphabetical order."""
        from connlint.catalog.details import TypeName

        return tuple(
            TypeName(name, fact["name"], tuple(fact["aliases"]))
            for name, fact in self._index.items()
        )

    def name(self, type_name: str) -> str:
        """Return the display name of a known type; raises KeyError for another."""
        return str(self._index[type_name]["name"])

    def entry(self, type_name: str) -> ConnectorType | None:
        """Return the entry of a type; None if the catalogue does not have it.

        A type that a project's settings add has none, because only its name is known.
        """
        if type_name not in self._known:
            return None
        if type_name not in self._entries:
            entry = _entry(_load_entry(type_name))
            extra = self._extra_scopes.get(type_name, ())
            if extra:
                entry = entry._replace(facts={**{scope: {} for scope in extra}, **entry.facts})
            self._entries[type_name] = entry
        return self._entries[type_name]

    def facts(self, type_name: str) -> Mapping[str, Any]:
        """Return the raw entry of a known type from the catalogue; raises KeyError for another.

        Its form is that of catalog-entry.schema.json.
        """
        if type_name not in self._index:
            raise KeyError(type_name)
        return _load_entry(type_name)

    def provider_scopes(self, provider: str) -> ProviderScopes | None:
        """Return all scopes of a provider; None if its complete list is not collected."""
        if provider not in self._providers:
            file = _PROVIDER_LISTS.get(provider)
            self._providers[provider] = (
                _provider(connlint_schemas.load(file, "scopes")) if file else None
            )
        return self._providers[provider]

    def methods(self) -> Methods:
        """Return the API methods of all services."""
        if self._methods is None:
            from connlint.catalog.methods import Methods

            self._methods = Methods()
        return self._methods

    def events(self, type_name: str) -> tuple[str, ...]:
        """Return the known events of a type for automations; there may be others."""
        if self._events is None:
            self._events = connlint_schemas.load("events.json", "types")["types"]
        return tuple(self._events.get(type_name, ()))

    def owners(self, scope: str) -> tuple[str, ...]:
        """Return the types whose own list has the scope; empty if many providers share its name.

        A connector for several products has the scopes of other types, and none of its own.
        """
        if scope in _SHARED_NAMES:
            return ()
        owners = []
        for name in self._index:
            entry = self.entry(name)
            if entry is None or entry.products or scope in entry.companions:
                continue
            if scope in entry.facts:
                owners.append(name)
        return tuple(owners)

    def named_type(self, text: str) -> str | None:
        """Return the known type with `text` as other spelling, alias or service name; else None."""
        if not self._spellings:
            for name in self._index:
                self._spellings.setdefault(_plain(name), name)
            for name, fact in self._index.items():
                for spelling in (fact["name"], *fact["aliases"]):
                    self._spellings.setdefault(_plain(spelling), name)
        return self._spellings.get(_plain(text))

    def meant_type(self, text: str) -> str | None:
        """Return the known type that `text` most likely means, or None.

        Another spelling, an alias or the service's name takes precedence over a similar name.
        """
        named = self.named_type(text)
        if named is not None:
            return named
        plain = _plain(text)
        self._names = self._names or SpellingIndex(self._spellings)
        similar = self._names.closest(plain)
        # Names of services are short, and many differ in two characters only.
        limit = allowed_slips(len(plain))
        is_similar = similar is not None and distance(plain, similar, limit) <= limit
        return self._spellings[similar] if similar is not None and is_similar else None

    def certain_type(self, text: str) -> str | None:
        """Return the type that `meant_type` gives, or None if another one is as near."""
        meant = self.meant_type(text)
        if meant is None or self._names is None or self.named_type(text) is not None:
            return meant
        near = self._names.within(_plain(text))
        nearest = {self._spellings[name] for slips, name in near if slips == near[0][0]}
        return meant if nearest == {meant} else None

    def checked_entry(self, text: str) -> ConnectorType | None:
        """Return the entry by which scopes are checked: of a type, or of the one surely meant."""
        if text in self._index:
            return self.entry(text)
        meant = self.certain_type(text)
        return self.entry(meant) if meant is not None else None


def _load_entry(type_name: str) -> dict[str, Any]:
    return connlint_schemas.load(f"catalog/{type_name}.json", *_ENTRY_KEYS)


def _entry(fact: dict[str, Any]) -> ConnectorType:
    other = fact.get("other_token")
    return ConnectorType(
        type=fact["type"],
        name=fact["name"],
        provider=fact["provider"],
        docs=fact["docs"],
        completeness=Completeness(fact["completeness"]),
        takes_scopes=fact["takes_scopes"],
        token=fact["token"],
        companions=frozenset(fact["companions"]),
        facts=fact["scopes"],
        scope_prefix=fact.get("scope_prefix", ""),
        ignores_case=fact.get("ignores_case", False),
        other_token=(other["type"], frozenset(other["scopes"])) if other else None,
        app_token=frozenset(fact.get("app_token", ())),
        logins=tuple(
            Login(each["name"], each["host"], frozenset(each["scopes"]), tuple(each["types"]))
            for each in fact.get("logins", ())
        ),
        hosts=tuple(fact.get("hosts", ())),
        products=tuple(fact.get("products", ())),
    )


def _provider(fact: dict[str, Any]) -> ProviderScopes:
    from connlint.catalog.details import ProviderScopes

    return ProviderScopes(
        scopes={scope: tuple(apis) for scope, apis in fact["scopes"].items()},
        ungrantable=fact.get("ungrantable", {}),
    )

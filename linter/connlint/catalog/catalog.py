"""The catalogue, read piece by piece: the index first, a type when a file names it."""

from __future__ import annotations

from collections.abc import Mapping

import connlint_schemas
from connlint.catalog.model import Completeness, ConnectorType, Login
from connlint.nearest import Names, allowed_slips, distance
from connlint.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from connlint.catalog.details import ProviderScopes, TypeName
    from connlint.catalog.methods import Methods

__all__ = ["Catalog"]

_Extra = tuple[tuple[str, ...], Mapping[str, tuple[str, ...]]]
"""The types and the scopes that settings add."""
_PROVIDER_LISTS = {"Google": "providers/google.json", "Microsoft": "providers/microsoft.json"}
# What each entry has, and _entry reads.
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
# Scopes of OpenID Connect: many providers have them, so they tell nothing about whose they are.
_SHARED_NAMES = frozenset({"email", "offline_access", "openid", "profile"})


def _plain(name: str) -> str:
    """A name as people vary it: letter case, spaces, dashes and underscores left out."""
    return "".join(filter(str.isalnum, name.casefold()))


class Catalog:
    """Connector types and their scopes, as of `date`.

    Entries are read from the package's data when they are first asked for, and kept.
    """

    def __init__(self) -> None:
        index = connlint_schemas.load("catalog.json", "date", "types")
        self.date: str = index["date"]
        """The day on which the facts were collected, as YYYY-MM-DD."""
        self._index: Mapping[str, Mapping[str, Any]] = index["types"]
        self._entries: dict[str, ConnectorType] = {}
        self._providers: dict[str, ProviderScopes | None] = {}
        self._spellings: dict[str, str] = {}
        self._names: Names | None = None
        self._extra_types: tuple[str, ...] = ()
        self._extra_scopes: Mapping[str, tuple[str, ...]] = {}
        self._extended: tuple[_Extra, Catalog] | None = None
        self._known = frozenset(index["types"])
        self._methods: Methods | None = None
        self._events: Mapping[str, Mapping[str, str]] | None = None

    def extended(self, settings: Settings) -> Catalog:
        """The catalogue with the types and scopes that a project's settings add.

        The last one is kept, for those who ask for the same again.
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
        """All types, in alphabetical order."""
        from connlint.catalog.details import TypeName

        return tuple(
            TypeName(name, fact["name"], tuple(fact["aliases"]))
            for name, fact in self._index.items()
        )

    def name(self, type_name: str) -> str:
        """The display name of a known type; KeyError for another."""
        return str(self._index[type_name]["name"])

    def entry(self, type_name: str) -> ConnectorType | None:
        """All that is known of a type, or None when the catalogue does not have it.

        Of a type that a project added, nothing is known but its name.
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
        """The entry of a known type as it stands in the catalogue; KeyError for another.

        Its form is that of catalog-entry.schema.json.
        """
        if type_name not in self._index:
            raise KeyError(type_name)
        return _load_entry(type_name)

    def provider_scopes(self, provider: str) -> ProviderScopes | None:
        """All scopes of a provider, or None where its whole list is not collected."""
        if provider not in self._providers:
            file = _PROVIDER_LISTS.get(provider)
            self._providers[provider] = (
                _provider(connlint_schemas.load(file, "scopes")) if file else None
            )
        return self._providers[provider]

    def methods(self) -> Methods:
        """The API methods of all services."""
        if self._methods is None:
            from connlint.catalog.methods import Methods

            self._methods = Methods()
        return self._methods

    def events(self, type_name: str) -> tuple[str, ...]:
        """The events of a type that automations are known to wait for; the list is open."""
        if self._events is None:
            self._events = connlint_schemas.load("events.json", "types")["types"]
        return tuple(self._events.get(type_name, ()))

    def owners(self, scope: str) -> tuple[str, ...]:
        """The types whose own list has the scope; none for names that many providers share."""
        if scope in _SHARED_NAMES:
            return ()
        found = []
        for name in self._index:
            entry = self.entry(name)
            if entry is not None and scope in entry.facts and scope not in entry.companions:
                found.append(name)
        return tuple(found)

    def named_type(self, text: str) -> str | None:
        """The known type of which a text is another spelling, an alias or the service's name."""
        if not self._spellings:
            for name in self._index:
                self._spellings.setdefault(_plain(name), name)
            for name, fact in self._index.items():
                for spelling in (fact["name"], *fact["aliases"]):
                    self._spellings.setdefault(_plain(spelling), name)
        return self._spellings.get(_plain(text))

    def meant_type(self, text: str) -> str | None:
        """The known type that somebody who wrote `text` meant, or None.

        Another spelling, an alias or the service's name counts before a near name.
        """
        named = self.named_type(text)
        if named is not None:
            return named
        plain = _plain(text)
        self._names = self._names or Names(self._spellings)
        near = self._names.nearest(plain)
        # Names of services are short, and many differ in two characters only.
        limit = allowed_slips(len(plain))
        is_near = near is not None and distance(plain, near, limit) <= limit
        return self._spellings[near] if near is not None and is_near else None


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
    )


def _provider(fact: dict[str, Any]) -> ProviderScopes:
    from connlint.catalog.details import ProviderScopes

    return ProviderScopes(
        scopes={scope: tuple(apis) for scope, apis in fact["scopes"].items()},
        ungrantable=fact.get("ungrantable", {}),
    )

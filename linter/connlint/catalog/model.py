"""Facts about a connector type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.catalog.details import Scope

__all__ = ["Completeness", "ConnectorType", "Login"]


class Completeness(Enum):
    """Completeness of a type's list of scopes: how much the absence of a scope proves."""

    COMPLETE = "complete"
    """The provider publishes a closed list: a scope that is not in it does not exist."""
    PARTIAL = "partial"
    """Most scopes are listed: another one is doubtful."""
    OPEN = "open"
    """The list proves nothing: no scope is ever reported as unknown."""


class Login(NamedTuple):
    """One of several ways to sign in to a service; its host takes no tokens of the others.

    `scopes` are those that only its tokens have, `types` other types whose tokens the host takes.
    """

    name: str
    host: str
    scopes: frozenset[str]
    types: tuple[str, ...]


class ConnectorType(NamedTuple):
    """A connector type: its name in Base44, its provider and its scopes.

    `token` says how a function gets the token: `platform`, `workspace`, `metered` or `managed`.
    `scope_prefix` is the beginning of a scope's full form, if there is also a short form;
    `companions` are scopes that the platform adds automatically; `other_token` is the
    sibling type whose token has other scopes (slack and slackbot), with the scopes
    that only that token can hold; `app_token` lists scopes that belong to neither.
    `logins` are the ways to sign in, if there are several, and `hosts` those of its API. `products`
    are the types of the same provider that this one gives a token for, if it is one connector for
    several products.
    `facts` maps the scopes to their raw facts in the catalogue.
    """

    type: str
    name: str
    provider: str
    docs: str
    completeness: Completeness
    takes_scopes: bool
    token: str
    companions: frozenset[str]
    facts: Mapping[str, Mapping[str, object]]
    scope_prefix: str = ""
    ignores_case: bool = False
    other_token: tuple[str, frozenset[str]] | None = None
    app_token: frozenset[str] = frozenset()
    logins: tuple[Login, ...] = ()
    hosts: tuple[str, ...] = ()
    products: tuple[str, ...] = ()

    def has(self, scope: str) -> bool:
        """Tell whether the scope is one of this type's, or one that the platform adds."""
        if scope in self.facts or scope in self.companions:
            return True
        # Microsoft Graph accepts each permission with and without its URL prefix.
        return self.ignores_case and self.bare(scope) != scope and self.has(self.bare(scope))

    def may_have(self, scope: str) -> bool:
        """Tell whether the scope is one of this type's, as far as its list proves anything."""
        return self.completeness is Completeness.OPEN or self.has(scope)

    def bare(self, scope: str) -> str:
        """Return the scope's name in the catalogue, without the URL prefix that Graph allows."""
        length = len(self.scope_prefix)
        if self.ignores_case and scope[:length].casefold() == self.scope_prefix:
            return scope[length:]
        return scope

    def is_deprecated(self, name: str) -> bool:
        """Tell whether the provider has deprecated a scope."""
        return bool(self.facts.get(self.bare(name), {}).get("deprecated"))

    def is_reviewed(self, name: str) -> bool:
        """Tell whether the provider reviews apps that request a scope."""
        fact = self.facts.get(self.bare(name), {})
        return fact.get("sensitivity") == "restricted" or bool(fact.get("review"))

    def narrower(self, name: str) -> tuple[str, ...]:
        """Return the scopes that are enough for most apps instead of a broad one; else empty."""
        narrower = self.facts.get(self.bare(name), {}).get("broad", ())
        return tuple(narrower) if isinstance(narrower, list) else ()

    def implied_by(self, name: str) -> tuple[str, ...]:
        """Return the scopes that a scope of this type covers, as far as it is proven."""
        implies = self.facts.get(self.bare(name), {}).get("implies", ())
        return tuple(implies) if isinstance(implies, list) else ()

    def reach(self, names: Iterable[str]) -> frozenset[str]:
        """Return the catalogue's names of scopes and of all that they cover, directly or not."""
        pending = [self.bare(name) for name in names]
        reached: set[str] = set()
        while pending:
            name = pending.pop()
            if name not in reached:
                reached.add(name)
                pending.extend(self.implied_by(name))
        return frozenset(reached)

    def scope(self, name: str) -> Scope | None:
        """Return the facts about a scope of this type; None if the catalogue does not have it."""
        from connlint.catalog.details import Scope

        fact = self.facts.get(self.bare(name))
        if fact is None:
            return None
        return Scope(
            name=name,
            access=str(fact.get("access", "")),
            implies=self.implied_by(name),
            sensitivity=str(fact.get("sensitivity", "")),
            deprecated=bool(fact.get("deprecated")),
            replacement=str(fact.get("replacement", "")),
            partial=str(fact.get("partial", "")),
        )

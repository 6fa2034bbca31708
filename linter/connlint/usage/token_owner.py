"""Ownership of requests: the service that each belongs to, compared with the token that it carries.

A token may reach a request of another service by mistake, or because several connectors give a
token to one place and the code chooses between them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from connlint.catalog import Completeness, ConnectorType
from connlint.catalog.methods import ApiMethod, Methods
from connlint.catalog.partial import Coverage
from connlint.catalog.paths import place_of
from connlint.code.model import Request
from connlint.text.escaping import listing, quote
from connlint.tuples import NamedTuple

__all__ = ["RequiredScopes", "TokenOwnership", "TypeFacts", "methods_of"]


def methods_of(methods: Methods, name: str, request: Request) -> tuple[ApiMethod, ...]:
    """Return the methods that a request with the token of a type may be; empty if unknown."""
    if request.sdk:
        return methods.named(name, request.sdk, request.operation)
    return methods.at(name, request.verb, request.address)


class RequiredScopes(NamedTuple):
    """A request, and the methods of the service that it may be; empty if it is not understood.

    `owners` are the types that it may belong to, if it surely carries the wrong token; `login` is
    the login that gave this token, if that matters. `reason` says why it is not understood, if the
    request itself is not the reason, and `misplaced` has the methods that it may be in that case.
    """

    request: Request
    methods: tuple[ApiMethod, ...]
    owners: tuple[str, ...] = ()
    misplaced: tuple[ApiMethod, ...] = ()
    reason: str = ""
    login: str = ""


class TypeFacts(NamedTuple):
    """Facts about connector types: entries of the catalogue, and what their tokens may do.

    `granted` returns the scopes of a type whose file lists all of them, none for another. `given`
    returns how much of a request a type's token allows if it is one of some methods, None if that
    is unknown.
    """

    entries: Mapping[str, ConnectorType | None]
    granted: Callable[[str], frozenset[str]]
    given: Callable[[str, Sequence[ApiMethod], Request], Coverage | None]


class TokenOwnership:
    """Check for each request whether its token is one for the service that it belongs to."""

    def __init__(self, methods: Methods, types: TypeFacts) -> None:
        self._methods = methods
        self._types = types

    def need(self, request: Request) -> RequiredScopes:
        """Return what a request with the token of its type needs."""
        name = request.type
        methods = self._methods_of(name, request)
        login, types = self._login(name, request)
        if login and not request.rivals:
            return RequiredScopes(request, (), types, (), _belongs(types), login)
        owners, misplaced = self._owners(name, request, methods)
        if not owners and self._is_judged(name, request, methods):
            return RequiredScopes(request, methods)
        if request.rivals and not self._is_to_blame(name, request, is_own=not owners):
            others = listing((quote(rival) for rival in request.rivals if rival), "or")
            instead = f"the token of {others}" if others else "another token"
            reason = f"the request may carry {instead} instead"
            return RequiredScopes(request, (), (), methods, reason)
        if owners:
            return RequiredScopes(request, (), owners, misplaced, _belongs(owners))
        entry = self._types.entries.get(name)
        if entry is None or any(can_have(entry, method) for method in methods):
            return RequiredScopes(request, methods)
        return RequiredScopes(
            request, methods, reason="no scope that the connector is known to have allows it"
        )

    def _login(self, name: str, request: Request) -> tuple[str, tuple[str, ...]]:
        """Return the login that a token comes from, and the types whose tokens the host takes.

        Both are empty if that is not known, or if the host takes such tokens.
        """
        entry = self._types.entries.get(name)
        if entry is None or not entry.logins or request.in_body:
            return "", ()
        url = place_of(request.address)
        own = self._types.granted(name) - entry.companions
        for login in entry.logins:
            if url is None or url.host == (login.host,) or not own or not own <= login.scopes:
                continue
            for other in entry.logins:
                if url.host == (other.host,) and other.types:
                    return login.name, other.types
        return "", ()

    def _is_judged(self, name: str, request: Request, methods: tuple[ApiMethod, ...]) -> bool:
        """Tell whether only the scopes of its connector decide on a request."""
        entry = self._types.entries.get(name)
        if not methods or (
            entry is not None and not request.rivals and any(can_have(entry, m) for m in methods)
        ):
            return True
        return (self._types.given(name, methods, request) or Coverage.REFUSED) >= Coverage.PART

    def _methods_of(self, name: str, request: Request) -> tuple[ApiMethod, ...]:
        return methods_of(self._methods, name, request)

    def _is_to_blame(self, name: str, request: Request, *, is_own: bool) -> bool:
        """Tell whether a type is the one to report if a request may carry one of several tokens.

        No type is if one of the tokens may be allowed; otherwise it is the one whose API it is.
        """
        own = [name] if is_own else []
        for rival in request.rivals:
            methods = self._methods_of(rival, request)
            given = self._types.given(rival, methods, request)
            if given or self._types.entries.get(rival) is None:
                return False
            if methods and not self._owners(rival, request, methods)[0]:
                if given is None:
                    return False
                own.append(rival)
        return not own or name == min(own, key=lambda owner: self._rank(owner, request))

    def _rank(self, name: str, request: Request) -> tuple[bool, str]:
        serves = any(self._methods.serves(name, each) for each in self._methods_of(name, request))
        return not serves, name

    def _owners(
        self, name: str, request: Request, methods: tuple[ApiMethod, ...]
    ) -> tuple[tuple[str, ...], tuple[ApiMethod, ...]]:
        """Return the types to which a request surely belongs instead of its own, and its methods.

        Both are empty if a token of its own type may be allowed to make it, or if that is unknown.
        """
        entry = self._types.entries.get(name)
        if entry is None:
            return (), ()
        if not methods:
            return self._strangers(entry, request)
        if entry.other_token is not None and not any(method.accepted for method in methods):
            other = entry.other_token[0]
            theirs = self._methods_of(other, request)
            is_theirs = theirs and all(method.accepted for method in theirs)
            return ((other,), theirs) if is_theirs else ((), ())
        if entry.completeness is not Completeness.COMPLETE:
            # A token may have scopes that an incomplete list lacks.
            return (), ()
        if any(self._methods.serves(name, each) or can_have(entry, each) for each in methods):
            return (), ()
        if self._types.given(name, methods, request):
            return (), ()
        owners = (owner for method in methods for owner in self._methods.servers(method))
        return tuple(dict.fromkeys(owners)), methods

    def _strangers(
        self, entry: ConnectorType, request: Request
    ) -> tuple[tuple[str, ...], tuple[ApiMethod, ...]]:
        """Return the types of other providers that have a request's method, and that method."""
        if request.in_body:
            # The request may only inform another service of the token.
            return (), ()
        # A token of the provider may be valid for all of its services.
        others = self._methods.reached(request.address, request.sdk, beside=entry.provider)
        methods_by_type = {
            other: theirs
            for other in others
            if (theirs := self._methods_of(other, request))
            and any(self._methods.serves(other, method) for method in theirs)
        }
        return tuple(methods_by_type), next(iter(methods_by_type.values()), ())


def _belongs(owners: Sequence[str]) -> str:
    return f"the request belongs to {listing((quote(each) for each in owners), 'or')}"


def can_have(entry: ConnectorType, method: ApiMethod) -> bool:
    """Tell whether a token of a type can, as far as known, be granted what a method accepts."""
    return (
        not method.accepted
        or entry.completeness is Completeness.OPEN
        or any(all(map(entry.has, scopes)) for scopes in method.accepted)
    )

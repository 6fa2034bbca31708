"""Whose request it is: one that carries a token is held against the services of all types.

A token may get to a request of another service by mistake, or because several connectors give a
token to one place and the code chooses between them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from connlint.catalog import Completeness, ConnectorType
from connlint.catalog.methods import ApiMethod, Methods
from connlint.catalog.partial import Given
from connlint.catalog.paths import place_of
from connlint.code.model import Request
from connlint.tuples import NamedTuple
from connlint.wording import listing, quote

__all__ = ["Belonging", "Need", "Types", "methods_of"]


def methods_of(methods: Methods, name: str, request: Request) -> tuple[ApiMethod, ...]:
    """The methods that a request with the token of a type may be; none where it is not known."""
    if request.sdk:
        return methods.named(name, request.sdk, request.operation)
    return methods.at(name, request.verb, request.address)


class Need(NamedTuple):
    """A request, and the methods of the service that it may be; none where it is not understood.

    `owners` are the types to one of which it belongs, where it surely carries the wrong token;
    `login` is how that was come by, where it matters. `reason` says why it is not understood, where
    that is not the request itself, and `misplaced` has the methods that it may be then.
    """

    request: Request
    methods: tuple[ApiMethod, ...]
    owners: tuple[str, ...] = ()
    misplaced: tuple[ApiMethod, ...] = ()
    reason: str = ""
    login: str = ""


class Types(NamedTuple):
    """What is known of connector types: an entry of the catalogue, and what a token may do.

    `granted` are the scopes of those whose file says them all. `given` says what a request gets
    with a token of a type where it is one of some methods, None where nobody knows.
    """

    entries: Mapping[str, ConnectorType | None]
    granted: Mapping[str, frozenset[str]]
    given: Callable[[str, Sequence[ApiMethod], Request], Given | None]


class Belonging:
    """Tells for each request whether the token that it carries is one for it."""

    def __init__(self, methods: Methods, types: Types) -> None:
        self._methods = methods
        self._types = types

    def need(self, request: Request) -> Need:
        """What a request with the token of its type needs."""
        name = request.type
        found = self._found(name, request)
        login, types = self._login(name, request)
        if login and not request.rivals:
            return Need(request, (), types, (), _belongs(types), login)
        owners, misplaced = self._owners(name, request, found)
        if not owners and self._is_judged(name, request, found):
            return Need(request, found)
        if request.rivals and not self._is_to_blame(name, request, is_own=not owners):
            others = listing((quote(rival) for rival in request.rivals if rival), "or")
            instead = f"the token of {others}" if others else "another token"
            reason = f"the request may carry {instead} instead"
            return Need(request, (), (), found, reason)
        if owners:
            return Need(request, (), owners, misplaced, _belongs(owners))
        entry = self._types.entries.get(name)
        if entry is None or any(can_have(entry, method) for method in found):
            return Need(request, found)
        return Need(request, found, reason="no scope that the connector is known to have allows it")

    def _login(self, name: str, request: Request) -> tuple[str, tuple[str, ...]]:
        """The login that a token comes from, and the types whose tokens the host takes instead.

        Both are empty where that is not known, or the host takes such tokens.
        """
        entry = self._types.entries.get(name)
        granted = self._types.granted.get(name, frozenset())
        if entry is None or not entry.logins or request.in_body:
            return "", ()
        place = place_of(request.address)
        own = granted - entry.companions
        for login in entry.logins:
            if place is None or place.host == (login.host,) or not own or not own <= login.scopes:
                continue
            for other in entry.logins:
                if place.host == (other.host,) and other.types:
                    return login.name, other.types
        return "", ()

    def _is_judged(self, name: str, request: Request, found: tuple[ApiMethod, ...]) -> bool:
        """Tell if only the scopes of its connector decide on a request."""
        entry = self._types.entries.get(name)
        if not found or (
            entry is not None and not request.rivals and any(can_have(entry, m) for m in found)
        ):
            return True
        return (self._types.given(name, found, request) or Given.REFUSED) >= Given.PART

    def _found(self, name: str, request: Request) -> tuple[ApiMethod, ...]:
        return methods_of(self._methods, name, request)

    def _is_to_blame(self, name: str, request: Request, *, is_own: bool) -> bool:
        """Tell if a type is the one to speak of, where a request may carry one of several tokens.

        None is where one of them may be allowed; else it is the one whose API it is.
        """
        own = [name] if is_own else []
        for rival in request.rivals:
            found = self._found(rival, request)
            given = self._types.given(rival, found, request)
            if given or self._types.entries.get(rival) is None:
                return False
            if found and not self._owners(rival, request, found)[0]:
                if given is None:
                    return False
                own.append(rival)
        return not own or name == min(own, key=lambda each: self._rank(each, request))

    def _rank(self, name: str, request: Request) -> tuple[bool, str]:
        serves = any(self._methods.serves(name, each) for each in self._found(name, request))
        return not serves, name

    def _owners(
        self, name: str, request: Request, found: tuple[ApiMethod, ...]
    ) -> tuple[tuple[str, ...], tuple[ApiMethod, ...]]:
        """Name the types to which a request surely belongs instead of its own, with its methods.

        There are none where a token of its type may be allowed to make it, or where that is open.
        """
        entry = self._types.entries.get(name)
        if entry is None:
            return (), ()
        if not found:
            return self._strangers(entry, request)
        if entry.other_token is not None and not any(method.accepted for method in found):
            other = entry.other_token[0]
            theirs = self._found(other, request)
            is_theirs = theirs and all(method.accepted for method in theirs)
            return ((other,), theirs) if is_theirs else ((), ())
        if entry.completeness is not Completeness.COMPLETE:
            # What a list lacks that is not complete, a token may have all the same.
            return (), ()
        if any(self._methods.serves(name, each) or can_have(entry, each) for each in found):
            return (), ()
        if self._types.given(name, found, request):
            return (), ()
        return tuple(dict.fromkeys(o for each in found for o in self._methods.servers(each))), found

    def _strangers(
        self, entry: ConnectorType, request: Request
    ) -> tuple[tuple[str, ...], tuple[ApiMethod, ...]]:
        """Name the types of other providers that have the method that a request is, and it."""
        if request.in_body:
            # Somebody may only be told of the token.
            return (), ()
        # A token of the provider itself may be one for all of its services.
        others = self._methods.reached(request.address, request.sdk, beside=entry.provider)
        found = {
            other: theirs
            for other in others
            if (theirs := self._found(other, request))
            and any(self._methods.serves(other, method) for method in theirs)
        }
        return tuple(found), next(iter(found.values()), ())


def _belongs(owners: Sequence[str]) -> str:
    return f"the request belongs to {listing((quote(each) for each in owners), 'or')}"


def can_have(entry: ConnectorType, method: ApiMethod) -> bool:
    """Tell if a token of a type can be granted what a method accepts, as far as that is known."""
    return (
        not method.accepted
        or entry.completeness is Completeness.OPEN
        or any(all(map(entry.has, scopes)) for scopes in method.accepted)
    )

"""How surely scopes allow a request, from what a method accepts and the request's parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connlint.catalog.methods import ApiMethod
from connlint.catalog.partial import Given, Kinds, ParameterRule, PartialScope
from connlint.catalog.paths import place_of
from connlint.code.model import Request
from connlint.tuples import NamedTuple

__all__ = ["Graded", "Option", "Refused", "Standing", "graded"]

_PARAMETER = re.compile(r"\{(\w+)\}(:\w+)?")
# Other requests may have parameters in their bodies.
_WITHOUT_BODY = frozenset({"DELETE", "GET", "HEAD"})


class Option(NamedTuple):
    """Scopes that a method accepts together, and what they give to a request."""

    scopes: tuple[str, ...]
    given: Given


class Refused(NamedTuple):
    """Why a scope does not allow a request: a parameter, and its value.

    `value` is empty where any value has the same effect, and None where the service refuses the
    request because the parameter is missing.
    """

    scope: str
    kind: str
    parameter: str
    value: str | None
    given: Given
    blocks: bool


class Standing(NamedTuple):
    """What a token may do with a request: what it is given.

    `unsure` are the scopes by which it is given a part, none of which is known to be needless.
    """

    given: Given
    unsure: frozenset[str] = frozenset()

    def is_kept_by(self, other: Standing) -> bool:
        """Whether a token with another standing may do, for sure, all that this one may."""
        if self.given is Given.REFUSED or other.given is Given.WHOLE:
            return True
        return self.given is not Given.WHOLE and self.unsure == other.unsure


class Graded(NamedTuple):
    """A method with what each of its alternatives gives to a request.

    `refused` says why scopes give nothing, or perhaps nothing; `besides` are scopes that the
    request may need at times, besides those of an option.
    """

    method: ApiMethod
    options: tuple[Option, ...]
    refused: tuple[Refused, ...] = ()
    besides: tuple[str, ...] = ()

    def standing(self, granted: frozenset[str], declared: frozenset[str]) -> Standing:
        """What a token may do: `granted` are its scopes and what they cover."""
        if any(each.blocks and each.scope in declared for each in self.refused):
            return Standing(Given.REFUSED)
        if not self.options:
            return Standing(Given.WHOLE)
        held = [
            (number, option.given)
            for number, option in enumerate(self.options)
            if option.given and granted.issuperset(option.scopes)
        ]
        best = max((given for _, given in held), default=Given.REFUSED)
        if best is Given.WHOLE and granted.issuperset(self.besides):
            return Standing(best)
        scopes = (self.options[number].scopes for number, _ in held)
        return Standing(min(best, Given.PART), frozenset[str]().union(self.besides, *scopes))


def graded(method: ApiMethod, request: Request) -> Graded:
    """What each alternative of a method gives to a request."""
    if not method.partial and method.kinds is None:
        return Graded(method, tuple(Option(scopes, Given.WHOLE) for scopes in method.accepted))
    parameters = _Parameters(method, request)
    if method.kinds is not None and (asked := _asked(method.kinds, parameters)):
        together = (Option(asked, Given.WHOLE),)
        return Graded(method, together, besides=_besides(method.kinds, parameters, asked))
    given: dict[str, Given] = {}
    refused: list[Refused] = []
    for scope in method.partial:
        given[scope.scope] = _given(scope, parameters, refused)
    options = tuple(
        Option(scopes, min(given.get(scope, Given.WHOLE) for scope in scopes))
        for scopes in method.accepted
    )
    return Graded(method, options, tuple(refused))


class _Parameters:
    """The parameters of a request by their names, with those that are parts of its path."""

    def __init__(self, method: ApiMethod, request: Request) -> None:
        found: dict[str, list[str | None]] = {}
        for name, value in (*request.parameters.known, *_in_path(method, request)):
            found.setdefault(_plain(name), []).append(value)
        self._values = found
        can_have_others = not request.sdk and request.verb not in _WITHOUT_BODY
        self._is_complete = request.parameters.is_complete and not can_have_others

    def values(self, name: str) -> list[str | None]:
        """The values that a parameter may have; None for one that is not known."""
        found = self._values.get(_plain(name))
        if found is None:
            return [] if self._is_complete else [None]
        return found


def _plain(name: str) -> str:
    """A parameter's name as services may also write it: OData has `$select` without the dollar."""
    return name.casefold().removeprefix("$")


def _in_path(method: ApiMethod, request: Request) -> Iterator[tuple[str, str | None]]:
    """The parameters of a template with what the path has in their places."""
    place = place_of(request.address) if request.address else None
    if place is None:
        return
    template = [each for each in method.url.partition("://")[2].split("/")[1:] if each]
    for text, segment in zip(reversed(template), reversed(place.path), strict=False):
        found = _PARAMETER.fullmatch(text)
        if found:
            value = segment[0] if len(segment) == 1 else None
            yield found[1], value and value.removesuffix(found[2] or "")


def _asked(kinds: Kinds, parameters: _Parameters) -> tuple[str, ...]:
    """The scopes that a request needs for what it asks for; none where that is not known."""
    needs = dict(kinds.needs)
    asked: dict[str, None] = {}
    for value in parameters.values(kinds.parameter) or [kinds.absent]:
        for kind in (value or "").split(","):
            if kind.strip() not in needs:
                return ()
            asked[needs[kind.strip()]] = None
    return tuple(asked)


def _besides(kinds: Kinds, parameters: _Parameters, asked: tuple[str, ...]) -> tuple[str, ...]:
    """The scope that a request needs when it is made without the parameter."""
    absent = dict(kinds.needs)[kinds.absent]
    return () if absent in asked or not parameters.values(kinds.parameter) else (absent,)


def _given(scope: PartialScope, parameters: _Parameters, refused: list[Refused]) -> Given:
    """What a partial scope gives to a request; why it gives little goes into `refused`."""
    given = scope.gives
    for rule in scope.parameters:
        value, of_rule = _worst(rule, parameters)
        given = min(given, of_rule)
        if of_rule <= Given.DOUBTFUL:
            blocks = scope.blocks and of_rule is Given.REFUSED
            refused.append(Refused(scope.scope, scope.kind, rule.name, value, of_rule, blocks))
    return given


def _worst(rule: ParameterRule, parameters: _Parameters) -> tuple[str | None, Given]:
    """What a parameter leaves of what a scope gives, and the value that is to blame."""
    values = parameters.values(rule.name)
    if not values:
        return None, rule.absent
    found = [(Given.PART, "") if value is None else rule.given(value) for value in values]
    most, value = max(found, key=lambda each: each[0])
    if most <= Given.DOUBTFUL:
        return value, most
    # One of several values that is allowed is enough, but proves nothing; nor is it known that a
    # request always has the parameter.
    return None, max(Given.PART, min(rule.absent, *(given for given, _ in found)))

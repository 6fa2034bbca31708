"""Grades of scopes: how surely they allow a request, by its method and its parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connlint.catalog.methods import ApiMethod
from connlint.catalog.partial import Coverage, Kinds, ParameterRule, PartialScope
from connlint.catalog.paths import place_of
from connlint.code.model import Request
from connlint.tuples import NamedTuple

__all__ = ["MethodGrade", "Option", "Permission", "RefusalReason", "graded"]

_PARAMETER = re.compile(r"\{(\w+)\}(:\w+)?")
# Other requests may have parameters in their bodies.
_WITHOUT_BODY = frozenset({"DELETE", "GET", "HEAD"})


class Option(NamedTuple):
    """Scopes that a method accepts together, and how much of a request they allow."""

    scopes: tuple[str, ...]
    given: Coverage


class RefusalReason(NamedTuple):
    """The reason why a scope does not allow a request: a parameter, and its value.

    `value` is empty if any value has the same effect, and None if the service refuses the
    request because the parameter is missing. `blocks` is explained at PartialScope.
    """

    scope: str
    kind: str
    parameter: str
    value: str | None
    given: Coverage
    blocks: bool


class Permission(NamedTuple):
    """The permission of a token for a request: `given` is how much it allows.

    `unsure` are the scopes that allow a part, none of which is known to be needless; `besides` are
    those that the token has of the scopes that the request may need as well.
    """

    given: Coverage
    unsure: frozenset[str] = frozenset()
    besides: frozenset[str] = frozenset()

    def is_kept_by(self, other: Permission) -> bool:
        """Tell whether a token with another standing may surely do all that this one may."""
        if not other.besides.issuperset(self.besides):
            return False
        if self.given is Coverage.REFUSED or other.given is Coverage.WHOLE:
            return True
        return self.given is not Coverage.WHOLE and self.unsure == other.unsure


class MethodGrade(NamedTuple):
    """A method with how much of a request each of its alternatives allows.

    `refused` explains why scopes allow nothing, or perhaps nothing; `besides` are scopes that
    the request may need at times, in addition to those of an option.
    """

    method: ApiMethod
    options: tuple[Option, ...]
    refused: tuple[RefusalReason, ...] = ()
    besides: tuple[str, ...] = ()

    def standing(self, granted: frozenset[str], declared: frozenset[str]) -> Permission:
        """Return what a token may do; `granted` are its scopes with all that they cover."""
        if any(each.blocks and each.scope in declared for each in self.refused):
            return Permission(Coverage.REFUSED)
        besides = granted.intersection(self.besides)
        if not self.options:
            return Permission(Coverage.WHOLE, besides=besides)
        held = [
            (number, option.given)
            for number, option in enumerate(self.options)
            if option.given and granted.issuperset(option.scopes)
        ]
        best = max((given for _, given in held), default=Coverage.REFUSED)
        if best is Coverage.WHOLE:
            return Permission(best, besides=besides)
        scopes = (self.options[number].scopes for number, _ in held)
        return Permission(best, frozenset[str]().union(*scopes), besides)


def graded(method: ApiMethod, request: Request) -> MethodGrade:
    """Grade each alternative of a method for a request."""
    if not method.partial and method.kinds is None:
        options = tuple(Option(scopes, Coverage.WHOLE) for scopes in method.accepted)
        return MethodGrade(method, options, besides=method.besides)
    parameters = _Parameters(method, request)
    if method.kinds is not None and (asked := _asked(method.kinds, parameters)):
        together = (Option(asked, Coverage.WHOLE),)
        return MethodGrade(method, together, besides=_besides(method.kinds, parameters, asked))
    grades: dict[str, Coverage] = {}
    refused: list[RefusalReason] = []
    for scope in method.partial:
        grades[scope.scope] = _given(scope, parameters, refused)
    options = tuple(
        Option(scopes, min(grades.get(scope, Coverage.WHOLE) for scope in scopes))
        for scopes in method.accepted
    )
    return MethodGrade(method, options, tuple(refused), method.besides)


class _Parameters:
    """Parameters of a request by name, including those in its path."""

    def __init__(self, method: ApiMethod, request: Request) -> None:
        by_name: dict[str, list[str | None]] = {}
        for name, value in (*request.parameters.known, *_in_path(method, request)):
            by_name.setdefault(_plain(name), []).append(value)
        self._values = by_name
        can_have_others = not request.sdk and request.verb not in _WITHOUT_BODY
        self._is_complete = request.parameters.is_complete and not can_have_others

    def values(self, name: str) -> list[str | None]:
        """Return the values that a parameter may have, None for an unknown one; empty if absent."""
        values = self._values.get(_plain(name))
        if values is None:
            return [] if self._is_complete else [None]
        return values


def _plain(name: str) -> str:
    """Return a parameter's name in one form: OData has `$select` also without the dollar."""
    return name.casefold().removeprefix("$")


def _in_path(method: ApiMethod, request: Request) -> Iterator[tuple[str, str | None]]:
    """Yield the parameters of a method's URL template with their values in the request's path."""
    address = place_of(request.address) if request.address else None
    if address is None:
        return
    template = [part for part in method.url.partition("://")[2].split("/")[1:] if part]
    for text, segment in zip(reversed(template), reversed(address.path), strict=False):
        match = _PARAMETER.fullmatch(text)
        if match:
            value = segment[0] if len(segment) == 1 else None
            yield match[1], value and value.removesuffix(match[2] or "")


def _asked(kinds: Kinds, parameters: _Parameters) -> tuple[str, ...]:
    """Return the scopes for the kinds that a request asks for; empty if these are not known."""
    needs = dict(kinds.needs)
    asked: dict[str, None] = {}
    for value in parameters.values(kinds.parameter) or [kinds.absent]:
        for kind in (value or "").split(","):
            if kind.strip() not in needs:
                return ()
            asked[needs[kind.strip()]] = None
    return tuple(asked)


def _besides(kinds: Kinds, parameters: _Parameters, asked: tuple[str, ...]) -> tuple[str, ...]:
    """Return the scope that a request needs if made without the parameter, unless in `asked`."""
    absent = dict(kinds.needs)[kinds.absent]
    return () if absent in asked or not parameters.values(kinds.parameter) else (absent,)


def _given(scope: PartialScope, parameters: _Parameters, refused: list[RefusalReason]) -> Coverage:
    """Return how much of a request a partial scope allows; add reasons for little to `refused`."""
    grade = scope.gives
    for rule in scope.parameters:
        value, of_rule = _worst(rule, parameters)
        grade = min(grade, of_rule)
        if of_rule <= Coverage.DOUBTFUL:
            blocks = scope.blocks and of_rule is Coverage.REFUSED
            refused.append(
                RefusalReason(scope.scope, scope.kind, rule.name, value, of_rule, blocks)
            )
    return grade


def _worst(rule: ParameterRule, parameters: _Parameters) -> tuple[str | None, Coverage]:
    """Return the parameter value to blame, if any, and how much of a request the scope allows."""
    values = parameters.values(rule.name)
    if not values:
        return None, rule.absent
    grades = [(Coverage.PART, "") if value is None else rule.given(value) for value in values]
    most, value = max(grades, key=lambda item: item[0])
    if most <= Coverage.DOUBTFUL:
        return value, most
    # One allowed value of several is enough but proves nothing, and the request may be made
    # without the parameter.
    return None, max(Coverage.PART, min(rule.absent, *(given for given, _ in grades)))

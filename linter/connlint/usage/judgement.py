"""Judgement on the scopes of a connector, as data: verdicts, refused requests, the smallest set."""

from __future__ import annotations

from enum import Enum

from connlint.catalog.methods import ApiMethod
from connlint.tuples import NamedTuple
from connlint.usage.connector_usage import RequiredScopes
from connlint.usage.grades import RefusalReason

__all__ = ["Judgement", "Refusal", "ScopeVerdict", "Verdict"]


class Verdict(Enum):
    """The verdict on a scope, given the code."""

    NEEDED = "needed"
    """A request needs it, or the platform adds it automatically."""
    COVERED = "covered by another"
    """Other declared scopes allow all that it is needed for."""
    UNUSED = "unused"
    """All requests are understood, and none needs it."""
    MISSING = "missing"
    """A request needs it, and it is not declared."""
    NOT_UNDERSTOOD = "not understood"
    """No known request needs it, but not all requests are known."""


class ScopeVerdict(NamedTuple):
    """A scope with its verdict, the requests that it allows, and the scopes that cover it.

    `is_implied` says that the covering scopes allow all that it allows, whatever the code does;
    otherwise they only allow all that the code does with it.
    """

    scope: str
    verdict: Verdict
    needs: tuple[RequiredScopes, ...] = ()
    covered_by: tuple[str, ...] = ()
    is_implied: bool = False


class Refusal(NamedTuple):
    """A request that the service refuses, or, unless `is_sure`, may refuse.

    `wanted` is the alternative to recommend, `lacking` are its scopes that are not granted, and
    `others` are alternatives that are also enough. `because` names a granted scope that does not
    allow the parameters of the request, and `in_the_way` is a declared scope without which the
    request would be allowed.
    """

    need: RequiredScopes
    method: ApiMethod
    wanted: tuple[str, ...]
    lacking: tuple[str, ...]
    others: tuple[tuple[str, ...], ...]
    because: RefusalReason | None = None
    in_the_way: str = ""
    is_sure: bool = True


class Judgement(NamedTuple):
    """Verdicts on declared scopes in their order, then missing ones; refusals; the smallest set.

    `is_enough` says that the smallest set surely allows all requests: none of them gets only a part
    of what other scopes would give. `served` has the requests that each scope of that set allows.
    """

    scopes: tuple[ScopeVerdict, ...]
    refusals: tuple[Refusal, ...]
    smallest: tuple[str, ...]
    is_enough: bool = True
    served: tuple[tuple[RequiredScopes, ...], ...] = ()

"""Scopes that give only a part of what a method gives, as the catalogue has them.

PartialScope says which part it is, and how parameters of a request change it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum

from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = [
    "KINDS",
    "Coverage",
    "Kinds",
    "ParameterRule",
    "PartialScope",
    "kinds_of",
    "partial_scope",
]

KINDS = {
    "add-on": "only while an add-on runs",
    "app-data": "only the app's own folder",
    "basic": "only basic properties",
    "fields": "only some fields",
    "kind": "only one kind",
    "metadata": "only metadata",
    "own-data": "only the user's own data",
    "own-files": "only what the app made or was given",
    "part": "only a part of the data",
    "public": "only what is public",
    "reads": "only what changes nothing",
    "selected": "only what an administrator or user selected",
    "times": "only times",
}
"""Descriptions of the part that a scope gives, by the kinds that the catalogue has."""


class Coverage(IntEnum):
    """The part that a scope gives of what a request asks for; the smallest first."""

    REFUSED = 0
    """Nothing: the service refuses such a request."""
    DOUBTFUL = 1
    """An amount that depends on the data, and is not likely to be all."""
    PART = 2
    """A part, which may be all that is wanted."""
    WHOLE = 3
    """All."""


class ParameterRule(NamedTuple):
    """The effect of a parameter's values on what a scope gives.

    `contains` has substrings of values. If `is_list`, each item of a value counts. `otherwise`
    is for other values, `absent` for a request without the parameter.
    """

    name: str
    values: tuple[tuple[str, Coverage], ...]
    contains: tuple[tuple[str, Coverage], ...]
    otherwise: Coverage
    absent: Coverage
    is_list: bool = False

    def given(self, value: str) -> tuple[Coverage, str]:
        """Return what the scope gives to a request with this value, and the part that decides.

        The part is empty if any other value has the same effect.
        """
        items = value.casefold().split(",") if self.is_list else [value.casefold()]
        return min((self._of_item(item.strip()) for item in items), key=lambda each: each[0])

    def _of_item(self, item: str) -> tuple[Coverage, str]:
        name = item.partition("(")[0].strip() if self.is_list else item
        for known, given in self.values:
            if known == name:
                return given, name
        for text, given in self.contains:
            if text in item:
                return given, text
        return self.otherwise if item else Coverage.PART, ""


class PartialScope(NamedTuple):
    """A scope that gives a part of what others give for one method.

    `kind` says which part (see KINDS), `gives` how much unless a parameter reduces it.
    `blocks` says that a request which it does not allow is refused to every token that has it.
    """

    scope: str
    kind: str
    gives: Coverage = Coverage.PART
    blocks: bool = False
    parameters: tuple[ParameterRule, ...] = ()


class Kinds(NamedTuple):
    """A parameter with a list of kinds, each of which needs another scope.

    `absent` is the kind that a request without the parameter asks for.
    """

    parameter: str
    absent: str
    needs: tuple[tuple[str, str], ...]


def partial_scope(scope: str, rule: Mapping[str, Any]) -> PartialScope:
    """Create a partial scope from its rule in a file of methods."""
    return PartialScope(
        scope,
        rule["partial"],
        _GIVEN[rule.get("gives", "part")],
        rule.get("blocks", False),
        tuple(_parameter(name, each) for name, each in rule.get("parameters", {}).items()),
    )


def kinds_of(fact: Mapping[str, Any], scopes: Sequence[str]) -> Kinds:
    """Create a method's Kinds from their form in a file of methods."""
    needs = tuple((kind, scopes[index]) for kind, index in fact["needs"].items())
    return Kinds(fact["parameter"], fact["absent"], needs)


def _parameter(name: str, rule: Mapping[str, Any]) -> ParameterRule:
    return ParameterRule(
        name,
        tuple(
            (value.casefold(), given)
            for word, given in _GIVEN.items()
            for value in rule.get(word, ())
        ),
        tuple((text.casefold(), _GIVEN[word]) for text, word in rule.get("contains", {}).items()),
        _GIVEN[rule.get("otherwise", "part")],
        _GIVEN[rule.get("absent", "whole")],
        rule.get("list", False),
    )


_GIVEN = {given.name.lower(): given for given in Coverage}

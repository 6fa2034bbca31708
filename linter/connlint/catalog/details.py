"""The parts of the catalogue that only findings and explanations look at."""

from __future__ import annotations

from collections.abc import Mapping

from connlint.tuples import NamedTuple

__all__ = ["ProviderScopes", "Scope", "TypeName"]


class TypeName(NamedTuple):
    """A type as the index knows it: its id, its name for people, and what else people write."""

    type: str
    name: str
    aliases: tuple[str, ...]


class Scope(NamedTuple):
    """One OAuth scope of a type.

    `access` is `read`, `write`, `admin` or empty where unknown. `implies` are the scopes
    that this one covers, proven by the provider's text or by its methods.
    `sensitivity` is Google's `restricted` or `sensitive`, else empty. `partial` is the kind of part
    that it shows (connlint.catalog.partial), empty for the whole.
    """

    name: str
    access: str = ""
    implies: tuple[str, ...] = ()
    sensitivity: str = ""
    deprecated: bool = False
    replacement: str = ""
    partial: str = ""


class ProviderScopes(NamedTuple):
    """All scopes of a provider, beyond those of one product.

    `scopes` maps each to the names of the APIs that take it (empty where that is not
    recorded); `ungrantable` maps names that no user's token can hold to the kind of
    permission that they are: `application` or `resource`.
    """

    scopes: Mapping[str, tuple[str, ...]]
    ungrantable: Mapping[str, str]

"""Parts of the catalogue that only findings and explanations use."""

from __future__ import annotations

from collections.abc import Mapping

from connlint.tuples import NamedTuple

__all__ = ["ProviderScopes", "Scope", "TypeName"]


class TypeName(NamedTuple):
    """A type in the index: its id, its display name, and other names that people write."""

    type: str
    name: str
    aliases: tuple[str, ...]


class Scope(NamedTuple):
    """One OAuth scope of a type.

    `access` is `read`, `write`, `admin` or empty if unknown. `implies` are the scopes
    that this one covers, proven by the provider's text or by its methods.
    `sensitivity` is Google's `restricted` or `sensitive`, else empty. `partial` is the kind of part
    that it gives (connlint.catalog.partial), empty for the whole.
    """

    name: str
    access: str = ""
    implies: tuple[str, ...] = ()
    sensitivity: str = ""
    deprecated: bool = False
    replacement: str = ""
    partial: str = ""


class ProviderScopes(NamedTuple):
    """All scopes of a provider, not only those of one product.

    `scopes` maps each to the names of the APIs that take it (empty if that is not
    recorded); `ungrantable` maps names that no user's token can hold to their kind of
    permission: `application` or `resource`.
    """

    scopes: Mapping[str, tuple[str, ...]]
    ungrantable: Mapping[str, str]

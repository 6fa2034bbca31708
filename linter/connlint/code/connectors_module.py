"""Base44's connectors module: its methods, their arguments and their results.

Taken from the type declarations of npm `@base44/sdk` 0.8.50.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.text.source import SourceFile

__all__ = [
    "BY_ID",
    "BY_TYPE",
    "CALLS",
    "CLIENTS",
    "CONNECTIONS",
    "IN_PAGES",
    "PROPERTIES",
    "STRIPE",
    "STRIPE_KEY",
    "TOKEN",
    "TOKENS",
    "TOKEN_BY_TYPE",
    "mentions_call",
    "page_mentions_call",
]

TOKEN_BY_TYPE = frozenset({"getConnection", "getAccessToken"})
"""The methods that give the token of a connector type."""

BY_TYPE = TOKEN_BY_TYPE | {"callApi"}
"""The methods whose argument is a connector type."""

IN_PAGES = frozenset({"connectAppUser", "disconnectAppUser"})
"""The methods that work without the service role, and in the app's pages."""

BY_ID = IN_PAGES | {
    "getWorkspaceConnection",
    "getCurrentAppUserConnection",
    "getCurrentAppUserAccessToken",
}
"""The methods whose argument is the id of a connector."""

CONNECTIONS = frozenset({"getConnection", "getWorkspaceConnection", "getCurrentAppUserConnection"})
"""The methods that resolve to a connection."""

TOKENS = frozenset({"getAccessToken", "getCurrentAppUserAccessToken"})
"""The methods that resolve to a token; each has been replaced by one that gives a connection."""

TOKEN = "accessToken"  # noqa: S105 - the name of a property
"""The property of a connection that has the token."""

PROPERTIES = (TOKEN, "connectionConfig")
"""All properties of a connection, in each version of the SDK that has connections: since 0.8.22."""

CLIENTS = frozenset({"createClient", "createClientFromRequest"})
"""The functions of the SDK that make a client."""

CALLS = tuple(sorted(BY_TYPE | BY_ID))
"""All methods."""

_COMPUTED = ("connectors[", "connectors?.[", "connectors.get\\u")
"""Text that a call of a method contains if it does not contain the method's plain name."""
_MODULE = b"connectors"
_CALLS = tuple([name.encode() for name in CALLS])
# Each method name contains one of these, and most code contains none.
_PARTS = ("onnect", "AccessToken", "callApi")
_BYTES = tuple([part.encode() for part in _PARTS])

STRIPE = "STRIPE"
"""Text that the names of all secrets for Stripe contain."""

STRIPE_KEY = "STRIPE_SECRET_KEY"
"""The secret of the app in which the platform puts the key of the stripe connector."""


def mentions_call(source: SourceFile) -> bool:
    """Tell whether a file's text contains the name of a method, or text of a computed call."""
    return source.once(_has_call)


def _has_call(source: SourceFile) -> bool:
    text = source.text
    # Unrolled for speed, because every file of an app is searched.
    connect, token, api = _PARTS
    if connect in text or token in text or api in text:
        return any(name in text for name in CALLS) or any(way in text for way in _COMPUTED)
    return False


def page_mentions_call(data: bytes) -> bool:
    """Tell whether the bytes of a page mention a connector call.

    They must contain `connectors` as well, because a page may use the methods' names otherwise.
    """
    if _MODULE not in data:
        return False
    connect, token, api = _BYTES
    if connect in data or token in data or api in data:
        return any(call in data for call in _CALLS)
    return False

"""Base44's connectors module: its methods, what each takes, and what it gives.

From the type declarations of npm `@base44/sdk` 0.8.50.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.source import SourceFile

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
"""How a method is called whose name the text does not have as it is."""
_MODULE = b"connectors"
_CALLS = tuple([name.encode() for name in CALLS])
# Each of the names has one of these, and most code has none.
_PARTS = ("onnect", "AccessToken", "callApi")
_BYTES = tuple([part.encode() for part in _PARTS])

STRIPE = "STRIPE"
"""What the names of all secrets for Stripe have in them."""

STRIPE_KEY = "STRIPE_SECRET_KEY"
"""The secret of the app in which the platform puts the key of the stripe connector."""


def mentions_call(source: SourceFile) -> bool:
    """Whether a text has the name of a method in it."""
    return source.once(_has_call)


def _has_call(source: SourceFile) -> bool:
    text = source.text
    # Written out, because it is asked of every file of an app.
    connect, token, api = _PARTS
    if connect in text or token in text or api in text:
        return any(name in text for name in CALLS) or any(way in text for way in _COMPUTED)
    return False


def page_mentions_call(data: bytes) -> bool:
    """Whether the bytes of a page mention a connector call.

    Elsewhere in the app's pages, something else may be called as one of the methods.
    """
    if _MODULE not in data:
        return False
    connect, token, api = _BYTES
    if connect in data or token in data or api in data:
        return any(call in data for call in _CALLS)
    return False

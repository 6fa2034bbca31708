"""Phrases that the formats of the scopes to ask for share."""

from __future__ import annotations

from connlint.scopes.model import AppScopes, Asking, ConnectorScopes, ScopeGap, ScopeRequest
from connlint.text.escaping import plural, quote

__all__ = [
    "ADDED",
    "ANY",
    "KEPT",
    "NEEDLESS",
    "NOTHING",
    "UNCHECKED",
    "app",
    "kept",
    "kind",
    "lists",
    "methods",
    "needless",
    "other_requests",
    "place",
    "result",
    "summary",
    "where",
    "where_to_set",
]

UNCHECKED = "connlint could not check everything:"
ADDED = "Added by Base44"
KEPT = "Also in the file, and kept"
NEEDLESS = "In the file, but more than your code needs"
ANY = "Other connectors may be used:"
NOTHING = "No connectors in this app's functions and files."
_BY_HAND = {
    Asking.WORKSPACE: "Set them where the workspace has registered it; no connector file has them",
    Asking.BY_ID: "Set them where this connection is registered; no connector file has them",
}


def app(each: AppScopes) -> str:
    """Return the name of an app: its folder, or words for the working directory."""
    return "This app" if each.root == "." else each.root


def summary(each: AppScopes) -> str:
    """Return a sentence that counts the connectors of an app, and those that are not complete."""
    count = len(each.everything)
    if not count:
        return NOTHING if not each.gaps else "Which connectors it uses is not known."
    unsure = sum(not connector.is_complete for connector in each.everything)
    head = plural(count, "connector")
    if not unsure:
        return f"{head}; connlint could check everything."
    if unsure == count:
        return f"{head}; connlint could not check everything."
    return f"{head}; connlint could not check everything for {unsure} of them."


def kind(connector: ConnectorScopes) -> str:
    """Return the type of a connector, with the misspelling of it that the file has."""
    if connector.written:
        return f"{connector.type}, written {connector.written}"
    return connector.type


def where(connector: ConnectorScopes) -> str:
    """Return the words that replace the path of a connector without a file."""
    return "requested by its id" if connector.asking is Asking.BY_ID else "no connector file"


def result(connector: ConnectorScopes) -> str:
    """Return a sentence about the scopes, without them and without its end."""
    name = connector.name
    if connector.asking is Asking.MANAGED:
        return f"Base44 connects {name} by itself, without scopes"
    if connector.asking is Asking.NO_SCOPES:
        return f"{name} has no scopes"
    if connector.asking is Asking.UNKNOWN:
        if connector.meant:
            meant = f"did you mean {quote(connector.meant)}?"
            return f"{quote(connector.type)} is not a Base44 connector type; {meant}"
        return f"connlint does not know which scopes {quote(connector.type)} has"
    if connector.scopes:
        noun = "this scope" if len(connector.scopes) == 1 else "these scopes"
        return f"Your code needs {'' if connector.is_complete else 'at least '}{noun}"
    if not connector.is_complete:
        return "Which scopes your code needs is not known"
    if connector.companions:
        return "Your code needs no scopes beyond those that Base44 adds"
    return "Your code needs no scopes"


def kept(connector: ConnectorScopes) -> list[str]:
    """Return the scopes of the file that stay in it, though no understood request needs them."""
    if connector.asking is not Asking.SCOPES:
        return []
    return [scope for scope in connector.kept if scope not in connector.companions]


def needless(connector: ConnectorScopes) -> list[str]:
    """Return the scopes of the file that surely are not needed, or wider than needed."""
    if connector.asking is not Asking.SCOPES:
        return []
    return [scope for scope in connector.declared if scope not in connector.listed]


def lists(connector: ConnectorScopes) -> list[tuple[str, list[str]]]:
    """Return the scopes that are not among those to ask for, by their labels; none is empty."""
    labeled = [
        (ADDED, list(connector.companions)),
        (KEPT, kept(connector)),
        (NEEDLESS, needless(connector)),
    ]
    return [(label, scopes) for label, scopes in labeled if scopes]


def other_requests(connector: ConnectorScopes) -> tuple[str, list[ScopeRequest]]:
    """Return the requests that need none of the scopes, after their title."""
    title = "Requests that need none of them" if connector.scopes else "Requests"
    return f"{title}:", [request for request in connector.requests if not request.scopes]


def where_to_set(connector: ConnectorScopes) -> str:
    """Return where to set the scopes, if a connector file does not; else empty."""
    return _BY_HAND.get(connector.asking, "")


def methods(request: ScopeRequest) -> str:
    """Return the methods that a request may be, and when it needs a scope if not always."""
    condition = f" ({request.condition})" if request.condition else ""
    return f"{' or '.join(request.methods)}{condition}"


def place(each: ScopeGap | ScopeRequest) -> str:
    """Return a position like `entry.ts:7`, or the path alone without a line."""
    return each.path if each.line is None else f"{each.path}:{each.line}"

"""Checks of a single scope that the scope rules share.

Each scope has at most one of these faults, so that one mistake is one finding:
malformed, else foreign, else unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from connlint.catalog import Catalog, Completeness, ConnectorType
from connlint.diagnostics.severity import Safety, Severity
from connlint.jsonc import ArrayNode, StringNode
from connlint.project import Connector
from connlint.rules.rule import Change
from connlint.text.escaping import listing, quote
from connlint.tuples import NamedTuple

__all__ = [
    "Fault",
    "doubtful_scopes",
    "entry_of",
    "foreign",
    "is_own_type",
    "malformed",
    "without",
]

# A string of these characters only has none of the faults of spelling.
_PLAIN = re.compile(r"[A-Za-z0-9_.:/-]+")
_SEPARATOR = re.compile(r"[\s,;]+")
# The characters that a scope may have (RFC 6749, section 3.3).
_IN_SCOPE = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]")
_SCHEME = re.compile(r"(?:https?://)?(?:www\.)?", re.IGNORECASE)


class Fault(NamedTuple):
    """A fault of a scope, with advice.

    `replacement` is the correct spelling, if known, and `parts` are the scopes of a string
    that holds several. If `severity` is None, that of the rule applies. `removable` says that
    the connector can do without the scope, `is_nothing` that the string holds no scope.
    """

    message: str
    help: str
    severity: Severity | None = None
    replacement: str | None = None
    parts: tuple[str, ...] = ()
    removable: bool = False
    is_nothing: bool = False


def entry_of(connector: Connector, catalog: Catalog) -> ConnectorType | None:
    """Return the catalog's entry for the connector's type, or None."""
    node = connector.type_string
    return catalog.entry(node.value) if node else None


def is_own_type(connector: Connector, catalog: Catalog) -> bool:
    """Tell whether the settings add the connector's type; nothing is known of its scopes then."""
    node = connector.type_string
    return node is not None and node.value in catalog and catalog.entry(node.value) is None


def without(
    title: str, safety: Safety, connector: Connector, scope: StringNode
) -> tuple[Change, ...]:
    """Return the fix that removes a scope from its list; none in a file with syntax problems."""
    listed = connector.scopes.value if connector.scopes else None
    if not isinstance(listed, ArrayNode):
        return ()
    # Imported here, because only findings need it.
    from connlint.rules.removal import remove

    return remove(title, safety, connector.source.text, connector.document, listed, scope.span)


def doubtful_scopes(
    connector: Connector, catalog: Catalog
) -> Iterator[tuple[StringNode, ConnectorType]]:
    """Yield the well-formed scopes that a type's list lacks, with its entry; none if it is open."""
    entry = entry_of(connector, catalog)
    if entry is None or not entry.takes_scopes or entry.completeness is Completeness.OPEN:
        return
    for node in connector.scope_strings:
        if entry.has(node.value) or malformed(node.value, entry) is not None:
            continue
        # Which of its provider's services a connector for several products has may grow.
        if not (entry.products and _is_of_provider(node.value, entry, catalog)):
            yield node, entry


def _is_of_provider(scope: str, entry: ConnectorType, catalog: Catalog) -> bool:
    """Tell whether a scope is one of the entry's provider, of whichever service."""
    everything = catalog.provider_scopes(entry.provider)
    if everything is not None and entry.bare(scope) in everything.scopes:
        return True
    return bool(_siblings(scope, entry, catalog))


def malformed(scope: str, entry: ConnectorType | None) -> Fault | None:
    """Return the fault in how a scope is written, or None.

    If the type is unknown (`entry` is None), so is the form of its scopes.
    """
    if entry.has(scope) if entry is not None else _PLAIN.fullmatch(scope):
        return None
    stripped = scope.strip()
    parts = [part for part in _SEPARATOR.split(stripped) if part]
    if not parts:
        what = f"{quote(scope)} is not a scope" if stripped else "This scope is empty"
        return Fault(what, "Write a scope here, or remove the string", is_nothing=True)
    may_be_phrase = entry is None or _index_of(entry).may_be_phrases
    if may_be_phrase:
        parts = [stripped]
    if entry is not None and len(parts) > 1:
        return _several(scope, parts, entry)
    if scope != parts[0]:
        spaced = stripped == parts[0]
        what = "has spaces around it" if spaced else "has an extra comma or semicolon"
        return Fault(f"The scope {quote(scope)} {what}", f"Use {quote(parts[0])}", None, parts[0])
    strange = [char for char in scope if not _is_usual(char, may_be_phrase=may_be_phrase)]
    if strange:
        which = f"{quote(strange[0])} (U+{ord(strange[0]):04X}), which no scope can contain"
        if not strange[0].isprintable():
            which = f"an invisible character (U+{ord(strange[0]):04X})"
        return Fault(
            f"The scope {quote(scope)} contains {which}",
            "Retype it: copy and paste can bring in such characters",
            None,
            _if_listed("".join([char for char in scope if char not in strange]), entry),
        )
    return _misspelt(scope, entry) if entry is not None else None


def _several(scope: str, parts: list[str], entry: ConnectorType) -> Fault:
    """Return the fault of several scopes in one string; split only if one of them is known."""
    message = f"{quote(scope)} contains several scopes in one string"
    if not any(entry.has(part) or _misspelt(part, entry) is not None for part in parts):
        return Fault(message, "Make each scope its own string")
    return Fault(
        message,
        f"Make each scope its own string: {', '.join(quote(part) for part in parts)}",
        parts=tuple(dict.fromkeys(parts)),
    )


def _is_usual(char: str, *, may_be_phrase: bool) -> bool:
    """Tell whether a character may be in a scope."""
    if may_be_phrase:
        return char == " " or char.isprintable()
    return _IN_SCOPE.fullmatch(char) is not None


def _if_listed(scope: str, entry: ConnectorType | None) -> str | None:
    return scope if entry is not None and entry.has(scope) else None


class _ScopeIndex(NamedTuple):
    """An index of the scopes of a type.

    `by_core` has them by their core, which has no scheme, outer slashes or case. `by_tail` has
    those that are URLs by each rest of their core after a slash. `may_be_phrases` says that some
    scopes have spaces in them, or that none is known.
    """

    by_core: Mapping[str, str]
    by_tail: Mapping[str, str]
    may_be_phrases: bool


def _index_of(entry: ConnectorType) -> _ScopeIndex:
    """Return the index of a type's scopes; types with the same scopes share a cached one."""
    return _build_index(tuple(entry.facts), tuple(entry.companions))


@lru_cache(maxsize=16)
def _build_index(facts: tuple[str, ...], companions: tuple[str, ...]) -> _ScopeIndex:
    by_core: dict[str, str] = {}
    by_tail: dict[str, str] = {}
    for scope in (*facts, *companions):
        by_core.setdefault(_core(scope), scope)
    for scope in facts:
        tail = _core(scope) if "://" in scope else ""
        while "/" in tail:
            tail = tail.partition("/")[2]
            by_tail.setdefault(tail, scope)
    return _ScopeIndex(by_core, by_tail, not facts or any(" " in scope for scope in facts))


def _misspelt(scope: str, entry: ConnectorType) -> Fault | None:
    """Return the fault of a scope that is another spelling of a listed one, or None."""
    core = _core(entry.bare(scope))
    index = _index_of(entry)
    listed = index.by_core.get(core)
    if listed is not None:
        what, severity = _difference(scope, listed, entry)
        return Fault(f"The scope {quote(scope)} {what}", f"Use {quote(listed)}", severity, listed)
    listed = index.by_tail.get(core)
    if listed is not None:
        message = f"{quote(scope)} is a shortened scope name"
        return Fault(message, f"Use the full name: {quote(listed)}", None, listed)
    return None


def _core(scope: str) -> str:
    return _SCHEME.sub("", scope, count=1).strip("/").casefold()


def _difference(scope: str, listed: str, entry: ConnectorType) -> tuple[str, Severity | None]:
    if scope.startswith("http://"):
        return "starts with http:// instead of https://", None
    if scope == listed + "/":
        return "has an extra slash at the end", None
    if scope + "/" == listed:
        return "is missing the slash at the end", None
    if scope.casefold() == listed.casefold():
        # Microsoft ignores case, but it is not documented that Base44 does.
        severity = Severity.WARNING if entry.ignores_case else None
        return "has the wrong capitalization", severity
    return f"is not written the way {entry.provider} writes it", None


def foreign(scope: str, entry: ConnectorType, catalog: Catalog) -> Fault | None:
    """Return the fault of a scope that belongs to another type, product or kind of token, or None.

    `scope` is well-formed and not among the entry's own.
    """
    if entry.other_token is not None and scope in entry.other_token[1]:
        other = entry.other_token[0]
        return Fault(
            f"{quote(scope)} is a scope of {catalog.name(other)}; "
            f"a {entry.name} token can never have it",
            f'Use the connector type "{other}" for it, or remove it',
            Severity.ERROR,
            removable=True,
        )
    if scope in entry.app_token:
        return Fault(
            f"{quote(scope)} is a scope of app-level tokens; "
            f"a {entry.name} token can never have it",
            "Remove it",
            Severity.ERROR,
            removable=True,
        )
    bare = entry.bare(scope)
    everything = catalog.provider_scopes(entry.provider)
    if everything is not None:
        if bare in everything.ungrantable:
            return _ungrantable(scope, everything.ungrantable[bare], entry)
        if bare in everything.scopes:
            owner = _owner(bare, entry, catalog, everything.scopes[bare])
            return Fault(
                f"{quote(scope)} is a scope of {owner}, not of {entry.name}",
                _move_help(bare, entry, catalog),
                Severity.WARNING,
                removable=True,
            )
    return _other_providers(scope, entry, catalog)


def _ungrantable(scope: str, sort: str, entry: ConnectorType) -> Fault:
    what = "an application" if sort == "application" else "a resource-specific"
    return Fault(
        f"{quote(scope)} is {what} permission; a connector acts for a user and can never have it",
        f"Use a delegated permission of {entry.name} instead",
        Severity.ERROR,
    )


def _siblings(scope: str, entry: ConnectorType, catalog: Catalog) -> list[str]:
    """Return the types of the entry's provider that have a scope which the entry does not have."""
    siblings = []
    for name in catalog.owners(scope):
        other = catalog.entry(name)
        if other is not None and other.provider == entry.provider:
            siblings.append(name)
    return siblings


def _owner(scope: str, entry: ConnectorType, catalog: Catalog, apis: tuple[str, ...]) -> str:
    siblings = _siblings(scope, entry, catalog)
    if siblings:
        return listing((catalog.name(name) for name in siblings), "or")
    if apis:
        return f"{entry.provider}'s {listing(apis[:3], 'or')} API"
    return f"another {entry.provider} product"


def _move_help(scope: str, entry: ConnectorType, catalog: Catalog) -> str:
    siblings = _siblings(scope, entry, catalog)
    if not siblings:
        return "Remove it; no known Base44 connector has it"
    names = listing((f'"{name}"' for name in siblings), "or")
    return f"Move it to the connector {names}, or remove it"


def _other_providers(scope: str, entry: ConnectorType, catalog: Catalog) -> Fault | None:
    """Return the fault of a scope that other types have and that is like none of the entry's."""
    owners = catalog.owners(scope)
    if not owners:
        return None
    from connlint.rules.suggestions import meant_scope

    if meant_scope(scope, entry) is not None:
        return None
    names = listing((catalog.name(name) for name in owners[:3]), "or")
    types = listing((f'"{name}"' for name in owners[:3]), "or")
    complete = entry.completeness is Completeness.COMPLETE
    return Fault(
        f"{quote(scope)} is a scope of {names}, not of {entry.name}",
        f"Move it to the connector {types}, or remove it",
        Severity.ERROR if complete else Severity.WARNING,
    )

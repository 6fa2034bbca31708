"""What is wrong with one scope, if anything: the questions that the scope rules share.

Each scope has at most one of these answers, so that one mistake is one finding:
malformed, else foreign, else unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from connlint.catalog import Catalog, Completeness, ConnectorType
from connlint.jsonc import ArrayNode, StringNode
from connlint.project import Connector
from connlint.rules.rule import Change
from connlint.rules.suggestions import meant_scope
from connlint.severity import Safety, Severity
from connlint.tuples import NamedTuple
from connlint.wording import listing, quote

__all__ = [
    "Fault",
    "doubtful_scopes",
    "entry_of",
    "foreign",
    "is_own_type",
    "malformed",
    "without",
]

# Nothing in it that any of these faults could be about.
_PLAIN = re.compile(r"[A-Za-z0-9_.:/-]+")
_SEPARATOR = re.compile(r"[\s,;]+")
# RFC 6749, section 3.3: what a scope may consist of.
_IN_SCOPE = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]")
_SCHEME = re.compile(r"(?:https?://)?(?:www\.)?", re.IGNORECASE)


class Fault(NamedTuple):
    """What is wrong with a scope, and what to do.

    `replacement` is how it should be written, where that is known, and `parts` are the
    scopes of a string that holds several; `severity` is None where that of the rule
    holds. `removable` says that the connector can do without it, `is_nothing` that there is no
    scope in the string.
    """

    message: str
    help: str
    severity: Severity | None = None
    replacement: str | None = None
    parts: tuple[str, ...] = ()
    removable: bool = False
    is_nothing: bool = False


def entry_of(connector: Connector, catalog: Catalog) -> ConnectorType | None:
    """What the catalogue knows of the connector's type, or None."""
    node = connector.type_string
    return catalog.entry(node.value) if node else None


def is_own_type(connector: Connector, catalog: Catalog) -> bool:
    """Whether the settings add the connector's type, of whose scopes nothing is known."""
    node = connector.type_string
    return node is not None and node.value in catalog and catalog.entry(node.value) is None


def without(
    title: str, safety: Safety, connector: Connector, scope: StringNode
) -> tuple[Change, ...]:
    """The change that takes a scope out of its list; none in a broken file."""
    listed = connector.scopes.value if connector.scopes else None
    if not isinstance(listed, ArrayNode):
        return ()
    # Only findings need it.
    from connlint.rules.removal import remove

    return remove(title, safety, connector.source.text, connector.document, listed, scope.span)


def doubtful_scopes(
    connector: Connector, catalog: Catalog
) -> Iterator[tuple[StringNode, ConnectorType]]:
    """The well-formed scopes that the connector's type does not have, where it has a list."""
    entry = entry_of(connector, catalog)
    if entry is None or not entry.takes_scopes or entry.completeness is Completeness.OPEN:
        return
    for node in connector.scope_strings:
        if not entry.has(node.value) and malformed(node.value, entry) is None:
            yield node, entry


def malformed(scope: str, entry: ConnectorType | None) -> Fault | None:
    """What is wrong with the way a scope is written, None when nothing is.

    Of a type that is not known, nothing is known of how its scopes are written either.
    """
    if entry.has(scope) if entry is not None else _PLAIN.fullmatch(scope):
        return None
    stripped = scope.strip()
    parts = [part for part in _SEPARATOR.split(stripped) if part]
    if not parts:
        what = f"{quote(scope)} is no scope" if stripped else "the scope is empty"
        return Fault(what, "write a scope, or remove the string", is_nothing=True)
    may_be_phrase = entry is None or _known(entry).may_be_phrases
    if may_be_phrase:
        parts = [stripped]
    if entry is not None and len(parts) > 1:
        return _several(scope, parts, entry)
    if scope != parts[0]:
        what = "has blanks around it" if stripped == parts[0] else "begins or ends with a separator"
        return Fault(f"the scope {quote(scope)} {what}", f"write {quote(parts[0])}", None, parts[0])
    strange = [char for char in scope if not _is_usual(char, may_be_phrase=may_be_phrase)]
    if strange:
        return Fault(
            f"the scope {quote(scope)} has a character that no scope can have: "
            f"{quote(strange[0])} (U+{ord(strange[0]):04X})",
            "type the scope anew; such characters come from copied text",
            None,
            _known_or_none("".join([char for char in scope if char not in strange]), entry),
        )
    return _misspelt(scope, entry) if entry is not None else None


def _several(scope: str, parts: list[str], entry: ConnectorType) -> Fault:
    """Several scopes in a string, which is only split where one of them is known to be a scope."""
    message = f"{quote(scope)} holds several scopes in one string"
    if not any(entry.has(part) or _misspelt(part, entry) is not None for part in parts):
        return Fault(message, "write each scope as a string of its own")
    return Fault(
        message,
        f"write each as a string of its own: {', '.join(quote(part) for part in parts)}",
        parts=tuple(dict.fromkeys(parts)),
    )


def _is_usual(char: str, *, may_be_phrase: bool) -> bool:
    """Whether a character may be in a scope."""
    if may_be_phrase:
        return char == " " or char.isprintable()
    return _IN_SCOPE.fullmatch(char) is not None


def _known_or_none(scope: str, entry: ConnectorType | None) -> str | None:
    return scope if entry is not None and entry.has(scope) else None


class _Known(NamedTuple):
    """The scopes of a type, prepared to look many strings up.

    `by_core` has them by what is left of each without its scheme, slashes and case, and `by_tail`
    those that are URLs by what may stand for them. `may_be_phrases` says that scopes with blanks in
    them are among them, or that none is known.
    """

    by_core: Mapping[str, str]
    by_tail: Mapping[str, str]
    may_be_phrases: bool


def _known(entry: ConnectorType) -> _Known:
    """Prepare the scopes of a type; the same ones are prepared once."""
    return _prepared(tuple(entry.facts), tuple(entry.companions))


@lru_cache(maxsize=16)
def _prepared(facts: tuple[str, ...], companions: tuple[str, ...]) -> _Known:
    by_core: dict[str, str] = {}
    by_tail: dict[str, str] = {}
    for known in (*facts, *companions):
        by_core.setdefault(_core(known), known)
    for known in facts:
        tail = _core(known) if "://" in known else ""
        while "/" in tail:
            tail = tail.partition("/")[2]
            by_tail.setdefault(tail, known)
    return _Known(by_core, by_tail, not facts or any(" " in known for known in facts))


def _misspelt(scope: str, entry: ConnectorType) -> Fault | None:
    """The forms of a known scope that people write instead of it."""
    wanted = _core(entry.bare(scope))
    scopes = _known(entry)
    known = scopes.by_core.get(wanted)
    if known is not None:
        what, severity = _difference(scope, known, entry)
        return Fault(f"the scope {quote(scope)} {what}", f"write {quote(known)}", severity, known)
    known = scopes.by_tail.get(wanted)
    if known is not None:
        message = f"{quote(scope)} is the short name of a scope"
        return Fault(message, f"write it in full: {quote(known)}", None, known)
    return None


def _core(scope: str) -> str:
    return _SCHEME.sub("", scope, count=1).strip("/").casefold()


def _difference(scope: str, known: str, entry: ConnectorType) -> tuple[str, Severity | None]:
    if scope.startswith("http://"):
        return "begins with http:// in place of https://", None
    if scope == known + "/":
        return "has a slash too many at its end", None
    if scope + "/" == known:
        return "lacks the slash at its end", None
    if scope.casefold() == known.casefold():
        # Microsoft takes any case, but nothing says that Base44 does.
        severity = Severity.WARNING if entry.ignores_case else None
        return "differs from the provider's in letter case", severity
    return "is not written as the provider writes it", None


def foreign(scope: str, entry: ConnectorType, catalog: Catalog) -> Fault | None:
    """Whose scope this is, when it is not the connector's; None when it is nobody's.

    `scope` is well-formed and not among the entry's own.
    """
    if entry.other_token is not None and scope in entry.other_token[1]:
        other = entry.other_token[0]
        return Fault(
            f"{quote(scope)} is a scope of {catalog.name(other)}; "
            f"the token of {entry.name} can never have it",
            f'use the connector type "{other}" for it, or remove the scope',
            Severity.ERROR,
            removable=True,
        )
    if scope in entry.app_token:
        return Fault(
            f"{quote(scope)} is a scope of app-level tokens; "
            f"the token of {entry.name} can never have it",
            "remove the scope",
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
        f"{quote(scope)} is {what} permission; a connector's token acts for a user "
        "and can never have it",
        f"use a delegated permission of {entry.name}",
        Severity.ERROR,
    )


def _siblings(scope: str, entry: ConnectorType, catalog: Catalog) -> list[str]:
    """The other types of the same provider that have the scope, which the entry has not."""
    found = []
    for name in catalog.owners(scope):
        other = catalog.entry(name)
        if other is not None and other.provider == entry.provider:
            found.append(name)
    return found


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
        return "remove it; no connector that Base44 is known to have takes it"
    names = listing((f'"{name}"' for name in siblings), "or")
    return f"move it to the connector {names}, or remove it"


def _other_providers(scope: str, entry: ConnectorType, catalog: Catalog) -> Fault | None:
    """Who else has a scope that is near none of the connector's own."""
    owners = catalog.owners(scope)
    if not owners or meant_scope(scope, entry) is not None:
        return None
    names = listing((catalog.name(name) for name in owners[:3]), "or")
    types = listing((f'"{name}"' for name in owners[:3]), "or")
    complete = entry.completeness is Completeness.COMPLETE
    return Fault(
        f"{quote(scope)} is a scope of {names}, not of {entry.name}",
        f"move it to the connector {types}, or remove it",
        Severity.ERROR if complete else Severity.WARNING,
    )

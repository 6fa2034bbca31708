"""insufficient-scope: a request that no declared scope allows."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.jsonc import ArrayNode, StringNode
from connlint.project import Connector
from connlint.rules.rule import Change, Finding, Place, Rule
from connlint.severity import Safety, Severity
from connlint.source import Span
from connlint.wording import listing, quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.needs import Need, Use

__all__ = ["RULE"]

_SHOWN = 4


def _check(connector: Connector, catalog: Catalog, use: Use | None) -> Iterator[Finding]:
    if use is None or use.entry is None or not use.entry.takes_scopes or not _is_list(connector):
        return
    from connlint.needs import accepted_by

    granted = use.granted
    for need in use.needs:
        # Where it may be one of several methods, one that is allowed is enough.
        if need.methods and not any(
            accepted_by(method, granted) or not method.is_demanded for method in need.methods
        ):
            yield _finding(connector, need, use, catalog)


def _is_list(connector: Connector) -> bool:
    return not connector.document.problems and connector.has_only_strings


def _finding(connector: Connector, need: Need, use: Use, catalog: Catalog) -> Finding:
    from connlint.needs import least

    method, request = need.methods[0], need.request
    wanted = least(method, use.entry)
    listed = connector.scopes
    others = [
        " with ".join(quote(scope) for scope in scopes)
        for scopes in method.accepted
        if scopes != wanted and not _is_special(scopes, use)
    ]
    more = len(others) - _SHOWN
    also = listing([*others[:_SHOWN], *([f"{more} more"] if more > 0 else [])], "or")
    names = listing(quote(scope) for scope in wanted)
    file = connector.source.path.rpartition("/")[2]
    covered = _covered(connector, wanted, use)
    advice = f"add {names} to {file}"
    if covered is not None:
        advice = f"replace {quote(covered.value)} with {names} in {file}"
    return Finding(
        request.source,
        request.span,
        f"{catalog.name(use.type)} refuses this request: "
        f"no scope of the connector allows {method.id}",
        advice + (f"; {also} would do as well" if also else ""),
        (Place(connector.source, listed.span, "the connector's scopes"),) if listed else (),
        _changes(connector, covered, wanted, advice[0].upper() + advice[1:]),
    )


def _is_special(scopes: tuple[str, ...], use: Use) -> bool:
    """Whether scopes are made for something else than a backend."""
    facts = use.entry.facts if use.entry is not None else {}
    return any(facts.get(scope, {}).get("special") for scope in scopes)


def _covered(connector: Connector, wanted: tuple[str, ...], use: Use) -> StringNode | None:
    """A scope of the connector that the wanted ones make needless."""
    from connlint.needs import covers

    entry = use.entry
    if entry is None:
        return None
    allowed = covers(wanted, entry)
    nodes = (node for node in connector.scope_strings if node.value not in entry.companions)
    return next((node for node in nodes if entry.bare(node.value) in allowed), None)


def _changes(
    connector: Connector, covered: StringNode | None, wanted: tuple[str, ...], title: str
) -> tuple[Change, ...]:
    """The change that puts scopes in place of another one, or behind the last of the list."""
    listed = connector.scopes.value if connector.scopes else None
    if not isinstance(listed, ArrayNode):
        return ()
    source = connector.source
    texts = [f'"{scope}"' for scope in wanted]
    if covered is not None:
        return (Change(title, Safety.UNSAFE, covered.span, ", ".join(texts), source=source),)
    if not listed.elements:
        span = Span(listed.span.start + 1, listed.span.start + 1)
        return (Change(title, Safety.UNSAFE, span, ", ".join(texts), source=source),)
    last = listed.elements[-1]
    between = _between(source.text, last.span.start)
    text = "".join(between + scope for scope in texts)
    return (Change(title, Safety.UNSAFE, Span(last.span.end, last.span.end), text, source=source),)


def _between(text: str, start: int) -> str:
    """What stands between the element at a place and one behind it: a line, if it has its own."""
    line_start = text.rfind("\n", 0, start) + 1
    indent = text[line_start:start]
    if indent.strip():
        return ", "
    newline = "\r\n" if text[line_start - 2 : line_start] == "\r\n" else "\n"
    return f",{newline}{indent}"


RULE = Rule(
    "insufficient-scope",
    Severity.WARNING,
    "A request needs a scope that the connector does not have",
    check_use=_check,
)

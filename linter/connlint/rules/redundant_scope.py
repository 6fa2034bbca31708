"""The rule `redundant-scope`: scopes that another scope in the file covers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connlint.catalog import Catalog, ConnectorType
from connlint.diagnostics.severity import Safety, Severity
from connlint.jsonc import StringNode
from connlint.project import Connector
from connlint.rules.rule import Finding, Place, Rule
from connlint.rules.scopes import entry_of, without
from connlint.text.escaping import listing, quote
from connlint.usage.coverage import covering

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.usage.connector_usage import ConnectorUsage
    from connlint.usage.judgement import ScopeVerdict

__all__ = ["RULE"]


def _check(connector: Connector, catalog: Catalog, use: ConnectorUsage | None) -> Iterator[Finding]:
    entry = entry_of(connector, catalog)
    if entry is None:
        return
    nodes = connector.scope_strings
    first: dict[str, StringNode] = {}
    for node in nodes:
        first.setdefault(node.value, node)
    for judged in _covered(list(first), entry, use):
        covers = [first[scope] for scope in judged.covered_by]
        for node in nodes:
            if node.value == judged.scope:
                yield _finding(connector, node, covers, judged, entry)


def _covered(
    scopes: Sequence[str], entry: ConnectorType, use: ConnectorUsage | None
) -> Iterator[ScopeVerdict]:
    """Yield the verdicts on the scopes that others make redundant."""
    # Most files have none if no code is known; this check is cheaper than the import below.
    if use is None and not covering(scopes, entry).keys() & set(map(entry.bare, scopes)):
        return
    from connlint.usage.judgement import Verdict
    from connlint.usage.sufficiency import judge, judgement_of

    judgement = judgement_of(use) if use is not None else None
    if judgement is None:
        judgement = judge(scopes, (), entry, proven=False)
    yield from (judged for judged in judgement.scopes if judged.verdict is Verdict.COVERED)


def _finding(
    connector: Connector,
    node: StringNode,
    covers: Sequence[StringNode],
    judged: ScopeVerdict,
    entry: ConnectorType,
) -> Finding:
    names = listing(quote(cover.value) for cover in covers[: 1 if judged.is_implied else None])
    if judged.is_implied:
        message = f"{quote(node.value)} is not needed: {names} already includes it"
        advice = "Remove this scope, or the wider one if this is all your app needs"
        related = "This scope includes it"
    else:
        # The code shows which of the scopes to keep.
        allow = "allows" if len(covers) == 1 else "allow"
        message = f"Your code does not need {quote(node.value)}: {names} {allow} the same requests"
        wider = entry.reach([judged.scope]).issuperset(entry.reach(judged.covered_by))
        advice = "Remove the wider scope" if wider else "Remove it"
        related = "This scope is enough"
    return Finding(
        connector.source,
        node.span,
        message,
        advice,
        (Place(connector.source, covers[0].span, related),),
        without(f"Remove {quote(node.value)}", Safety.UNSAFE, connector, node),
    )


RULE = Rule(
    "redundant-scope",
    Severity.WARNING,
    "Another scope in the same file already includes it",
    check_use=_check,
)

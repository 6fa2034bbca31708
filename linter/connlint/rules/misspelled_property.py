"""The rule `misspelled-property`: names like `scope` or `tpye`, which Base44 silently ignores."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Safety, Severity
from connlint.project import Connector
from connlint.rules.rule import Change, Finding, Rule
from connlint.rules.strings import literal
from connlint.text.escaping import quote

__all__ = ["RULE"]

_EFFECT = {
    "type": "Base44 rejects the file, because it has no type",
    "scopes": "Base44 ignores it, so this connector gets no scopes",
}


def _check(connector: Connector, _: Catalog) -> Iterator[Finding]:
    for member, meant in connector.misspellings:
        key = member.key
        written = connector.source.slice(key.span)
        # A name without quotes stays without quotes.
        text = literal(meant, written) if written[0] in "\"'" else meant
        yield Finding(
            connector.source,
            key.span,
            f"Unknown property {quote(key.name)}: {_EFFECT[meant]}",
            f'Did you mean "{meant}"?',
            changes=(Change(f'Rename it to "{meant}"', Safety.UNSAFE, key.span, text),),
        )


RULE = Rule(
    "misspelled-property",
    Severity.ERROR,
    'The name of "type" or "scopes" is misspelled',
    check_connector=_check,
)

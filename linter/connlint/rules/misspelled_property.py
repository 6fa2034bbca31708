"""misspelled-property: `scope`, `Scopes`, `tpye`: Base44 drops the property in silence."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.project import Connector
from connlint.rules.rule import Change, Finding, Rule
from connlint.rules.strings import literal
from connlint.severity import Safety, Severity
from connlint.wording import quote

__all__ = ["RULE"]

_EFFECT = {
    "type": "Base44 refuses a file without a type",
    "scopes": "Base44 drops it without a word and pushes no scopes",
}


def _check(connector: Connector, _: Catalog) -> Iterator[Finding]:
    for member, meant in connector.misspellings:
        key = member.key
        written = connector.source.slice(key.span)
        # A name without quotes stays one.
        text = literal(meant, written) if written[0] in "\"'" else meant
        yield Finding(
            connector.source,
            key.span,
            f"{quote(key.name)} is no property of a connector: {_EFFECT[meant]}",
            f'did you mean "{meant}"?',
            changes=(Change(f'Rename it to "{meant}"', Safety.UNSAFE, key.span, text),),
        )


RULE = Rule(
    "misspelled-property",
    Severity.ERROR,
    'The name of a property is a slip for "type" or "scopes"',
    check_connector=_check,
)

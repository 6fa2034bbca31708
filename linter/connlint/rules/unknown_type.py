"""unknown-type: a connector type that Base44 does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.project import Connector
from connlint.rules.rule import Change, Finding, Rule
from connlint.rules.strings import literal
from connlint.severity import Safety, Severity
from connlint.wording import quote

__all__ = ["RULE"]

_ALLOWED = re.compile(r"[A-Za-z0-9_-]+")


def _check(connector: Connector, catalog: Catalog) -> Iterator[Finding]:
    node = connector.type_string
    if node is None or node.value in catalog:
        return
    message = f"{quote(node.value)} is no connector type that Base44 is known to have"
    if not _ALLOWED.fullmatch(node.value):
        message = (
            f"{quote(node.value)} cannot be a connector type: "
            "Base44 takes letters, digits, _ and - only"
        )
    meant = catalog.meant_type(node.value)
    if meant is None:
        help_text = "`base44 connectors list-available` prints the types that your workspace has"
        yield Finding(connector.source, node.span, message, help_text)
        return
    text = literal(meant, connector.source.slice(node.span))
    yield Finding(
        connector.source,
        node.span,
        message,
        f'did you mean "{meant}" ({catalog.name(meant)})?',
        changes=(Change(f'Change it to "{meant}"', Safety.UNSAFE, node.span, text),),
    )


RULE = Rule(
    "unknown-type",
    Severity.ERROR,
    "The type is none that Base44 has",
    check_connector=_check,
)

"""The rule `encoded-file`: a connector file whose content is the base64 form of a connector."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Safety, Severity
from connlint.project import Connector
from connlint.rules.rule import Change, Finding, Rule
from connlint.text.source import Span

__all__ = ["RULE"]


def _check(connector: Connector, _: Catalog) -> Iterator[Finding]:
    if connector.decoded is None:
        return
    text = connector.source.text
    start = len(text) - len(text.lstrip())
    span = Span(start, len(text.rstrip()))
    yield Finding(
        connector.source,
        span,
        "This file is base64-encoded; Base44 needs plain JSON",
        "Replace its contents with the decoded JSON",
        changes=(Change("Decode the base64", Safety.UNSAFE, span, connector.decoded),),
    )


RULE = Rule(
    "encoded-file",
    Severity.ERROR,
    "A connector file is base64-encoded",
    check_connector=_check,
    reads_broken_text=True,
)

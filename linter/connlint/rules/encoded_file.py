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
        "the file holds a connector in base64, which Base44 does not decode",
        "put the decoded text in its place",
        changes=(Change("Decode the base64 text", Safety.UNSAFE, span, connector.decoded),),
    )


RULE = Rule(
    "encoded-file",
    Severity.ERROR,
    "The content of a connector file is base64 text",
    check_connector=_check,
    reads_broken_text=True,
)

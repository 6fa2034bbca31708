"""The rule `malformed-scope`: scopes that are not written as their service writes them."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Safety, Severity
from connlint.jsonc import StringNode
from connlint.project import Connector
from connlint.rules.rule import Change, Finding, Rule
from connlint.rules.scopes import entry_of, is_own_type, malformed, without
from connlint.rules.strings import literal
from connlint.text.escaping import quote

__all__ = ["RULE"]


def _check(connector: Connector, catalog: Catalog) -> Iterator[Finding]:
    if is_own_type(connector, catalog):
        return
    entry = entry_of(connector, catalog)
    for node in connector.scope_strings:
        fault = malformed(node.value, entry)
        if fault is None:
            continue
        changes: tuple[Change, ...] = ()
        if fault.replacement is not None:
            text = literal(fault.replacement, connector.source.slice(node.span))
            title = f"Change it to {quote(fault.replacement)}"
            changes = (Change(title, Safety.UNSAFE, node.span, text),)
        elif fault.is_nothing:
            changes = without("Remove this string", Safety.UNSAFE, connector, node)
        elif fault.parts:
            written = connector.source.slice(node.span)
            text = _separator(connector, node).join(literal(part, written) for part in fault.parts)
            title = "Split it into separate strings"
            changes = (Change(title, Safety.UNSAFE, node.span, text),)
        yield Finding(
            connector.source,
            node.span,
            fault.message,
            fault.help,
            changes=changes,
            severity=fault.severity,
        )


def _separator(connector: Connector, node: StringNode) -> str:
    """Return the separator of the strings into which one is split.

    If that is the first thing on its line, each of them gets a line with the same indentation.
    """
    text = connector.source.text
    before = text[max(text.rfind("\n", 0, node.span.start), 0) : node.span.start]
    if before.strip():
        return ", "
    is_crlf = text[: node.span.start].endswith("\r" + before)
    return f",\r{before}" if is_crlf else f",{before}"


RULE = Rule(
    "malformed-scope",
    Severity.ERROR,
    "A scope is not written the way its service writes it",
    check_connector=_check,
)

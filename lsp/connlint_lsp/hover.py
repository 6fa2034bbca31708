"""Hover texts for types, scopes, properties and connector calls."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lsprotocol import types

from connlint.catalog import Catalog
from connlint.jsonc import ObjectNode, StringNode
from connlint.project import Connector
from connlint.text.escaping import escape_unprintable, plural
from connlint.text.source import SourceFile, Span
from connlint_lsp.checked import Checked
from connlint_lsp.positions import from_position, to_range
from connlint_lsp.session import Session

__all__ = ["describe_scope", "describe_type", "hover", "plain_text"]

_MOST = 5
"""The most requests that a text lists."""

_TOKENS = {
    "platform": 'Functions get its access token with `getConnection("{type}")`.',
    "workspace": "It is set up once for the workspace, not with a connector file. "
    "Functions use `getWorkspaceConnection(id)`.",
    "metered": "Its requests are billed, so Base44 gives no token. "
    'Functions use `callApi("{type}", …)`.',
    "managed": "It has no token: Base44 sets the secret `STRIPE_SECRET_KEY`.",
}
_PROPERTIES = {
    "type": "Which service the connector connects. An app has one connector of each type.",
    "scopes": "The OAuth scopes: what the app may do with the connected account.",
    "$schema": "The address of a JSON Schema, for editors. Base44 ignores it.",
}
_LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")
_ACCESS = {"read": "Read access", "write": "Write access", "admin": "Admin access"}


def hover(session: Session, location: str, position: types.Position) -> types.Hover | None:
    """Return the hover text at a position, None without one."""
    checked = session.find(location)
    if checked is None:
        return None
    source = checked.sources[location]
    offset = from_position(source, position, session.client.encoding)
    description = _describe(checked, source, offset)
    if description is None:
        return None
    span, lines = description
    text = "\n\n".join(lines)
    kind = types.MarkupKind.Markdown
    if not session.client.markdown:
        text, kind = plain_text(text), types.MarkupKind.PlainText
    return types.Hover(
        types.MarkupContent(kind, text), to_range(source, span, session.client.encoding)
    )


def plain_text(markdown: str) -> str:
    """Return a text of this module for a client that does not read Markdown."""
    return _LINK.sub(r"\1: \2", markdown).replace("`", "").replace("**", "")


def _describe(checked: Checked, source: SourceFile, offset: int) -> tuple[Span, list[str]] | None:
    connector = checked.connector(source.location)
    if connector is not None:
        return _in_connector(connector, checked, offset)
    call = checked.call_at(source.location, offset)
    if call is None:
        return None
    span = call.argument or call.method_span
    lines = [line for name in call.values for line in describe_type(name, checked.catalog)]
    for name in call.values:
        for connector in checked.connectors_of(name):
            scopes = [f"`{escape_unprintable(node.value)}`" for node in connector.scope_strings]
            lines.append(f"Scopes in {connector.source.name}: {', '.join(scopes) or 'none'}")
    return (span, lines) if lines else None


def _in_connector(
    connector: Connector, checked: Checked, offset: int
) -> tuple[Span, list[str]] | None:
    node = connector.type_string
    if node is not None and node.span.start <= offset <= node.span.end:
        lines = list(describe_type(node.value, checked.catalog))
        return (node.span, lines) if lines else None
    for scope in connector.scope_strings:
        if scope.span.start <= offset <= scope.span.end and node is not None:
            lines = list(describe_scope(node.value, scope.value, checked.catalog))
            # For an unknown scope, the requests that need it are unknown as well.
            return (scope.span, [*lines, *_requests(connector, scope, checked)]) if lines else None
    root = connector.document.root
    for member in root.members if isinstance(root, ObjectNode) else ():
        span = member.key.span
        if span.start <= offset <= span.end and member.key.name in _PROPERTIES:
            return span, [f"**{member.key.name}**", _PROPERTIES[member.key.name]]
    return None


def describe_type(name: str, catalog: Catalog) -> Iterator[str]:
    """Yield paragraphs of Markdown about a type; none about an unknown one."""
    entry = catalog.entry(name)
    if entry is None:
        return
    description = str(catalog.facts(name).get("description", ""))
    yield f"**{entry.name}** (`{name}`){f': {description}' if description else ''}"
    yield _TOKENS[entry.token].format(type=name)
    if entry.docs:
        yield f"[Documentation of the service]({entry.docs})"


def describe_scope(type_name: str, scope: str, catalog: Catalog) -> Iterator[str]:
    """Yield paragraphs of Markdown about a scope of a type; none about an unknown one."""
    entry = catalog.checked_entry(type_name)
    if entry is None:
        return
    fact = entry.scope(scope)
    if fact is None and scope not in entry.companions:
        return
    facts = entry.facts.get(entry.bare(scope), {})
    description = str(facts.get("description", ""))
    yield f"`{escape_unprintable(scope)}`{f': {description}' if description else ''}"
    if scope in entry.companions:
        yield "Base44 adds it."
    if fact is None:
        return
    if fact.access in _ACCESS:
        yield _ACCESS[fact.access]
    if fact.sensitivity:
        yield f"{entry.provider} classifies it as {fact.sensitivity}"
    if fact.deprecated:
        instead = f"; use `{fact.replacement}` instead" if fact.replacement else ""
        yield f"{entry.provider} has retired it{instead}"
    if fact.implies:
        yield "Includes " + ", ".join(f"`{implied}`" for implied in fact.implies)


def _requests(connector: Connector, scope: StringNode, checked: Checked) -> Iterator[str]:
    """Yield how this app's code uses a scope: a sentence, and the requests."""
    from connlint.audit import Verdict, audit_connector

    node = connector.type_string
    if node is None or not checked.project.functions:
        return
    audited = audit_connector(node.value, checked.project, checked.catalog)
    for audited_scope in audited.scopes if audited is not None else ():
        # A scope that the platform adds needs no request, and `describe_scope` says so.
        if audited_scope.scope != scope.value or (audited_scope.added and not audited_scope.calls):
            continue
        requests = plural(len(audited_scope.calls), "request")
        others = ", ".join(f"`{escape_unprintable(other)}`" for other in audited_scope.covered_by)
        is_one = len(audited_scope.calls) == 1
        if audited_scope.verdict is Verdict.COVERED:
            enough = f"{others} {'are' if len(audited_scope.covered_by) > 1 else 'is'} enough"
            rest = f" for {requests}:" if audited_scope.calls else ""
            yield f"This app does not need it: {enough}{rest}"
        elif audited_scope.calls:
            yield f"In this app, {requests} {'needs' if is_one else 'need'} it:"
        elif audited_scope.verdict is Verdict.UNUSED:
            yield "In this app, no request needs it"
        else:
            yield "In this app, no known request needs it, but connlint could not check all"
        for call in audited_scope.calls[:_MOST]:
            methods = escape_unprintable(" or ".join(call.methods))
            yield f"- `{escape_unprintable(call.path)}:{call.line}` {methods}"
        if len(audited_scope.calls) > _MOST:
            yield f"- and {len(audited_scope.calls) - _MOST} more"

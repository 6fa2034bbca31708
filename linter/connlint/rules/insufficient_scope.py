"""The rule `insufficient-scope`: requests that no declared scope allows."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog, ConnectorType
from connlint.catalog.partial import KINDS
from connlint.diagnostics.severity import Safety, Severity
from connlint.jsonc import ArrayNode, StringNode
from connlint.project import Connector
from connlint.rules.rule import Change, Finding, Place, Rule
from connlint.rules.scopes import without
from connlint.text.escaping import escape_unprintable, listing, quote
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.usage.connector_usage import ConnectorUsage, RequiredScopes
    from connlint.usage.judgement import Refusal

__all__ = ["RULE"]

_MOST_SHOWN = 4
_ANSWERS = {"Google": "403", "HubSpot": "403", "Microsoft": "403", "Slack": "missing_scope"}
"""Answers of providers to a request without a scope for it, as far as it is documented."""
_KINDS = {"slack": "user", "slackbot": "bot"}
"""The kind of token of each connector type whose service has two kinds."""


class Service(NamedTuple):
    """A service by its name, and what it answers to a request without a scope for it, if known."""

    name: str
    answer: str


def _check(connector: Connector, catalog: Catalog, use: ConnectorUsage | None) -> Iterator[Finding]:
    if use is None or use.entry is None or not use.has_list:
        return
    for need in use.needs:
        if need.owners:
            yield _misplaced(need, use.entry, catalog)
    from connlint.usage.sufficiency import judgement_of

    judgement = judgement_of(use)
    service = _service(use.entry, catalog)
    for refusal in judgement.refusals if judgement is not None else ():
        yield _finding(connector, refusal, use, service)


def _misplaced(need: RequiredScopes, entry: ConnectorType, catalog: Catalog) -> Finding:
    """Return the finding for a request that carries the token of the wrong connector."""
    request = need.request
    name = catalog.name(entry.type)
    owners = listing((quote(owner) for owner in need.owners), "or")
    if need.login:
        hosts = {login.name: login.host for login in entry.logins}
        own = hosts.pop(need.login)
        others = listing(hosts.values(), "or")
        return Finding(
            request.source,
            request.span,
            f"This request needs a token of {owners}; {others} rejects {need.login} tokens",
            f"Send the request to {own}, or use the token of the connector {owners} for it",
        )
    method = need.misplaced[0]
    if entry.other_token is not None and entry.other_token[0] in need.owners:
        theirs = _KINDS[entry.other_token[0]]
        return Finding(
            request.source,
            request.span,
            f"{method.id} needs a {theirs} token, which {name} does not have",
            f"Use the connector {owners} for this request; it has a {theirs} token",
        )
    return Finding(
        request.source,
        request.span,
        f"This request needs a token of {owners}; the {name} token cannot call {method.id}",
        f"Use the token of the connector {owners} for this request",
    )


def _finding(
    connector: Connector, refusal: Refusal, use: ConnectorUsage, service: Service
) -> Finding:
    request, listed = refusal.need.request, connector.scopes
    help_text, changes = _advice(connector, refusal, use)
    is_short = _is_had(refusal.lacking, use)
    return Finding(
        request.source,
        request.span,
        _message(refusal, connector, service),
        help_text,
        (Place(connector.source, listed.span, "The scopes of the connector"),)
        if listed and is_short
        else (),
        changes,
        None if refusal.is_sure else Severity.INFO,
    )


def _service(entry: ConnectorType, catalog: Catalog) -> Service:
    """Return the service that answers the requests of a type."""
    # Slack has a type for each kind of token.
    name = entry.provider if entry.other_token is not None else catalog.name(entry.type)
    return Service(name, _ANSWERS.get(entry.provider, ""))


def _message(refusal: Refusal, connector: Connector, service: Service) -> str:
    because = refusal.because
    if because is not None and not refusal.is_sure:
        part = KINDS[because.kind]
        return f"{service.name} may reject this request: {quote(because.scope)} allows {part}"
    rejects = f"{service.name} will reject this request"
    if service.answer:
        rejects += f" ({service.answer})"
    if because is None:
        return f"{rejects}: {_file(connector)} has no scope for {refusal.method.id}"
    if because.value is None:
        what = f"{refusal.method.id} without the parameter {escape_unprintable(because.parameter)}"
    elif because.value:
        assignment = f"{because.parameter}={because.value}"
        what = f"{escape_unprintable(assignment)} in {refusal.method.id}"
    else:
        what = f"the parameter {escape_unprintable(because.parameter)} in {refusal.method.id}"
    return f"{rejects}: {quote(because.scope)} does not allow {what}"


def _file(connector: Connector) -> str:
    return escape_unprintable(connector.source.name)


def _advice(
    connector: Connector, refusal: Refusal, use: ConnectorUsage
) -> tuple[str, tuple[Change, ...]]:
    """Return what to do, as a sentence and as fixes."""
    file = _file(connector)
    if refusal.in_the_way:
        advice = f"Remove {quote(refusal.in_the_way)} from {file}"
        nodes = (node for node in connector.scope_strings if node.value == refusal.in_the_way)
        title = f"Remove {quote(refusal.in_the_way)}"
        changes = without(title, Safety.UNSAFE, connector, next(nodes))
        return (
            f"{advice}; while the token has it, no other scope helps",
            tuple(change._replace(source=connector.source) for change in changes),
        )
    names = listing(quote(scope) for scope in refusal.lacking)
    if not _is_had(refusal.lacking, use):
        # Adding the scope would only cause another finding: it is none of the connector's.
        instead = f"the token of a connector that can have {names} for this request"
        if refusal.is_sure:
            return f"Use {instead}", ()
        return f"Make sure that the app has access to the data, or use {instead}", ()
    also = _others(refusal, use)
    if not refusal.is_sure:
        return f"Make sure that the app has access to the data, or add {names}{also} to {file}", ()
    covered = _covered(connector, refusal.wanted, use)
    verb, place = "Add", "to"
    if covered is not None:
        verb, place = f"Replace {quote(covered.value)} with", "in"
    title = f"{verb} {names} {place} {file}"
    changes = _changes(connector, covered, refusal.lacking, title)
    return f"{verb} {names}{also} {place} {file}", changes


def _others(refusal: Refusal, use: ConnectorUsage) -> str:
    """Return the other alternatives that the connector can have, in parentheses."""
    others = [
        " with ".join(quote(scope) for scope in scopes)
        for scopes in refusal.others
        if _is_had(scopes, use)
    ]
    more = len(others) - _MOST_SHOWN
    shown = [*others[:_MOST_SHOWN], *([f"{more} more"] if more > 0 else [])]
    return f" (or {listing(shown, 'or')})" if shown else ""


def _is_had(scopes: tuple[str, ...], use: ConnectorUsage) -> bool:
    """Tell whether all scopes belong to the connector's type, so that its file may list them."""
    return use.entry is not None and all(map(use.entry.has, scopes))


def _covered(
    connector: Connector, wanted: tuple[str, ...], use: ConnectorUsage
) -> StringNode | None:
    """Return a scope of the connector that the wanted ones make redundant, or None."""
    from connlint.usage.recommendation import covers

    entry = use.entry
    if entry is None:
        return None
    allowed = covers(wanted, entry)
    own = set(wanted)
    nodes = (node for node in connector.scope_strings if node.value not in entry.companions)
    names = ((node, entry.bare(node.value)) for node in nodes)
    return next((node for node, name in names if name in allowed and name not in own), None)


def _changes(
    connector: Connector, covered: StringNode | None, wanted: tuple[str, ...], title: str
) -> tuple[Change, ...]:
    """Return the fix that replaces `covered` by scopes, or else appends them to the list."""
    listed = connector.scopes.value if connector.scopes else None
    if not isinstance(listed, ArrayNode):
        return ()
    source = connector.source
    if covered is not None:
        text = ", ".join(f'"{scope}"' for scope in wanted)
        return (Change(title, Safety.UNSAFE, covered.span, text, source=source),)
    from connlint.rules.addition import addition

    (span, text), *more = addition(source.text, listed, wanted)
    return (Change(title, Safety.UNSAFE, span, text, tuple(more), source),)


RULE = Rule(
    "insufficient-scope",
    Severity.WARNING,
    "A request needs a scope that the connector does not have",
    check_use=_check,
)

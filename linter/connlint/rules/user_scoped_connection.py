"""The rule `user-scoped-connection`: functions that ask for a token without the service role."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.code.connectors_module import IN_PAGES
from connlint.code.model import ConnectorCall, Receiver
from connlint.diagnostics.severity import Safety, Severity
from connlint.project import Project
from connlint.rules.rule import Change, Finding, Rule
from connlint.text.source import Span

__all__ = ["RULE"]


def _check(project: Project, _: Catalog) -> Iterator[Finding]:
    for call in project.code.calls:
        is_user = call.receiver is Receiver.USER and not call.in_front_end
        if is_user and call.method not in IN_PAGES:
            yield Finding(
                call.source,
                call.method_span,
                f"base44.connectors has no {call.method}, so this call fails",
                "Use base44.asServiceRole.connectors; base44.connectors has only "
                f"{' and '.join(sorted(IN_PAGES))}",
                changes=_change(call),
            )


def _change(call: ConnectorCall) -> tuple[Change, ...]:
    """Return the fix that uses the service role, which may do more than the user may."""
    if call.client is None:
        return ()
    end = Span(call.client.end, call.client.end)
    return (Change("Use the service role", Safety.UNSAFE, end, ".asServiceRole"),)


RULE = Rule(
    "user-scoped-connection",
    Severity.ERROR,
    "A function asks for a token without the service role",
    check_project=_check,
)

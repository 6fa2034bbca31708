"""The rule `deprecated-call`: SDK methods that another one has replaced."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.code.model import ConnectorCall
from connlint.diagnostics.severity import Safety, Severity
from connlint.project import Project
from connlint.rules.rule import Change, Finding, Rule
from connlint.text.source import Span

__all__ = ["RULE"]

_REPLACED = {
    "getAccessToken": "getConnection",
    "getCurrentAppUserAccessToken": "getCurrentAppUserConnection",
}
_FIELD = "accessToken"


def _check(project: Project, _: Catalog) -> Iterator[Finding]:
    # If code takes a missing property of the result, it is unclear what the call should return.
    mistaken = {(missing.source.path, missing.call) for missing in project.code.missing_properties}
    for call in project.code.calls:
        new = _REPLACED.get(call.method)
        if new is not None and not call.in_front_end:
            yield Finding(
                call.source,
                call.method_span,
                f"{call.method} is deprecated",
                f"Use {new} and its {_FIELD}",
                changes=() if (call.source.path, call.span) in mistaken else (_change(call, new),),
            )


def _change(call: ConnectorCall, new: str) -> Change:
    """Return the fix that calls `new` and takes the token from the object that it returns."""
    title, renamed = f"Use {new}", (call.method_span, new)
    text = call.source.text
    may_be_missing = "?." in text[call.span.start : call.span.end]
    if call.awaited is None:
        end = Span(call.span.end, call.span.end)
        return Change(
            title, Safety.SAFE, *renamed, ((end, f".then(({{ {_FIELD} }}) => {_FIELD})"),)
        )
    if call.variable is not None and not may_be_missing:
        name = text[call.variable.start : call.variable.end]
        taken = _FIELD if name == _FIELD else f"{_FIELD}: {name}"
        return Change(title, Safety.SAFE, call.variable, f"{{ {taken} }}", (renamed,))
    start = Span(call.awaited.start, call.awaited.start)
    end = Span(call.awaited.end, call.awaited.end)
    field = f")?.{_FIELD}" if may_be_missing else f").{_FIELD}"
    return Change(title, Safety.SAFE, start, "(", (renamed, (end, field)))


RULE = Rule(
    "deprecated-call",
    Severity.WARNING,
    "A function calls a method that Base44 has replaced",
    check_project=_check,
)

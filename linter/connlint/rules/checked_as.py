"""Scopes in a file with a misspelled type, checked under the type that was surely meant."""

from __future__ import annotations

from collections.abc import Iterable

from connlint.catalog import Catalog
from connlint.project import Connector
from connlint.rules import conditions as when
from connlint.rules.rule import Finding, Rule

__all__ = ["merged", "of_scopes"]

_NOT_ABOUT_SCOPES = when.ODD_FORM | when.SYNTAX_PROBLEMS | when.WORKSPACE_TYPE | when.UNKNOWN_TYPE
_UNDER_ANY_TYPE = frozenset({"malformed-scope", "duplicate-scope"})
"""The rules about scopes that also run where the type is not known."""

_RuleFinding = tuple[Rule, Finding]


def of_scopes(conditions: int) -> int:
    """Return the conditions of a connector under which only rules about its scopes run."""
    return conditions & ~_NOT_ABOUT_SCOPES


def merged(
    written: Iterable[_RuleFinding],
    meant: Iterable[_RuleFinding],
    view: Connector,
    catalog: Catalog,
) -> list[_RuleFinding]:
    """Return the findings of a file as written, with those about scopes under the meant type.

    Of the fixes of scopes, only those are kept that hold under both types.
    """
    others: list[_RuleFinding] = []
    twins: dict[tuple[str, int], Finding] = {}
    for rule, finding in written:
        if rule.name in _UNDER_ANY_TYPE:
            twins[rule.name, finding.span.start] = finding
        else:
            others.append((rule, finding))
    node = view.type_string
    name = node.value if node is not None else ""
    service = catalog.name(name)
    return others + [
        (rule, _checked(finding, twins.get((rule.name, finding.span.start)), name, service))
        for rule, finding in meant
    ]


def _checked(finding: Finding, twin: Finding | None, name: str, service: str) -> Finding:
    """Return a finding that says under which type it was made, with the fixes that are sure.

    `twin` is the finding of the same rule under the type as written, None without one.
    """
    sure = twin.changes if twin is not None else ()
    is_told = service in finding.message or (twin is not None and twin.message == finding.message)
    return finding._replace(
        # The message stays the same when the type is right, so that the fix of the type is known
        # to cause no finding.
        help=finding.help if is_told else f"{finding.help} (checked as {name})",
        changes=tuple(change for change in finding.changes if change in sure),
    )

"""The rule `unknown-type`: connector types that Base44 does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.code.connectors_module import TOKEN_BY_TYPE
from connlint.code.model import ConnectorCall
from connlint.diagnostics.severity import Safety, Severity
from connlint.project import Connector, Project
from connlint.rules.calls import calls_by_type, configured_types
from connlint.rules.rule import Change, Finding, Rule
from connlint.rules.wrong_identifier import looks_like_id
from connlint.text.escaping import listing, quote
from connlint.text.source import SourceFile, Span

__all__ = ["RULE"]

_ALLOWED = re.compile(r"[A-Za-z0-9_-]+")
_MOST_LISTED = 4
_LIST = "Run `base44 connectors list-available` to see the types that your workspace has"


def _check(connector: Connector, catalog: Catalog) -> Iterator[Finding]:
    node = connector.type_string
    if node is None or node.value in catalog:
        return
    meant = catalog.meant_type(node.value)
    if meant is None:
        if _is_written_by_base44(connector) and _ALLOWED.fullmatch(node.value):
            yield _accepted(connector.source, node.span, node.value)
            return
        help_text = _LIST
        yield Finding(connector.source, node.span, _message(node.value), help_text)
        return
    yield Finding(
        connector.source,
        node.span,
        _message(node.value),
        _question(meant, catalog),
        changes=(_change(connector.source, node.span, meant),),
    )


def _accepted(source: SourceFile, span: Span, value: str) -> Finding:
    """Return the finding for a type that Base44 has, as far as its own file proves that."""
    return Finding(
        source,
        span,
        f"Base44 has accepted the type {quote(value)}, but connlint does not know it yet",
        f"Update connlint, or add {quote(value)} to extra-types in connlint.toml",
        severity=Severity.WARNING,
    )


def _is_written_by_base44(connector: Connector) -> bool:
    """Tell whether a file has exactly the form in which Base44 writes files after authorization.

    If so, Base44 has accepted its type, which may be newer than the catalog.
    """
    node = connector.type_string
    if node is None or not connector.is_plain:
        return False
    # Imported here, because most uses of this module do not need it.
    import json

    fact = {"type": node.value, "scopes": [scope.value for scope in connector.scope_strings]}
    return connector.source.text == json.dumps(fact, indent=2, ensure_ascii=False)


def _check_code(project: Project, catalog: Catalog) -> Iterator[Finding]:
    """Report the types in code that are unknown and that no connector file has."""
    if project.hides_connectors:
        return
    calls = [pair for pair in calls_by_type(project) if pair[1] not in catalog]
    if not calls:
        return
    configured = configured_types(project, catalog)
    seen: set[tuple[str, Span, str]] = set()
    for call, value in calls:
        key = call.source.path, call.place, value
        if value in configured or key in seen or looks_like_id(value):
            continue
        seen.add(key)
        if not _has_its_own_rule(call, value, catalog):
            yield _in_code(call, value, configured, catalog, has_files=_has_files(project))


def _has_its_own_rule(call: ConnectorCall, value: str, catalog: Catalog) -> bool:
    """Tell whether another rule reports that the call cannot reach the type, whatever its case."""
    entry = catalog.entry(value.lower())
    if entry is None:
        return False
    return entry.token in {"managed", "workspace"} or (
        entry.token == "metered" and call.method in TOKEN_BY_TYPE  # noqa: S105 - no secret
    )


def _has_files(project: Project) -> bool:
    return bool(project.connectors or project.outside)


def _in_code(
    call: ConnectorCall,
    value: str,
    configured: frozenset[str],
    catalog: Catalog,
    *,
    has_files: bool,
) -> Finding:
    meant = catalog.meant_type(value)
    changes: tuple[Change, ...] = ()
    if meant is not None:
        help_text = _question(meant, catalog)
        if has_files and meant not in configured:
            help_text += f" It also needs a file: connectors/{meant}.jsonc"
        if call.literal is not None:
            changes = (_change(call.source, call.literal, meant),)
    elif has_files:
        types = [quote(name) for name in sorted(configured) if name in catalog]
        help_text = "Use the type of a connector of this app"
        if 0 < len(types) <= _MOST_LISTED:
            help_text += f": {listing(types, 'or')}"
    else:
        help_text = _LIST
    # Base44 may have added the type since, but it is certain that no file defines it.
    is_certain = has_files or meant is not None
    return Finding(
        call.source,
        call.place,
        _message(value),
        help_text,
        changes=changes,
        severity=None if is_certain else Severity.WARNING,
    )


def _message(value: str) -> str:
    if not _ALLOWED.fullmatch(value):
        return f"{quote(value)} cannot be a type: Base44 only accepts letters, digits, _ and -"
    return f"{quote(value)} is not a Base44 connector type"


def _question(meant: str, catalog: Catalog) -> str:
    return f'Did you mean "{meant}" ({catalog.name(meant)})?'


def _change(source: SourceFile, span: Span, meant: str) -> Change:
    # Imported here, because only findings need it.
    from connlint.rules.strings import literal

    text = literal(meant, source.text[span.start : span.end])
    return Change(f'Change it to "{meant}"', Safety.UNSAFE, span, text)


RULE = Rule(
    "unknown-type",
    Severity.ERROR,
    "Base44 has no connector of this type",
    check_connector=_check,
    check_project=_check_code,
)

"""The rule `unknown-property`: properties that Base44 silently ignores."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Safety, Severity
from connlint.jsonc import ObjectNode
from connlint.project import Connector, meant_property
from connlint.rules.rule import Finding, Rule
from connlint.text.escaping import quote

__all__ = ["RULE"]

_HELP = 'Remove it, or make it a comment: a connector only has "type" and "scopes"'


def _check(connector: Connector, _: Catalog) -> Iterator[Finding]:
    root = connector.document.root
    for member in connector.unknown:
        if not isinstance(root, ObjectNode):
            return
        from connlint.rules.removal import remove

        message = f"Base44 silently ignores {quote(member.key.name)}"
        meant = meant_property(member.key.name)
        help_text = f'Move its value into "{meant}", or remove it' if meant else _HELP
        changes = remove(
            f"Remove {quote(member.key.name)}",
            # Such a property may hold a value that the app needs.
            Safety.UNSAFE if meant else Safety.SAFE,
            connector.source.text,
            connector.document,
            root,
            member.span,
        )
        yield Finding(connector.source, member.key.span, message, help_text, changes=changes)


RULE = Rule(
    "unknown-property",
    Severity.WARNING,
    "Base44 silently ignores a property",
    check_connector=_check,
)

"""wrong-identifier: an id where a connector type belongs, or a type where an id belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.code.connectors_module import BY_ID, BY_TYPE
from connlint.code.model import ConnectorCall
from connlint.project import Project
from connlint.rules.rule import Finding, Rule
from connlint.severity import Severity
from connlint.wording import quote

__all__ = ["RULE", "looks_like_id"]

# An ObjectId of MongoDB, as Base44 gives them out, or a UUID.
_ID = re.compile(r"[0-9a-fA-F]{24}|[0-9a-fA-F]{8}(?:-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")


def looks_like_id(text: str) -> bool:
    """Whether a text has the form of an id, which no connector type has."""
    return _ID.fullmatch(text) is not None


def _check(project: Project, catalog: Catalog) -> Iterator[Finding]:
    for call in project.code.calls:
        for value in call.values:
            if call.method in BY_TYPE and not call.in_front_end and looks_like_id(value):
                yield Finding(
                    call.source,
                    call.place,
                    f"{call.method} takes a connector type, and {quote(value)} looks like an id",
                    'write the type, such as "gmail"; an id belongs in getWorkspaceConnection '
                    "or getCurrentAppUserConnection",
                )
            elif call.method in BY_ID and value in catalog:
                yield _type_for_id(call, value, catalog)


def _type_for_id(call: ConnectorCall, value: str, catalog: Catalog) -> Finding:
    entry = catalog.entry(value)
    help_text = "write the connector's id, which the workspace's settings show"
    is_of_app = entry is not None and entry.token == "platform"  # noqa: S105 - how it is had
    if is_of_app and not call.in_front_end:
        help_text += f", or use getConnection({quote(value)}) for the connector of the app"
    return Finding(
        call.source,
        call.place,
        f"{call.method} takes a connector's id, and {quote(value)} is a type",
        help_text,
    )


RULE = Rule(
    "wrong-identifier",
    Severity.ERROR,
    "An id where a connector type belongs, or a type where an id belongs",
    check_project=_check,
)

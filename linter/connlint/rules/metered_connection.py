"""The rule `metered-connection`: calls for the token of a metered connector, which are refused."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Severity
from connlint.project import Project
from connlint.rules.calls import calls_for_token
from connlint.rules.rule import Finding, Rule
from connlint.text.escaping import quote

__all__ = ["RULE"]


def _check(project: Project, catalog: Catalog) -> Iterator[Finding]:
    for call, name in calls_for_token(project, catalog, "metered"):
        yield Finding(
            call.source,
            call.place,
            f"Base44 gives no token for {catalog.name(name)}, because its requests are billed",
            f"Use callApi({quote(name)}, {{ method, path, query, body }}) instead",
        )


RULE = Rule(
    "metered-connection",
    Severity.ERROR,
    "A function asks for a token that Base44 does not give",
    check_project=_check,
)

"""The rule `exposed-token`: access tokens that are logged, returned or stored."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Severity
from connlint.project import Project
from connlint.rules.rule import Finding, Rule

__all__ = ["RULE"]

_HELP = {
    "the response": "send what the page needs, not the token: whoever has it acts for the account",
    "an entity of the app": "store what you need from the service; the platform gives the token "
    "anew each time",
}
_LOG_HELP = "log whether there is a token, not the token: logs are kept and read by others"


def _check(project: Project, catalog: Catalog) -> Iterator[Finding]:
    for leak in project.code.token_leaks:
        whose = f" of {catalog.name(leak.type)}" if leak.type in catalog else ""
        yield Finding(
            leak.source,
            leak.span,
            f"the access token{whose} goes to {leak.sink}",
            _HELP.get(leak.sink, _LOG_HELP),
        )


RULE = Rule(
    "exposed-token",
    Severity.ERROR,
    "An access token is logged, returned or stored",
    check_project=_check,
)

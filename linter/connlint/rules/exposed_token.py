"""exposed-token: an access token is logged, returned or stored."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.project import Project
from connlint.rules.rule import Finding, Rule
from connlint.severity import Severity

__all__ = ["RULE"]

_HELP = {
    "the response": "send what the page needs, not the token: whoever has it acts for the account",
    "an entity of the app": "store what you need from the service; the platform gives the token "
    "anew each time",
}
_LOG_HELP = "log whether there is a token, not the token: logs are kept and read by others"


def _check(project: Project, catalog: Catalog) -> Iterator[Finding]:
    for place in project.code.exposures:
        whose = f" of {catalog.name(place.type)}" if place.type in catalog else ""
        yield Finding(
            place.source,
            place.span,
            f"the access token{whose} goes to {place.sink}",
            _HELP.get(place.sink, _LOG_HELP),
        )


RULE = Rule(
    "exposed-token",
    Severity.ERROR,
    "An access token is logged, returned or stored",
    check_project=_check,
)

"""The rule `exposed-token`: access tokens that are logged, returned or stored."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Severity
from connlint.project import Project
from connlint.rules.rule import Finding, Rule

__all__ = ["RULE"]

_RESPONSE, _ENTITY, _LOG = "the response", "an entity of the app", "the log"
_HAPPENS = {
    _RESPONSE: "is sent in the response",
    _ENTITY: "is saved in an entity",
    _LOG: "is logged",
}
_HELP = {
    _RESPONSE: "Send only the data that is needed; anyone with the token can use the account",
    _ENTITY: "Do not save the token; get it from Base44 each time you need it",
    _LOG: "Log Boolean(token) instead; other people can read the logs",
}


def _check(project: Project, catalog: Catalog) -> Iterator[Finding]:
    for leak in project.code.token_leaks:
        whose = f"The {catalog.name(leak.type)}" if leak.type in catalog else "The"
        # A log has its function behind it, as in "the log (console.log)".
        sink = _LOG if leak.sink.startswith(_LOG) else leak.sink
        yield Finding(
            leak.source,
            leak.span,
            f"{whose} access token {_HAPPENS[sink]}{leak.sink.removeprefix(sink)}",
            _HELP[sink],
        )


RULE = Rule(
    "exposed-token",
    Severity.ERROR,
    "An access token is logged, returned or stored",
    check_project=_check,
)

"""client-side-connection: the app's pages ask for a token, which only functions get."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.code.connectors_module import IN_PAGES
from connlint.code.model import Receiver
from connlint.project import Project
from connlint.rules.rule import Finding, Rule
from connlint.severity import Severity

__all__ = ["RULE"]


def _check(project: Project, _: Catalog) -> Iterator[Finding]:
    for call in project.code.calls:
        # Pages may have another library's `connectors`.
        is_ours = call.receiver is not Receiver.UNKNOWN
        if call.in_front_end and is_ours and call.method not in IN_PAGES:
            yield Finding(
                call.source,
                call.method_span,
                f"{call.method} works only in a backend function, and this file runs in a browser",
                "move the call into a function of functions/, and call that from here "
                "with base44.functions.invoke",
            )


RULE = Rule(
    "client-side-connection",
    Severity.ERROR,
    "The app's pages ask for a token, which only backend functions get",
    check_project=_check,
)

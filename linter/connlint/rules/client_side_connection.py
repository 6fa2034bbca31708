"""The rule `client-side-connection`: pages that ask for a token, which only functions get."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.code.connectors_module import IN_PAGES
from connlint.code.model import Receiver
from connlint.diagnostics.severity import Severity
from connlint.project import Project
from connlint.rules.rule import Finding, Rule

__all__ = ["RULE"]


def _check(project: Project, _: Catalog) -> Iterator[Finding]:
    full_stack = {file.source.path for file in project.files if file.is_full_stack}
    for call in project.code.calls:
        # In pages, an unknown `connectors` object may belong to another library.
        is_ours = call.receiver is not Receiver.UNKNOWN
        if call.in_front_end and is_ours and call.method not in IN_PAGES:
            message = f"{call.method} only works in a function; this file runs in the browser"
            help_text = (
                "Move the call into a backend function, and call that from here "
                "with base44.functions.invoke"
            )
            if call.source.path in full_stack:
                message = (
                    f"{call.method} only works on the server; this code also runs in the browser"
                )
                help_text = "Move the call into the handler of a createServerFn, and call that here"
            yield Finding(call.source, call.method_span, message, help_text)


RULE = Rule(
    "client-side-connection",
    Severity.ERROR,
    "A page asks for a token, which only functions get",
    check_project=_check,
)

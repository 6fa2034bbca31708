"""The rule `stripe-connection`: code that asks for a Stripe token, which Base44 does not give."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.code.connectors_module import STRIPE_KEY
from connlint.diagnostics.severity import Severity
from connlint.project import Project
from connlint.rules.calls import calls_for_token
from connlint.rules.rule import Finding, Rule
from connlint.text.escaping import quote

__all__ = ["RULE"]

_RUNTIME = "base44:runtime"


def _check(project: Project, catalog: Catalog) -> Iterator[Finding]:
    for call, name in calls_for_token(project, catalog, "managed"):
        read = "secrets.get" if _RUNTIME in call.source.text else "Deno.env.get"
        yield Finding(
            call.source,
            call.place,
            f"{call.method}({quote(name)}) fails: Base44 gives no token for {catalog.name(name)}",
            f'Use the key in {read}("{STRIPE_KEY}"), which Base44 sets',
        )


RULE = Rule(
    "stripe-connection",
    Severity.ERROR,
    "A function asks for a Stripe token, which Base44 does not give",
    check_project=_check,
)

"""The rule `stripe-secret`: a key for Stripe from a secret that the connector does not set."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.code.connectors_module import STRIPE_KEY
from connlint.diagnostics.severity import Severity
from connlint.project import Project
from connlint.rules.rule import Finding, Rule
from connlint.text.escaping import quote

__all__ = ["RULE"]


def _check(project: Project, _: Catalog) -> Iterator[Finding]:
    types = {item.type_string.value for item in project.connectors if item.type_string}
    if "stripe" not in types:
        return
    from connlint.code.clients.stripe_keys import stripe_keys

    back_end = [file.source for file in project.files if not file.in_front_end]
    for source, secret in [(file, key) for file in back_end for key in file.once(stripe_keys)]:
        yield Finding(
            source,
            secret.span,
            f"The Stripe connector does not set {quote(secret.name)}; its key is in {STRIPE_KEY}",
            f"Read {STRIPE_KEY} instead; only that key belongs to the connector's account",
        )


RULE = Rule(
    "stripe-secret",
    Severity.WARNING,
    "A function reads a Stripe key that the Stripe connector does not set",
    check_project=_check,
)

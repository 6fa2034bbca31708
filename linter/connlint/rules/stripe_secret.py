"""stripe-secret: a function that calls Stripe takes its key from a secret that nobody sets."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.code.connectors_module import STRIPE_KEY
from connlint.project import Project
from connlint.rules.rule import Finding, Rule
from connlint.severity import Severity
from connlint.wording import quote

__all__ = ["RULE"]


def _check(project: Project, _: Catalog) -> Iterator[Finding]:
    types = {each.type_string.value for each in project.connectors if each.type_string}
    if "stripe" not in types:
        return
    from connlint.code.stripe_keys import stripe_keys

    back_end = [file.source for file in project.files if not file.in_front_end]
    for source, secret in [(each, key) for each in back_end for key in each.once(stripe_keys)]:
        yield Finding(
            source,
            secret.span,
            f"the stripe connector does not set {quote(secret.name)}: its key is in {STRIPE_KEY}",
            f"read {STRIPE_KEY}; only that one belongs to the connector's account",
        )


RULE = Rule(
    "stripe-secret",
    Severity.WARNING,
    "Code that calls Stripe reads another secret than the connector sets",
    check_project=_check,
)

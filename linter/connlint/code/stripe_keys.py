"""The environment variables from which code takes the key for Stripe."""

from __future__ import annotations

import re
from collections.abc import Sequence

from connlint.code.connectors_module import STRIPE, STRIPE_KEY
from connlint.source import SourceFile, Span
from connlint.tuples import NamedTuple

__all__ = ["SecretRead", "stripe_keys"]

_READ = re.compile(r"\benv(?:\.get\(\s*|\.|\[\s*)(?P<name>[\"'`]?\w*STRIPE\w*[\"'`]?)")
_KEY = re.compile(r"KEY|SECRET|TOKEN|_SK\b")
_OTHER_KEY = re.compile(r"WEBHOOK|PUBLI|_PK\b|SIGNING|ENDPOINT|CLIENT")
_CALLS_STRIPE = re.compile(
    r"api\.stripe\.com|[\"'](?:npm:|https://esm\.sh/)?stripe(?:@[^\"']*)?[\"']"
)


class SecretRead(NamedTuple):
    """An environment variable that is read; `name` is its name, `span` the text with quotes."""

    span: Span
    name: str


def stripe_keys(source: SourceFile) -> Sequence[SecretRead]:
    """The environment variables that stand for Stripe's key, where that is not the usual one."""
    text = source.text
    # Few apps have to do with Stripe.
    if STRIPE not in text or not _CALLS_STRIPE.search(text):
        return []
    found = []
    for match in _READ.finditer(text):
        name = match["name"].strip("\"'`")
        if name == STRIPE_KEY:
            return []
        line_start = text.rfind("\n", 0, match.start()) + 1
        is_comment = text[line_start : match.start()].lstrip().startswith(("//", "*", "/*"))
        if _KEY.search(name) and not _OTHER_KEY.search(name) and not is_comment:
            found.append(SecretRead(Span(*match.span("name")), name))
    return found

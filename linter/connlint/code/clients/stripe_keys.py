"""Secrets from which code reads the Stripe key, mostly environment variables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from connlint.code.connectors_module import STRIPE, STRIPE_KEY
from connlint.text.source import SourceFile, Span
from connlint.tuples import NamedTuple

__all__ = ["SecretRead", "stripe_keys", "usual_read"]

_NAME = r"(?P<name>[\"'`]?\w*STRIPE\w*[\"'`]?)"
_READ = re.compile(rf"\benv(?:\.get\(\s*|\.|\[\s*){_NAME}")
_READ_OF_OBJECT = re.compile(rf"(?<![\w$.])(?P<object>[\w$]+)\s*\.\s*get\(\s*{_NAME}")
_RUNTIME = "base44:runtime"
# With the limit, an `import {` of a broken file is not searched through to the file's end.
_IMPORT = re.compile(rf"import\s*\{{([^}}]{{0,200}})\}}\s*from\s*[\"']{_RUNTIME}[\"']")
_SECRETS = re.compile(r"\bsecrets\b(?:\s+as\s+([\w$]+))?")
_KEY = re.compile(r"KEY|SECRET|TOKEN|_SK\b")
_OTHER_KEY = re.compile(r"WEBHOOK|PUBLI|_PK\b|SIGNING|ENDPOINT|CLIENT")
_CALLS_STRIPE = re.compile(
    r"api\.stripe\.com|[\"'](?:npm:|https://esm\.sh/)?stripe(?:@[^\"']*)?[\"']"
)


class SecretRead(NamedTuple):
    """A read of a secret: `name` is that of the secret, and `span` includes its quotes."""

    span: Span
    name: str


def stripe_keys(source: SourceFile) -> Sequence[SecretRead]:
    """Return the reads of secrets with the Stripe key; none if code reads the usual secret."""
    text = source.text
    # Most apps do not use Stripe.
    if STRIPE not in text or not _CALLS_STRIPE.search(text):
        return []
    reads = []
    for match, name in _reads(text):
        if name == STRIPE_KEY:
            return []
        is_key = _KEY.search(name) and not _OTHER_KEY.search(name)
        if is_key and not _is_in_comment(text, match):
            reads.append(SecretRead(Span(*match.span("name")), name))
    return sorted(reads)


def usual_read(source: SourceFile) -> Span | None:
    """Return the first place that reads the secret which the Stripe connector sets, if any does."""
    text = source.text
    if STRIPE_KEY not in text:
        return None
    reads = (match for match, name in _reads(text) if name == STRIPE_KEY)
    spans = (Span(*match.span("name")) for match in reads if not _is_in_comment(text, match))
    return min(spans, default=None)


def _reads(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield the reads of secrets whose names mention Stripe, with the names."""
    for match in chain(_READ.finditer(text), _of_runtime(text)):
        yield match, match["name"].strip("\"'`")


def _is_in_comment(text: str, match: re.Match[str]) -> bool:
    line_start = text.rfind("\n", 0, match.start()) + 1
    return text[line_start : match.start()].lstrip().startswith(("//", "*", "/*"))


def _of_runtime(text: str) -> Iterator[re.Match[str]]:
    """Yield the reads of the app's secrets through Base44's runtime module."""
    if _RUNTIME not in text:
        return
    parts = [name for clause in _IMPORT.finditer(text) for name in _SECRETS.finditer(clause[1])]
    names = {name[1] or name[0] for name in parts}
    for match in _READ_OF_OBJECT.finditer(text) if names else ():
        if match["object"] in names:
            yield match

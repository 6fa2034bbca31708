"""The secrets from which code takes the key for Stripe: environment variables, mostly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from connlint.code.connectors_module import STRIPE, STRIPE_KEY
from connlint.source import SourceFile, Span
from connlint.tuples import NamedTuple

__all__ = ["SecretRead", "stripe_keys"]

_NAME = r"(?P<name>[\"'`]?\w*STRIPE\w*[\"'`]?)"
_READ = re.compile(rf"\benv(?:\.get\(\s*|\.|\[\s*){_NAME}")
_READ_OF_OBJECT = re.compile(rf"(?<![\w$.])(?P<object>[\w$]+)\s*\.\s*get\(\s*{_NAME}")
_RUNTIME = "base44:runtime"
# Long lists are not worth that each `import {` of a broken text is followed to its end.
_IMPORT = re.compile(rf"import\s*\{{([^}}]{{0,200}})\}}\s*from\s*[\"']{_RUNTIME}[\"']")
_SECRETS = re.compile(r"\bsecrets\b(?:\s+as\s+([\w$]+))?")
_KEY = re.compile(r"KEY|SECRET|TOKEN|_SK\b")
_OTHER_KEY = re.compile(r"WEBHOOK|PUBLI|_PK\b|SIGNING|ENDPOINT|CLIENT")
_CALLS_STRIPE = re.compile(
    r"api\.stripe\.com|[\"'](?:npm:|https://esm\.sh/)?stripe(?:@[^\"']*)?[\"']"
)


class SecretRead(NamedTuple):
    """A secret that is read; `name` is its name, `span` the text with quotes."""

    span: Span
    name: str


def stripe_keys(source: SourceFile) -> Sequence[SecretRead]:
    """The secrets that stand for Stripe's key, where that is not the usual one."""
    text = source.text
    # Few apps have to do with Stripe.
    if STRIPE not in text or not _CALLS_STRIPE.search(text):
        return []
    found = []
    for match in chain(_READ.finditer(text), _of_runtime(text)):
        name = match["name"].strip("\"'`")
        if name == STRIPE_KEY:
            return []
        line_start = text.rfind("\n", 0, match.start()) + 1
        is_comment = text[line_start : match.start()].lstrip().startswith(("//", "*", "/*"))
        if _KEY.search(name) and not _OTHER_KEY.search(name) and not is_comment:
            found.append(SecretRead(Span(*match.span("name")), name))
    return sorted(found)


def _of_runtime(text: str) -> Iterator[re.Match[str]]:
    """Where the app's secrets are read by way of Base44's runtime."""
    if _RUNTIME not in text:
        return
    parts = [name for each in _IMPORT.finditer(text) for name in _SECRETS.finditer(each[1])]
    names = {name[1] or name[0] for name in parts}
    for match in _READ_OF_OBJECT.finditer(text) if names else ():
        if match["object"] in names:
            yield match

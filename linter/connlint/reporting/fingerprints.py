"""Fingerprints of findings, by which other programs recognize one although its line moves."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence

from connlint.diagnostics.diagnostic import Diagnostic
from connlint.reporting.baseline import subject
from connlint.text.source import SourceFile

__all__ = ["fingerprints"]


def fingerprints(found: Sequence[Diagnostic], sources: Mapping[str, SourceFile]) -> list[str]:
    """Return a fingerprint for each finding, in their order; no two are equal.

    It is made of path, rule and subject, as an entry of a baseline is, and of the number
    that the finding has among those that agree in all three, in the order of the text. So
    pass findings that comments or a baseline hide as well: whether a finding is shown must
    not change the number of the next one.
    """
    result = [""] * len(found)
    numbers: Counter[tuple[str, str, str]] = Counter()
    for index in sorted(range(len(found)), key=lambda index: _place(found[index])):
        diagnostic = found[index]
        key = (diagnostic.path, diagnostic.rule, subject(diagnostic, sources))
        numbers[key] += 1
        # JSON separates the parts, and escapes characters that cannot be encoded.
        text = json.dumps([*key, numbers[key]])
        result[index] = hashlib.sha256(text.encode("ascii")).hexdigest()
    return result


def _place(found: Diagnostic) -> tuple[str, int, int, str, str]:
    start, end = found.range.start.offset, found.range.end.offset
    return found.path, start, end, found.rule, found.message

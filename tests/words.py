"""Words that connlint does not use, and the ones that it uses instead."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["IN_FINDINGS", "IN_PROSE", "old_words", "prose"]

IN_PROSE = {
    r"\b(?:lies?|lay) in\b": "is in",
    r"\b(?:stands?|stood)\b(?! for)": "is, or is written",
    r"\bmend(?:s|ed|ing)?\b": "fix",
    r"\bblanks?\b": "space, or empty",
    r"\bletter case\b": "capitalization",
    r"\bwithout a word\b": "silently",
    r"\bin silence\b": "silently",
    r"(?<!there )\b(?:is|are|was|were) no\b(?! longer)": "is not a",
    r"\bwould do as well\b": "or",
    r"\btaken out of use\b": "retired",
    r"\bof the code\b": "in your functions",
    r"\bplease\b": "(leave it out)",
    r"\banew\b": "again",
    r"\bmisspelt\b": "misspelled",
    r"\bcatalogues?\b(?![./])": "catalog",
    r"\bcolours?\b": "color",
    r"\blicences?\b": "license",
}
"""For patterns of words, in any prose, what is written instead."""

IN_FINDINGS = {
    **IN_PROSE,
    r"\b(?:a|the|each|every|no) text\b|\btexts\b": "string, or content",
    r"\bprojects?\b": "app",
}
"""The same for what rules say, and for their pages."""

_NOT_PROSE = re.compile(
    r"^(?P<fence>`{3,}).*?^(?P=fence)$|`[^`\n]*`|<!--.*?-->|\]\([^)]*\)",
    re.MULTILINE | re.DOTALL,
)


def old_words(text: str, words: Mapping[str, str]) -> list[str]:
    """Return what to replace in a text: each word with what is written instead."""
    line = " ".join(text.split())
    return [
        f'"{found[0]}" in "…{line[max(0, found.start() - 30) : found.end() + 30]}…": write {better}'
        for pattern, better in words.items()
        for found in re.finditer(pattern, line, re.IGNORECASE)
    ]


def prose(page: str) -> str:
    """Return the prose of a Markdown page: no code, no comments, no addresses."""
    return _NOT_PROSE.sub(" ", page)

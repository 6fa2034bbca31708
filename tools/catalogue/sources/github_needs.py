"""Sentences of GitHub's API description about the scopes of classic tokens, and what they mean.

GitHub writes them by hand, in a few dozen forms. A form that is not known here makes a method
doubtful: its scopes are listed, and nothing is claimed.
"""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Needs", "named_scopes", "needs_of"]

_SENTENCE_END = re.compile(r"(?<=\.)\s+|\n\n")
# One description has the misspelling "`repo`s cope".
_ABOUT_SCOPES = re.compile(r"\b(?:scope|s cope)s?\b")
_SCOPE = re.compile(r"`([a-z_]+(?::[a-z_]+)*)`")
_QUOTED = r"`[\w:]+`"
_LIST = rf"(?:{_QUOTED}(?:, | or |, or ))*{_QUOTED}"
_TOKENS = (
    r"OAuth (?:app )?tokens and personal access tokens \(classic\) need(?: either)?(?: the)? ?"
)
_ENDPOINT = r"(?: to use this endpoint)?\.?"
_ALTERNATIVES = re.compile(
    rf"{_TOKENS}{_LIST} ?s?(?: scopes?| cope)"
    r"(?: or the \"Actions policies\" fine-grained permission)?"
    rf"(?:{_ENDPOINT}| to use this endpoint with private or public repositories, or the {_QUOTED}"
    r" scope to use this endpoint with only public repositories\.?)"
)
_CREATING = re.compile(
    rf"{_TOKENS}{_LIST} scope to create a public repository, and {_QUOTED} scope to create a"
    r" private repository\."
)
_TOGETHER = re.compile(rf"{_TOKENS}(?:both the )?{_QUOTED} and {_QUOTED} scopes?{_ENDPOINT}")
_INSTEAD = re.compile(r"If this endpoint is only used with public repositories, .* scope instead\.")
_ALSO = re.compile(rf"(?:If the repository is private, )?[Tt]he {_QUOTED} scope is also required.*")


class Needs(NamedTuple):
    """The scopes of a method: alternatives, those that are needed at times, and if all is sure."""

    any_of: list[list[str]]
    besides: list[str]
    is_sure: bool


def named_scopes(description: str) -> set[str]:
    """Return the words in backticks in sentences about scopes."""
    return {word for sentence in _sentences(description) for word in _SCOPE.findall(sentence)}


def needs_of(description: str, meant: dict[str, str]) -> Needs:
    """Return what the sentences of a description say.

    `meant` maps each word that is a scope, or is meant to be one, to the scope.
    """
    any_of: list[list[str]] = []
    besides: list[str] = []
    unclear: list[str] = []
    is_stated = False
    for sentence in _sentences(description):
        scopes = [meant[word] for word in _SCOPE.findall(sentence) if word in meant]
        text = " ".join(sentence.split())
        if not scopes:
            continue
        is_instead = is_stated and _INSTEAD.fullmatch(text)
        if _ALTERNATIVES.fullmatch(text) or _CREATING.fullmatch(text) or is_instead:
            is_stated = True
            any_of += [[scope] for scope in scopes]
        elif _TOGETHER.fullmatch(text):
            # One of them is of use only where the data are an organization's or private, so that a
            # token with one of them may be enough.
            is_stated = True
            any_of += [[scope] for scope in scopes]
            besides += scopes
        elif _ALSO.fullmatch(text):
            besides += scopes
        else:
            unclear += scopes
    if not is_stated:
        return Needs(_unique([[scope] for scope in (*besides, *unclear)]), [], is_sure=False)
    return Needs(_unique(any_of), sorted({*besides, *unclear}), is_sure=True)


def _sentences(description: str) -> list[str]:
    parts = _SENTENCE_END.split(description)
    return [sentence for sentence in parts if _ABOUT_SCOPES.search(sentence)]


def _unique(alternatives: list[list[str]]) -> list[list[str]]:
    return [list(each) for each in sorted({tuple(sorted(scopes)) for scopes in alternatives})]

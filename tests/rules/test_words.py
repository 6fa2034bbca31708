"""What connlint says is short, in plain modern English, and the same everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.console import connlint
from tests.words import IN_FINDINGS, IN_PROSE, old_words, prose

from connlint.diagnostics.diagnostic import Diagnostic
from connlint.project import find_targets
from connlint.rules import RULES, Rule
from connlint.run import lint_targets

from .pages import all_pages, examples, read_page

ROOT = Path(__file__).resolve().parents[2]
DOCS = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "lsp/*.md", "docs/*.md", "editors/*/README.md")
    for path in ROOT.glob(pattern)
)
COMMANDS = [
    "",
    "check",
    "rule",
    "audit",
    "scopes",
    "init",
    "server",
    "catalog",
    "catalog show",
    "catalog search",
    "catalog update",
]
LONGEST = 140
"""The most characters of a message or a help, not counting what is in quotes or backticks."""

_QUOTED = re.compile(r'"[^"]*"|`[^`]*`')
_LOWER = re.compile(r"(?!connlint )[a-z]+(?:-[a-z]+)*[,:]?(?:\s|\Z)")
"""A word at the start that is no name: names have capitals, dots, slashes or quotes."""


def complaints(sentence: str, *, is_message: bool) -> list[str]:
    """Return what is wrong with the words of a sentence that connlint prints."""
    bare = _QUOTED.sub("", sentence)
    found = old_words(bare, IN_FINDINGS)
    if _LOWER.match(sentence):
        found.append("it begins with a small letter")
    if is_message and sentence.endswith("."):
        found.append("a message has no full stop at its end")
    if len(bare) > LONGEST:
        found.append(f"{len(bare)} characters without quotes, at most {LONGEST}")
    return [f"{sentence!r}: {complaint}" for complaint in found]


def _said(found: Diagnostic) -> Iterator[tuple[str, bool]]:
    """Yield each sentence of a finding, and whether it is a message."""
    yield found.message, True
    yield found.help, False
    for related in found.related:
        yield related.message, True
    for fix in found.fixes:
        yield fix.title, True


@pytest.mark.parametrize(
    ("sentence", "complaint"),
    [
        ('Unknown property "scope": Base44 ignores it', ""),
        ("getConnection expects a type", ""),
        ("base44.connectors has no getConnection", ""),
        ("gmail.jsonc has no scope for this", ""),
        ('"x" is not a Base44 connector type', ""),
        ("the scope is wrong", "begins with a small letter"),
        ("unknown: it", "begins with a small letter"),
        ("did", "begins with a small letter"),
        ("The scope is wrong.", "full stop"),
        ("The file lies in a folder", "lies in"),
        ('"stands" is quoted, and it stands here', "stands"),
        ('"rest" is no connector type', "is no"),
        ("There is no file, and it is no longer there", ""),
        ("Write a text here", "a text"),
        ("The project is broken", "project"),
        ("It" + " is" * 50, "characters"),
        (f'It is "{"x" * 200}"', ""),
    ],
)
def test_what_a_sentence_must_not_have(sentence: str, complaint: str) -> None:
    found = complaints(sentence, is_message=True)
    assert len(found) == (1 if complaint else 0)
    assert complaint in "".join(found)


@pytest.mark.parametrize("page", all_pages())
def test_findings_use_the_words_of_the_project(page: str, tmp_path: Path) -> None:
    found: list[str] = []
    for number, example in enumerate(examples(page)):
        root = tmp_path / str(number)
        example.write(root)
        run = lint_targets(find_targets([str(root)], str(root)), str(root))
        for diagnostic in run.diagnostics:
            if diagnostic.rule == page:
                for sentence, is_message in _said(diagnostic):
                    found += complaints(sentence, is_message=is_message)
    assert sorted(set(found)) == []


@pytest.mark.parametrize("page", all_pages())
def test_pages_use_the_words_of_the_project(page: str) -> None:
    assert old_words(prose(read_page(page)), IN_FINDINGS) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_titles_of_rules_use_the_words_of_the_project(rule: Rule) -> None:
    assert complaints(rule.summary, is_message=True) == []


@pytest.mark.parametrize("name", DOCS)
def test_documents_use_the_words_of_the_project(name: str) -> None:
    assert old_words(prose((ROOT / name).read_text("utf-8")), IN_PROSE) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_help_uses_the_words_of_the_project(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    outcome = connlint(*command.split(), "--help")
    printed = outcome.out + capsys.readouterr().out
    assert outcome.status == 0
    assert printed
    assert old_words(printed, IN_PROSE) == []

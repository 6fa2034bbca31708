"""Every rule's page is its specification: what it shows is what connlint does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from connlint.diagnostics.diagnostic import Diagnostic
from connlint.diagnostics.severity import Safety, Severity
from connlint.fix.fixer import fix_targets, is_wanted
from connlint.project import find_targets
from connlint.render import text as text_format
from connlint.render.settings import RenderSettings
from connlint.reporting.report import Report, summarize
from connlint.rules import RULES, Rule
from connlint.run import Run, lint_targets

from .pages import PAGES, UPDATE, Example, all_pages, examples, kind, read_page

WRONG = [
    example for name in all_pages() for example in examples(name) if example.section == "Wrong"
]
RIGHT = [
    example for name in all_pages() for example in examples(name) if example.section == "Right"
]
FIXED = [
    (wrong, fixed)
    for name in all_pages()
    for wrong, fixed in zip(examples(name), examples(name)[1:], strict=False)
    if fixed.section == "Fixed"
]
SECTIONS = {
    "Why",
    "Wrong",
    "Fixed",
    "Right",
    "The fix",
    "How to ignore it",
    "What connlint cannot see",
    "What it does not see",
    "See also",
}


def _id(example: Example) -> str:
    return f"{example.page}-{next(iter(example.files))}"


def _lint(example: Example, root: Path) -> Run:
    example.write(root)
    return lint_targets(find_targets([str(root)], str(root)), str(root))


def _text(run: Run, page: str) -> str:
    """What is shown by default, and what the page is about."""
    shown = tuple(
        found
        for found in run.diagnostics
        if found.severity >= Severity.WARNING or found.rule == page
    )
    return text_format.render(
        Report(shown, summarize(shown, 1, 1), run.sources), RenderSettings(has_summary=False)
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_has_a_page_with_its_name_severity_and_sections(rule: Rule) -> None:
    page = read_page(rule.name)
    title, _, facts, _, first, *_ = page.split("\n")
    assert title == f"# {rule.name}"
    assert facts.startswith(f"Severity: {rule.severity}")
    assert first
    sections = [kind(title) for title in re.findall(r"^## (.+)$", page, re.MULTILINE)]
    assert sections[0] == "Why"
    # Nobody can show how connlint fails: a rule that is known to fail is mended.
    assert {"Wrong", "Right"} <= set(sections) or rule.name == "internal-error"
    assert set(sections) <= SECTIONS


def test_there_is_no_page_without_a_rule() -> None:
    assert all_pages() == sorted(rule.name for rule in RULES)


@pytest.mark.parametrize("example", WRONG, ids=_id)
def test_wrong_examples_get_exactly_the_findings_of_the_page(
    example: Example, tmp_path: Path
) -> None:
    run = _lint(example, tmp_path)
    found = _text(run, example.page)
    if UPDATE and found != example.output:
        _update(example, found)
    assert found == example.output
    assert example.page in {diagnostic.rule for diagnostic in run.diagnostics}


@pytest.mark.parametrize("example", RIGHT, ids=_id)
def test_right_examples_are_clean(example: Example, tmp_path: Path) -> None:
    assert _text(_lint(example, tmp_path), example.page) == ""


@pytest.mark.parametrize(("wrong", "fixed"), FIXED, ids=_id)
def test_fixing_a_wrong_example_gives_the_fixed_one(
    wrong: Example, fixed: Example, tmp_path: Path
) -> None:
    run = _lint(wrong, tmp_path)
    texts = {path: source.text for path, source in run.sources.items()}
    targets = find_targets([str(tmp_path)], str(tmp_path))
    mended = fix_targets(targets, str(tmp_path), is_wanted([wrong.page], unsafe=True))
    texts.update((file.source.path, file.text) for file in mended.files)
    assert {path: texts[path] for path in fixed.files} == fixed.files
    # It may show that another rule has something to say about what was meant.
    after = replace(wrong, files={**wrong.files, **fixed.files})
    assert fixed.page not in {found.rule for found in _lint(after, tmp_path).diagnostics}


def _fixable(run: Run, rule: str) -> Iterator[Diagnostic]:
    """The findings of the page's rule that have a fix."""
    return (found for found in run.diagnostics if found.rule == rule and found.fixes)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_page_tells_whether_there_is_a_fix(rule: Rule, tmp_path: Path) -> None:
    facts = read_page(rule.name).split("\n")[2]
    safeties: set[Safety] = set()
    shown = [example for example in examples(rule.name) if example.section != "Fixed"]
    for number, example in enumerate(shown):
        run = _lint(example, tmp_path / str(number))
        safeties |= {found.fixes[0].safety for found in _fixable(run, rule.name)}
    assert ("Fix: safe" in facts) == (Safety.SAFE in safeties)
    assert ("Fix: unsafe" in facts) == (Safety.UNSAFE in safeties)


def _update(example: Example, found: str) -> None:
    # Earlier updates have moved the blocks: the page is read again, and the example is
    # the one with the same number.
    number = [other for other in WRONG if other.page == example.page].index(example)
    current = [other for other in examples(example.page) if other.section == "Wrong"][number]
    path = PAGES / f"{example.page}.md"
    text = path.read_text("utf-8")
    start, end = current.output_span
    path.write_text(text[:start] + found + text[end:], "utf-8")
    example.output = found

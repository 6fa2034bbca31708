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

from .pages import (
    PAGES,
    UPDATE,
    Example,
    all_pages,
    anchor,
    examples,
    headings,
    kind,
    read_page,
    section,
)

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
ORDER = re.compile(
    "Why\n((Wrong|Fixed|Right)\n)*(The fix\n)?How to ignore it\n"
    "(What connlint cannot see\n)?See also\n"
)
LINK = re.compile(r"\]\(([^)\s]+)\)")
COMMENT = re.compile(r"// (connlint-ignore(?:-file)?) ([a-z0-9-]+): \S")


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
    sections = [kind(title) for title in headings(page)]
    assert ORDER.fullmatch("".join(f"{title}\n" for title in sections)), sections
    # Nobody can show how connlint fails: a rule that is known to fail is fixed.
    assert {"Wrong", "Right"} <= set(sections) or rule.name == "internal-error"
    assert ("The fix" in sections) == ("Fix: " in facts)


@pytest.mark.parametrize("name", all_pages())
def test_headings_are_unique_so_that_links_reach_them(name: str) -> None:
    anchors = [anchor(title) for title in headings(read_page(name))]
    assert sorted(anchors) == sorted(set(anchors))


@pytest.mark.parametrize("name", all_pages())
def test_links_of_a_page_lead_somewhere(name: str) -> None:
    page = read_page(name)
    assert "](../terms.md#" in page, "the page explains its words by links to docs/terms.md"
    assert LINK.search(section(page, "See also"))
    for link in LINK.findall(page):
        path, _, fragment = link.partition("#")
        if ":" in path:
            continue
        target = PAGES / path if path else PAGES / f"{name}.md"
        assert target.is_file(), link
        titles = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.MULTILINE)
        assert not fragment or fragment in map(anchor, titles), link


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_page_says_how_to_ignore_the_rule(rule: Rule, tmp_path: Path) -> None:
    advice = section(read_page(rule.name), "How to ignore it")
    assert f'\n[rules]\n{rule.name} = "off"\n' in advice
    comments = COMMENT.findall(advice)
    assert {name for _, name in comments} <= {rule.name}
    wrong = [example for example in WRONG if example.page == rule.name]
    works = any(_is_ignored(each, tmp_path / str(index)) for index, each in enumerate(wrong))
    assert bool(comments) == works
    # The other rules say why a comment is of no use.
    assert comments or "comment" in advice


def _is_ignored(example: Example, root: Path) -> bool:
    """Tell whether a comment at the start of its file suppresses a finding of the page's rule."""
    for index, (path, text) in enumerate(example.files.items()):
        comment = f"// connlint-ignore-file {example.page}: a reason\n"
        files = {**example.files, path: comment + text}
        run = _lint(replace(example, files=files), root / str(index))
        if any(each.rule == example.page for found in run.silenced for each in found):
            return True
    return False


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
    changed = fix_targets(targets, str(tmp_path), is_wanted([wrong.page], unsafe=True))
    texts.update((file.source.path, file.text) for file in changed.files)
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

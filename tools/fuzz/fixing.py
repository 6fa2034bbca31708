"""Checks of conditions that hold for the fixes of every app, unsafe ones included."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import tree_sitter_typescript
from tools.fuzz.apps import App, lint_app
from tools.fuzz.limit import hold
from tree_sitter import Language, Parser

from connlint.files.conventions import CODE_ENDINGS, IGNORE_MARK
from connlint.fix.fixer import FixedFile, FixResult, fix_targets, is_wanted
from connlint.jsonc import ObjectNode, parse
from connlint.project.connector import read_connector
from connlint.rules import RULES
from connlint.run import Run, code_files

__all__ = ["check_fixes"]

_WANTED = is_wanted([rule.name for rule in RULES], unsafe=True)


def check_fixes(app: App) -> None:
    """Fix an app, check each file that is changed, lint the result, and fix it again."""
    fixed = fix_targets(app.targets, app.root, _WANTED, overlay=app.overlay)
    if not fixed.files and not fixed.skipped:
        return
    for file in fixed.files:
        if file.source.path.endswith(CODE_ENDINGS):
            _check_code(file)
        else:
            _check_json(file)
    changed = {file.source.location: file.content for file in fixed.files}
    after = app._replace(overlay={**app.overlay, **changed})
    left = [f"{path}: {rule}" for path, rule in _left(lint_app(after), fixed)]
    hold(not left, f"can be fixed, and is neither fixed nor left out: {left}")
    again = fix_targets(after.targets, after.root, _WANTED, overlay=after.overlay)
    names = [file.source.path for file in again.files]
    hold(not names, f"a second run changes {names}")


def _left(run: Run, fixed: FixResult) -> Iterator[tuple[str, str]]:
    """Yield path and rule of findings whose fix is neither applied nor refused."""
    unreadable = {file.source.path for project in run.projects for file in project.unreadable}
    sources = [connector.source for project in run.projects for connector in project.connectors]
    sources += [source for project in run.projects for source in code_files(project)]
    changeable = {source.path for source in sources} - unreadable
    for finding in run.diagnostics:
        fix = next((fix for fix in finding.fixes if _WANTED(finding, fix)), None)
        if fix is None or any(edit.path not in changeable for edit in fix.edits):
            continue
        refusal = f"{finding.path}: the fix for {finding.rule} is left out"
        if not any(each.line.startswith(refusal) for each in fixed.skipped):
            yield finding.path, finding.rule


def _check_json(file: FixedFile) -> None:
    path = file.source.path
    old, new = parse(file.source.text), parse(file.text)
    hold(len(new.problems) <= len(old.problems), f"a fix breaks {path}: {new.problems}")
    if read_connector(file.source).decoded is not None:
        # The fix replaces the whole text by its decoded content.
        return
    added = Counter(_comments(file.text)) - Counter(_comments(file.source.text))
    foreign = [comment for comment in added if IGNORE_MARK not in comment]
    hold(not foreign, f"comments of {path} are new or changed: {foreign}")
    if not old.problems and isinstance(old.root, ObjectNode):
        lost = list(
            _lost(file, [(member.span.start, member.span.end) for member in old.root.members])
        )
        hold(not lost, f"comments of {path} are lost: {lost}")


def _comments(text: str) -> list[str]:
    return [text[span.start : span.end] for span in parse(text).comments]


def _lost(file: FixedFile, members: list[tuple[int, int]]) -> Iterator[str]:
    """Yield comments that a fix removed, except suppressions and those in or beside members."""
    text = bare = file.source.text
    spans = parse(text).comments
    for span in spans:
        blank = re.sub(r"[^\r\n]", " ", text[span.start : span.end])
        bare = bare[: span.start] + blank + bare[span.end :]
    kept = Counter(_comments(file.text))
    for span in spans:
        comment = text[span.start : span.end]
        kept[comment] -= 1
        if kept[comment] >= 0 or IGNORE_MARK in comment:
            continue
        first = max(bare.rfind(end, 0, span.start) for end in "\r\n") + 1
        line = re.split(r"[\r\n]", bare[first:], maxsplit=1)[0]
        inside = any(start <= span.start < end for start, end in members)
        if not inside and not line.strip(" \t,"):
            yield comment


def _check_code(file: FixedFile) -> None:
    is_plain = file.source.path.endswith(".ts")
    grammar = tree_sitter_typescript
    language = Language(grammar.language_typescript() if is_plain else grammar.language_tsx())
    old, new = (
        Parser(language).parse(text.encode("utf-8", "replace")).root_node.has_error
        for text in (file.source.text, file.text)
    )
    hold(old or not new, f"a fix breaks {file.source.path}")

"""unknown-rule: connlint.toml, or a comment that silences findings, names no rule."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.commented import commented_files
from connlint.nearest import Names
from connlint.project import Project
from connlint.rules.rule import Finding, Rule
from connlint.severity import Severity
from connlint.source import SourceFile, Span
from connlint.wording import quote

__all__ = ["RULE"]


def _check(project: Project, _: Catalog) -> Iterator[Finding]:
    names = list(_names(project))
    if not names:
        return
    # The registry imports this module, so it can be asked only when it is there.
    from connlint.rules.registry import RULES

    known = RULES.names
    candidates = Names(known)
    for source, name, span in names:
        if name not in known:
            near = candidates.nearest(name)
            advice = f'did you mean "{near}"?' if near else "`connlint rule` lists them"
            yield Finding(source, span, f"there is no rule {quote(name)}", advice)


def _names(project: Project) -> Iterator[tuple[SourceFile, str, Span]]:
    """The names of rules that the project's files use."""
    settings = project.settings
    if settings.source is not None:
        for name, span in settings.rule_names:
            yield settings.source, name, span
    for file in commented_files(project):
        from connlint.suppressions import read_suppressions

        for suppression in read_suppressions(file):
            if not suppression.mistake:
                for text, span in suppression.names:
                    yield file.source, text, span


RULE = Rule(
    "unknown-rule",
    Severity.WARNING,
    "connlint.toml or a comment names a rule that does not exist",
    check_project=_check,
    reads_broken_text=True,
)

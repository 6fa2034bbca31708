"""unreadable-file: Base44 cannot read the file, or reads something else than it holds."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.project import FileProblem, Project
from connlint.rules.rule import Finding, Rule
from connlint.severity import Severity
from connlint.wording import visible

__all__ = ["RULE"]


def _check(project: Project, _: Catalog) -> Iterator[Finding]:
    for file in (*project.unreadable, *project.outside):
        yield _finding(file)
    for file in project.outside_code:
        # Code may be right, and nobody has looked; a broken connector file stops every push.
        yield _finding(file)._replace(severity=Severity.WARNING)


def _finding(file: FileProblem) -> Finding:
    # The root of the file system has no name.
    message = f"{visible(file.source.name or file.source.path)} {file.reason}"
    return Finding(file.source, file.span, message, file.help)


RULE = Rule(
    "unreadable-file",
    Severity.ERROR,
    "A connector file cannot be read as UTF-8 text",
    check_project=_check,
    reads_broken_text=True,
)

"""The rule `unreadable-file`: files that Base44 cannot read, or reads with other content."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Severity
from connlint.project import FileProblem, Project
from connlint.rules.rule import Finding, Rule
from connlint.text.escaping import quote

__all__ = ["RULE"]


def _check(project: Project, _: Catalog) -> Iterator[Finding]:
    for file in (*project.unreadable, *project.outside):
        yield _finding(file)
    for file in project.outside_code:
        # A broken connector file stops every push, but code that was not read may be right.
        yield _finding(file)._replace(severity=Severity.WARNING)


def _finding(file: FileProblem) -> Finding:
    # The root of the file system has an empty name.
    message = f"{quote(file.source.name or file.source.path)} {file.reason}"
    return Finding(file.source, file.span, message, file.help)


RULE = Rule(
    "unreadable-file",
    Severity.ERROR,
    "A file cannot be read, or is outside the repository",
    check_project=_check,
    reads_broken_text=True,
)

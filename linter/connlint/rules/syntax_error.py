"""The rule `syntax-error`: text that is not the JSON5 that Base44 reads."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Severity
from connlint.jsonc import Document
from connlint.project import Project
from connlint.rules.rule import Finding, Place, Rule
from connlint.text.source import SourceFile

__all__ = ["RULE"]


def _check(project: Project, _: Catalog) -> Iterator[Finding]:
    if project.config is not None:
        yield from _problems(*project.config)
    for connector in project.connectors:
        # A file of base64 text is reported by encoded-file, which gives more information.
        if connector.decoded is None:
            yield from _problems(connector.source, connector.document)


def _problems(source: SourceFile, document: Document) -> Iterator[Finding]:
    for problem in document.problems:
        related = problem.related
        yield Finding(
            source,
            problem.span,
            problem.message,
            problem.help,
            (Place(source, related, problem.related_message),) if related else (),
        )


RULE = Rule(
    "syntax-error",
    Severity.ERROR,
    "Base44 cannot read the file, because it is not valid JSON",
    check_project=_check,
    reads_broken_text=True,
)

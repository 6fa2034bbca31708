"""Files of a project with comments that may silence findings."""

from __future__ import annotations

from connlint.jsonc import Document
from connlint.layout import IGNORE_MARK
from connlint.project import Project
from connlint.source import SourceFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.suppressions import Commented

__all__ = ["commented_files"]


def commented_files(project: Project) -> list[Commented]:
    """Find the files with a comment that may silence something; nearly always none."""
    documents: dict[str, tuple[SourceFile, Document]] = {}
    configs = [function.config for function in project.functions]
    for config in (project.config, *configs, *project.workflows):
        if config is not None and IGNORE_MARK in config[0].text:
            documents[config[0].path] = config
    for connector in project.connectors:
        # A config can name its own directory for the connectors, and is one of them then.
        if connector.document.comments and IGNORE_MARK in connector.source.text:
            documents[connector.source.path] = (connector.source, connector.document)
    code = [file.source for file in project.files if file.source.once(_has_mark)]
    if not documents and not code:
        return []
    from connlint.suppressions import in_document

    return [
        *[in_document(source, document) for source, document in documents.values()],
        *[source.once(_commented_code) for source in code],
    ]


def _has_mark(source: SourceFile) -> bool:
    """Whether a text has what a comment that silences findings begins with."""
    return IGNORE_MARK in source.text


def _commented_code(source: SourceFile) -> Commented:
    from connlint.suppressions import in_code

    return in_code(source, IGNORE_MARK)

"""Files of a project that have comments which may silence findings."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.files.conventions import IGNORE_MARK
from connlint.jsonc import Document
from connlint.project import Project
from connlint.text.source import SourceFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.suppressions.parse import CommentedFile

__all__ = ["commentable_files", "commented_files"]


def commentable_files(project: Project) -> Iterator[SourceFile]:
    """Yield the files in which comments can silence findings, and which are valid text."""
    unreadable = {file.source.path for file in project.unreadable}
    for source in (
        *[source for source, _ in _documents(project)],
        *[connector.source for connector in project.connectors],
        *[file.source for file in project.files],
    ):
        if source.path not in unreadable:
            yield source


def commented_files(project: Project) -> list[CommentedFile]:
    """Return the files with a comment that may silence findings; nearly always none."""
    documents: dict[str, tuple[SourceFile, Document]] = {}
    for config in _documents(project):
        if IGNORE_MARK in config[0].text:
            documents[config[0].path] = config
    for connector in project.connectors:
        # The config is also a connector file if it names its own directory for the connectors.
        if connector.document.comments and IGNORE_MARK in connector.source.text:
            documents[connector.source.path] = (connector.source, connector.document)
    code = [file.source for file in project.files if file.source.once(_has_mark)]
    if not documents and not code:
        return []
    from connlint.suppressions.parse import in_document

    return [
        *[in_document(source, document) for source, document in documents.values()],
        *[source.once(_commented_code) for source in code],
    ]


def _documents(project: Project) -> Iterator[tuple[SourceFile, Document]]:
    """Yield the JSON files of a project that are not connectors: the configs and the workflows."""
    configs = [function.config for function in project.functions]
    yield from (config for config in (project.config, *configs, *project.workflows) if config)


def _has_mark(source: SourceFile) -> bool:
    """Tell whether a text has the word with which a comment that silences findings begins."""
    return IGNORE_MARK in source.text


def _commented_code(source: SourceFile) -> CommentedFile:
    from connlint.suppressions.parse import in_code

    return in_code(source, IGNORE_MARK)

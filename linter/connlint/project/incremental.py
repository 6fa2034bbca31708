"""Update of a loaded project after edits of file contents, without a search on disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from connlint.code.connectors_module import mentions_call
from connlint.code.modules.files import CodeFile
from connlint.code.modules.imports import specifiers
from connlint.files.conventions import CODE_ENDINGS
from connlint.project.cache import ProjectCache
from connlint.project.connector import read_connector
from connlint.project.model import Connector, Project
from connlint.project.reading import decode
from connlint.text.source import SourceFile

__all__ = ["update"]


def update(
    project: Project, edited: Iterable[str], overlay: Mapping[str, bytes], cache: ProjectCache
) -> Project | None:
    """Return the project with the new texts of edited files; None if more than texts may change.

    `edited` are locations, `overlay` has their contents. `cache` must be the one with which
    the project was last read. Files and directories are assumed unchanged since then; an edit of
    a config, or of what a file imports, requires that the project is read as a whole.
    """
    others = set(_not_only_text(project))
    connectors = {item.source.location: item for item in project.connectors}
    files = {item.source.location: item for item in project.files}
    is_new_code = False
    # In such an app, an edit can make a page import one that calls a connector.
    has_full_stack = any(file.is_full_stack for file in project.files)
    for location in edited:
        content = overlay.get(location)
        if content is None or location in others:
            return None
        if location in connectors:
            connector = _connector(connectors[location], content, cache)
            if connector is None:
                return None
            connectors[location] = connector
        elif location in files:
            file = _code(files[location], content, cache)
            if file is None:
                return None
            files[location] = file
            is_new_code = True
        elif project.unread or has_full_stack or not _is_unreferenced(location, content):
            return None
    project = project._replace(connectors=tuple(connectors.values()))
    if not is_new_code:
        return project
    code = tuple(files.values())
    return project._replace(files=code, code=cache.reader.read(code, project.imports))


def _not_only_text(project: Project) -> Iterator[str]:
    """Yield the locations of files that a project has for more than a connector or code."""
    if project.settings.source is not None:
        yield project.settings.source.location
    configs = [function.config for function in project.functions]
    for config in (project.config, *configs, *project.workflows):
        if config is not None:
            yield config[0].location
    for problem in (*project.unreadable, *project.ignored, *project.misplaced):
        yield problem.source.location


def _connector(before: Connector, content: bytes, cache: ProjectCache) -> Connector | None:
    source = _text(before.source, content, cache)
    return None if source is None else source.once(read_connector)


def _code(before: CodeFile, content: bytes, cache: ProjectCache) -> CodeFile | None:
    """Return the code file with its new text; None if the set of code files may change."""
    source = _text(before.source, content, cache)
    if source is None:
        return None
    # A page is code of the project only while it mentions a call; its imports are not read.
    if before.in_front_end:
        is_same = mentions_call(source)
    else:
        is_same = source.once(specifiers) == before.source.once(specifiers)
    if before.is_full_stack:
        is_same = is_same and mentions_call(source) == mentions_call(before.source)
    return before._replace(source=source) if is_same else None


def _text(before: SourceFile, content: bytes, cache: ProjectCache) -> SourceFile | None:
    """Return the new source of a file; None if its bytes are not valid text."""
    source, problem = cache.text(before.path, before.location, content)
    return source if problem is None else None


def _is_unreferenced(location: str, content: bytes) -> bool:
    """Tell whether a file that is not in the project stays out of it with its new content.

    That is so for code which nothing imports, and for pages, if the content mentions no call.
    """
    if not location.endswith(CODE_ENDINGS):
        return False
    source, problem = decode(location, location, content)
    return source is not None and problem is None and not mentions_call(source)

"""A project again, after edits that change nothing but texts; nothing is looked for on disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from connlint.code.connectors_module import mentions_call
from connlint.code.files import CodeFile
from connlint.code.imports import specifiers
from connlint.layout import CODE_ENDINGS
from connlint.project.connector import read_connector
from connlint.project.memory import Memory
from connlint.project.model import Connector, Project
from connlint.project.reading import decode
from connlint.source import SourceFile

__all__ = ["revise"]


def revise(
    project: Project, edited: Iterable[str], overlay: Mapping[str, bytes], memory: Memory
) -> Project | None:
    """The project with new texts for the files that were edited; None where more may change.

    `edited` are locations, `overlay` has their texts. `memory` must be the one with which the
    project was read last. Files and directories are taken to be as they were then; texts that
    say where things lie, or what a file imports, are reasons to read the project as a whole.
    """
    others = set(_not_only_text(project))
    connectors = {each.source.location: each for each in project.connectors}
    files = {each.source.location: each for each in project.files}
    is_new_code = False
    # There, a page may come to import one that calls a connector.
    has_full_stack = any(file.is_full_stack for file in project.files)
    for location in edited:
        content = overlay.get(location)
        if content is None or location in others:
            return None
        if location in connectors:
            connector = _connector(connectors[location], content, memory)
            if connector is None:
                return None
            connectors[location] = connector
        elif location in files:
            file = _code(files[location], content, memory)
            if file is None:
                return None
            files[location] = file
            is_new_code = True
        elif project.unread or has_full_stack or not _is_nobodys(location, content):
            return None
    project = project._replace(connectors=tuple(connectors.values()))
    if not is_new_code:
        return project
    code = tuple(files.values())
    return project._replace(files=code, code=memory.reader.read(code, project.imports))


def _not_only_text(project: Project) -> Iterator[str]:
    """The files of which a project holds more than a connector or code."""
    if project.settings.source is not None:
        yield project.settings.source.location
    configs = [function.config for function in project.functions]
    for config in (project.config, *configs, *project.workflows):
        if config is not None:
            yield config[0].location
    for problem in (*project.unreadable, *project.ignored, *project.misplaced):
        yield problem.source.location


def _connector(before: Connector, content: bytes, memory: Memory) -> Connector | None:
    source = _text(before.source, content, memory)
    return None if source is None else source.once(read_connector)


def _code(before: CodeFile, content: bytes, memory: Memory) -> CodeFile | None:
    """The code with its new text; None where it is to be found out anew what runs together."""
    source = _text(before.source, content, memory)
    if source is None:
        return None
    # A page is code of the project as long as it mentions a call; what it imports is not read.
    if before.in_front_end:
        is_same = mentions_call(source)
    else:
        is_same = source.once(specifiers) == before.source.once(specifiers)
    if before.is_full_stack:
        is_same = is_same and mentions_call(source) == mentions_call(before.source)
    return before._replace(source=source) if is_same else None


def _text(before: SourceFile, content: bytes, memory: Memory) -> SourceFile | None:
    """The new text of a file, None where there is something wrong with its bytes."""
    source, problem = memory.text(before.path, before.location, content)
    return source if problem is None else None


def _is_nobodys(location: str, content: bytes) -> bool:
    """Whether a file that is none of the project's stays so, whatever else its text says.

    That is code which nothing imports, and pages without a call.
    """
    if not location.endswith(CODE_ENDINGS):
        return False
    source, problem = decode(location, location, content)
    return source is not None and problem is None and not mentions_call(source)

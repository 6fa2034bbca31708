"""Immutable model of a Base44 project, which the rules check."""

from __future__ import annotations

import os
from collections.abc import Mapping

from connlint.code.model import NO_CODE, CodeAnalysis
from connlint.config.settings import NO_SETTINGS, Settings
from connlint.jsonc import ArrayNode, Document, Member, StringNode
from connlint.text.source import SourceFile, Span
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.code.modules.files import CodeFile
    from connlint.code.modules.imports import ResolvedImports

__all__ = ["Automation", "BackendFunction", "Connector", "FileProblem", "Project"]


WHOLE_FILE = Span(0, 0)
"""The span of a problem that concerns a file as a whole."""


class Connector(NamedTuple):
    """One connector file, as far as it can be parsed.

    `type` and `scopes` are the properties that Base44 would use, the last of repeated
    ones; a misspelt property replaces a missing one, so that its value is checked as
    well, and `misspellings` has each of these with the intended name. `type_string` is
    the type if it is a non-empty string. `unknown` are properties without a meaning.
    `scope_strings` are the strings among the scopes. `decoded` is the connector's text if
    the whole file is its base64 encoding, else None. `is_plain` says that the form of the
    file is the usual one, whatever its type and scopes are: see read_connector.
    """

    source: SourceFile
    document: Document
    type: Member | None
    type_string: StringNode | None
    scopes: Member | None
    scope_strings: tuple[StringNode, ...]
    misspellings: tuple[tuple[Member, str], ...]
    unknown: tuple[Member, ...]
    decoded: str | None
    is_plain: bool = False

    @property
    def has_only_strings(self) -> bool:
        """Tell whether the scopes are an array that contains only strings."""
        value = self.scopes.value if self.scopes else None
        return isinstance(value, ArrayNode) and len(value.elements) == len(self.scope_strings)


class FileProblem(NamedTuple):
    """A file that Base44 does not read, or does not read as intended.

    `reason` continues a sentence that begins with the file's name; `span` is the part of
    the text that is wrong, empty at offset 0 for the file as a whole.
    """

    source: SourceFile
    reason: str
    help: str
    span: Span = WHOLE_FILE


class BackendFunction(NamedTuple):
    """A backend function, as Base44 finds it.

    `name` is its name in Base44, `entry` the absolute path of its entry file (which need
    not exist), `config` its parsed `function.jsonc` or `function.json`, None without one.
    `files` are the shown paths of the entry and of all files that it imports, directly or
    not, in the order of discovery; it is empty if the entry cannot be read.
    """

    name: str
    entry: str
    config: tuple[SourceFile, Document] | None
    files: tuple[str, ...]


class Automation(NamedTuple):
    """An automation that a connector triggers.

    `source` is the config file of its function, or the workflow; `type` is the connector's
    type, None without a non-empty string; `events` are those that it waits for, empty for
    all events.
    """

    source: SourceFile
    type: StringNode | None
    events: tuple[StringNode, ...]


class Project(NamedTuple):
    """A Base44 project: its config, its connector files and its code.

    `root` is the absolute path of the project, `connectors_dir` that of the connectors directory
    (which need not exist). `config` is the parsed config file, None without one.
    `unreadable` are files that cannot be read as text, `ignored` those that look like
    connectors but are never read, `misplaced` problems of the configured directories.
    Files of a `standalone` project are in no connectors directory. `settings` are those of
    connlint.toml for the project. Files are in the order of their paths. A file is both a
    connector and unreadable if Base44 reads it with some characters replaced.
    `functions` are its backend functions, `workflows` its workflow files, `automations`
    those of both. `files` is the code that was read: entries, their imports, all shared code,
    and the page files that mention a connector call. `imports` maps the location of each file of
    the back end to its resolved imports. `code` is the analysis of that code, empty until it is
    made. `unread` are the shown paths of code, functions' configs and workflows that cannot be
    read; if there are any, the absence of a call proves nothing.
    `outside` and `outside_code` are files and folders that Base44 would follow out of the
    repository, and that are not read: those of connectors with the app's config, and those of code.
    """

    root: str
    connectors_dir: str
    config: tuple[SourceFile, Document] | None
    connectors: tuple[Connector, ...]
    unreadable: tuple[FileProblem, ...]
    ignored: tuple[FileProblem, ...]
    misplaced: tuple[FileProblem, ...] = ()
    standalone: bool = False
    settings: Settings = NO_SETTINGS
    functions: tuple[BackendFunction, ...] = ()
    automations: tuple[Automation, ...] = ()
    workflows: tuple[tuple[SourceFile, Document], ...] = ()
    files: tuple[CodeFile, ...] = ()
    imports: Mapping[str, ResolvedImports] = {}
    code: CodeAnalysis = NO_CODE
    unread: tuple[str, ...] = ()
    outside: tuple[FileProblem, ...] = ()
    outside_code: tuple[FileProblem, ...] = ()

    @property
    def is_code_only(self) -> bool:
        """Tell whether the app is identified only by its functions."""
        return self.config is None and not self.connectors and bool(self.functions)

    @property
    def hides_connectors(self) -> bool:
        """Tell whether connectors may be defined in files that are not read.

        That is so if the connectors directory, or the config that names it, is outside.
        """
        return any(
            os.path.dirname(file.source.location) != self.connectors_dir for file in self.outside
        )

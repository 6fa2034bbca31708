"""The frozen picture of a Base44 project that the rules look at."""

from __future__ import annotations

import os
from collections.abc import Mapping

from connlint.code.model import NO_CODE, CodeReading
from connlint.jsonc import ArrayNode, Document, Member, StringNode
from connlint.settings import NO_SETTINGS, Settings
from connlint.source import SourceFile, Span
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.code.files import CodeFile
    from connlint.code.imports import Resolved

__all__ = ["Automation", "BackendFunction", "Connector", "FileProblem", "Project"]


WHOLE_FILE = Span(0, 0)
"""The span of what concerns a file as a whole."""


class Connector(NamedTuple):
    """One connector file, as far as it can be read.

    `type` and `scopes` are the properties that Base44 would take, the last of repeated
    ones; a misspelt property stands in for the one that was meant, so that its value
    is checked as well; `type_string` is the type where it is a string that is not empty,
    and `misspellings` has each of these with the name that was meant.
    `unknown` are the properties that mean nothing. `scope_strings` are the strings
    among the scopes. `decoded` is the connector's text where the file's whole content
    is its base64 form, else None. `is_plain` says that nothing is odd about the file's
    form, whatever its type and scopes are: see read_connector.
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
        """Whether the scopes are an array of strings and nothing else."""
        value = self.scopes.value if self.scopes else None
        return isinstance(value, ArrayNode) and len(value.elements) == len(self.scope_strings)


class FileProblem(NamedTuple):
    """A file that Base44 does not read, or not as it is meant.

    `reason` continues a sentence that begins with the file's name; `span` is the place
    that is wrong, empty at the beginning for the file as a whole.
    """

    source: SourceFile
    reason: str
    help: str
    span: Span = WHOLE_FILE


class BackendFunction(NamedTuple):
    """A backend function, as Base44 finds it.

    `name` is what Base44 calls it, `entry` the absolute path of its entry file (which need
    not exist), `config` its parsed `function.jsonc` or `function.json`, None without one.
    `files` are the shown paths of the entry and of all files that it imports, directly or
    not, in the order of discovery; it is empty where the entry cannot be read.
    """

    name: str
    entry: str
    config: tuple[SourceFile, Document] | None
    files: tuple[str, ...]


class Automation(NamedTuple):
    """An automation that a connector triggers.

    `source` is the config file of its function, or the workflow; `type` is the connector's
    type, None where there is no text that is one; `events` are those that it waits for,
    none for all.
    """

    source: SourceFile
    type: StringNode | None
    events: tuple[StringNode, ...]


class Project(NamedTuple):
    """A Base44 project: its config, and what lies in its connectors directory.

    `root` is the absolute path of the project, `connectors_dir` that of the directory
    (which need not exist). `config` is the parsed config file, None without one.
    `unreadable` are files that cannot be read as text, `ignored` those that look like
    connectors but are never read, `misplaced` what is wrong about where they lie.
    A `lone` project is one file that lies in no connectors directory.
    `settings` is what connlint.toml says for the project. Files are in the order of
    their paths. A file can be both a connector and unreadable, where Base44 reads it
    with characters lost.
    `functions` are its backend functions, `workflows` its workflow files, `automations`
    those of both. `files` is the code that was read: entries, what they import, all that is
    shared, and the files of the app's pages that mention a connector call. `imports` has the
    location of each file of the back end with what its imports lead to. `code` is what that code
    does, empty until it is analyzed. `unread` are the shown paths of code, functions' configs and
    workflows that cannot be read, so that what is not found proves nothing.
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
    lone: bool = False
    settings: Settings = NO_SETTINGS
    functions: tuple[BackendFunction, ...] = ()
    automations: tuple[Automation, ...] = ()
    workflows: tuple[tuple[SourceFile, Document], ...] = ()
    files: tuple[CodeFile, ...] = ()
    imports: Mapping[str, Resolved] = {}
    code: CodeReading = NO_CODE
    unread: tuple[str, ...] = ()
    outside: tuple[FileProblem, ...] = ()
    outside_code: tuple[FileProblem, ...] = ()

    @property
    def is_code_only(self) -> bool:
        """Whether nothing but its functions tells of the app."""
        return self.config is None and not self.connectors and bool(self.functions)

    @property
    def hides_connectors(self) -> bool:
        """Whether any connector may be defined where nothing is read.

        That is so if the connectors directory, or the config that names it, is outside.
        """
        return any(
            os.path.dirname(file.source.location) != self.connectors_dir for file in self.outside
        )

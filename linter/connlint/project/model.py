"""The frozen picture of a Base44 project that the rules look at."""

from __future__ import annotations

from dataclasses import dataclass

from connlint.jsonc import Document, Member, StringNode
from connlint.source import SourceFile, Span

__all__ = ["Connector", "IgnoredFile", "Misspelling", "Project", "UnreadableFile"]


@dataclass(frozen=True, slots=True, eq=False)
class Misspelling:
    """A property whose name is a slip for `meant`, which the file does not have."""

    member: Member
    meant: str


@dataclass(frozen=True, slots=True, eq=False)
class Connector:
    """One connector file, as far as it can be read.

    `type` and `scopes` are the properties that Base44 would take, the last of repeated
    ones; a misspelt property stands in for the one that was meant, so that its value
    is checked as well. `scope_strings` are the strings among the scopes. `decoded` is
    the connector's text where the file's whole content is its base64 form, else None.
    """

    source: SourceFile
    document: Document
    type: Member | None
    scopes: Member | None
    scope_strings: tuple[StringNode, ...]
    misspellings: tuple[Misspelling, ...]
    unknown: tuple[Member, ...]
    decoded: str | None

    @property
    def type_string(self) -> StringNode | None:
        """The type, where it is a string that is not empty."""
        value = self.type.value if self.type else None
        return value if isinstance(value, StringNode) and value.value else None


@dataclass(frozen=True, slots=True, eq=False)
class UnreadableFile:
    """A file whose content is not text that Base44 could read; `span` is where it fails."""

    source: SourceFile
    reason: str
    help: str
    span: Span = Span(0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class IgnoredFile:
    """Something in the connectors directory that looks like a connector but is never read."""

    source: SourceFile
    reason: str
    help: str


@dataclass(frozen=True, slots=True, eq=False)
class Project:
    """A Base44 project: its config, and what lies in its connectors directory.

    `root` is the absolute path of the project, `connectors_dir` that of the directory
    (which need not exist). `config` is the parsed config file, None without one.
    Files are in the order of their paths. A file can be both a connector and
    unreadable, where Base44 reads it with characters lost.
    """

    root: str
    connectors_dir: str
    config: tuple[SourceFile, Document] | None
    connectors: tuple[Connector, ...]
    unreadable: tuple[UnreadableFile, ...]
    ignored: tuple[IgnoredFile, ...]

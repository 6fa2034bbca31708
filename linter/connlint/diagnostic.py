"""What connlint reports: the diagnostic, and everything that hangs on it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum

from connlint.source import Range

__all__ = ["Diagnostic", "Edit", "Fix", "Related", "Safety", "Severity"]


class Severity(IntEnum):
    """How bad a finding is; a higher value is worse."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        """The name that reports, options and the config use: `error`, `warning`, `info`."""
        return self.name.lower()

    @classmethod
    def parse(cls, text: str) -> Severity:
        """The severity of that name; ValueError for any other text."""
        for severity in cls:
            if str(severity) == text:
                return severity
        raise ValueError(text)


class Safety(Enum):
    """Whether a fix can be applied without asking.

    A safe fix keeps what Base44 does with the file, or drops only what it refuses or
    ignores. A fix that changes the granted scopes or the chosen type is unsafe.
    """

    SAFE = "safe"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `text` in place of a range of the file at `path`."""

    path: str
    range: Range
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A way to mend a finding: a title for a menu, and edits that do not overlap."""

    title: str
    safety: Safety
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that belongs to the finding, and what it has to do with it."""

    path: str
    range: Range
    message: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    `rule` is the name of the rule, `message` says what is wrong, `help` what to do,
    and `docs` is the address of the page that says why. `path` is relative to the
    working directory, with `/`, and absolute where the file lies outside of it. A
    finding about a whole file has the empty range at 1:1.
    """

    rule: str
    severity: Severity
    message: str
    help: str
    docs: str
    path: str
    range: Range
    related: tuple[Related, ...] = ()
    fixes: tuple[Fix, ...] = ()

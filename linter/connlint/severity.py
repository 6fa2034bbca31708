"""How bad a finding is, and how safe its fix."""

from __future__ import annotations

from enum import Enum, IntEnum

__all__ = ["Safety", "Severity"]


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

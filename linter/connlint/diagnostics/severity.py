"""The severity of findings, and the safety of fixes."""

from __future__ import annotations

from enum import Enum, IntEnum

__all__ = ["Safety", "Severity"]


class Severity(IntEnum):
    """The severity of a finding; a higher value is worse."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        """Return the name that reports, options and the config use, such as `error`."""
        return self.name.lower()

    @classmethod
    def parse(cls, text: str) -> Severity:
        """Parse the name of a severity; ValueError for any other text."""
        for severity in cls:
            if str(severity) == text:
                return severity
        raise ValueError(text)


class Safety(Enum):
    """The safety of a fix: only a safe one can be applied without asking.

    A safe fix does not change what Base44 does with the file, or drops only what Base44
    refuses or ignores. A fix that changes the granted scopes or the chosen type is unsafe.
    """

    SAFE = "safe"
    UNSAFE = "unsafe"

"""Text that a user can send about a failure of connlint, and where to send it.

It holds nothing of the app: no message of the error, which may quote a file, and no path.
Imports next to nothing, because it must work where other modules do not.
"""

from __future__ import annotations

import sys

from connlint._version import HOME, __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

__all__ = ["ISSUES", "bug_report"]

ISSUES = f"{HOME}/issues"
"""The address for reports."""
_MOST_PLACES = 5
_PACKAGES = frozenset({"connlint", "connlint_lsp", "connlint_schemas"})


def bug_report(error: BaseException) -> str:
    """Return one sentence: that this is a bug, where to report it, and the text to report."""
    python = ".".join(str(number) for number in sys.version_info[:3])
    # The innermost place says most.
    places = list(_places(error.__traceback__))[: -_MOST_PLACES - 1 : -1]
    where = f" in {' < '.join(places)}" if places else ""
    return (
        f"This is a bug in connlint. Report it at {ISSUES} with this text: "
        f"connlint {__version__}, Python {python}, {sys.platform}: "
        f"{type(error).__name__}{where}"
    )


def _places(traceback: TracebackType | None) -> Iterator[str]:
    """Yield module and line of each of connlint's own frames, the outermost first."""
    while traceback is not None:
        name = str(traceback.tb_frame.f_globals.get("__name__", ""))
        if name.partition(".")[0] in _PACKAGES:
            yield f"{name}:{traceback.tb_lineno}"
        traceback = traceback.tb_next

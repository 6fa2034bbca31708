"""The rule `unused-suppression`: connlint-ignore comments that have nothing to ignore.

This is known only after all other rules have run, so connlint.reporting.suppress then makes
the findings with `unused`; the rule's own check returns none.
"""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Safety, Severity
from connlint.project import Project
from connlint.rules.rule import Change, Finding, Rule
from connlint.text.escaping import listing
from connlint.text.source import SourceFile, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.suppressions.parse import Name, Suppression

__all__ = ["RULE", "unused"]

_HELP = "Write connlint-ignore and the names of rules, on the line or above it"
_MOVE = "Move it to the top of the file, or write connlint-ignore here"


def unused(source: SourceFile, found: Suppression, names: list[Name]) -> Finding:
    """Return the finding about a comment with a mistake, or with names that ignore nothing."""
    from connlint.suppressions.parse import comment_removal

    if found.mistake:
        # It is meant to ignore something, so its author has to rewrite it.
        help_text = _MOVE if found.whole_file and found.names else _HELP
        return Finding(source, found.mark, found.mistake, help_text)
    if len(names) == len(found.names):
        span = Span(found.mark.start, names[-1].span.end)
        title, edit, text = "Remove the comment", comment_removal(source, found.comment), ""
    else:
        span = Span(names[0].span.start, names[-1].span.end)
        kept = ", ".join(name.text for name in found.names if name not in names)
        title = f"Remove {listing(name.text for name in names)}"
        edit, text = Span(found.names[0].span.start, found.names[-1].span.end), kept
    silent = listing((name.text for name in names), "or")
    where = "in this file" if found.whole_file else "here"
    message = f"Unused {source.slice(found.mark)}: no {silent} finding {where}"
    removed = listing(name.text for name in names)
    help_text = f"Remove {removed} from the comment" if text else "Remove the comment"
    change = Change(title, Safety.SAFE, edit, text)
    return Finding(source, span, message, help_text, changes=(change,))


def _check(_: Project, __: Catalog) -> Iterator[Finding]:
    return iter(())


RULE = Rule(
    "unused-suppression",
    Severity.WARNING,
    "A connlint-ignore comment has nothing to ignore",
    check_project=_check,
    reads_broken_text=True,
)

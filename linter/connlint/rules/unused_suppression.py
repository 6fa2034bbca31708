"""The rule `unused-suppression`: comments that silence nothing.

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

_HELP = 'write "connlint-ignore" and the names of rules, on the line or above it'
_MOVE = "move it to the top of the file, or write connlint-ignore here"


def unused(source: SourceFile, found: Suppression, names: list[Name]) -> Finding:
    """Return the finding about a comment with a mistake, or with names that silence nothing."""
    from connlint.suppressions.parse import comment_removal

    if found.mistake:
        # It is meant to silence something, so its author has to rewrite it.
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
    message = f"there is no {silent} to silence {where}"
    help_text = "remove the comment" if not text else f"take {silent} out of the comment"
    change = Change(title, Safety.SAFE, edit, text)
    return Finding(source, span, message, help_text, changes=(change,))


def _check(_: Project, __: Catalog) -> Iterator[Finding]:
    return iter(())


RULE = Rule(
    "unused-suppression",
    Severity.WARNING,
    "A comment that silences findings silences none",
    check_project=_check,
    reads_broken_text=True,
)

"""unused-suppression: a comment silences nothing.

What a comment silences is known when all other rules have run, so the engine asks this
one last and hands the findings in; the rule itself looks at nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.jsonc import Document
from connlint.layout import IGNORE_MARK
from connlint.project import Project
from connlint.rules.rule import Change, Finding, Rule
from connlint.severity import Safety, Severity
from connlint.source import SourceFile, Span
from connlint.wording import listing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.suppressions import Commented, Name, Suppression

__all__ = ["RULE", "commented_files", "has_mark", "unused"]

_HELP = 'write "connlint-ignore" and the names of rules, on the line or above it'
_MOVE = "move it to the top of the file, or write connlint-ignore here"


def commented_files(project: Project) -> list[Commented]:
    """The files with a comment that may silence something; nearly always none."""
    documents: dict[str, tuple[SourceFile, Document]] = {}
    configs = [function.config for function in project.functions]
    for config in (project.config, *configs, *project.workflows):
        if config is not None and IGNORE_MARK in config[0].text:
            documents[config[0].path] = config
    for connector in project.connectors:
        # A config can name its own directory for the connectors, and is one of them then.
        if connector.document.comments and IGNORE_MARK in connector.source.text:
            documents[connector.source.path] = (connector.source, connector.document)
    code = [file.source for file in project.files if file.source.once(has_mark)]
    if not documents and not code:
        return []
    from connlint.suppressions import in_document

    return [
        *[in_document(source, document) for source, document in documents.values()],
        *[source.once(_commented_code) for source in code],
    ]


def has_mark(source: SourceFile) -> bool:
    """Whether a text has what a comment that silences findings begins with."""
    return IGNORE_MARK in source.text


def _commented_code(source: SourceFile) -> Commented:
    from connlint.suppressions import in_code

    return in_code(source, IGNORE_MARK)


def unused(source: SourceFile, found: Suppression, names: list[Name]) -> Finding:
    """The finding about a comment, or about those of its names that silence nothing."""
    from connlint.suppressions import comment_removal

    if found.mistake:
        # It is meant to silence something: whoever wrote it has to say it otherwise.
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

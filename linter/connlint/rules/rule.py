"""What a rule is, and what it yields.

A rule is a function from frozen data to findings: it keeps no state, prints nothing
and reads nothing. Findings speak of spans; the engine turns them into diagnostics.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from connlint.catalog import Catalog
from connlint.project import Connector, Project
from connlint.severity import Safety, Severity
from connlint.source import SourceFile, Span

__all__ = ["Change", "Finding", "Place", "Rule"]


class Place(NamedTuple):
    """Another place that belongs to a finding, and what it has to do with it."""

    source: SourceFile
    span: Span
    message: str


class Change(NamedTuple):
    """A fix of one edit: put `text` in place of `span`, in the file of the finding."""

    title: str
    safety: Safety
    span: Span
    text: str


class Finding(NamedTuple):
    """What a rule found; `severity` is None where the rule's own severity holds."""

    source: SourceFile
    span: Span
    message: str
    help: str
    related: tuple[Place, ...] = ()
    changes: tuple[Change, ...] = ()
    severity: Severity | None = None


class Rule(NamedTuple):
    """A rule: its public name, its severity, one sentence about it, and what it does.

    `check_connector` looks at one connector file, `check_project` at the project as a
    whole; a rule has one of them. `reads_broken_text` says that the rule is about the text
    itself: other rules are not heard where a syntax problem makes the text doubtful.
    """

    name: str
    severity: Severity
    summary: str
    check_connector: Callable[[Connector, Catalog], Iterable[Finding]] | None = None
    check_project: Callable[[Project, Catalog], Iterable[Finding]] | None = None
    reads_broken_text: bool = False

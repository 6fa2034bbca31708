"""A run's result as the formats get it: findings, counts, and the text to show them in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from connlint.diagnostic import Diagnostic
from connlint.severity import Safety, Severity
from connlint.source import SourceFile
from connlint.tuples import NamedTuple
from connlint.wording import plural

__all__ = ["Part", "Report", "Summary", "fixable", "fixed_line", "summarize"]


class Summary(NamedTuple):
    """Counts of a run, of all findings, those that are not shown included.

    What a comment or a baseline takes away is counted in `suppressed` and `baselined` alone.
    `fixed` is None where nothing was to be fixed.
    """

    projects: int
    files: int
    errors: int
    warnings: int
    infos: int
    suppressed: int
    baselined: int
    fixable: int
    fixed: int | None = None


class Part(NamedTuple):
    """The findings of one project that are to be shown; `root` is its directory as it is called."""

    root: str
    diagnostics: tuple[Diagnostic, ...]


class Report(NamedTuple):
    """What a format renders: the findings to show, the counts, and sources by their path.

    `parts` has the same findings by project. `silenced` are findings that comments silence,
    `known` those that a baseline has taken away, for formats that tell them apart.
    """

    diagnostics: tuple[Diagnostic, ...]
    summary: Summary
    sources: Mapping[str, SourceFile]
    parts: tuple[Part, ...] = ()
    silenced: tuple[Diagnostic, ...] = ()
    known: tuple[Diagnostic, ...] = ()


def summarize(
    diagnostics: Iterable[Diagnostic],
    projects: int,
    files: int,
    *,
    suppressed: int = 0,
    baselined: int = 0,
    fixed: int | None = None,
) -> Summary:
    """Count findings by severity, and those that have a fix."""
    found = list(diagnostics)
    severities = [diagnostic.severity for diagnostic in found]
    return Summary(
        projects=projects,
        files=files,
        errors=severities.count(Severity.ERROR),
        warnings=severities.count(Severity.WARNING),
        infos=severities.count(Severity.INFO),
        suppressed=suppressed,
        baselined=baselined,
        fixable=sum(bool(diagnostic.fixes) for diagnostic in found),
        fixed=fixed,
    )


def fixable(found: Iterable[Diagnostic]) -> str:
    """A line about how many findings can be fixed, and how; empty when there are none."""
    safe = unsafe = 0
    for diagnostic in found:
        if any(fix.safety is Safety.SAFE for fix in diagnostic.fixes):
            safe += 1
        elif diagnostic.fixes:
            unsafe += 1
    if not safe:
        return f"[{unsafe} fixable with --fix --unsafe-fixes]" if unsafe else ""
    more = f", {unsafe} more with --fix --unsafe-fixes" if unsafe else ""
    return f"[{safe} fixable with --fix{more}]"


def fixed_line(count: int) -> str:
    """How many findings are no longer there."""
    return f"Fixed {plural(count, 'finding')}."

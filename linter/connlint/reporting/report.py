"""The result of a run that output formats render: findings, counts and source texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from connlint.diagnostics.diagnostic import Diagnostic
from connlint.diagnostics.severity import Safety, Severity
from connlint.text.escaping import plural
from connlint.text.source import SourceFile
from connlint.tuples import NamedTuple

__all__ = ["Part", "Report", "Summary", "fixable", "fixed_line", "summarize"]


class Summary(NamedTuple):
    """Counts of a run; findings that are not shown are included.

    Findings that a comment or a baseline hides count only in `suppressed` and `baselined`.
    `fixed` is None where nothing was to be fixed, `affected` the number of files with findings.
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
    affected: int = 0


class Part(NamedTuple):
    """The findings to show of one project; `root` is its directory as shown to people."""

    root: str
    diagnostics: tuple[Diagnostic, ...]


class Report(NamedTuple):
    """The input of an output format: the findings to show, the counts, and sources by path.

    `parts` has the same findings by project. `silenced` are findings that comments suppress,
    `known` those that a baseline hides, for formats that show these separately. `left` are the
    findings whose fix was left out, each by path, rule and message.
    """

    diagnostics: tuple[Diagnostic, ...]
    summary: Summary
    sources: Mapping[str, SourceFile]
    parts: tuple[Part, ...] = ()
    silenced: tuple[Diagnostic, ...] = ()
    known: tuple[Diagnostic, ...] = ()
    left: frozenset[tuple[str, str, str]] = frozenset()

    def has_fix(self, finding: Diagnostic) -> bool:
        """Tell whether a finding can be fixed, as far as that was not tried."""
        return (
            bool(finding.fixes) and (finding.path, finding.rule, finding.message) not in self.left
        )


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
    findings = list(diagnostics)
    severities = [diagnostic.severity for diagnostic in findings]
    return Summary(
        projects=projects,
        files=files,
        errors=severities.count(Severity.ERROR),
        warnings=severities.count(Severity.WARNING),
        infos=severities.count(Severity.INFO),
        suppressed=suppressed,
        baselined=baselined,
        fixable=sum(bool(diagnostic.fixes) for diagnostic in findings),
        fixed=fixed,
        affected=len({diagnostic.path for diagnostic in findings}),
    )


def fixable(found: Iterable[Diagnostic]) -> str:
    """Return a line about how many findings can be fixed, and how; empty when there are none."""
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
    """Return a line with the number of findings that were fixed."""
    return f"Fixed {plural(count, 'finding')}."

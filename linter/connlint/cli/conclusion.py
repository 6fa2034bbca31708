"""The last line of a run that has nothing to report: what was checked, and what is not shown."""

from __future__ import annotations

from collections.abc import Sequence

from connlint.diagnostics.severity import Severity
from connlint.project import Target
from connlint.run import Run, files_of
from connlint.text.escaping import listing, plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.diagnostics.diagnostic import Diagnostic

__all__ = ["conclusion", "hidden_line"]


def conclusion(run: Run, targets: Sequence[Target]) -> str:
    """Return a line about a run of which no finding is shown; empty where all has been said."""
    counts = _counts(run, targets)
    if not counts:
        return _nothing(run, targets)
    worst = max((finding.severity for finding in run.diagnostics), default=Severity.INFO)
    what = "problems" if worst is Severity.INFO else "errors"
    new = "new " if run.baselined else ""
    several = f" of {len(run.projects)} apps" if len(run.projects) > 1 else ""
    line = f"No {new}{what} in {listing(counts)}{several}."
    hidden = hidden_line(run.diagnostics, ())
    return f"{line} {hidden}" if hidden else line


def _counts(run: Run, targets: Sequence[Target]) -> list[str]:
    """Count what was checked in words; empty for nothing."""
    counts = {
        "connector file": len(files_of(run, targets, config=False)),
        "function": len(_functions(run, targets)),
    }
    if not any(counts.values()):
        # A configuration, a workflow or a page may be all that was asked for.
        counts["file"] = sum(
            target.chosen is not None and target.covers(file.location)
            for target in targets
            for file in files_of(run, targets)
        )
    return [plural(count, noun) for noun, count in counts.items() if count]


def _functions(run: Run, targets: Sequence[Target]) -> set[str]:
    """Return the entry files of the functions that were asked for, each once."""
    entries = set()
    for target, project in zip(targets, run.projects, strict=True):
        for function in project.functions:
            read = [run.sources[path].location for path in function.files if path in run.sources]
            own = {function.entry, *read}
            if function.config is not None:
                own.add(function.config[0].location)
            if any(target.covers(location) for location in own):
                entries.add(function.entry)
    return entries


def _nothing(run: Run, targets: Sequence[Target]) -> str:
    limited = [target for target in targets if target.chosen is not None]
    if limited:
        # Each path that was asked for has been named as one without anything to check.
        has_paths = any(target.chosen or target.folders for target in limited)
        return "" if has_paths else "Nothing to check."
    apps = len(run.projects)
    whose = "this app has" if apps == 1 else f"these {apps} apps have"
    return f"Nothing to check: {whose} no connector files and no functions."


def hidden_line(diagnostics: Sequence[Diagnostic], shown: Sequence[Diagnostic]) -> str:
    """Return a line about findings that are not shown; empty when all are."""
    severities = [diagnostic.severity for diagnostic in diagnostics]
    for diagnostic in shown:
        severities.remove(diagnostic.severity)
    if not severities:
        return ""
    counts = [
        plural(severities.count(severity), str(severity))
        for severity in sorted(Severity, reverse=True)
        if severity in severities
    ]
    verb = "is" if len(severities) == 1 else "are"
    return f"{listing(counts)} {verb} not shown (--min-severity {min(severities)} shows all)."

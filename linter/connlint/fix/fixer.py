"""Fixer: applies fixes, lints the result, and discards fixes that make it worse.

It reads files as a run does, but writes none: it returns their new content, and the caller
writes it.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from connlint.diagnostics.diagnostic import Diagnostic, Edit, Fix
from connlint.diagnostics.severity import Safety, Severity
from connlint.files.reading import DISK, Disk
from connlint.fix.edits import apply_edits
from connlint.project import Target
from connlint.run import Run, code_files, lint_targets
from connlint.text.source import SourceFile
from connlint.tuples import NamedTuple

__all__ = ["FixResult", "FixedFile", "GradedRequest", "SkippedFix", "fix_targets", "is_wanted"]

GradedRequest = Callable[[Diagnostic, Fix], bool]
"""A function that tells whether a fix may be applied."""

_PASSES = 10
_BOM = b"\xef\xbb\xbf"

_Key = tuple[str, str, str]


class FixedFile(NamedTuple):
    """A file with fixes: its source as read, its new text, and how many findings are fixed."""

    source: SourceFile
    text: str
    findings: int

    @property
    def before(self) -> bytes:
        """Return the content in bytes as it was read."""
        return _bytes(self.source, self.source.text)

    @property
    def content(self) -> bytes:
        """Return the new content in bytes."""
        return _bytes(self.source, self.text)


class SkippedFix(NamedTuple):
    """A fix that was left out: its finding, and the reason as the end of a sentence."""

    path: str
    rule: str
    message: str
    reason: str

    @property
    def line(self) -> str:
        """Return a line for people."""
        return f"{self.path}: the fix for {self.rule} is left out, because {self.reason}"


class FixResult(NamedTuple):
    """The files that fixes change, and the fixes that were left out, in the order of their paths.

    `run` is the run on the files with all fixes.
    """

    files: tuple[FixedFile, ...]
    skipped: tuple[SkippedFix, ...]
    run: Run

    @property
    def left(self) -> frozenset[tuple[str, str, str]]:
        """Return the findings of the fixes left out, each as (path, rule, message)."""
        return frozenset((each.path, each.rule, each.message) for each in self.skipped)


class _Candidate(NamedTuple):
    found: Diagnostic
    edits: tuple[Edit, ...]

    @property
    def key(self) -> _Key:
        return _key(self.found)


def fix_targets(
    targets: Sequence[Target],
    cwd: str,
    wanted: GradedRequest,
    *,
    overlay: Mapping[str, bytes] | None = None,
    least: Severity | None = Severity.INFO,
    disk: Disk = DISK,
) -> FixResult:
    """Apply the wanted fixes to the files of a run, in rounds until no more can be applied.

    Only files that the targets chose are changed, and none that is not valid UTF-8. All
    rules run, so that a fix of one rule cannot break what another one checks.
    Findings below `least` are not fixed; None takes the least severity from the settings.
    """
    state = _State(targets, cwd, wanted, dict(overlay or {}), least, disk)
    for _ in range(_PASSES):
        batch = state.candidates()
        if not batch:
            break
        state.settle(batch)
    state.leave()
    return state.result()


class _State:
    def __init__(
        self,
        targets: Sequence[Target],
        cwd: str,
        wanted: GradedRequest,
        contents: dict[str, bytes],
        least: Severity | None,
        disk: Disk,
    ) -> None:
        self.targets = targets
        self.disk = disk
        self.cwd = cwd
        self.wanted = wanted
        self.contents = contents
        self.least = least
        self.skipped: dict[_Key, str] = {}
        self.counts: Counter[str] = Counter()
        self.run = self.lint(contents)
        self.before = self.run.sources

    def lint(self, contents: Mapping[str, bytes]) -> Run:
        return lint_targets(self.targets, self.cwd, overlay=contents, disk=self.disk)

    def candidates(self) -> list[_Candidate]:
        """Return the fixes of one pass, of which no two overlap."""
        changeable = self.changeable()
        taken: dict[str, list[tuple[int, int]]] = {}
        chosen = []
        for finding in sorted(self.shown(), key=_place):
            fix = next((fix for fix in finding.fixes if self.wanted(finding, fix)), None)
            if fix is None or _key(finding) in self.skipped:
                continue
            if any(edit.path not in changeable for edit in fix.edits):
                continue
            spans = [
                (edit.path, edit.range.start.offset, edit.range.end.offset) for edit in fix.edits
            ]
            if any(_overlaps(start, end, taken.get(path, [])) for path, start, end in spans):
                continue
            for path, start, end in spans:
                insort(taken.setdefault(path, []), (start, end))
            chosen.append(_Candidate(finding, fix.edits))
        return chosen

    def shown(self) -> Iterator[Diagnostic]:
        for diagnostics, project in zip(self.run.found, self.run.projects, strict=True):
            least = project.settings.min_severity if self.least is None else self.least
            yield from (found for found in diagnostics if found.severity >= least)

    def changeable(self) -> set[str]:
        """Return the paths of files that fixes edit, that targets chose and that are readable."""
        paths: set[str] = set()
        for target, project in zip(self.targets, self.run.projects, strict=True):
            unreadable = {file.source.path for file in project.unreadable}
            sources = [connector.source for connector in project.connectors]
            sources += code_files(project)
            paths.update(
                source.path
                for source in sources
                if source.path not in unreadable and target.covers(source.location)
            )
        fixes = [fix for finding in self.run.diagnostics for fix in finding.fixes]
        return paths & {edit.path for fix in fixes for edit in fix.edits}

    def settle(self, batch: list[_Candidate]) -> None:
        """Apply the fixes that make nothing worse: all at once, or else in halves, recursively."""
        base, accepted = self.run, list[_Candidate]()
        pending = [batch]
        while pending:
            part = pending.pop()
            contents = {**self.contents, **_applied(base, [*accepted, *part])}
            run = self.lint(contents)
            reason = _worse(self.run, run, part, self.wanted)
            if not reason:
                accepted.extend(part)
                self.run = run
            elif len(part) == 1:
                self.skipped[part[0].key] = reason
            else:
                middle = len(part) // 2
                pending.extend([part[middle:], part[:middle]])
        self.contents.update(_applied(base, accepted))
        # A finding counts for the file that its fix edits, which may be another one.
        self.counts.update(candidate.edits[0].path for candidate in accepted)

    def leave(self) -> None:
        """Record why the wanted fixes that remain were not applied."""
        changeable = self.changeable()
        for finding in self.shown():
            fix = next((fix for fix in finding.fixes if self.wanted(finding, fix)), None)
            if fix is None or _key(finding) in self.skipped:
                continue
            others = [edit.path for edit in fix.edits if edit.path not in changeable]
            if not others:
                self.skipped[_key(finding)] = f"it is not done after {_PASSES} rounds"
            elif others[0] not in self.unreadable():
                self.skipped[_key(finding)] = f"{others[0]} is not among the files to fix"

    def unreadable(self) -> set[str]:
        """Return the paths of the files that could not be read or decoded."""
        return {file.source.path for project in self.run.projects for file in project.unreadable}

    def result(self) -> FixResult:
        files = []
        for path in sorted(self.counts):
            old, new = self.before[path], self.run.sources[path]
            if old.text != new.text:
                files.append(FixedFile(old, new.text, self.counts[path]))
        skipped = [SkippedFix(*key, reason) for key, reason in sorted(self.skipped.items())]
        return FixResult(tuple(files), tuple(skipped), self.run)


def _applied(base: Run, candidates: Iterable[_Candidate]) -> dict[str, bytes]:
    """Return the new content of the files that the fixes change, by location."""
    edits: dict[str, list[Edit]] = {}
    for candidate in candidates:
        for edit in candidate.edits:
            edits.setdefault(edit.path, []).append(edit)
    changed = {}
    for path, file_edits in edits.items():
        source = base.sources[path]
        changed[source.location] = _bytes(source, apply_edits(source.text, file_edits))
    return changed


def _bytes(source: SourceFile, text: str) -> bytes:
    return (_BOM if source.has_bom else b"") + text.encode("utf-8", "surrogatepass")


def _worse(old: Run, new: Run, batch: Sequence[_Candidate], wanted: GradedRequest) -> str:
    """Return why the fixes of a batch must not be applied together; empty if they may be.

    A new finding is acceptable if it can be fixed as well, if it is less severe than each
    finding of the batch, or if it is an info.
    """
    problems = _problems(old)
    for path, count in _problems(new).items():
        if count > problems[path]:
            return f"it would break {path}"
    before = Counter(map(_key, old.diagnostics))
    after = Counter(map(_key, new.diagnostics))
    for key, count in Counter(candidate.key for candidate in batch).items():
        if after[key] > before[key] - count:
            return "the finding would still be there"
    least = min(candidate.found.severity for candidate in batch)
    seen: Counter[_Key] = Counter()
    for finding in new.diagnostics:
        key = _key(finding)
        seen[key] += 1
        if (
            seen[key] <= before[key]
            or finding.severity < least
            or finding.severity == Severity.INFO
        ):
            continue
        if not any(wanted(finding, fix) for fix in finding.fixes):
            return f"it would lead to {finding.rule} in {finding.path}: {finding.message}"
    return ""


def _problems(run: Run) -> Counter[str]:
    """Return the number of syntax problems of each file, whatever their level in the settings."""
    counts: Counter[str] = Counter()
    for project in run.projects:
        for connector in project.connectors:
            counts[connector.source.path] += len(connector.document.problems)
        counts.update(file.source.path for file in project.unreadable)
    return counts


def _overlaps(start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    """Tell whether an edit overlaps a sorted list of others; an insertion must not touch one."""
    index = bisect_left(taken, (start, end))
    # The ranges in `taken` do not overlap, so only the nearest on each side matter.
    return any(
        (start < other_end and first < end)
        or ((start == end or first == other_end) and start <= other_end and first <= end)
        for first, other_end in taken[max(0, index - 1) : index + 2]
    )


def _key(found: Diagnostic) -> _Key:
    return found.path, found.rule, found.message


def _place(found: Diagnostic) -> tuple[str, int, int, str, str]:
    span = found.range
    return found.path, span.start.offset, span.end.offset, found.rule, found.message


def is_wanted(rules: Iterable[str], *, unsafe: bool) -> GradedRequest:
    """Return a function that accepts the fixes of these rules: the safe ones, or all of them."""
    names = frozenset(rules)
    return lambda found, fix: found.rule in names and (unsafe or fix.safety is Safety.SAFE)

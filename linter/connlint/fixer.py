"""Findings mended: fixes are applied, the result is linted again, and what made it worse is undone.

Pure but for the reading that a run does: it gives the new content of files, and whoever
asked for it writes.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from connlint.diagnostic import Diagnostic, Edit, Fix
from connlint.fixes import apply_edits
from connlint.project import Target
from connlint.run import Run, code_files, lint_targets
from connlint.severity import Safety, Severity
from connlint.source import SourceFile
from connlint.tuples import NamedTuple

__all__ = ["Fixed", "Mended", "Wanted", "fix_targets", "is_wanted"]

Wanted = Callable[[Diagnostic, Fix], bool]
"""Says whether a fix may be applied."""

_PASSES = 10
_BOM = b"\xef\xbb\xbf"

_Key = tuple[str, str, str]


class Mended(NamedTuple):
    """A file with fixes: as it was read, its new text, and how many findings are gone."""

    source: SourceFile
    text: str
    findings: int

    @property
    def before(self) -> bytes:
        """The content in bytes as it was read."""
        return _bytes(self.source, self.source.text)

    @property
    def content(self) -> bytes:
        """The new content in bytes."""
        return _bytes(self.source, self.text)


class Fixed(NamedTuple):
    """The files that fixes change, in the order of their paths.

    `refused` has a line for each fix that was left out, with the reason; `left` are the findings
    that they are for, each by path, rule and message.
    """

    files: tuple[Mended, ...]
    refused: tuple[str, ...]
    left: frozenset[tuple[str, str, str]] = frozenset()


class _Candidate(NamedTuple):
    found: Diagnostic
    edits: tuple[Edit, ...]

    @property
    def key(self) -> _Key:
        return _key(self.found)


def fix_targets(
    targets: Sequence[Target],
    cwd: str,
    wanted: Wanted,
    *,
    overlay: Mapping[str, bytes] | None = None,
    least: Severity | None = Severity.INFO,
) -> Fixed:
    """Apply the wanted fixes to the files of a run, as often as there are any.

    Only files that the targets chose are changed, and none that is not valid UTF-8. All
    rules are heard, so that a fix of one rule cannot break what another one guards.
    Findings below `least` are left alone; None takes what the settings show.
    """
    state = _State(targets, cwd, wanted, dict(overlay or {}), least)
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
        wanted: Wanted,
        contents: dict[str, bytes],
        least: Severity | None,
    ) -> None:
        self.targets = targets
        self.cwd = cwd
        self.wanted = wanted
        self.contents = contents
        self.least = least
        self.refused: dict[_Key, str] = {}
        self.counts: Counter[str] = Counter()
        self.run = self.lint(contents)
        self.before = self.run.sources

    def lint(self, contents: Mapping[str, bytes]) -> Run:
        return lint_targets(self.targets, self.cwd, overlay=contents)

    def candidates(self) -> list[_Candidate]:
        """The fixes of one pass: no two of them touch the same place."""
        changeable = self.changeable()
        taken: dict[str, list[tuple[int, int]]] = {}
        chosen = []
        for found in sorted(self.shown(), key=_place):
            fix = next((fix for fix in found.fixes if self.wanted(found, fix)), None)
            if fix is None or _key(found) in self.refused:
                continue
            if any(edit.path not in changeable for edit in fix.edits):
                continue
            spans = [
                (edit.path, edit.range.start.offset, edit.range.end.offset) for edit in fix.edits
            ]
            if any(_meets(start, end, taken.get(path, [])) for path, start, end in spans):
                continue
            for path, start, end in spans:
                insort(taken.setdefault(path, []), (start, end))
            chosen.append(_Candidate(found, fix.edits))
        return chosen

    def shown(self) -> Iterator[Diagnostic]:
        for diagnostics, project in zip(self.run.found, self.run.projects, strict=True):
            least = project.settings.min_severity if self.least is None else self.least
            yield from (found for found in diagnostics if found.severity >= least)

    def changeable(self) -> set[str]:
        """The paths of the files that were asked for, and whose bytes are known."""
        paths: set[str] = set()
        for target, project in zip(self.targets, self.run.projects, strict=True):
            unreadable = {file.source.path for file in project.unreadable}
            sources = [connector.source for connector in project.connectors]
            sources += code_files(project)
            paths.update(
                source.path
                for source in sources
                if source.path not in unreadable
                and (target.chosen is None or source.location in target.chosen)
            )
        fixes = [fix for found in self.run.diagnostics for fix in found.fixes]
        return paths & {edit.path for fix in fixes for edit in fix.edits}

    def settle(self, batch: list[_Candidate]) -> None:
        """Apply what makes nothing worse: all at once, else in halves down to single fixes."""
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
                self.refused[part[0].key] = reason
            else:
                middle = len(part) // 2
                pending.extend([part[middle:], part[:middle]])
        self.contents.update(_applied(base, accepted))
        # A finding counts where it is mended, which may be another file.
        self.counts.update(candidate.edits[0].path for candidate in accepted)

    def leave(self) -> None:
        """Leave out what could not be applied to the end."""
        changeable = self.changeable()
        for found in self.shown():
            fix = next((fix for fix in found.fixes if self.wanted(found, fix)), None)
            if fix is None or _key(found) in self.refused:
                continue
            others = [edit.path for edit in fix.edits if edit.path not in changeable]
            if not others:
                self.refused[_key(found)] = f"it is not done after {_PASSES} rounds"
            elif others[0] not in self.unreadable():
                self.refused[_key(found)] = f"{others[0]} is not among the files to fix"

    def unreadable(self) -> set[str]:
        """The paths of the files whose bytes are not known."""
        return {file.source.path for project in self.run.projects for file in project.unreadable}

    def result(self) -> Fixed:
        files = []
        for path in sorted(self.counts):
            old, new = self.before[path], self.run.sources[path]
            if old.text != new.text:
                files.append(Mended(old, new.text, self.counts[path]))
        lines = [
            f"{path}: the fix for {rule} is left out, because {reason}"
            for (path, rule, _), reason in sorted(self.refused.items())
        ]
        return Fixed(tuple(files), tuple(lines), frozenset(self.refused))


def _applied(base: Run, candidates: Iterable[_Candidate]) -> dict[str, bytes]:
    """The new content of the files that the fixes change, by location."""
    edits: dict[str, list[Edit]] = {}
    for candidate in candidates:
        for edit in candidate.edits:
            edits.setdefault(edit.path, []).append(edit)
    changed = {}
    for path, made in edits.items():
        source = base.sources[path]
        changed[source.location] = _bytes(source, apply_edits(source.text, made))
    return changed


def _bytes(source: SourceFile, text: str) -> bytes:
    return (_BOM if source.has_bom else b"") + text.encode("utf-8", "surrogatepass")


def _worse(old: Run, new: Run, batch: Sequence[_Candidate], wanted: Wanted) -> str:
    """Why the fixes of a batch must not be applied together; empty when nothing is against it.

    What a fix brings to light is no harm where it can be fixed as well, or weighs less
    than what is mended.
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
    for found in new.diagnostics:
        key = _key(found)
        seen[key] += 1
        if seen[key] <= before[key] or found.severity < least or found.severity == Severity.INFO:
            continue
        if not any(wanted(found, fix) for fix in found.fixes):
            return f"it would lead to {found.rule} in {found.path}: {found.message}"
    return ""


def _problems(run: Run) -> Counter[str]:
    """How many syntax problems each file has, whatever the settings make of them."""
    counts: Counter[str] = Counter()
    for project in run.projects:
        for connector in project.connectors:
            counts[connector.source.path] += len(connector.document.problems)
        counts.update(file.source.path for file in project.unreadable)
    return counts


def _meets(start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    """Whether an edit overlaps others, which are sorted; an insertion must not even touch one."""
    at = bisect_left(taken, (start, end))
    # Those that are taken do not overlap, so only the nearest on each side can be met.
    return any(
        (start < other_end and first < end)
        or ((start == end or first == other_end) and start <= other_end and first <= end)
        for first, other_end in taken[max(0, at - 1) : at + 2]
    )


def _key(found: Diagnostic) -> _Key:
    return found.path, found.rule, found.message


def _place(found: Diagnostic) -> tuple[str, int, int, str, str]:
    place = found.range
    return found.path, place.start.offset, place.end.offset, found.rule, found.message


def is_wanted(rules: Iterable[str], *, unsafe: bool) -> Wanted:
    """The fixes of these rules: those that are safe, or all of them."""
    names = frozenset(rules)
    return lambda found, fix: found.rule in names and (unsafe or fix.safety is Safety.SAFE)

"""The runs of an app, and where two of them that must agree do not."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from connlint.text.escaping import escape_unprintable

from .draft import App
from .processes import Installed, Outcome
from .reading import Reading, findings_of, load, read_json, read_text
from .versions import forgiving

__all__ = ["Bench", "Examined", "Fault", "compare_batch", "compare_change", "examine", "world_of"]

_FAILED = 2
_BROKEN = re.compile(rb"Traceback|internal.error", re.IGNORECASE)
_JSON = ("--format", "json")
_LIMITED = b" has no connector files, functions or pages that use connectors"


class Bench(NamedTuple):
    """Where apps and caches are, and the connlints of the oldest and the newest Python."""

    worlds: Path
    caches: Path
    oldest: Installed
    newest: Installed


class Fault(NamedTuple):
    """A difference that must not be, and the seed of the app."""

    seed: int
    text: str


class Examined(NamedTuple):
    """An app with what its first run gave, and the summary of the JSON report.

    `reading` is None where connlint refused to lint. `is_cached` says that the second run came
    from the cache.
    """

    app: App
    first: Outcome
    reading: Reading | None
    summary: Mapping[str, int]
    is_cached: bool
    faults: tuple[Fault, ...]


def world_of(app: App) -> str:
    """Give the name of an app's world below the folder of all worlds."""
    return f"{app.seed:05}"


def examine(app: App, bench: Bench) -> Examined:
    """Run connlint on an app from outside, again, and as JSON from within."""
    check = ["check", *_paths(app)]
    cache = bench.caches / world_of(app)
    first = bench.newest.run(check, bench.worlds, cache)
    faults = _broken(check, first)
    entries = _entries(cache)
    second = bench.newest.run(check, bench.worlds, cache)
    # A run that is not answered by the cache writes its entry again.
    is_cached = bool(entries) and entries == _entries(cache)
    if first != second:
        faults.append(f"the second run differs\n{first.shown()}--- second:\n{second.shown()}")
    reading: Reading | None = None
    summary: Mapping[str, int] = {}
    if first.status == _FAILED:
        faults += _refused(app, bench, first)
    elif not faults:
        try:
            reading, summary, others = _read(app, bench, first)
            faults += others
        except ValueError as error:
            faults.append(str(error))
    found = tuple(Fault(app.seed, text) for text in faults)
    return Examined(app, first, reading, summary, is_cached, found)


def compare_batch(batch: Sequence[Examined], number: int, bench: Bench) -> list[Fault]:
    """Check many apps in one run on each Python: each says what the runs of every app said."""
    command = ["check", *[path for each in batch for path in _paths(each.app)], *_JSON]
    pythons = (bench.oldest, bench.newest)
    cache = bench.caches / f"batch-{number}"
    outcomes = [python.run(command, bench.worlds, cache) for python in pythons]
    faults = [text for outcome in outcomes for text in _broken(["check"], outcome)]
    status = max(each.first.status or 0 for each in batch)
    faults += [
        f"not status {status}, but {each.status}" for each in outcomes if each.status != status
    ]
    try:
        reports = [load(outcome.out) for outcome in outcomes]
    except ValueError:
        reports = []
        faults += [f"no report of version 1:\n{outcome.shown()[-3000:]}" for outcome in outcomes]
    total = {key: sum(each.summary[key] for each in batch) for key in batch[0].summary}
    for report, python in zip(reports, pythons, strict=False):
        if report["summary"] != total:
            faults.append(f"{report['summary']} on Python {python.python}, and not {total}")
    seeds = ", ".join(str(each.app.seed) for each in batch)
    found = [Fault(batch[0].app.seed, f"one run for the seeds {seeds}: {text}") for text in faults]
    for each in batch if reports else ():
        oldest, newest = (_own(report["diagnostics"], each.app) for report in reports)
        found += [Fault(each.app.seed, text) for text in _among_others(each, oldest, newest, bench)]
    if not found and not _same_bytes(outcomes, reports):
        found.append(Fault(batch[0].app.seed, f"the seeds {seeds}: other bytes on {bench.oldest}"))
    return found


def compare_change(examined: Examined, bench: Bench) -> list[Fault]:
    """Change an app, and run connlint once more with its cache and once without."""
    app = examined.app
    app.change.apply(bench.worlds / world_of(app))
    check = ["check", *_paths(app)]
    cache = bench.caches / world_of(app)
    cached = bench.newest.run(check, bench.worlds, cache)
    fresh = bench.newest.run([*check, "--no-cache"], bench.worlds, cache)
    faults = _broken(check, fresh)
    if cached != fresh:
        shown = f"{cached.shown()}--- and without it\n{fresh.shown()}"
        faults.append(f"after {app.change} it says with the cache\n{shown}")
    return [Fault(app.seed, text) for text in faults]


def _paths(app: App) -> list[str]:
    """Give the PATHs of an app as they are from the folder of all worlds."""
    top = f"{world_of(app)}/{app.root}"
    return [top if path == "." else f"{top}/{path}" for path in app.asked]


def _read(
    app: App, bench: Bench, first: Outcome
) -> tuple[Reading, Mapping[str, int], Iterator[str]]:
    """Read the text, and compare it with a JSON report; ValueError for what is neither."""
    # Behind a link other folders are above the app, and other settings may count. A folder of an
    # app above limits the report where it is named, and not where it is the working directory.
    is_outside = app.is_linked or _LIMITED in first.err
    cwd = bench.worlds if is_outside else bench.worlds / world_of(app) / app.root
    top = "" if is_outside else f"{world_of(app)}/{app.root}/"
    command = ["check", *(_paths(app) if is_outside else app.asked), *_JSON]
    outcome = bench.newest.run(command, cwd, bench.caches / world_of(app))
    reports = f"{first.shown()}--- JSON from {cwd}:\n{outcome.shown()}"
    err = first.err.replace(escape_unprintable(top).encode(), b"")
    if _broken(command, outcome) or (first.status, err) != (outcome.status, outcome.err):
        raise ValueError(reports)
    try:
        report, reading = load(outcome.out), read_text(first.out.decode(), bench.worlds)
    except ValueError as error:
        raise ValueError(f"{error}\n{reports}") from error
    expected = read_json(report, cwd)
    if not first.out:
        # A run that is content and shows nothing does not say what it does not show.
        expected = expected._replace(hidden={})
    return reading, report["summary"], _differences(reading, expected)


def _refused(app: App, bench: Bench, first: Outcome) -> Iterator[str]:
    """Compare runs that refuse to lint: all print the same line on standard error."""
    if first.out or first.err.count(b"\n") != 1:
        yield f"more than a line about what is wrong\n{first.shown()}"
    check = ["check", *_paths(app)]
    for python, command in ((bench.newest, [*check, *_JSON]), (bench.oldest, check)):
        other = python.run(command, bench.worlds, bench.caches / world_of(app))
        if other != first:
            yield f"{command} on {python.python}\n{other.shown()}--- and not\n{first.shown()}"


def _among_others(
    examined: Examined,
    oldest: list[dict[str, Any]],
    newest: list[dict[str, Any]],
    bench: Bench,
) -> Iterator[str]:
    """Compare what two Pythons say of an app among others, and with what is said of it alone."""
    alone = examined.reading.findings if examined.reading else ()
    among = findings_of(newest, bench.worlds)
    if alone != among:
        yield f"other findings in a run with others:\n{_lines(set(alone) ^ set(among))}"
    one, other = list(map(forgiving, oldest)), list(map(forgiving, newest))
    if one != other:
        shown = [
            json.dumps([each for each in a if each not in b])
            for a, b in ((one, other), (other, one))
        ]
        yield f"only on Python {bench.oldest.python}: {shown[0]}\nonly on {bench.newest.python}: {shown[1]}"


def _same_bytes(outcomes: Sequence[Outcome], reports: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether reports have the same bytes, but for what honestly differs."""
    if outcomes[0] == outcomes[1]:
        return True
    forgiven = [
        {**each, "diagnostics": list(map(forgiving, each["diagnostics"]))} for each in reports
    ]
    return forgiven != list(reports) and json.dumps(forgiven[0]) == json.dumps(forgiven[1])


def _own(diagnostics: Iterable[dict[str, Any]], app: App) -> list[dict[str, Any]]:
    return [each for each in diagnostics if each["path"].startswith(f"{world_of(app)}/")]


def _differences(text: Reading, report: Reading) -> Iterator[str]:
    # Findings are in the order of the paths as they are shown, of which some are absolute.
    if sorted(text.findings) != sorted(report.findings):
        one, other = set(text.findings), set(report.findings)
        yield f"only in the text:\n{_lines(one - other)}\nonly in JSON:\n{_lines(other - one)}"
    elif text[1:] != report[1:]:
        yield f"the text counts {text[1:]}\nand JSON {report[1:]}"


def _lines(findings: Iterable[tuple[object, ...]]) -> str:
    return "\n".join(f"  {' '.join(map(str, found))}" for found in sorted(findings)) or "  none"


def _broken(command: Sequence[str], outcome: Outcome) -> list[str]:
    """Say whether a run has ended as no run may end."""
    if outcome.status is None:
        return [f"{command} does not end\n{outcome.shown()}"]
    is_known = outcome.status in {0, 1, _FAILED}
    if not is_known or _BROKEN.search(outcome.out) or _BROKEN.search(outcome.err):
        return [f"{command} fails\n{outcome.shown()}"]
    return []


def _entries(cache: Path) -> dict[str, int]:
    """Tell the cache's entries apart: one that is written again is another file."""
    try:
        with os.scandir(cache) as found:
            return {entry.name: entry.inode() for entry in found}
    except FileNotFoundError:
        return {}

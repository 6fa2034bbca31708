"""`--baseline` and `--write-baseline`: what is known is left out, or written down."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Sequence

from connlint.cli.console import Console, UsageError
from connlint.files.atomic_write import write_atomically
from connlint.project import Project, Target
from connlint.reporting.baseline import Baseline, BaselineError, Entry, parse_baseline, to_text
from connlint.run import Run
from connlint.text.escaping import escape_unprintable, plural, quote
from connlint.tuples import NamedTuple

__all__ = ["Checked", "leave_out_known", "write_baseline"]


class Checked(NamedTuple):
    """The scope of a run: it can tell that a baseline entry within it is gone."""

    targets: Sequence[Target]
    projects: Sequence[Project]
    rules: Collection[str]

    def has(self, entry: Entry, location: str) -> bool:
        """Tell whether the entry would have been found if it were still there."""
        if entry.rule not in self.rules:
            return False
        for target, project in zip(self.targets, self.projects, strict=True):
            settings = project.settings.source
            if target.chosen is not None:
                if target.covers(location):
                    return True
            elif location.startswith((project.root + os.sep, project.connectors_dir + os.sep)) or (
                settings is not None and location == settings.location
            ):
                return True
        return False


def leave_out_known(
    run: Run, path: str, cwd: str, checked: Checked, console: Console
) -> tuple[Run, Counter[Entry]]:
    """Return the run without the findings of a baseline, and the entries that still hold.

    Entries that are no longer found are said; those that were not looked at hold.
    Raises UsageError for a file that is no baseline.
    """
    entries = _read(path)
    baseline = Baseline(entries, os.path.dirname(os.path.abspath(path)), cwd)
    found = tuple(baseline.new(each, run.sources) for each in run.found)
    stale = baseline.stale(lambda entry: checked.has(entry, baseline.location(entry)))
    for entry, count in stale.items():
        about = f" {quote(entry.subject)}" if entry.subject else ""
        times = f" ({count} of {entries[entry]})" if entries[entry] > 1 else ""
        console.say(
            escape_unprintable(f"No longer found: {entry.path}: {entry.rule}{about}{times}")
        )
    left = {id(diagnostic) for each in found for diagnostic in each}
    known = tuple([one for one in each if id(one) not in left] for each in run.found)
    return run._replace(found=found, known=known), entries - stale


def write_baseline(
    run: Run, path: str, cwd: str, entries: Counter[Entry] | None, console: Console
) -> None:
    """Write the findings of a run, or the entries that are given, and say how many they are.

    Raises UsageError when the file cannot be written.
    """
    directory = os.path.dirname(os.path.abspath(path))
    if entries is None:
        entries = Baseline({}, directory, cwd).count(run.diagnostics, run.sources)
    try:
        write_atomically(path, to_text(entries))
    except OSError as error:
        raise UsageError(
            f'Cannot write the baseline "{path}": {error.strerror or error}'
        ) from error
    console.say(f"{plural(entries.total(), 'finding')} written")


def _read(path: str) -> Counter[Entry]:
    try:
        with open(path, encoding="utf-8-sig") as file:
            return parse_baseline(file.read())
    except OSError as error:
        raise UsageError(f'Cannot read the baseline "{path}": {error.strerror or error}') from error
    except UnicodeDecodeError as error:
        raise UsageError(f'The baseline "{path}" is not UTF-8') from error
    except BaselineError as error:
        raise UsageError(f'The baseline "{path}" {error}') from error

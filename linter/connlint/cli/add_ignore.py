"""`--add-ignore`: write comments that silence all findings that are shown."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

from connlint.cli.console import Console, ExitStatus
from connlint.cli.fix import write_files
from connlint.cli.inputs import Inputs
from connlint.diagnostics.diagnostic import Diagnostic
from connlint.fix.fixer import FixedFile
from connlint.fix.ignoring import ignore_findings
from connlint.project.outside import boundary_of
from connlint.rules import RuleSet
from connlint.run import Run, lint_targets
from connlint.text.escaping import escape_unprintable, listing, plural

__all__ = ["add_ignore"]

_Key = tuple[str, str, str]


def add_ignore(
    run: Run,
    shown: Iterable[Sequence[Diagnostic]],
    reason: str,
    inputs: Inputs,
    rules: RuleSet,
    console: Console,
) -> ExitStatus:
    """Write comments for the findings that are shown, and say for which there is no place.

    A file is left alone if comments would make it worse, such as one that is not JSON.
    """
    found = list(dict.fromkeys(chain.from_iterable(shown)))
    ignored = ignore_findings(found, run, reason)
    overlay = {file.source.location: file.content for file in ignored.files}
    worse = set[str]()
    if overlay:
        after = lint_targets(inputs.targets, os.getcwd(), rules=rules, overlay=overlay)
        worse = _worse(run, after)
    files = [file for file in ignored.files if file.source.path not in worse]
    left = [each for each in ignored.left if each.path not in worse]
    left += [each for each in found if each.path in worse]
    _say_left(left, console)
    outcome = write_files(files, [boundary_of(target) for target in inputs.targets], console)
    if outcome.fixed:
        console.say(f"{plural(outcome.fixed, 'finding')} ignored in {_names(files)}")
    return outcome.status


def _worse(before: Run, after: Run) -> set[str]:
    """Return the paths of the files with more findings than before of any kind."""
    # A baseline has taken some away.
    old = Counter(map(_key, chain(before.diagnostics, *before.known)))
    new = Counter(map(_key, after.diagnostics))
    return {key[0] for key, count in new.items() if count > old[key]}


def _key(found: Diagnostic) -> _Key:
    return found.path, found.rule, found.message


def _say_left(left: Iterable[Diagnostic], console: Console) -> None:
    by_path: dict[str, set[str]] = {}
    for finding in left:
        by_path.setdefault(finding.path, set()).add(finding.rule)
    for path, rules in sorted(by_path.items()):
        names = listing(sorted(rules))
        console.say(escape_unprintable(f"{path}: a comment cannot ignore {names} here"))


def _names(files: Sequence[FixedFile]) -> str:
    if len(files) == 1:
        return escape_unprintable(files[0].source.path)
    return plural(len(files), "file")

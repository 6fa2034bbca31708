"""`--fix` and `--diff`: fix findings and write the files, or show what would change."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from connlint.cli.console import Console, ExitStatus
from connlint.cli.inputs import Inputs
from connlint.cli.options import FixOptions
from connlint.files.atomic_write import remove_leftovers, replace_file
from connlint.files.inside import Boundary
from connlint.fix.fixer import FixedFile, fix_targets, is_wanted
from connlint.project.outside import boundary_of
from connlint.text.escaping import escape_unprintable
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.diagnostics.severity import Severity

__all__ = ["FixOutcome", "fix", "write_files"]


class FixOutcome(NamedTuple):
    """Outcome of fixing: the console for the report, the number of findings, and a status.

    `left` are the findings whose fix was left out, each by path, rule and message.
    """

    console: Console
    fixed: int = 0
    status: ExitStatus = ExitStatus.CLEAN
    left: frozenset[tuple[str, str, str]] = frozenset()


def fix(
    inputs: Inputs,
    cwd: str,
    rules: Iterable[str],
    options: FixOptions,
    least: Severity | None,
    console: Console,
) -> FixOutcome:
    """Fix findings of the rules of these names, or show the changes as a diff.

    Writes the files that change, or, where standard input stands for a file, the fixed content to
    standard output and to `inputs.overlay`. What is below `least` is not shown, and not touched
    either; None takes the least severity from the settings.
    """
    targets, overlay = inputs
    wanted = is_wanted(rules, unsafe=options.unsafe_fixes)
    fixed = fix_targets(targets, cwd, wanted, overlay=overlay, least=least)
    for each in fixed.skipped:
        console.say(escape_unprintable(each.line))
    if options.diff:
        for file in fixed.files:
            console.write_bytes("".join(_diff(file)).encode("utf-8", "surrogatepass"))
        return FixOutcome(console, 0, ExitStatus.FOUND if fixed.files else ExitStatus.CLEAN)
    if not overlay:
        boundaries = [boundary_of(target) for target in targets]
        return write_files(fixed.files, boundaries, console)._replace(left=fixed.left)
    overlay.update((file.source.location, file.content) for file in fixed.files)
    for content in overlay.values():
        console.write_bytes(content)
    # Standard output has the text, so the report goes to the other stream.
    count = sum(file.findings for file in fixed.files)
    return FixOutcome(console.with_report_on_stderr(), count, left=fixed.left)


def write_files(
    files: Sequence[FixedFile], boundaries: Sequence[Boundary], console: Console
) -> FixOutcome:
    """Write the files that changed; one that cannot be written does not keep the others."""
    count, status = 0, ExitStatus.CLEAN
    written: dict[str, bytes] = {}
    for directory in {os.path.dirname(os.path.realpath(each.source.location)) for each in files}:
        remove_leftovers(directory)
    for file in files:
        location = os.path.realpath(file.source.location)
        if location in written:
            # Two links lead to one file.
            count += file.findings if written[location] == file.content else 0
            continue
        reason = _write_one(file, location, boundaries)
        if reason:
            status = ExitStatus.FAILED
            console.say(escape_unprintable(f"{file.source.path}: cannot be written: {reason}"))
        else:
            count += file.findings
            written[location] = file.content
    return FixOutcome(console, count, status)


def _write_one(file: FixedFile, location: str, boundaries: Sequence[Boundary]) -> str:
    """Write one file if it still is what was read; return why that failed, empty if not."""
    if not any(boundary.has(location) for boundary in boundaries):
        return "it is a link that leads out of the repository by now"
    try:
        replace_file(location, file.before, file.content)
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _diff(file: FixedFile) -> Iterator[str]:
    import difflib

    path = escape_unprintable(file.source.path)
    lines = difflib.unified_diff(
        _lines(file.source.text), _lines(file.text), f"a/{path}", f"b/{path}"
    )
    for line in lines:
        yield line
        if not line.endswith("\n"):
            yield "\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    """Split a text into lines as diff and patch count them."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])

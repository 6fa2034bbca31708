"""What `--fix` and `--diff` do: fix findings and write the files, or show what would change."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence

from connlint.cli.console import Console, ExitStatus
from connlint.files import write_atomically
from connlint.fixer import Fixed, Mended, fix_targets, is_wanted
from connlint.project import Target
from connlint.project.discovery import places_of
from connlint.severity import Severity
from connlint.source import SourceFile
from connlint.tuples import NamedTuple
from connlint.wording import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.cli.check import CheckOptions

__all__ = ["Fixing", "fix"]


class Fixing(NamedTuple):
    """What fixing led to: the console for the report, the number of findings, and a status."""

    console: Console
    fixed: int = 0
    status: ExitStatus = ExitStatus.CLEAN


def fix(
    targets: Sequence[Target],
    cwd: str,
    rules: Iterable[str],
    options: CheckOptions,
    console: Console,
    overlay: dict[str, bytes],
) -> Fixing:
    """Do what `--fix` and `--diff` ask for, with the fixes of the rules of these names.

    `overlay` has the content of standard input where that stands in for a file, and gets
    what fixing makes of it.
    """
    wanted = is_wanted(rules, unsafe=options.unsafe_fixes)
    may_write = _yes if overlay else _inside(targets, console)
    # What is not shown is not touched either.
    least = Severity.parse(options.min_severity) if options.min_severity else None
    fixed = fix_targets(targets, cwd, wanted, overlay=overlay, least=least, may_write=may_write)
    for line in fixed.refused:
        console.say(visible(line))
    if options.diff:
        for file in fixed.files:
            console.write_bytes("".join(_diff(file)).encode("utf-8", "surrogatepass"))
        return Fixing(console, 0, ExitStatus.FOUND if fixed.files else ExitStatus.CLEAN)
    if not overlay:
        return _write(fixed, console)
    overlay.update((file.source.location, file.content) for file in fixed.files)
    for content in overlay.values():
        console.write_bytes(content)
    # Standard output has the text, so the report goes to the other stream.
    return Fixing(console.with_report_on_stderr(), sum(file.findings for file in fixed.files))


def _write(fixed: Fixed, console: Console) -> Fixing:
    """Write the files that changed; one that cannot be written does not keep the others."""
    count, status = 0, ExitStatus.CLEAN
    written: dict[str, bytes] = {}
    for file in fixed.files:
        location = os.path.realpath(file.source.location)
        # Two links may lead to one file.
        if written.setdefault(location, file.content) != file.content:
            continue
        try:
            write_atomically(location, file.content)
        except OSError as error:
            status = ExitStatus.FAILED
            reason = error.strerror or str(error)
            console.say(visible(f"{file.source.path}: cannot be written: {reason}"))
        else:
            count += file.findings
    return Fixing(console, count, status)


def _yes(_: SourceFile) -> bool:
    return True


def _inside(targets: Sequence[Target], console: Console) -> Callable[[SourceFile], bool]:
    """Whether a file lies in its project even where its links are followed; says so if not."""
    verdicts: dict[str, bool] = {}

    def is_inside(source: SourceFile) -> bool:
        verdict = verdicts.get(source.location)
        if verdict is None:
            verdict = any(_lies_in(source.location, target) for target in targets)
            verdicts[source.location] = verdict
            if not verdict:
                is_link = os.path.realpath(source.location) != source.location
                reason = "the link leads out of the project" if is_link else "it is not of the app"
                console.say(visible(f"{source.path}: {reason}; it is not fixed"))
        return verdict

    return is_inside


def _lies_in(location: str, target: Target) -> bool:
    real = os.path.realpath(location)
    if os.path.dirname(location) != target.connectors_dir:
        places = places_of(target, None)
        return places is not None and _is_below(real, os.path.realpath(places.root))
    # A config may name a directory outside the root as that of the connectors.
    is_below = _is_below(target.connectors_dir, target.root)
    return _is_below(real, os.path.realpath(target.root if is_below else target.connectors_dir))


def _is_below(path: str, directory: str) -> bool:
    base = directory if directory.endswith(os.sep) else directory + os.sep
    return path == directory or path.startswith(base)


def _diff(file: Mended) -> Iterator[str]:
    import difflib

    path = visible(file.source.path)
    lines = difflib.unified_diff(
        _lines(file.source.text), _lines(file.text), f"a/{path}", f"b/{path}"
    )
    for line in lines:
        yield line
        if not line.endswith("\n"):
            yield "\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    """The lines of a text as diff and patch count them."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])

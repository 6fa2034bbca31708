"""Options of `connlint check`, in the parts that the steps of a run take."""

from __future__ import annotations

from connlint.diagnostics.severity import Severity
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = [
    "STDIN_NAME",
    "BaselineOptions",
    "CheckOptions",
    "FixOptions",
    "InputOptions",
    "ReportOptions",
    "RuleOptions",
    "RunOptions",
]


STDIN_NAME = "<stdin>"
"""The name of a connector file that comes from standard input and has no other name."""


class InputOptions(NamedTuple):
    """Input: what to check.

    `stdin_filename` is the path of the file that standard input stands for, None without one.
    `config` is the path of a configuration file, None for no configuration, empty for the
    nearest one. `changed` limits the files to those that have changed since a revision, since the
    last commit if it is empty; None for all files.
    """

    paths: tuple[str, ...] = (".",)
    stdin_filename: str | None = None
    config: str | None = ""
    changed: str | None = None


class RuleOptions(NamedTuple):
    """The rules to run: all but `ignore`, or those of `select` without `ignore`."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


class RunOptions(NamedTuple):
    """Execution: how to run. `jobs` limits the processes; 0 is as many as there are processors."""

    strict_suppressions: bool = False
    jobs: int = 0
    no_cache: bool = False
    show_files: bool = False
    show_config: bool = False


class FixOptions(NamedTuple):
    """Fixes to apply, or to show as a diff instead.

    `add_ignore` is the reason in comments that silence what is left, None for no comments.
    """

    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    add_ignore: str | None = None


class ReportOptions(NamedTuple):
    """Output: how to report findings.

    An empty `format` is the one that fits where connlint runs, an empty `output_file` is standard
    output; an empty severity leaves the choice to the settings. `color` is auto, always or never.
    """

    format: str = ""
    output_file: str = ""
    min_severity: str = ""
    fail_on: str = ""
    color: str = "auto"
    quiet: bool = False
    statistics: bool = False

    @property
    def least(self) -> Severity | None:
        """Return the least severity to show, None where the settings decide."""
        return Severity.parse(self.min_severity) if self.min_severity else None


class BaselineOptions(NamedTuple):
    """The paths of the baseline to read and of the one to write; empty for none."""

    baseline: str = ""
    write_baseline: str = ""


class CheckOptions(NamedTuple):
    """All options of `connlint check`."""

    input: InputOptions = InputOptions()
    rules: RuleOptions = RuleOptions()
    run: RunOptions = RunOptions()
    fixes: FixOptions = FixOptions()
    report: ReportOptions = ReportOptions()
    baseline: BaselineOptions = BaselineOptions()

    @classmethod
    def of(cls, **values: Any) -> CheckOptions:  # noqa: ANN401 - options of all types
        """Make the options from the values of single ones, by the names of the fields above.

        Raises TypeError for a name that is no option.
        """
        parts = [_with_values(part, values) for part in cls()]
        if values:
            raise TypeError(f"no options of check: {', '.join(sorted(values))}")
        return cls(*parts)

    @property
    def is_cacheable(self) -> bool:
        """Tell whether the run reads nothing that a recorder misses, and writes nothing."""
        return not (
            self.run.no_cache
            or self.fixes.fix
            or self.fixes.diff
            or self.fixes.add_ignore is not None
            or self.baseline.baseline
            or self.baseline.write_baseline
            or self.report.output_file
            or self.input.stdin_filename is not None
            or self.input.changed is not None
        )


def _with_values(part: Any, values: dict[str, Any]) -> Any:  # noqa: ANN401 - any part
    """Take the options of one part out of `values`, and return the part with them."""
    return part._replace(**{name: values.pop(name) for name in part._fields if name in values})

"""A whole run: the sources are grouped, linted and written, or nothing is."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import chain

import pyarrow as pa
import pyarrow.compute as pc

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Severity
from connlint.fleet.columns import FINDING_COLUMNS, SUMMARY_COLUMNS
from connlint.fleet.engine import open_engine
from connlint.fleet.errors import FleetError
from connlint.fleet.grouping import group, look_through
from connlint.fleet.guard import GuardError
from connlint.fleet.output import Output, check_output
from connlint.fleet.parts import Parts, count_apps
from connlint.fleet.sources import open_source
from connlint.fleet.work import ClusterOptions, Work
from connlint.run import Step
from connlint.tuples import NamedTuple

__all__ = ["FleetOptions", "FleetOutcome", "run_fleet"]

_MOST_KNOWN = 2_000_000
"""The number of apps up to which each is compared with all others at the end."""


class FleetOptions(NamedTuple):
    """Options of a run: the sources, and where the results go.

    `summary` is the path of the table of apps, empty for none. `settings` is the text of a
    connlint.toml that takes the place of the apps' own, None for none. With `resume`, the
    results that a run before has left are used.
    """

    sources: Sequence[str]
    output: str
    summary: str = ""
    settings: str | None = None
    cluster: ClusterOptions = ClusterOptions()
    resume: bool = False


class FleetOutcome(NamedTuple):
    """Outcome of a run: apps, how many of them could not be linted, and findings by severity."""

    apps: int = 0
    failed: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0


def run_fleet(options: FleetOptions, show: Callable[[Step], None] | None = None) -> FleetOutcome:
    """Lint all apps of the sources, and write the results; `show` gets the progress.

    The results do not depend on where apps are linted, nor on what was killed meanwhile. Raises
    FleetError for what cannot be read, written or run, and OSError for what the system refuses;
    then no output has changed, and the results so far are kept for another run.
    """
    _check(options)
    sources = [open_source(source) for source in options.sources]
    order = look_through(chain.from_iterable(source.apps() for source in sources))
    if order.apps == 0:
        raise FleetError("There are no apps: the tables have no rows")
    parts = Parts(f"{options.output}.parts", Catalog().date, options.settings)
    with parts.opened(keep=options.resume):
        run = _Run(parts, order.apps, show)
        batches = group(
            chain.from_iterable(source.batches() for source in sources),
            order,
        )
        try:
            with open_engine(options.cluster, options.settings, order.apps) as engine:
                for done in engine.run(run.missing(batches)):
                    run.keep(done)
        except GuardError as error:
            raise FleetError(f"No app could be linted, because {error}") from error
        outcome = run.write(options)
        parts.remove()
    return outcome


def _check(options: FleetOptions) -> None:
    """Raise FleetError for outputs that cannot be written, before hours of work."""
    outputs = [path for path in (options.output, options.summary) if path]
    for path in outputs:
        check_output(path)
    if len({os.path.realpath(path) for path in outputs}) < len(outputs):
        raise FleetError("The findings and the summary need two files")


class _Run:
    """The batches of a run, and what has been done of them."""

    def __init__(
        self, parts: Parts, expected: int | None, show: Callable[[Step], None] | None
    ) -> None:
        """Take the number of apps that there should be, None if that is not known."""
        self._parts = parts
        self._expected = expected
        self._show = show or _nobody
        self._apps: dict[str, int] = {}
        self._done = 0

    def missing(self, batches: Iterable[pa.RecordBatch]) -> Iterator[Work]:
        """Yield the batches without results, and note all."""
        for batch in batches:
            key = self._parts.key(batch)
            apps = pc.count_distinct(batch.column("app")).as_py()
            self._apps[key] = apps
            if self._parts.has(key, apps):
                self._count(apps)
            else:
                yield Work(key, batch)

    def keep(self, results: Work) -> None:
        """Keep the results of a batch; raises FleetError if apps are missing in them."""
        apps = count_apps(results.batch)
        if apps != self._apps[results.key]:
            raise FleetError(f"{apps} instead of {self._apps[results.key]} apps were linted")
        self._parts.write(results.key, results.batch)
        self._count(apps)

    def write(self, options: FleetOptions) -> FleetOutcome:
        """Write the results of all batches in their order, then give the files their names.

        Raises FleetError if there is not exactly one summary for each app.
        """
        tally = _Tally()
        with ExitStack() as stack:
            findings = stack.enter_context(Output(options.output, FINDING_COLUMNS))
            outputs = [findings]
            if options.summary:
                outputs.append(stack.enter_context(Output(options.summary, SUMMARY_COLUMNS)))
            for key in self._apps:
                results = self._parts.read(key)
                is_finding = pc.is_valid(results.column("rule"))
                found = results.filter(is_finding).select(FINDING_COLUMNS.names)
                apps = results.filter(pc.invert(is_finding)).select(SUMMARY_COLUMNS.names)
                for output, rows in zip(outputs, (found, apps), strict=False):
                    output.write(rows)
                tally.add(found, apps)
            self._check(tally)
            for output in outputs:
                output.finish()
            for output in outputs:
                output.commit()
        return tally.outcome()

    def _check(self, tally: _Tally) -> None:
        sent = sum(self._apps.values())
        expected = sent if self._expected is None else self._expected
        if not tally.apps == sent == expected or tally.has_repeated:
            raise FleetError(
                f"The sources have changed while they were read: {expected:,} apps at first, "
                f"{tally.apps:,} at the end"
            )

    def _count(self, apps: int) -> None:
        self._done += apps
        total = self._expected or sum(self._apps.values())
        self._show(Step("apps checked", self._done, total))


class _Tally:
    """Counts of what is in the results."""

    def __init__(self) -> None:
        self.apps = 0
        self.has_repeated = False
        self._failed = 0
        self._severities: Counter[str] = Counter()
        self._seen: set[int] = set()

    def add(self, findings: pa.RecordBatch, apps: pa.RecordBatch) -> None:
        """Count the findings and summaries of a batch."""
        self.apps += apps.num_rows
        self._failed += pc.count(apps.column("error")).as_py()
        for each in pc.value_counts(findings.column("severity")).to_pylist():
            self._severities[each["values"]] += each["counts"]
        if self.apps <= _MOST_KNOWN:
            numbers = {hash(app) for app in apps.column("app").to_pylist()}
            self.has_repeated |= len(numbers) < apps.num_rows or not numbers.isdisjoint(self._seen)
            self._seen |= numbers

    def outcome(self) -> FleetOutcome:
        """Return the counts."""
        counts = [self._severities[str(severity)] for severity in sorted(Severity, reverse=True)]
        return FleetOutcome(self.apps, self._failed, *counts)


def _nobody(_: Step) -> None:
    """Show nothing."""

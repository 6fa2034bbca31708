"""A run from the sources to the outputs: complete, in one order, and resumed where it ended."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.fleet.tables import Row, broken, healthy, write

from connlint.fleet import grouping, running
from connlint.fleet.batch import lint_batch
from connlint.fleet.errors import FleetError
from connlint.fleet.grouping import Limits
from connlint.fleet.running import FleetOptions, FleetOutcome, run_fleet
from connlint.fleet.work import Work
from connlint.run import Step

OUTCOME = FleetOutcome(apps=20, failed=0, errors=5, warnings=0, infos=0)


def _rows() -> list[Row]:
    """Twenty apps, of which each fourth has an error."""
    rows: list[Row] = []
    for number in range(20):
        rows += healthy(f"app-{number:02}") if number % 4 else broken(f"app-{number:02}")
    return rows


class Engine:
    """An engine in this process, which counts what it lints and may break."""

    def __init__(self) -> None:
        self.linted = 0
        self.most = 100
        self.is_late = False
        self.settings: str | None = None

    def run(self, work: Iterable[Work]) -> Iterator[Work]:
        done = [self._lint(each) for each in work] if self.is_late else map(self._lint, work)
        yield from reversed(done) if isinstance(done, list) else done

    def _lint(self, each: Work) -> Work:
        if self.linted == self.most:
            raise FleetError("The power is gone")
        self.linted += 1
        return Work(each.key, lint_batch(each.batch, self.settings))


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The engine of all runs, for which batches have two apps."""
    used = Engine()

    @contextmanager
    def opened(_: object, settings: str | None, __: object) -> Iterator[Engine]:
        used.settings = settings
        yield used

    group = grouping.group
    monkeypatch.setattr(running, "open_engine", opened)
    monkeypatch.setattr(
        running, "group", lambda batches, order: group(batches, order, Limits(apps=2))
    )
    return used


def _options(folder: Path, **changes: Any) -> FleetOptions:  # noqa: ANN401 - options of all types
    table = str(write(folder / "apps.parquet", _rows()))
    options = FleetOptions([table], str(folder / "found.csv"), str(folder / "apps.jsonl"))
    return options._replace(**changes)


def _outputs(folder: Path) -> tuple[str, list[str]]:
    apps = [json.loads(line) for line in (folder / "apps.jsonl").read_text().splitlines()]
    return (folder / "found.csv").read_text(), [each["app"] for each in apps]


def test_the_order_is_that_of_the_source_whatever_ends_first(
    engine: Engine, tmp_path: Path
) -> None:
    assert run_fleet(_options(tmp_path)) == OUTCOME
    first = _outputs(tmp_path)
    assert first[1] == [f"app-{number:02}" for number in range(20)]
    engine.is_late = True
    assert run_fleet(_options(tmp_path)) == OUTCOME
    assert _outputs(tmp_path) == first


@pytest.mark.parametrize(("resume", "linted"), [(True, 10), (False, 13)])
def test_what_is_done_is_done_once_with_resume(
    resume: bool,  # noqa: FBT001 - a case
    linted: int,
    engine: Engine,
    tmp_path: Path,
) -> None:
    engine.most = 3
    with pytest.raises(FleetError):
        run_fleet(_options(tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["apps.parquet", "found.csv.parts"]
    engine.most = 100
    assert run_fleet(_options(tmp_path, resume=resume)) == OUTCOME
    assert engine.linted == linted
    assert not (tmp_path / "found.csv.parts").exists()


def test_other_settings_have_other_results(engine: Engine, tmp_path: Path) -> None:
    engine.most = 3
    with pytest.raises(FleetError):
        run_fleet(_options(tmp_path))
    engine.most = 100
    options = _options(tmp_path, resume=True, settings='[rules]\nunknown-type = "warning"\n')
    assert run_fleet(options) == OUTCOME._replace(errors=0, warnings=5)
    assert engine.linted == 13


def test_progress_counts_what_an_earlier_run_has_done(engine: Engine, tmp_path: Path) -> None:
    engine.most = 9
    with pytest.raises(FleetError):
        run_fleet(_options(tmp_path))
    engine.most = 100
    steps: list[Step] = []
    run_fleet(_options(tmp_path, resume=True), steps.append)
    assert steps == [Step("apps checked", done, 20) for done in range(2, 21, 2)]


def test_a_source_that_changes_while_it_is_read(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = _options(tmp_path)
    look_through = grouping.look_through

    def growing(*arguments: object) -> object:
        order = look_through(*arguments)  # type: ignore[arg-type]
        write(tmp_path / "apps.parquet", [*_rows(), *healthy("new")])
        return order

    monkeypatch.setattr(running, "look_through", growing)
    with pytest.raises(FleetError) as error:
        run_fleet(options)
    assert str(error.value) == (
        "The sources have changed while they were read: 20 apps at first, 21 at the end"
    )
    assert engine.linted == 11
    assert not (tmp_path / "found.csv").exists()


@pytest.mark.usefixtures("engine")
def test_an_app_may_be_anywhere_in_the_source(tmp_path: Path) -> None:
    assert run_fleet(_options(tmp_path)) == OUTCOME
    first = _outputs(tmp_path)
    write(tmp_path / "spread.parquet", sorted(_rows(), key=lambda row: row[1]))
    options = _options(tmp_path, sources=[str(tmp_path / "spread.parquet")])
    assert run_fleet(options) == OUTCOME
    findings, apps = _outputs(tmp_path)
    assert sorted(findings.splitlines()) == sorted(first[0].splitlines())
    assert sorted(apps) == first[1]

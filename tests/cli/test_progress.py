"""A long run says how far it is, where somebody watches."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.console import MISTYPED, Stream, app
from tools.bench.functions import app_with_functions

from connlint.cli.check import check
from connlint.cli.console import Console
from connlint.cli.options import CheckOptions
from connlint.cli.progress import Progress
from connlint.run import Step


def _clock(*times: float) -> Iterator[float]:
    yield from times
    while True:
        yield times[-1]


def test_nothing_is_drawn_in_the_first_second_and_not_too_often() -> None:
    stream = Stream(terminal=True)
    progress = Progress(stream, _clock(0, 0.9, 1.0, 1.05, 1.11).__next__)
    for done in range(4):
        progress.show(Step("apps read", done, 2000))
    progress.clear()
    progress.clear()
    assert stream.text() == (
        "\r\x1b[Kconnlint: 1 of 2,000 apps read\r\x1b[Kconnlint: 3 of 2,000 apps read\r\x1b[K"
    )


def test_a_terminal_that_is_gone_is_left_alone() -> None:
    class Gone(Stream):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    progress = Progress(Gone(), _clock(0, 2).__next__)
    progress.show(Step("apps read", 1, 2))
    progress.show(Step("apps read", 2, 2))


def _told(root: Path, monkeypatch: pytest.MonkeyPatch, *, terminal: bool, quiet: bool) -> str:
    """What a run writes to standard error when its time has come at once."""
    monkeypatch.setattr("connlint.cli.progress._PATIENCE", 0)
    monkeypatch.setattr("connlint.cli.progress._PAUSE", 0)
    out, err = Stream(), Stream(terminal=terminal)
    console = Console(io.BytesIO(), out, err, {})
    check(CheckOptions.of(paths=(str(root),), quiet=quiet, jobs=1), console)
    return err.text()


def test_a_run_counts_apps_and_the_functions_of_a_single_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        app(tmp_path / "all" / name, {"slack.jsonc": MISTYPED})
    assert _told(tmp_path / "all", monkeypatch, terminal=True, quiet=False) == (
        "\r\x1b[Kconnlint: 0 of 2 apps read\r\x1b[Kconnlint: 1 of 2 apps read"
        "\r\x1b[Kconnlint: 0 of 2 apps checked\r\x1b[Kconnlint: 1 of 2 apps checked\r\x1b[K"
    )
    coded = app_with_functions(tmp_path / "coded", 3, 2)
    # No function of these imports it.
    shutil.rmtree(coded / "base44" / "shared")
    assert _told(coded, monkeypatch, terminal=True, quiet=False) == (
        "\r\x1b[Kconnlint: 1 of 2 functions analyzed\r\x1b[Kconnlint: 2 of 2 functions analyzed"
        "\r\x1b[KNo problems in 2 connector files and 3 functions. 1 info is not shown "
        "(--min-severity info shows all).\n"
    )


@pytest.mark.parametrize("terminal, quiet", [(False, False), (True, True)])
def test_nobody_is_told_who_does_not_watch(
    terminal: bool,  # noqa: FBT001
    quiet: bool,  # noqa: FBT001
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("one", "two"):
        app(tmp_path / name, {"slack.jsonc": MISTYPED})
    assert _told(tmp_path, monkeypatch, terminal=terminal, quiet=quiet) == ""

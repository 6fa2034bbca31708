"""Odd apps by the hundred: runs of an installed connlint that must agree do agree.

The text says what JSON says, the second run what the first one said, a run from within what one
from outside says, a run of many apps what the runs of each say, the oldest Python what the newest
says, and a run after a change what one without the cache says. None fails, and all end.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import TypeVar

import pytest
from tests.packaging.programs import Built  # noqa: TC002 - the test is a function with annotations

from connlint.rules import RULES
from connlint.text.escaping import escape_unprintable

from .comparing import (
    Bench,
    Fault,
    compare_batch,
    compare_change,
    examine,
    world_of,
)
from .draft import App
from .generator import make_app
from .processes import install
from .versions import has_new_toml

pytestmark = [
    pytest.mark.slow(seconds=140),
    pytest.mark.skipif(sys.platform == "win32", reason="links and names are of POSIX"),
]

SEEDS = range(*map(int, os.environ.get("CONNLINT_SEEDS", "0:520").split(":")))
"""Other seeds are others apps: CONNLINT_SEEDS=1000:2000 tries a thousand of them."""
BATCH = 26
SETTLED = 2.5
"""Seconds after which a file counts as settled, so that the cache takes it."""
SHOWN = 10
"""How many differences a failure shows."""

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def test_runs_that_must_agree_do(tmp_path: Path, built: Built) -> None:
    apps = [make_app(seed) for seed in SEEDS]
    for app in apps:
        app.write(tmp_path / "worlds" / world_of(app))
    written = time.monotonic()
    bench = Bench(tmp_path / "worlds", tmp_path / "caches", *install(tmp_path, built.wheel))
    time.sleep(max(0.0, written + SETTLED - time.monotonic()))

    examined = _at_once(lambda app: examine(app, bench), apps)
    linted = [each for each in examined if each.reading and not has_new_toml(each.app)]
    batches = [linted[at : at + BATCH] for at in range(0, len(linted), BATCH)]
    of_batches = _at_once(lambda at: compare_batch(batches[at], at, bench), range(len(batches)))
    cached = [each for each in examined if each.is_cached]
    of_changes = _at_once(lambda each: compare_change(each, bench), cached)

    faults = [*chain(*[each.faults for each in examined], *of_batches, *of_changes)]
    assert not faults, _shown(faults, {app.seed: app for app in apps})
    # Nothing is shown by apps that are all alike, or that the cache has never seen.
    healthy = sum(each.first.is_healthy for each in examined)
    readings = [each.reading for each in examined if each.reading]
    rules = {found.rule for reading in readings for found in reading.findings}
    times = os.times()
    spent = times.children_user + times.children_system
    sys.stdout.write(
        f"{len(apps)} apps, {len(linted)} linted on both Pythons, {healthy} healthy, {len(cached)} of"
        f" them from the cache; {len(rules)} rules; {spent:.0f} s of processor time\n"
    )
    assert len(cached) > 0.9 * healthy > 0.2 * len(apps)
    assert len(linted) > 0.8 * len(apps)
    assert len(rules) > 0.8 * len(RULES)


def _at_once(work: Callable[[_Item], _Result], items: Sequence[_Item]) -> list[_Result]:
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(work, items))


def _shown(faults: Sequence[Fault], apps: dict[int, App]) -> str:
    """Say what differs in which apps, and how to have such an app again."""
    seeds = sorted({fault.seed for fault in faults})
    parts = [f"{len(faults)} differences, with the seeds {', '.join(map(str, seeds))}"]
    for fault in faults[:SHOWN]:
        app = apps[fault.seed]
        names = [*app.files, *(f"{name} -> {target}" for name, target in app.links.items())]
        head = f"seed {fault.seed}: python -m tests.differential {fault.seed} FOLDER"
        parts.append(
            "\n".join(
                [head, *(f"  {escape_unprintable(name)}" for name in names), fault.text[:6000]]
            )
        )
    return "\n\n".join(parts)

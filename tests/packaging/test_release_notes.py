"""The text of a release, taken from the change log."""

from __future__ import annotations

import subprocess
import sys

import pytest
from tools.release_notes import NoNotes, notes

from connlint import __version__

from .programs import ROOT, run

CHANGES = """\
# Changes

What holds for all.

## Unreleased

- Later.

## [0.2.0] - 2026-03-01

### Added

- New.

## 0.1.0 - 2026-01-01

- First.

## 0.0.2

## 0.0.1

## 0.0.1
"""

TEXTS = {"Unreleased": "- Later.\n", "0.2.0": "### Added\n\n- New.\n", "0.1.0": "- First.\n"}


@pytest.mark.parametrize("version, text", TEXTS.items(), ids=TEXTS.keys())
def test_the_notes_are_the_section_of_the_version(version: str, text: str) -> None:
    assert notes(CHANGES, version) == text


REFUSALS = {
    "0.1": "CHANGELOG.md has 0 sections about 0.1, not one",
    "0.0.2": "CHANGELOG.md says nothing about 0.0.2",
    "0.0.1": "CHANGELOG.md has 2 sections about 0.0.1, not one",
}


@pytest.mark.parametrize("version, reason", REFUSALS.items(), ids=REFUSALS.keys())
def test_a_version_without_notes_is_refused(version: str, reason: str) -> None:
    with pytest.raises(NoNotes) as caught:
        notes(CHANGES, version)
    assert str(caught.value) == reason


def test_the_change_log_of_this_project_can_be_read() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    headings = [line.split()[1].strip("[]") for line in changes.splitlines() if line[:3] == "## "]
    assert {"Unreleased", __version__} & set(headings)
    assert all(notes(changes, version) for version in headings)


def test_a_tag_of_another_version_is_refused() -> None:
    done = run([sys.executable, "tools/release_notes.py", "v99.0"], ROOT)
    message = f"release_notes: this is version {__version__}, not 99.0\n"
    assert (done.returncode, done.stdout) == (1, message)


def test_no_version_is_wrong_usage() -> None:
    done = subprocess.run([sys.executable, "tools/release_notes.py"], cwd=ROOT, check=False)
    assert done.returncode == 2

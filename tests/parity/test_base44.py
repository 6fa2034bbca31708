"""connlint and Base44's own command line on the same small apps.

docs/parity.md has what both say. The column of Base44 is held by a slow test, which runs the
real program; that of connlint in every run. UPDATE_SNAPSHOTS=1 writes what was seen.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from .base44 import Base44
from .ours import lint
from .page import UPDATE, Row, ours_in_words, read_rows, theirs_in_words, write
from .projects import groups

GROUPS = groups()
PROJECTS = [project for group in GROUPS.values() for project in group]

pytestmark = pytest.mark.skipif(
    os.name == "nt", reason="links, pipes and the names of some files need another system"
)


def _theirs() -> dict[str, str]:
    """Base44's verdicts as the page has them, by the app's name."""
    return {row.name: row.theirs for rows in read_rows().values() for row in rows}


def _rows(theirs: dict[str, str], root: Path) -> dict[str, list[Row]]:
    """The tables as they should be, with what connlint says now."""
    found: dict[str, list[Row]] = {}
    for number, (title, projects) in enumerate(GROUPS.items()):
        for place, project in enumerate(projects):
            folder = root / f"{number}-{place}" / "app"
            folder.mkdir(parents=True)
            ours = ours_in_words(lint(project.write(folder)))
            row = Row(project.name, theirs.get(project.name, "not known"), ours, project.why)
            found.setdefault(title, []).append(row)
    return found


def test_there_are_enough_apps_and_each_has_a_name_of_its_own() -> None:
    names = [project.name for project in PROJECTS]
    assert len(names) >= 80
    assert len(set(names)) == len(names)


def test_the_page_says_what_connlint_says_of_each_app(tmp_path: Path) -> None:
    rows = _rows(_theirs(), tmp_path)
    if UPDATE:
        write(rows)
    assert read_rows() == rows


def test_whoever_differs_says_why_and_nobody_else_does() -> None:
    rows = [row for rows in read_rows().values() for row in rows]
    assert len(rows) == len(PROJECTS)
    assert [row.name for row in rows if row.differs != bool(row.why)] == []


def test_where_both_take_an_app_they_read_the_same_types() -> None:
    rows = [row for rows in read_rows().values() for row in rows]
    both = [row for row in rows if row.theirs.startswith("takes") and row.ours.startswith("takes")]
    assert both
    assert [row.name for row in both if row.theirs != row.ours.partition(";")[0]] == []


@pytest.mark.slow(seconds=130)
def test_the_page_says_what_base44_says_of_each_app(
    node: str, base44_npm: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    base44 = Base44(node, base44_npm, home)
    folders = []
    for number, project in enumerate(PROJECTS):
        folder = tmp_path / str(number) / "app"
        folder.mkdir(parents=True)
        folders.append(project.write(folder))
    verdicts = base44.judge(folders)
    seen = {
        project.name: theirs_in_words(verdict.refusal, verdict.types)
        for project, verdict in zip(PROJECTS, verdicts, strict=True)
    }
    if UPDATE:
        write(_rows(seen, tmp_path / "ours"))
    said = _theirs()
    different = {
        name: (said.get(name), words) for name, words in seen.items() if said.get(name) != words
    }
    assert different == {}
    print(f"{len(seen)} apps")  # noqa: T201 - how many there were belongs to the result

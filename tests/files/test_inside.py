"""The boundary of a repository: which paths are inside, links followed."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connlint.files.inside import Boundary, repository_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An app in a repository, which shares a folder with other apps."""
    for folder in ("repo/.git", "repo/apps/notes/src", "repo/shared", "elsewhere"):
        (tmp_path / folder).mkdir(parents=True)
    for name in ("repo/.git/config", "repo/shared/a.jsonc", "elsewhere/a.jsonc"):
        (tmp_path / name).write_text("")
    return tmp_path / "repo/apps/notes"


INSIDE = ["", "src", "src/a.ts", "no/such/file", "../../shared/a.jsonc", "../..", "src/../../x"]
OUTSIDE = [
    "../../..",
    "../../../elsewhere/a.jsonc",
    "../../../repository/a",
    "src/../../../../elsewhere",
    "../../.git",
    "../../.git/config",
    "../../.GIT/config",
    "/",
    "/proc/self/environ",
]


@pytest.mark.parametrize("name", INSIDE)
def test_what_is_inside(name: str, root: Path) -> None:
    for location in (os.path.join(root, name), os.path.normpath(os.path.join(root, name))):
        assert Boundary(str(root)).has(location)


@pytest.mark.parametrize("name", OUTSIDE)
def test_what_is_outside(name: str, root: Path) -> None:
    for location in (os.path.join(root, name), os.path.normpath(os.path.join(root, name))):
        assert not Boundary(str(root)).has(location)


@pytest.mark.parametrize("name", [*INSIDE, *OUTSIDE])
def test_a_link_is_where_it_leads(name: str, root: Path) -> None:
    (root / "link").symlink_to(os.path.join(root, name))
    (root / "folder").symlink_to(root)
    for way in ("link", "folder/link", "folder/src/../link"):
        assert Boundary(str(root)).has(os.path.join(root, way)) == (name in INSIDE)


def test_without_a_repository_the_app_is_the_boundary(root: Path) -> None:
    (root / "../../.git").rename(root / "../../git")
    boundary = Boundary(str(root))
    assert boundary.has(str(root / "src/a.ts"))
    assert not boundary.has(str(root.parent))
    assert not boundary.has(str(root.parents[1] / "shared/a.jsonc"))
    assert boundary.reason(str(root.parent)) == "is outside the app's folder"


def test_an_app_that_is_reached_by_a_link_is_in_its_repository(root: Path, tmp_path: Path) -> None:
    link = tmp_path / "way"
    link.symlink_to(root)
    (root / "shared").symlink_to("../../shared")
    boundary = Boundary(str(link))
    assert boundary.has(str(link / "src/a.ts"))
    assert boundary.has(str(link / "shared/a.jsonc"))
    assert not boundary.has(str(tmp_path / "elsewhere/a.jsonc"))


def test_an_app_that_a_link_of_the_repository_leads_to_is_outside(
    root: Path, tmp_path: Path
) -> None:
    link = root.parent / "other"
    link.symlink_to(tmp_path / "elsewhere")
    boundary = Boundary(str(link))
    assert not boundary.has(str(link / "a.jsonc"))
    assert boundary.reason(str(link)) == "is a link that leads out of the repository"


def test_links_that_lead_nowhere_are_answered(root: Path) -> None:
    for number in range(1200):
        (root / f"a{number}").symlink_to(f"a{number + 1}")
    (root / "loop").symlink_to("loop")
    boundary = Boundary(str(root))
    # What matters is that there is an answer: nobody can read what is behind them.
    for name in ("a0", "a1100", "a1199", "loop", "a\0b", "a\ud800b", 300 * "a", 3000 * "a/"):
        assert boundary.has(str(root / "src" / name)) in {True, False}
        assert boundary.has(str(root / name)) in {True, False}


def test_a_deep_folder_is_answered() -> None:
    deep = os.path.join(os.sep + "nowhere", *["d"] * 5000)
    boundary = Boundary(deep)
    assert boundary.has(os.path.join(deep, *["d"] * 5000))
    assert not boundary.has(os.path.dirname(deep))
    assert repository_of(deep) is None


NAMES = ("a", "b", ".git")
paths = st.lists(st.sampled_from([*NAMES, "..", "."]), max_size=5).map("/".join)
trees = st.lists(
    st.tuples(st.lists(st.sampled_from(NAMES[:2]), min_size=1, max_size=3).map("/".join), paths),
    max_size=6,
)


@settings(max_examples=80, deadline=None)
@given(trees, st.lists(paths, min_size=1, max_size=8))
def test_the_answer_is_that_of_the_real_path(
    tmp_path_factory: pytest.TempPathFactory, tree: list[tuple[str, str]], asked: list[str]
) -> None:
    """Whatever links there are, and in whatever order it is asked."""
    base = tmp_path_factory.mktemp("tree")
    root = base / "repo"
    (root / ".git").mkdir(parents=True)
    for name, target in tree:
        path = root / name
        if os.path.realpath(path.parent).startswith(str(base)) and not os.path.lexists(path):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.symlink_to(target or ".") if target else path.mkdir()
            except OSError:
                # A loop, or a link to nothing in the place of a folder.
                continue
    boundary = Boundary(str(root))
    for name in asked:
        location = os.path.join(root, name)
        inside = os.path.relpath(os.path.realpath(location), root).split(os.sep)
        expected = inside[0] != ".." and ".git" not in inside
        assert boundary.has(location) == expected, (tree, name)
    shutil.rmtree(base)

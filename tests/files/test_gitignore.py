"""Which folders git ignores, held against git itself."""

from __future__ import annotations

import itertools
import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.clock import timed

from connlint.files.gitignore import GitIgnore

NAMES = ["a", "ab", "dist", "b c", "x.y", "]", "[a]", "\\z", "#", "!a"]


def _folders(root: Path) -> list[str]:
    """Folders of three levels; the names are those that patterns can be about."""
    folders = ["/".join(path) for n in (1, 2) for path in itertools.product(NAMES, repeat=n)]
    folders += ["/".join(path) for path in itertools.product(NAMES[:3], repeat=3)]
    for folder in folders:
        (root / folder).mkdir(parents=True, exist_ok=True)
    return folders


def _by_git(root: Path, folders: list[str]) -> set[str]:
    done = subprocess.run(
        ["git", "-c", "core.excludesFile=", "check-ignore", "--stdin", "-z"],
        cwd=root,
        input="".join(f"{folder}\0" for folder in folders).encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return {os.fsdecode(name) for name in done.stdout.split(b"\0") if name}


def _by_us(root: Path, folders: list[str]) -> set[str]:
    ignore = GitIgnore()
    top = str(root)
    return {folder for folder in folders if ignore.ignores(os.path.join(top, folder), top)}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    root = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    return root, _folders(root)


PATTERNS = [
    "dist", "dist/", "/dist", "/dist/", "a/dist", "a/dist/", "*/dist", "**/dist", "a/**", "a/**/dist",
    "**/a/dist", "a*", "?", "*", "*\n!a", "*\n!a\n!ab/", "/*\n!/a", "a/*\n!a/ab", "dist\n!a/dist",
    "# a", "\\#", "!a", "\\!a", "a ", "b\\ c", "b c  ", "a\\ ", "[ab]", "[!a]", "[^a]*", "[a-b]b",
    "[z-a]", "[]]", "[]a]b", "\\[a\\]", "[[]a]", "[", "[a", "\\", "a\\", "\\\\z", "x.y", "x?y",
    "[[:alpha:]]", "[[:alpha:]b]b", "*.y", "**", "**/", "/**", "a**", "a/**/", "//a", "a//ab", "",
    "/", "dist\r", "a\tb", "\ufeffa", "a\n\n\n!a\na/", "**/**/dist", "a/b**", "**a", "[\\]]", "[a\\-c]",
    "a\\/a", "\\/a", "a\\/", "**\\/dist", "a/**\\/ab", "a\\\\/a", "[a/b]", "[a\\/b]/a", "[/]a", "a[/]a", "[a/",
]  # fmt: skip


@pytest.mark.parametrize("text", PATTERNS)
def test_a_pattern_means_what_it_means_to_git(
    text: str, repository: tuple[Path, list[str]]
) -> None:
    root, folders = repository
    (root / ".gitignore").write_text(text)
    assert _by_us(root, folders) == _by_git(root, folders)


_SIGNS = st.sampled_from(["a", "b", "dist", "*", "**", "?", "/", "!", "[", "]", "\\", " ", "-"])
_LINES = st.lists(st.lists(_SIGNS).map("".join), max_size=4).map("\n".join)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(root_lines=_LINES, nested=_LINES, excluded=_LINES)
def test_files_of_patterns_mean_what_they_mean_to_git(
    root_lines: str, nested: str, excluded: str, repository: tuple[Path, list[str]]
) -> None:
    root, folders = repository
    (root / ".gitignore").write_text(root_lines)
    (root / "a" / ".gitignore").write_text(nested)
    (root / ".git" / "info" / "exclude").write_text(excluded)
    try:
        assert _by_us(root, folders) == _by_git(root, folders)
    finally:
        (root / "a" / ".gitignore").unlink()
        (root / ".git" / "info" / "exclude").unlink()


def test_a_folder_that_is_named_is_not_asked_about(repository: tuple[Path, list[str]]) -> None:
    root, _ = repository
    (root / ".gitignore").write_text("dist\n")
    ignore = GitIgnore()
    assert ignore.ignores(str(root / "dist" / "a"), str(root))
    assert not ignore.ignores(str(root / "dist" / "a"), str(root / "dist"))
    assert ignore.ignores(str(root / "a" / "dist"), str(root / "a"))


def test_without_a_repository_nothing_is_ignored(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*\n")
    (tmp_path / "a").mkdir()
    assert not GitIgnore().ignores(str(tmp_path / "a"), str(tmp_path))


HOSTILE = [
    "*a" * 200 + "b",
    "[" * 60_000,
    "**/" * 150 + "b",
    "[a-" * 150,
    "\\" * 60_001,
    "a" * 60_000,
]


@pytest.mark.parametrize("line", HOSTILE)
def test_no_pattern_takes_long(line: str, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("\n".join([line] * (60_000 // len(line) or 1)))
    folder = tmp_path / ("a" * 200)
    folder.mkdir()
    ignored, seconds = timed(lambda: GitIgnore().ignores(str(folder), str(tmp_path)))
    assert not ignored
    assert seconds < 5

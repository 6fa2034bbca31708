"""The files of a commit are read as git stores them, without a checkout, and nothing is run."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.git.repositories import commit, git
from tests.project.tree import CONFIG, SLACK

from connlint.files.reading import DISK, Disk
from connlint.files.snapshot import Snapshot
from connlint.git.commits import open_commit
from connlint.git.repository import GitError, Repository, find_git
from connlint.project import find_targets
from connlint.run import lint_targets

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
APP = {"base44/config.jsonc": CONFIG, "base44/connectors/slack.jsonc": SLACK}


def _repository(top: Path) -> Repository:
    program = find_git(str(top))
    assert program is not None
    return Repository(program, str(top))


@contextmanager
def _opened(top: Path, revision: str = "HEAD") -> Iterator[Snapshot]:
    repository = _repository(top)
    with open_commit(repository, repository.commit(revision)) as snapshot:
        yield snapshot


def _findings(paths: Sequence[str], cwd: Path, disk: Disk) -> list[tuple[object, ...]]:
    targets = find_targets(paths, str(cwd), disk)
    run = lint_targets(targets, str(cwd), disk=disk)
    return [tuple(map(str, found)) for found in run.diagnostics]


@pytest.mark.parametrize("name", ["broken-app", "healthy-app", ""])
def test_the_findings_are_those_of_a_checkout(tmp_path: Path, name: str) -> None:
    shutil.copytree(EXAMPLES / name, tmp_path / "repo", symlinks=True)
    top = tmp_path / "repo"
    commit(top, {})
    with _opened(top) as snapshot:
        found = _findings(["."], top, snapshot)
        assert found == _findings(["."], top, DISK)
        assert bool(found) == (name != "healthy-app")
        # Nothing of it is on the disk any more.
        shutil.move(top / "base44" if name else top / "broken-app", tmp_path / "moved")
        assert _findings(["."], top, snapshot) == found


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_and_submodules_and_odd_names(tmp_path: Path) -> None:
    top = tmp_path / "repo"
    commit(tmp_path / "part", {"entry.ts": "1"})
    commit(top, {**APP, "shared/a b.jsonc": SLACK, 'é "\n\t.jsonc': "{}", "-x": "2"})
    (top / "base44/connectors/link.jsonc").symlink_to("../../shared/a b.jsonc")
    (top / "base44/functions").symlink_to("nowhere")
    git(top, "submodule", "--quiet", "add", str(tmp_path / "part"), "part")
    commit(top, {})
    with _opened(top) as snapshot:
        connectors = str(top / "base44/connectors")
        assert sorted(snapshot.names(connectors)) == ["link.jsonc", "slack.jsonc"]
        assert snapshot.read(f"{connectors}/link.jsonc") == (len(SLACK), SLACK.encode())
        assert snapshot.is_link(f"{connectors}/link.jsonc")
        assert not snapshot.exists(str(top / "base44/functions"))
        assert snapshot.names(str(top / "part")) == []
        assert snapshot.read(str(top / 'é "\n\t.jsonc')) == (2, b"{}")
        assert snapshot.is_directory(str(top / ".git"))
        assert _findings(["."], top, snapshot) == _findings(["."], top, DISK)


def test_an_older_state_is_read(tmp_path: Path) -> None:
    first = commit(tmp_path, APP)
    commit(tmp_path, {"base44/connectors/slack.jsonc": None, "large": b"x" * 3_000_000})
    location = str(tmp_path / "base44/connectors/slack.jsonc")
    with _opened(tmp_path, first) as snapshot:
        assert snapshot.read(location) == (len(SLACK), SLACK.encode())
    with _opened(tmp_path) as snapshot:
        assert not snapshot.exists(location)
        assert snapshot.read(str(tmp_path / "large")) == (3_000_000, b"")
        config = str(tmp_path / "base44/config.jsonc")
        assert snapshot.read(config) == (len(CONFIG), CONFIG.encode())


HOSTILE = """\
[core]
	fsmonitor = "touch {mark}; false"
	pager = "touch {mark}"
	hooksPath = {hooks}
	sshCommand = "touch {mark}; false"
	alternateRefsCommand = "touch {mark}"
[diff]
	external = "touch {mark}; false"
[diff "evil"]
	textconv = "touch {mark}; cat"
	command = "touch {mark}; false"
[filter "evil"]
	clean = "touch {mark}; cat"
	smudge = "touch {mark}; cat"
	process = "touch {mark}; false"
	required = true
[credential]
	helper = "!touch {mark}; false"
[extensions]
	partialClone = origin
[remote "origin"]
	url = "ext::touch {mark}"
	promisor = true
	fetch = +refs/heads/*:refs/remotes/origin/*
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the commands are those of a shell")
def test_no_setting_of_a_repository_runs_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    top, mark, hooks = tmp_path / "repo", tmp_path / "pwned", tmp_path / "hooks"
    attributes = "* diff=evil filter=evil\n"
    commit(top, {**APP, "lost.ts": "lost", ".gitattributes": attributes})
    hooks.mkdir()
    for name in ("post-index-change", "reference-transaction", "post-checkout", "pre-push"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {mark}\n")
        (hooks / name).chmod(0o755)
    with (top / ".git/config").open("a") as config:
        config.write(HOSTILE.format(mark=mark, hooks=hooks))
    # A partial clone lacks this one; git would fetch it.
    lost = git(top, "rev-parse", "HEAD:lost.ts")
    (top / ".git/objects" / lost[:2] / lost[2:]).unlink()
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "ext")
    location = str(top / "base44/connectors/slack.jsonc")
    repository = _repository(top)
    repository.ensure_readable()
    assert repository.fork_point()[0] == "main"
    with _opened(top, "main") as snapshot:
        with pytest.raises(OSError, match="does not have the file's content"):
            snapshot.read(str(top / "lost.ts"))
        assert snapshot.read(location) == (len(SLACK), SLACK.encode())
        assert snapshot.names(str(top)) == [".git", ".gitattributes", "base44", "lost.ts"]
    assert not mark.exists()


def test_variables_of_a_hook_lead_to_no_other_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(tmp_path / "one", {"a": "1"})
    commit(tmp_path / "two", {"b": "2"})
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "one/.git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path / "one"))
    with _opened(tmp_path / "two") as snapshot:
        assert snapshot.is_file(str(tmp_path / "two/b"))


def test_a_worktree_is_read_like_its_repository(tmp_path: Path) -> None:
    commit(tmp_path / "repo", APP)
    git(tmp_path / "repo", "worktree", "add", "-q", "-b", "other", str(tmp_path / "tree"))
    with _opened(tmp_path / "tree") as snapshot:
        assert snapshot.is_file(str(tmp_path / "tree/base44/config.jsonc"))
    assert _repository(tmp_path / "tree").fork_point()[0] == "main"


DEFAULTS = {
    "main": ["branch -m trunk main"],
    "master": ["branch -m trunk master"],
    "origin/main": ["branch main", "update-ref refs/remotes/origin/main HEAD"],
    "origin/trunk": [
        "update-ref refs/remotes/origin/main HEAD",
        "update-ref refs/remotes/origin/trunk HEAD",
        "symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/trunk",
    ],
}


@pytest.mark.parametrize("name", DEFAULTS)
def test_the_default_branch(tmp_path: Path, name: str) -> None:
    first = commit(tmp_path, APP)
    git(tmp_path, "branch", "-m", "main", "trunk")
    for line in DEFAULTS[name]:
        git(tmp_path, *line.split())
    git(tmp_path, "checkout", "-q", "-b", "topic")
    commit(tmp_path, {"x": "1"})
    assert _repository(tmp_path).fork_point() == (name, first)


SHALLOW = (
    "; this clone is shallow, so older commits are missing. Fetch them with "
    "`git fetch --unshallow` (in CI: `fetch-depth: 0` of actions/checkout, `GIT_DEPTH: 0` of GitLab)"
)


def _refusal(repository: Repository, revision: str | None) -> str:
    try:
        found = repository.fork_point() if revision is None else repository.commit(revision)
    except GitError as error:
        return str(error)
    raise AssertionError(found)


def test_what_git_cannot_answer_is_one_clear_line(tmp_path: Path) -> None:
    source = tmp_path / "source"
    first = commit(source, APP)
    repository = _repository(source)
    assert _refusal(repository, "nope") == 'git knows no revision "nope"'
    assert _refusal(repository, "--output=x") == 'git knows no revision "--output=x"'
    assert _refusal(repository, "\x1b[2J\n") == 'git knows no revision "\\u{1b}[2J\\n"'
    git(source, "branch", "-m", "main", "trunk")
    assert _refusal(repository, None) == (
        "git knows no default branch (origin/HEAD, main or master)"
    )
    git(source, "checkout", "-q", "--orphan", "main")
    assert _refusal(repository, None) == "this repository has no commits yet"
    commit(source, {"x": "1"})
    git(source, "checkout", "-q", "trunk")
    assert _refusal(repository, None) == '"main" shares no history with the last commit'
    commit(source, {"y": "1"})
    git(tmp_path, "clone", "-q", "--depth", "1", "-b", "trunk", source.as_uri(), "clone")
    clone = _repository(tmp_path / "clone")
    git(tmp_path / "clone", "symbolic-ref", "-d", "refs/remotes/origin/HEAD")
    assert _refusal(clone, None) == (
        f"git knows no default branch (origin/HEAD, main or master){SHALLOW}"
    )
    assert _refusal(clone, first) == f'git knows no revision "{first}"{SHALLOW}'
    assert _refusal(clone, "trunk~1") == f'git knows no revision "trunk~1"{SHALLOW}'
    git(tmp_path / "clone", "branch", "-m", "trunk", "topic")
    assert (
        _refusal(clone, "trunk") == 'git knows no revision "trunk"; origin has it: "origin/trunk"'
    )


def test_a_repository_that_git_does_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(tmp_path, APP)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(GitError) as error:
        _repository(tmp_path).ensure_readable()
    assert str(error.value) == (
        "git does not read this repository, because its folder belongs to somebody else. "
        f"If you trust it: git config --global --add safe.directory {tmp_path}"
    )
    monkeypatch.undo()
    (tmp_path / ".git/HEAD").write_text("nonsense")
    with pytest.raises(GitError) as error:
        _repository(tmp_path).ensure_readable()
    assert str(error.value).startswith("git cannot read this repository: fatal: ")


def test_an_empty_git_folder_is_not_taken_for_the_repository_above(tmp_path: Path) -> None:
    commit(tmp_path, {**APP, "inner/base44/config.jsonc": CONFIG})
    (tmp_path / "inner/.git").mkdir()
    with pytest.raises(GitError) as error:
        _repository(tmp_path / "inner").ensure_readable()
    assert str(error.value) == f"git finds no repository in {tmp_path / 'inner/.git'}"


def test_git_of_the_working_directory_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "git").write_text("#!/bin/sh\n")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join([str(tmp_path), str(tmp_path / "none")]))
    assert find_git(str(tmp_path)) is None
    assert find_git("/elsewhere") == str(tmp_path / "git")

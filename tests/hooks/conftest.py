"""A repository with the hooks, the programs that run hooks, and apps to commit to."""

from __future__ import annotations

import re
import shutil
import subprocess
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.packaging.programs import ROOT, Built, missing, program, run, succeed
from tests.project.tree import make

from connlint import __version__

_AUTHOR = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "A"), ("EMAIL", "a@example.com"))
}
_RUNNERS = {"pre-commit": "pre-commit==4.7.0", "prek": "prek==0.5.11"}


class Repository(NamedTuple):
    """A git repository, and the environment in which its commands run."""

    root: Path
    environ: Mapping[str, str]

    def git(self, *arguments: str) -> str:
        return succeed(["git", *arguments], self.root, self.environ)

    def add(self, files: Mapping[str, str]) -> None:
        """Write files and stage them, and nothing else."""
        make(self.root, files)
        self.git("add", "--", *files)

    def commit_unseen(self, files: Mapping[str, str]) -> None:
        """Commit files past the hooks."""
        self.add(files)
        self.git("commit", "-q", "--no-verify", "-m", "Unseen")

    def commit(self) -> subprocess.CompletedProcess[str]:
        """Commit what is staged, by way of the hooks."""
        return run(["git", "commit", "-q", "-m", "Seen"], self.root, self.environ)

    @property
    def last(self) -> str:
        """The subject of the last commit."""
        return self.git("log", "-1", "--format=%s").strip()


class Runner(NamedTuple):
    """A program that runs hooks, and where it keeps their environments."""

    program: Path
    home: Path

    @property
    def environ(self) -> dict[str, str]:
        return {
            **_AUTHOR,
            "GIT_CONFIG_GLOBAL": str(self.home / "gitconfig"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "PRE_COMMIT_HOME": str(self.home / "hooks"),
            "PREK_HOME": str(self.home / "hooks"),
        }


@pytest.fixture(scope="session")
def hook_repository(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository like the published one: what the source distribution holds, committed."""
    if shutil.which("git") is None:
        missing("git is not installed")
    top = tmp_path_factory.mktemp("published")
    with tarfile.open(built.sdist) as archive:
        # The filter came with security releases of old Pythons, and not all have it.
        if hasattr(tarfile, "data_filter"):
            archive.extractall(top, filter="data")
        else:
            archive.extractall(top)  # noqa: S202 - this project's own archive
    (root,) = top.iterdir()
    repository = Repository(root, {**_AUTHOR, "GIT_CONFIG_NOSYSTEM": "1"})
    repository.git("init", "-q")
    repository.git("add", "--force", ".")
    repository.git("commit", "-q", "-m", "All")
    repository.git("tag", f"v{__version__}")
    return root


@pytest.fixture(scope="session", params=_RUNNERS)
def runner(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """pre-commit, then prek."""
    home = tmp_path_factory.mktemp(request.param)
    (home / "gitconfig").write_text("[safe]\n\tdirectory = *\n")
    return Runner(program(request.param, _RUNNERS[request.param]), home)


@pytest.fixture
def repository(runner: Runner, hook_repository: Path, tmp_path: Path) -> Repository:
    """An empty repository in which each commit is checked as the README says."""
    made = Repository(tmp_path, runner.environ)
    made.git("init", "-q")
    made.commit_unseen({".pre-commit-config.yaml": documented(hook_repository)})
    succeed([runner.program, "install"], tmp_path, runner.environ)
    return made


def documented(repository: Path, *, hook: str = "connlint") -> str:
    """The README's configuration, with the address of that repository in it."""
    page = (ROOT / "README.md").read_text("utf-8")
    found = re.search(r"```yaml\n(repos:\n.*?)```", page, re.DOTALL)
    assert found is not None
    text = re.sub(r"repo: \S+", f"repo: {repository.as_posix()}", found[1])
    return text.replace("id: connlint\n", f"id: {hook}\n")

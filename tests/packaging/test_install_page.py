"""The command lines of docs/install.md, with this checkout in place of what is not released."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path
from platform import machine

import pytest
from tests.packaging.npm_clients import CLIENTS
from tools.standalone.platforms import PLATFORMS
from uv import find_uv_bin

from .programs import ROOT, new_environment, program, run, succeed
from .standalone import Standalone

PAGE = (ROOT / "docs" / "install.md").read_text("utf-8")
SNIPPETS = dict(re.findall(r"^```sh (\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
ADDRESS = "git+https://github.com/connlint/connlint"
# What an installation from a checkout reads.
_SOURCES = ("docs", "examples", "linter", "lsp", "schemas")
_FILES = ("LICENSE", "README.md", "pyproject.toml")

slow = pytest.mark.slow(seconds=30)
no_shell = pytest.mark.skipif(sys.platform == "win32", reason="the lines are those of a shell")


def _here(line: str) -> str:
    assert ADDRESS in line
    return line.replace(ADDRESS, f"'{ROOT}'")


def _shell(line: str, cwd: Path, path: Path, **environ: str) -> tuple[int, str]:
    """Run a line of the page with a folder before all others of PATH."""
    variables = {"PATH": f"{path}{os.pathsep}/usr/bin{os.pathsep}/bin", **environ}
    done = run(["sh", "-c", line], cwd, variables)
    return done.returncode, done.stdout


def test_every_block_of_the_page_is_tested_or_said_not_to_be() -> None:
    assert [*SNIPPETS] == ["python", "checkout", "npm", "standalone", "docker"]
    assert PAGE.count("\n```") == 2 * len(SNIPPETS)
    assert "Tests run the steps of the image, but not these lines." in PAGE


def test_the_lines_for_a_container_are_those_of_the_page_about_ci() -> None:
    page = (ROOT / "docs" / "ci.md").read_text("utf-8")
    assert f"```sh docker\n{SNIPPETS['docker']}```" in page


def test_the_lines_for_npm_are_what_the_tests_of_the_packages_run() -> None:
    assert SNIPPETS["npm"].splitlines() == [
        "npm install --save-dev connlint",
        "npx connlint check",
    ]
    assert "npx connlint" in CLIENTS["npm"].runs


def test_the_systems_are_those_that_programs_are_built_for() -> None:
    systems = {"linux": "Linux with glibc 2.35 or\nnewer", "darwin": "macOS", "win32": "Windows"}
    for name, shown in systems.items():
        cpus = {each.partition("-")[2] for each in PLATFORMS if each.startswith(name)}
        match = re.search(rf"{re.escape(shown)} \(([\w, ]+)\)", PAGE)
        assert match is not None
        assert {*match[1].split(", ")} == cpus


@slow
@no_shell
def test_pip_installs_it(tmp_path: Path) -> None:
    line, _, _ = SNIPPETS["python"].splitlines()
    programs = new_environment(tmp_path / "env", []) / "bin"
    status, out = _shell(_here(line), tmp_path, programs)
    assert status == 0, out
    assert _shell("connlint check examples/healthy-app", ROOT, programs)[0] == 0


@slow
@no_shell
def test_pipx_installs_it(tmp_path: Path) -> None:
    _, line, _ = SNIPPETS["python"].splitlines()
    pipx = program("pipx", "pipx==1.18.4").parent
    places = {"PIPX_HOME": str(tmp_path / "home"), "PIPX_BIN_DIR": str(tmp_path / "bin")}
    status, out = _shell(_here(line), tmp_path, pipx, **places)
    assert status == 0, out
    assert _shell("connlint check examples/healthy-app", ROOT, tmp_path / "bin")[0] == 0


@slow
@no_shell
def test_uvx_runs_it(tmp_path: Path) -> None:
    _, _, line = SNIPPETS["python"].splitlines()
    app = shutil.copytree(ROOT / "examples" / "broken-app", tmp_path / "app")
    # It would take what it has built of another checkout's files.
    fresh = _here(line).replace("uvx ", "uvx --no-cache ")
    status, out = _shell(fresh, app, Path(find_uv_bin()).parent)
    assert status == 1, out
    assert "error[duplicate-type]" in out


@slow
@no_shell
def test_a_checkout_runs_it(tmp_path: Path) -> None:
    for name in _SOURCES:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    for name in _FILES:
        shutil.copy(ROOT / name, tmp_path)
    install, lines = SNIPPETS["checkout"].split("\n", 1)
    assert install.startswith("python3 ")
    succeed([sys.executable, *install.split()[1:]], tmp_path)
    status, out = _shell(f"set -e\n{lines}", tmp_path, tmp_path)
    assert status == 0, out
    assert "error[duplicate-type]" in out


@slow
@pytest.mark.skipif(
    (sys.platform, machine()) != ("linux", "x86_64"), reason="the lines name that platform"
)
def test_the_archive_has_the_program(standalone: Standalone, tmp_path: Path) -> None:
    for path in standalone.archive.parent.glob(f"{standalone.archive.name}*"):
        shutil.copy(path, tmp_path)
    app = ROOT / "examples" / "broken-app"
    lines = SNIPPETS["standalone"].replace("connlint check", f"connlint check '{app}'")
    status, out = _shell(f"set -e\n{lines}", tmp_path, tmp_path)
    assert status == 1, out
    assert out.startswith("connlint-linux-x64.tar.gz: OK\n")
    assert "error[duplicate-type]" in out

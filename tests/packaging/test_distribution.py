"""The files of a release: complete, described, and working where nothing else is installed."""

from __future__ import annotations

import email.message
import re
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from connlint import __version__

from .programs import (
    ROOT,
    Built,
    missing,
    new_environment,
    program,
    project_file,
    run,
    script,
    succeed,
)

pytestmark = pytest.mark.slow(seconds=30)

_PROJECT = "https://github.com/connlint/connlint"
_PAGES = f"{_PROJECT}/blob/main/"
_PICTURES = "https://raw.githubusercontent.com/connlint/connlint/main/"
# What a checkout needs to be worked on.
SOURCES = """
.ci/run
.dockerignore
.github/workflows/ci.yml
.github/workflows/release.yml
.pre-commit-hooks.yaml
CHANGELOG.md
CONTRIBUTING.md
Dockerfile
LICENSE
README.md
action.yml
docs/rules/unknown-type.md
examples/broken-app/base44/connectors/slack.json
linter/connlint/py.typed
npm/connlint/bin/connlint.js
pyproject.toml
schemas/connlint_schemas/catalog/gmail.json
tests/packaging/test_distribution.py
tools/release_notes.py
"""


@pytest.fixture(scope="module")
def installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel and what it asks for, and nothing else."""
    return new_environment(tmp_path_factory.mktemp("installed") / "env", [built.wheel])


@pytest.fixture(params=["sdist", "wheel"])
def distribution(request: pytest.FixtureRequest, built: Built) -> Path:
    path: Path = getattr(built, request.param)
    return path


def test_the_package_index_would_take_it(distribution: Path, tmp_path: Path) -> None:
    twine = program("twine", "twine==7.0.0")
    assert "PASSED" in succeed([twine, "check", "--strict", distribution], tmp_path)


def test_the_wheel_holds_what_a_wheel_should(built: Built, tmp_path: Path) -> None:
    checker = program("check-wheel-contents", "check-wheel-contents==0.6.3")
    wheel = built.wheel
    settings = ROOT / "pyproject.toml"
    assert succeed([checker, "--config", settings, wheel], tmp_path) == f"{wheel}: OK\n"


def test_the_wheel_is_small(built: Built) -> None:
    """Its data grow with each service; what a run does not need is not read, but is downloaded."""
    assert built.wheel.stat().st_size < 1_500_000


def test_the_wheel_holds_the_packages_their_data_and_the_pages_of_the_rules(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as archive:
        names = set(archive.namelist())
    settings = project_file()["tool"]["hatch"]["build"]["targets"]["wheel"]
    tops = {name.split("/")[0] for name in names}
    packages = [ROOT / path for path in settings["packages"]]
    assert tops == {*(path.name for path in packages), f"connlint-{__version__}.dist-info"}
    expected = {
        path.relative_to(package.parent).as_posix()
        for package in packages
        for path in _files(package)
    }
    expected |= {f"connlint/docs/rules/{path.name}" for path in (ROOT / "docs/rules").glob("*.md")}
    assert {name for name in names if ".dist-info/" not in name} == expected


def test_links_and_pictures_of_the_description_work_outside_the_repository(built: Built) -> None:
    metadata = _metadata(built)
    assert metadata["Description-Content-Type"] == "text/markdown"
    page = metadata.get_payload()
    assert isinstance(page, str)
    links = re.findall(r"(!?)\[[^\]]*\]\(([^)]+)\)", page)
    assert len(links) == len(re.findall(r"\]\(", (ROOT / "README.md").read_text("utf-8")))
    for picture, address in links:
        base = _PICTURES if picture else _PAGES
        own = address.startswith(_PROJECT) or picture
        path = address.removeprefix(base).partition("#")[0]
        assert address.startswith("https://"), address
        assert not own or address.startswith(f"{_PROJECT}#") or (ROOT / path).is_file(), address


def test_the_package_index_links_to_the_project(built: Built) -> None:
    metadata = _metadata(built)
    urls = dict(line.split(", ") for line in metadata.get_all("Project-URL", []))
    assert urls == {
        "Homepage": _PROJECT,
        "Documentation": f"{_PROJECT}#readme",
        "Changelog": f"{_PAGES}CHANGELOG.md",
        "Issues": f"{_PROJECT}/issues",
        "Source": _PROJECT,
    }


def test_the_source_distribution_holds_what_a_checkout_needs(built: Built) -> None:
    with tarfile.open(built.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert [name for name in SOURCES.split() if name not in names] == []


def test_it_runs_where_nothing_else_is_installed(installed: Path, tmp_path: Path) -> None:
    connlint = script(installed, "connlint")
    assert run([connlint, "--version"], tmp_path).stdout.startswith(f"connlint {__version__} (")
    # The same findings as in this checkout, with the same status.
    arguments = ["check", "examples/broken-app", "--format", "concise"]
    here = run([sys.executable, "-m", "connlint", *arguments], ROOT)
    there = run([connlint, *arguments], ROOT)
    assert (there.returncode, there.stdout) == (1, here.stdout)
    assert "error[duplicate-type]" in there.stdout
    healthy = run([connlint, "check", "examples/healthy-app"], ROOT)
    assert healthy.stdout == "No problems in 10 connector files and 6 functions.\n"


def test_it_explains_rules_and_types_from_its_own_data(installed: Path, tmp_path: Path) -> None:
    connlint = script(installed, "connlint")
    assert "duplicate-type" in succeed([connlint, "rule", "duplicate-type"], tmp_path)
    assert "Gmail" in succeed([connlint, "catalog", "show", "gmail"], tmp_path)


def test_its_types_are_seen_by_a_type_checker(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "use.py").write_text(
        "import connlint\n\nreveal_type(connlint.lint_text('{}')[0].rule)\n"
    )
    python = script(installed, "python")
    command = [sys.executable, "-m", "mypy", "--strict", "--python-executable", str(python)]
    out = run([*command, "--cache-dir", "cache", "use.py"], tmp_path).stdout
    if "No module named mypy" in out:
        missing("mypy is not installed")
    assert 'use.py:3: note: Revealed type is "str"' in out.replace("builtins.str", "str")


def _metadata(built: Built) -> email.message.Message:
    with zipfile.ZipFile(built.wheel) as archive:
        content = archive.read(f"connlint-{__version__}.dist-info/METADATA")
    return email.message_from_bytes(content)


def _files(folder: Path) -> Iterator[Path]:
    return (
        path
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    )

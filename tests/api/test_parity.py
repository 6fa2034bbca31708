"""Files in memory give what the same files on disk give, below a folder with a repository."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from posixpath import join, normpath

import pytest
from tests.differential.generator import make_app
from tests.rules.pages import all_pages, examples
from tools.fuzz.bundle import split
from tools.fuzz.seeds import seeds_of

import connlint
from connlint.api.in_memory import TOP
from connlint.audit import audit_projects
from connlint.catalog import Catalog
from connlint.fix.fixer import fix_targets, is_wanted
from connlint.project import find_targets
from connlint.project.places import app_root, shown_root
from connlint.render import audit_json
from connlint.rules import RULES
from connlint.run import lint_targets, read_project

EXAMPLES = Path(__file__).parents[2] / "examples"
ODD_APPS = 150


def _files(folder: Path) -> dict[str, bytes]:
    """All files below a folder, by the paths that the functions take."""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _write(files: Mapping[str, bytes], world: Path) -> None:
    (world / ".git").mkdir(parents=True)
    for name, content in files.items():
        path = world / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _on_disk(world: Path, path: str) -> str:
    """All that is found on disk, what fixes change, and the audit, as one text."""
    cwd = str(world)
    try:
        targets = find_targets([path], cwd)
    except connlint.NothingToLint as error:
        return str(error)
    found = [each.to_dict() for each in lint_targets(targets, cwd).diagnostics]
    fixed = fix_targets(targets, cwd, is_wanted(RULES.names, unsafe=True))
    changed = {file.source.path: repr(file.content) for file in fixed.files}
    apps = [target._replace(chosen=None) for target in targets]
    projects = [(shown_root(app_root(each), cwd), read_project(each, cwd)) for each in apps]
    audit = audit_json.render(audit_projects(projects, Catalog()))
    text = json.dumps([found, changed, [each._asdict() for each in fixed.skipped], audit])
    return text.replace(json.dumps(cwd)[1:-1], TOP)


def _in_memory(files: Mapping[str, bytes], path: str) -> str:
    info = connlint.Severity.INFO
    try:
        report = connlint.lint_files(files, path=path, min_severity=info)
    except connlint.NothingToLint as error:
        return str(error)
    fixed = connlint.fix_files(files, path=path, min_severity=info, unsafe=True)
    changed = {name: repr(content) for name, content in sorted(fixed.files.items())}
    return json.dumps(
        [
            [each.to_dict() for each in report.diagnostics],
            changed,
            [each._asdict() for each in fixed.skipped],
            connlint.audit_files(files, path=path).to_json(),
        ]
    )


def _compare(files: Mapping[str, bytes], path: str, world: Path) -> None:
    _write(files, world)
    assert _in_memory(files, path) == _on_disk(world, path)


@pytest.mark.parametrize("name", ["broken-app", "healthy-app"])
def test_the_command_prints_the_same_reports(name: str, tmp_path: Path) -> None:
    files = _files(EXAMPLES / name)
    _write(files, tmp_path / "world")
    report = connlint.lint_files(files)
    renderings: dict[str, Callable[[], str]] = {
        "json": report.to_json,
        "sarif": report.to_sarif,
        "gitlab": report.to_gitlab,
        "junit": report.to_junit,
        "markdown": report.to_markdown,
        "rdjson": lambda: report.render("rdjson"),
        "concise": lambda: report.render("concise"),
    }
    environment = {key: value for key, value in os.environ.items() if key != "GITHUB_ACTIONS"}
    for output_format, render in renderings.items():
        outcome = subprocess.run(
            [sys.executable, "-m", "connlint", "check", "--format", output_format],
            cwd=tmp_path / "world",
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert render() == outcome.stdout


@pytest.mark.parametrize("page", all_pages())
def test_examples_of_rules(page: str, tmp_path: Path) -> None:
    for number, example in enumerate(examples(page)):
        notes = example.notes
        files = {
            name: text.encode(notes.get(name) or "utf-8") for name, text in example.files.items()
        }
        _compare(files, ".", tmp_path / str(number))


def _odd_apps() -> Iterator[int]:
    """The seeds of generated apps without links and without files in the place of folders."""
    for seed in range(1, 10_000):
        app = make_app(seed)
        names = {*app.files}
        above = {name[:at] for name in names for at in range(len(name)) if name[at] == "/"}
        if not app.links and not names & (above | {*app.folders}):
            yield seed


def test_odd_apps(tmp_path: Path) -> None:
    seeds = _odd_apps()
    for _, seed in zip(range(ODD_APPS), seeds, strict=False):
        app = make_app(seed)
        world = tmp_path / str(seed)
        _write(app.files, world)
        for folder in app.folders:
            (world / folder).mkdir(parents=True, exist_ok=True)
        files = {**app.files, **{f"{folder}/": b"" for folder in app.folders}}
        for asked in app.asked:
            path = normpath(join(app.root, asked))
            assert _in_memory(files, path) == _on_disk(world, path), (seed, asked)


def test_inputs_of_the_fuzzer(tmp_path: Path) -> None:
    for number, data in enumerate(seeds_of("lint")):
        _compare(split(data), ".", tmp_path / str(number))

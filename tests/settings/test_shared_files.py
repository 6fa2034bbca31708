"""Settings in pyproject.toml and package.json, which belong to other tools too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.console import CONFIG, app, connlint

from connlint.config.finding import find_settings
from connlint.config.parser import read_settings
from connlint.config.settings import Settings
from connlint.diagnostics.severity import Severity
from connlint.files.inside import Boundary
from connlint.text.source import SourceFile

from .problems import problem_lines

PYPROJECT = """\
[project]
name = "x"
dependencies = ["connlint>=0.1"]

[tool.ruff]
exclude = ["a"]
select = [
  ["rules"],
]

[tool.connlint]
min-severity = "info"
exclude = ["vendor/**"]

[tool.connlint.rules]
unknown-scope = "off"

[tool.connlint.per-file-rules."old.jsonc"]
unknown-scope = "error"
"""
PACKAGE = """\
{
  "name": "x",
  "scripts": { "connlint": "connlint check", "exclude": "" },
  "connlint": {
    "min-severity": "info",
    "exclude": ["vendor/**"],
    "rules": { "unknown-scope": "off" },
    "per-file-rules": { "old.jsonc": { "unknown-scope": "error" } }
  }
}
"""


def read(name: str, text: str) -> Settings:
    return read_settings(SourceFile(name, text, f"/app/{name}"))


def problems(name: str, text: str) -> list[str]:
    return problem_lines(read(name, text))


@pytest.mark.parametrize(
    ("name", "text"), [("pyproject.toml", PYPROJECT), ("package.json", PACKAGE)]
)
def test_both_say_what_connlint_toml_says(name: str, text: str) -> None:
    settings = read(name, text)
    assert settings.problems == ()
    assert settings.min_severity is Severity.INFO
    assert settings.exclude == ("vendor/**",)
    assert settings.rules == {"unknown-scope": None}
    assert settings.file_rules == (("old.jsonc", {"unknown-scope": Severity.ERROR}),)
    assert settings.said == {"min-severity", "exclude", "rules", "per-file-rules"}
    assert settings.fits("vendor/**", "/app/vendor/a.jsonc")


LEVELS = 'one of "off", "info", "warning" or "error"'


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "pyproject.toml",
            '[tool.ruff]\nexclude = []\n[tool.connlint]\nexclude = "a"\n',
            [
                "4:1 'exclude' \"exclude\" must be an array of patterns in quotes"
                " | Write an array of patterns in quotes"
            ],
        ),
        (
            "pyproject.toml",
            '[tool.connlint.rules]\nschema = "off"\n'
            '[tool.connlint.per-file-rules."a"]\nschema = "no"\n',
            [f"4:1 'schema' The level of \"schema\" must be {LEVELS} | Write {LEVELS}"],
        ),
        (
            "pyproject.toml",
            "[tool]\nconnlint = { min-severty = 1 }\n",
            ['2:14 \'min-severty\' Unknown setting "min-severty" | Did you mean "min-severity"?'],
        ),
        (
            "pyproject.toml",
            "tool.connlint = 1\n",
            [
                "1:6 'connlint' [tool.connlint] must be a table"
                " | Write it as a table, under a heading in square brackets"
            ],
        ),
        (
            "pyproject.toml",
            "[tool.ruff]\n",
            ["1:1 '' This pyproject.toml has no settings for connlint | Add [tool.connlint]"],
        ),
        (
            "package.json",
            '{\n  "rules": 1,\n  "connlint": {"rules": {"schema": "no"}}\n}',
            [f'3:26 \'"schema"\' The level of "schema" must be {LEVELS} | Write {LEVELS}'],
        ),
        (
            "package.json",
            '{"connlint": {"extra-scopes": {"gmail": 1}, "per-file-rules": 2}}',
            [
                '1:32 \'"gmail"\' "gmail" must be an array of scopes in quotes'
                " | Write an array of scopes in quotes",
                '1:45 \'"per-file-rules"\' "per-file-rules" must be a table'
                " | Write it as an object, in curly brackets",
            ],
        ),
        (
            "package.json",
            '{"connlint": []}',
            [
                '1:2 \'"connlint"\' "connlint" must be a table'
                " | Write it as an object, in curly brackets"
            ],
        ),
        (
            "package.json",
            '{"name": "x"}',
            ["1:1 '' This package.json has no settings for connlint | Add \"connlint\""],
        ),
    ],
)
def test_a_mistake_has_its_place_in_the_whole_file(
    name: str, text: str, expected: list[str]
) -> None:
    assert problems(name, text) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("pyproject.toml", "[tool.connlint]\nfail-on = = 1\n", "2:11 '=' This is not valid TOML: "),
        ("package.json", '{\n  "connlint": {},,\n}', "2:18 ',' This is not valid JSON: "),
    ],
)
def test_what_cannot_be_parsed_is_said_where_it_goes_wrong(
    name: str, text: str, expected: str
) -> None:
    (problem,) = problems(name, text)
    assert problem.startswith(expected)


FILES = {
    "a table": ("[tool.connlint]", '{"connlint": {}}', True),
    "a table below another name": ("[connlint]", '{"scripts": {"connlint": "x"}}', False),
    "a dependency": ('[project]\ndependencies = ["connlint==1"]', '{"a": "connlint"}', False),
    "a dependency by name": ("[tool.poetry.dependencies]\nconnlint = '1'", '{"a": {"connlint": 1}}',
        False),
    "a table in one line": ("tool = { connlint = { fail-on = 'info' } }", '{"connlint":{}}', True),
    "a dotted key": ("tool.connlint.fail-on = 'info'", '{"a": 1, "connlint" : 1}', True),
    "a table with keys below it only": ("[tool.connlint.rules]", '{"connlint": {"rules": 1}}', True),
    "a broken file with a table": ("[tool.connlint]\na = = 1", '{"connlint": {}, ]', True),
    "a broken file that only names it": ("a = = 1 # connlint = 1", '{"a": {"connlint": 1}, ]', False),
    "a broken file of others": ("a = = 1", '{"a": ]', False),
    "an empty file": ("", "", False),
    "a heading in a string": ("a = '''\n[tool.connlint]\n'''", '{"a": "\\"connlint\\": {}"}', False),
}  # fmt: skip


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("name", ["pyproject.toml", "package.json"])
def test_a_file_without_the_table_does_not_count(tmp_path: Path, name: str, kind: str) -> None:
    toml, package, counts = FILES[kind]
    path = tmp_path / name
    path.write_text(toml if name == "pyproject.toml" else package)
    root = str(tmp_path)
    assert find_settings(root, root, Boundary(root)) == (str(path) if counts else None)


def test_in_one_folder_connlint_toml_wins_then_pyproject_toml_then_package_json(
    tmp_path: Path,
) -> None:
    root, base44 = str(tmp_path), tmp_path / "base44"
    base44.mkdir()
    (base44 / "package.json").write_text(PACKAGE)
    for name, text in (
        ("package.json", PACKAGE),
        ("pyproject.toml", PYPROJECT),
        ("connlint.toml", ""),
    ):
        (tmp_path / name).write_text(text)
        assert find_settings(root, root, Boundary(root)) == str(tmp_path / name)
    # The nearest folder counts first.
    assert find_settings(str(base44), root, Boundary(root)) == str(base44 / "package.json")


@pytest.mark.parametrize("name", ["pyproject.toml", "package.json"])
def test_a_link_out_of_the_repository_is_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(PYPROJECT if name == "pyproject.toml" else PACKAGE)
    root = app(tmp_path / "app", {"slack.jsonc": '{"type": "slack", "scopes": []}'})
    (root / name).symlink_to(tmp_path / name)
    assert find_settings(str(root), str(root), Boundary(str(root))) is None


CASES = {
    "pyproject.toml": ('[tool.connlint]\nfail-on = "warning"\nmin = 1\n', "3:1"),
    "package.json": ('{"connlint": {"fail-on": "warning",\n "min": 1}}', "2:2"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_command_goes_by_them(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, place = CASES[name]
    root = app(tmp_path, {"slack.jsonc": '{"type": "slack"}'})
    (root / name).write_text(text)
    monkeypatch.chdir(root)
    error = f'{name}:{place}: error[config-error] Unknown setting "min"'
    for options in ([], ["--config", name], [name]):
        found = connlint("check", "--format", "concise", *options)
        assert found.status == 1
        assert found.out.splitlines()[-1] == error
    shown = connlint("check", "--show-config").out.splitlines()
    assert shown[:3] == [
        f"# {root}",
        'min-severity = "warning"  # default',
        f'fail-on = "warning"  # {name}',
    ]
    assert name in connlint("check", "--show-files").out.splitlines()
    assert name not in connlint("check", "--no-config", "--show-files").out.splitlines()


@pytest.mark.parametrize("name", CASES)
def test_a_file_of_others_is_not_linted_for_itself(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).write_text("{{{")
    monkeypatch.chdir(tmp_path)
    found = connlint("check", "--quiet", name)
    assert (found.status, found.out, found.err) == (0, "", "")


def test_a_package_json_among_the_connector_files_is_one_for_base44(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = app(tmp_path, {"package.json": '{"connlint": {}}'})
    assert (root / "base44/config.jsonc").read_text() == CONFIG
    monkeypatch.chdir(root)
    found = json.loads(connlint("check", "--format", "json").out)["diagnostics"]
    assert {each["path"] for each in found} == {"base44/connectors/package.json"}

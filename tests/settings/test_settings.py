"""connlint.toml: where it is found, what it says, and what is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import connlint
from connlint.config.finding import find_settings
from connlint.config.keys import find_keys, find_long_key
from connlint.config.parser import read_settings
from connlint.config.settings import NO_SETTINGS, Settings
from connlint.diagnostics.severity import Severity
from connlint.files.inside import Boundary
from connlint.text.escaping import quote
from connlint.text.source import SourceFile

from .problems import problem_lines


def read(text: str, location: str = "/app/connlint.toml") -> Settings:
    return read_settings(SourceFile("connlint.toml", text, location))


def problems(text: str) -> list[str]:
    return problem_lines(read(text))


def test_what_is_not_said_has_its_default() -> None:
    settings = read("")
    assert settings._replace(source=None) == NO_SETTINGS


def test_everything_that_can_be_said() -> None:
    settings = read(
        """
        min-severity = "info"
        fail-on = "never"
        extra-types = ["acme_crm"]
        exclude = ["vendor/**"]
        [extra-scopes]
        gmail = ["a", "b"]
        [rules]
        unknown-scope = "off"
        unknown-property = "error"
        [per-file-rules."base44/connectors/old.jsonc"]
        duplicate-scope = "info"
        """
    )
    assert settings.problems == ()
    assert settings.min_severity is Severity.INFO
    assert settings.fail_on is None
    assert settings.extra_types == ("acme_crm",)
    assert settings.exclude == ("vendor/**",)
    assert settings.extra_scopes == {"gmail": ("a", "b")}
    assert settings.rules == {"unknown-scope": None, "unknown-property": Severity.ERROR}
    assert settings.file_rules == (
        ("base44/connectors/old.jsonc", {"duplicate-scope": Severity.INFO}),
    )
    assert [name for name, _ in settings.rule_names] == [
        "unknown-scope",
        "unknown-property",
        "duplicate-scope",
    ]


@pytest.mark.parametrize(
    "text, expected",
    [
        (
            'min-severty = "info"',
            ["1:1 'min-severty' Unknown setting \"min-severty\" | Did you mean \"min-severity\"?"],
        ),
        (
            "\nfail-on = 3",
            [
                '2:1 \'fail-on\' "fail-on" must be one of "info", "warning", "error" or "never"'
                ' | Write one of "info", "warning", "error" or "never"'
            ],
        ),
        (
            'min-severity = "loud"',
            [
                '1:1 \'min-severity\' "min-severity" must be one of "info", "warning" or "error"'
                ' | Write one of "info", "warning" or "error"'
            ],
        ),
        (
            'exclude = "vendor"',
            [
                '1:1 \'exclude\' "exclude" must be an array of patterns in quotes'
                " | Write an array of patterns in quotes"
            ],
        ),
        (
            "extra-types = [1]",
            ["1:1 'extra-types' \"extra-types\" must be an array of strings | Write an array of strings"],
        ),
        (
            "rules = 1",
            [
                "1:1 'rules' \"rules\" must be a table"
                " | Write it as a table, under a heading in square brackets"
            ],
        ),
        (
            '[rules]\nschema = "fatal"',
            [
                '2:1 \'schema\' The level of "schema" must be one of "off", "info", "warning" or '
                '"error" | Write one of "off", "info", "warning" or "error"'
            ],
        ),
        (
            "[extra-scopes]\ngmail = 1",
            [
                "2:1 'gmail' \"gmail\" must be an array of scopes in quotes"
                " | Write an array of scopes in quotes"
            ],
        ),
        ("per-file-rules = []", ["1:1 'per-file-rules' \"per-file-rules\" must be a table"
            " | Write it as a table, under a heading in square brackets"]),
    ],
)  # fmt: skip
def test_a_mistake_has_a_place_and_the_rest_holds(text: str, expected: list[str]) -> None:
    assert problems(text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("a = 1\nb.c = 1", [(0, "a"), (6, "b"), (8, "b c")]),
        ("  a\t=1", [(2, "a")]),
        ("[a.b]\n[[ c ]]\n[ d . e ]", [(1, "a"), (3, "a b"), (9, "c"), (16, "d"), (20, "d e")]),
        ("'a.b'.\"c\" = 1", [(1, "a.b"), (7, "a.b c")]),
        ('["a]b".c]', [(2, "a]b"), (7, "a]b c")]),
        (
            "x = {a = 1, b.c = {d=1}, e = 2}",
            [(0, "x"), (5, "x a"), (12, "x b"), (14, "x b c"), (19, "x b c d"), (25, "x e")],
        ),
        ("x = 1\ny.x = 2", [(0, "x"), (6, "y"), (8, "y x")]),
        ("[a]\nx = 1\n[b]\nx = 2", [(1, "a"), (4, "a x"), (11, "b"), (14, "b x")]),
        ("a.b = 1\na.c = 1", [(0, "a"), (2, "a b"), (10, "a c")]),
        ("# a = 1\n", []),
        ("x = [\n  'a.jsonc',\n  'b.jsonc',\n]\ny = 1", [(0, "x"), (34, "y")]),
        ("x = [\n  ['a'],\n  {b = 1},\n]\ny = 1", [(0, "x"), (18, "x b"), (28, "y")]),
        ('x = """\n[a]\nb = 1\n""""\ny = 1', [(0, "x"), (23, "y")]),
        ("x = '''\n[a]\nb = 1\n'''\ny = 1", [(0, "x"), (22, "y")]),
        ("x = 'a' # [b] = 1\n[c] # d = 1\ny = 1.5\n", [(0, "x"), (19, "c"), (30, "c y")]),
    ],
)  # fmt: skip
def test_keys_are_found_by_their_paths(text: str, expected: list[tuple[int, str]]) -> None:
    assert find_long_key(text) is None
    places = find_keys(text)
    assert sorted((span.start, " ".join(path)) for path, span in places.items()) == expected
    assert all(text[span.start : span.end] == path[-1] for path, span in places.items())


@pytest.mark.parametrize(
    "before, after, separator",
    [
        ("", " = 1", "."),
        ("[", "]", " . "),
        ("[[ ", "]]", "."),
        ("x = {", "=1}", "\t."),
        ("x = {y = 1, ", "=1}", "."),
        ("x = 1\r\n", "", "."),
    ],
)
def test_a_key_may_have_twenty_parts(before: str, after: str, separator: str) -> None:
    parts = ["a", '"b.c"', "'d'", "1", "-"] * 4
    assert find_long_key(before + separator.join(parts) + after) is None
    too_long = find_long_key(before + separator.join([*parts, "e"]) + after)
    assert too_long == (len(before), len(before + separator.join(parts)))


def test_a_path_in_a_string_is_no_key() -> None:
    pattern = ".".join("a" * 40)
    settings = read(f"exclude = ['{pattern}', '{pattern}',\n  '{pattern}',\n'{pattern}'\n]")
    assert settings.problems == ()
    assert settings.exclude == (pattern,) * 4


def test_what_is_no_toml_is_said_where_it_goes_wrong() -> None:
    (problem,) = problems('min-severity = "info"\nfail-on = = 1\n')
    assert problem.startswith("2:11 ")
    assert "This is not valid TOML: " in problem


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("vendor/**", "vendor/a/b.jsonc", True),
        ("vendor/**", "vendored/a.jsonc", False),
        ("**/old.jsonc", "old.jsonc", True),
        ("**/old.jsonc", "a/b/old.jsonc", True),
        ("*.jsonc", "a.jsonc", True),
        ("*.jsonc", "a/a.jsonc", False),
        ("a?.jsonc", "ab.jsonc", True),
        ("a.jsonc", "axjsonc", False),
        ("[a].jsonc", "[a].jsonc", True),
    ],
)
def test_patterns_are_relative_to_the_file(pattern: str, path: str, fits: bool) -> None:  # noqa: FBT001
    settings = read("")
    assert settings.fits(pattern, f"/app/{path}") is fits
    assert not settings.fits(pattern, f"/elsewhere/{path}")


def test_the_last_pattern_that_fits_decides() -> None:
    settings = read(
        '[rules]\nschema = "info"\n[per-file-rules."*.json"]\nschema = "off"\n'
        '[per-file-rules."a.json"]\nschema = "warning"\n'
    )
    assert settings.level("schema", "/app/b.jsonc", Severity.ERROR) is Severity.INFO
    assert settings.level("schema", "/app/b.json", Severity.ERROR) is None
    assert settings.level("schema", "/app/a.json", Severity.ERROR) is Severity.WARNING
    assert settings.level("syntax-error", "/app/a.json", Severity.ERROR) is Severity.ERROR


@pytest.mark.parametrize(
    ("files", "found"),
    [
        (["repo/.git", "repo/connlint.toml"], "repo/connlint.toml"),
        (["repo/.git", "repo/connlint.toml", "repo/app/connlint.toml"], "repo/app/connlint.toml"),
        (
            ["repo/.git", "repo/app/connlint.toml", "repo/app/base44/connlint.toml"],
            "repo/app/base44/connlint.toml",
        ),
        (["connlint.toml", "repo/.git"], None),
        (["connlint.toml"], None),
        (["repo/app/connlint.toml"], "repo/app/connlint.toml"),
        ([], None),
    ],
)
def test_the_nearest_file_up_to_the_repository_counts(
    tmp_path: Path, files: list[str], found: str | None
) -> None:
    start = tmp_path / "repo" / "app" / "base44"
    start.mkdir(parents=True)
    for name in files:
        (tmp_path / name).write_text("")
    assert find_settings(str(start), str(start.parent), Boundary(str(start.parent))) == (
        str(tmp_path / found) if found else None
    )


def _app(root: Path, settings: str, **connectors: str) -> Path:
    directory = root / "base44" / "connectors"
    directory.mkdir(parents=True)
    (root / "connlint.toml").write_text(settings)
    for name, text in connectors.items():
        (directory / f"{name}.jsonc").write_text(text)
    return root


def _found(root: Path) -> list[tuple[str, str]]:
    return [(found.rule, str(found.severity)) for found in connlint.lint_project(root)]


def test_rules_change_their_severity_or_fall_silent(tmp_path: Path) -> None:
    settings = '[rules]\nunknown-property = "off"\nmissing-scopes = "error"\n'
    app = _app(tmp_path, settings, slack='{"type": "slack", "note": 1}')
    assert _found(app) == [("missing-scopes", "error")]


def test_extra_types_are_known_by_name_only_and_meant_as_others_are(tmp_path: Path) -> None:
    app = _app(
        tmp_path,
        'extra-types = ["acme_crm"]',
        acme_crm='{"type": "acme_crm", "scopes": ["any:thing", "a b", "a b", ""]}',
        other='{"type": "acme-crm", "scopes": []}',
    )
    found = connlint.lint_project(app)
    assert [(diagnostic.rule, diagnostic.help) for diagnostic in found] == [
        ("unknown-type", 'Did you mean "acme_crm" (acme_crm)?'),
    ]


def test_extra_scopes_are_accepted_for_their_type_alone(tmp_path: Path) -> None:
    app = _app(
        tmp_path,
        '[extra-scopes]\ngithub = ["new:scope"]',
        github='{"type": "github", "scopes": ["new:scope"]}',
        gitlab='{"type": "gitlab", "scopes": ["new:scope"]}',
    )
    found = connlint.lint_project(app)
    assert [(Path(diagnostic.path).name, diagnostic.message) for diagnostic in found] == [
        ("gitlab.jsonc", '"new:scope" is a scope of GitHub, not of GitLab')
    ]


def test_excluded_files_are_not_looked_at(tmp_path: Path) -> None:
    app = _app(
        tmp_path,
        'exclude = ["**/old.jsonc"]',
        old='{"type": "slack"',
        slack='{"type": "slack", "scopes": []}',
    )
    assert _found(app) == []


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("base44/connectors", []),
        ("base44/connectors/", []),
        ("./base44/connectors", []),
        ("base44/*", []),
        ("**/connectors", []),
        ("*", []),
        ("**", []),
        ("base44", []),
        ("connectors", ["old", "slack"]),
        ("base44/connectors/old.jsonc", ["slack"]),
        ("base44/connectors/*.json", ["old", "slack"]),
        ("base44/connect", ["old", "slack"]),
    ],
)
def test_a_pattern_that_names_a_directory_excludes_what_is_in_it(
    pattern: str, left: list[str], tmp_path: Path
) -> None:
    app = _app(
        tmp_path, f'exclude = ["{pattern}"]', old='{"type": "slack"', slack='{"type": "slak"}'
    )
    found = {Path(each.path).stem for each in connlint.lint_project(app)}
    assert sorted(found) == left


def test_an_app_in_an_excluded_folder_is_not_checked(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "connlint.toml").write_text('exclude = ["vendor"]')
    for root in (tmp_path / "vendor" / "one", tmp_path / "two"):
        (root / "base44" / "connectors").mkdir(parents=True)
        (root / "base44" / "config.jsonc").write_text('{"connectorsDir": "nowhere"}')
    found = [found.path for found in connlint.lint_project(tmp_path)]
    assert {Path(path).parts[-3] for path in found} == {"two"}


@pytest.mark.parametrize(
    ("pattern", "reason", "advice"),
    [
        ("/vendor", "is an absolute path", "Write it relative to this file"),
        ("C:/vendor", "is an absolute path", "Write it relative to this file"),
        ("a\\b", "has a backslash", "Use / between folders"),
        ("../vendor/**", "leads out of the folder of this file",
            "Move the settings to a folder above, or remove the pattern"),
        ("a/../../b", "leads out of the folder of this file",
            "Move the settings to a folder above, or remove the pattern"),
        ("", "is empty", "Name a file or folder, or use ** for everything"),
        (".", "is empty", "Name a file or folder, or use ** for everything"),
        ("./", "is empty", "Name a file or folder, or use ** for everything"),
        ("a//b", 'has an empty part or "."', "Use one / between folders"),
        ("a/./b", 'has an empty part or "."', "Use one / between folders"),
    ],
)  # fmt: skip
def test_a_pattern_that_can_match_nothing_is_a_mistake(
    pattern: str, reason: str, advice: str
) -> None:
    shown = quote(pattern)
    under = f"'{pattern}'"
    (problem,) = problems(f"exclude = ['ok',\n  {under},\n]")
    assert problem == (f"2:3 {under!r} The pattern {shown} {reason} and matches nothing | {advice}")
    (problem,) = problems(f"[per-file-rules.'{pattern}']\nschema = 'off'")
    assert f"The pattern {shown} {reason} and matches nothing | {advice}" in problem
    (problem,) = [
        each.message
        for each in read(
            json.dumps({"connlint": {"exclude": [pattern]}}), "/a/package.json"
        ).problems
    ]
    assert problem == f"The pattern {shown} {reason} and matches nothing"


def test_what_is_right_beside_a_pattern_that_can_match_nothing_holds() -> None:
    assert read("exclude = ['vendor', '/a', 'b/']").exclude == ("vendor", "b/")


def test_the_own_catalogue_adds_types(tmp_path: Path) -> None:
    app = _app(tmp_path, 'catalog = "own.json"', acme='{"type": "acme", "scopes": []}')
    (app / "own.json").write_text(json.dumps({"version": 1, "types": {"acme": {"name": "Acme"}}}))
    assert _found(app) == []


@pytest.mark.parametrize(
    "content",
    [None, "", "[]", '{"version": 2, "types": {}}', '{"version": 1, "types": {"a b": {}}}'],
)
def test_an_own_catalogue_that_is_none_is_a_config_error(
    tmp_path: Path, content: str | None
) -> None:
    app = _app(tmp_path, 'catalog = "own.json"', slack='{"type": "slack", "scopes": []}')
    if content is not None:
        (app / "own.json").write_text(content)
    assert _found(app) == [("config-error", "error")]


def test_a_config_that_is_no_text_is_a_config_error(tmp_path: Path) -> None:
    app = _app(tmp_path, "", slack='{"type": "slack", "scopes": []}')
    (app / "connlint.toml").write_bytes(b"\xff\xfea\0")
    (found,) = connlint.lint_project(app)
    assert found.rule == "config-error"
    assert found.message == "connlint.toml is saved as UTF-16"

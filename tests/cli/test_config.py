"""The options about the configuration, and completion in the shell."""

from __future__ import annotations

from pathlib import Path

import pytest

from .console import app, program

SETTINGS = """fail-on = "warning"
extra-types = ["acme"]
exclude = ["old/**"]

[extra-scopes]
gmail = ["a"]

[rules]
schema = "off"

[per-file-rules."a.jsonc"]
unknown-type = "info"
"""


def test_show_config_prints_everything_with_its_origin(tmp_path: Path) -> None:
    project = app(tmp_path, {})
    (project / "connlint.toml").write_text(SETTINGS)
    outcome = program("check", "--show-config", cwd=project)
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out == (
        f"# {project}\n"
        'min-severity = "warning"  # default\n'
        'fail-on = "warning"  # connlint.toml\n'
        'extra-types = ["acme"]  # connlint.toml\n'
        'catalog = ""  # default\n'
        'exclude = ["old/**"]  # connlint.toml\n'
        "[extra-scopes]  # connlint.toml\n"
        '"gmail" = ["a"]\n'
        "[rules]  # connlint.toml\n"
        'schema = "off"\n'
        '[per-file-rules."a.jsonc"]  # connlint.toml\n'
        'unknown-type = "info"\n'
    )


def test_another_configuration_or_none_counts_in_place_of_the_nearest(tmp_path: Path) -> None:
    project = app(tmp_path, {"slack.jsonc": '{"type": "slack"}'})
    (project / "connlint.toml").write_text('fail-on = "warning"\n')
    (project / "other.toml").write_text('[rules]\nmissing-scopes = "off"\n')
    assert program("check", cwd=project).status == 1
    assert program("check", "--no-config", cwd=project).status == 0
    assert program("check", "--config", "other.toml", cwd=project).out == ""


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ["--config", "nope.toml"],
            'connlint: The configuration file "nope.toml" does not exist\n',
        ),
        (
            ["--config", "a.toml", "--no-config"],
            "connlint: Use --config or --no-config, not both. See connlint check --help\n",
        ),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path: Path, options: list[str], said: str) -> None:
    outcome = program("check", *options, cwd=app(tmp_path, {}))
    assert (outcome.status, outcome.out, outcome.err) == (2, "", said)


@pytest.mark.parametrize(
    ("shell", "part"),
    [
        ("bash", "complete -o nosort -F _connlint_completion connlint"),
        ("zsh", "#compdef connlint"),
        ("fish", "complete --no-files --command connlint"),
    ],
)
def test_each_shell_gets_its_completion(tmp_path: Path, shell: str, part: str) -> None:
    outcome = program(cwd=tmp_path, environ={"_CONNLINT_COMPLETE": f"{shell}_source"})
    assert outcome.status == 0
    assert part in outcome.out


def test_options_are_completed(tmp_path: Path) -> None:
    environ = {
        "_CONNLINT_COMPLETE": "bash_complete",
        "COMP_WORDS": "connlint check --min",
        "COMP_CWORD": "2",
    }
    assert program(cwd=tmp_path, environ=environ).out == "plain,--min-severity\n"

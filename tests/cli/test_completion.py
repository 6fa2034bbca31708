"""Completion of words in shells: candidates, scripts in the real shells, and installation."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from connlint.catalog import Catalog
from connlint.rules import RULES

from .console import Outcome, connlint, environment, program

SHELLS = ("bash", "zsh", "fish")
MARK = "# Added by `connlint completion --install`"

# ---------------------------------------------------------------- what is completed


def _candidates(*words: str, cwd: Path) -> list[tuple[str, str]]:
    """What connlint answers for the last word: kinds and values."""
    environ = {
        "_CONNLINT_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(("connlint", *words)),
        "COMP_CWORD": str(len(words)),
    }
    outcome = program(cwd=cwd, environ=environ)
    assert (outcome.status, outcome.err) == (0, "")
    return [(kind, value) for kind, _, value in (x.partition(",") for x in outcome.out.split())]


def _plain(*values: str) -> list[tuple[str, str]]:
    return [("plain", value) for value in values]


RULE_NAMES = [rule.name for rule in RULES]
CANDIDATES = {
    "a command": (["ca"], _plain("catalog")),
    "a path without a command": (["sr"], [("file", "sr")]),
    "a path": (["check", "sr"], [("file", "sr")]),
    "an option": (["check", "--unsafe"], _plain("--unsafe-fixes")),
    "an option of check": (["--unsafe"], _plain("--unsafe-fixes")),
    "an option of connlint and check": (["--he"], _plain("--help")),
    "an option after a path without a command": ([".", "--unsafe"], _plain("--unsafe-fixes")),
    "a format": (["check", "--format", "js"], _plain("json")),
    "a format of scopes": (["scopes", "--format", "js"], _plain("json", "jsonc")),
    "an app to ask about": (["scopes", "sr"], [("file", "sr")]),
    "a rule": (["rule", "unknown-t"], _plain("unknown-type")),
    "a selected rule": (["check", "--select", "unknown-t"], _plain("unknown-type")),
    "one more ignored rule": (
        ["check", "--ignore", "file-name,unknown-t"],
        _plain("file-name,unknown-type"),
    ),
    "a type": (["catalog", "show", "gma"], _plain("gmail")),
    "a file": (["check", "--config", "x"], [("file", "x")]),
    "a command to explain": (["help", "ca"], _plain("catalog")),
    "a command of it": (["help", "catalog", "sh"], _plain("show")),
    "a shell": (["completion", "z"], _plain("zsh")),
}


@pytest.mark.parametrize("words, expected", CANDIDATES.values(), ids=CANDIDATES)
def test_what_is_completed(
    words: list[str], expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    assert _candidates(*words, cwd=tmp_path) == expected


def test_all_rules_and_types_are_completed(tmp_path: Path) -> None:
    found = _candidates("rule", "u", cwd=tmp_path)
    assert found == _plain(*(name for name in RULE_NAMES if name.startswith("u")))
    types = [each.type for each in Catalog().types() if each.type.startswith("g")]
    assert _candidates("catalog", "show", "g", cwd=tmp_path) == _plain(*types)


# ---------------------------------------------------------------- real shells

ASK = {
    # The function of the script, as the shell calls it for the last word.
    "bash": (
        'source "$1"; COMP_WORDS=(connlint check --ignore file-name,unknown-t); COMP_CWORD=3; '
        '_connlint_completion connlint; printf "%s\\n" "${COMPREPLY[@]}"'
    ),
    # The shell's own functions need a terminal: these print what they are given.
    "zsh": (
        "compdef() { :; }; _describe() { print -l ${${(P)3}%%:*}; }; compadd() { :; }; "
        'source "$1"; words=(connlint check --ignore file-name,unknown-t); CURRENT=4; _connlint_completion'
    ),
    "fish": 'source $argv[1]; complete -C "connlint check --ignore file-name,unknown-t" | string split -f 1 \\t',
}


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder with the program `connlint`, as an installation has it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    command = folder / "connlint"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m connlint "$@"\n')
    command.chmod(0o755)
    return folder


@pytest.mark.skipif(os.name == "nt", reason="these are shells of POSIX")
@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_completes_a_list_of_rules(shell: str, tmp_path: Path, programs: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not on this machine")
    script = tmp_path / "script"
    script.write_text(connlint("completion", shell).out)
    arguments = {"bash": ["--norc", "-c"], "zsh": ["-f", "-c"], "fish": ["--no-config", "-c"]}
    name = () if shell == "fish" else (shell,)
    done = subprocess.run(
        [shell, *arguments[shell], ASK[shell], *name, str(script)],
        cwd=tmp_path,
        env=environment(
            {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "HOME": str(tmp_path)}
        ),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.stdout, done.stderr) == ("file-name,unknown-type\n", "")


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_one_of_the_shell(shell: str, tmp_path: Path) -> None:
    outcome = connlint("completion", shell)
    assert (outcome.status, outcome.err) == (0, "")
    assert f"_CONNLINT_COMPLETE={shell}_complete" in outcome.out
    assert program("completion", shell, cwd=tmp_path) == outcome


# ---------------------------------------------------------------- installation


def _install(home: Path, *words: str, **environ: str) -> Outcome:
    return connlint("completion", "--install", *words, environ={"HOME": str(home), **environ})


def _files(home: Path) -> dict[str, str]:
    return {
        path.relative_to(home).as_posix(): path.read_text()
        for path in sorted(home.rglob("*"))
        if path.is_file()
    }


STARTUP = ".bash_profile" if sys.platform == "darwin" else ".bashrc"
WRITTEN = {
    "bash": (".local/share/connlint/completion.bash", STARTUP),
    "zsh": (".local/share/connlint/completion.zsh", ".zshrc"),
    "fish": (".config/fish/completions/connlint.fish",),
}


@pytest.mark.parametrize("shell", SHELLS)
def test_installation_writes_the_script_and_one_line_once(shell: str, tmp_path: Path) -> None:
    before = "alias ll='ls -l'"
    if shell != "fish":
        (tmp_path / WRITTEN[shell][1]).write_text(before)
    outcome = _install(tmp_path, SHELL=f"/usr/bin/{shell}")
    assert outcome == Outcome(
        0,
        "".join(
            f"{said} {tmp_path}/{name}\n"
            for said, name in zip(("Wrote", "Added a line to"), WRITTEN[shell], strict=False)
        )
        + f"Open a new {shell} to complete the words of connlint with Tab\n",
        "",
    )
    files = _files(tmp_path)
    assert sorted(files) == sorted(WRITTEN[shell])
    assert files[WRITTEN[shell][0]] == connlint("completion", shell).out
    for name in WRITTEN[shell][1:]:
        assert re.fullmatch(rf"{re.escape(before)}\n{re.escape(MARK)}\nif \[.*; fi\n", files[name])
    again = _install(tmp_path, shell)
    line = f"Completion for {shell} is already installed; nothing was written\n"
    assert again == Outcome(0, line, "")
    assert _files(tmp_path) == files


def test_a_line_of_an_older_installation_is_replaced(tmp_path: Path) -> None:
    startup = tmp_path / STARTUP
    startup.write_text(f"a\n{MARK}\nprevious\nb\n")
    assert _install(tmp_path, "bash").status == 0
    first, *_, last = startup.read_text().splitlines()
    assert (first, last, startup.read_text().count(MARK)) == ("a", "b", 1)
    assert "previous" not in startup.read_text()


def test_what_was_set_up_by_hand_is_left_alone(tmp_path: Path) -> None:
    startup = tmp_path / STARTUP
    startup.write_text('eval "$(_CONNLINT_COMPLETE=bash_source connlint)"\n')
    line = f"{startup} already sets up completion (_CONNLINT_COMPLETE); nothing was written\n"
    assert _install(tmp_path, "bash") == Outcome(0, line, "")
    assert list(_files(tmp_path)) == [STARTUP]


def test_folders_of_the_environment_are_respected(tmp_path: Path) -> None:
    folders = {"XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config", "ZDOTDIR": "dots"}
    environ = {name: str(tmp_path / folder) for name, folder in folders.items()}
    (tmp_path / "dots").mkdir()
    _install(tmp_path, "zsh", **environ)
    _install(tmp_path, "fish", **environ)
    assert sorted(_files(tmp_path)) == [
        "config/fish/completions/connlint.fish",
        "data/connlint/completion.zsh",
        "dots/.zshrc",
    ]


REFUSED = {
    "an unknown shell": (
        {"SHELL": "/bin/tcsh"},
        'SHELL names "tcsh", so name your shell: connlint completion --install bash, zsh or fish',
    ),
    "no shell": (
        {},
        "SHELL is not set, so name your shell: connlint completion --install bash, zsh or fish",
    ),
}


@pytest.mark.parametrize("environ, line", REFUSED.values(), ids=REFUSED)
def test_a_shell_that_is_not_known_has_to_be_named(
    environ: dict[str, str], line: str, tmp_path: Path
) -> None:
    assert _install(tmp_path, **environ) == Outcome(2, "", f"connlint: {line}\n")
    assert _files(tmp_path) == {}


def test_a_start_up_file_that_is_read_only_stays_as_it_is(tmp_path: Path) -> None:
    startup = tmp_path / STARTUP
    startup.write_text("a\n")
    startup.chmod(0o444)
    line = f'connlint: Cannot write "{startup}": the file is read-only\n'
    assert _install(tmp_path, "bash", XDG_DATA_HOME=str(tmp_path / "x")) == Outcome(2, "", line)
    assert startup.read_text() == "a\n"


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not on this machine")
def test_bash_starts_with_what_was_installed(tmp_path: Path, programs: Path) -> None:
    home = tmp_path / "a home's folder"
    home.mkdir()
    assert _install(home, "bash").status == 0
    done = subprocess.run(
        ["bash", "--rcfile", str(home / STARTUP), "-ic", "complete -p connlint"],
        env=environment({"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "HOME": str(home)}),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout == "complete -o nosort -F _connlint_completion connlint\n"

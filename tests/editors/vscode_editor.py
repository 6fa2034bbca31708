"""VS Code as a test needs it: code-server, with the extension that is packed from this project.

What the registry of npm has is installed once, into the cache of tests.npm.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.npm import CACHE, missing, npm_install
from tests.once import once

__all__ = ["Editor", "install_code_server", "pack", "running"]

ROOT = Path(__file__).parents[2]
EXTENSION = ROOT / "editors" / "vscode"
PROBE = Path(__file__).with_name("vscode_probe")
# The last one whose only compiled part is small, which Node 20 is enough for.
VERSION = "4.100.3"
_PACKAGE = Path("node_modules", "code-server")
_ENTRY = _PACKAGE / "out" / "node" / "entry.js"
_RIPGREP = "1.18.0"
_SETTINGS = {
    "editor.minimap.enabled": False,
    "extensions.autoCheckUpdates": False,
    "extensions.ignoreRecommendations": True,
    "files.autoSave": "off",
    "git.enabled": False,
    "security.workspace.trust.enabled": False,
    "telemetry.telemetryLevel": "off",
    "window.commandCenter": False,
    "workbench.activityBar.location": "hidden",
    "workbench.colorTheme": "Default Light Modern",
    "workbench.layoutControl.enabled": False,
    "workbench.startupEditor": "none",
}
_PATIENCE = 60


class Editor:
    """A code-server that runs: its port, and what it writes."""

    def __init__(self, port: int, log: Path) -> None:
        self.port = port
        self.log = log


def install_code_server(node: str) -> Path:
    """The script that starts code-server; it is installed on first use."""
    folder = once(CACHE / f"code-server-{VERSION}", partial(_install_code_server, node))
    return folder / _ENTRY


def _install_code_server(node: str, folder: Path) -> None:
    vscode = folder / _PACKAGE / "lib" / "vscode"
    npm_install(folder, f"code-server@{VERSION}", "--ignore-scripts")
    # Its own script would do this as well, and compile much that no test needs.
    for inner in (vscode, vscode / "extensions"):
        npm_install(inner, "--omit=dev", "--ignore-scripts")
    # Passwords; the files behind the logs, without which these stay empty.
    for name, inner in (("argon2", folder), ("@vscode/spdlog", vscode)):
        _run(["npm", "rebuild", name, "--build-from-source"], inner, name)
    _install_search(folder / "ripgrep", vscode)
    words = [node, folder / _ENTRY, "--config", folder / "config.yaml", "--version"]
    _run(words, folder, "code-server")


def _install_search(prefix: Path, vscode: Path) -> None:
    """The program by which VS Code looks for files; newer packages hold what older ones fetch."""
    prefix.mkdir(exist_ok=True)
    npm_install(prefix, f"@vscode/ripgrep@{_RIPGREP}")
    programs = list(prefix.glob("node_modules/@vscode/ripgrep-*/bin/rg*"))
    if len(programs) != 1:
        missing("there is no ripgrep for this system")
    folder = vscode / "node_modules" / "@vscode" / "ripgrep" / "bin"
    folder.mkdir(exist_ok=True)
    shutil.copy2(programs[0], folder)


def pack(into: Path) -> tuple[Path, Path]:
    """The packed extension, and the packed one that asks; built in the cache, from copies."""
    workshop = CACHE / "vscode-extension"
    _copy(EXTENSION, workshop)
    manifest = (EXTENSION / "package.json").read_text("utf-8")
    wanted = json.dumps(json.loads(manifest)["devDependencies"], sort_keys=True)
    stamp = workshop / "node_modules" / ".installed"
    if not stamp.is_file() or stamp.read_text("utf-8") != wanted:
        npm_install(workshop, "--ignore-scripts")
        stamp.write_text(wanted, "utf-8")
    packed, probe = into / "connlint.vsix", into / "probe.vsix"
    program = workshop / "node_modules" / ".bin" / "vsce"
    _check([program, "package", "--no-dependencies", "--out", packed], workshop)
    _copy(PROBE, into / "probe")
    options = ["--no-dependencies", "--allow-missing-repository", "--skip-license", "--out", probe]
    _check([program, "package", *options], into / "probe")
    return packed, probe


def check_extension() -> str:
    """Run the extension's own tests, in the folder where it was built; what they print."""
    return _check(["npm", "test", "--silent"], CACHE / "vscode-extension")


@contextmanager
def running(node: str, entry: Path, folder: Path, extensions: tuple[Path, ...]) -> Iterator[Editor]:
    """A code-server with nothing in it but these extensions; it is ended afterwards."""
    home, data, installed = folder / "home", folder / "data", folder / "extensions"
    (data / "User").mkdir(parents=True)
    home.mkdir()
    (data / "User" / "settings.json").write_text(json.dumps(_SETTINGS), "utf-8")
    environ = _environ(home)
    command = [node, entry, "--user-data-dir", data, "--extensions-dir", installed]
    command += ["--config", folder / "config.yaml"]
    words = [word for each in extensions for word in ("--install-extension", each)]
    _check([*command, *words], folder, environ)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command += ["--auth", "none", "--disable-telemetry", "--disable-update-check"]
    command += ["--bind-addr", f"127.0.0.1:{port}"]
    editor = Editor(port, folder / "code-server.log")
    with editor.log.open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [str(word) for word in command], cwd=home, env=environ, stdout=log, stderr=log
        )
        try:
            _wait(process, editor)
            yield editor
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def environment(folder: Path, *before: str) -> None:
    """A virtual environment as far as connlint is in it: the program that this Python runs.

    `before` is the command of a program that starts it, if there is one.
    """
    program = folder / ".venv" / "bin" / "connlint"
    program.parent.mkdir(parents=True)
    words = shlex.join([*before, *program_of(), "-m", "connlint"])
    program.write_text(f'#!/bin/sh\nexec {words} "$@"\n', "utf-8")
    program.chmod(0o755)


def program_of() -> list[str]:
    """The command of this Python."""
    return [sys.executable]


def _environ(home: Path) -> Mapping[str, str]:
    """The environment of this process, without anything that finds connlint or settings."""
    dropped = ("XDG_", "VSCODE_", "NODE_", "PYTHONHOME", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    folders = kept.get("PATH", os.defpath).split(os.pathsep)
    without = [each for each in folders if not os.path.exists(os.path.join(each, "connlint"))]
    return {**kept, "PATH": os.pathsep.join(without), "HOME": str(home), "PORT": ""}


def _wait(process: subprocess.Popen[bytes], editor: Editor) -> None:
    """Until it answers. Raises AssertionError if it does not."""
    for _ in range(_PATIENCE * 5):
        assert process.poll() is None, editor.log.read_text("utf-8")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{editor.port}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(editor.log.read_text("utf-8"))


def _copy(source: Path, target: Path) -> None:
    """Make the target what the source is, but for what was installed there."""
    target.mkdir(parents=True, exist_ok=True)
    for old in target.iterdir():
        if old.name != "node_modules":
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    skipped = shutil.ignore_patterns("node_modules", "dist", "*.vsix")
    shutil.copytree(source, target, ignore=skipped, dirs_exist_ok=True)


def _run(command: list[object], folder: Path, what: str) -> None:
    """Run a step of an installation; what does not work is a program that is missing."""
    words = [str(word) for word in command]
    try:
        subprocess.run(words, cwd=folder, check=True, capture_output=True, timeout=300)
    except (OSError, subprocess.SubprocessError) as error:
        missing(f"{what} could not be installed: {type(error).__name__}")


def _check(command: list[object], folder: Path, environ: Mapping[str, str] | None = None) -> str:
    """Run something that must work, and give what it prints."""
    run = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stdout
    return run.stdout

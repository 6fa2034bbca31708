"""The platforms that programs are built for, as Node names them: `linux-x64`, `win32-arm64`."""

from __future__ import annotations

import platform
import sys

__all__ = ["EXECUTABLES", "PLATFORMS", "this_platform"]

PLATFORMS = ("darwin-arm64", "darwin-x64", "linux-arm64", "linux-x64", "win32-x64")
"""Those that a release has a program for."""

_MACHINES = {"aarch64": "arm64", "amd64": "x64", "arm64": "arm64", "x86_64": "x64"}

EXECUTABLES = {
    name: "connlint.exe" if name.startswith("win32") else "connlint" for name in PLATFORMS
}
"""The name of the program in its folder, by platform."""


def this_platform() -> str:
    """Return the name of the platform that this Python runs on.

    Raises ValueError for one that has no programs.
    """
    machine = platform.machine().lower()
    name = f"{sys.platform}-{_MACHINES.get(machine, machine)}"
    if sys.platform == "linux" and platform.libc_ver()[0] != "glibc":
        # Its programs would not start on the others.
        name += "-musl"
    if name not in PLATFORMS:
        raise ValueError(f"There are no programs for {name}, only for {', '.join(PLATFORMS)}")
    return name

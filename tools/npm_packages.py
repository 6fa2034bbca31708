"""Make the npm packages: `connlint`, and that of a platform with the program it starts.

Usage: python -m tools.npm_packages --program DIR --platform NAME --output DIR

DIR is the folder that `python -m tools.standalone` makes. The version is connlint's own, and
`connlint` asks for exactly that version of the platforms' packages.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tools.standalone.packing import files_of, pack
from tools.standalone.platforms import EXECUTABLES, PLATFORMS

from connlint._version import __version__

__all__ = ["main", "main_manifest", "platform_manifest"]

ROOT = Path(__file__).resolve().parents[1]
_MAIN = ROOT / "npm" / "connlint"
_SHARED = ("license", "homepage", "repository", "engines", "publishConfig")
"""What the packages of platforms say as the main one does."""
_README = """\
# @connlint/{platform}

The program of [connlint](https://www.npmjs.com/package/connlint) for {platform}. Install
`connlint`, which finds it. The licenses of what is in the program are in `program/LICENSES.txt`.
"""

Manifest = dict[str, Any]


def main(argv: Sequence[str] | None = None) -> int:
    """Write both packages; the exit status is 2 if there is no program."""
    parser = argparse.ArgumentParser(prog="python -m tools.npm_packages", description=__doc__)
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--platform", choices=PLATFORMS, required=True)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args(argv)
    try:
        options.output.mkdir(parents=True, exist_ok=True)
        _pack_main(options.output)
        _pack_platform(options.program, options.platform, options.output)
    except (OSError, ValueError) as error:
        print(f"npm_packages: {error}", file=sys.stderr)
        return 2
    return 0


def main_manifest() -> Manifest:
    """Return the package.json of `connlint`."""
    manifest: Manifest = json.loads((_MAIN / "package.json").read_text("utf-8"))
    programs = {f"@connlint/{platform}": __version__ for platform in PLATFORMS}
    return {**manifest, "version": __version__, "optionalDependencies": programs}


def platform_manifest(platform: str) -> Manifest:
    """Return the package.json of the package with the program for a platform."""
    system, cpu = platform.split("-")
    manifest = main_manifest()
    return {
        "name": f"@connlint/{platform}",
        "version": __version__,
        "description": f"The program of connlint for {platform}",
        **{name: manifest[name] for name in _SHARED},
        "os": [system],
        "cpu": [cpu],
        **({"libc": ["glibc"]} if system == "linux" else {}),
        # A program cannot be started from within an archive, as Yarn would keep it.
        "preferUnplugged": True,
    }


def _pack_main(output: Path) -> None:
    files: dict[str, Path | str] = {
        "package/package.json": _json(main_manifest()),
        "package/LICENSE": ROOT / "LICENSE",
        "package/README.md": _MAIN / "README.md",
        "package/bin/connlint.js": _MAIN / "bin" / "connlint.js",
    }
    pack(output / f"connlint-{__version__}.tgz", files, frozenset({"package/bin/connlint.js"}))


def _pack_platform(program: Path, platform: str, output: Path) -> None:
    executable = EXECUTABLES[platform]
    if not (program / executable).is_file():
        raise ValueError(f"There is no program in {program}")
    files: dict[str, Path | str] = {
        "package/package.json": _json(platform_manifest(platform)),
        "package/LICENSE": ROOT / "LICENSE",
        "package/README.md": _README.format(platform=platform),
        **files_of(program, "package/program"),
    }
    programs = frozenset({f"package/program/{executable}"})
    pack(output / f"connlint-{platform}-{__version__}.tgz", files, programs)


def _json(manifest: Manifest) -> str:
    return json.dumps(manifest, indent=2) + "\n"


if __name__ == "__main__":
    sys.exit(main())

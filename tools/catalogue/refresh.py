"""Rebuild the facts that come from published packages.

Each module of tools/catalogue/sources says which package it reads and what it takes from it;
the result is written to tools/catalogue/facts/<source>/. Packages are kept in
.cache/catalogue, so that a second run needs no network.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from types import ModuleType

from tools.catalogue import build
from tools.catalogue.sources import discord, github, google, quickbooks, slack
from tools.catalogue.sources.common import Package, UnexpectedPackageError, render

__all__ = ["SOURCES", "changes", "main"]

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "catalogue"
FACTS = ROOT / "tools" / "catalogue" / "facts"
SOURCES: dict[str, ModuleType] = {
    "discord": discord,
    "github": github,
    "google": google,
    "quickbooks": quickbooks,
    "slack": slack,
}


class FetchError(Exception):
    """A package could not be had."""


def main(arguments: Sequence[str] | None = None) -> int:
    """0: done, or nothing would change; 1: something would; 2: a source is missing."""
    options = _options(arguments)
    outcomes = [
        _refresh(name, check=options.check, latest=options.latest)
        for name in options.only or SOURCES
    ]
    # The catalogue follows the facts.
    outcomes.append(build.main(["--check"] if options.check else []))
    return max(outcomes)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tools/catalogue/refresh", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only print what would change")
    parser.add_argument(
        "--latest", action="store_true", help="take the newest packages, not the pinned ones"
    )
    parser.add_argument(
        "--only", action="append", choices=SOURCES, metavar="NAME", help="only this source"
    )
    return parser.parse_args(arguments)


def _refresh(name: str, *, check: bool, latest: bool) -> int:
    source = SOURCES[name]
    package: Package = source.PACKAGE
    try:
        version, folder = _fetch(package, latest=latest)
        files: dict[str, object] = source.extract(folder)
    except (FetchError, UnexpectedPackageError) as error:
        print(f"{name}: {package.name}: {error}", file=sys.stderr)
        return 2
    except (KeyError, OSError, SyntaxError, TypeError, ValueError) as error:
        reason = f"has another form than expected ({type(error).__name__}: {error})"
        print(f"{name}: {package.name}: {reason}", file=sys.stderr)
        return 2
    if version != package.version:
        print(f"{name}: {package.name} {version}, pinned is {package.version}")
    found = list(changes(FACTS / name, files))
    for path, line in found:
        print(f"{path.relative_to(ROOT).as_posix()}: {line}")
    if not check:
        _write(FACTS / name, files)
    return int(check and bool(found))


def changes(folder: Path, files: dict[str, object]) -> Iterator[tuple[Path, str]]:
    """The files of a folder that writing would change, each with a line on how."""
    there = {path.name for path in folder.glob("*.json")}
    for file in sorted(there | files.keys()):
        path = folder / file
        old = path.read_text("utf-8") if file in there else None
        new = render(files[file]) if file in files else None
        if old != new:
            yield path, _difference(old, new)


def _difference(old: str | None, new: str | None) -> str:
    before = set(_entries(json.loads(old))) if old else set()
    after = set(_entries(json.loads(new))) if new else set()
    counts = f"{len(after - before)} added, {len(before - after)} removed"
    if old is None:
        return f"new file, {counts}"
    if new is None:
        return f"no longer made, {counts}"
    return counts if before != after else "only the form differs"


def _entries(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every single fact of a file: the keys that lead to it, and its value."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _entries(item, (*path, key))
    elif isinstance(value, list):
        for item in value:
            yield from _entries(item, path)
    else:
        yield (*path, json.dumps(value))


def _write(folder: Path, files: dict[str, object]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.json"):
        if path.name not in files:
            path.unlink()
    for file, value in files.items():
        (folder / file).write_text(render(value), "utf-8", newline="\n")


def _fetch(package: Package, *, latest: bool) -> tuple[str, Path]:
    """The version and the folder of the unpacked package. The newest is always asked for."""
    asked = "latest" if latest else package.version
    folder = CACHE / package.name.replace("/", "+").lstrip("@") / asked
    unpacked = folder / "package"
    version_file = folder / "version"
    if latest or not version_file.is_file():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        archive = _download(package, asked, folder)
        version_file.write_text(_unpack(archive, package, unpacked), "utf-8")
        archive.unlink()
    return version_file.read_text("utf-8"), unpacked


def _download(package: Package, version: str, folder: Path) -> Path:
    """The archive of the package, by the registry's own client."""
    newest = version == "latest"
    if package.registry == "pypi":
        wanted = package.name if newest else f"{package.name}=={version}"
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--disable-pip-version-check", "--only-binary", ":all:"]
        command += ["--dest", str(folder), wanted]
    else:
        command = ["npm", "pack", "--loglevel", "error", "--pack-destination", str(folder)]
        command += [f"{package.name}@{version}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        raise FetchError(f"cannot be fetched: {error}") from error
    archives = [path for path in folder.iterdir() if path.suffix in {".whl", ".tgz"}]
    if done.returncode or len(archives) != 1:
        errors = (line for line in done.stderr.splitlines() if "error" in line.lower())
        reason = next(errors, f"exit code {done.returncode}")
        raise FetchError(f"{version} cannot be fetched: {reason}")
    return archives[0]


def _unpack(archive: Path, package: Package, target: Path) -> str:
    """Unpack the needed files, and give back the version that the package says it is."""
    version = ""
    found = 0
    members = _wheel(archive) if archive.suffix == ".whl" else _tarball(archive)
    for name, content in members:
        if fnmatch(name, "*.dist-info/METADATA") or name == "package.json":
            version = _version(name, content)
        elif any(PurePosixPath(name).match(pattern) for pattern in package.needs):
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            found += 1
    if not version or not found:
        raise UnexpectedPackageError(f"does not have {' or '.join(package.needs)}")
    return version


def _wheel(archive: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(archive) as wheel:
        for name in wheel.namelist():
            if not name.endswith("/"):
                yield name, wheel.read(name)


def _tarball(archive: Path) -> Iterator[tuple[str, bytes]]:
    """The files of an npm package, which are all below one folder."""
    with tarfile.open(archive) as tarball:
        for member in tarball:
            if member.isfile() and (file := tarball.extractfile(member)):
                yield member.name.partition("/")[2], file.read()


def _version(name: str, content: bytes) -> str:
    text = content.decode("utf-8")
    if name == "package.json":
        return str(json.loads(text)["version"])
    line = next(line for line in text.splitlines() if line.startswith("Version:"))
    return line.partition(":")[2].strip()

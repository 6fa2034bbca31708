"""Download of published packages with their registry's client, unpacked into a cache."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from tools.catalogue.sources.common import Package, UnexpectedPackageError

__all__ = ["LATEST", "FetchError", "fetch"]

LATEST = "latest"
"""The version that stands for the newest one."""


class FetchError(Exception):
    """An error: a package could not be downloaded."""


def fetch(package: Package, version: str, cache: Path) -> tuple[str, Path]:
    """Download a package, unless the cache has it, and return its version and its folder.

    The version `latest` is always downloaded. Raises FetchError or UnexpectedPackageError.
    """
    folder = cache / package.name.replace("/", "+").lstrip("@") / version
    unpacked = folder / "package"
    version_file, needs_file = folder / "version", folder / "needs"
    # Several sources may need other files of one package.
    has = needs_file.read_text("utf-8").splitlines() if needs_file.is_file() else []
    if version == LATEST or not version_file.is_file() or not {*package.needs} <= {*has}:
        if version == LATEST:
            shutil.rmtree(folder, ignore_errors=True)
            has = []
        folder.mkdir(parents=True, exist_ok=True)
        # What a download left that was interrupted.
        for leftover in (*folder.glob("*.whl"), *folder.glob("*.tgz")):
            leftover.unlink()
        archive = _download(package, version, folder)
        version_file.write_text(_unpack(archive, package, unpacked), "utf-8")
        needs_file.write_text("\n".join(dict.fromkeys([*has, *package.needs])), "utf-8")
        archive.unlink()
    return version_file.read_text("utf-8"), unpacked


def _download(package: Package, version: str, folder: Path) -> Path:
    """Download the archive of a package with its registry's client; return its path."""
    newest = version == LATEST
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
    """Unpack the needed files, and return the version in the package's metadata."""
    version = ""
    count = 0
    members = _wheel(archive) if archive.suffix == ".whl" else _tarball(archive)
    for name, content in members:
        if fnmatch(name, "*.dist-info/METADATA") or name == "package.json":
            version = _version(name, content)
        elif any(PurePosixPath(name).match(pattern) for pattern in package.needs):
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            count += 1
    if not version or not count:
        raise UnexpectedPackageError(f"does not have {' or '.join(package.needs)}")
    return version


def _wheel(archive: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(archive) as wheel:
        for name in wheel.namelist():
            if not name.endswith("/"):
                yield name, wheel.read(name)


def _tarball(archive: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an npm package, which are all below one folder."""
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

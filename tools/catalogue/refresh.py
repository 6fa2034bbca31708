"""Rebuild the facts that come from published packages.

Each module of tools/catalogue/sources says which package it reads, perhaps in several versions, and
what it takes from it; the result is written to tools/catalogue/facts/<source>/. Packages are kept
in .cache/catalogue, so that a second run needs no network. The versions are those of
tools/catalogue/pins.json; `--latest` takes the newest ones, and writes them there with the day.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timezone
from pathlib import Path

from tools.catalogue import build
from tools.catalogue.packages import LATEST, FetchError, fetch
from tools.catalogue.pins import PINS, Pin, read_pins, write_pins
from tools.catalogue.sources.common import Package, UnexpectedPackageError, render
from tools.catalogue.sources.registry import SOURCES

__all__ = ["changes", "main"]

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "catalogue"
FACTS = ROOT / "tools" / "catalogue" / "facts"


def main(arguments: Sequence[str] | None = None) -> int:
    """Refresh the facts; 0 when done or unchanged, 1 if files would change, 2 without a source."""
    options = _options(arguments)
    outcomes = [
        _refresh(name, check=options.check, latest=options.latest)
        for name in options.only or SOURCES
    ]
    # The catalogue is built from the facts.
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
    pins = read_pins(PINS)
    pinned = pins[name].version
    try:
        version, folder = fetch(package, LATEST if latest else pinned, CACHE)
        # Older versions that are still in use are never replaced by newer ones.
        of_older: dict[str, Package] = getattr(source, "OLDER", {})
        older = [fetch(each, number, CACHE)[1] for number, each in of_older.items()]
        files: dict[str, object] = source.extract(folder, *older)
    except (FetchError, UnexpectedPackageError) as error:
        print(f"{name}: {package.name}: {error}", file=sys.stderr)
        return 2
    except (KeyError, OSError, SyntaxError, TypeError, ValueError) as error:
        reason = f"has another form than expected ({type(error).__name__}: {error})"
        print(f"{name}: {package.name}: {reason}", file=sys.stderr)
        return 2
    if version != pinned:
        print(f"{name}: {package.name} {version}, pinned is {pinned}")
    differences = list(changes(FACTS / name, files))
    for path, line in differences:
        print(f"{path.relative_to(ROOT).as_posix()}: {line}")
    if not check:
        _write(FACTS / name, files)
        if latest:
            write_pins({**pins, name: Pin(version, _today())}, PINS)
    return int(check and bool(differences))


def _today() -> str:
    return datetime.now(timezone.utc).date().isoformat()


def changes(folder: Path, files: dict[str, object]) -> Iterator[tuple[Path, str]]:
    """Yield the files of a folder that writing would change, each with a line on how."""
    existing = {path.name for path in folder.glob("*.json")}
    for file in sorted(existing | files.keys()):
        path = folder / file
        old = path.read_text("utf-8") if file in existing else None
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
    """Yield every single fact of a file: the keys that lead to it, and its value."""
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


if __name__ == "__main__":
    raise SystemExit(main())

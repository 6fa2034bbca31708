"""Write the licenses of everything that is in the standalone program.

Usage: PYTHON -m tools.standalone.licenses FOLDER, with the Python that the program is built with.
"""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

__all__ = ["main"]

_NAME = "LICENSES.txt"
_TEXT = re.compile(r"(licen[cs]e|copying|notice)[^/]*$", re.IGNORECASE)
_LIBRARY = re.compile(r"\.so(\.\d+)*$|\.dylib$")
_PYTHON = re.compile(r"libpython|Python$")
_FIELDS = ("License-Expression", "License")
_RULE = "=" * 78


def main(folder: Path) -> None:
    """Write LICENSES.txt into the folder of a program.

    Raises ValueError if there is something in it whose license cannot be found.
    """
    sections = [
        f"The program `connlint` consists of these parts. Their licenses follow.\n\n{_names()}",
        f"{_RULE}\nPython {sys.version.partition(' ')[0]}\n{_RULE}\n\n{_license_of_python()}",
        *map(_section, _distributions()),
        *_system_libraries(folder),
    ]
    text = "\n\n".join(section.strip() for section in sections)
    (folder / _NAME).write_text(f"{text}\n", "utf-8", newline="\n")


def _names() -> str:
    parts = [f"{each.metadata['Name']} {each.version}" for each in _distributions()]
    return "\n".join([f"Python {sys.version.partition(' ')[0]}", *parts])


def _license_of_python() -> str:
    folders = (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix))
    found = [folder / "LICENSE.txt" for folder in folders if (folder / "LICENSE.txt").is_file()]
    if not found:
        raise ValueError(f"There is no LICENSE.txt of Python in {folders[0]}")
    return found[0].read_text("utf-8", errors="replace")


def _distributions() -> list[Distribution]:
    """Return connlint, all that it asks for, and PyInstaller, whose loader starts the program."""
    found = {"pyinstaller": distribution("pyinstaller")}
    wanted = ["connlint"]
    while wanted:
        name = wanted.pop()
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            # It is for other Pythons or systems than this one.
            continue
        for requirement in found[name].requires or ():
            more = re.split(r"[^\w.-]", requirement, maxsplit=1)[0].lower()
            if "extra ==" not in requirement and more not in found:
                wanted.append(more)
    return [found[name] for name in sorted(found)]


def _section(each: Distribution) -> str:
    """Return the texts of a package's licenses; if it has none, what it says about itself.

    Raises ValueError if it says nothing.
    """
    paths = [path for path in each.files or () if ".dist-info" in str(path)]
    texts = [
        Path(str(path.locate())).read_text("utf-8", errors="replace").strip()
        for path in sorted(paths)
        if _TEXT.search(str(path))
    ]
    about = each.metadata
    said = next((about[name] for name in _FIELDS if name in about), "")
    classes = [text for text in about.get_all("Classifier", []) if text.startswith("License ::")]
    if not texts and not said and not classes:
        raise ValueError(f"{about['Name']} does not say which license it has")
    lines = [f"License: {said}"] if said and "\n" not in said else classes
    heading = f"{_RULE}\n{about['Name']} {each.version}\n{_RULE}"
    return "\n\n".join([heading, *lines, *texts])


def _system_libraries(folder: Path) -> Iterator[str]:
    """Yield the licenses of the libraries that come from the system and not from a package.

    Raises ValueError for one that belongs to no package of the system. On Windows there is
    none: all come with Python, whose license covers them.
    """
    internal = folder / "_internal"
    for library in sorted(path.name for path in internal.iterdir()):
        if _LIBRARY.search(library) and not _PYTHON.search(library):
            text = _license_of_library(library)
            yield f"{_RULE}\n{library}\n{_RULE}\n\n{text}"


def _license_of_library(name: str) -> str:
    command = ["dpkg-query", "--search", f"*/{name}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        found = []
    else:
        found = re.findall(r"^([^:\s]+)", done.stdout, re.MULTILINE)
    for package in found:
        path = Path("/usr/share/doc", package, "copyright")
        if path.is_file():
            return path.read_text("utf-8", errors="replace")
    raise ValueError(f"The license of {name} is not known")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Write the app of a seed into a folder, to look at what the differential test says of it.

Usage: python -m tests.differential SEED FOLDER
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from pathlib import Path

from connlint.text.escaping import escape_unprintable

from .generator import make_app


def main() -> int:
    """Write the app, and print the commands that check it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("seed", type=int)
    parser.add_argument("folder", type=Path, help="where nothing is yet")
    options = parser.parse_args()
    if os.path.lexists(options.folder):
        parser.error(f"{options.folder} exists")
    app = make_app(options.seed)
    app.write(options.folder)
    links = [f"{name} -> {target}" for name, target in app.links.items()]
    command = f"connlint check {shlex.join(app.asked)}"
    lines = [
        *[escape_unprintable(name) for name in (*app.files, *links)],
        f"\ncd {shlex.quote(str(options.folder / app.root))} && {command}",
        f"the change: {app.change.kind} {escape_unprintable(app.change.path)} {app.change.content!r}",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

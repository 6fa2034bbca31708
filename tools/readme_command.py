#!/usr/bin/env python3
"""Print a command of the README, so that CI can run it.

Usage: tools/readme_command.py NUMBER, counted from 1 over the blocks marked `sh`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

README = Path(__file__).resolve().parents[1] / "README.md"


def main(arguments: list[str]) -> int:
    """Print the text of the block with the given number."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", README.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    print(blocks[int(arguments[0]) - 1], end="")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

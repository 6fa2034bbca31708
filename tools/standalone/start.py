"""First script of the standalone program: runs connlint, or what a process of its pool runs."""

from __future__ import annotations

import os
import sys

_FORKED = "--multiprocessing-fork"
_TRACKER = "from multiprocessing.resource_tracker import main"


def _start() -> None:
    """Run what the arguments ask for.

    Where connlint cannot fork, its pool of processes starts this program again, as it would
    start a Python: with an argument for a new process, or with a line of code for the process
    that looks after the locks of the pool.
    """
    if sys.argv[1:2] == [_FORKED]:
        from multiprocessing.spawn import freeze_support

        freeze_support()
    elif sys.argv[-2:-1] == ["-c"] and sys.argv[-1].startswith(f"{_TRACKER};main("):
        from multiprocessing.resource_tracker import main

        main(int(sys.argv[-1].partition("main(")[2].rstrip(")")))
        # It has closed the streams, which PyInstaller would flush.
        os._exit(0)
    else:
        from connlint.__main__ import command

        command()


if __name__ == "__main__":
    _start()

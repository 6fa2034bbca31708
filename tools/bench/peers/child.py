"""Run a command once, and say its exit status, its seconds and its peak memory in KiB.

Usage: python -I -S child.py LIMIT COMMAND…

Imports next to nothing: a process counts what its parent had in memory when it was started.
The memory is that of the largest process that the command was or waited for. After LIMIT
seconds the command is ended with all that it started, and the status is that of the signal.
"""

import os
import signal
import sys
import time


def main() -> None:
    """Start, wait, print."""
    limit, command = int(sys.argv[1]), sys.argv[2:]
    begin = time.perf_counter()
    pid = os.fork()
    if not pid:
        _become(command)

    def end(_signal: int, _frame: object) -> None:
        os.killpg(pid, signal.SIGKILL)

    signal.signal(signal.SIGALRM, end)
    signal.alarm(limit)
    _, status, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - begin
    memory = usage.ru_maxrss // 1024 if sys.platform == "darwin" else usage.ru_maxrss
    sys.stdout.write(f"{os.waitstatus_to_exitcode(status)} {seconds:.6f} {memory}\n")


def _become(command: list[str]) -> None:
    """Go on as the command, in a process group of its own that nobody hears."""
    try:
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nothing, stream)
        os.execv(command[0], command)  # noqa: S606 - there is no shell, and none is wanted
    finally:
        os._exit(127)


if __name__ == "__main__":
    main()

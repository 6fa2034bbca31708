"""Run a command once, and print its exit status, its seconds and its peak memory in KiB.

Usage: python -I -S child.py LIMIT COMMAND…

It imports very little: the memory of its parent at the start counts as that of a process.
The memory is that of the command's largest process, itself or one that it waited for. After
LIMIT seconds the command and all processes that it started are killed, and the status is that
of the signal.
"""

import os
import signal
import sys
import time


def main() -> None:
    """Start the command, wait for it, and print the figures."""
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
    """Replace this process by the command, in a new process group and without output."""
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

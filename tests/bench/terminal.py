"""A program in a terminal of its own: started, pressed, watched, measured from outside."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

LIMIT = 20.0
"""Seconds after which anything that was waited for counts as a failure."""


class Terminal:
    """One program in a pseudo-terminal; everything it writes is kept as bytes."""

    def __init__(
        self,
        command: Sequence[str],
        environ: Mapping[str, str],
        size: tuple[int, int] = (100, 30),
        patience: float = LIMIT,
    ) -> None:
        """Start the program in a terminal of this many columns and lines.

        Whatever takes more seconds than `patience` counts as a failure.
        """
        self.patience = patience
        self.begun = time.perf_counter()
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], list(command), dict(environ))  # our own program
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.written = bytearray()
        self.code: int | None = None
        """The exit code, once it has ended; minus the signal where one ended it."""

    @property
    def visit(self) -> int:
        """The process with the screen: the launcher's child where there is a launcher.

        ProcessLookupError once it has ended: a signal to what is no process id reaches every one.
        """
        if not self.is_alive():
            raise ProcessLookupError("it has ended")
        return next(iter(_children(self.pid)), self.pid)

    def read(self, seconds: float) -> bytes:
        """Return what is written within this time, as soon as there is anything."""
        ready, _, _ = select.select([self.master], [], [], seconds)
        if not ready:
            return b""
        try:
            chunk = os.read(self.master, 65536)
        except OSError:
            return b""
        self.written += chunk
        return chunk

    def until(self, marker: bytes) -> float:
        """Wait until a marker has been written; return the seconds since the start."""
        while marker not in self.written:
            if time.perf_counter() - self.begun > self.patience or not self.is_alive():
                raise TimeoutError(f"{marker!r} never came: {bytes(self.written[-400:])!r}")
            self.read(0.5)
        return time.perf_counter() - self.begun

    def settle(self, seconds: float = 0.15) -> None:
        """Read until nothing has been written for a while."""
        while self.read(seconds):
            pass

    def press(self, keys: bytes) -> float:
        """Press keys; return the seconds until anything was written because of them."""
        pressed = time.perf_counter()
        os.write(self.master, keys)
        if not self.read(self.patience):
            raise TimeoutError(f"{keys!r} changed nothing")
        return time.perf_counter() - pressed

    def quit(self, keys: bytes) -> float:
        """Press what ends the program; return the seconds until the process is gone."""
        pressed = time.perf_counter()
        os.write(self.master, keys)
        while self.is_alive():
            if time.perf_counter() - pressed > self.patience:
                raise TimeoutError("it did not end")
            self.read(0.002)
        return time.perf_counter() - pressed

    def memory(self) -> float:
        """Return the proportional set size in MiB of the program's processes together (Linux).

        PermissionError unless root asks: bedside lets nobody else look at its memory.
        """
        try:
            rollups = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in self._family()]
        except FileNotFoundError:
            return 0.0
        lines = [line for rollup in rollups for line in rollup.splitlines()]
        return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024

    def idle(self, seconds: float) -> tuple[float, float, int]:
        """Return what doing nothing costs: CPU ms and wake-ups a second, and bytes written."""
        self.settle()
        cpu, wakes, size = self._cpu(), self._wakes(), len(self.written)
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.read(left)
        spent = (self._cpu() - cpu) * 1000 / seconds
        return spent, (self._wakes() - wakes) / seconds, len(self.written) - size

    def is_alive(self) -> bool:
        """Whether the program still runs; a finished one is reaped."""
        if self.pid < 0:
            return False
        done, status = os.waitpid(self.pid, os.WNOHANG)
        if done:
            self.pid, self.code = -1, os.waitstatus_to_exitcode(status)
        return not done

    def send_signal(self, number: int, to_page: bool = False) -> bool:
        """Send a signal to the program, or to its process with the screen; say whether it was.

        One that has ended has the number -1, which as a target would mean every process there is.
        """
        target = (self.visit if to_page else self.pid) if self.is_alive() else -1
        if target > 1:
            os.kill(target, number)
        return target > 1

    def close(self) -> None:
        """End the program, however it stands."""
        if self.send_signal(signal.SIGKILL):
            os.waitpid(self.pid, 0)
        with contextlib.suppress(OSError):
            os.close(self.master)

    def _family(self) -> list[int]:
        return [self.pid, *_children(self.pid)]

    def _tasks(self) -> list[Path]:
        return [task for pid in self._family() for task in Path(f"/proc/{pid}/task").iterdir()]

    def _cpu(self) -> float:
        return sum(int((t / "schedstat").read_text().split()[0]) for t in self._tasks()) / 1e9

    def _wakes(self) -> int:
        total = 0
        for task in self._tasks():
            status = (task / "status").read_text()
            line = next(r for r in status.splitlines() if r.startswith("voluntary_ctxt"))
            total += int(line.split()[1])
        return total


def _children(pid: int) -> list[int]:
    """Return the process ids of a process's children."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    if listed.exists():
        return [int(child) for child in listed.read_text().split()]
    if Path("/proc/self").exists():  # it ended just now
        return []
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [int(child) for child in found.stdout.split()]

"""A program in a terminal of its own: started, pressed, watched, measured from outside."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
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
        """Return the program's proportional set size in MiB (Linux), else its resident size."""
        try:
            rollup = Path(f"/proc/{self.pid}/smaps_rollup").read_text()
        except OSError:
            return 0.0
        pss = next(line for line in rollup.splitlines() if line.startswith("Pss:"))
        return int(pss.split()[1]) / 1024

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

    def close(self) -> None:
        """End the program, however it stands."""
        if self.is_alive():
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        with contextlib.suppress(OSError):
            os.close(self.master)

    def _cpu(self) -> float:
        fields = Path(f"/proc/{self.pid}/schedstat").read_text().split()
        total = int(fields[0])
        for task in Path(f"/proc/{self.pid}/task").iterdir():
            if task.name != str(self.pid):
                total += int((task / "schedstat").read_text().split()[0])
        return total / 1e9

    def _wakes(self) -> int:
        total = 0
        for task in Path(f"/proc/{self.pid}/task").iterdir():
            status = (task / "status").read_text()
            line = next(r for r in status.splitlines() if r.startswith("voluntary_ctxt"))
            total += int(line.split()[1])
        return total

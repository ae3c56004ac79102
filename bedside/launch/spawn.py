"""How a visit process is started: forked where the system can, else as a new interpreter.

A fork costs half a millisecond and brings along only what the launcher holds, which is nothing of a
patient. Windows starts a second interpreter and hands it the two ends of the link.
"""

from __future__ import annotations

import os
import selectors
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

from bedside.launch.link import Link

if TYPE_CHECKING:
    import subprocess

Hear = Callable[[dict[str, Any]], None]
"""Takes one message of a visit process."""

BUG = 70


class Child(Protocol):
    """A visit process that was started."""

    link: Link

    def wait(self, hear: Hear) -> int:
        """Return how it ended, having heard all it said; minus the signal that ended it."""

    def ask(self, number: int) -> None:
        """Hand a signal on to it, where the system has such signals."""

    def kill(self) -> None:
        """End it at once."""


if sys.platform != "win32":
    PASSED_ON = (signal.SIGHUP, signal.SIGTERM)
    """What ends a visit process after it has saved."""

    class Forked:
        """A visit process that is a copy of this one."""

        def __init__(self, process: int, link: Link) -> None:
            """Know a child by its process id, and our end of the link to it."""
            self.process, self.link = process, link

        def wait(self, hear: Hear) -> int:
            """Return how it ended: its code, or minus the signal."""
            wake, woken = os.pipe()
            os.set_blocking(woken, False)
            before = signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
            kept = signal.signal(signal.SIGCHLD, lambda *_: None)  # so that its end wakes us
            try:
                return self._listen(wake, hear)
            finally:
                signal.set_wakeup_fd(before)
                signal.signal(signal.SIGCHLD, kept)
                self.link.close()
                os.close(wake)
                os.close(woken)

        def ask(self, number: int) -> None:
            """Hand a signal on to it."""
            with suppress(ProcessLookupError):
                os.kill(self.process, number)

        def kill(self) -> None:
            """End it at once."""
            self.ask(signal.SIGKILL)

        def _listen(self, wake: int, hear: Hear) -> int:
            with selectors.DefaultSelector() as selector:
                selector.register(wake, selectors.EVENT_READ)
                selector.register(self.link.reads, selectors.EVENT_READ)
                while True:
                    done, status = os.waitpid(self.process, os.WNOHANG)
                    if done:
                        return self._last(status, hear)
                    ready = {key.fd for key, _ in selector.select()}
                    if wake in ready:
                        os.read(wake, 512)
                    if self.link.reads in ready and _heard(self.link, hear) is None:
                        selector.unregister(self.link.reads)  # its end is still to come

        def _last(self, status: int, hear: Hear) -> int:
            """Hear what it still said before it ended, then return how it did."""
            os.set_blocking(self.link.reads, False)
            while _heard(self.link, hear):
                pass
            return os.waitstatus_to_exitcode(status)

    def forked(run: Callable[[Link], int]) -> Forked:
        """Fork; in the child run this and end with what it returns, whatever happens in it."""
        ours, theirs = _pipes()
        passed_on = {*PASSED_ON, signal.SIGCHLD, signal.SIGINT}
        held = signal.pthread_sigmask(signal.SIG_BLOCK, passed_on)
        child = os.fork()
        if child == 0:
            ours.close()
            _as_before_us()
            signal.pthread_sigmask(signal.SIG_SETMASK, held)
            _end_with(lambda: run(theirs))
        theirs.close()
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
        return Forked(child, ours)

    def _end_with(run: Callable[[], int]) -> NoReturn:
        """Run this and be gone: nothing of the launcher's own ending is done twice."""
        code = BUG
        try:
            code = run()
        finally:
            for stream in (sys.stdout, sys.stderr):
                with suppress(OSError, ValueError):
                    stream.flush()
            os._exit(code)

    def _as_before_us() -> None:
        """Take signals as a program does that nothing has set up, even where a shell ignored them.

        A process that ignores hang-ups outlives its terminal.
        """
        signal.set_wakeup_fd(-1)
        for number in (*PASSED_ON, signal.SIGCHLD, signal.SIGTTOU, signal.SIGALRM):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)


class Started:
    """A visit process in an interpreter of its own."""

    def __init__(self, process: subprocess.Popen[bytes], link: Link) -> None:
        """Know a child by its process, and our end of the link to it."""
        self._process, self.link = process, link

    def wait(self, hear: Hear) -> int:
        """Return how it ended; a thread hears what it says, for a pipe cannot be waited for."""
        import threading

        def listen() -> None:
            while _heard(self.link, hear) is not None:
                pass

        listener = threading.Thread(target=listen, name="bedside-link", daemon=True)
        listener.start()
        code = self._process.wait()
        listener.join(1)
        self.link.close()
        return code

    def ask(self, number: int) -> None:
        """Hand a signal on to it; Windows tells every process of a console by itself."""
        if os.name != "nt":
            self._process.send_signal(number)

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()


def started(command: Sequence[str]) -> Started:
    """Start a command with two more arguments: what it reads and what it writes of the link."""
    import subprocess

    ours, theirs = _pipes()
    ends = (theirs.reads, theirs.writes)
    if sys.platform == "win32":
        import msvcrt

        names = [msvcrt.get_osfhandle(end) for end in ends]
        for name in names:
            os.set_handle_inheritable(name, True)
        info = subprocess.STARTUPINFO(lpAttributeList={"handle_list": names})
        process = subprocess.Popen(  # noqa: S603  # ourselves
            [*command, *map(str, names)], startupinfo=info
        )
    else:
        process = subprocess.Popen(  # noqa: S603  # the same
            [*command, *map(str, ends)], pass_fds=ends
        )
    theirs.close()
    return Started(process, ours)


def link_of(reads: str, writes: str) -> Link:
    """Return the visit process's end of the link from the two arguments it was started with."""
    numbers = (int(reads), int(writes))
    if sys.platform == "win32":
        import msvcrt

        flags = (os.O_RDONLY, os.O_WRONLY)
        return Link(*map(msvcrt.open_osfhandle, numbers, flags))
    for number in numbers:
        os.set_inheritable(number, False)
    return Link(*numbers)


def _pipes() -> tuple[Link, Link]:
    """Return both ends of a new link."""
    down, up = os.pipe(), os.pipe()
    return Link(up[0], down[1]), Link(down[0], up[1])


def _heard(link: Link, hear: Hear) -> int | None:
    """Pass on what is said; return how much that was, or nothing once no more will come."""
    heard = link.hear()
    for message in heard or ():
        hear(message)
    return None if heard is None else len(heard)

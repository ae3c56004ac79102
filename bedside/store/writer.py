"""The writer: the one thread that saves. Jobs go in from anywhere and are committed in order.

Whatever waits when a commit begins is committed together, with one sync. After a failure the
same jobs are tried again on a new connection, never as if a retried sync were proof (the Linux
kernel drops pages after a failed one). A full disk gets the room that is held back for it; what
fails for longer is kept in a second place meanwhile. A file that was removed or replaced is
noticed before a commit, for what goes into it then is gone. A fault of our own in a job is met as
a store is that fails, and told when the process ends. Only a writer that has to stop drops what
was handed in, and says so.
"""

from __future__ import annotations

import queue
import sqlite3
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from bedside.core.value import Value, placed
from bedside.store.database import begin, connect, reason_of, remember
from bedside.store.locks import StoreError
from bedside.store.safety.rescue import Rescue

RETRY_SECONDS = 0.5
BESIDE_AFTER = 2.0
"""Seconds for which the store has to fail before a second place is used."""


class Fenced(Exception):
    """The visit was taken over: another process holds a later epoch of it."""


class Faulty(StoreError):
    """A job failed by a fault of our own; the message names its place, and nothing of its words."""

    def __init__(self, error: Exception) -> None:
        """Name what nobody expected."""
        last = traceback.extract_tb(error.__traceback__)[-1:]
        at = "".join(f" at {Path(one.filename).name}:{one.lineno}" for one in last)
        super().__init__(f"a fault of bedside's own ({type(error).__name__}{at})")


def _nowhere() -> Sequence[bytes]:
    return ()


def _unheard(_: str) -> None:
    """Tell nobody."""


@placed
class Job(Value):
    """Something to commit: what to run, and what to say once it is durable or was fenced off.

    `saved` is called after the commit; `fenced` where `run` raised Fenced; `failing` with the
    reason each time a commit did not succeed. `records` gives what is kept of it in the second
    place, where it can be kept there; then `beside` is called with that place. All are called on
    the writer's thread.
    """

    run: Callable[[sqlite3.Connection], None]
    saved: Callable[[], None]
    fenced: Callable[[], None]
    failing: Callable[[str], None]
    records: Callable[[], Sequence[bytes]] = _nowhere
    beside: Callable[[str], None] = _unheard


class Writer:
    """Commits jobs on a thread of its own, as many at a time as are waiting."""

    def __init__(self, path: Path, rescue: Rescue | None = None) -> None:
        """Write to the database at this path; the thread starts with the first job."""
        self._path = path
        self.rescue = rescue
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._connection: sqlite3.Connection | None = None
        self._file = (0, 0)
        self._gave_up = False
        self._going = True
        self._kept_beside: set[int] = set()
        """The jobs that the second place has, by identity."""
        self._put_off: list[Job] = []
        """Jobs with a fault of our own that nothing has to wait for; tried again with the next."""
        self._running: Job | None = None
        self.fault: Exception | None = None
        """The first fault of our own that was met; nothing where there was none."""

    def submit(self, job: Job) -> None:
        """Hand in a job; returns at once."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="bedside-writer", daemon=True)
            self._thread.start()
        self._jobs.put(job)

    def close(self, seconds: float = 5.0) -> bool:
        """Commit what waits and stop; say whether all of it was saved in that time."""
        if self._thread is None:
            return True
        self._closing.set()
        self._jobs.put(None)
        self._thread.join(seconds)
        return not self._thread.is_alive() and not self._gave_up

    def _run(self) -> None:
        while self._going or not self._jobs.empty():  # one that was fenced off hands in another
            taken = self._taken(self._jobs.get())
            again, self._put_off = self._put_off, []
            self._save([*again, *taken])
        self._gave_up = self._gave_up or bool(self._put_off)
        self._reopen()
        if self.rescue is not None:
            self.rescue.spill.close()

    def _taken(self, *first: Job | None) -> list[Job]:
        """Return all jobs that wait, and remember whether more may come."""
        batch = list(first)
        while not self._jobs.empty():
            batch.append(self._jobs.get())
        self._going = self._going and None not in batch
        return [job for job in batch if job is not None]

    def _save(self, jobs: list[Job]) -> None:
        """Commit the jobs, however often it takes; only a closing writer gives up."""
        since = time.monotonic()
        while jobs:
            kept: list[Job] = []
            error = self._failure(lambda into=kept: into.extend(self._commit(jobs)))  # type: ignore[misc]
            if error is None:
                for job in kept:
                    self._failure(job.saved)
                self._empty_second_place()
                return
            self._reopen()
            if self.rescue is not None and self.rescue.has_made_room(error):
                continue
            for job in jobs:
                self._failure(partial(job.failing, reason_of(error)))
            if self._has_put_off(error, jobs):
                continue
            if self._is_long(since):
                self._put_beside(jobs)
            if self._closing.is_set():
                self._gave_up = True
                return
            self._take_in(jobs)

    def _failure(self, act: Callable[[], None]) -> Exception | None:
        """Do something of a job's; return why that failed, a fault of our own as Faulty."""
        try:
            act()
        except (sqlite3.Error, OSError, StoreError) as error:
            return error
        except Exception as error:  # noqa: BLE001  # or nothing was ever saved again, unseen
            self.fault = self.fault or error
            return Faulty(error)
        return None

    def _has_put_off(self, error: Exception, jobs: list[Job]) -> bool:
        """Put off the job whose own fault an error is, if nothing of a visit is in it.

        What changes a visit keeps its turn: what comes after it builds on it.
        """
        job = self._running
        if not isinstance(error, Faulty) or job is None or job.records is not _nowhere:
            return False
        jobs.remove(job)
        self._put_off.append(job)
        return True

    def _is_long(self, since: float) -> bool:
        """Whether a failure lasts, or there is no time left to see whether it does."""
        lasts = time.monotonic() - since >= BESIDE_AFTER
        return lasts or bool(self._kept_beside) or self._closing.is_set()

    def _take_in(self, jobs: list[Job]) -> None:
        """Take in what comes until it is time for another try; keep it beside if all else is."""
        until = time.monotonic() + RETRY_SECONDS
        while (left := until - time.monotonic()) > 0 and self._going:
            with suppress(queue.Empty):
                jobs += self._taken(self._jobs.get(timeout=left))
            if self._kept_beside:
                self._put_beside(jobs)

    def _put_beside(self, jobs: list[Job]) -> None:
        """Keep in the second place what is not there yet; where that fails, it is tried again."""
        fresh = [job for job in jobs if id(job) not in self._kept_beside]
        fresh = [job for job in fresh if job.records is not _nowhere]
        if self.rescue is None or not fresh:
            return
        places: list[Path] = []
        rescue = self.rescue

        def add() -> None:
            places.append(rescue.spill.add([one for job in fresh for one in job.records()]))

        if self._failure(add) is not None:
            return
        self._kept_beside |= {id(job) for job in fresh}
        for job in fresh:
            self._failure(partial(job.beside, str(places[0])))

    def _empty_second_place(self) -> None:
        """Take away what was kept beside, now that the store has it."""
        if self.rescue is not None and self._kept_beside:
            self.rescue.spill.remove()
            self._kept_beside = set()

    def _commit(self, jobs: list[Job]) -> list[Job]:
        """Commit the jobs in one transaction; return those that were not fenced off."""
        self._running = None
        if self._connection is not None and self._file != _identity(self._path):
            self._reopen()
        if self._connection is None:
            self._connection = connect(self._path)
            self._file = _identity(self._path)
        connection = self._connection
        begin(connection)
        kept: list[Job] = []
        fenced: list[Job] = []
        for job in jobs:
            self._running = job
            try:
                job.run(connection)
                kept.append(job)
            except Fenced:
                fenced.append(job)
        self._running = None
        if self.rescue is not None and self._kept_beside:
            remember(
                connection, self.rescue.spill.end_part()
            )  # should they outlast being taken away
        connection.execute("COMMIT")
        for job in fenced:
            self._failure(job.fenced)
        return kept

    def _reopen(self) -> None:
        """Let the connection go; the next try makes a new one, which reads what really lasted."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None


def _identity(path: Path) -> tuple[int, int]:
    """Return what makes a file this one and no other of its name; zeros where none is there."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_dev, found.st_ino

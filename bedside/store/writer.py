"""The writer: the one thread that saves. Jobs go in from anywhere and are committed in order.

Whatever waits when a commit begins is committed together, with one sync. After a failure the
same jobs are tried again on a new connection, never as if a retried sync were proof (the Linux
kernel drops pages after a failed one). A full disk gets the room that is held back for it; what
fails for longer is kept in a second place meanwhile. A file that was removed or replaced is
noticed before a commit, for what goes into it then is gone. Only a writer that has to stop drops
what was handed in, and says so.
"""

from __future__ import annotations

import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from bedside.core.value import Value, placed
from bedside.store.database import begin, connect, reason_of
from bedside.store.locks import StoreError
from bedside.store.safety.rescue import Rescue

RETRY_SECONDS = 0.5
BESIDE_AFTER = 2.0
"""Seconds for which the store has to fail before a second place is used."""


class Fenced(Exception):
    """The visit was taken over: another process holds a later epoch of it."""


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
            self._save(self._taken(self._jobs.get()))
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
            try:
                kept = self._commit(jobs)
            except (sqlite3.Error, OSError, StoreError) as error:
                self._reopen()
                if self.rescue is not None and self.rescue.has_made_room(error):
                    continue
                for job in jobs:
                    job.failing(reason_of(error))
                if self._is_long(since):
                    self._put_beside(jobs)
                if self._closing.is_set():
                    self._gave_up = True
                    return
                self._take_in(jobs)
                continue
            for job in kept:
                job.saved()
            self._empty_second_place()
            return

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
        try:
            place = self.rescue.spill.add([one for job in fresh for one in job.records()])
        except OSError:
            return
        self._kept_beside |= {id(job) for job in fresh}
        for job in fresh:
            job.beside(str(place))

    def _empty_second_place(self) -> None:
        """Take away what was kept beside, now that the store has it."""
        if self.rescue is not None and self._kept_beside:
            self.rescue.spill.remove()
            self._kept_beside = set()

    def _commit(self, jobs: list[Job]) -> list[Job]:
        """Commit the jobs in one transaction; return those that were not fenced off."""
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
            try:
                job.run(connection)
                kept.append(job)
            except Fenced:
                fenced.append(job)
        connection.execute("COMMIT")
        for job in fenced:
            job.fenced()
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
